"""Computing the lines: to the cent for people, and bare for a simulation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

from scans.businesscase.invoer import TIJDELIJK, VELDEN, Invoer, met_eenheid, velden_voor
from scans.businesscase.posten import DELEN, Keuze, Post, posten_voor

CENT = Decimal("0.01")


@dataclass(frozen=True)
class Regel:
    """A line of the outcome: its value, how it came about with the numbers filled in, and the lines it adds up.

    A part that is taken off has `min` set; its own value stays positive.
    """

    code: str
    label: str
    eenheid: str
    waarde: Any
    formule: str
    uitleg: str = ""
    min: bool = False
    delen: tuple[Regel, ...] = ()

    @property
    def tekst(self) -> str:
        return met_eenheid(self.waarde, self.eenheid)

    @property
    def rond(self) -> str:
        """The same in whole euros, for an overview."""
        if self.eenheid != "bedrag":
            return self.tekst
        return met_eenheid(Decimal(self.waarde).quantize(Decimal(1), rounding=ROUND_HALF_UP), "bedrag")


@dataclass(frozen=True)
class Kwartaal:
    """What comes in (+) and goes out (−) at the end of a quarter, and what is owed then (−)."""

    nummer: int
    omschrijving: str
    pand: Decimal
    kosten: Decimal
    opbrengst: Decimal
    rente: Decimal
    saldo: Decimal


def keuze_van(invoer: Invoer) -> Keuze:
    return Keuze(invoer.variant, invoer.opbrengstwijze, invoer.rendement_over)


def gelijk(waarde: Any, soort: str) -> Any:
    """No rounding."""
    return waarde


def afgerond(waarde: Any, soort: str) -> Any:
    """Euros to the cent and m² to two decimals, halves up; the rest as it is."""
    if soort in {"bedrag", "m2"} and waarde is not None:
        return Decimal(waarde).quantize(CENT, rounding=ROUND_HALF_UP)
    return waarde


def reken(keuze: Keuze, waarden: Mapping[str, Any], rond: Callable[[Any, str], Any]) -> SimpleNamespace:
    """All lines by code, beside the input they came from. `waarden` are all Decimal or all float."""
    w = SimpleNamespace(**waarden)
    for post in posten_voor(keuze):
        setattr(w, post.code, rond(post.reken(w), post.soort))
    return w


def waarden_van(invoer: Invoer) -> dict[str, Any]:
    """The input by name, as the lines use it."""
    return {veld.naam: getattr(invoer, veld.naam) for veld in velden_voor(invoer.variant)} | {
        "looptijd": invoer.looptijd
    }


class _Teksten(dict[str, str]):
    """Fills in a formula: the value of an input or line with its unit."""

    def __init__(self, w: SimpleNamespace, posten: Mapping[str, Post]) -> None:
        super().__init__()
        self.w, self.posten = w, posten

    def __missing__(self, naam: str) -> str:
        if naam in self.posten:
            soort = self.posten[naam].soort
        else:
            soort = VELDEN[naam].soort if naam in VELDEN else "kwartalen"
        return met_eenheid(getattr(self.w, naam), soort)


@dataclass(frozen=True)
class Resultaat:
    """The outcome of one calculation. `waarden[code]` is the value of a line."""

    invoer: Invoer
    waarden: Mapping[str, Any] = field(repr=False)

    def __getitem__(self, code: str) -> Any:
        return self.waarden[code]

    def get(self, code: str) -> Any:
        """The value of a line, or None where this destination doesn't have it."""
        return self.waarden.get(code)

    @cached_property
    def regels(self) -> dict[str, Regel]:
        """All lines by code, in order, each with its parts."""
        posten = {post.code: post for post in posten_voor(keuze_van(self.invoer))}
        w = SimpleNamespace(**self.waarden)
        teksten = _Teksten(w, posten)
        regels: dict[str, Regel] = {}
        for post in posten.values():
            delen = tuple(
                _met_teken(regels[code.removeprefix("-")], code.startswith("-"))
                for code in post.delen
                if code.removeprefix("-") in regels
            )
            formule = post.formule if isinstance(post.formule, str) else post.formule(w)
            tekst = formule.format_map(teksten) if formule else _optelling(delen)
            regels[post.code] = Regel(
                post.code, post.label, post.soort, self.waarden[post.code], tekst, post.uitleg, delen=delen
            )
        return regels

    @cached_property
    def delen(self) -> list[tuple[str, list[Regel]]]:
        """The lines under the headings of the page."""
        posten = posten_voor(keuze_van(self.invoer))
        return [(kop, [self.regels[post.code] for post in posten if post.deel == deel]) for deel, kop in DELEN.items()]

    @cached_property
    def kasstroom(self) -> list[Kwartaal]:
        """Quarter by quarter with the pand bought for the residual value; the last saldo is 0.

        The interest of the last quarter closes the account: it takes up the cents that rounding left.
        """
        uit, stromen = self.waarden, stromen_van(self.waarden, self.invoer.variant)
        nul = CENT * 0
        kwartalen: list[Kwartaal] = []
        saldo = betaald = nul
        for nummer, (omschrijving, kosten, opbrengst) in enumerate(stromen):
            pand = nul if nummer else -uit["beschikbaar"]
            rente = afgerond(saldo * uit["kwartaalrente"] / 100, "bedrag")
            if nummer == len(stromen) - 1:
                rente = -uit["rentelast"] - betaald
            betaald += rente
            saldo += pand + rente - kosten + opbrengst
            kwartalen.append(Kwartaal(nummer, omschrijving, pand, -kosten, opbrengst, rente, saldo))
        return kwartalen

    @cached_property
    def rendement(self) -> float | None:
        """Internal rate of return in percents per year, with the pand for its inbreng and no other interest."""
        stromen = stromen_van(self.waarden, self.invoer.variant, met_winst=False)
        reeks = [float(opbrengst) - float(kosten) for _, kosten, opbrengst in stromen]
        reeks[0] -= float(self.waarden["inbrengsom"])
        per_kwartaal = intern_rendement(reeks)
        return None if per_kwartaal is None else 100 * ((1 + per_kwartaal) ** 4 - 1)


def _met_teken(regel: Regel, eraf: bool) -> Regel:
    return Regel(regel.code, regel.label, regel.eenheid, regel.waarde, regel.formule, regel.uitleg, eraf, regel.delen)


def _optelling(delen: tuple[Regel, ...]) -> str:
    """'€ 10 + € 20 − € 5'."""
    tekst = " ".join(f"{'−' if deel.min else '+'} {deel.tekst}" for deel in delen)
    return tekst.removeprefix("+ ")


def _verdeeld(bedrag: Decimal, duur: int) -> list[Decimal]:
    """An amount in equal parts of whole cents that add up to it."""
    grenzen = [afgerond(bedrag * nummer / duur, "bedrag") for nummer in range(duur + 1)]
    return [tot - van for van, tot in pairwise(grenzen)]


def stromen_van(uit: Mapping[str, Any], variant: str, *, met_winst: bool = True) -> list[tuple[str, Decimal, Decimal]]:
    """(what happens, costs, yield) on the day of purchase and at the end of each quarter after it, in euros."""
    voor, bouw, periode = int(uit["voorbereiding"]), int(uit["bouwtijd"]), int(uit["periode"])
    namen = ["Aankoop van het pand", *["Voorbereiding"] * voor, *["Bouw of sloop"] * bouw]
    namen += ["Tijdelijk gebruik" if variant in TIJDELIJK else "Verkoop of verhuur"] * periode
    kosten = [Decimal(0)] * len(namen)
    opbrengst = [Decimal(0)] * len(namen)
    kosten[voor] += uit["legeskosten"]
    for nummer, deel in enumerate(_verdeeld(uit["honorarium"], voor + bouw), start=1):
        kosten[nummer] += deel
    for nummer, deel in enumerate(_verdeeld(uit["bouwsom"] + uit["btw_bedrag"], bouw), start=voor + 1):
        kosten[nummer] += deel
    afzet = uit["afzetkosten"] + (uit["winst"] if met_winst else 0)
    for nummer, deel in enumerate(_verdeeld(afzet, periode), start=voor + bouw + 1):
        kosten[nummer] += deel
    for nummer, deel in enumerate(_verdeeld(uit["opbrengst"], periode), start=voor + bouw + 1):
        opbrengst[nummer] += deel
    if variant in TIJDELIJK:
        opbrengst[-1] += uit["restwaarde"]
    return list(zip(namen, kosten, opbrengst, strict=True))


def intern_rendement(reeks: list[float]) -> float | None:
    """The rate per period at which these flows are worth nothing today; None where there is no single answer."""

    def waarde(rente: float) -> float:
        som, factor = 0.0, 1.0
        for bedrag in reeks:
            som += bedrag * factor
            factor /= 1 + rente
        return som

    wissels = sum(eerst * dan < 0 for eerst, dan in pairwise(bedrag for bedrag in reeks if bedrag))
    laag, hoog = -0.9, 10.0
    if wissels != 1 or waarde(laag) * waarde(hoog) >= 0:
        return None
    for _ in range(100):
        midden = (laag + hoog) / 2
        laag, hoog = (midden, hoog) if waarde(laag) * waarde(midden) > 0 else (laag, midden)
    return (laag + hoog) / 2


def bereken(invoer: Invoer) -> Resultaat:
    """The calculation to the cent."""
    return Resultaat(invoer, vars(reken(keuze_van(invoer), waarden_van(invoer), afgerond)))
