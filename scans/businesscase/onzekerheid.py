"""What if: scenarios, one input at a time (tornado), and all of them at random (Monte Carlo)."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from scans.businesscase.invoer import DECIMALEN, VELDEN, Invoer, OngeldigeInvoer, Veld, velden_voor
from scans.businesscase.rekenen import Resultaat, bereken, gelijk, keuze_van, reken, waarden_van

# Percents by which an input differs from the middle.
Afwijking = Mapping[str, int]


@dataclass(frozen=True)
class Scenario:
    code: str
    naam: str
    uitleg: str
    afwijking: Afwijking


_TEGEN = {"huur_maand": -10, "huur_m2": -10, "tijdelijke_huur": -10, "verkoop_m2": -10, "grondprijs": -10,
          "restwaarde": -10, "bouwkosten": 10, "sloopkosten": 10, "rendement": 5}  # fmt: skip
SCENARIOS: tuple[Scenario, ...] = (
    Scenario("laag", "Laag", "Huur en prijs 10% lager, bouw en sloop 10% duurder, rendement 5% hoger.", _TEGEN),
    Scenario("midden", "Midden", "Zoals ingevuld.", {}),
    Scenario(
        "hoog", "Hoog", "Huur en prijs 10% hoger, bouw en sloop 10% goedkoper, rendement 5% lager.",
        {naam: -procent for naam, procent in _TEGEN.items()},
    ),
)  # fmt: skip


def begrensd(veld: Veld, waarde: Decimal) -> Decimal:
    """Within the limits of the field and in its decimals."""
    klein = Decimal(1).scaleb(-DECIMALEN[veld.soort])
    return min(max(waarde.quantize(klein, rounding=ROUND_HALF_UP), veld.laagste), veld.hoogste)


def afgeweken(invoer: Invoer, afwijking: Afwijking) -> Invoer:
    """The input with some of it so many percents higher or lower."""
    velden = [veld for veld in velden_voor(invoer.variant, invoer.opbrengstwijze) if veld.naam in afwijking]
    return invoer.met(
        **{
            veld.naam: begrensd(veld, getattr(invoer, veld.naam) * (100 + afwijking[veld.naam]) / 100)
            for veld in velden
        }
    )


def scenarios(invoer: Invoer) -> list[tuple[Scenario, Resultaat]]:
    """Laag, midden en hoog side by side."""
    return [(scenario, bereken(afgeweken(invoer, scenario.afwijking))) for scenario in SCENARIOS]


# --- tornado --------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Uitslag:
    """What the residual value becomes when one input is lower or higher."""

    veld: Veld
    laag: Decimal
    hoog: Decimal
    bij_laag: Decimal
    bij_hoog: Decimal

    @property
    def spreiding(self) -> Decimal:
        return abs(self.bij_hoog - self.bij_laag)


def tornado(invoer: Invoer, procent: int = 10) -> list[Uitslag]:
    """Each input so many percents down and up, the rest as it is; the one that matters most comes first.

    Quarters differ by at least one. What changes nothing is left out, and so is what can't be.
    """
    uitslagen = []
    for veld in velden_voor(invoer.variant, invoer.opbrengstwijze):
        waarde = getattr(invoer, veld.naam)
        stap = waarde * procent / 100
        if veld.soort == "kwartalen":
            stap = max(Decimal(1), stap.quantize(Decimal(1), rounding=ROUND_HALF_UP))
        kanten = begrensd(veld, waarde - stap), begrensd(veld, waarde + stap)
        try:
            laag, hoog = (bereken(invoer.met(**{veld.naam: kant}))["residueel"] for kant in kanten)
        except OngeldigeInvoer:
            # For one, a preparation that no longer fits before the end of temporary use.
            continue
        if laag != hoog:
            uitslagen.append(Uitslag(veld, *kanten, laag, hoog))
    return sorted(uitslagen, key=lambda uitslag: (-uitslag.spreiding, uitslag.veld.naam))


# --- Monte Carlo ----------------------------------------------------------------------------------------------------
AANTAL = 5_000
HOOGSTE_AANTAL = 20_000
ZAAD = 2015
STAVEN = 24
# How often progress is told.
STAP = 500


@dataclass(frozen=True)
class Kansen:
    """What a simulation found: percentiles in whole euros, and the chance that the pand is worth its boekwaarde."""

    aantal: int
    zaad: int
    p10: int
    p50: int
    p90: int
    gemiddeld: int
    boekwaarde: int
    # Of the draws, in percents.
    kans_boekwaarde: float
    kans_positief: float
    # Lower limits of the bars, all equally wide, with one limit more than there are bars.
    grenzen: list[int]
    aantallen: list[int]


def simuleer(
    invoer: Invoer,
    spreiding: Mapping[str, Any],
    aantal: int = AANTAL,
    zaad: int = ZAAD,
    meld: Callable[[int, int], None] | None = None,
) -> Kansen:
    """Draw the inputs from triangles around what was entered, `spreiding` percents to each side.

    The same seed gives the same outcome. Raises `OngeldigeInvoer` when there are no draws to make.
    """
    if not 1 <= aantal <= HOOGSTE_AANTAL:
        raise OngeldigeInvoer({"aantal": f"Kies 1 tot en met {HOOGSTE_AANTAL} trekkingen."})
    keuze = keuze_van(invoer)
    waarden = {naam: float(waarde) for naam, waarde in waarden_van(invoer).items()}
    toeval = random.Random(zaad)
    onzeker = [
        (VELDEN[naam], waarden[naam], waarden[naam] * float(procent) / 100)
        for naam, procent in sorted(spreiding.items())
        if naam in waarden and procent
    ]
    uitkomsten = []
    for nummer in range(aantal):
        trekking = dict(waarden)
        for veld, midden, stap in onzeker:
            waarde = toeval.triangular(midden - stap, midden + stap, midden)
            if not DECIMALEN[veld.soort]:
                waarde = float(round(waarde))
            trekking[veld.naam] = min(max(waarde, float(veld.laagste)), float(veld.hoogste))
        uitkomsten.append(reken(keuze, trekking, gelijk).residueel)
        if meld and (nummer + 1) % STAP == 0:
            meld(nummer + 1, aantal)
    return _kansen(sorted(uitkomsten), zaad, float(invoer.boekwaarde))


def _kansen(waarden: list[float], zaad: int, boekwaarde: float) -> Kansen:
    """Summary of sorted outcomes."""
    aantal = len(waarden)

    def percentiel(procent: int) -> int:
        plaats = (aantal - 1) * procent / 100
        onder = int(plaats)
        boven = min(onder + 1, aantal - 1)
        return round(waarden[onder] + (waarden[boven] - waarden[onder]) * (plaats - onder))

    laag, hoog = waarden[0], waarden[-1]
    breedte = max((hoog - laag) / STAVEN, 1.0)
    staven = [0] * STAVEN
    for waarde in waarden:
        staven[min(int((waarde - laag) / breedte), STAVEN - 1)] += 1
    return Kansen(
        aantal=aantal,
        zaad=zaad,
        p10=percentiel(10),
        p50=percentiel(50),
        p90=percentiel(90),
        gemiddeld=round(sum(waarden) / aantal),
        boekwaarde=round(boekwaarde),
        kans_boekwaarde=100 * sum(waarde > boekwaarde for waarde in waarden) / aantal,
        kans_positief=100 * sum(waarde > 0 for waarde in waarden) / aantal,
        grenzen=[round(laag + breedte * nummer) for nummer in range(STAVEN + 1)],
        aantallen=staven,
    )
