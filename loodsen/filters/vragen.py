"""Filters of the list of questions."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Q, QuerySet

from loodsen.models import Vraag
from loodsen.vragen import te_laat_voor
from monitoring.models import Gemeente
from monitoring.rules import gemeenten_van, ziet_alles

TE_LAAT, ALLE = "te-laat", "alle"
COACHTEAM, IK = "coachteam", "ik"


class VraagFilterSet(django_filters.FilterSet):
    """Questions by status, gemeente, who has them and words; without a choice those that wait."""

    status = django_filters.ChoiceFilter(
        label="Status",
        choices=[
            (Vraag.Status.OPEN, "Wacht op antwoord"),
            (TE_LAAT, "Te laat"),
            (Vraag.Status.BEANTWOORD, "Beantwoord"),
            (Vraag.Status.GESLOTEN, "Afgesloten"),
            (ALLE, "Alle"),
        ],
        method="op_status",
        empty_label=None,
    )
    gemeente = django_filters.ModelChoiceFilter(label="Gemeente", queryset=Gemeente.objects.none(), empty_label="Alle")
    bij = django_filters.ChoiceFilter(
        label="Bij wie", choices=[(IK, "Mij"), (COACHTEAM, "Het coachteam")], method="op_bij", empty_label="Iedereen"
    )
    zoek = django_filters.CharFilter(label="Zoek", method="op_woorden")

    class Meta:
        model = Vraag
        fields = ["status", "gemeente", "bij", "zoek"]

    def __init__(self, data: Any, *args: Any, gebruiker: Any, **kwargs: Any) -> None:
        data = data.copy()
        if not data.get("status"):
            data["status"] = Vraag.Status.OPEN
        super().__init__(data, *args, **kwargs)
        self.gebruiker = gebruiker
        gemeenten = Gemeente.objects.huidig() if ziet_alles(gebruiker) else gemeenten_van(gebruiker)
        self.filters["gemeente"].queryset = gemeenten.only("code", "naam")

    def op_status(self, vragen: QuerySet[Vraag], naam: str, waarde: str) -> QuerySet[Vraag]:
        if waarde == ALLE:
            return vragen
        if waarde == TE_LAAT:
            return vragen.filter(status=Vraag.Status.OPEN, sinds__lt=te_laat_voor())
        return vragen.filter(status=waarde)

    def op_bij(self, vragen: QuerySet[Vraag], naam: str, waarde: str) -> QuerySet[Vraag]:
        if waarde == COACHTEAM:
            return vragen.filter(bij_coachteam=True)
        return vragen.filter(loods__gebruiker=self.gebruiker)

    def op_woorden(self, vragen: QuerySet[Vraag], naam: str, waarde: str) -> QuerySet[Vraag]:
        velden = ("nummer", "onderwerp", "tekst", "naam", "organisatie", "plek")
        for woord in waarde.split()[:8]:
            ergens = Q()
            for veld in velden:
                ergens |= Q(**{f"{veld}__icontains": woord})
            vragen = vragen.filter(ergens)
        return vragen
