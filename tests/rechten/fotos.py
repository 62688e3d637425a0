"""Photos of a pand: seen by the network, kept by who may record at the pand."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image

from monitoring.fotos import bewerk, voeg_toe
from tests.rechten.rollen import NETWERK, SCHRIJVERS

MATRIX: dict[str, dict[str, int]] = {
    "monitoring:fotos-toevoegen": SCHRIJVERS,
    "monitoring:foto": NETWERK,
    "monitoring:foto-bestand": NETWERK,
    "monitoring:foto-wijzigen": SCHRIJVERS,
    "monitoring:foto-verwijderen": SCHRIJVERS,
}


def vul(wereld: Any) -> dict[str, Any]:
    bestand = io.BytesIO()
    Image.new("RGB", (300, 200), "steelblue").save(bestand, "JPEG")
    bestand.seek(0)
    beeld = bewerk(bestand, len(bestand.getvalue()))
    (foto,) = voeg_toe(wereld.pand, [beeld], wereld.gebruikers["loods"], bijschrift="De voorgevel")
    return {"foto_id": foto.pk, "foto_maat": "klein"}
