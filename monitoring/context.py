"""Whether pages show demo data: every page says so."""

from __future__ import annotations

from typing import Any

from django.core.cache import cache
from django.http import HttpRequest

from monitoring.models import Pand

SLEUTEL = "monitoring:demogegevens"


def heeft_demogegevens() -> bool:
    """Whether any pand in the database was generated. Asked of the database once a minute."""
    antwoord = cache.get(SLEUTEL)
    if antwoord is None:
        antwoord = Pand.objects.filter(demo=True).exists()
        cache.set(SLEUTEL, antwoord, 60)
    return bool(antwoord)


def demogegevens(request: HttpRequest) -> dict[str, Any]:
    return {"demogegevens": heeft_demogegevens()}
