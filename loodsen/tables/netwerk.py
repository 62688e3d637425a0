"""The table of gemeenten for the coach."""

from __future__ import annotations

import datetime
from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from akt.opmaak import GEEN, datum_kort

RECHTS = {"th": {"class": "akt-getal"}, "td": {"class": "akt-getal"}}


def _datum(kop: str, **meer: Any) -> tables.Column:
    return tables.Column(kop, attrs=RECHTS, **meer)


class NetwerkTable(tables.Table):
    naam = tables.Column("Gemeente")
    in_programma = tables.Column("Programma", empty_values=())
    teamleden = tables.Column("Kantorenloods", empty_values=())
    loods_sinds = _datum("Sinds")
    wethouder = tables.Column("Wethouder")
    commitment_op = _datum("Commitment", empty_values=())

    class Meta:
        attrs = {"caption": "Gemeenten en hun kantorenloods"}
        order_by = ("naam",)
        default = GEEN
        empty_text = "Geen gemeente past bij deze filters. Maak een filter ruimer of wis ze allemaal."

    def render_naam(self, record: Any) -> SafeString:
        return format_html(
            '<a class="utrecht-link utrecht-link--html-a" href="{}">{}</a>',
            reverse("loodsen:kantorenloods", args=[record.pk]),
            record.naam,
        )

    def render_in_programma(self, record: Any) -> str:
        return "doet mee" if record.in_programma else GEEN

    def render_teamleden(self, record: Any) -> Any:
        if not record.team:
            klasse = "let-op" if record.in_programma else "leeg"
            return format_html('<span class="akt-status akt-status--{}">geen</span>', klasse)
        namen = ", ".join(loods.naam for loods in record.team)
        if record.zonder_einde or not record.loods_tot:
            return namen
        return format_html('{} <span class="akt-klein">tot {}</span>', namen, datum_kort(record.loods_tot))

    def render_loods_sinds(self, value: datetime.date) -> str:
        return datum_kort(value)

    def render_commitment_op(self, record: Any) -> str:
        if not record.commitment:
            return GEEN
        return datum_kort(record.commitment_op) if record.commitment_op else "zonder datum"
