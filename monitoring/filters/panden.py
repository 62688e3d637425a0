"""Filters of the lists."""

from __future__ import annotations

import datetime
from typing import Any

import django_filters
from django import forms
from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from monitoring.adressen import BAG_NUMMER, lezingen
from monitoring.models import Adres, Bouwperiode, Gemeente, Grootteklasse, Leegstandsduur, Pand, Terrein
from monitoring.rules import gemeenten_van, ziet_alles

# Panden under the threshold are in the list but not in the kerncijfers.
KLEINER = "tot-500"
GRENZEN = {
    Grootteklasse.KLEIN: (500, 1000),
    Grootteklasse.MIDDEL: (1000, 2500),
    Grootteklasse.GROOT: (2500, 5000),
    Grootteklasse.ZEER_GROOT: (5000, 10000),
    Grootteklasse.REUS: (10000, None),
}
JAREN = {
    Bouwperiode.VOOR_1950: (None, 1949),
    Bouwperiode.T1979: (1950, 1979),
    Bouwperiode.T1999: (1980, 1999),
    Bouwperiode.T2009: (2000, 2009),
    Bouwperiode.VANAF_2010: (2010, None),
}


def jaren_terug(jaren: int) -> datetime.date:
    """Today, so many years ago; 29 February becomes 1 March."""
    vandaag = datetime.date.today()
    try:
        return vandaag.replace(year=vandaag.year - jaren)
    except ValueError:
        return datetime.date(vandaag.year - jaren, 3, 1)


class PandFilterSet(django_filters.FilterSet):
    """Panden by place, size, vacancy, age of the last waarneming, and free text."""

    q = django_filters.CharFilter(label="Zoek", method="zoek", help_text="Adres, postcode, naam of BAG-nummer.")
    gemeente = django_filters.ModelChoiceFilter(label="Gemeente", queryset=Gemeente.objects.none(), empty_label="Alle")
    terrein = django_filters.ModelChoiceFilter(
        label="Terrein", queryset=Terrein.objects.none(), empty_label="Alle", to_field_name="code"
    )
    grootte = django_filters.ChoiceFilter(
        label="Grootte",
        choices=[(KLEINER, "Kleiner dan 500 m²"), *Grootteklasse.choices],
        method="op_grootte",
        empty_label="Alle",
    )
    bouwperiode = django_filters.ChoiceFilter(
        label="Bouwperiode", choices=Bouwperiode.choices, method="op_bouwperiode", empty_label="Alle"
    )
    leegstand = django_filters.ChoiceFilter(
        label="Leegstand",
        choices=[
            ("ja", "Met leegstand"),
            ("geheel", "Geheel leeg"),
            ("nee", "Zonder leegstand"),
            *Leegstandsduur.choices,
        ],
        method="op_leegstand",
        empty_label="Alle",
    )
    waarneming = django_filters.ChoiceFilter(
        label="Laatste waarneming",
        choices=[
            ("recent", "Korter dan een jaar geleden"),
            ("ouder-1", "Langer dan een jaar geleden"),
            ("ouder-2", "Langer dan twee jaar geleden"),
            ("nooit", "Nog nooit"),
        ],
        method="op_waarneming",
        empty_label="Alle",
    )

    class Meta:
        model = Pand
        fields = ["q", "gemeente", "terrein", "grootte", "bouwperiode", "leegstand", "waarneming"]

    def __init__(self, *args: Any, gebruiker: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
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
        self.filters["q"].field.widget = forms.TextInput(attrs={"type": "search"})

    def zoek(self, panden: QuerySet[Pand], naam: str, waarde: str) -> QuerySet[Pand]:
        if BAG_NUMMER.fullmatch(waarde.strip()):
            return panden.filter(bag_id=waarde.strip())
        adressen = Adres.objects.filter(in_panden__pand=OuterRef("pk"))
        for lezing in lezingen(waarde):
            gevonden = panden.filter(Q(naam__icontains=waarde) | Exists(lezing.filter(adressen)))
            if gevonden.exists():
                return gevonden
        return panden.filter(naam__icontains=waarde)

    def op_grootte(self, panden: QuerySet[Pand], naam: str, waarde: str) -> QuerySet[Pand]:
        if waarde == KLEINER:
            return panden.filter(stand__voorraad_m2__lt=settings.AKT_KANTOOR_DREMPEL_M2)
        onder, boven = GRENZEN[Grootteklasse(waarde)]
        panden = panden.filter(stand__voorraad_m2__gte=onder)
        return panden if boven is None else panden.filter(stand__voorraad_m2__lt=boven)

    def op_bouwperiode(self, panden: QuerySet[Pand], naam: str, waarde: str) -> QuerySet[Pand]:
        if waarde == Bouwperiode.ONBEKEND:
            return panden.filter(bouwjaar__isnull=True)
        van, tot = JAREN[Bouwperiode(waarde)]
        if van:
            panden = panden.filter(bouwjaar__gte=van)
        return panden.filter(bouwjaar__lte=tot) if tot else panden

    def op_leegstand(self, panden: QuerySet[Pand], naam: str, waarde: str) -> QuerySet[Pand]:
        if waarde == "nee":
            return panden.filter(Q(stand__leegstand_m2=0) | Q(stand__isnull=True))
        panden = panden.filter(stand__leegstand_m2__gt=0)
        match waarde:
            case "geheel":
                return panden.filter(stand__leegstand_m2=F("stand__voorraad_m2"))
            case Leegstandsduur.FRICTIE:
                return panden.filter(stand__leeg_sinds__gt=jaren_terug(1))
            case Leegstandsduur.LANGDURIG:
                return panden.filter(stand__leeg_sinds__lte=jaren_terug(1), stand__leeg_sinds__gt=jaren_terug(3))
            case Leegstandsduur.STRUCTUREEL:
                return panden.filter(stand__leeg_sinds__lte=jaren_terug(3))
            case Leegstandsduur.ONBEKEND:
                return panden.filter(stand__leeg_sinds__isnull=True)
        return panden

    def op_waarneming(self, panden: QuerySet[Pand], naam: str, waarde: str) -> QuerySet[Pand]:
        match waarde:
            case "nooit":
                return panden.filter(stand__isnull=True)
            case "recent":
                return panden.filter(stand__peildatum__gt=jaren_terug(1))
            case "ouder-1":
                return panden.filter(stand__peildatum__lte=jaren_terug(1))
            case _:
                return panden.filter(stand__peildatum__lte=jaren_terug(2))
