"""Filters of the panden of a round."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet

from monitoring.filters.panden import PandFilterSet
from monitoring.models import Pand, Terrein


class RondePandFilterSet(PandFilterSet):
    """What is to be done, is done, or both; within that by place and vacancy as in the list of panden."""

    TE_DOEN, KLAAR, ALLE = "te-doen", "klaar", "alle"
    stand = django_filters.ChoiceFilter(
        label="Stand",
        choices=[(TE_DOEN, "Nog te doen"), (KLAAR, "Klaar"), (ALLE, "Alle panden")],
        method="op_stand",
        empty_label=None,
    )

    class Meta:
        model = Pand
        fields = ["stand", "q", "terrein", "leegstand"]

    def __init__(self, data: Any, queryset: QuerySet[Any], *, gemeente: str, **kwargs: Any) -> None:
        # Without a choice it is about what remains.
        gegevens = data.copy()
        gegevens.setdefault("stand", self.TE_DOEN)
        super().__init__(gegevens, queryset, **kwargs)
        for naam in ("gemeente", "grootte", "bouwperiode", "waarneming"):
            self.filters.pop(naam, None)
        self.filters["terrein"].queryset = Terrein.objects.filter(gemeente=gemeente).only("code", "naam")
        self.filters["terrein"].extra["empty_label"] = "Alle"

    def op_stand(self, panden: QuerySet[Any], naam: str, waarde: str) -> QuerySet[Any]:
        if waarde == self.TE_DOEN:
            return panden.filter(gedaan_op__isnull=True)
        return panden.filter(gedaan_op__isnull=False) if waarde == self.KLAAR else panden
