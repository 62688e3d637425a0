"""Searching the knowledge base: open to all; what is missing and what is like a pand for the network."""

from __future__ import annotations

from tests.rechten.rollen import NETWERK, OPEN

MATRIX: dict[str, dict[str, int]] = {
    "kennissysteem:kennis": OPEN,
    "kennissysteem:ontbreekt": NETWERK,
    "kennissysteem:bij-pand": NETWERK,
}
