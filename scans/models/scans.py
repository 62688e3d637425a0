"""A scan: which destinations suit a pand, looked at from five sides, until it is delivered and evaluated."""

from __future__ import annotations

import secrets
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords

from akt.models import Rol
from monitoring.models import Gemeente, Pand, Transformatie
from monitoring.signalen.melden import TEKENS
from scans.models.catalogus import Aspect, Catalogus, Criterium, Variant


def nieuw_nummer() -> str:
    """A number that tells nothing and can't be guessed: 'SC-K7QM2X'."""
    return "SC-" + "".join(secrets.choice(TEKENS) for _ in range(6))


class ScanQuerySet(models.QuerySet["Scan"]):
    def zichtbaar_voor(self, gebruiker: Any) -> ScanQuerySet:
        """All for the provincie; of the own gemeenten for a loods; asked for or worked on oneself for others."""
        from monitoring.rules import gemeenten_van, ziet_alles

        if ziet_alles(gebruiker):
            return self
        eigen = Q(aanvrager=gebruiker) | Q(gemeente__in=gemeenten_van(gebruiker).values("pk"))
        if gebruiker.rol == Rol.EXPERT:
            eigen |= Q(pk__in=Scanaspect.objects.filter(expert=gebruiker).values("scan"))
        return self.filter(eigen)


class Scan(models.Model):
    """A scan of one pand or a few that belong together. `scans.verloop` moves it on and says what is missing."""

    class Fase(models.TextChoices):
        INTAKE = "intake", "Intake"
        EXPERTS = "experts", "Bij de experts"
        CONCEPT = "concept", "Concept"
        GESTEMPELD = "gestempeld", "Gestempeld"
        OPGELEVERD = "opgeleverd", "Opgeleverd"
        GEEVALUEERD = "geevalueerd", "Geëvalueerd"
        AFGEBROKEN = "afgebroken", "Afgebroken"

    class Aanvrager(models.TextChoices):
        EIGENAAR = "eigenaar", "Eigenaar"
        LOODS = "loods", "Kantorenloods"
        COACH = "coach", "Kantorencoach"

    nummer = models.CharField("nummer", max_length=12, unique=True, default=nieuw_nummer, editable=False)
    panden = models.ManyToManyField(Pand, verbose_name="panden", related_name="scans")
    gemeente = models.ForeignKey(Gemeente, verbose_name="gemeente", on_delete=models.PROTECT, related_name="scans")
    titel = models.CharField("titel", max_length=140)
    aanleiding = models.TextField("aanleiding", blank=True, help_text="Waarom nu, en wat wil de eigenaar weten?")
    soort_aanvrager = models.CharField("aangevraagd door", max_length=10, choices=Aanvrager)
    aanvrager = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="aanvrager", null=True, blank=True, on_delete=models.SET_NULL,
        related_name="scans",
    )  # fmt: skip
    behandelaar = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="behandelaar", null=True, blank=True, on_delete=models.SET_NULL,
        related_name="behandelde_scans",
    )  # fmt: skip
    # Of the request, with BAG and waarnemingen as they were: what the scan started from.
    intake = models.JSONField("intake", default=dict, blank=True)
    catalogus = models.ForeignKey(Catalogus, verbose_name="catalogus", on_delete=models.PROTECT, related_name="scans")
    fase = models.CharField("fase", max_length=12, choices=Fase, default=Fase.INTAKE)
    aangevraagd_op = models.DateTimeField("aangevraagd op", default=timezone.now)
    opgeleverd_op = models.DateTimeField("opgeleverd op", null=True, blank=True, editable=False)
    reden = models.CharField("reden van afbreken", max_length=300, blank=True)
    advies = models.TextField("advies", blank=True)
    gekozen = models.CharField("gekozen bestemming", max_length=20, choices=Variant, blank=True)
    # After delivery: was it used, and what came of it.
    gebruikt = models.BooleanField("heeft de eigenaar de scan gebruikt", null=True, blank=True)
    evaluatie = models.TextField("wat er van kwam", blank=True)
    transformatie = models.ForeignKey(
        Transformatie, verbose_name="transformatie", null=True, blank=True, on_delete=models.SET_NULL,
        related_name="scans",
    )  # fmt: skip
    demo = models.BooleanField("demogegevens", default=False, editable=False)
    gewijzigd_op = models.DateTimeField("gewijzigd op", auto_now=True)

    history = HistoricalRecords(excluded_fields=["gewijzigd_op"], m2m_fields=[panden])
    objects = ScanQuerySet.as_manager()

    class Meta:
        verbose_name = "scan"
        verbose_name_plural = "scans"
        ordering = ["-aangevraagd_op"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(fase__in=["opgeleverd", "geevalueerd"]) | (Q(opgeleverd_op__isnull=False) & ~Q(advies="")),
                name="scan_opgeleverd_met_advies",
                violation_error_message="Een scan die wordt opgeleverd, heeft een advies.",
            ),
            models.CheckConstraint(
                condition=~Q(fase="afgebroken") | ~Q(reden=""),
                name="scan_afgebroken_met_reden",
                violation_error_message="Geef aan waarom de scan wordt afgebroken.",
            ),
            models.CheckConstraint(
                condition=~Q(fase="geevalueerd") | Q(gebruikt__isnull=False),
                name="scan_geevalueerd_met_antwoord",
                violation_error_message="Vul in of de eigenaar de scan heeft gebruikt.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.nummer}: {self.titel}"

    def get_absolute_url(self) -> str:
        return reverse("scans:scan", args=[self.nummer])


class Scanvariant(models.Model):
    """A destination in the comparison of a scan, with the advice about it."""

    scan = models.ForeignKey(Scan, verbose_name="scan", on_delete=models.CASCADE, related_name="varianten")
    variant = models.CharField("bestemming", max_length=20, choices=Variant)
    advies = models.TextField("advies", blank=True)
    volgorde = models.PositiveSmallIntegerField("volgorde", default=1)

    class Meta:
        verbose_name = "bestemming in een scan"
        verbose_name_plural = "bestemmingen in scans"
        ordering = ["volgorde", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["scan", "variant"], name="scanvariant_eenmaal",
                violation_error_message="Deze bestemming zit al in de vergelijking.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.get_variant_display())


class Scanaspect(models.Model):
    """One side of a scan: who looks at it, how sure they are, and what they advise."""

    class Vertrouwen(models.IntegerChoices):
        LAAG = 1, "Laag: veel aannames"
        GEWOON = 2, "Gewoon"
        HOOG = 3, "Hoog: gecontroleerd"

    scan = models.ForeignKey(Scan, verbose_name="scan", on_delete=models.CASCADE, related_name="aspecten")
    aspect = models.CharField("aspect", max_length=12, choices=Aspect)
    expert = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="expert", null=True, blank=True, on_delete=models.SET_NULL,
        related_name="scanaspecten",
    )  # fmt: skip
    advies = models.TextField("advies", blank=True)
    vertrouwen = models.PositiveSmallIntegerField("vertrouwen", choices=Vertrouwen, null=True, blank=True)
    klaar_op = models.DateTimeField("klaar op", null=True, blank=True, editable=False)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "aspect van een scan"
        verbose_name_plural = "aspecten van scans"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["scan", "aspect"], name="scanaspect_eenmaal"),
            models.CheckConstraint(
                condition=Q(klaar_op__isnull=True) | (~Q(advies="") & Q(vertrouwen__isnull=False)),
                name="scanaspect_klaar_met_advies",
                violation_error_message="Vul een advies en het vertrouwen in voordat u het aspect afrondt.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_aspect_display()} van {self.scan.nummer}"


class Antwoord(models.Model):
    """The answer to a criterium in a scan, for one variant or for all (empty); None is 'not known yet'."""

    scan = models.ForeignKey(Scan, verbose_name="scan", on_delete=models.CASCADE, related_name="antwoorden")
    criterium = models.ForeignKey(
        Criterium, verbose_name="criterium", on_delete=models.PROTECT, related_name="antwoorden"
    )
    variant = models.CharField("bestemming", max_length=20, choices=Variant, blank=True)
    gunstig = models.BooleanField("antwoord", null=True, blank=True)
    bewijs = models.CharField("waar dat uit blijkt", max_length=300, blank=True)
    vooraf = models.BooleanField("vooraf ingevuld", default=False)
    door = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="door", null=True, blank=True, on_delete=models.SET_NULL,
        related_name="+",
    )  # fmt: skip
    op = models.DateTimeField("op", auto_now=True)

    history = HistoricalRecords()
    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        verbose_name = "antwoord"
        verbose_name_plural = "antwoorden"
        ordering = ["criterium", "variant"]
        constraints = [
            models.UniqueConstraint(fields=["scan", "criterium", "variant"], name="antwoord_eenmaal"),
        ]

    def __str__(self) -> str:
        return f"{self.criterium}: {'ja' if self.gunstig else 'onbekend' if self.gunstig is None else 'nee'}"
