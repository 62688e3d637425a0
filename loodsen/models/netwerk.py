"""Who is the kantorenloods of a gemeente, and from when until when."""

from __future__ import annotations

import datetime
import re
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from monitoring.models import Gemeente


class Periode(Func):
    """The days from `van` up to, not including, `tot`; without an end where `tot` is empty."""

    function = "DATERANGE"
    output_field = DateRangeField()


class KantorenloodsQuerySet(models.QuerySet["Kantorenloods"]):
    def op(self, dag: datetime.date) -> KantorenloodsQuerySet:
        """Those who are kantorenloods on this day."""
        return self.filter(Q(van__lte=dag) & (Q(tot__isnull=True) | Q(tot__gt=dag)))

    def huidig(self) -> KantorenloodsQuerySet:
        return self.op(datetime.date.today())


class Kantorenloods(models.Model):
    """Someone's term as kantorenloods of a gemeente; several at once are its team, one of whom comes first.

    What is here is public: the number and address of an office, not of a person's home. The right to write for the
    gemeente is a `Werkgebied`; `loodsen.netwerk` keeps the two together.
    """

    gemeente = models.ForeignKey(
        Gemeente, verbose_name="gemeente", on_delete=models.PROTECT, related_name="kantorenloodsen"
    )
    gebruiker = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="account", null=True, blank=True, on_delete=models.SET_NULL,
        related_name="loodsschappen", help_text="Wie een account heeft, kan vragen in het portaal beantwoorden.",
    )  # fmt: skip
    naam = models.CharField("naam", max_length=120)
    functie = models.CharField("rol in het team", max_length=120, default="Kantorenloods")
    email = models.EmailField("e-mailadres")
    telefoon = models.CharField("telefoon", max_length=20, blank=True)
    bereikbaar = models.CharField(
        "bereikbaar", max_length=160, blank=True, help_text="Bijvoorbeeld: maandag tot en met donderdag, 9 tot 17 uur."
    )
    profiel = models.TextField("waarvoor u bij deze persoon terechtkunt", blank=True, max_length=1000)
    eerste = models.BooleanField("eerste aanspreekpunt", default=True)
    van = models.DateField("van", default=datetime.date.today)
    tot = models.DateField("tot", null=True, blank=True, help_text="Leeg: zonder einddatum.")
    demo = models.BooleanField("demogegevens", default=False, editable=False)
    gewijzigd_op = models.DateTimeField("gewijzigd op", auto_now=True)

    history = HistoricalRecords(excluded_fields=["gewijzigd_op"])
    objects: ClassVar[models.Manager[Kantorenloods]] = KantorenloodsQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "kantorenloods"
        verbose_name_plural = "kantorenloodsen"
        ordering = ["gemeente", "-eerste", "naam"]
        constraints = [
            models.CheckConstraint(
                condition=Q(tot__isnull=True) | Q(tot__gt=F("van")),
                name="kantorenloods_tot_na_van",
                violation_error_message="De einddatum ligt voor de begindatum. Controleer de data.",
            ),
            ExclusionConstraint(
                name="kantorenloods_een_eerste",
                expressions=[
                    (F("gemeente"), RangeOperators.EQUAL),
                    (Periode("van", "tot"), RangeOperators.OVERLAPS),
                ],
                condition=Q(eerste=True),
                violation_error_message="Deze gemeente heeft in die tijd al een eerste aanspreekpunt.",
            ),
            ExclusionConstraint(
                name="kantorenloods_niet_dubbel",
                expressions=[
                    (F("gemeente"), RangeOperators.EQUAL),
                    (Func(F("email"), function="LOWER", output_field=models.CharField()), RangeOperators.EQUAL),
                    (Periode("van", "tot"), RangeOperators.OVERLAPS),
                ],
                violation_error_message="Deze persoon is in die tijd al kantorenloods van deze gemeente.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.naam}, {self.gemeente}"

    def get_absolute_url(self) -> str:
        return reverse("loodsen:kantorenloods", args=[self.gemeente_id])

    def clean(self) -> None:
        """Before the constraints, which would ask the database for a range that ends before it begins."""
        if self.tot is not None and self.van is not None and self.tot <= self.van:
            raise ValidationError({"tot": "De einddatum ligt voor de begindatum. Controleer de data."})

    @property
    def belnummer(self) -> str:
        """The telephone number as a telephone wants it: '030 123 45 67' -> '0301234567'."""
        return re.sub(r"[^0-9+]", "", self.telefoon)


class Gemeenteprofiel(models.Model):
    """What a gemeente itself says on its public page: its wethouder, what it commits itself to, where to find it."""

    gemeente = models.OneToOneField(
        Gemeente, verbose_name="gemeente", on_delete=models.PROTECT, related_name="profiel", primary_key=True
    )
    in_programma = models.BooleanField(
        "doet mee aan het programma",
        default=False,
        help_text="Begonnen met acht gemeenten; elke andere mag aansluiten.",
    )
    inleiding = models.TextField(
        "inleiding", blank=True, max_length=1000, help_text="Waar een initiatiefnemer in uw gemeente mee verder kan."
    )
    wethouder = models.CharField("wethouder", max_length=120, blank=True)
    commitment = models.TextField(
        "commitment", blank=True, max_length=1000, help_text="Wat het college zich voorneemt over leegstaande kantoren."
    )
    commitment_op = models.DateField("uitgesproken op", null=True, blank=True)
    bezoekadres = models.CharField("bezoekadres", max_length=160, blank=True)
    website = models.URLField("website", blank=True, help_text="Pagina van de gemeente over kantoren of leegstand.")
    demo = models.BooleanField("demogegevens", default=False, editable=False)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "gemeenteprofiel"
        verbose_name_plural = "gemeenteprofielen"
        ordering = ["gemeente"]
        constraints = [
            models.CheckConstraint(
                condition=Q(commitment_op__isnull=True) | ~Q(commitment=""),
                name="gemeenteprofiel_commitment_met_tekst",
                violation_error_message="Schrijf bij de datum ook het commitment zelf.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.gemeente)

    def get_absolute_url(self) -> str:
        return reverse("loodsen:kantorenloods", args=[self.gemeente_id])
