"""Best practices: what was done, what came of it, and who worked on it (report 4.1, Kennissysteem)."""

from __future__ import annotations

import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from kennissysteem.models.knelpunten import Knelpunt, Oplossing
from loodsen.models import Contactpersoon
from monitoring.models import Bestemming, Gemeente, Pand, Transformatie


class PraktijkQuerySet(models.QuerySet["Praktijk"]):
    def gepubliceerd(self) -> PraktijkQuerySet:
        """What readers find; one that is due for review stays readable."""
        return self.filter(status__in=Praktijk.LEESBAAR)

    def open(self) -> PraktijkQuerySet:
        """What anyone may read."""
        return self.gepubliceerd().filter(openbaarheid=Praktijk.Openbaarheid.OPEN)

    def te_herzien(self, dag: datetime.date) -> PraktijkQuerySet:
        """Published, and due for review on this day."""
        return self.gepubliceerd().filter(herzien_voor__lte=dag)


class Praktijk(models.Model):
    """A best practice. Texts are Markdown; areas m² VVO, money whole transformatie in euro, time in months.

    A readable praktijk has a contactpersoon who worked on it: the database refuses one without (migration 0002).
    """

    class Status(models.TextChoices):
        CONCEPT = "concept", "Concept"
        MEEGELEZEN = "meegelezen", "Meegelezen"
        GEPUBLICEERD = "gepubliceerd", "Gepubliceerd"
        TE_HERZIEN = "te_herzien", "Te herzien"
        INGETROKKEN = "ingetrokken", "Ingetrokken"

    class Openbaarheid(models.TextChoices):
        OPEN = "open", "Open: iedereen"
        NETWERK = "netwerk", "Alleen het netwerk"

    LEESBAAR = (Status.GEPUBLICEERD, Status.TE_HERZIEN)

    titel = models.CharField("titel", max_length=140)
    samenvatting = models.CharField("in één zin", max_length=300, blank=True)
    situatie = models.TextField("situatie", blank=True, help_text="Wat was het probleem, en voor wie?")
    aanpak = models.TextField("aanpak", blank=True, help_text="Wat is er gedaan, door wie en in welke volgorde?")
    resultaat = models.TextField("resultaat", blank=True, help_text="Wat leverde het op?")
    lessen = models.TextField("lessen", blank=True, help_text="Wat werkte, en waarom?")
    anders = models.TextField("wat zou u anders doen", blank=True)
    van_gebruik = models.CharField("van gebruik", max_length=80, default="Kantoor", blank=True)
    naar_gebruik = models.CharField("naar gebruik", max_length=12, choices=Bestemming, blank=True)
    vvo_m2 = models.PositiveIntegerField("oppervlakte", null=True, blank=True, help_text="In m² VVO.")
    woningen = models.PositiveIntegerField("woningen", null=True, blank=True)
    kosten = models.DecimalField(
        "kosten", max_digits=12, decimal_places=2, null=True, blank=True, help_text="Van het hele project, in euro."
    )
    duur_maanden = models.PositiveSmallIntegerField(
        "doorlooptijd", null=True, blank=True, help_text="In maanden, van idee tot oplevering."
    )
    jaar = models.PositiveSmallIntegerField("jaar", null=True, blank=True, help_text="Van oplevering of afronding.")
    gemeente = models.ForeignKey(
        Gemeente, verbose_name="gemeente", null=True, blank=True, on_delete=models.PROTECT, related_name="praktijken"
    )
    pand = models.ForeignKey(
        Pand, verbose_name="pand", null=True, blank=True, on_delete=models.SET_NULL, related_name="praktijken"
    )
    transformatie = models.ForeignKey(
        Transformatie, verbose_name="transformatie", null=True, blank=True, on_delete=models.SET_NULL,
        related_name="praktijken",
    )  # fmt: skip
    knelpunten = models.ManyToManyField(Knelpunt, verbose_name="knelpunten", blank=True, related_name="praktijken")
    oplossingen = models.ManyToManyField(
        Oplossing, verbose_name="instrumenten", blank=True, related_name="praktijken",
        help_text="Welke oplossingsrichtingen zijn gebruikt?",
    )  # fmt: skip
    contactpersonen = models.ManyToManyField(
        Contactpersoon, verbose_name="contactpersonen", through="Praktijkcontact", related_name="praktijken"
    )
    auteur = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="auteur", null=True, on_delete=models.SET_NULL, related_name="praktijken"
    )
    medeauteurs = models.ManyToManyField(
        settings.AUTH_USER_MODEL, verbose_name="medeauteurs", blank=True, related_name="medepraktijken"
    )
    status = models.CharField("status", max_length=12, choices=Status, default=Status.CONCEPT)
    openbaarheid = models.CharField("wie mag dit lezen", max_length=8, choices=Openbaarheid, default=Openbaarheid.OPEN)
    versie = models.PositiveSmallIntegerField("versie", default=0, editable=False)
    gepubliceerd_op = models.DateTimeField("gepubliceerd op", null=True, blank=True, editable=False)
    herzien_voor = models.DateField("herzien voor", null=True, blank=True)
    meegelezen_door = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="meegelezen door", null=True, blank=True, editable=False,
        on_delete=models.SET_NULL, related_name="meegelezen_praktijken",
    )  # fmt: skip
    meegelezen_op = models.DateTimeField("meegelezen op", null=True, blank=True, editable=False)
    intrekreden = models.CharField("waarom ingetrokken", max_length=300, blank=True, editable=False)
    demo = models.BooleanField("demogegevens", default=False, editable=False)
    gemaakt_op = models.DateTimeField("gemaakt op", auto_now_add=True)
    gewijzigd_op = models.DateTimeField("gewijzigd op", auto_now=True)

    history = HistoricalRecords(excluded_fields=["gewijzigd_op"], m2m_fields=[knelpunten, oplossingen])
    objects: ClassVar[Any] = PraktijkQuerySet.as_manager()

    class Meta:
        verbose_name = "praktijk"
        verbose_name_plural = "praktijken"
        ordering = ["-gepubliceerd_op", "-gemaakt_op"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["concept", "meegelezen", "ingetrokken"])
                | (
                    Q(gepubliceerd_op__isnull=False)
                    & Q(herzien_voor__isnull=False)
                    & Q(versie__gte=1)
                    & ~Q(situatie="")
                    & ~Q(aanpak="")
                    & ~Q(resultaat="")
                    & Q(gemeente__isnull=False)
                ),
                name="praktijk_leesbaar_is_compleet",
                violation_error_message="Vul situatie, aanpak, resultaat en gemeente in voordat u publiceert.",
            ),
            models.CheckConstraint(
                condition=Q(jaar__isnull=True) | Q(jaar__range=(1980, 2100)),
                name="praktijk_jaar_mogelijk",
                violation_error_message="Kies een jaar vanaf 1980.",
            ),
            models.CheckConstraint(
                condition=Q(kosten__isnull=True) | Q(kosten__gte=0),
                name="praktijk_kosten_niet_negatief",
                violation_error_message="De kosten zijn niet negatief.",
            ),
        ]

    def __str__(self) -> str:
        return self.titel

    def get_absolute_url(self) -> str:
        return reverse("kennissysteem:praktijk", args=[self.pk])

    @property
    def is_leesbaar(self) -> bool:
        return self.status in self.LEESBAAR


class Praktijkcontact(models.Model):
    """Who worked on a praktijk and may be asked about it. The last one of a readable praktijk can't go."""

    praktijk = models.ForeignKey(
        Praktijk, verbose_name="praktijk", on_delete=models.CASCADE, related_name="praktijkcontacten"
    )
    contactpersoon = models.ForeignKey(
        Contactpersoon, verbose_name="contactpersoon", on_delete=models.PROTECT, related_name="praktijkcontacten"
    )
    rol = models.CharField("rol in het project", max_length=120, blank=True)
    volgorde = models.PositiveSmallIntegerField("volgorde", default=1)

    class Meta:
        verbose_name = "contactpersoon van een praktijk"
        verbose_name_plural = "contactpersonen van praktijken"
        ordering = ["volgorde", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["praktijk", "contactpersoon"], name="praktijkcontact_eenmaal",
                violation_error_message="Deze contactpersoon staat er al bij.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.contactpersoon)


class Kostenpost(models.Model):
    """A line in the table of costs, in euro."""

    praktijk = models.ForeignKey(
        Praktijk, verbose_name="praktijk", on_delete=models.CASCADE, related_name="kostenposten"
    )
    naam = models.CharField("post", max_length=80)
    bedrag = models.DecimalField("bedrag", max_digits=12, decimal_places=2)
    volgorde = models.PositiveSmallIntegerField("volgorde", default=1)

    class Meta:
        verbose_name = "kostenpost"
        verbose_name_plural = "kostenposten"
        ordering = ["volgorde", "pk"]

    def __str__(self) -> str:
        return self.naam


class Stap(models.Model):
    """A line in the table of time: a step of the project and how long it took, in months."""

    praktijk = models.ForeignKey(Praktijk, verbose_name="praktijk", on_delete=models.CASCADE, related_name="stappen")
    naam = models.CharField("stap", max_length=80)
    maanden = models.PositiveSmallIntegerField("maanden")
    volgorde = models.PositiveSmallIntegerField("volgorde", default=1)

    class Meta:
        verbose_name = "stap"
        verbose_name_plural = "stappen"
        ordering = ["volgorde", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(maanden__gt=0), name="stap_duurt",
                violation_error_message="Een stap duurt ten minste een maand.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.naam


class Praktijkversie(models.Model):
    """A praktijk as it was published, frozen: number, texts and facts by field name."""

    praktijk = models.ForeignKey(Praktijk, verbose_name="praktijk", on_delete=models.CASCADE, related_name="versies")
    nummer = models.PositiveSmallIntegerField("versie")
    inhoud = models.JSONField("inhoud")
    toelichting = models.CharField("wat er veranderde", max_length=300, blank=True)
    op = models.DateTimeField("op", auto_now_add=True)
    door = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="door", null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = "versie van een praktijk"
        verbose_name_plural = "versies van praktijken"
        ordering = ["-nummer"]
        constraints = [models.UniqueConstraint(fields=["praktijk", "nummer"], name="praktijkversie_nummer_uniek")]

    def __str__(self) -> str:
        return f"{self.praktijk}, versie {self.nummer}"
