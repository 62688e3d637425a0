"""The start set of the network: what kinds of organisations stand for, and the gemeenten that started."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.db import transaction

from loodsen import agenda
from loodsen.models import Gemeenteprofiel, Speler
from monitoring.models import Gemeente


def _lees(naam: str) -> Any:
    return json.loads((settings.BASE_DIR / "fixtures" / naam).read_text(encoding="utf-8"))


@transaction.atomic
def laad_stamgegevens() -> int:
    """Add what is missing and leave alone what is there, so edits of the beheerder stay. Returns the number added."""
    nieuw = agenda.laad_stamgegevens()
    for rij in _lees("spelers.json"):
        nieuw += Speler.objects.get_or_create(soort=rij["soort"], defaults=rij)[1]
    for gemeente in Gemeente.objects.filter(code__in=_lees("kantorengemeenten.json")).only("code"):
        nieuw += Gemeenteprofiel.objects.get_or_create(gemeente=gemeente, defaults={"in_programma": True})[1]
    return nieuw
