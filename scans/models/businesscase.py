"""Businesscases of a scan, the figures they start from, and simulations of them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from akt.models import Taak
from scans.businesscase import VELDEN, Invoer
from scans.models.catalogus import Variant
from scans.models.scans import Scan


class Kengetal(models.Model):
    """A figure to start from, for one destination or for all (empty).

    Versions belong to the table as a whole: version 3 is, of each figure, the newest row up to 3. So a new version
    holds only what changed, and an older one can always be looked up.
    """

    code = models.SlugField("code", max_length=40, help_text="Naam van het invoerveld.")
    variant = models.CharField(
        "bestemming", max_length=20, choices=Variant, blank=True, help_text="Leeg: voor alle bestemmingen."
    )
    versie = models.PositiveSmallIntegerField("versie", default=1, validators=[MinValueValidator(1)])
    waarde = models.DecimalField("waarde", max_digits=14, decimal_places=2)
    eenheid = models.CharField("eenheid", max_length=40)
    spreiding = models.DecimalField(
        "spreiding", max_digits=4, decimal_places=1, default=Decimal(0),
        help_text="Hoeveel procent het naar beide kanten kan schelen; hiermee rekent de simulatie. 0: ligt vast.",
    )  # fmt: skip
    bron = models.CharField("bron", max_length=200)
    jaar = models.PositiveSmallIntegerField("jaar")

    history = HistoricalRecords()

    class Meta:
        verbose_name = "kengetal"
        verbose_name_plural = "kengetallen"
        ordering = ["code", "variant", "-versie"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "variant", "versie"], name="kengetal_eenmaal_per_versie",
                violation_error_message="Dit kengetal is er al in deze versie.",
            ),
            models.CheckConstraint(
                condition=Q(waarde__gte=0), name="kengetal_niet_negatief",
                violation_error_message="De waarde is 0 of hoger.",
            ),
            models.CheckConstraint(
                condition=Q(spreiding__range=(0, 100)), name="kengetal_spreiding_percentage",
                violation_error_message="De spreiding ligt tussen 0 en 100%.",
            ),
            models.CheckConstraint(condition=Q(versie__gte=1), name="kengetal_versie_vanaf_1"),
            models.CheckConstraint(
                condition=~Q(bron=""), name="kengetal_met_bron",
                violation_error_message="Noem de bron, of schrijf dat het een aanname is.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        veld = VELDEN.get(self.code)
        naam = veld.label if veld else self.code
        return f"{naam}, {self.get_variant_display() if self.variant else 'alle bestemmingen'} (versie {self.versie})"

    def clean(self) -> None:
        veld = VELDEN.get(self.code)
        # Of a home it is the size that is a figure; how many fit follows from the pand.
        if veld is None and self.code != "woninggrootte":
            raise ValidationError({"code": "Zo heet geen enkel invoerveld van de businesscase."})
        if veld and self.waarde is not None and not veld.laagste <= self.waarde <= veld.hoogste:
            raise ValidationError(
                {"waarde": f"Kies een waarde van {veld.tekst(veld.laagste)} tot en met {veld.tekst(veld.hoogste)}."}
            )


class Businesscase(models.Model):
    """One calculation: a scan, a destination and a name for the scenario. The outcome is computed when asked.

    `invoer` holds every input, so that other kengetallen later don't change it.
    """

    scan = models.ForeignKey(Scan, verbose_name="scan", on_delete=models.CASCADE, related_name="businesscases")
    variant = models.CharField("bestemming", max_length=20, choices=Variant)
    naam = models.CharField("naam", max_length=60, help_text="Waarin dit scenario van de andere verschilt.")
    invoer = models.JSONField("invoer", default=dict)
    kengetallen_versie = models.PositiveSmallIntegerField("versie van de kengetallen", default=1)
    toelichting = models.TextField(
        "toelichting",
        blank=True,
        max_length=2000,
        help_text="Waarom u van de kengetallen afwijkt, en wat nog onzeker is.",
    )
    demo = models.BooleanField("demogegevens", default=False, editable=False)
    gemaakt_op = models.DateTimeField("gemaakt op", auto_now_add=True)
    gewijzigd_op = models.DateTimeField("gewijzigd op", auto_now=True)

    history = HistoricalRecords(excluded_fields=["gewijzigd_op"])

    class Meta:
        verbose_name = "businesscase"
        verbose_name_plural = "businesscases"
        ordering = ["variant", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["scan", "variant", "naam"], name="businesscase_naam_eenmaal",
                violation_error_message="Deze naam is er al bij deze bestemming. Kies een andere.",
            ),
            models.CheckConstraint(condition=~Q(naam=""), name="businesscase_met_naam"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.get_variant_display()} ({self.naam})"

    def get_absolute_url(self) -> str:
        return reverse("scans:businesscase", args=[self.scan.nummer, self.pk])

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises `OngeldigeInvoer`: what can't be calculated isn't stored either."""
        self.invoer = self.als_invoer().als_json()
        super().save(*args, **kwargs)

    def als_invoer(self) -> Invoer:
        return Invoer.van_json(self.variant, self.invoer)


class Simulatie(models.Model):
    """A Monte Carlo of a businesscase, with the input as it was; `uitkomst` is there when the worker is done."""

    businesscase = models.OneToOneField(
        Businesscase, verbose_name="businesscase", on_delete=models.CASCADE, related_name="simulatie"
    )
    taak = models.ForeignKey(
        Taak, verbose_name="taak", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    invoer = models.JSONField("invoer")
    spreiding = models.JSONField("spreiding", default=dict)
    aantal = models.PositiveIntegerField("trekkingen")
    zaad = models.PositiveIntegerField("zaad")
    uitkomst = models.JSONField("uitkomst", null=True, blank=True)

    class Meta:
        verbose_name = "simulatie"
        verbose_name_plural = "simulaties"
        constraints = [
            models.CheckConstraint(
                condition=Q(aantal__range=(1, 20_000)), name="simulatie_aantal",
                violation_error_message="Kies 1 tot en met 20.000 trekkingen.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"Simulatie van {self.businesscase}"

    @property
    def verouderd(self) -> bool:
        """Whether the businesscase changed since."""
        return bool(self.invoer != self.businesscase.invoer)
