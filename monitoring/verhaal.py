"""Sentences computed from the figures. They say what the figures say, no more precisely, and nothing when unknown."""

from __future__ import annotations

import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from akt.opmaak import aantal, getal, m2, procent
from monitoring.models import Cijfer, Gemeente, Niveau, Provincie, Regio, Terrein
from monitoring.reeksen import Balans, Programma

# Below this share (%) of the voorraad with a recent waarneming a reader is warned.
DEKKING_LAAG = 50


def plaats(gebied: Provincie | Regio | Gemeente | Terrein) -> str:
    """Where, in a sentence: 'in Houten', 'in de provincie Utrecht', 'op Papendorp'."""
    match gebied.niveau:
        case Niveau.PROVINCIE:
            return f"in de {gebied}"
        case Niveau.TERREIN:
            return f"op {gebied}"
        case _:
            return f"in {gebied}"


def rond(waarde: int) -> str:
    """m² in a sentence, to two or three figures: 668 -> '670 m²', 12.345 -> '12.300 m²', 987.654 -> '990.000 m²'."""
    grootte = abs(waarde)
    stap = 10 if grootte < 1_000 else 100 if grootte < 100_000 else 10_000 if grootte < 10_000_000 else 100_000
    return m2(int((Decimal(waarde) / stap).quantize(Decimal(1), rounding=ROUND_HALF_UP)) * stap)


def _tiende(waarde: Decimal) -> Decimal:
    return waarde.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)


def leegstand(gebied: Any, nu: Cijfer | None, eerder: Cijfer | None) -> str:
    """How the vacancy rate changed in a year."""
    if nu is None or eerder is None or nu.leegstandspercentage is None or eerder.leegstandspercentage is None:
        return ""
    van, naar = _tiende(eerder.leegstandspercentage), _tiende(nu.leegstandspercentage)
    if van == naar:
        return f"De leegstand {plaats(gebied)} bleef in een jaar gelijk: {procent(naar)} van de voorraad."
    werkwoord = "daalde" if naar < van else "steeg"
    return f"De leegstand {plaats(gebied)} {werkwoord} in een jaar van {procent(van)} naar {procent(naar)}."


def doel(nu: Cijfer | None, programma: Programma) -> str:
    """How far the vacancy rate is from the first doel that is not past, else from the last one."""
    doelen = [rij for rij in programma.doelen if rij.soort == "leegstandspercentage"]
    if nu is None or nu.leegstandspercentage is None or not doelen:
        return ""
    gekozen = next((rij for rij in doelen if rij.jaar >= nu.peildatum.year), doelen[-1])
    doelwaarde = procent(gekozen.waarde, 0 if gekozen.waarde == gekozen.waarde.to_integral_value() else 1)
    verschil = _tiende(nu.leegstandspercentage) - _tiende(gekozen.waarde)
    wat = f"het doel van hooguit {doelwaarde} in {gekozen.jaar}"
    if verschil > 0:
        return f"Dat is {getal(verschil, 1)} procentpunt boven {wat}."
    return f"Daarmee {'was' if gekozen.jaar < nu.peildatum.year else 'is'} {wat} gehaald."


def structureel(nu: Cijfer | None) -> str:
    """The part that stands empty for three years or longer."""
    if nu is None or not nu.leegstand_m2 or nu.duur_onbekend_m2 * 2 > nu.leegstand_m2:
        return ""
    deel = Decimal(nu.structureel_m2) * 100 / nu.leegstand_m2
    onbekend = (
        f" Van {procent(Decimal(nu.duur_onbekend_m2) * 100 / nu.leegstand_m2, 0)} is de duur niet bekend."
        if nu.duur_onbekend_m2 * 20 > nu.leegstand_m2
        else ""
    )
    if not nu.structureel_m2:
        return "Er staat voor zover bekend niets drie jaar of langer leeg."
    return f"{procent(deel, 0)} van de lege ruimte staat drie jaar of langer leeg.{onbekend}"


def voorraad(balans: Balans | None) -> str:
    """How the voorraad changed in a year, and what did most of it."""
    if balans is None:
        return ""
    verschil = balans.einde_m2 - balans.begin_m2
    if abs(verschil) * 1000 < balans.begin_m2:
        return "De voorraad veranderde in een jaar nauwelijks."
    delen = {
        "nieuwbouw": balans.nieuwbouw_m2,
        "uitbreiding": balans.uitbreiding_m2,
        "transformatie": -balans.transformatie_m2,
        "sloop": -balans.sloop_m2,
        "een oorzaak die niet is vastgelegd": balans.correctie_m2,
    }
    oorzaak = max(delen, key=lambda naam: delen[naam] if verschil > 0 else -delen[naam])
    # Only what by itself explains at least half of the change is called its cause.
    door = f", vooral door {oorzaak}" if abs(delen[oorzaak]) * 2 >= abs(verschil) else ""
    return f"De voorraad {'groeide' if verschil > 0 else 'kromp'} in een jaar met {rond(abs(verschil))}{door}."


def dekking(nu: Cijfer | None) -> str:
    """A warning where few waarnemingen are recent."""
    if nu is None or nu.dekking is None or nu.dekking >= DEKKING_LAAG:
        return ""
    return f"Let op: maar van {procent(nu.dekking, 0)} van de voorraad is er een recente waarneming."


def transformatie(programma: Programma, tot: datetime.date) -> str:
    """What was transformed since the start."""
    gereed = [rij for rij in programma.projecten if rij.stap == "gereed" and not rij.is_sloop]
    if not gereed:
        return ""
    meters, woningen = sum(rij.vvo_m2 for rij in gereed), sum(rij.woningen for rij in gereed)
    wonen = f" Daar kwamen {aantal(woningen, 'woning', 'woningen')} voor terug." if woningen else ""
    if woningen == 1:
        wonen = " Daar kwam 1 woning voor terug."
    return f"Van 2014 tot en met {tot.year} kreeg {rond(meters)} kantoorruimte een andere bestemming.{wonen}"
