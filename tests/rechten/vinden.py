"""Finding the kantorenloods, the page of a gemeente, and the table of gemeenten."""

from __future__ import annotations

import datetime
from typing import Any

from loodsen.models import Kantorenloods
from tests.rechten.rollen import NETWERK, OPEN, PROVINCIE

MATRIX: dict[str, dict[str, int]] = {
    "loodsen:kantorenloodsen": OPEN,
    "loodsen:kantorenloodsen-zoeken": OPEN,
    "loodsen:kantorenloodsen-kaart": OPEN,
    "loodsen:kantorenloods": OPEN,
    "loodsen:kantorenloods-insluiten": OPEN,
    "loodsen:gemeenteprofiel": NETWERK,
    "loodsen:loods-wijzigen": NETWERK,
    "loodsen:loods-aanstellen": PROVINCIE,
    "loodsen:netwerk": PROVINCIE,
}


def vul(wereld: Any) -> dict[str, Any]:
    """The loods of the world is that of Houten."""
    loods = Kantorenloods.objects.create(
        gemeente=wereld.houten, gebruiker=wereld.gebruikers["loods"], naam="Loes Houten",
        email="loods@voorbeeld.example", telefoon="030 123 45 67", bereikbaar="maandag tot en met donderdag",
        van=datetime.date(2014, 1, 1),
    )  # fmt: skip
    return {"loods_gemeente": wereld.houten.pk, "loods_id": loods.pk}
