"""The effect of a maatregel: the change where it worked beside the change in comparable gebieden where it did not.

Difference-in-differences on the leegstandspercentage: the mean of up to four quarters after the one in which the
maatregel began, minus that of the four quarters before it, for the gebieden of the maatregel together; minus the mean
of the same change in the comparison gebieden. Its uncertainty comes from the spread of the changes among those.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from statistics import mean, stdev

from django.urls import reverse

from akt.figuren import Figuur, Kolom
from monitoring.context import heeft_demogegevens
from monitoring.kerncijfers import begin_kwartaal
from monitoring.models import Cijfer, Gemeente, Maatregel, Niveau, Terrein
from monitoring.publicaties import Uitgave

KWARTALEN = 4
# Fewer comparison gebieden say nothing about the spread.
MINIMUM_VERGELIJKING = 5
# Gebieden whose vacancy before differed less than this (procentpunt) are compared first.
LIJKT_OP = Decimal(5)
# Two-sided 95% of Student's t by degrees of freedom.
T95 = {
    4: 2.78,
    5: 2.57,
    6: 2.45,
    7: 2.36,
    8: 2.31,
    9: 2.26,
    10: 2.23,
    12: 2.18,
    15: 2.13,
    20: 2.09,
    30: 2.04,
    120: 1.98,
}


def t95(vrijheidsgraden: int) -> float:
    """Taken at the nearest smaller number of degrees of freedom, so that a range is never too narrow."""
    return T95[max((graden for graden in T95 if graden <= vrijheidsgraden), default=min(T95))]


@dataclass
class Punt:
    """One quarter: vacancy (%) where the maatregel worked and in the comparison group."""

    peildatum: datetime.date
    hier: Decimal | None
    elders: Decimal | None


@dataclass
class Effect:
    """What is known about a maatregel. `verschil` and the bounds are in procentpunt, None when it can't be said."""

    maatregel: Maatregel
    niveau: str
    begin: datetime.date
    namen: list[str] = field(default_factory=list)
    vergeleken: list[str] = field(default_factory=list)
    punten: list[Punt] = field(default_factory=list)
    verandering_hier: Decimal | None = None
    verandering_elders: Decimal | None = None
    verschil: Decimal | None = None
    onder: Decimal | None = None
    boven: Decimal | None = None
    kwartalen_na: int = 0
    reden: str = ""

    @property
    def duidelijk(self) -> bool:
        """Whether the range of the difference leaves out 0."""
        return self.onder is not None and self.boven is not None and (self.onder > 0 or self.boven < 0)


def _gebieden(maatregel: Maatregel) -> tuple[str, list[str]]:
    """Niveau and codes where a maatregel works; terreinen go before gemeenten, nothing is the whole provincie."""
    terreinen = list(maatregel.terreinen.values_list("code", flat=True))
    if terreinen:
        return Niveau.TERREIN, terreinen
    return Niveau.GEMEENTE, list(maatregel.gemeenten.filter(einde__isnull=True).values_list("code", flat=True))


def _namen(niveau: str, codes: set[str]) -> dict[str, str]:
    if niveau == Niveau.TERREIN:
        rijen = Terrein.objects.filter(code__in=codes).values_list("code", "naam", "gemeente__naam")
        return {code: f"{naam} ({gemeente})" for code, naam, gemeente in rijen}
    return dict(Gemeente.objects.filter(code__in=codes, einde__isnull=True).values_list("code", "naam"))


def _percentage(cijfers: list[Cijfer]) -> Decimal | None:
    """Vacancy rate (%) of gebieden together."""
    voorraad = sum(cijfer.voorraad_m2 for cijfer in cijfers)
    return Decimal(sum(cijfer.leegstand_m2 for cijfer in cijfers)) * 100 / voorraad if voorraad else None


def _gemiddelde(waarden: list[Decimal]) -> Decimal | None:
    return sum(waarden, Decimal(0)) / len(waarden) if waarden else None


def bereken(maatregel: Maatregel, uitgave: Uitgave) -> Effect:
    """The effect of a maatregel from open kerncijfers; `reden` says why there is none."""
    niveau, codes = _gebieden(maatregel)
    begin = begin_kwartaal(maatregel.begin)
    uitkomst = Effect(maatregel, niveau, begin)
    voor_dagen = [_kwartaal(begin, -i) for i in range(KWARTALEN, 0, -1)]
    na_dagen = [_kwartaal(begin, i) for i in range(1, KWARTALEN + 1)]
    if not codes:
        uitkomst.reden = (
            "De maatregel geldt in de hele provincie. Er zijn geen gebieden zonder de maatregel om mee te vergelijken."
        )
        return uitkomst
    # What another maatregel touches in these two years is no comparison.
    anders = Maatregel.objects.filter(begin__range=(voor_dagen[0], na_dagen[-1])).exclude(pk=maatregel.pk)
    if niveau == Niveau.TERREIN:
        geraakt = set(anders.filter(terreinen__isnull=False).values_list("terreinen__code", flat=True))
    else:
        geraakt = set(anders.filter(gemeenten__isnull=False).values_list("gemeenten__code", flat=True))
    reeksen: dict[str, dict[datetime.date, Cijfer]] = defaultdict(dict)
    for cijfer in (
        uitgave.cijfers.filter(niveau=niveau, peildatum__in=[*voor_dagen, begin, *na_dagen]).totalen().openbaar()
    ):
        reeksen[cijfer.gebied_code][cijfer.peildatum] = cijfer
    namen = _namen(niveau, set(reeksen))
    hier = [code for code in codes if code in namen and all(dag in reeksen[code] for dag in voor_dagen)]
    na = [dag for dag in na_dagen if hier and all(dag in reeksen[code] for code in hier)]
    uitkomst.namen, uitkomst.kwartalen_na = [namen[code] for code in hier], len(na)
    if not hier or not na:
        uitkomst.reden = (
            "Er zijn geen open cijfers over het jaar ervoor en de tijd erna voor de gebieden van deze maatregel."
        )
        return uitkomst

    def van(groep: list[str], dagen: list[datetime.date]) -> Decimal | None:
        """Mean over quarters of the rate of a group."""
        return _gemiddelde(
            [p for dag in dagen if (p := _percentage([reeksen[code][dag] for code in groep])) is not None]
        )

    voor_hier, na_hier = van(hier, voor_dagen), van(hier, na)
    kandidaten = {
        code: (voor, erna - voor)
        for code in namen
        if code not in codes and code not in geraakt and all(dag in reeksen[code] for dag in [*voor_dagen, *na])
        if (voor := van([code], voor_dagen)) is not None and (erna := van([code], na)) is not None
    }
    lijkend = {c: w for c, w in kandidaten.items() if voor_hier is not None and abs(w[0] - voor_hier) <= LIJKT_OP}
    gekozen = lijkend if len(lijkend) >= MINIMUM_VERGELIJKING else kandidaten
    uitkomst.vergeleken = sorted(namen[code] for code in gekozen)
    uitkomst.punten = [
        Punt(
            dag,
            _percentage([reeksen[code][dag] for code in hier]) if all(dag in reeksen[code] for code in hier) else None,
            _gemiddelde([p for code in gekozen if dag in reeksen[code]
                         and (p := reeksen[code][dag].leegstandspercentage) is not None]),
        )
        for dag in [*voor_dagen, begin, *na]
    ]  # fmt: skip
    if voor_hier is not None and na_hier is not None:
        uitkomst.verandering_hier = na_hier - voor_hier
    if len(gekozen) < MINIMUM_VERGELIJKING or uitkomst.verandering_hier is None:
        uitkomst.reden = f"Er zijn minder dan {MINIMUM_VERGELIJKING} vergelijkbare gebieden zonder een maatregel."
        return uitkomst
    veranderingen = [float(verandering) for _, verandering in gekozen.values()]
    uitkomst.verandering_elders = Decimal(str(mean(veranderingen)))
    uitkomst.verschil = uitkomst.verandering_hier - uitkomst.verandering_elders
    # The spread of one gebied, over the gebieden on either side.
    fout = stdev(veranderingen) * (1 / len(hier) + 1 / len(veranderingen)) ** 0.5
    marge = Decimal(str(t95(len(veranderingen) - 1) * fout))
    uitkomst.onder, uitkomst.boven = uitkomst.verschil - marge, uitkomst.verschil + marge
    return uitkomst


def _kwartaal(dag: datetime.date, stappen: int) -> datetime.date:
    """The first day of the quarter some quarters later (or earlier)."""
    jaar, nummer = divmod(dag.year * 4 + (dag.month - 1) // 3 + stappen, 4)
    return datetime.date(jaar, nummer * 3 + 1, 1)


def figuur(effect: Effect, uitgave: Uitgave) -> Figuur | None:
    """The course of the vacancy rate, with and without the maatregel; None without figures."""
    if not effect.punten:
        return None
    vraag = "?stand=actueel" if uitgave.persoonlijk else ""
    return Figuur(
        id="effect",
        titel="Leegstand voor en na de maatregel",
        uitleg="De stippellijn is het kwartaal waarin de maatregel begon.",
        kolommen=[
            Kolom("peildatum", "Peildatum", "datum"),
            Kolom("hier", "Met de maatregel (%)", "procent"),
            Kolom("elders", "Vergelijkbare gebieden zonder (%)", "procent"),
        ],
        rijen=[{"peildatum": p.peildatum, "hier": p.hier, "elders": p.elders} for p in effect.punten],
        peildatum=effect.punten[-1].peildatum,
        bron=f"{uitgave.omschrijving}{' (demogegevens)' if heeft_demogegevens() else ''}",
        grafiek_url=reverse("monitoring:infographics-effect-grafiek", args=[effect.maatregel.pk]) + vraag,
        markeringen=[(effect.begin, effect.maatregel.naam)],
    )
