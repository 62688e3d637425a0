"""The start set of the scans: the first catalogue of criteria."""

from __future__ import annotations

import json

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from scans.models import Catalogus, Criterium, Klasse


@transaction.atomic
def laad_stamgegevens() -> int:
    """Add the first catalogue where there is none yet; returns the number added."""
    gegevens = json.loads((settings.BASE_DIR / "fixtures" / "transformatiemeter.json").read_text(encoding="utf-8"))
    catalogus, nieuw = Catalogus.objects.get_or_create(
        versie=gegevens["versie"],
        defaults={naam: gegevens[naam] for naam in ("naam", "bron", "toelichting")} | {"vast_op": timezone.now()},
    )
    if not nieuw:
        return 0
    Criterium.objects.bulk_create([Criterium(catalogus=catalogus, **rij) for rij in gegevens["criteria"]])
    Klasse.objects.bulk_create([Klasse(catalogus=catalogus, **rij) for rij in gegevens["klassen"]])
    return 1
