"""Filters of the list of bijeenkomsten."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils import timezone

from loodsen.models import Bijeenkomst
from monitoring.models import Regio

KOMEND, GEWEEST, ALLES = "komend", "geweest", "alles"


class BijeenkomstFilterSet(django_filters.FilterSet):
    """By kind, regio and time; without a choice those that are still to come."""

    soort = django_filters.ChoiceFilter(label="Soort", choices=Bijeenkomst.Soort.choices, empty_label="Alle")
    regio = django_filters.ModelChoiceFilter(label="Regio", queryset=Regio.objects.all(), empty_label="Alle")
    tijd = django_filters.ChoiceFilter(
        label="Wanneer",
        choices=[(KOMEND, "Komend"), (GEWEEST, "Geweest"), (ALLES, "Alles")],
        method="in_tijd",
        empty_label=None,
    )

    class Meta:
        model = Bijeenkomst
        fields = ["soort", "regio", "tijd"]

    def __init__(self, data: Any, *args: Any, **kwargs: Any) -> None:
        data = data.copy()
        if not data.get("tijd"):
            data["tijd"] = KOMEND
        super().__init__(data, *args, **kwargs)

    def in_tijd(self, bijeenkomsten: QuerySet[Bijeenkomst], naam: str, waarde: str) -> QuerySet[Bijeenkomst]:
        nu = timezone.now()
        if waarde == KOMEND:
            return bijeenkomsten.filter(einde__gte=nu).order_by("begin", "pk")
        if waarde == GEWEEST:
            bijeenkomsten = bijeenkomsten.filter(einde__lt=nu)
        return bijeenkomsten.order_by("-begin", "-pk")
