"""Demo businesscases: of each demo scan its destinations, from the kengetallen and with an invented boekwaarde."""

from __future__ import annotations

import datetime
import random
from decimal import Decimal
from typing import Any

from scans.businesscase import Invoer
from scans.businesscase.invoer import NIEUWBOUW, SLOOP, TIJDELIJK
from scans.kengetallen import kengetallen, nieuwste_versie, startwaarden
from scans.models import Businesscase, Scan

# Of so many euros per m² BVO, roughly what empty offices stand in the books for.
BOEKWAARDE_M2 = (350, 900)


def maak_demo(zaad: int) -> str:
    """One businesscase for each destination of each demo scan that can be calculated."""
    toeval, versie = random.Random(zaad), nieuwste_versie()
    hoeveel = 0
    for scan in Scan.objects.filter(demo=True).prefetch_related("varianten").order_by("nummer"):
        boekwaarde_m2 = toeval.randint(*BOEKWAARDE_M2)
        for variant in scan.varianten.all():
            start = startwaarden(scan, variant.variant, kengetallen(variant.variant, versie))
            if "bvo" not in start:
                continue
            Businesscase.objects.create(
                scan=scan, variant=variant.variant, naam="Midden", kengetallen_versie=versie, demo=True,
                toelichting="Verzonnen voor de demo.", invoer=_invoer(variant.variant, start, boekwaarde_m2).als_json(),
            )  # fmt: skip
            hoeveel += 1
    return f"{hoeveel} businesscases" if hoeveel else ""


def _invoer(variant: str, start: dict[str, Any], boekwaarde_m2: int) -> Invoer:
    boekwaarde = round(start["bvo"] * boekwaarde_m2, -4)
    waarden: dict[str, Any] = {naam: Decimal(waarde) for naam, waarde in start.items()}
    waarden |= {"boekwaarde": Decimal(boekwaarde), "inbreng": Decimal(boekwaarde) * 8 / 10}
    if variant in SLOOP:
        waarden["kavel"] = waarden["bvo"] * 6 // 10
    if variant in TIJDELIJK:
        waarden |= {"start": datetime.date(2026, 1, 1), "einddatum": datetime.date(2031, 1, 1)}
        waarden["restwaarde"] = Decimal(boekwaarde) * 7 / 10
    if variant not in NIEUWBOUW:
        waarden.pop("bvo_nieuw", None)
    return Invoer(variant=variant, **waarden)


def verwijder() -> None:
    Businesscase.objects.filter(demo=True).delete()
