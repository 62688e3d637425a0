"""Releases and what goes with the open figures: all open, but publishing is for the beheerder."""

from __future__ import annotations

import datetime
from typing import Any

from monitoring.models import Maatregel
from tests.rechten.rollen import OPEN

MATRIX: dict[str, dict[str, int]] = {
    "monitoring:publicaties": OPEN,
    "monitoring:infographics-xlsx": OPEN,
    "monitoring:infographics-insluiten": OPEN,
    "monitoring:infographics-effect": OPEN,
    "monitoring:infographics-effect-grafiek": OPEN,
    "monitoring:publiceren": {"bezoeker": 302, "marktpartij": 403, "loods": 403, "coach": 403, "beheerder": 200},
}


def vul(wereld: Any) -> dict[str, Any]:
    maatregel = Maatregel.objects.create(
        naam="Kantorenloods aan het werk", spoor=Maatregel.Spoor.FACILITEREN, begin=datetime.date(2024, 2, 1)
    )
    maatregel.gemeenten.add(wereld.houten)
    return {"maatregel_id": maatregel.pk}
