"""Gebieden: provincie, regio's, gemeenten with their history, terreinen and percelen.

Geometry is RD New (EPSG:28992).
"""

from __future__ import annotations

import datetime
from typing import ClassVar

from django.conf import settings
from django.contrib.gis.db import models
from django.db.models import F, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

RD_NEW = 28992
WGS84 = 4326


class Niveau(models.TextChoices):
    """Levels at which kerncijfers are kept, from the whole to the part."""

    PROVINCIE = "provincie", "Provincie"
    REGIO = "regio", "Regio"
    GEMEENTE = "gemeente", "Gemeente"
    TERREIN = "terrein", "Terrein"


class Provincie(models.Model):
    code = models.CharField("code", max_length=4, primary_key=True, help_text="CBS-code, bijvoorbeeld PV26.")
    naam = models.CharField("naam", max_length=60, unique=True)

    niveau = Niveau.PROVINCIE

    class Meta:
        verbose_name = "provincie"
        verbose_name_plural = "provincies"
        ordering = ["naam"]

    def __str__(self) -> str:
        return f"provincie {self.naam}"

    def get_absolute_url(self) -> str:
        return reverse("monitoring:infographics")


class GemeenteQuerySet(models.QuerySet["Gemeente"]):
    def geldig_op(self, datum: datetime.date) -> GemeenteQuerySet:
        return self.filter(Q(begin__lte=datum) & (Q(einde__isnull=True) | Q(einde__gt=datum)))

    def huidig(self) -> GemeenteQuerySet:
        return self.filter(einde__isnull=True)


class Gemeente(models.Model):
    """A gemeente by its CBS code. One that merged keeps its own row and series, and points at its successor."""

    code = models.CharField("CBS-code", max_length=6, primary_key=True, help_text="Bijvoorbeeld GM0344.")
    naam = models.CharField("naam", max_length=60)
    provincie = models.ForeignKey(
        Provincie, verbose_name="provincie", on_delete=models.PROTECT, related_name="gemeenten"
    )
    begin = models.DateField("geldig vanaf", default=datetime.date(1830, 1, 1))
    einde = models.DateField(
        "geldig tot", null=True, blank=True, help_text="De eerste dag waarop de gemeente niet meer bestond."
    )
    opgegaan_in = models.ForeignKey(
        "self", verbose_name="opgegaan in", null=True, blank=True, on_delete=models.PROTECT, related_name="voorgangers"
    )
    grens = models.MultiPolygonField("grens", srid=RD_NEW, null=True, blank=True)
    grens_bron = models.CharField("bron van de grens", max_length=120, blank=True)
    grens_schematisch = models.BooleanField(
        "schematische grens", default=False, help_text="De grens is een getekend schema en geen echte gemeentegrens."
    )
    gewijzigd_op = models.DateTimeField("gewijzigd op", auto_now=True)

    niveau = Niveau.GEMEENTE
    objects = GemeenteQuerySet.as_manager()

    class Meta:
        verbose_name = "gemeente"
        verbose_name_plural = "gemeenten"
        ordering = ["naam"]
        constraints = [
            models.CheckConstraint(condition=Q(code__regex=r"^GM[0-9]{4}$"), name="gemeente_code_cbs"),
            models.CheckConstraint(
                condition=Q(einde__isnull=True) | Q(einde__gt=F("begin")), name="gemeente_einde_na_begin"
            ),
            models.CheckConstraint(
                condition=Q(opgegaan_in__isnull=True) | Q(einde__isnull=False), name="gemeente_opgegaan_heeft_einde"
            ),
        ]

    def __str__(self) -> str:
        return self.naam

    def get_absolute_url(self) -> str:
        return reverse("monitoring:infographics-gebied", args=["gemeente", self.code])


class Regio(models.Model):
    """A regio of the programme. A gemeente may be in several."""

    code = models.SlugField("code", max_length=12, primary_key=True)
    naam = models.CharField("naam", max_length=60, unique=True)
    provincie = models.ForeignKey(Provincie, verbose_name="provincie", on_delete=models.PROTECT, related_name="regios")
    gemeenten = models.ManyToManyField(Gemeente, verbose_name="gemeenten", related_name="regios")

    niveau = Niveau.REGIO

    class Meta:
        verbose_name = "regio"
        verbose_name_plural = "regio's"
        ordering = ["naam"]

    def __str__(self) -> str:
        return self.naam

    def get_absolute_url(self) -> str:
        return reverse("monitoring:infographics-gebied", args=["regio", self.code])


class Terrein(models.Model):
    """A kantorenlocatie or bedrijventerrein; its panden follow from location."""

    class Soort(models.TextChoices):
        KANTORENLOCATIE = "kantorenlocatie", "Kantorenlocatie"
        BEDRIJVENTERREIN = "bedrijventerrein", "Bedrijventerrein"
        GEMENGD = "gemengd", "Gemengd gebied"

    code = models.SlugField("code", max_length=12, unique=True)
    naam = models.CharField("naam", max_length=80)
    gemeente = models.ForeignKey(Gemeente, verbose_name="gemeente", on_delete=models.PROTECT, related_name="terreinen")
    soort = models.CharField("soort", max_length=20, choices=Soort)
    in_structuurvisie = models.BooleanField(
        "in de structuurvisie",
        default=False,
        help_text="Een van de locaties waar de provincie plancapaciteit terugbrengt.",
    )
    reductiedoel_m2 = models.PositiveIntegerField(
        "reductiedoel", null=True, blank=True, help_text="Plancapaciteit die uit de plannen moet, in m² BVO."
    )
    grens = models.MultiPolygonField("grens", srid=RD_NEW)
    grens_bron = models.CharField("bron van de grens", max_length=120, blank=True, default="", db_default="")
    demo = models.BooleanField("demogegevens", default=False)
    gewijzigd_op = models.DateTimeField("gewijzigd op", auto_now=True)

    niveau = Niveau.TERREIN
    history = HistoricalRecords(excluded_fields=["grens"])

    class Meta:
        verbose_name = "terrein"
        verbose_name_plural = "terreinen"
        ordering = ["naam"]
        constraints = [
            models.UniqueConstraint(fields=["gemeente", "naam"], name="terrein_naam_uniek_in_gemeente"),
            models.CheckConstraint(
                condition=Q(reductiedoel_m2__isnull=True) | Q(in_structuurvisie=True),
                name="terrein_reductiedoel_alleen_structuurvisie",
            ),
        ]

    def __str__(self) -> str:
        return self.naam

    def get_absolute_url(self) -> str:
        return reverse("monitoring:infographics-gebied", args=["terrein", self.code])


class Perceel(models.Model):
    """A kadastraal perceel, by its kadastrale aanduiding (gemeente, sectie, number)."""

    kadastrale_gemeente = models.CharField("kadastrale gemeente", max_length=5)
    sectie = models.CharField("sectie", max_length=2)
    nummer = models.PositiveIntegerField("perceelnummer")
    oppervlakte_m2 = models.PositiveIntegerField("oppervlakte", null=True, blank=True, help_text="In m².")
    grens = models.MultiPolygonField("grens", srid=RD_NEW)
    bron = models.CharField("bron", max_length=120, blank=True, default="", db_default="")

    class Meta:
        verbose_name = "perceel"
        verbose_name_plural = "percelen"
        ordering = ["kadastrale_gemeente", "sectie", "nummer"]
        constraints = [
            models.UniqueConstraint(
                fields=["kadastrale_gemeente", "sectie", "nummer"], name="perceel_aanduiding_uniek"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kadastrale_gemeente} {self.sectie} {self.nummer}"


class Werkgebied(models.Model):
    """For which gemeente a user may write, from when until when."""

    gebruiker = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="gebruiker", on_delete=models.CASCADE, related_name="werkgebieden"
    )
    gemeente = models.ForeignKey(
        Gemeente, verbose_name="gemeente", on_delete=models.PROTECT, related_name="werkgebieden"
    )
    van = models.DateField("van", default=datetime.date.today)
    tot = models.DateField("tot", null=True, blank=True, help_text="Leeg: zonder einddatum.")

    history = HistoricalRecords()
    objects: ClassVar[models.Manager[Werkgebied]] = models.Manager()

    class Meta:
        verbose_name = "werkgebied"
        verbose_name_plural = "werkgebieden"
        ordering = ["gemeente", "van"]
        constraints = [
            models.UniqueConstraint(fields=["gebruiker", "gemeente", "van"], name="werkgebied_eenmaal"),
            models.CheckConstraint(condition=Q(tot__isnull=True) | Q(tot__gt=F("van")), name="werkgebied_tot_na_van"),
        ]

    def __str__(self) -> str:
        return f"{self.gebruiker} voor {self.gemeente}"
