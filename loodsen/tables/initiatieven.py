"""Table of the initiatieven."""

from __future__ import annotations

import datetime

import django_tables2 as tables
from django.utils import timezone
from django.utils.html import format_html

from akt.opmaak import GEEN, datum_kort, m2
from loodsen.models import Initiatief

GETAL = {"th": {"class": "akt-getal"}, "td": {"class": "akt-getal"}}
TOON = {Initiatief.Status.NIEUW: " akt-status--let-op", Initiatief.Status.GEKOPPELD: " akt-status--goed"}


def m2_gevraagd(initiatief: Initiatief) -> str:
    """'500 m² tot 2.000 m²', 'vanaf 500 m²', 'tot 2.000 m²' or '–'."""
    if initiatief.m2_min and initiatief.m2_max:
        return f"{m2(initiatief.m2_min)} tot {m2(initiatief.m2_max)}"
    if initiatief.m2_min:
        return f"vanaf {m2(initiatief.m2_min)}"
    return f"tot {m2(initiatief.m2_max)}" if initiatief.m2_max else GEEN


def waar_gevraagd(initiatief: Initiatief) -> str:
    """Where it may land, in words; needs `gemeenten` and `regio` at hand."""
    delen = [str(initiatief.regio)] if initiatief.regio else []
    delen += [str(gemeente) for gemeente in initiatief.gemeenten.all()]
    return ", ".join(delen) or "hele provincie"


class InitiatiefTable(tables.Table):
    """Initiatieven with what they ask and how far they are."""

    titel = tables.Column("Initiatief")
    bestemming = tables.Column("Gebruik")
    omvang = tables.Column("Omvang", empty_values=(), order_by="m2_min", attrs=GETAL)
    waar = tables.Column("Waar", empty_values=(), orderable=False)
    koppelingen = tables.Column("Koppelingen", accessor="telling", attrs=GETAL)
    stand = tables.Column("Status", accessor="status")
    gemaakt = tables.Column("Ingediend", accessor="gemaakt_op", attrs=GETAL)

    class Meta:
        model = Initiatief
        fields = ("titel", "bestemming", "omvang", "waar", "koppelingen", "stand", "gemaakt")
        default = GEEN
        empty_text = "Geen initiatieven gevonden."
        attrs = {"caption": "Initiatieven"}

    def render_titel(self, record: Initiatief) -> str:
        merk = format_html(' <span class="akt-status">demo</span>') if record.demo else ""
        return format_html(
            '<a class="utrecht-link utrecht-link--html-a" href="{}">{}</a>{}<br><span class="akt-klein">{}</span>',
            record.get_absolute_url(), record.titel, merk, record.organisatie or record.indiener_naam or record.nummer,
        )  # fmt: skip

    def render_omvang(self, record: Initiatief) -> str:
        return m2_gevraagd(record)

    def render_waar(self, record: Initiatief) -> str:
        return waar_gevraagd(record)

    def render_stand(self, record: Initiatief) -> str:
        toon = TOON.get(Initiatief.Status(record.status), "")
        return format_html('<span class="akt-status{}">{}</span>', toon, record.get_status_display())

    def render_gemaakt(self, value: datetime.datetime) -> str:
        return datum_kort(timezone.localtime(value).date())
