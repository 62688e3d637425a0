"""Filters of the list of scans."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Q, QuerySet

from monitoring.models import Gemeente
from scans.models import Scan


class ScanFilterSet(django_filters.FilterSet):
    """Scans by phase, gemeente and words."""

    fase = django_filters.ChoiceFilter(label="Fase", choices=Scan.Fase.choices, empty_label="Alle")
    gemeente = django_filters.ModelChoiceFilter(label="Gemeente", queryset=Gemeente.objects.none(), empty_label="Alle")
    zoek = django_filters.CharFilter(label="Zoek", method="op_woorden")

    class Meta:
        model = Scan
        fields = ["fase", "gemeente", "zoek"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        van_scans = Gemeente.objects.filter(pk__in=self.queryset.order_by().values("gemeente"))
        self.filters["gemeente"].queryset = van_scans.only("code", "naam")

    def op_woorden(self, scans: QuerySet[Scan], naam: str, waarde: str) -> QuerySet[Scan]:
        for woord in waarde.split()[:8]:
            scans = scans.filter(
                Q(nummer__icontains=woord) | Q(titel__icontains=woord) | Q(aanleiding__icontains=woord)
            )
        return scans
