"""Waarnemingen: what was seen at a pand on a peildatum.

Append-only: a correction is a new row that replaces an older one.
"""

from __future__ import annotations

import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from monitoring.models.definities import Bron
from monitoring.models.panden import Pand


class Maat(models.TextChoices):
    """How an area was given; kerncijfers are in VVO."""

    VVO = "VVO", "VVO (verhuurbaar)"
    BVO = "BVO", "BVO (bruto)"
    GO = "GO", "GO (gebruiksoppervlakte, zoals in de BAG)"

    def factor(self) -> float:
        """What to multiply with to get m² VVO (a setting; 1 for VVO itself)."""
        return {
            Maat.VVO: 1.0,
            Maat.BVO: settings.AKT_FACTOR_BVO_NAAR_VVO,
            Maat.GO: settings.AKT_FACTOR_GO_NAAR_VVO,
        }[self]


class Gebruik(models.TextChoices):
    KANTOOR = "kantoor", "Kantoor"
    DEELS = "deels", "Deels kantoor, deels anders"
    TIJDELIJK = "tijdelijk", "Tijdelijk anders in gebruik"
    ANDERS = "anders", "Geen kantoor meer"


class WaarnemingQuerySet(models.QuerySet["Waarneming"]):
    def actueel(self) -> WaarnemingQuerySet:
        """Rows that no correction has replaced."""
        return self.filter(vervangen_op__isnull=True)

    def zoals_bekend_op(self, moment: datetime.datetime) -> WaarnemingQuerySet:
        """Rows as the database knew them at a moment, later corrections undone."""
        return self.filter(ingevoerd_op__lte=moment).filter(Q(vervangen_op__isnull=True) | Q(vervangen_op__gt=moment))

    def op_peildatum(self, datum: datetime.date) -> WaarnemingQuerySet:
        """The last row of each pand at or before a peildatum (carried forward)."""
        return self.filter(peildatum__lte=datum).order_by("pand_id", "-peildatum").distinct("pand_id")


class Waarneming(models.Model):
    """Voorraad, aanbod and leegstand of one pand on one peildatum, in whole m² VVO.

    A database trigger refuses deletion and any change but marking a row as replaced or withdrawn.
    """

    pand = models.ForeignKey(Pand, verbose_name="pand", on_delete=models.PROTECT, related_name="waarnemingen")
    peildatum = models.DateField("peildatum", help_text="De dag waarop de gegevens golden.")
    voorraad_m2 = models.PositiveIntegerField("voorraad", help_text="Alle kantoorruimte in het pand, in m².")
    aanbod_m2 = models.PositiveIntegerField(
        "aanbod", default=0, help_text="Kantoorruimte die te huur of te koop staat, in m²."
    )
    leegstand_m2 = models.PositiveIntegerField(
        "leegstand", default=0, help_text="Kantoorruimte die niet in gebruik is, in m²."
    )
    leeg_sinds = models.DateField(
        "leeg sinds",
        null=True,
        blank=True,
        help_text="Als u het niet precies weet, kies dan de eerste dag van de maand.",
    )
    opgegeven_in = models.CharField("opgegeven in", max_length=3, choices=Maat, default=Maat.VVO)
    geraamd = models.BooleanField("geraamd", default=False, help_text="Omgerekend van BVO of GO naar VVO.")
    vraaghuur = models.DecimalField(
        "vraaghuur", max_digits=7, decimal_places=2, null=True, blank=True, help_text="In euro per m² per jaar."
    )
    gebruik = models.CharField("gebruik", max_length=12, choices=Gebruik, default=Gebruik.KANTOOR)
    bron = models.ForeignKey(Bron, verbose_name="bron", on_delete=models.PROTECT, related_name="waarnemingen")
    toelichting = models.CharField("toelichting", max_length=300, blank=True)
    ingevoerd_door = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="ingevoerd door", null=True, on_delete=models.PROTECT,
        related_name="waarnemingen",
    )  # fmt: skip
    ingevoerd_op = models.DateTimeField("ingevoerd op", default=timezone.now, editable=False)
    vervangt = models.OneToOneField(
        "self", verbose_name="vervangt", null=True, blank=True, on_delete=models.PROTECT, related_name="vervangen_door"
    )
    vervangen_op = models.DateTimeField("vervangen op", null=True, blank=True, editable=False)
    ingetrokken_door = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="ingetrokken door", null=True, editable=False, on_delete=models.PROTECT,
        related_name="+",
    )  # fmt: skip
    intrekreden = models.CharField("reden van intrekking", max_length=300, blank=True, db_default="", editable=False)

    objects = WaarnemingQuerySet.as_manager()

    class Meta:
        verbose_name = "waarneming"
        verbose_name_plural = "waarnemingen"
        ordering = ["pand", "-peildatum"]
        indexes = [
            # The first peildatum of all, which every update of the kerncijfers asks for.
            models.Index(fields=["peildatum"], condition=Q(vervangen_op__isnull=True), name="waarneming_peildatum"),
            # The last one replaced or withdrawn, by which the map knows that something changed.
            models.Index(
                fields=["vervangen_op"], condition=Q(vervangen_op__isnull=False), name="waarneming_vervangen_op"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["pand", "peildatum"], condition=Q(vervangen_op__isnull=True), name="waarneming_een_actueel",
                include=["voorraad_m2", "aanbod_m2", "leegstand_m2", "leeg_sinds", "geraamd"],
            ),
            models.CheckConstraint(
                condition=Q(leegstand_m2__lte=F("voorraad_m2")), name="waarneming_leegstand_binnen_voorraad"
            ),
            models.CheckConstraint(
                condition=Q(aanbod_m2__lte=F("voorraad_m2")), name="waarneming_aanbod_binnen_voorraad"
            ),
            models.CheckConstraint(
                condition=Q(leeg_sinds__isnull=True) | (Q(leegstand_m2__gt=0) & Q(leeg_sinds__lte=F("peildatum"))),
                name="waarneming_leeg_sinds_hoort_bij_leegstand",
            ),
            models.CheckConstraint(
                condition=Q(vraaghuur__isnull=True) | Q(vraaghuur__gt=0), name="waarneming_vraaghuur_positief"
            ),
            models.CheckConstraint(
                condition=Q(leeg_sinds__isnull=True) | Q(leeg_sinds__gte=datetime.date(1900, 1, 1)),
                name="waarneming_leeg_sinds_vanaf_1900",
            ),
            models.CheckConstraint(
                condition=Q(ingetrokken_door__isnull=True, intrekreden="")
                | (Q(vervangen_op__isnull=False) & ~Q(intrekreden="")),
                name="waarneming_intrekking_heeft_reden",
            ),
            models.CheckConstraint(
                condition=Q(opgegeven_in=Maat.VVO) | Q(geraamd=True), name="waarneming_omgerekend_is_geraamd"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.pand} op {self.peildatum}"

    def leegstandsduur_maanden(self, op: datetime.date | None = None) -> int | None:
        """Whole months of vacancy at a date (the peildatum itself when none is given)."""
        if self.leeg_sinds is None:
            return None
        tot = op or self.peildatum
        return max(
            0,
            (tot.year - self.leeg_sinds.year) * 12
            + tot.month
            - self.leeg_sinds.month
            - (tot.day < self.leeg_sinds.day),
        )

    @classmethod
    def velden_invoer(cls) -> list[Any]:
        """Fields a person fills in, in the order of forms, tables and exports."""
        namen = ["peildatum", "voorraad_m2", "aanbod_m2", "leegstand_m2", "leeg_sinds", "vraaghuur", "gebruik", "bron"]
        return [cls._meta.get_field(naam) for naam in namen]


class Pandstand(models.Model):
    """The latest current waarneming of each pand, for lists and maps.

    A database trigger keeps it in step with every way waarnemingen come in; nothing else writes it.
    """

    pand = models.OneToOneField(
        Pand, verbose_name="pand", primary_key=True, on_delete=models.CASCADE, related_name="stand", db_constraint=False
    )
    waarneming_id = models.BigIntegerField("waarneming")
    peildatum = models.DateField("peildatum")
    voorraad_m2 = models.PositiveIntegerField("voorraad")
    aanbod_m2 = models.PositiveIntegerField("aanbod")
    leegstand_m2 = models.PositiveIntegerField("leegstand")
    leeg_sinds = models.DateField("leeg sinds", null=True)
    geraamd = models.BooleanField("geraamd")

    class Meta:
        verbose_name = "stand van een pand"
        verbose_name_plural = "stand van panden"

    def __str__(self) -> str:
        return f"stand van {self.pand_id}"
