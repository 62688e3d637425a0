"""Tables of what is measured beside the voorraad. The same columns, and the hidden ones, make the exports."""

from __future__ import annotations

import datetime
from typing import Any

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from akt.opmaak import GEEN, datum_kort, getal
from monitoring.models import (
    Doelstelling,
    Maatregel,
    Plancapaciteit,
    Transactie,
    Transformatie,
    Trendcijfer,
    Voorziening,
)

RECHTS = {"th": {"class": "akt-getal"}, "td": {"class": "akt-getal"}}


class Kolom(tables.Column):
    """Text on the page; in an export the value itself, so that numbers and dates stay numbers and dates."""

    def value(self, value: Any) -> Any:
        return value


class GetalKolom(Kolom):
    def __init__(self, *args: Any, decimalen: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, attrs=RECHTS, **kwargs)
        self.decimalen = decimalen

    def render(self, value: Any) -> str:
        return getal(value, self.decimalen)


class JaarKolom(Kolom):
    """A year: a number without a point in it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, attrs=RECHTS, **kwargs)

    def render(self, value: int) -> str:
        return str(value)


class DatumKolom(Kolom):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, attrs=RECHTS, **kwargs)

    def render(self, value: datetime.date) -> str:
        return datum_kort(value)


class KeuzeKolom(Kolom):
    """The words of a choice instead of its code, on the page and in exports."""

    def render(self, value: Any, record: Any, bound_column: Any) -> str:
        return str(getattr(record, f"get_{bound_column.accessor}_display")())

    def value(self, value: Any, record: Any, bound_column: Any) -> str:  # type: ignore[override]
        return self.render(value, record, bound_column)


class NaamKolom(Kolom):
    """What the row is called, as the link to its own page, with a mark when it is made up."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, empty_values=(), **kwargs)

    def render(self, value: Any, record: Any, table: Any, bound_column: Any) -> SafeString:
        demo = mark_safe(' <span class="akt-status">demo</span>') if getattr(record, "demo", False) else ""
        return format_html(
            '<a class="utrecht-link utrecht-link--html-a" href="{}">{}</a>{}',
            table.adres_van(record),
            self.value(value, record, bound_column),
            demo,
        )

    def value(self, value: Any, record: Any, bound_column: Any) -> str:  # type: ignore[override]
        keuze = getattr(record, f"get_{bound_column.name}_display", None)
        return str(keuze() if keuze else value)


class DemoKolom(Kolom):
    """Only in exports: a file goes its own way, without the page that says so."""

    def __init__(self) -> None:
        super().__init__("Demogegevens", accessor="demo", visible=False)

    def value(self, value: bool) -> str:
        return "ja" if value else "nee"


class MetingTable(tables.Table):
    """`adres_van` gives the address of a row's own page; the view sets it."""

    adres_van: Any = None

    class Meta:
        default = GEEN
        empty_text = "Er is niets gevonden. Maak een filter ruimer of wis ze allemaal."


class PlancapaciteitTable(MetingTable):
    plan = NaamKolom("Plan")
    gemeente = Kolom("Gemeente", accessor="gemeente__naam")
    terrein = Kolom("Terrein", accessor="terrein__naam")
    status = KeuzeKolom("Status")
    bvo_m2 = GetalKolom("m² BVO")
    peildatum = DatumKolom("Peildatum")
    bron = Kolom("Bron", accessor="bron__naam")
    toelichting = Kolom("Toelichting", visible=False)
    demo = DemoKolom()

    class Meta(MetingTable.Meta):
        model = Plancapaciteit
        fields = ("plan", "gemeente", "terrein", "status", "bvo_m2", "peildatum", "bron", "toelichting", "demo")
        attrs = {"caption": "Plancapaciteit"}
        order_by = ("gemeente", "plan", "status", "-peildatum")


class TransformatieTable(MetingTable):
    naam = NaamKolom("Project")
    gemeente = Kolom("Gemeente", accessor="gemeente__naam")
    bestemming = KeuzeKolom("Wordt")
    vvo_m2 = GetalKolom("m² VVO")
    woningen = GetalKolom("Woningen")
    fase = KeuzeKolom("Fase")
    start_op = DatumKolom("Start")
    gereed_op = DatumKolom("Gereed")
    panden = Kolom("BAG-pandnummers", empty_values=(), orderable=False, visible=False)
    bron = Kolom("Bron", accessor="bron__naam")
    toelichting = Kolom("Toelichting", visible=False)
    demo = DemoKolom()

    class Meta(MetingTable.Meta):
        model = Transformatie
        fields = (
            "naam", "gemeente", "bestemming", "vvo_m2", "woningen", "fase", "start_op", "gereed_op", "panden", "bron",
            "toelichting", "demo",
        )  # fmt: skip
        attrs = {"caption": "Transformaties en sloop"}
        order_by = ("gemeente", "naam")

    def value_panden(self, record: Transformatie) -> str:
        return ", ".join(pand.bag_id for pand in record.panden.all())


class TransactieTable(MetingTable):
    transactie = NaamKolom("Transactie", accessor="pk", order_by=("datum", "pk"))
    datum = DatumKolom("Datum")
    gemeente = Kolom("Gemeente", accessor="gemeente__naam")
    soort = KeuzeKolom("Soort")
    vvo_m2 = GetalKolom("m² VVO")
    prijs = GetalKolom("Prijs (€)", decimalen=2)
    sector = KeuzeKolom("Sector")
    pand = Kolom("BAG-pandnummer", accessor="pand__bag_id", visible=False)
    bron = Kolom("Bron", accessor="bron__naam")
    toelichting = Kolom("Toelichting", visible=False)
    demo = DemoKolom()

    class Meta(MetingTable.Meta):
        model = Transactie
        fields = (
            "transactie", "datum", "gemeente", "soort", "vvo_m2", "prijs", "sector", "pand", "bron", "toelichting",
            "demo",
        )  # fmt: skip
        attrs = {"caption": "Transacties"}
        order_by = ("-datum",)

    def render_transactie(self, record: Transactie, bound_column: Any) -> SafeString:
        return bound_column.column.render(self.value_transactie(record), record, self, bound_column)

    @staticmethod
    def value_transactie(record: Transactie) -> str:
        eerste = next(iter(record.pand.eerste_adressen), None) if record.pand else None  # type: ignore[attr-defined]
        return eerste.regel if eerste else str(record.pand or f"{record.gemeente}, pand onbekend")


class VoorzieningTable(MetingTable):
    soort = NaamKolom("Voorziening")
    terrein = Kolom("Terrein", accessor="terrein__naam")
    gemeente = Kolom("Gemeente", accessor="terrein__gemeente__naam")
    afstand_m = GetalKolom("Loopafstand (m)")
    toelichting = Kolom("Toelichting")

    class Meta(MetingTable.Meta):
        model = Voorziening
        fields = ("soort", "terrein", "gemeente", "afstand_m", "toelichting")
        attrs = {"caption": "Voorzieningen"}
        order_by = ("gemeente", "terrein", "soort")


class MaatregelTable(MetingTable):
    naam = NaamKolom("Maatregel")
    spoor = KeuzeKolom("Spoor")
    begin = DatumKolom("Begin")
    einde = DatumKolom("Einde")
    waar = Kolom("Waar", accessor="pk", orderable=False)
    omschrijving = Kolom("Omschrijving", visible=False)
    demo = DemoKolom()

    class Meta(MetingTable.Meta):
        model = Maatregel
        fields = ("naam", "spoor", "begin", "einde", "waar", "omschrijving", "demo")
        attrs = {"caption": "Maatregelen"}
        order_by = ("-begin",)

    def render_waar(self, record: Maatregel) -> str:
        waar = [*record.gemeenten.all(), *record.terreinen.all()]
        return ", ".join(map(str, waar)) or "Hele provincie"

    def value_waar(self, record: Maatregel) -> str:
        return self.render_waar(record)


class DoelstellingTable(MetingTable):
    soort = NaamKolom("Doel")
    gebied = Kolom("Gebied", accessor="pk", order_by=("niveau", "gebied_code"))
    jaar = JaarKolom("In")
    waarde = GetalKolom("Doel: waarde")
    stand = GetalKolom("Stand", accessor="voortgang__stand", orderable=False)
    op = DatumKolom("Op", accessor="voortgang__peildatum", orderable=False)
    gehaald = Kolom("Gehaald", accessor="voortgang__gehaald", orderable=False)
    toelichting = Kolom("Toelichting", visible=False)
    demo = DemoKolom()

    class Meta(MetingTable.Meta):
        model = Doelstelling
        fields = ("soort", "gebied", "jaar", "waarde", "stand", "op", "gehaald", "toelichting", "demo")
        attrs = {"caption": "Doelstellingen"}
        order_by = ("gebied", "soort", "jaar")

    @staticmethod
    def render_gebied(record: Doelstelling) -> str:
        return str(record.gebied)  # type: ignore[attr-defined]

    value_gebied = render_gebied

    @staticmethod
    def _in_eenheid(record: Doelstelling, waarde: Any) -> str:
        percentage = record.soort == Doelstelling.Soort.LEEGSTANDSPERCENTAGE
        return f"{getal(waarde, 1)}%" if percentage else f"{getal(waarde)}\u00a0m²"

    def render_waarde(self, record: Doelstelling) -> str:
        return self._in_eenheid(record, record.waarde)

    def render_stand(self, value: Any, record: Doelstelling) -> str:
        return self._in_eenheid(record, value)

    @staticmethod
    def value_waarde(record: Doelstelling) -> Any:
        return record.waarde

    @staticmethod
    def value_stand(value: Any) -> Any:
        return None if value is None else round(value, 2)

    @staticmethod
    def render_gehaald(value: bool) -> SafeString:
        klasse, tekst = ("goed", "ja") if value else ("let-op", "nog niet")
        return format_html('<span class="akt-status akt-status--{}">{}</span>', klasse, tekst)

    @staticmethod
    def value_gehaald(value: bool) -> str:
        return "ja" if value else "nog niet"


class TrendcijferTable(MetingTable):
    soort = NaamKolom("Cijfer")
    gebied = Kolom("Gebied", accessor="pk", order_by="gebied_code")
    peildatum = DatumKolom("Peildatum")
    tot = DatumKolom("Tot")
    grens = KeuzeKolom("Grens")
    waarde = GetalKolom("Waarde")
    eenheid = Kolom("Eenheid")
    bron = Kolom("Bron", accessor="bron__naam")
    toelichting = Kolom("Toelichting", visible=False)

    class Meta(MetingTable.Meta):
        model = Trendcijfer
        fields = ("soort", "gebied", "peildatum", "tot", "grens", "waarde", "eenheid", "bron", "toelichting")
        attrs = {"caption": "Trendcijfers"}
        order_by = ("soort", "-peildatum")

    @staticmethod
    def render_gebied(record: Trendcijfer) -> str:
        return str(record.gebied)  # type: ignore[attr-defined]

    value_gebied = render_gebied
