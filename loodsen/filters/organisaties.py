"""Filters of the list of organisations."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet

from loodsen.models import Contactpersoon, Organisatie, Speler
from monitoring.models import Gemeente


def zichtbare_personen() -> QuerySet[Contactpersoon]:
    """The contactpersonen of the organisation of the outer query."""
    return Contactpersoon.objects.zichtbaar().filter(organisatie=OuterRef("pk"))


class OrganisatieFilterSet(django_filters.FilterSet):
    """Organisations by name or by someone there, kind, gemeente, and whether there is someone to reach."""

    q = django_filters.CharFilter(
        label="Zoek", method="zoek", help_text="Naam van de organisatie of van iemand daar.",
        widget=forms.TextInput(attrs={"type": "search"}),
    )  # fmt: skip
    soort = django_filters.ChoiceFilter(label="Soort", choices=Speler.Soort.choices, empty_label="Alle")
    gemeente = django_filters.ModelChoiceFilter(
        label="Gemeente", queryset=Gemeente.objects.huidig().only("code", "naam"), empty_label="Alle"
    )
    contact = django_filters.ChoiceFilter(
        label="Contactpersoon",
        choices=[("met", "Bekend"), ("zonder", "Nog niet bekend"), ("toestemming", "Toestemming nog open")],
        method="op_contact",
        empty_label="Alle",
    )
    actief = django_filters.ChoiceFilter(
        label="Actief", choices=[("nee", "Niet meer actief"), ("alle", "Alle")], method="op_actief", empty_label="Ja"
    )

    class Meta:
        model = Organisatie
        fields = ["q", "soort", "gemeente", "contact", "actief"]

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        rijen = super().filter_queryset(queryset)
        return rijen if self.data.get("actief") in ("nee", "alle") else rijen.filter(actief=True)

    def zoek(self, rijen: QuerySet[Any], naam: str, waarde: str) -> QuerySet[Any]:
        personen = zichtbare_personen().filter(Q(naam__icontains=waarde) | Q(email__icontains=waarde))
        return rijen.filter(
            Q(naam__icontains=waarde) | Q(naam__trigram_word_similar=waarde) | Q(kvk_nummer=waarde) | Exists(personen)
        )

    def op_contact(self, rijen: QuerySet[Any], naam: str, waarde: str) -> QuerySet[Any]:
        if waarde == "zonder":
            return rijen.filter(~Exists(zichtbare_personen()))
        personen = zichtbare_personen()
        if waarde == "toestemming":
            personen = personen.filter(grondslag=Contactpersoon.Grondslag.TOESTEMMING, toestemming_op__isnull=True)
        return rijen.filter(Exists(personen))

    def op_actief(self, rijen: QuerySet[Any], naam: str, waarde: str) -> QuerySet[Any]:
        return rijen.filter(actief=False) if waarde == "nee" else rijen
