"""Filters of the table of gemeenten."""

from __future__ import annotations

import datetime
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet

# A term that ends within so many days needs a follower.
BINNENKORT_DAGEN = 90


class NetwerkFilterSet(django_filters.FilterSet):
    """Gemeenten by name, by taking part, and by whether they have a loods and a commitment."""

    q = django_filters.CharFilter(
        label="Gemeente", field_name="naam", lookup_expr="icontains", widget=forms.TextInput(attrs={"type": "search"})
    )
    programma = django_filters.ChoiceFilter(
        label="Programma", choices=[("ja", "Doet mee"), ("nee", "Doet niet mee")], method="op_programma",
        empty_label="Alle",
    )  # fmt: skip
    loods = django_filters.ChoiceFilter(
        label="Kantorenloods",
        choices=[("met", "Heeft er een"), ("zonder", "Heeft er geen"), ("binnenkort", "Termijn loopt binnenkort af")],
        method="op_loods",
        empty_label="Alle",
    )
    commitment = django_filters.ChoiceFilter(
        label="Commitment", choices=[("met", "Uitgesproken"), ("zonder", "Nog niet")], method="op_commitment",
        empty_label="Alle",
    )  # fmt: skip

    def op_programma(self, rijen: QuerySet[Any], naam: str, waarde: str) -> QuerySet[Any]:
        mee = Q(profiel__in_programma=True)
        return rijen.filter(mee) if waarde == "ja" else rijen.exclude(mee)

    def op_loods(self, rijen: QuerySet[Any], naam: str, waarde: str) -> QuerySet[Any]:
        if waarde == "zonder":
            return rijen.filter(teamleden=0)
        if waarde == "met":
            return rijen.filter(teamleden__gt=0)
        grens = datetime.date.today() + datetime.timedelta(days=BINNENKORT_DAGEN)
        return rijen.filter(teamleden__gt=0, zonder_einde=0, loods_tot__lte=grens)

    def op_commitment(self, rijen: QuerySet[Any], naam: str, waarde: str) -> QuerySet[Any]:
        uitgesproken = Q(profiel__isnull=False) & ~Q(profiel__commitment="")
        return rijen.filter(uitgesproken) if waarde == "met" else rijen.exclude(uitgesproken)
