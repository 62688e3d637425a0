"""The made-up office market: which panden there are, and what happens to each of them over the quarters.

Plain computation, without a database. The totals are exact by construction. Panden are put in a random order, in which
the vulnerable come first; the panden whose vacancy adds up to the first 10% of the voorraad are the ones that stand
empty for long. Vacancy that comes and goes is a window that moves along such an order. So the course of the whole is
chosen (`Koers`), and every pand follows.

Positions in time are quarters since the first peildatum, as a float; before it they are negative.
"""

from __future__ import annotations

import datetime
import math
import random
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from statistics import NormalDist
from typing import NamedTuple

from django.conf import settings

from monitoring.demo.terreinen import TERREINEN
from monitoring.models import Gebruik, Maat

# Stec (2012): 6.3 million m² voorraad and 1.0 million m² aanbod; the demo spreads the first over 6,000 panden.
VOORRAAD_PER_PAND = 6_300_000 / 6_000
AANBOD_DEEL = 1.0 / 6.3
# Share of the panden per gemeente, in percents.
GEWICHTEN = {
    "GM0344": 43.0, "GM0307": 15.0, "GM0356": 12.0, "GM0321": 3.5, "GM0345": 3.5, "GM0355": 3.5, "GM0632": 3.0,
    "GM1904": 3.0, "GM0327": 2.5, "GM0310": 2.0, "GM1581": 1.6, "GM1961": 1.4, "GM0342": 1.3, "GM0308": 1.1,
    "GM0736": 1.1, "GM0353": 0.9, "GM0312": 0.8, "GM0313": 0.5, "GM0340": 0.4, "GM0352": 0.4, "GM0351": 0.3,
    "GM0317": 0.25, "GM0335": 0.2, "GM0589": 0.2, "GM0331": 0.15, "GM0339": 0.1,
}  # fmt: skip
# The eight gemeenten of the report, where the programme works.
PROGRAMMA = ("GM0307", "GM0321", "GM0327", "GM0356", "GM1904", "GM0344", "GM0345", "GM0632")
KWETSBAAR = {"GM0356": 1.3, "GM0321": 1.4, "GM0632": 1.2, "GM0327": 1.2, "GM0344": 0.9, "GM0310": 0.7, "GM1581": 0.7}
HUREN = {"GM0344": 165, "GM0307": 140, "GM0310": 130, "GM0355": 130, "GM0356": 115, "GM0321": 115}
GROTE_STAD = {"GM0344": 0.15, "GM0307": 0.15, "GM0356": 0.1}
# (share, first and last bouwjaar); the rest dates from 2010 on.
BOUWJAREN = ((0.10, 1885, 1949), (0.21, 1950, 1979), (0.42, 1980, 1999), (0.19, 2000, 2009))
NOOIT_WAARGENOMEN = 0.045
KLEIN = 0.10  # share of the panden below the threshold of a kantoor
NIEUWBOUW = 0.016
SPREIDING = 1.35  # sigma of the lognormal sizes
DAGEN_PER_KWARTAAL = 91.31


class Rij(NamedTuple):
    """One waarneming, in whole m² VVO."""

    peildatum: datetime.date
    voorraad_m2: int
    aanbod_m2: int
    leegstand_m2: int
    leeg_sinds: datetime.date | None
    vraaghuur: int | None
    gebruik: str
    toelichting: str


@dataclass(slots=True)
class Demopand:
    """A pand with its fate. `terrein` is an index in TERREINEN; `leeg_m2` is what stands empty when it does."""

    nummer: int
    gemeente: str
    terrein: int | None
    bouwjaar: int
    voorraad_m2: int = 0
    leeg_m2: int = 0
    kwetsbaar: float = 1.0
    maat: str = Maat.VVO
    waargenomen: bool = True
    kans_waarneming: float = 0.9
    vanaf: int = 0
    # Spans in which leeg_m2 stands empty, and in which it is offered while in use.
    leeg: list[tuple[float, float]] = field(default_factory=list)
    te_huur: list[tuple[float, float]] = field(default_factory=list)
    aangeboden: bool = True
    getransformeerd: float | None = None
    gesloopt: float | None = None

    @property
    def telt(self) -> bool:
        """Whether it is large enough to count as a kantoor."""
        return self.voorraad_m2 >= settings.AKT_KANTOOR_DREMPEL_M2

    @property
    def voorraad_aan_het_eind(self) -> int:
        """m² VVO after a transformation, if there is one."""
        return self.voorraad_m2 - (self.leeg_m2 if self.getransformeerd is not None else 0)


class Koers:
    """The course of the market in shares of the first voorraad, one value a quarter."""

    def __init__(self, kwartalen: int) -> None:
        fase = [q / max(1, kwartalen - 1) for q in range(kwartalen)]
        # Long vacancy that has come and gone since the start; their difference is what stands empty for long.
        self.gekomen = [0.105 + 0.016 * min(1.0, f / 0.2) + 0.008 * f for f in fase]
        self.gegaan = [0.081 * max(0.0, (f - 0.12) / 0.88) for f in fase]
        # Vacancy that comes and goes: a little more after the winter.
        self.kort = [0.021 * (1 - 0.1 * f) * (1 + (0.05, 0.02, -0.04, -0.03)[q % 4]) for q, f in enumerate(fase)]
        self.kort = [waarde * 0.021 / self.kort[0] for waarde in self.kort]
        self.lang = [0.024 * (1 - 0.15 * f) for f in fase]

    def leegstand(self, kwartaal: int) -> float:
        return self.gekomen[kwartaal] - self.gegaan[kwartaal] + self.kort[kwartaal] + self.lang[kwartaal]


def _moment(reeks: Sequence[float], waarde: float, tempo: float = 0.0) -> float | None:
    """When a rising series passes a value, as a position in time; None when it never does.

    Before the start the series is taken to have risen by `tempo` a quarter.
    """
    if waarde < reeks[0]:
        return (waarde - reeks[0]) / tempo if tempo else -math.inf
    na = bisect_right(reeks, waarde)
    if na == len(reeks):
        return None
    return na - 1 + (waarde - reeks[na - 1]) / (reeks[na] - reeks[na - 1])


def verdeel(hoeveel: int, gewichten: Sequence[float]) -> list[int]:
    """Whole numbers that add up to `hoeveel`, in proportion to the weights (largest remainder)."""
    totaal = sum(gewichten)
    precies = [hoeveel * gewicht / totaal for gewicht in gewichten]
    delen = [math.floor(deel) for deel in precies]
    over = sorted(range(len(delen)), key=lambda i: delen[i] - precies[i])
    for i in over[: hoeveel - sum(delen)]:
        delen[i] += 1
    return delen


def _plaatsen(hoeveel: int) -> Iterator[tuple[str, int | None]]:
    """Gemeente and terrein of each pand; most stand on a terrein where a gemeente has several."""
    for gemeente, aantal in zip(GEWICHTEN, verdeel(hoeveel, list(GEWICHTEN.values())), strict=True):
        eigen = [nr for nr, terrein in enumerate(TERREINEN) if terrein.gemeente == gemeente]
        deel = min(0.72, 0.25 + 0.12 * len(eigen)) if eigen else 0.0
        op_terrein = round(aantal * deel)
        yield from ((gemeente, None) for _ in range(aantal - op_terrein))
        for nr, stuks in zip(eigen, verdeel(op_terrein, [TERREINEN[nr].gewicht for nr in eigen]), strict=True):
            yield from ((gemeente, nr) for _ in range(stuks))


def _bouwjaar(toeval: random.Random, laatste: int) -> int:
    worp = toeval.random()
    for deel, eerste_jaar, laatste_jaar in BOUWJAREN:
        if worp < deel:
            return toeval.randint(eerste_jaar, laatste_jaar)
        worp -= deel
    return toeval.randint(2010, max(2010, laatste))


def _kwetsbaar(pand: Demopand) -> float:
    waarde = KWETSBAAR.get(pand.gemeente, 1.0)
    if pand.terrein is not None:
        waarde *= TERREINEN[pand.terrein].kwetsbaar
    if 1965 <= pand.bouwjaar <= 1995:
        return waarde * 1.4
    return waarde * 0.6 if pand.bouwjaar >= 2005 or pand.bouwjaar < 1950 else waarde


def _geef_oppervlakten(panden: list[Demopand], toeval: random.Random) -> None:
    """Lognormal sizes above the threshold that add up exactly; the large ones rather in cities and on terreinen."""
    drempel = settings.AKT_KANTOOR_DREMPEL_M2
    volgorde = sorted(
        panden,
        key=lambda pand: toeval.gauss() + GROTE_STAD.get(pand.gemeente, 0.0) + (0.3 if pand.terrein is not None else 0),
    )
    klein = round(KLEIN * len(panden))
    for pand in volgorde[:klein]:
        pand.voorraad_m2 = toeval.randint(int(0.3 * drempel), drempel - 1)
    groot = volgorde[klein:]
    normaal = NormalDist(0, SPREIDING)
    extra = [math.exp(normaal.inv_cdf((i + 0.5) / len(groot))) for i in range(len(groot))]
    # What is built later does not count at the start.
    start = [(pand, deel) for pand, deel in zip(groot, extra, strict=True) if not pand.vanaf]
    ruimte = max(0.0, VOORRAAD_PER_PAND * len(panden) - drempel * len(start))
    factor = ruimte / sum(deel for _, deel in start)
    for pand, deel in zip(groot, extra, strict=True):
        pand.voorraad_m2 = drempel + round(factor * deel)


def _geef_lot(panden: list[Demopand], koers: Koers, toeval: random.Random) -> None:
    """Decide which panden stand empty when, and what becomes of them."""
    totaal = sum(pand.voorraad_m2 for pand in panden if pand.telt and not pand.vanaf)
    vatbaar = [pand for pand in panden if pand.waargenomen and not pand.vanaf]

    def op_rij(groep: list[Demopand], kwetsbaar: float = 1.0) -> list[tuple[float, Demopand]]:
        """A random order, the vulnerable first, with the middle of each pand's part in shares of the voorraad."""
        geschud = sorted(groep, key=lambda pand: toeval.expovariate(1) / pand.kwetsbaar**kwetsbaar)
        rijen, som = [], 0.0
        for pand in geschud:
            deel = pand.leeg_m2 / totaal if pand.telt else 0.0
            rijen.append((som + deel / 2, pand))
            som += deel
        return rijen

    begin_lang, over = [], []
    for plek, pand in op_rij(vatbaar):
        komst = _moment(koers.gekomen, plek)
        if komst is None:
            over.append(pand)
            continue
        if komst < 0:
            komst = -(1 + toeval.expovariate(1 / 15))
            begin_lang.append(pand)
        pand.leeg.append((max(komst, -48.0), math.inf))
        pand.aangeboden = toeval.random() > 0.09
    # In the gemeenten of the programme more is done about it.
    for pand in begin_lang:
        pand.kwetsbaar = 1.6 if pand.gemeente in PROGRAMMA else 1.0
    for plek, pand in op_rij(begin_lang):
        vertrek = _moment(koers.gegaan, plek)
        if vertrek is not None:
            _beeindig(pand, max(0.5, vertrek), toeval)
    toeval.shuffle(over)
    kort, lang = len(over) * 45 // 100, len(over) * 70 // 100
    _schuif(op_rij(over[:kort], 0.5), koers.kort, 0.007, "leeg")
    _schuif(op_rij(over[kort:lang], 0.5), koers.lang, 0.003, "leeg")
    aangeboden = sum(
        p.leeg_m2 for p in vatbaar if p.telt and p.aangeboden and any(van <= 0 < tot for van, tot in p.leeg)
    )
    nog = max(0.001, AANBOD_DEEL - aangeboden / totaal)
    te_huur = [nog * koers.leegstand(q) / koers.leegstand(0) for q in range(len(koers.kort))]
    _schuif(op_rij(over[lang:], 0.0), te_huur, 0.004, "te_huur")


def _beeindig(pand: Demopand, moment: float, toeval: random.Random) -> None:
    """End a long vacancy: another use, demolition or a new user."""
    pand.leeg[-1] = (pand.leeg[-1][0], moment)
    worp = toeval.random()
    if worp < 0.5:
        pand.getransformeerd = moment
    elif worp < 0.62 and pand.leeg_m2 == pand.voorraad_m2:
        pand.gesloopt = moment


def _schuif(rij: list[tuple[float, Demopand]], breedte: Sequence[float], tempo: float, soort: str) -> None:
    """Let a window of the given width (a share of the voorraad) move along a row of panden, round and round.

    Each pand gets the spans in which it lies inside the window. The front never goes back, or a pand would flicker.
    """
    achter = [tempo * q for q in range(len(breedte))]
    voor = [a + b for a, b in zip(achter, breedte, strict=True)]
    voor = [max(voor[: q + 1]) for q in range(len(voor))]
    lengte = rij[-1][0] * 2 - rij[-2][0] if len(rij) > 1 else 1.0
    lengte = max(lengte, max(breedte) + 2 * tempo)
    for plek, pand in rij:
        ronde = 0
        while (van := _moment(voor, plek + ronde * lengte, tempo)) is not None:
            tot = _moment(achter, plek + ronde * lengte, tempo)
            getattr(pand, soort).append((van, math.inf if tot is None else tot))
            ronde += 1


def ontwerp(hoeveel: int, peildata: Sequence[datetime.date], zaad: int) -> list[Demopand]:
    """All panden of the demo with their fate; the same seed and peildata give the same panden."""
    toeval = random.Random(zaad)
    panden = [
        Demopand(nummer, gemeente, terrein, _bouwjaar(toeval, peildata[0].year - 1))
        for nummer, (gemeente, terrein) in enumerate(_plaatsen(hoeveel), start=1)
    ]
    # A new pand counts from the first of January of its bouwjaar, so it starts in a first quarter.
    tot = max(1, int(0.45 * len(peildata)))
    starts = [q for q, dag in enumerate(peildata[: tot + 1]) if q and dag.month == 1]
    for pand in panden:
        pand.waargenomen = toeval.random() >= NOOIT_WAARGENOMEN
        if starts and toeval.random() < NIEUWBOUW:
            pand.vanaf = toeval.choice(starts)
            pand.bouwjaar = peildata[pand.vanaf].year
            pand.waargenomen = True
        pand.maat = toeval.choices((Maat.VVO, Maat.BVO, Maat.GO), (88, 8, 4))[0]
        slaapt = toeval.random() < (0.07 if pand.gemeente in PROGRAMMA else 0.18)
        pand.kans_waarneming = 0.15 if slaapt else 0.9
        pand.kwetsbaar = _kwetsbaar(pand) * toeval.uniform(0.6, 1.4)
    _geef_oppervlakten(panden, toeval)
    for pand in panden:
        # The larger the pand, the rarer that all of it stands empty.
        geheel = toeval.random() < (0.75 if pand.voorraad_m2 < 1_500 else 0.35 if pand.voorraad_m2 < 6_000 else 0.12)
        pand.leeg_m2 = (
            pand.voorraad_m2 if geheel else max(50, 10 * round(pand.voorraad_m2 * toeval.uniform(0.015, 0.07)))
        )
    _geef_lot(panden, Koers(len(peildata)), toeval)
    return panden


def _datum(plek: float, peildata: Sequence[datetime.date]) -> datetime.date:
    """The day of a position in time, never after the first peildatum at or behind it."""
    if plek <= 0:
        return peildata[0] + datetime.timedelta(days=math.floor(plek * DAGEN_PER_KWARTAAL))
    vorige = math.ceil(plek) - 1
    begin, eind = peildata[vorige], peildata[min(vorige + 1, len(peildata) - 1)]
    return begin + datetime.timedelta(days=max(1, math.floor((plek - vorige) * (eind - begin).days)))


def sloopdatum(pand: Demopand, peildata: Sequence[datetime.date]) -> datetime.date | None:
    """First day on which a demolished pand is no more; None for a pand that stands."""
    return _datum(pand.gesloopt, peildata) if pand.gesloopt is not None else None


def waarnemingen(pand: Demopand, peildata: Sequence[datetime.date], zaad: int) -> Iterator[Rij]:
    """What was seen at a pand. Not every quarter, but always at the start and when it got another use."""
    if not pand.waargenomen:
        return
    toeval = random.Random(zaad * 1_000_003 + pand.nummer)
    huur = (
        round(HUREN.get(pand.gemeente, 105) * toeval.uniform(0.8, 1.2) * (0.85 if pand.kwetsbaar > 1.5 else 1) / 5) * 5
    )
    noemt_huur = toeval.random() < 0.7
    for q in range(pand.vanaf, len(peildata)):
        if pand.gesloopt is not None and q >= pand.gesloopt:
            return
        om = pand.getransformeerd is not None and q >= pand.getransformeerd
        net_om = om and q - 1 < (pand.getransformeerd or 0.0)
        if not (q == pand.vanaf or net_om or toeval.random() < pand.kans_waarneming):
            continue
        if om:
            rest = pand.voorraad_aan_het_eind
            gebruik = Gebruik.DEELS if rest else Gebruik.ANDERS
            yield Rij(peildata[q], rest, 0, 0, None, None, gebruik, "Omgebouwd tot woningen." if net_om else "")
            if not rest:
                return
            continue
        begin = next((van for van, tot in pand.leeg if van <= q < tot), None)
        leeg = pand.leeg_m2 if begin is not None else 0
        te_huur = (leeg > 0 and pand.aangeboden) or any(van <= q < tot for van, tot in pand.te_huur)
        yield Rij(
            peildata[q],
            pand.voorraad_m2,
            pand.leeg_m2 if te_huur else 0,
            leeg,
            _datum(begin, peildata) if begin is not None else None,
            round(huur * (1 + 0.004 * q) / 5) * 5 if te_huur and noemt_huur else None,
            Gebruik.KANTOOR,
            "",
        )
