"""Scans: the quick scan is for anyone, a scan for who asked for it, the loods and the provincie."""

from __future__ import annotations

from typing import Any

from scans.stamgegevens import laad_stamgegevens
from tests.rechten.rollen import OPEN

MATRIX: dict[str, dict[str, int]] = {"scans:snelscan": OPEN}


def vul(wereld: Any) -> dict[str, Any]:
    """The catalogue of criteria."""
    laad_stamgegevens()
    return {}
