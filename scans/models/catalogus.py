"""What a scan asks: a versioned catalogue of criteria, after the transformatiemeter of Geraedts and Van der Voordt."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords


class Aspect(models.TextChoices):
    """The five sides that a scan looks from (report 4.3.1)."""

    MARKTKANSEN = "marktkansen", "Marktkansen"
    FINANCIEEL = "financieel", "Financieel"
    PROCEDUREEL = "procedureel", "Procedureel"
    TECHNISCH = "technisch", "Technisch"
    DUURZAAMHEID = "duurzaamheid", "Duurzaamheid"


class Variant(models.TextChoices):
    """Destinations that a scan compares; wonen by whom it is for."""

    WONEN_STUDENTEN = "wonen-studenten", "Wonen: studenten"
    WONEN_STARTERS = "wonen-starters", "Wonen: starters"
    WONEN_GEZINNEN = "wonen-gezinnen", "Wonen: gezinnen"
    WONEN_OUDEREN = "wonen-ouderen", "Wonen: ouderen"
    WERKEN = "werken", "Anders werken"
    HOTEL = "hotel", "Hotel"
    ONDERWIJS = "onderwijs", "Onderwijs"
    ZORG = "zorg", "Zorg"
    TIJDELIJK = "tijdelijk", "Tijdelijk gebruik"
    SLOOP = "sloop", "Sloop"
    SLOOP_NIEUWBOUW = "sloop-nieuwbouw", "Sloop met nieuwbouw"


class Catalogus(models.Model):
    """A version of the criteria. One that was fixed doesn't change any more: scans made with it keep their meaning."""

    versie = models.PositiveSmallIntegerField("versie", unique=True)
    naam = models.CharField("naam", max_length=120)
    bron = models.CharField("bron", max_length=300, blank=True)
    toelichting = models.TextField("toelichting", blank=True)
    vast_op = models.DateTimeField("vastgesteld op", null=True, blank=True, help_text="Leeg: nog een concept.")

    history = HistoricalRecords()

    class Meta:
        verbose_name = "catalogus"
        verbose_name_plural = "catalogi"
        ordering = ["-versie"]

    def __str__(self) -> str:
        return f"{self.naam} (versie {self.versie})"


class Criterium(models.Model):
    """One question. A veto that is met rules a variant out; a weighted one gives points when its answer is favourable.

    `varianten` empty means all. `snel` ones make the quick scan.
    """

    class Schaal(models.TextChoices):
        LOCATIE = "locatie", "Locatie"
        GEBOUW = "gebouw", "Gebouw"

    class Soort(models.TextChoices):
        VETO = "veto", "Vetocriterium"
        GEWOGEN = "gewogen", "Gewogen kenmerk"

    catalogus = models.ForeignKey(
        Catalogus, verbose_name="catalogus", on_delete=models.PROTECT, related_name="criteria"
    )
    code = models.SlugField("code", max_length=40)
    aspect = models.CharField("aspect", max_length=12, choices=Aspect)
    schaal = models.CharField("schaal", max_length=8, choices=Schaal)
    soort = models.CharField("soort", max_length=8, choices=Soort)
    vraag = models.CharField("vraag", max_length=240, help_text="Te beantwoorden met ja of nee; ja is gunstig.")
    toelichting = models.TextField("toelichting", blank=True, help_text="Waar u het aan ziet, en waarom het telt.")
    gewicht = models.DecimalField("gewicht", max_digits=4, decimal_places=2, default=1)
    varianten = ArrayField(
        models.CharField(max_length=20, choices=Variant), verbose_name="varianten", default=list, blank=True,
        help_text="Leeg: voor alle bestemmingen.",
    )  # fmt: skip
    snel = models.BooleanField("in de snelle scan", default=False)
    # Name of a function in scans.vooraf that answers from what the portal knows, where there is one.
    vooraf = models.SlugField("vooraf ingevuld uit", max_length=40, blank=True)
    volgorde = models.PositiveSmallIntegerField("volgorde", default=100)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "criterium"
        verbose_name_plural = "criteria"
        ordering = ["catalogus", "volgorde", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["catalogus", "code"], name="criterium_code_uniek_in_catalogus",
                violation_error_message="Deze code is er al in deze catalogus.",
            ),
            models.CheckConstraint(
                condition=Q(gewicht__gt=0), name="criterium_gewicht_positief",
                violation_error_message="Het gewicht is groter dan 0.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.vraag


class Klasse(models.Model):
    """How transformeerbaar a score is: from this percentage of the points upward."""

    catalogus = models.ForeignKey(Catalogus, verbose_name="catalogus", on_delete=models.CASCADE, related_name="klassen")
    naam = models.CharField("naam", max_length=60)
    vanaf = models.DecimalField("vanaf", max_digits=5, decimal_places=2, help_text="Percentage van de punten.")
    uitleg = models.CharField("uitleg", max_length=300, blank=True)

    class Meta:
        verbose_name = "klasse"
        verbose_name_plural = "klassen"
        ordering = ["catalogus", "vanaf"]
        constraints = [
            models.UniqueConstraint(fields=["catalogus", "vanaf"], name="klasse_grens_uniek"),
            models.CheckConstraint(condition=Q(vanaf__range=(0, 100)), name="klasse_grens_percentage"),
        ]

    def __str__(self) -> str:
        return self.naam
