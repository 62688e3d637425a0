"""The map, its tiles, and what the dossier of a pand shows besides its page."""

from __future__ import annotations

from typing import Any

from tests.rechten.rollen import NETWERK, OPEN

MATRIX: dict[str, dict[str, int]] = {
    "monitoring:kaart": NETWERK,
    "monitoring:pand-kort": NETWERK,
    "monitoring:pand-verloop": NETWERK,
    "monitoring:tegel-panden": NETWERK,
    "monitoring:tegel": OPEN,
}


def vul(wereld: Any) -> dict[str, Any]:
    """Houten on the tile of the whole country."""
    return {"laag": "terreinen", "z": 5, "x": 16, "y": 10}
