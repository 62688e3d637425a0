"""Filters of the list of signalen."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet

from monitoring.models import Bron, Gemeente, Signaal
from monitoring.rules import gemeenten_van, ziet_alles
from monitoring.signalen import NAAM_MELDING, REGELS

ALLE = "alle"


class SignaalFilterSet(django_filters.FilterSet):
    """Signalen by rule, severity, place, source and status; without a choice the open ones."""

    regel = django_filters.ChoiceFilter(
        label="Regel",
        choices=lambda: [*((regel.slug, regel.naam) for regel in REGELS.values()), (Signaal.MELDING, NAAM_MELDING)],
        empty_label="Alle",
    )
    ernst = django_filters.ChoiceFilter(label="Ernst", choices=Signaal.Ernst.choices, empty_label="Alle")
    gemeente = django_filters.ModelChoiceFilter(label="Gemeente", queryset=Gemeente.objects.none(), empty_label="Alle")
    bron = django_filters.ModelChoiceFilter(label="Bron", queryset=Bron.objects.all(), empty_label="Alle")
    status = django_filters.ChoiceFilter(
        label="Status", choices=[*Signaal.Status.choices, (ALLE, "Alle")], method="op_status", empty_label=None
    )

    class Meta:
        model = Signaal
        fields = ["regel", "ernst", "gemeente", "bron", "status"]

    def __init__(self, data: Any, *args: Any, gebruiker: Any, **kwargs: Any) -> None:
        data = data.copy()
        if not data.get("status"):
            data["status"] = Signaal.Status.OPEN
        super().__init__(data, *args, **kwargs)
        gemeenten = Gemeente.objects.huidig() if ziet_alles(gebruiker) else gemeenten_van(gebruiker)
        self.filters["gemeente"].queryset = gemeenten.only("code", "naam")

    def op_status(self, signalen: QuerySet[Signaal], naam: str, waarde: str) -> QuerySet[Signaal]:
        return signalen if waarde == ALLE else signalen.filter(status=waarde)
