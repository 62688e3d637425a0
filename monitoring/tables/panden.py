"""Tables of the lists."""

from __future__ import annotations

import datetime
from typing import Any

import django_tables2 as tables
from django.db.models import F
from django.utils.html import format_html

from akt.opmaak import GEEN, datum_kort, getal, procent
from monitoring.models import Pand

GETAL = {"th": {"class": "akt-getal"}, "td": {"class": "akt-getal"}}


class PandTable(tables.Table):
    """Panden with their latest state, as a person reads it."""

    adres = tables.Column("Pand", empty_values=(), orderable=False)
    gemeente = tables.Column("Gemeente", accessor="gemeente__naam")
    bouwjaar = tables.Column("Bouwjaar", attrs=GETAL)
    voorraad = tables.Column("Voorraad (m²)", accessor="stand__voorraad_m2", attrs=GETAL)
    leegstand = tables.Column("Leegstand (m²)", accessor="stand__leegstand_m2", attrs=GETAL)
    aandeel = tables.Column("Leeg", empty_values=(), orderable=False, attrs=GETAL)
    leeg_sinds = tables.Column("Leeg sinds", accessor="stand__leeg_sinds", attrs=GETAL)
    waargenomen = tables.Column("Waargenomen", accessor="stand__peildatum", attrs=GETAL)

    class Meta:
        model = Pand
        fields = ("adres", "gemeente", "bouwjaar", "voorraad", "leegstand", "aandeel", "leeg_sinds", "waargenomen")
        default = GEEN
        empty_text = "Geen panden gevonden. Maak een filter ruimer of wis ze allemaal."
        attrs = {"caption": "Panden met kantoorruimte"}
        order_by = "-leegstand"

    def render_adres(self, record: Pand) -> str:
        adressen = record.eerste_adressen  # type: ignore[attr-defined]
        regel = adressen[0].regel if adressen else ""
        meer = f" en {len(adressen) - 1} meer" if len(adressen) > 1 else ""
        return format_html(
            '<a class="utrecht-link utrecht-link--html-a" href="{}">{}</a>{}',
            record.get_absolute_url(),
            regel or str(record),
            meer,
        )

    def render_bouwjaar(self, value: int) -> str:
        return str(value)

    def render_voorraad(self, value: int, record: Pand) -> str:
        return f"{getal(value)}*" if record.stand.geraamd else getal(value)

    def render_leegstand(self, value: int) -> str:
        return getal(value)

    def render_aandeel(self, record: Pand) -> str:
        stand = getattr(record, "stand", None)
        return procent(100 * stand.leegstand_m2 / stand.voorraad_m2, 0) if stand and stand.voorraad_m2 else GEEN

    def render_leeg_sinds(self, value: datetime.date) -> str:
        return datum_kort(value)

    def render_waargenomen(self, value: datetime.date) -> str:
        return datum_kort(value)

    def order_gemeente(self, queryset: Any, is_descending: bool) -> tuple[Any, bool]:
        return self._leeg_achteraan(queryset, "gemeente__naam", is_descending)

    def order_bouwjaar(self, queryset: Any, is_descending: bool) -> tuple[Any, bool]:
        return self._leeg_achteraan(queryset, "bouwjaar", is_descending)

    def order_leegstand(self, queryset: Any, is_descending: bool) -> tuple[Any, bool]:
        return self._leeg_achteraan(queryset, "stand__leegstand_m2", is_descending)

    def order_voorraad(self, queryset: Any, is_descending: bool) -> tuple[Any, bool]:
        return self._leeg_achteraan(queryset, "stand__voorraad_m2", is_descending)

    def order_leeg_sinds(self, queryset: Any, is_descending: bool) -> tuple[Any, bool]:
        return self._leeg_achteraan(queryset, "stand__leeg_sinds", is_descending)

    def order_waargenomen(self, queryset: Any, is_descending: bool) -> tuple[Any, bool]:
        return self._leeg_achteraan(queryset, "stand__peildatum", is_descending)

    @staticmethod
    def _leeg_achteraan(queryset: Any, veld: str, aflopend: bool) -> tuple[Any, bool]:
        """Panden without a figure come last, whichever way one sorts; the BAG id makes the order stable."""
        orde = F(veld).desc(nulls_last=True) if aflopend else F(veld).asc(nulls_last=True)
        return queryset.order_by(orde, "bag_id"), True
