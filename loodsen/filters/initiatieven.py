"""Filters of the list of initiatieven."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Q, QuerySet

from akt.forms import GeheelGetalField
from loodsen.models import Initiatief
from monitoring.models import Bestemming, Gemeente
from monitoring.rules import gemeenten_van, ziet_alles


class M2Filter(django_filters.NumberFilter):
    field_class = GeheelGetalField


class InitiatiefFilterSet(django_filters.FilterSet):
    """Initiatieven by words, use, m², place and status; without a choice of status those that are not closed."""

    zoek = django_filters.CharFilter(label="Zoek", method="op_tekst")
    bestemming = django_filters.ChoiceFilter(
        label="Gebruik", choices=[keuze for keuze in Bestemming.choices if keuze[0] != Bestemming.SLOOP],
        empty_label="Alle",
    )  # fmt: skip
    m2 = M2Filter(label="Past op (m²)", method="op_m2")
    gemeente = django_filters.ModelChoiceFilter(
        label="Kan in gemeente", queryset=Gemeente.objects.none(), empty_label="Alle", method="op_gemeente"
    )
    status = django_filters.ChoiceFilter(
        label="Status", choices=Initiatief.Status.choices, empty_label="Alle die lopen", method="op_status"
    )

    class Meta:
        model = Initiatief
        fields = ["zoek", "bestemming", "m2", "gemeente", "status"]

    def __init__(self, *args: Any, gebruiker: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        gemeenten = Gemeente.objects.huidig() if ziet_alles(gebruiker) else gemeenten_van(gebruiker)
        self.filters["gemeente"].queryset = gemeenten.only("code", "naam")

    @property
    def qs(self) -> QuerySet[Initiatief]:
        gevonden = super().qs
        return gevonden if self.data.get("status") else gevonden.exclude(status=Initiatief.Status.AFGESLOTEN)

    def op_tekst(self, initiatieven: QuerySet[Initiatief], naam: str, waarde: str) -> QuerySet[Initiatief]:
        return initiatieven.filter(
            Q(titel__icontains=waarde)
            | Q(omschrijving__icontains=waarde)
            | Q(organisatie__icontains=waarde)
            | Q(indiener_naam__icontains=waarde)
            | Q(nummer__iexact=waarde)
        )

    def op_m2(self, initiatieven: QuerySet[Initiatief], naam: str, waarde: int) -> QuerySet[Initiatief]:
        """Those for whom so many m² is enough and not too much."""
        return initiatieven.filter(
            Q(m2_min__isnull=True) | Q(m2_min__lte=waarde), Q(m2_max__isnull=True) | Q(m2_max__gte=waarde)
        )

    def op_gemeente(self, initiatieven: QuerySet[Initiatief], naam: str, waarde: Gemeente) -> QuerySet[Initiatief]:
        return initiatieven.in_gemeenten([waarde.pk])  # type: ignore[attr-defined]

    def op_status(self, initiatieven: QuerySet[Initiatief], naam: str, waarde: str) -> QuerySet[Initiatief]:
        return initiatieven.filter(status=waarde)
