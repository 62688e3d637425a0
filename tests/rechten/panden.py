"""The open pages, panden, kerncijfers and the pages of the kernel."""

from __future__ import annotations

from typing import Any

from tests.rechten.rollen import NETWERK, OPEN, PROVINCIE, SCHRIJVERS

MATRIX: dict[str, dict[str, int]] = {
    "monitoring:start": OPEN,
    "monitoring:infographics": OPEN,
    "monitoring:infographics-gebied": OPEN,
    "monitoring:infographics-kies": dict.fromkeys(OPEN, 302),
    "monitoring:infographics-deelplaat": OPEN,
    "monitoring:infographics-kaart": OPEN,
    "monitoring:infographics-grafiek": OPEN,
    "monitoring:infographics-csv": OPEN,
    "monitoring:definities": OPEN,
    "monitoring:panden": NETWERK,
    "monitoring:panden-kaart": NETWERK,
    "monitoring:panden-csv": NETWERK,
    "monitoring:panden-xlsx": NETWERK,
    "monitoring:pand": NETWERK,
    "monitoring:pand-omtrek": NETWERK,
    "monitoring:vastleggen": SCHRIJVERS,
    "monitoring:adressen": SCHRIJVERS,
    "monitoring:pand-vastleggen": SCHRIJVERS,
    "monitoring:waarneming-intrekken": SCHRIJVERS,
    "monitoring:kerncijfers": PROVINCIE,
    "taak": {"bezoeker": 302, "marktpartij": 404, "loods": 404, "coach": 404, "beheerder": 200},
    "toegankelijkheid": OPEN,
    "privacy": OPEN,
    "gezond": OPEN,
    "gereed": OPEN,
}


def vul(wereld: Any) -> dict[str, Any]:
    return {"waarneming_id": wereld.pand.waarnemingen.actueel().latest("peildatum").pk}
