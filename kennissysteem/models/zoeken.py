"""What searching keeps: the index of readable practices, their words, synonyms, and what was asked."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from kennissysteem.models.praktijken import Praktijk


class Zoektekst(models.Model):
    """Text of a document with a praktijk, found with weight D; see `kennissysteem.zoektekst`."""

    praktijk = models.ForeignKey(
        Praktijk, verbose_name="praktijk", on_delete=models.CASCADE, related_name="zoekteksten"
    )
    bron = models.CharField("bron", max_length=40, help_text="Wat de tekst opnieuw kan geven, zoals 'bijlage:12'.")
    titel = models.CharField("titel", max_length=200)
    tekst = models.TextField("tekst")

    class Meta:
        verbose_name = "tekst van een bijlage"
        verbose_name_plural = "teksten van bijlagen"
        constraints = [models.UniqueConstraint(fields=["praktijk", "bron"], name="zoektekst_bron_uniek")]

    def __str__(self) -> str:
        return self.titel


class Praktijkindex(models.Model):
    """A readable praktijk as search sees it; concepts have no row.

    Database triggers keep it in step with the praktijk and what hangs on it; nothing else writes it.
    """

    praktijk = models.OneToOneField(
        Praktijk, verbose_name="praktijk", primary_key=True, on_delete=models.CASCADE, related_name="zoekindex"
    )
    open = models.BooleanField("open")
    # Title (A) and names (B), apart from the whole, so that these can be matched without reading the long one.
    kop = SearchVectorField("titel en namen")
    vector = SearchVectorField("alles")
    tekst = models.TextField("platte tekst")
    titel = models.TextField("titel, genormaliseerd")
    gebruik = models.CharField("naar gebruik", max_length=12, blank=True)
    gemeente = models.CharField("gemeente", max_length=6)
    grootte = models.PositiveSmallIntegerField("grootteklasse", null=True)
    periode = models.PositiveSmallIntegerField("periode", null=True, help_text="Eerste van vijf jaren.")
    knelpunten = ArrayField(models.CharField(max_length=40), verbose_name="knelpunten")
    instrumenten = ArrayField(models.CharField(max_length=40), verbose_name="instrumenten")
    gepubliceerd_op = models.DateTimeField("gepubliceerd op")
    bijgewerkt_op = models.DateTimeField("bijgewerkt op")

    class Meta:
        verbose_name = "index van een praktijk"
        verbose_name_plural = "index van praktijken"
        indexes = [
            GinIndex(fields=["vector"], name="praktijkindex_vector", fastupdate=False),
            models.Index(fields=["-gepubliceerd_op", "-praktijk"], name="praktijkindex_nieuwste"),
            models.Index(fields=["bijgewerkt_op"], name="praktijkindex_bijgewerkt"),
        ]

    def __str__(self) -> str:
        return f"index van {self.praktijk_id}"


class Woord(models.Model):
    """A word of the readable practices, without accents; made anew by `kennissysteem.woorden`."""

    woord = models.CharField("woord", max_length=80, primary_key=True)
    lexeem = models.CharField("stam", max_length=80)
    keer = models.PositiveIntegerField("praktijken")
    keer_open = models.PositiveIntegerField("open praktijken")
    delen = ArrayField(models.CharField(max_length=80), verbose_name="stammen van de delen", default=list)

    class Meta:
        verbose_name = "woord"
        verbose_name_plural = "woorden"
        indexes = [
            models.Index(fields=["lexeem"], name="woord_lexeem"),
            models.Index(fields=["keer"], name="woord_keer"),
            GinIndex(fields=["delen"], name="woord_delen"),
            GinIndex(OpClass(F("woord"), name="gin_trgm_ops"), name="woord_trgm"),
        ]

    def __str__(self) -> str:
        return self.woord


class Synoniem(models.Model):
    """Words that mean the same to who searches. The stems are kept by a database trigger."""

    naam = models.SlugField("naam", max_length=40, unique=True)
    woorden = models.CharField(
        "woorden", max_length=400,
        help_text="Gescheiden door komma's; een uitdrukking van meer woorden mag. Wie het ene zoekt, vindt het andere.",
    )  # fmt: skip
    actief = models.BooleanField("actief", default=True)
    lexemen = ArrayField(
        models.CharField(max_length=120), verbose_name="stammen", default=list, blank=True, editable=False
    )

    history = HistoricalRecords(excluded_fields=["lexemen"])

    class Meta:
        verbose_name = "groep synoniemen"
        verbose_name_plural = "synoniemen"
        ordering = ["naam"]
        indexes = [GinIndex(fields=["lexemen"], name="synoniem_lexemen")]
        constraints = [
            models.CheckConstraint(
                condition=Q(woorden__contains=","), name="synoniem_heeft_twee_woorden",
                violation_error_message="Vul ten minste twee woorden in, met een komma ertussen.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.woorden


class Zoekvraag(models.Model):
    """What was searched for on a day, and how much there was at most. Who asked is not kept."""

    tekst = models.CharField("vraag", max_length=120)
    dag = models.DateField("dag")
    keer = models.PositiveIntegerField("keer", default=1)
    gevonden = models.PositiveIntegerField("gevonden")

    class Meta:
        verbose_name = "zoekvraag"
        verbose_name_plural = "zoekvragen"
        ordering = ["-dag", "tekst"]
        constraints = [models.UniqueConstraint(fields=["tekst", "dag"], name="zoekvraag_eenmaal_per_dag")]
        indexes = [models.Index(fields=["dag"], name="zoekvraag_dag")]

    def __str__(self) -> str:
        return self.tekst
