"""Tables of the agenda for gemeenten."""

from __future__ import annotations

import datetime
from typing import Any

import django_tables2 as tables
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from akt.opmaak import GEEN, datum_kort
from loodsen.models import Gemeenteagenda, Gemeenteagendapunt, Punt

KLASSEN = {
    Gemeenteagendapunt.Stand.NIET_BEGONNEN: "",
    Gemeenteagendapunt.Stand.BEZIG: "let-op",
    Gemeenteagendapunt.Stand.GEREED: "goed",
}
VOLGORDE = {stand: nummer for nummer, stand in enumerate(Gemeenteagendapunt.Stand.values)}
# The points in a word, as heads of narrow columns.
KORT = {
    Punt.KANTORENLOODS: "Kantorenloods", Punt.BELEID: "Beleid", Punt.PROCESSEN: "Processen",
    Punt.DOELSTELLING: "Doelstelling", Punt.SAMENWERKING: "Samenwerking",
}  # fmt: skip


class PuntKolom(tables.Column):
    """The stand of one point, coloured; its address is that of the point on the page of the gemeente."""

    def __init__(self, punt: Punt) -> None:
        super().__init__(f"{punt.value}. {KORT[punt]}", accessor=f"stand_{punt.value}", order_by=f"rang_{punt.value}")
        self.punt = punt

    def render(self, value: Any) -> SafeString:
        klasse = KLASSEN[Gemeenteagendapunt.Stand(value.stand)]
        extra = SafeString("")
        if value.is_te_laat(timezone.localdate()):
            extra = format_html(
                '<br><span class="akt-klein">te laat: was voor <span class="agenda-dag">{}</span></span>',
                datum_kort(value.streefdatum),
            )
        return format_html(
            '<span class="akt-status{}">{}</span>{}', f" akt-status--{klasse}" if klasse else "",
            value.get_stand_display(), extra,
        )  # fmt: skip

    def value(self, value: Any) -> str:  # type: ignore[override]
        return str(value.get_stand_display())


class GemeenteagendaTable(tables.Table):
    """Gemeenten by the five points. Rows are dicts made by `rijen`."""

    gemeente = tables.Column("Gemeente")
    stand_1 = PuntKolom(Punt.KANTORENLOODS)
    stand_2 = PuntKolom(Punt.BELEID)
    stand_3 = PuntKolom(Punt.PROCESSEN)
    stand_4 = PuntKolom(Punt.DOELSTELLING)
    stand_5 = PuntKolom(Punt.SAMENWERKING)
    gereed = tables.Column("Gereed", attrs={"th": {"class": "akt-getal"}, "td": {"class": "akt-getal"}})
    bijgewerkt = tables.Column("Bijgewerkt", attrs={"th": {"class": "akt-getal"}, "td": {"class": "akt-getal"}})
    demo = tables.Column("Demogegevens", visible=False)

    class Meta:
        default = GEEN
        empty_text = "Er doen nog geen gemeenten mee."
        attrs = {"caption": "Gemeenten en de vijf punten"}

    @staticmethod
    def rijen(agendas: list[Gemeenteagenda]) -> list[dict[str, Any]]:
        rijen = []
        for agenda in agendas:
            punten = list(agenda.punten.all())  # type: ignore[attr-defined]
            momenten = [punt.bijgewerkt_op for punt in punten if punt.bijgewerkt_op]
            rijen.append(
                {
                    "agenda": agenda,
                    "gemeente": agenda.gemeente.naam,
                    **{f"stand_{punt.punt}": punt for punt in punten},
                    **{f"rang_{punt.punt}": VOLGORDE[punt.stand] for punt in punten},
                    "gereed": sum(punt.stand == Gemeenteagendapunt.Stand.GEREED for punt in punten),
                    "bijgewerkt": timezone.localtime(max(momenten)).date() if momenten else None,
                    "demo": "ja" if any(punt.demo for punt in punten) else "nee",
                }
            )
        return rijen

    def render_gemeente(self, value: str, record: dict[str, Any]) -> SafeString:
        return format_html(
            '<a class="utrecht-link utrecht-link--html-a" href="{}">{}</a>', record["agenda"].get_absolute_url(), value
        )

    def value_gemeente(self, value: str) -> str:
        return value

    def render_gereed(self, value: int) -> str:
        return f"{value} van 5"

    def value_gereed(self, value: int) -> int:
        return value

    def render_bijgewerkt(self, value: datetime.date) -> str:
        return datum_kort(value)

    def value_bijgewerkt(self, value: datetime.date) -> datetime.date:
        return value
