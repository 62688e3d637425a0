"""Knelpunten and their solutions."""

from __future__ import annotations

from typing import Any

from kennissysteem.models import Knelpunt
from kennissysteem.stamgegevens import laad_stamgegevens
from tests.rechten.rollen import OPEN

MATRIX: dict[str, dict[str, int]] = {"kennissysteem:knelpunten": OPEN, "kennissysteem:knelpunt": OPEN}


def vul(wereld: Any) -> dict[str, Any]:
    laad_stamgegevens()
    return {"knelpunt_code": Knelpunt.objects.get(pk="financiering").pk}
