"""The list of organisations."""

from __future__ import annotations

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from akt.opmaak import GEEN
from loodsen.models import Organisatie


class OrganisatieTable(tables.Table):
    naam = tables.Column("Organisatie")
    soort = tables.Column("Soort")
    gemeente = tables.Column("Gemeente", accessor="gemeente__naam")
    personen = tables.Column("Contactpersonen", attrs={"th": {"class": "akt-getal"}, "td": {"class": "akt-getal"}})
    open_vragen = tables.Column("Toestemming", empty_values=())

    class Meta:
        model = Organisatie
        fields = ("naam", "soort", "gemeente", "personen", "open_vragen")
        attrs = {"caption": "Organisaties"}
        order_by = ("naam",)
        default = GEEN
        empty_text = "Er is niets gevonden. Maak een filter ruimer of wis ze allemaal."

    def render_naam(self, record: Organisatie) -> SafeString:
        demo = mark_safe(' <span class="akt-status">demo</span>') if record.demo else ""
        weg = "" if record.actief else mark_safe(' <span class="akt-status">niet meer actief</span>')
        return format_html(
            '<a class="utrecht-link utrecht-link--html-a" href="{}">{}</a>{}{}',
            record.get_absolute_url(), record.naam, demo, weg,
        )  # fmt: skip

    def render_open_vragen(self, value: int) -> object:
        if not value:
            return GEEN
        return format_html('<span class="akt-status akt-status--let-op">{} nog open</span>', value)
