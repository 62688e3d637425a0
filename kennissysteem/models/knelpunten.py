"""What stands in the way of a transformatie, and the directions for a solution (report, bijlage II)."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from simple_history.models import HistoricalRecords


class Knelpunt(models.Model):
    """A barrier, by who named it. The beheerder adds to those of the report."""

    class Groep(models.TextChoices):
        MARKT = "markt", "Genoemd door marktpartijen"
        OVERHEID = "overheid", "Genoemd door gemeenten en provincie"
        TIJDENS = "tijdens", "Tijdens de transformatie"

    code = models.SlugField("code", max_length=40, primary_key=True)
    naam = models.CharField("naam", max_length=80)
    groep = models.CharField("groep", max_length=10, choices=Groep)
    volgorde = models.PositiveSmallIntegerField("volgorde", default=100)
    uitleg = models.TextField("wat het is")
    wie = models.CharField("wie het tegenkomt", max_length=200, blank=True)
    bron = models.CharField("bron", max_length=160, blank=True)
    actief = models.BooleanField("actief", default=True)
    gewijzigd_op = models.DateTimeField("gewijzigd op", auto_now=True)

    history = HistoricalRecords(excluded_fields=["gewijzigd_op"])

    class Meta:
        verbose_name = "knelpunt"
        verbose_name_plural = "knelpunten"
        ordering = ["groep", "volgorde", "naam"]
        constraints = [
            models.UniqueConstraint(
                Lower("naam"), "groep", name="knelpunt_naam_uniek_in_groep",
                violation_error_message="Er is in deze groep al een knelpunt met deze naam.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.naam

    def get_absolute_url(self) -> str:
        return reverse("kennissysteem:knelpunt", args=[self.code])


class Oplossing(models.Model):
    """A direction for a solution; one may help with several knelpunten."""

    code = models.SlugField("code", max_length=40, primary_key=True)
    naam = models.CharField("naam", max_length=120)
    tekst = models.TextField("tekst", blank=True)
    knelpunten = models.ManyToManyField(Knelpunt, verbose_name="knelpunten", related_name="oplossingen")
    volgorde = models.PositiveSmallIntegerField("volgorde", default=100)
    bron = models.CharField("bron", max_length=160, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "oplossingsrichting"
        verbose_name_plural = "oplossingsrichtingen"
        ordering = ["volgorde", "naam"]

    def __str__(self) -> str:
        return self.naam
