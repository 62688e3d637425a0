"""What goes into a businesscase. Each input is described once: label, unit, limits, and for which destinations.

Money is in euros without btw, percentages are percents (4.5 is 4.5%), time is in quarters.
"""

# ruff: noqa: RUF009 (_veld makes a dataclasses.field)
from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields, replace
from decimal import Decimal, InvalidOperation
from typing import Any

from akt import opmaak

WONINGEN = frozenset({"wonen-studenten", "wonen-starters", "wonen-gezinnen", "wonen-ouderen", "sloop-nieuwbouw"})
RUIMTEN = frozenset({"werken", "hotel", "onderwijs", "zorg"})
TIJDELIJK = frozenset({"tijdelijk"})
SLOOP = frozenset({"sloop"})
NIEUWBOUW = frozenset({"sloop-nieuwbouw"})
BLIJVEND = WONINGEN | RUIMTEN
BOUWT = BLIJVEND | TIJDELIJK
ALLE = BOUWT | SLOOP

VERHUUR, VERKOOP = "verhuur", "verkoop"
NAR, BAR = "nar", "bar"

GROEPEN: dict[str, tuple[str, str]] = {
    "oppervlakte": (
        "Oppervlakte",
        "In m² volgens NEN 2580. Van bruto vloeroppervlak (BVO) naar verhuurbaar vloeroppervlak (VVO) en "
        "gebruiksoppervlak (GO) rekent het portaal met de twee verhoudingen hieronder.",
    ),
    "verhuur": ("Opbrengst uit verhuur", "Telt mee als u kiest voor verhuur."),
    "verkoop": ("Opbrengst uit verkoop", "Telt mee als u kiest voor verkoop."),
    "tijdelijk": ("Opbrengst uit tijdelijk gebruik", "De huur loopt van de oplevering tot de einddatum."),
    "grond": ("Opbrengst van de grond", "Wat de kavel opbrengt als het gebouw weg is."),
    "kosten": ("Kosten", "Alle bedragen zonder btw."),
    "tijd": (
        "Tijd, rente en risico",
        "Eerst aankoop, dan voorbereiding, bouw en verkoop of verhuur. Elk bedrag valt gelijk in zijn periode.",
    ),
    "pand": ("Het pand nu", "Waarmee u de uitkomst vergelijkt. De residuele waarde verandert er niet door."),
}

# Kind of value -> the decimals in which it is kept.
DECIMALEN = {"bedrag": 2, "procent": 2, "m2": 0, "stuks": 0, "kwartalen": 0}

# What a value is counted in, for a label or a column.
EENHEDEN = {
    "bedrag": "euro", "procent": "%", "rente": "%", "m2": "m²", "kwartalen": "kwartalen", "stuks": "stuks",
    "factor": "factor",
}  # fmt: skip


@dataclass(frozen=True)
class Veld:
    """One input. `wijze` is the way of yielding it belongs to ("" for both); limits include their ends."""

    naam: str
    label: str
    soort: str
    groep: str
    uitleg: str
    voor: frozenset[str]
    wijze: str
    laagste: Decimal
    hoogste: Decimal

    @property
    def eenheid(self) -> str:
        return EENHEDEN[self.soort]

    def tekst(self, waarde: Any) -> str:
        return met_eenheid(waarde, self.soort)


def met_eenheid(waarde: Any, soort: str) -> str:
    """A value as people read it: '€ 1.250,50', '4,5%', '2.000 m²', '3 kwartalen'."""
    if waarde is None:
        return opmaak.GEEN
    match soort:
        case "bedrag":
            return f"{'−' if waarde < 0 else ''}€\u00a0{opmaak.getal(abs(waarde), 0 if waarde == int(waarde) else 2)}"
        case "procent":
            return opmaak.procent(waarde, _decimalen(waarde, 2))
        case "rente":
            return opmaak.procent(waarde, _decimalen(waarde, 4))
        case "m2":
            return f"{opmaak.getal(waarde, _decimalen(waarde, 2))}\u00a0m²"
        case "kwartalen":
            return opmaak.aantal(waarde, "kwartaal", "kwartalen")
        case "factor":
            return opmaak.getal(waarde, 6)
        case "datum":
            return opmaak.datum(waarde)
        case _:
            return opmaak.getal(waarde, _decimalen(waarde, 2))


def _decimalen(waarde: Any, hoogstens: int) -> int:
    """As few decimals as tell the value."""
    afgerond = Decimal(str(waarde)).quantize(Decimal(1).scaleb(-hoogstens)).normalize()
    return max(0, -int(afgerond.as_tuple().exponent))


class OngeldigeInvoer(ValueError):
    """Input that can't be calculated with: per field what is wrong, in plain Dutch."""

    def __init__(self, fouten: dict[str, str]) -> None:
        super().__init__("; ".join(f"{naam}: {tekst}" for naam, tekst in fouten.items()))
        self.fouten = fouten


def _veld(
    label: str, soort: str, groep: str, uitleg: str = "", *, voor: frozenset[str] = ALLE, wijze: str = "",
    van: str | int = 0, tot: str | int = 100_000,
) -> Any:  # fmt: skip
    gegevens = {"label": label, "soort": soort, "groep": groep, "uitleg": uitleg, "voor": voor, "wijze": wijze,
                "laagste": Decimal(van), "hoogste": Decimal(tot)}  # fmt: skip
    return field(default=Decimal(van), metadata=gegevens)


@dataclass(frozen=True, kw_only=True)
class Invoer:
    """Everything one calculation needs; what its destination doesn't use stays at its lowest value.

    Raises `OngeldigeInvoer` for what can't be.
    """

    variant: str
    opbrengstwijze: str = VERHUUR
    rendement_over: str = NAR
    start: datetime.date | None = None
    einddatum: datetime.date | None = None

    bvo: Decimal = _veld("Bruto vloeroppervlak (BVO) van het gebouw", "m2", "oppervlakte", van=1, tot=500_000)
    bvo_nieuw: Decimal = _veld(
        "Bruto vloeroppervlak (BVO) van de nieuwbouw", "m2", "oppervlakte", voor=NIEUWBOUW, van=1, tot=500_000
    )
    vvo_per_bvo: Decimal = _veld("VVO als deel van het BVO", "procent", "oppervlakte", voor=BOUWT, van=1, tot=100)
    vvo_per_go: Decimal = _veld("VVO als deel van het GO", "procent", "oppervlakte", voor=WONINGEN, van=1, tot=100)
    eenheden: Decimal = _veld(
        "Aantal woningen", "stuks", "oppervlakte", "Hoe groot ze gemiddeld worden, staat bij de uitkomst.",
        voor=WONINGEN, van=1, tot=5_000,
    )  # fmt: skip

    huur_maand: Decimal = _veld("Kale huur per woning per maand", "bedrag", "verhuur", voor=WONINGEN, wijze=VERHUUR)
    huur_m2: Decimal = _veld(
        "Kale huur per m² VVO per jaar", "bedrag", "verhuur", voor=RUIMTEN, wijze=VERHUUR, tot=5_000
    )
    exploitatie: Decimal = _veld(
        "Exploitatiekosten en leegstand", "procent", "verhuur",
        "Onderhoud, beheer, belastingen, verzekering en leegstand, als deel van de bruto huur.",
        voor=BLIJVEND, wijze=VERHUUR, tot=90,
    )  # fmt: skip
    rendement: Decimal = _veld(
        "Aanvangsrendement v.o.n.", "procent", "verhuur",
        "Wat een belegger in het eerste jaar op zijn hele inleg wil ontvangen. Huur ÷ rendement = waarde v.o.n.",
        voor=BLIJVEND, wijze=VERHUUR, van="0.50", tot=30,
    )  # fmt: skip
    kosten_koper: Decimal = _veld(
        "Kosten koper van de belegger", "procent", "verhuur",
        "De waarde v.o.n. is met deze kosten; trek ze eraf en u houdt de waarde k.k. over: wat de verkoper ontvangt.",
        voor=BLIJVEND, wijze=VERHUUR, tot=20,
    )  # fmt: skip
    verkoop_m2: Decimal = _veld(
        "Verkoopprijs v.o.n. per m²", "bedrag", "verkoop",
        "Per m² GO bij woningen, anders per m² VVO. Zonder btw.", voor=BLIJVEND, wijze=VERKOOP,
    )  # fmt: skip
    tijdelijke_huur: Decimal = _veld("Kale huur per m² VVO per jaar", "bedrag", "tijdelijk", voor=TIJDELIJK, tot=5_000)
    tijdelijke_lasten: Decimal = _veld(
        "Exploitatiekosten en leegstand", "procent", "tijdelijk", "Als deel van de bruto huur.", voor=TIJDELIJK, tot=90
    )
    restwaarde: Decimal = _veld(
        "Waarde van het pand na afloop", "bedrag", "tijdelijk",
        "Wat u verwacht dat het pand op de einddatum waard is.", voor=TIJDELIJK, tot=1_000_000_000,
    )  # fmt: skip
    kavel: Decimal = _veld("Oppervlakte van de kavel", "m2", "grond", voor=SLOOP, van=1, tot=1_000_000)
    grondprijs: Decimal = _veld("Grondprijs per m² kavel", "bedrag", "grond", voor=SLOOP)

    sloopkosten: Decimal = _veld(
        "Sloopkosten per m² BVO", "bedrag", "kosten",
        "Strippen bij een verbouwing, of het hele gebouw weghalen bij sloop.", tot=10_000,
    )  # fmt: skip
    bouwkosten: Decimal = _veld(
        "Bouwkosten per m² BVO", "bedrag", "kosten", "Van aannemer en installateur, zonder duurzaamheid en parkeren.",
        voor=BOUWT, tot=20_000,
    )  # fmt: skip
    duurzaam: Decimal = _veld(
        "Duurzaamheid per m² BVO", "bedrag", "kosten", "Isolatie, installaties en opwek boven wat al moet.",
        voor=BOUWT, tot=10_000,
    )  # fmt: skip
    parkeerplaatsen: Decimal = _veld(
        "Parkeerplaatsen erbij", "stuks", "kosten", "Alleen wat u nog moet aanleggen.", voor=BOUWT, tot=5_000
    )
    parkeerkosten: Decimal = _veld("Kosten per parkeerplaats", "bedrag", "kosten", voor=BOUWT)
    onvoorzien: Decimal = _veld("Onvoorzien", "procent", "kosten", "Over sloop, bouw, duurzaamheid en parkeren.")
    honoraria: Decimal = _veld(
        "Honoraria en begeleiding", "procent", "kosten", "Architect, adviseurs en bouwbegeleiding, over de bouwsom.",
    )  # fmt: skip
    leges: Decimal = _veld("Leges", "procent", "kosten", "Over sloop, bouw, duurzaamheid en parkeren.", tot=20)
    btw: Decimal = _veld(
        "Btw die u niet kunt verrekenen", "procent", "kosten",
        "Over de bouwsom en de honoraria. Bij verhuur zonder btw, zoals van woningen, meestal het volle tarief; anders "
        "0. Laat dit toetsen.", tot=30,
    )  # fmt: skip
    verkoopkosten: Decimal = _veld("Kosten van verhuur of verkoop", "procent", "kosten", "Over de opbrengst.", tot=50)

    overdracht: Decimal = _veld(
        "Overdrachtsbelasting bij aankoop", "procent", "kosten",
        "Zet op 0 als de eigenaar zelf ontwikkelt en het pand niet van eigenaar wisselt.", tot=20,
    )  # fmt: skip

    voorbereiding: Decimal = _veld(
        "Voorbereiding", "kwartalen", "tijd", "Plan, procedure en vergunning: zo lang na de aankoop begint de bouw.",
        tot=40,
    )  # fmt: skip
    bouwtijd: Decimal = _veld("Bouw of sloop", "kwartalen", "tijd", van=1, tot=40)
    afzet: Decimal = _veld(
        "Verkoop of verhuur", "kwartalen", "tijd", "Na de bouw, tot alles is verkocht of verhuurd.",
        voor=ALLE - TIJDELIJK, van=1, tot=40,
    )  # fmt: skip
    rente: Decimal = _veld("Rente per jaar", "procent", "tijd", "Per kwartaal een vierde deel, over alles.", tot=25)
    winst_risico: Decimal = _veld("Winst en risico", "procent", "tijd", "Over de opbrengst.", tot=50)

    boekwaarde: Decimal = _veld(
        "Boekwaarde", "bedrag", "pand", "Waarvoor het pand nu bij de eigenaar in de boeken staat.", tot=1_000_000_000
    )
    inbreng: Decimal = _veld(
        "Prijs waarvoor het pand wordt ingebracht", "bedrag", "pand",
        "De koopprijs of de waarde waarvoor de eigenaar het inbrengt.", tot=1_000_000_000,
    )  # fmt: skip

    def __post_init__(self) -> None:
        fouten: dict[str, str] = {}
        if self.variant not in ALLE:
            fouten["variant"] = "Deze bestemming kan het portaal niet doorrekenen."
        if self.opbrengstwijze not in {VERHUUR, VERKOOP}:
            fouten["opbrengstwijze"] = "Kies verhuur of verkoop."
        if self.rendement_over not in {NAR, BAR}:
            fouten["rendement_over"] = "Kies de netto of de bruto huur."
        for veld in VELDEN.values():
            waarde = getattr(self, veld.naam)
            if not isinstance(waarde, Decimal) or not waarde.is_finite():
                fouten[veld.naam] = "Vul een getal in."
            elif not veld.laagste <= waarde <= veld.hoogste:
                fouten[veld.naam] = f"Vul een waarde in van {veld.tekst(veld.laagste)} tot en met " + (
                    f"{veld.tekst(veld.hoogste)}."
                )
            elif veld.soort in {"kwartalen", "stuks", "m2"} and waarde != waarde.to_integral_value():
                fouten[veld.naam] = "Vul een geheel getal in."
        if not fouten and self.verkoopkosten + self.winst_risico > 100:
            fouten["winst_risico"] = "Winst en risico en de kosten van verkoop zijn samen meer dan de opbrengst."
        if not fouten and self.variant in TIJDELIJK:
            fouten |= self._fouten_tijdelijk()
        if fouten:
            raise OngeldigeInvoer(fouten)

    def _fouten_tijdelijk(self) -> dict[str, str]:
        if self.start is None:
            return {"start": "Vul in wanneer u begint."}
        if self.einddatum is None:
            return {"einddatum": "Vul in wanneer het tijdelijke gebruik eindigt."}
        nodig = int(self.voorbereiding + self.bouwtijd) + 1
        if self.looptijd < nodig:
            return {
                "einddatum": "De einddatum komt te vroeg: met voorbereiding en bouw is er minstens "
                f"{opmaak.aantal(nodig, 'kwartaal', 'kwartalen')} nodig, en er "
                f"{'is' if self.looptijd == 1 else 'zijn'} er {self.looptijd}."
            }
        if self.looptijd > 160:
            return {"einddatum": "Langer dan 40 jaar is niet tijdelijk. Kies een eerdere einddatum."}
        return {}

    @property
    def looptijd(self) -> int:
        """Whole quarters from start to einddatum."""
        if self.start is None or self.einddatum is None:
            return 0
        maanden = (self.einddatum.year - self.start.year) * 12 + self.einddatum.month - self.start.month
        return max(0, (maanden - (self.einddatum.day < self.start.day)) // 3)

    def met(self, **waarden: Any) -> Invoer:
        """The same with other values. Raises `OngeldigeInvoer` for what can't be."""
        return replace(self, **waarden)

    def als_json(self) -> dict[str, str]:
        """What the destination uses, as text; equal input gives equal text, and `van_json` reads it again."""
        namen = [veld.naam for veld in velden_voor(self.variant)]
        gegevens = {naam: f"{getattr(self, naam).normalize():f}" for naam in namen}
        gegevens |= {"opbrengstwijze": self.opbrengstwijze, "rendement_over": self.rendement_over}
        if self.variant in TIJDELIJK and self.start and self.einddatum:
            gegevens |= {"start": self.start.isoformat(), "einddatum": self.einddatum.isoformat()}
        return gegevens

    @classmethod
    def van_json(cls, variant: str, gegevens: Mapping[str, Any]) -> Invoer:
        """Raises `OngeldigeInvoer` when it isn't what this calculation takes."""
        waarden: dict[str, Any] = {"variant": variant}
        fouten = {naam: "Dit veld kent de berekening niet." for naam in gegevens if naam not in NAMEN}
        for naam, tekst in gegevens.items():
            try:
                if naam in VELDEN:
                    waarden[naam] = Decimal(str(tekst))
                elif naam in {"start", "einddatum"}:
                    waarden[naam] = datetime.date.fromisoformat(str(tekst))
                elif naam not in fouten:
                    waarden[naam] = tekst
            except (InvalidOperation, ValueError):
                fouten[naam] = "Vul een getal in." if naam in VELDEN else "Vul een datum in."
        if fouten:
            raise OngeldigeInvoer(fouten)
        return cls(**waarden)


VELDEN: dict[str, Veld] = {veld.name: Veld(naam=veld.name, **veld.metadata) for veld in fields(Invoer) if veld.metadata}
NAMEN = {veld.name for veld in fields(Invoer) if veld.default is not MISSING}


def velden_voor(variant: str, wijze: str = "") -> list[Veld]:
    """The inputs that a destination uses; with a `wijze` only those that count for it."""
    return [veld for veld in VELDEN.values() if variant in veld.voor and (not wijze or veld.wijze in {"", wijze})]
