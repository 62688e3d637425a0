"""What the words and figures mean and where they come from."""

from __future__ import annotations

import datetime

from django.db import models
from django.urls import reverse
from simple_history.models import HistoricalRecords


class DefinitieQuerySet(models.QuerySet["Definitie"]):
    def geldig_op(self, datum: datetime.date) -> DefinitieQuerySet:
        """The version of each term in force on a date."""
        return self.filter(geldig_vanaf__lte=datum).order_by("term", "-geldig_vanaf").distinct("term")


class Definitie(models.Model):
    """One version of the meaning of a term. A change is a new version; older figures keep the one they were made by."""

    term = models.SlugField("term", max_length=60, help_text="Zoals in de API, bijvoorbeeld 'voorraad'.")
    naam = models.CharField("naam", max_length=80)
    tekst = models.TextField("definitie")
    eenheid = models.CharField("eenheid", max_length=20, blank=True)
    herkomst = models.CharField("herkomst", max_length=200, blank=True, help_text="Waar de definitie vandaan komt.")
    versie = models.PositiveSmallIntegerField("versie", default=1)
    geldig_vanaf = models.DateField("geldig vanaf", default=datetime.date(2014, 1, 1))
    gewijzigd_op = models.DateTimeField("gewijzigd op", auto_now=True)

    history = HistoricalRecords()
    objects = DefinitieQuerySet.as_manager()

    class Meta:
        verbose_name = "definitie"
        verbose_name_plural = "definities"
        ordering = ["term", "-versie"]
        constraints = [
            models.UniqueConstraint(fields=["term", "versie"], name="definitie_versie_uniek"),
            models.UniqueConstraint(fields=["term", "geldig_vanaf"], name="definitie_begin_uniek"),
        ]

    def __str__(self) -> str:
        return self.naam

    def get_absolute_url(self) -> str:
        return f"{reverse('monitoring:definities')}#{self.term}"


class Bron(models.Model):
    """Where figures come from (report 4.2): open or paid, with licence and supplier."""

    class Soort(models.TextChoices):
        BESTEMMINGSPLANNEN = "bestemmingsplannen", "Bestemmingsplannen"
        KADASTER = "kadaster", "BAG en Kadaster"
        VASTGOEDINFORMATIE = "vastgoedinformatie", "Vastgoedinformatie"
        MAKELAARS = "makelaars", "Makelaars"
        KVK = "kvk", "Kamer van Koophandel"
        ONDERZOEK = "onderzoek", "Onderzoek"
        PARATE_KENNIS = "parate_kennis", "Parate kennis"
        DEMO = "demo", "Demogegevens"

    naam = models.CharField("naam", max_length=120, unique=True)
    soort = models.CharField("soort", max_length=20, choices=Soort)
    is_open = models.BooleanField("open", default=False, help_text="De gegevens zelf mogen openbaar zijn.")
    licentie = models.CharField("licentie", max_length=80, blank=True)
    leverancier = models.CharField("leverancier", max_length=120, blank=True)
    toelichting = models.TextField("toelichting", blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "bron"
        verbose_name_plural = "bronnen"
        ordering = ["naam"]

    def __str__(self) -> str:
        return self.naam


class Trendcijfer(models.Model):
    """A figure from research for a whole gebied, such as Stec's demand for offices. Never mixed with our own counts."""

    class Soort(models.TextChoices):
        VOORRAAD = "voorraad", "Voorraad"
        AANBOD = "aanbod", "Aanbod"
        PLANCAPACITEIT = "plancapaciteit", "Plancapaciteit"
        BEHOEFTE = "behoefte", "Behoefte"
        LEEGSTANDSPERCENTAGE_DOEL = "leegstandspercentage_doel", "Doel leegstandspercentage"

    soort = models.CharField("soort", max_length=30, choices=Soort)
    gebied_code = models.CharField("gebied", max_length=12, help_text="Code van het gebied, bijvoorbeeld PV26.")
    peildatum = models.DateField("peildatum")
    tot = models.DateField("tot", null=True, blank=True, help_text="Einde van de periode waarover het cijfer gaat.")
    waarde = models.DecimalField("waarde", max_digits=14, decimal_places=2)
    eenheid = models.CharField("eenheid", max_length=20, default="m2 VVO")
    grens = models.CharField(
        "grens",
        max_length=10,
        choices=[("gelijk", "precies"), ("meer_dan", "meer dan"), ("minder_dan", "minder dan"), ("circa", "circa")],
        default="gelijk",
    )
    bron = models.ForeignKey(Bron, verbose_name="bron", on_delete=models.PROTECT, related_name="trendcijfers")
    toelichting = models.TextField("toelichting", blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "trendcijfer"
        verbose_name_plural = "trendcijfers"
        ordering = ["gebied_code", "soort", "peildatum"]
        constraints = [
            models.UniqueConstraint(
                fields=["soort", "gebied_code", "peildatum", "bron"], name="trendcijfer_eenmaal_per_bron"
            ),
            models.CheckConstraint(
                condition=models.Q(tot__isnull=True) | models.Q(tot__gt=models.F("peildatum")),
                name="trendcijfer_tot_na_peildatum",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_soort_display()} {self.gebied_code} {self.peildatum.year}"
