"""Businesscases to test with, of each kind."""

from __future__ import annotations

import datetime
from typing import Any

from monitoring.models import Gemeente, Pand
from scans.businesscase import Invoer
from scans.models import Businesscase, Catalogus, Scan, Variant

BOUW: dict[str, Any] = {
    "bvo": "2500", "vvo_per_bvo": "80", "sloopkosten": "80", "bouwkosten": "1500", "duurzaam": "150",
    "parkeerplaatsen": "5", "parkeerkosten": "12000", "onvoorzien": "7", "honoraria": "9", "leges": "2.5", "btw": "21",
    "verkoopkosten": "1.5", "voorbereiding": "4", "bouwtijd": "5", "afzet": "2", "rente": "5", "winst_risico": "6",
    "boekwaarde": "2000000", "inbreng": "1500000", "overdracht": "10.4",
}  # fmt: skip
BOUWEN = {"vvo_per_bvo", "bouwkosten", "duurzaam", "parkeerplaatsen", "parkeerkosten"}
WONEN = BOUW | {
    "vvo_per_go": "95", "eenheden": "45", "huur_maand": "1000", "exploitatie": "22", "rendement": "4.6",
    "kosten_koper": "8", "verkoop_m2": "4600",
}  # fmt: skip
RUIMTE = BOUW | {
    "huur_m2": "170", "exploitatie": "18", "rendement": "7.25", "kosten_koper": "10.4", "verkoop_m2": "1900",
    "bouwkosten": "700", "btw": "0",
}  # fmt: skip
TIJDELIJK = {naam: waarde for naam, waarde in BOUW.items() if naam != "afzet"} | {
    "tijdelijke_huur": "70", "tijdelijke_lasten": "35", "restwaarde": "1200000", "bouwkosten": "100", "duurzaam": "0",
    "voorbereiding": "1", "bouwtijd": "1", "start": "2026-01-01", "einddatum": "2031-01-01",
}  # fmt: skip
SLOOP = {naam: waarde for naam, waarde in BOUW.items() if naam not in BOUWEN} | {
    "kavel": "3000", "grondprijs": "400", "sloopkosten": "95", "voorbereiding": "0", "bouwtijd": "2",
}  # fmt: skip


def gegevens(variant: str) -> dict[str, str]:
    """Input of a believable case of this destination, as it is stored."""
    if variant == "sloop":
        return SLOOP
    if variant == "tijdelijk":
        return TIJDELIJK
    if variant == "sloop-nieuwbouw":
        return WONEN | {"bvo_nieuw": "3200", "sloopkosten": "95", "bouwkosten": "1900"}
    return WONEN if variant.startswith("wonen") else RUIMTE


def invoer(variant: str = "wonen-starters", **anders: Any) -> Invoer:
    """The same as input; `anders` are numbers, text or dates."""
    waarden = {
        naam: waarde.isoformat() if isinstance(waarde, datetime.date) else str(waarde)
        for naam, waarde in anders.items()
    }
    return Invoer.van_json(variant, {**gegevens(variant), **waarden})


def maak_scan(gemeente: Gemeente, *panden: Pand, **velden: Any) -> Scan:
    catalogus, _ = Catalogus.objects.get_or_create(versie=99, defaults={"naam": "Proef"})
    scan = Scan.objects.create(
        **{"gemeente": gemeente, "titel": "Kokermolen 1", "soort_aanvrager": Scan.Aanvrager.COACH,
           "catalogus": catalogus, **velden}
    )  # fmt: skip
    scan.panden.set(panden)
    return scan


def maak_businesscase(
    scan: Scan, variant: str = Variant.WONEN_STARTERS, naam: str = "Midden", **anders: Any
) -> Businesscase:
    return Businesscase.objects.create(
        scan=scan, variant=variant, naam=naam, invoer={**gegevens(variant), **{k: str(v) for k, v in anders.items()}}
    )
