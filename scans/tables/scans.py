"""Table of the scans."""

from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from akt.opmaak import GEEN, datum_kort
from scans.models import Scan

KLASSE = {
    Scan.Fase.OPGELEVERD: "akt-status--goed",
    Scan.Fase.GEEVALUEERD: "akt-status--goed",
    Scan.Fase.AFGEBROKEN: "akt-status--fout",
    Scan.Fase.INTAKE: "akt-status--let-op",
}


class ScanTable(tables.Table):
    """Scans with where they are and how far."""

    titel = tables.Column("Scan", linkify=True)
    nummer = tables.Column("Nummer")
    gemeente = tables.Column("Gemeente", accessor="gemeente__naam")
    varianten = tables.Column("Bestemmingen", accessor="varianten", orderable=False)
    fase = tables.Column("Fase")
    aangevraagd_op = tables.Column("Aangevraagd", attrs={"td": {"class": "akt-getal"}})

    class Meta:
        model = Scan
        fields = ("titel", "nummer", "gemeente", "varianten", "fase", "aangevraagd_op")
        default = GEEN
        empty_text = "Geen scans gevonden."
        attrs = {"caption": "Scans"}

    def render_varianten(self, value: Any) -> str:
        return ", ".join(str(variant) for variant in value.all()) or GEEN

    def render_fase(self, record: Scan) -> SafeString:
        klasse = KLASSE.get(Scan.Fase(record.fase), "")
        return format_html('<span class="akt-status {}">{}</span>', klasse, record.get_fase_display())

    def render_aangevraagd_op(self, value: Any) -> str:
        return datum_kort(timezone.localtime(value).date())
