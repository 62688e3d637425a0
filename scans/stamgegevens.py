"""The start set of the scans: the first catalogue of criteria, and the kengetallen of a businesscase."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from akt.ruimtes import lees_fixture
from scans.models import Catalogus, Criterium, Kengetal, Klasse


@transaction.atomic
def laad_stamgegevens() -> int:
    """Add what is missing and leave alone what is there, so edits of the beheerder stay. Returns the number added."""
    return _laad_catalogus() + _laad_kengetallen()


def _laad_catalogus() -> int:
    gegevens = lees_fixture("transformatiemeter.json")
    catalogus, nieuw = Catalogus.objects.get_or_create(
        versie=gegevens["versie"],
        defaults={naam: gegevens[naam] for naam in ("naam", "bron", "toelichting")} | {"vast_op": timezone.now()},
    )
    if not nieuw:
        return 0
    Criterium.objects.bulk_create([Criterium(catalogus=catalogus, **rij) for rij in gegevens["criteria"]])
    Klasse.objects.bulk_create([Klasse(catalogus=catalogus, **rij) for rij in gegevens["klassen"]])
    return 1


def _laad_kengetallen() -> int:
    rijen = lees_fixture("kengetallen.json")
    er_al = set(Kengetal.objects.values_list("code", "variant", "versie"))
    nieuw = [Kengetal(**rij) for rij in rijen if (rij["code"], rij["variant"], rij["versie"]) not in er_al]
    Kengetal.objects.bulk_create(nieuw)
    return len(nieuw)
