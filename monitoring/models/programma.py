"""What the programme does and wants: maatregelen, doelstellingen, and which gemeente agreed to which definition."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from monitoring.models.definities import Definitie
from monitoring.models.gebieden import Gemeente, Niveau, Terrein


class Maatregel(models.Model):
    """Something the programme did, where and when: what makes its effect measurable."""

    class Spoor(models.TextChoices):
        STUREN = "sturen", "Sturend spoor"
        FACILITEREN = "faciliteren", "Faciliterend spoor"

    naam = models.CharField("naam", max_length=120, unique=True)
    spoor = models.CharField("spoor", max_length=12, choices=Spoor)
    omschrijving = models.TextField("omschrijving", blank=True)
    begin = models.DateField("begin")
    einde = models.DateField("einde", null=True, blank=True, help_text="Leeg: loopt nog.")
    gemeenten = models.ManyToManyField(
        Gemeente, verbose_name="gemeenten", blank=True, related_name="maatregelen",
        help_text="Zonder gemeenten en terreinen geldt de maatregel in de hele provincie.",
    )  # fmt: skip
    terreinen = models.ManyToManyField(Terrein, verbose_name="terreinen", blank=True, related_name="maatregelen")
    demo = models.BooleanField("demogegevens", default=False, editable=False)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "maatregel"
        verbose_name_plural = "maatregelen"
        ordering = ["begin", "naam"]
        constraints = [
            models.CheckConstraint(
                condition=Q(einde__isnull=True) | Q(einde__gte=F("begin")),
                name="maatregel_einde_na_begin",
                violation_error_message="Het einde ligt voor het begin. Controleer de data.",
            ),
        ]

    def __str__(self) -> str:
        return self.naam


class Doelstelling(models.Model):
    """What a gebied wants to have reached in a year. Each gemeente sets its own."""

    class Soort(models.TextChoices):
        LEEGSTANDSPERCENTAGE = "leegstandspercentage", "Leegstand (% van de voorraad)"
        TRANSFORMATIE = "transformatie", "Transformatie sinds de start (m² VVO)"
        SLOOP = "sloop", "Sloop sinds de start (m² VVO)"
        PLANCAPACITEIT = "plancapaciteit", "Plancapaciteit (m² BVO)"

    niveau = models.CharField("niveau", max_length=10, choices=Niveau)
    gebied_code = models.CharField("gebied", max_length=12)
    soort = models.CharField("soort", max_length=20, choices=Soort)
    waarde = models.DecimalField("waarde", max_digits=12, decimal_places=2)
    jaar = models.PositiveSmallIntegerField("jaar", help_text="Te bereiken voor het einde van dit jaar.")
    toelichting = models.CharField("toelichting", max_length=300, blank=True)
    demo = models.BooleanField("demogegevens", default=False, editable=False)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "doelstelling"
        verbose_name_plural = "doelstellingen"
        ordering = ["niveau", "gebied_code", "soort", "jaar"]
        constraints = [
            models.UniqueConstraint(
                fields=["niveau", "gebied_code", "soort", "jaar"],
                name="doelstelling_eenmaal",
                violation_error_message="Voor dit gebied en jaar is dit doel er al.",
            ),
            models.CheckConstraint(
                condition=Q(waarde__gte=0) & (~Q(soort="leegstandspercentage") | Q(waarde__lte=100)),
                name="doelstelling_waarde_mogelijk",
                violation_error_message="Een percentage ligt tussen 0 en 100, een oppervlakte is niet negatief.",
            ),
            models.CheckConstraint(
                condition=Q(jaar__range=(2014, 2100)),
                name="doelstelling_jaar_mogelijk",
                violation_error_message="Kies een jaar vanaf 2014.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_soort_display()} {self.gebied_code} in {self.jaar}"


class Overeenstemming(models.Model):
    """That a gemeente agrees to a version of a definition: first agreement, then no more discussion (report 4.2)."""

    gemeente = models.ForeignKey(
        Gemeente, verbose_name="gemeente", on_delete=models.PROTECT, related_name="overeenstemmingen"
    )
    definitie = models.ForeignKey(
        Definitie, verbose_name="definitie", on_delete=models.PROTECT, related_name="overeenstemmingen"
    )
    datum = models.DateField("datum", default=datetime.date.today)
    door = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="vastgelegd door", null=True, on_delete=models.SET_NULL,
        related_name="overeenstemmingen",
    )  # fmt: skip
    opmerking = models.CharField("opmerking", max_length=300, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "overeenstemming"
        verbose_name_plural = "overeenstemmingen"
        ordering = ["gemeente", "definitie"]
        constraints = [models.UniqueConstraint(fields=["gemeente", "definitie"], name="overeenstemming_eenmaal")]

    def __str__(self) -> str:
        return f"{self.gemeente}: {self.definitie} versie {self.definitie.versie}"
