"""Filters of the lists of what is measured beside the voorraad, and of the programme."""

from __future__ import annotations

import datetime
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet

from monitoring.metingen import stand_plancapaciteit
from monitoring.models import (
    Bestemming,
    Doelstelling,
    Gemeente,
    Maatregel,
    Niveau,
    Plancapaciteit,
    Terrein,
    Transactie,
    Transformatie,
    Trendcijfer,
    Voorziening,
)
from monitoring.rules import gemeenten_van, ziet_alles


def jaren(model: Any, veld: str) -> list[tuple[int, str]]:
    """The years that occur, newest first, as choices."""
    return [
        (jaar, str(jaar))
        for jaar in model.objects.order_by(f"-{veld}__year").values_list(f"{veld}__year", flat=True).distinct()
        if jaar
    ]


class MetingFilterSet(django_filters.FilterSet):
    """What every list can be narrowed by: gemeente, then its terreinen, where the subject has them."""

    # Path from a row to its terrein.
    TERREIN = "terrein"

    gemeente = django_filters.ModelChoiceFilter(label="Gemeente", queryset=Gemeente.objects.none(), empty_label="Alle")
    terrein = django_filters.ModelChoiceFilter(
        label="Terrein", queryset=Terrein.objects.none(), empty_label="Alle", to_field_name="code", method="op_terrein"
    )

    def __init__(self, *args: Any, gebruiker: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "gemeente" not in self.filters:
            return
        gemeenten = Gemeente.objects.huidig() if ziet_alles(gebruiker) else gemeenten_van(gebruiker)
        self.filters["gemeente"].queryset = gemeenten.only("code", "naam")
        # Thousands of terreinen are no choice: first the gemeente, then its terreinen.
        terreinen = Terrein.objects.filter(gemeente__in=gemeenten)
        if gekozen := self.data.get("gemeente"):
            terreinen = terreinen.filter(gemeente=gekozen)
        elif ziet_alles(gebruiker):
            terreinen = terreinen.filter(code=self.data.get("terrein", ""))
            self.filters["terrein"].extra["empty_label"] = "Kies eerst een gemeente"
        self.filters["terrein"].queryset = terreinen.only("code", "naam")

    def op_terrein(self, rijen: QuerySet[Any], naam: str, waarde: Terrein) -> QuerySet[Any]:
        return rijen.filter(**{self.TERREIN: waarde}).distinct()


def zoekfilter(hulp: str) -> django_filters.CharFilter:
    return django_filters.CharFilter(
        label="Zoek", method="zoek", help_text=hulp, widget=forms.TextInput(attrs={"type": "search"})
    )  # fmt: skip


class PlancapaciteitFilterSet(MetingFilterSet):
    """Without a choice: the opgave in force of each plan today. So the totals are a stand, not a sum over years."""

    q = zoekfilter("Naam van het plan.")
    status = django_filters.ChoiceFilter(label="Status", choices=Plancapaciteit.Status.choices, empty_label="Alle")
    op = django_filters.DateFilter(
        label="Stand op", method="laat", widget=forms.DateInput(attrs={"type": "date"}), help_text="Leeg: vandaag."
    )
    toon = django_filters.ChoiceFilter(
        label="Toon", choices=[("alle", "Alle opgaven")], empty_label="De stand van elk plan", method="laat"
    )
    structuurvisie = django_filters.ChoiceFilter(
        label="Locaties van de structuurvisie", choices=[("ja", "Alleen die")], empty_label="Alle plannen",
        method="in_structuurvisie",
    )  # fmt: skip

    class Meta:
        model = Plancapaciteit
        fields = ["q", "gemeente", "terrein", "status", "op", "toon", "structuurvisie"]

    @property
    def dag(self) -> datetime.date:
        """The date of the stand."""
        gekozen: datetime.date | None = self.form.cleaned_data.get("op") if self.form.is_valid() else None
        return gekozen or datetime.date.today()

    @property
    def is_stand(self) -> bool:
        return self.data.get("toon") != "alle"

    def laat(self, rijen: QuerySet[Any], naam: str, waarde: Any) -> QuerySet[Any]:
        """`op` and `toon` are one question; see `filter_queryset`."""
        return rijen

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        rijen = super().filter_queryset(queryset)
        if self.is_stand:
            return rijen.filter(pk__in=stand_plancapaciteit(self.dag).values("pk"))
        return rijen.filter(peildatum__lte=self.dag) if self.data.get("op") else rijen

    def zoek(self, rijen: QuerySet[Any], naam: str, waarde: str) -> QuerySet[Any]:
        return rijen.filter(Q(plan__icontains=waarde) | Q(toelichting__icontains=waarde))

    def in_structuurvisie(self, rijen: QuerySet[Any], naam: str, waarde: str) -> QuerySet[Any]:
        return rijen.filter(terrein__in_structuurvisie=True)


class TransformatieFilterSet(MetingFilterSet):
    TERREIN = "panden__terrein"

    q = zoekfilter("Naam van het project.")
    fase = django_filters.ChoiceFilter(
        label="Fase",
        choices=[("loopt", "Loopt nog"), *Transformatie.Fase.choices],
        method="op_fase",
        empty_label="Alle",
    )
    bestemming = django_filters.ChoiceFilter(
        label="Wordt", choices=[("geen-sloop", "Alles behalve sloop"), *Bestemming.choices], method="op_bestemming",
        empty_label="Alles",
    )  # fmt: skip
    jaar = django_filters.ChoiceFilter(
        label="Jaar van oplevering", choices=lambda: jaren(Transformatie, "gereed_op"), field_name="gereed_op__year",
        empty_label="Alle",
    )  # fmt: skip

    class Meta:
        model = Transformatie
        fields = ["q", "gemeente", "terrein", "fase", "bestemming", "jaar"]

    def zoek(self, rijen: QuerySet[Any], naam: str, waarde: str) -> QuerySet[Any]:
        return rijen.filter(Q(naam__icontains=waarde) | Q(toelichting__icontains=waarde))

    def op_fase(self, rijen: QuerySet[Any], naam: str, waarde: str) -> QuerySet[Any]:
        if waarde == "loopt":
            return rijen.exclude(fase__in=[Transformatie.Fase.GEREED, Transformatie.Fase.AFGEBLAZEN])
        return rijen.filter(fase=waarde)

    def op_bestemming(self, rijen: QuerySet[Any], naam: str, waarde: str) -> QuerySet[Any]:
        if waarde == "geen-sloop":
            return rijen.exclude(bestemming=Bestemming.SLOOP)
        return rijen.filter(bestemming=waarde)


class TransactieFilterSet(MetingFilterSet):
    TERREIN = "pand__terrein"

    soort = django_filters.ChoiceFilter(label="Huur of koop", choices=Transactie.Soort.choices, empty_label="Beide")
    sector = django_filters.ChoiceFilter(label="Sector", choices=Transactie.Sector.choices, empty_label="Alle")
    jaar = django_filters.ChoiceFilter(
        label="Jaar", choices=lambda: jaren(Transactie, "datum"), field_name="datum__year", empty_label="Alle"
    )

    class Meta:
        model = Transactie
        fields = ["gemeente", "terrein", "soort", "sector", "jaar"]


class VoorzieningFilterSet(MetingFilterSet):
    gemeente = django_filters.ModelChoiceFilter(
        label="Gemeente", queryset=Gemeente.objects.none(), empty_label="Alle", field_name="terrein__gemeente"
    )
    soort = django_filters.ChoiceFilter(label="Voorziening", choices=Voorziening.Soort.choices, empty_label="Alle")

    class Meta:
        model = Voorziening
        fields = ["gemeente", "terrein", "soort"]


class ProgrammaFilterSet(MetingFilterSet):
    """Of the programme as a whole: without gemeente and terrein."""

    gemeente = None
    terrein = None


class MaatregelFilterSet(ProgrammaFilterSet):
    spoor = django_filters.ChoiceFilter(label="Spoor", choices=Maatregel.Spoor.choices, empty_label="Beide")
    loopt = django_filters.ChoiceFilter(
        label="Loopt", choices=[("nu", "Loopt nu"), ("klaar", "Is afgelopen")], method="op_loopt", empty_label="Alle"
    )

    class Meta:
        model = Maatregel
        fields = ["spoor", "loopt"]

    def op_loopt(self, rijen: QuerySet[Any], naam: str, waarde: str) -> QuerySet[Any]:
        vandaag = datetime.date.today()
        if waarde == "klaar":
            return rijen.filter(einde__lt=vandaag)
        return rijen.filter(Q(einde__isnull=True) | Q(einde__gte=vandaag), begin__lte=vandaag)


class DoelstellingFilterSet(ProgrammaFilterSet):
    soort = django_filters.ChoiceFilter(label="Doel", choices=Doelstelling.Soort.choices, empty_label="Alle")
    niveau = django_filters.ChoiceFilter(label="Niveau", choices=Niveau.choices, empty_label="Alle")
    jaar = django_filters.AllValuesFilter(label="Jaar", empty_label="Alle")

    class Meta:
        model = Doelstelling
        fields = ["soort", "niveau", "jaar"]


class TrendcijferFilterSet(ProgrammaFilterSet):
    soort = django_filters.ChoiceFilter(label="Soort", choices=Trendcijfer.Soort.choices, empty_label="Alle")
    jaar = django_filters.ChoiceFilter(
        label="Jaar", choices=lambda: jaren(Trendcijfer, "peildatum"), field_name="peildatum__year", empty_label="Alle"
    )

    class Meta:
        model = Trendcijfer
        fields = ["soort", "jaar"]
