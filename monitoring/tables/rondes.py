"""Tables of the rounds."""

from __future__ import annotations

import datetime
from typing import Any

import django_tables2 as tables
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from akt.opmaak import GEEN, datum_kort, getal
from monitoring.models import Deelname
from monitoring.rondes import Voortgang

GETAL = {"th": {"class": "akt-getal"}, "td": {"class": "akt-getal"}}


class DeelnameTable(tables.Table):
    """Gemeenten of a round with how far they are. Rows are dicts made by `rijen`."""

    gemeente = tables.Column("Gemeente")
    procent = tables.Column("Voortgang")
    panden = tables.Column("Panden", attrs=GETAL)
    te_doen = tables.Column("Te doen", attrs=GETAL)
    deadline = tables.Column("Deadline", attrs=GETAL)
    laatst = tables.Column("Laatst bijgewerkt", attrs=GETAL)
    stand = tables.Column("Stand")

    class Meta:
        default = GEEN
        empty_text = "Er doen geen gemeenten mee."
        attrs = {"caption": "Gemeenten in deze ronde"}

    @staticmethod
    def rijen(deelnames: list[Deelname], stand: dict[int, Voortgang]) -> list[dict[str, Any]]:
        return [
            {
                "deelname": deelname,
                "gemeente": deelname.gemeente.naam,
                "procent": stand[deelname.pk].procent,
                "panden": stand[deelname.pk].panden,
                "te_doen": stand[deelname.pk].te_doen,
                "deadline": deelname.uiterste_dag,
                "laatst": stand[deelname.pk].laatst,
                "stand": _stand(deelname, stand[deelname.pk]),
            }
            for deelname in deelnames
        ]

    def render_gemeente(self, value: str, record: dict[str, Any]) -> SafeString:
        return format_html(
            '<a class="utrecht-link utrecht-link--html-a" href="{}">{}</a>',
            record["deelname"].get_absolute_url(), value,
        )  # fmt: skip

    def render_procent(self, value: int, record: dict[str, Any]) -> SafeString:
        return format_html(
            '<span class="ronde-balk"><progress max="100" value="{}" aria-label="Voortgang {}"></progress> {}%</span>',
            value, record["gemeente"], value,
        )  # fmt: skip

    def render_panden(self, value: int) -> str:
        return getal(value)

    def render_te_doen(self, value: int) -> str:
        return getal(value)

    def render_deadline(self, value: datetime.date, record: dict[str, Any]) -> str:
        return f"{datum_kort(value)} (eigen)" if record["deelname"].deadline else datum_kort(value)

    def render_laatst(self, value: datetime.datetime) -> str:
        return datum_kort(timezone.localtime(value).date())

    def render_stand(self, value: tuple[int, str, str]) -> SafeString:
        return format_html(
            '<span class="akt-status{}">{}</span>', f" akt-status--{value[2]}" if value[2] else "", value[1]
        )


def _stand(deelname: Deelname, stand: Voortgang) -> tuple[int, str, str]:
    """(rank to sort by, words, suffix of the class) of where a gemeente is."""
    if deelname.afgerond_op:
        return 4, "afgerond", "goed"
    if stand.te_doen == 0:
        return 3, "alles ingevuld", "goed"
    if deelname.uiterste_dag < timezone.localdate():
        return 0, "te laat", "fout"
    return (2, "bezig", "") if stand.gedaan else (1, "nog niet begonnen", "let-op")
