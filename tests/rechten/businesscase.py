"""Businesscases of a scan that the coach asked for in Houten: another's scan doesn't exist for a marktpartij."""

from __future__ import annotations

from typing import Any

from scans.businesscase.onzekerheid import simuleer
from scans.models import Simulatie
from tests.scans.cases import maak_businesscase, maak_scan

ZIEN = {"bezoeker": 302, "marktpartij": 404, "loods": 200, "coach": 200, "beheerder": 200}

MATRIX: dict[str, dict[str, int]] = {
    "scans:businesscases": ZIEN,
    "scans:businesscase-nieuw": ZIEN,
    "scans:businesscase": ZIEN,
    "scans:businesscase-wijzigen": ZIEN,
    "scans:businesscase-verwijderen": ZIEN,
    "scans:businesscase-xlsx": ZIEN,
    "scans:businesscase-figuur": ZIEN,
    "scans:businesscase-csv": ZIEN,
}


def vul(wereld: Any) -> dict[str, Any]:
    """A scan with one businesscase and a finished simulation of it."""
    scan = maak_scan(wereld.houten, wereld.pand, aanvrager=wereld.gebruikers["coach"])
    case = maak_businesscase(scan)
    Simulatie.objects.create(
        businesscase=case, invoer=case.invoer, spreiding={"bouwkosten": "10"}, aantal=200, zaad=1,
        uitkomst=vars(simuleer(case.als_invoer(), {"bouwkosten": "10"}, 200, 1)),
    )  # fmt: skip
    return {
        "scan_nummer": scan.nummer,
        "businesscase_id": case.pk,
        "businesscase_variant": case.variant,
        "businesscase_figuur": "tornado",
    }
