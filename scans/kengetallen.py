"""What a new businesscase starts from: the kengetallen of a version, and what the portal knows about the panden."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from typing import Any

from django.conf import settings
from django.db.models import Max

from scans.businesscase import Veld, velden_voor
from scans.models import Kengetal, Scan


@dataclass(frozen=True)
class Standaard:
    """A value to start from, and where it comes from. `spreiding` is in percents to each side."""

    waarde: Decimal
    bron: str
    jaar: int | None = None
    spreiding: Decimal = Decimal(0)

    def tekst(self, veld: Veld) -> str:
        """'Kengetal: € 1.550 (aanname van het portaal, 2026)'."""
        return f"Kengetal: {veld.tekst(self.waarde)} ({self.bron}{f', {self.jaar}' if self.jaar else ''})"


def nieuwste_versie() -> int:
    """Number of the newest version of the table; 1 when it is empty."""
    return Kengetal.objects.aggregate(versie=Max("versie"))["versie"] or 1


def kengetallen(variant: str, versie: int) -> dict[str, Standaard]:
    """By code, those of a destination going before those for all; NEN 2580 factors are settings of the portal."""
    rijen = Kengetal.objects.filter(variant__in=["", variant], versie__lte=versie).order_by("variant", "versie")
    # Those of the destination come later than those for all, and newer than older.
    gevonden = {rij.code: Standaard(rij.waarde, rij.bron, rij.jaar, rij.spreiding) for rij in rijen}
    bron = "omrekening NEN 2580, instelling van het portaal"
    return gevonden | {
        "vvo_per_bvo": Standaard(_procent(settings.AKT_FACTOR_BVO_NAAR_VVO), bron),
        "vvo_per_go": Standaard(_procent(settings.AKT_FACTOR_GO_NAAR_VVO), bron),
    }


def _procent(factor: float) -> Decimal:
    return (Decimal(str(factor)) * 100).quantize(Decimal("0.01"))


def voorraad_van(scan: Scan) -> int:
    """m² VVO of the panden of a scan: as observed, else estimated from the BAG."""
    panden = scan.panden.select_related("stand").defer("omtrek")
    return sum(pand.stand.voorraad_m2 if getattr(pand, "stand", None) else pand.geraamde_voorraad for pand in panden)


def startwaarden(scan: Scan, variant: str, standaarden: Mapping[str, Standaard]) -> dict[str, Any]:
    """Initial input: areas from the panden, homes that fit in them, and the kengetallen for the rest."""
    waarden: dict[str, Any] = {
        veld.naam: standaarden[veld.naam].waarde for veld in velden_voor(variant) if veld.naam in standaarden
    }
    if vvo := voorraad_van(scan):
        waarden["bvo"] = waarden["bvo_nieuw"] = round(vvo / settings.AKT_FACTOR_BVO_NAAR_VVO)
        if grootte := standaarden.get("woninggrootte"):
            passen = Decimal(vvo) / Decimal(str(settings.AKT_FACTOR_GO_NAAR_VVO)) / grootte.waarde
            waarden["eenheden"] = max(1, int(passen.to_integral_value(ROUND_FLOOR)))
    return waarden


def spreiding_van(variant: str, versie: int) -> dict[str, str]:
    """Percents by input, for those that a simulation draws."""
    return {
        code: str(standaard.spreiding)
        for code, standaard in kengetallen(variant, versie).items()
        if standaard.spreiding
    }
