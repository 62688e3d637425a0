"""The open figures of a gebied: what each shows, its numbers, and the links to definition, source, CSV and permalink.

All figures of a page come from one `Blad`, read with a fixed number of queries. The chart of a figure is drawn from
the same rows as its table (see `monitoring.grafieken`).
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from akt.figuren import Figuur, Kolom
from akt.opmaak import datum, getal, m2, procent, verandering
from monitoring import verhaal
from monitoring.context import heeft_demogegevens
from monitoring.kerncijfers import reeks_zoals_bekend
from monitoring.models import (
    Bouwperiode,
    Cijfer,
    Definitie,
    Gemeente,
    Grootteklasse,
    Niveau,
    Provincie,
    Regio,
    Terrein,
    Trendcijfer,
)
from monitoring.overeenstemming import NOG_NIET_EENS, niet_eens
from monitoring.programmafiguren import (
    figuur_balans,
    figuur_doelbereik,
    figuur_kansen,
    figuur_onttrekking,
    figuur_opname,
    figuur_plancapaciteit,
    figuur_reductie,
    figuur_transformatie,
)
from monitoring.publicaties import Uitgave, uitgave_voor
from monitoring.reeksen import Balans, Mijlpaal, Programma, heeft_balans, lees_balans, lees_programma

Gebied = Provincie | Regio | Gemeente | Terrein

BRON = "Monitoring kantoren, programma AKT"
DOEL_PERCENTAGE = 10
# Upper bounds of the colour classes on the map, in percents of the voorraad.
KLASSEN_PERCENTAGE = (5, 10, 15, 20)
MATEN_KAART = {"percentage": "Leegstand in procenten", "m2": "Leegstand in m²"}


def zoek_gebied(niveau: str, code: str) -> Gebied:
    """The gebied of an address; 404 when there is none."""
    gebied: Gebied | None
    match niveau:
        case Niveau.PROVINCIE:
            gebied = Provincie.objects.filter(code=code).first()
        case Niveau.REGIO:
            gebied = Regio.objects.select_related("provincie").filter(code__iexact=code).first()
        case Niveau.GEMEENTE:
            gebied = (
                Gemeente.objects.select_related("provincie", "opgegaan_in").defer("grens").filter(code=code).first()
            )
        case Niveau.TERREIN:
            gebied = (
                Terrein.objects.select_related("gemeente").defer("grens", "gemeente__grens").filter(code=code).first()
            )
        case _:
            gebied = None
    if gebied is None:
        raise Http404("Dit gebied bestaat niet.")
    return gebied


def provincie_van(gebied: Gebied) -> str:
    """Code of the provincie that a gebied lies in."""
    match gebied:
        case Provincie():
            return gebied.code
        case Terrein():
            return gebied.gemeente.provincie_id
        case _:
            return gebied.provincie_id


def eerste_provincie() -> Provincie:
    provincie = Provincie.objects.order_by("pk").first()
    if provincie is None:
        raise Http404("Er zijn nog geen gebieden geladen.")
    return provincie


def _dag(tekst: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(tekst)
    except ValueError:
        return None


@dataclass
class Keuzes:
    """What a visitor chose; kept in the permalink."""

    peildatum: datetime.date | None = None
    maat: str = "percentage"
    gemeenten: list[str] = field(default_factory=list)
    # Another gebied to set beside this one, as "niveau:code".
    naast: str = ""
    # For the network: "publicatie" for what the others see, and a day to go back to what was known then.
    stand: str = ""
    bekend_op: datetime.date | None = None
    # What is said of a choice that was not understood.
    meldingen: list[str] = field(default_factory=list)

    @classmethod
    def uit(cls, vraag: Any) -> Keuzes:
        """From a query string. What is not understood falls back to the default, and is said in `meldingen`."""
        maat = vraag.get("maat", "percentage")
        stand = vraag.get("stand", "")
        bekend_op = _dag(vraag.get("bekendOp", ""))
        return cls(
            _dag(vraag.get("peildatum", "")),
            maat if maat in MATEN_KAART else "percentage",
            vraag.getlist("gemeenten"),
            vraag.get("naast", ""),
            stand if stand in {"actueel", "publicatie"} else "",
            min(bekend_op, datetime.date.today()) if bekend_op else None,
            [
                f"De {wat} in het adres is geen datum. Schrijf hem als 2024-01-01."
                for naam, wat in (("peildatum", "peildatum"), ("bekendOp", "dag bij 'zoals bekend op'"))
                if vraag.get(naam) and _dag(vraag[naam]) is None
            ],
        )

    @property
    def velden(self) -> list[tuple[str, str]]:
        """The choices made, as fields of a query, to take along to another gebied."""
        velden = [("peildatum", self.peildatum.isoformat())] if self.peildatum else []
        if self.maat != "percentage":
            velden.append(("maat", self.maat))
        velden += [("gemeenten", code) for code in self.gemeenten]
        velden += [(naam, waarde) for naam, waarde in (("naast", self.naast), ("stand", self.stand)) if waarde]
        if self.bekend_op:
            velden.append(("bekendOp", self.bekend_op.isoformat()))
        return velden


@dataclass
class Rij:
    """A gebied in a comparison: its name, address and kerncijfer (None where suppressed or absent)."""

    code: str
    naam: str
    url: str
    cijfer: Cijfer | None
    onderdrukt: bool = False
    # Whether a gemeente agrees to the definities of its figures. None for a terrein: its page says it once, above all.
    eens: bool | None = None

    @property
    def merk(self) -> dict[str, Any]:
        """What a row of a figure says of agreement, for the table and its downloads."""
        return {} if self.eens is None else {"overeenstemming": self.eens, "gemarkeerd": not self.eens}

    @property
    def niet_eens(self) -> bool:
        return self.eens is False

    @property
    def percentage(self) -> Decimal:
        """Vacancy rate in percents; 0 where there is no figure, so that such a row sorts last."""
        return (self.cijfer.leegstandspercentage if self.cijfer else None) or Decimal(0)


class Blad:
    """Everything the page of one gebied shows, for one peildatum."""

    def __init__(self, gebied: Gebied, keuzes: Keuzes, uitgave: Uitgave | None = None) -> None:
        self.gebied = gebied
        self.keuzes = keuzes
        self.uitgave = uitgave or uitgave_voor(AnonymousUser())
        self.niveau: Niveau = gebied.niveau
        self.code: str = gebied.code
        alles = self._alles()
        self.peildata = [cijfer.peildatum for cijfer in alles]
        gekozen = keuzes.peildatum
        self.peildatum = (
            max((dag for dag in self.peildata if gekozen is None or dag <= gekozen), default=None)
            if self.peildata
            else None
        )
        self.reeks = [cijfer for cijfer in alles if self.peildatum and cijfer.peildatum <= self.peildatum]

    def _alles(self) -> list[Cijfer]:
        """The totals of this gebied on all peildata that may be shown."""
        bekend_op = self.uitgave.bekend_op
        if bekend_op is None:
            return list(self.uitgave.cijfers.van(self.niveau, self.code).totalen().openbaar().order_by("peildatum"))
        einde = datetime.datetime.combine(bekend_op, datetime.time.max, timezone.get_current_timezone())
        minimum = settings.AKT_MINIMUM_PANDEN_OPEN
        return [cijfer for cijfer in reeks_zoals_bekend(self.gebied, einde) if cijfer.panden >= minimum]

    @property
    def laatste(self) -> Cijfer | None:
        return self.reeks[-1] if self.reeks else None

    @property
    def jaar_eerder(self) -> Cijfer | None:
        """The kerncijfer of a year before the peildatum."""
        if self.peildatum is None:
            return None
        vorig = self.peildatum.replace(year=self.peildatum.year - 1)
        return next((cijfer for cijfer in self.reeks if cijfer.peildatum == vorig), None)

    @cached_property
    def definities(self) -> dict[str, Definitie]:
        return {definitie.term: definitie for definitie in Definitie.objects.geldig_op(datetime.date.today())}

    @cached_property
    def gemeenten(self) -> list[Gemeente]:
        """The present gemeenten, to choose from, each with whether it has not agreed to the definities."""
        return list(Gemeente.objects.huidig().only("code", "naam").annotate(niet_eens=niet_eens()))

    @cached_property
    def eens(self) -> dict[str, bool]:
        """Whether each present gemeente agrees to the definities of its figures. Live, also beside a release."""
        return {gemeente.code: not gemeente.niet_eens for gemeente in self.gemeenten}  # type: ignore[attr-defined]

    @property
    def overeenstemming(self) -> bool | None:
        """The same of the gemeente of this page; None for a regio or provincie, and for a gemeente of the past."""
        return self.eens_over(self.gebied)

    def eens_over(self, gebied: Gebied) -> bool | None:
        match gebied:
            case Gemeente():
                return self.eens.get(gebied.code)
            case Terrein():
                return self.eens.get(gebied.gemeente_id)
            case _:
                return None

    @staticmethod
    def zin_niet_eens(gebied: Gebied) -> str:
        """What stands at the figures of a gemeente, or of a terrein in one, that has not agreed."""
        return f"Gemeente {gebied.gemeente if isinstance(gebied, Terrein) else gebied} heeft {NOG_NIET_EENS}."

    @property
    def niet_eens(self) -> str:
        """The sentence above the figures of a page, also of one figure in another site; "" where none is due."""
        return self.zin_niet_eens(self.gebied) if self.overeenstemming is False else ""

    @cached_property
    def delen(self) -> list[Rij]:
        """The gebieden that this one consists of (gemeenten, or terreinen of a gemeente), by name."""
        gebieden: Sequence[Gemeente | Terrein]
        if self.uitgave.bekend_op:
            # Only this gebied is computed anew; figures of another moment beside it would not add up.
            return []
        match self.gebied:
            case Provincie() | Regio():
                gebieden = list(self.gebied.gemeenten.huidig().defer("grens"))
                niveau = Niveau.GEMEENTE
            case Gemeente():
                gebieden = list(self.gebied.terreinen.defer("grens"))
                niveau = Niveau.TERREIN
            case _:
                return []
        codes = [gebied.code for gebied in gebieden]
        cijfers = self.uitgave.cijfers.van(niveau, codes).totalen().filter(peildatum=self.peildatum)
        per_code = {cijfer.gebied_code: cijfer for cijfer in cijfers}
        rijen = []
        for gebied in gebieden:
            cijfer = per_code.get(gebied.code)
            verborgen = cijfer is not None and not cijfer.openbaar
            rijen.append(
                Rij(
                    gebied.code, str(gebied), gebied.get_absolute_url(), None if verborgen else cijfer, verborgen,
                    self.eens.get(gebied.code) if niveau == Niveau.GEMEENTE else None,
                )
            )  # fmt: skip
        return rijen

    @cached_property
    def programma(self) -> Programma:
        """Plans, transformaties, opname, doelen and maatregelen up to the peildatum."""
        if self.peildatum is None:
            return Programma()
        return lees_programma(self.niveau, self.code, self.peildatum)

    @cached_property
    def balans(self) -> Balans | None:
        """How the voorraad changed in the year before the peildatum."""
        laatste, eerder = self.laatste, self.jaar_eerder
        if laatste is None or eerder is None or self.uitgave.bekend_op or not heeft_balans(self.gebied):
            return None
        return lees_balans(
            self.gebied, self.uitgave, eerder.peildatum, eerder.voorraad_m2, laatste.peildatum, laatste.voorraad_m2
        )

    @cached_property
    def naast(self) -> tuple[Gebied, dict[datetime.date, Cijfer]] | None:
        """The gebied that the visitor wants beside this one, with its open totals by peildatum."""
        niveau, _, code = self.keuzes.naast.partition(":")
        if not code or (niveau, code) == (self.niveau, self.code) or self.uitgave.bekend_op:
            return None
        try:
            gebied = zoek_gebied(niveau, code)
        except Http404:
            return None
        cijfers = self.uitgave.cijfers.van(niveau, gebied.code).totalen().openbaar()
        return gebied, {cijfer.peildatum: cijfer for cijfer in cijfers}

    @property
    def meldingen(self) -> list[str]:
        """What the visitor chose and does not get, in sentences."""
        zinnen = list(self.keuzes.meldingen)
        gekozen, eerste = self.keuzes.peildatum, self.peildata[0] if self.peildata else None
        if gekozen and eerste and gekozen < eerste:
            zinnen.append(
                f"Op {datum(gekozen)} zijn er nog geen cijfers van dit gebied. De eerste peildatum is {datum(eerste)}."
            )
        namen = {gemeente.code: gemeente.naam for gemeente in self.gemeenten} if self.keuzes.gemeenten else {}
        if onbekend := [code for code in self.keuzes.gemeenten if code not in namen]:
            zinnen.append(f"Deze gemeenten bestaan niet (meer) en tellen niet mee: {', '.join(onbekend)}.")
        if self.niveau == Niveau.REGIO and self.delen:
            hier = {rij.code for rij in self.delen}
            if elders := [namen[code] for code in self.keuzes.gemeenten if code in namen and code not in hier]:
                zinnen.append(f"Niet in deze regio, en dus niet in de vergelijking: {', '.join(elders)}.")
        if self.keuzes.naast and self.naast is None and not self.uitgave.bekend_op:
            niveau, _, code = self.keuzes.naast.partition(":")
            if (niveau, code) != (self.niveau, self.code):
                zinnen.append("Het gebied dat u ernaast wilt zetten bestaat niet.")
        return zinnen

    @property
    def mijlpalen(self) -> list[Mijlpaal]:
        """Maatregelen that began within the series; their order is that of the numbers in the chart."""
        return [rij for rij in self.programma.maatregelen if self.reeks and rij.begin >= self.reeks[0].peildatum]

    @cached_property
    def segmentfiguren(self) -> list[Figuur]:
        return figuren_segmenten(self)

    @cached_property
    def verhaal(self) -> list[str]:
        """What the figures say, in sentences."""
        laatste, eerder = self.laatste, self.jaar_eerder
        zinnen = [
            verhaal.leegstand(self.gebied, laatste, eerder),
            verhaal.doel(laatste, self.programma),
            verhaal.structureel(laatste),
            verhaal.voorraad(self.balans),
            verhaal.dekking(laatste),
        ]
        return [zin for zin in zinnen if zin]

    @property
    def noot_delen(self) -> str:
        """What the asterisk at a row of `delen` means; "" when there is none."""
        return f"Deze gemeente heeft {NOG_NIET_EENS}." if any(rij.niet_eens for rij in self.delen) else ""

    @property
    def delen_naam(self) -> str:
        return "terreinen" if self.niveau == Niveau.GEMEENTE else "gemeenten"

    def adres(self, soort: str, figuur: str) -> str:
        """URL of a figure as chart (json), table (csv, xlsx), map (geojson) or bare page, with all choices."""
        naam = {"json": "grafiek", "csv": "csv", "xlsx": "xlsx", "geojson": "kaart", "pagina": "insluiten"}[soort]
        args = [self.niveau.value, self.code] if naam == "kaart" else [self.niveau.value, self.code, figuur]
        return f"{reverse(f'monitoring:infographics-{naam}', args=args)}{self.vraag}"

    @property
    def pagina(self) -> str:
        """Address of the page of this gebied, without choices."""
        return reverse("monitoring:infographics-gebied", args=[self.niveau.value, self.code])

    @property
    def vraag(self) -> str:
        """The visitor's choices as a query string, '' without any; always with the peildatum, so a link lasts."""
        velden: list[tuple[str, str]] = []
        if self.peildatum:
            velden.append(("peildatum", self.peildatum.isoformat()))
        if self.keuzes.maat != "percentage":
            velden.append(("maat", self.keuzes.maat))
        velden += [("gemeenten", code) for code in self.keuzes.gemeenten]
        if self.keuzes.naast:
            velden.append(("naast", self.keuzes.naast))
        if self.uitgave.bekend_op:
            velden.append(("bekendOp", self.uitgave.bekend_op.isoformat()))
        elif self.uitgave.persoonlijk:
            velden.append(("stand", "actueel"))
        elif self.uitgave.netwerk and self.uitgave.publicatie:
            velden.append(("stand", "publicatie"))
        return f"?{urlencode(velden)}" if velden else ""

    @property
    def bron(self) -> str:
        """Where the figures come from, and which release they are of."""
        soort = self.uitgave.publicatie if not self.uitgave.persoonlijk else self.uitgave.omschrijving.lower()
        bron = f"{BRON}, {soort or 'voorlopige cijfers'}"
        return f"{bron} (demogegevens)" if heeft_demogegevens() else bron

    def figuur(self, id_: str, titel: str, uitleg: str, kolommen: list[Kolom], rijen: list[dict[str, Any]],
               termen: Sequence[str], *, grafiek: bool = True, **meer: Any) -> Figuur:  # fmt: skip
        """A figure with the links and sources that all figures of this page share."""
        laatste = self.laatste
        return Figuur(
            id=id_,
            titel=titel,
            uitleg=uitleg,
            kolommen=kolommen,
            rijen=rijen,
            peildatum=meer.pop("peildatum", self.peildatum),
            bron=meer.pop("bron", self.bron),
            definities=[self.definities[term] for term in termen if term in self.definities],
            dekking=meer.pop("dekking", laatste.dekking if laatste else None),
            geraamd=meer.pop("geraamd", laatste.geraamd_percentage if laatste else None),
            grafiek_url=self.adres("json", id_) if grafiek else "",
            csv_url=self.adres("csv", id_),
            xlsx_url=self.adres("xlsx", id_),
            # What only the network sees is not for a page of others.
            insluit_url="" if self.uitgave.persoonlijk else self.adres("pagina", id_),
            permalink=f"{self.pagina}{self.vraag}#{id_}",
            **meer,
        )


@dataclass(frozen=True)
class Tegel:
    """One key figure with its change over a year and its course."""

    label: str
    waarde: str
    wijziging: str
    reeks: list[float]
    definitie: Definitie | None
    goed: bool | None


def tegels(blad: Blad) -> list[Tegel]:
    """The six figures on top: voorraad, aanbod, leegstand, its share, the structural part and the dekking."""
    laatste, eerder = blad.laatste, blad.jaar_eerder
    if laatste is None:
        return []

    def oppervlak(label: str, veld: str, term: str, *, minder_is_goed: bool) -> Tegel:
        nu = getattr(laatste, veld)
        verschil = nu - getattr(eerder, veld) if eerder else None
        return Tegel(
            label,
            m2(nu),
            f"{verandering(verschil)} m² in een jaar" if verschil is not None else "",
            [getattr(cijfer, veld) for cijfer in blad.reeks],
            blad.definities.get(term),
            verschil < 0 if minder_is_goed and verschil else None,
        )

    def aandeel(label: str, veld: str, term: str, *, minder_is_goed: bool | None) -> Tegel:
        nu = getattr(laatste, veld)
        toen = getattr(eerder, veld) if eerder else None
        verschil = nu - toen if nu is not None and toen is not None else None
        return Tegel(
            label,
            procent(nu),
            f"{verandering(verschil, 1)} procentpunt in een jaar" if verschil is not None else "",
            [float(getattr(cijfer, veld) or 0) for cijfer in blad.reeks],
            blad.definities.get(term),
            (verschil < 0) == minder_is_goed if minder_is_goed is not None and verschil else None,
        )

    return [
        aandeel("Leegstandspercentage", "leegstandspercentage", "leegstandspercentage", minder_is_goed=True),
        oppervlak("Leegstand", "leegstand_m2", "leegstand", minder_is_goed=True),
        oppervlak("Structurele leegstand", "structureel_m2", "structureel", minder_is_goed=True),
        oppervlak("Aanbod", "aanbod_m2", "aanbod", minder_is_goed=False),
        oppervlak("Voorraad", "voorraad_m2", "voorraad", minder_is_goed=False),
        aandeel("Dekking", "dekking", "dekking", minder_is_goed=False),
    ]


KOLOMMEN_STAND = [
    Kolom("voorraad", "Voorraad (m²)"),
    Kolom("aanbod", "Aanbod (m²)"),
    Kolom("leegstand", "Leegstand (m²)"),
    Kolom("percentage", "Leegstand (%)", "procent"),
    Kolom("panden", "Panden"),
]


def _stand(cijfer: Cijfer | None) -> dict[str, Any]:
    if cijfer is None:
        return {}
    return {
        "voorraad": cijfer.voorraad_m2,
        "aanbod": cijfer.aanbod_m2,
        "leegstand": cijfer.leegstand_m2,
        "percentage": cijfer.leegstandspercentage,
        "panden": cijfer.panden,
    }


def klasse_van(waarde: float | Decimal | None, grenzen: Sequence[float]) -> int | None:
    """Colour class 0..len(grenzen) of a value; None without a value."""
    return None if waarde is None else sum(waarde >= grens for grens in grenzen)


def grenzen_m2(waarden: Sequence[int]) -> list[float]:
    """Four bounds that split the values into five classes of about equal number, rounded to 100 m²."""
    gesorteerd = sorted(waarden)
    if not gesorteerd:
        return [1, 2, 3, 4]
    return [round(gesorteerd[min(len(gesorteerd) - 1, len(gesorteerd) * i // 5)], -2) for i in (1, 2, 3, 4)]


def kaartklassen(blad: Blad) -> tuple[Callable[[Cijfer], Any], Sequence[float], list[tuple[str, str]]]:
    """How the map colours: the value of a kerncijfer, the class bounds, and the legend as (class, text)."""
    if blad.keuzes.maat == "m2":
        grenzen: Sequence[float] = grenzen_m2([rij.cijfer.leegstand_m2 for rij in blad.delen if rij.cijfer])
        tekst: Callable[[float], str] = getal
        eenheid = " m²"

        def waarde(cijfer: Cijfer) -> Any:
            return cijfer.leegstand_m2
    else:
        grenzen, tekst, eenheid = KLASSEN_PERCENTAGE, getal, "%"

        def waarde(cijfer: Cijfer) -> Any:
            return cijfer.leegstandspercentage

    legenda = [("0", f"minder dan {tekst(grenzen[0])}{eenheid}")]
    legenda += [(str(i), f"{tekst(grenzen[i - 1])} tot {tekst(grenzen[i])}{eenheid}") for i in (1, 2, 3)]
    legenda += [("4", f"{tekst(grenzen[3])}{eenheid} of meer"), ("geen", "geen cijfer")]
    return waarde, grenzen, legenda


def figuur_kaart(blad: Blad) -> Figuur | None:
    if not blad.delen:
        return None
    _, _, legenda = kaartklassen(blad)
    hoogste = max(blad.delen, key=lambda rij: rij.percentage)
    uitleg = (
        f"De leegstand is het hoogst in {hoogste.naam}: {procent(hoogste.percentage)} van de voorraad."
        if hoogste.percentage
        else "Er zijn nog geen cijfers met leegstand."
    )
    return blad.figuur(
        "kaart",
        f"Waar staan kantoren leeg? {MATEN_KAART[blad.keuzes.maat]} per {_enkelvoud(blad).lower()}",
        uitleg,
        [Kolom("gebied", _enkelvoud(blad), "tekst"), *KOLOMMEN_STAND],
        [
            {"gebied": rij.naam, "url": rij.url, "onderdrukt": rij.onderdrukt, **_stand(rij.cijfer), **rij.merk}
            for rij in blad.delen
        ],
        ["leegstand", "leegstandspercentage", "voorraad"],
        grafiek=False,
        kaart_url=blad.adres("geojson", "kaart"),
        noot=f"{blad.noot_delen} Op de kaart staat het bij de gemeente zelf." if blad.noot_delen else "",
        legenda=legenda,
    )  # fmt: skip


def _enkelvoud(blad: Blad) -> str:
    return "Terrein" if blad.niveau == Niveau.GEMEENTE else "Gemeente"


def figuur_vergelijking(blad: Blad) -> Figuur | None:
    if len(blad.delen) < 2:
        return None
    # A choice made in another gebied may leave nothing here.
    gekozen = {rij.code for rij in blad.delen} & set(blad.keuzes.gemeenten)
    rijen = [rij for rij in blad.delen if rij.cijfer and (not gekozen or rij.code in gekozen)]
    rijen.sort(key=lambda rij: rij.percentage, reverse=True)
    boven = sum(rij.percentage > DOEL_PERCENTAGE for rij in rijen)
    return blad.figuur(
        "vergelijking",
        f"{blad.delen_naam.capitalize()} naast elkaar",
        f"{getal(boven)} van de {getal(len(rijen))} {blad.delen_naam} {'heeft' if boven == 1 else 'hebben'} meer dan "
        f"{DOEL_PERCENTAGE}% leegstand.",
        [Kolom("gebied", _enkelvoud(blad), "tekst"), *KOLOMMEN_STAND],
        [{"gebied": rij.naam, "url": rij.url, **_stand(rij.cijfer), **rij.merk} for rij in rijen],
        ["leegstand", "leegstandspercentage", "aanbod", "doel"],
        noot=blad.noot_delen if any(rij.niet_eens for rij in rijen) else "",
    )


def figuur_ontwikkeling(blad: Blad) -> Figuur | None:
    if not blad.reeks:
        return None
    eerste, laatste = blad.reeks[0], blad.reeks[-1]
    van, naar = eerste.leegstandspercentage, laatste.leegstandspercentage
    richting = "gelijk gebleven"
    if van is not None and naar is not None and van != naar:
        richting = "gedaald" if naar < van else "gestegen"
    uitleg = (
        f"Sinds {datum(eerste.peildatum)} is de leegstand {richting}: "
        f"van {procent(van)} naar {procent(naar)} van de voorraad."
    )
    kolommen = [Kolom("peildatum", "Peildatum", "datum"), *KOLOMMEN_STAND]
    rijen = [{"peildatum": cijfer.peildatum, **_stand(cijfer)} for cijfer in blad.reeks]
    noot = ""
    if blad.naast:
        gebied, ernaast = blad.naast
        merk = ""
        if blad.eens_over(gebied) is False:
            merk, noot = " *", blad.zin_niet_eens(gebied)
        kolommen.append(Kolom("naast", f"Leegstand {verhaal.plaats(gebied)} (%){merk}", "procent"))
        for rij in rijen:
            ander = ernaast.get(rij["peildatum"])
            rij["naast"] = ander.leegstandspercentage if ander else None
        waarde = rijen[-1]["naast"]
        if waarde is not None:
            zin = verhaal.plaats(gebied)
            uitleg += f" {zin[0].upper()}{zin[1:]} is het {procent(waarde)}."
    return blad.figuur(
        "ontwikkeling",
        "Ontwikkeling van leegstand en aanbod",
        uitleg,
        kolommen,
        rijen,
        ["leegstand", "aanbod", "voorraad", "doel"],
        markeringen=[(rij.begin, rij.naam) for rij in blad.mijlpalen],
        noot=noot,
    )


def figuur_duur(blad: Blad) -> Figuur | None:
    laatste = blad.laatste
    if laatste is None:
        return None
    aandeel = Decimal(laatste.structureel_m2) * 100 / laatste.leegstand_m2 if laatste.leegstand_m2 else None
    return blad.figuur(
        "duur",
        "Hoe lang staan kantoren leeg?",
        f"{procent(aandeel)} van de leegstand duurt drie jaar of langer."
        if aandeel is not None
        else "Er is geen leegstand.",
        [
            Kolom("peildatum", "Peildatum", "datum"),
            Kolom("frictie", "Korter dan 1 jaar (m²)"),
            Kolom("langdurig", "1 tot 3 jaar (m²)"),
            Kolom("structureel", "3 jaar of langer (m²)"),
            Kolom("onbekend", "Duur onbekend (m²)"),
        ],
        [
            {
                "peildatum": cijfer.peildatum,
                "frictie": cijfer.frictie_m2,
                "langdurig": cijfer.langdurig_m2,
                "structureel": cijfer.structureel_m2,
                "onbekend": cijfer.duur_onbekend_m2,
            }
            for cijfer in blad.reeks
        ],
        ["frictie", "langdurig", "structureel", "leeg-sinds"],
    )


def _segmenten(blad: Blad) -> list[Cijfer]:
    """Rows by size class and build period at the peildatum. Not for a terrein: too few panden to be open."""
    if blad.niveau == Niveau.TERREIN or blad.peildatum is None or blad.uitgave.bekend_op:
        return []
    return list(
        blad.uitgave.cijfers.van(blad.niveau, blad.code)
        .filter(peildatum=blad.peildatum)
        .exclude(grootteklasse="", bouwperiode="")
    )


def figuren_segmenten(blad: Blad) -> list[Figuur]:
    """Vacancy by size class and by build period."""
    cijfers = _segmenten(blad)
    if not cijfers:
        return []
    figuren = []
    for id_, titel, kop, keuzes, veld in (
        ("grootte", "Welke kantoren staan leeg? Naar grootte", "Grootte van het pand", Grootteklasse, "grootteklasse"),
        ("bouwperiode", "Welke kantoren staan leeg? Naar bouwjaar", "Bouwperiode", Bouwperiode, "bouwperiode"),
    ):
        per = {getattr(cijfer, veld): cijfer for cijfer in cijfers if getattr(cijfer, veld)}
        rijen = [
            {"segment": label, **(_stand(per[waarde]) if per[waarde].openbaar else {"onderdrukt": True})}
            for waarde, label in keuzes.choices
            if waarde in per
        ]
        met = [rij for rij in rijen if rij.get("percentage") is not None]
        if met:
            top = max(met, key=lambda rij: rij["percentage"])
            uitleg = f"Het hoogste aandeel leegstand heeft de groep '{top['segment']}': {procent(top['percentage'])}."
        else:
            uitleg = "Deze verdeling is niet openbaar, omdat een van de groepen te weinig panden heeft."
        figuren.append(
            blad.figuur(
                id_,
                titel,
                uitleg,
                [Kolom("segment", kop, "tekst"), *KOLOMMEN_STAND],
                rijen,
                ["voorraad", "leegstand"],
                grafiek=bool(met),
                smal=True,
            )
        )
    return figuren


def figuur_uitgangspunt(blad: Blad) -> Figuur | None:
    """The provincie's baseline from research, as what it is: other people's figures with their source."""
    if blad.niveau != Niveau.PROVINCIE:
        return None
    cijfers = blad.programma.trends
    if not cijfers:
        return None
    grenzen = dict(Trendcijfer._meta.get_field("grens").flatchoices)
    rijen = [
        {
            "cijfer": Trendcijfer.Soort(cijfer.soort).label,
            "grens": grenzen[cijfer.grens] if cijfer.grens != "gelijk" else "",
            "waarde": cijfer.waarde,
            "eenheid": cijfer.eenheid.replace("m2", "m²"),
            "periode": f"{cijfer.peildatum.year} tot {cijfer.tot.year}" if cijfer.tot else str(cijfer.peildatum.year),
            "bron": cijfer.bron,
        }
        for cijfer in cijfers
    ]
    return blad.figuur(
        "uitgangspunt",
        "Uitgangspunt van het programma: de markt in 2012",
        "Onderzoek van Stec Groep liet zien dat er veel meer kantoorruimte was en gepland werd dan nodig is. "
        "Deze cijfers komen uit dat onderzoek en uit het programma; ze zijn niet door dit portaal geteld.",
        [
            Kolom("cijfer", "Cijfer", "tekst"),
            Kolom("grens", "", "tekst"),
            Kolom("waarde", "Waarde"),
            Kolom("eenheid", "Eenheid", "tekst"),
            Kolom("periode", "Jaar", "tekst"),
            Kolom("bron", "Bron", "tekst"),
        ],
        rijen,
        ["voorraad", "aanbod", "plancapaciteit"],
        grafiek=False,
        peildatum=None,
        bron="; ".join(sorted({rij["bron"] for rij in rijen})),
        dekking=None,
        geraamd=None,
    )


# All figures in reading order; the two of the segments share their query.
FIGUREN: dict[str, Callable[[Blad], Figuur | None]] = {
    "kaart": figuur_kaart,
    "vergelijking": figuur_vergelijking,
    "ontwikkeling": figuur_ontwikkeling,
    "balans": figuur_balans,
    "duur": figuur_duur,
    "grootte": lambda blad: next((f for f in blad.segmentfiguren if f.id == "grootte"), None),
    "bouwperiode": lambda blad: next((f for f in blad.segmentfiguren if f.id == "bouwperiode"), None),
    "kansen": figuur_kansen,
    "transformatie": figuur_transformatie,
    "onttrekking": figuur_onttrekking,
    "plancapaciteit": figuur_plancapaciteit,
    "reductie": figuur_reductie,
    "doelbereik": figuur_doelbereik,
    "opname": figuur_opname,
    "uitgangspunt": figuur_uitgangspunt,
}


def figuren(blad: Blad) -> list[Figuur]:
    """All figures of the page, in reading order; those without numbers are left out."""
    alle = [maak(blad) for maak in FIGUREN.values()]
    return [figuur for figuur in alle if figuur is not None]


def figuur(blad: Blad, id_: str) -> Figuur:
    """One figure by its id; 404 when this gebied has none."""
    gevonden = FIGUREN[id_](blad) if id_ in FIGUREN else None
    if gevonden is None:
        raise Http404("Deze figuur bestaat niet voor dit gebied.")
    return gevonden
