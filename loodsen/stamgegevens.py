"""The start set of the network: what kinds of organisations stand for, and the gemeenten that started."""

from __future__ import annotations

from django.db import transaction

from akt.ruimtes import lees_fixture
from loodsen import agenda
from loodsen.models import Gemeenteprofiel, Speler
from monitoring.models import Gemeente


@transaction.atomic
def laad_stamgegevens() -> int:
    """Add what is missing and leave alone what is there, so edits of the beheerder stay. Returns the number added."""
    nieuw = agenda.laad_stamgegevens()
    for rij in lees_fixture("spelers.json"):
        nieuw += Speler.objects.get_or_create(soort=rij["soort"], defaults=rij)[1]
    for gemeente in Gemeente.objects.filter(code__in=lees_fixture("kantorengemeenten.json")).only("code"):
        nieuw += Gemeenteprofiel.objects.get_or_create(gemeente=gemeente, defaults={"in_programma": True})[1]
    return nieuw
