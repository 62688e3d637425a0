"""Tables of the questions."""

from __future__ import annotations

import datetime
from typing import Any

import django_tables2 as tables
from django.conf import settings
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from akt.opmaak import GEEN, aantal, datum_kort
from loodsen.models import Vraag
from loodsen.werktijd import uiterste_dag, werkdagen


def stand(vraag: Vraag, nu: datetime.datetime | None = None) -> tuple[str, str]:
    """The status as people read it, and the class that goes with it."""
    if vraag.gewist_op:
        return "Gewist", ""
    if vraag.status != Vraag.Status.OPEN:
        return str(vraag.get_status_display()), "akt-status--goed"
    if werkdagen(vraag.sinds, nu or timezone.now()) > settings.AKT_VRAAG_NORM_WERKDAGEN:
        return "Te laat", "akt-status--fout"
    return "Wacht", "akt-status--let-op"


class VraagTable(tables.Table):
    """Questions with who asked, who has them, and how long they wait."""

    wat = tables.Column("Vraag", accessor="onderwerp", order_by="onderwerp", empty_values=())
    gemeente = tables.Column("Gemeente", accessor="gemeente__naam")
    bij = tables.Column("Bij", accessor="bij_wie", orderable=False)
    stand = tables.Column("Status", accessor="status", order_by="status")
    wacht = tables.Column("Wacht", accessor="sinds", order_by="sinds", attrs={"td": {"class": "akt-getal"}})
    uiterlijk = tables.Column("Uiterlijk", accessor="sinds", orderable=False, attrs={"td": {"class": "akt-getal"}})
    gesteld = tables.Column("Gesteld", accessor="gesteld_op", attrs={"td": {"class": "akt-getal"}})

    class Meta:
        model = Vraag
        fields = ("wat", "gemeente", "bij", "stand", "wacht", "uiterlijk", "gesteld")
        default = GEEN
        empty_text = "Geen vragen gevonden."
        attrs = {"caption": "Vragen"}

    def render_wat(self, record: Vraag) -> SafeString:
        wie = ", ".join(filter(None, [record.naam, record.organisatie]))
        return format_html(
            '<a class="utrecht-link utrecht-link--html-a" href="{}">{}</a><br><span class="akt-klein">{}</span>',
            record.get_absolute_url(),
            str(record),
            wie or "gewist",
        )

    def render_stand(self, record: Vraag) -> SafeString:
        tekst, klasse = stand(record)
        return format_html('<span class="akt-status {}">{}</span>', klasse, tekst)

    def render_wacht(self, record: Vraag) -> str:
        if record.status != Vraag.Status.OPEN:
            return GEEN
        dagen = werkdagen(record.sinds, timezone.now())
        return aantal(dagen, "werkdag", "werkdagen") if dagen else "sinds vandaag"

    def render_uiterlijk(self, record: Vraag) -> str:
        if record.status != Vraag.Status.OPEN:
            return GEEN
        return datum_kort(uiterste_dag(record.sinds, settings.AKT_VRAAG_NORM_WERKDAGEN))

    def render_gesteld(self, value: Any) -> str:
        return datum_kort(timezone.localtime(value).date())
