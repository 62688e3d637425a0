"""Measuring rounds: for one peildatum each gemeente brings its panden up to date before a deadline."""

from __future__ import annotations

import datetime
import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords

from monitoring.models.gebieden import Gemeente


class Ronde(models.Model):
    """A round with its peildatum. A pand is done when it has a waarneming on that peildatum."""

    peildatum = models.DateField("peildatum", unique=True, help_text="De eerste dag van een kwartaal.")
    deadline = models.DateField("deadline", help_text="Tot en met deze dag kunnen gemeenten invullen.")
    toelichting = models.TextField("toelichting", blank=True, help_text="Komt in de mail aan de kantorenloodsen.")
    gesloten_op = models.DateTimeField("gesloten op", null=True, blank=True, editable=False)
    geopend_door = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="geopend door", null=True, editable=False, on_delete=models.SET_NULL,
        related_name="+",
    )  # fmt: skip
    gemeenten = models.ManyToManyField(Gemeente, verbose_name="gemeenten", through="Deelname", related_name="rondes")

    history = HistoricalRecords()

    class Meta:
        verbose_name = "ronde"
        verbose_name_plural = "rondes"
        ordering = ["-peildatum"]
        constraints = [
            models.CheckConstraint(
                condition=Q(deadline__gte=F("peildatum")),
                name="ronde_deadline_na_peildatum",
                violation_error_message="De deadline ligt voor de peildatum. Kies een latere dag.",
            ),
            models.CheckConstraint(
                condition=Q(peildatum__day=1, peildatum__month__in=[1, 4, 7, 10]),
                name="ronde_peildatum_begin_kwartaal",
                violation_error_message="Kies de eerste dag van een kwartaal: 1 januari, april, juli of oktober.",
            ),
        ]

    def __str__(self) -> str:
        return f"ronde {self.peildatum:%d-%m-%Y}"

    def get_absolute_url(self) -> str:
        return reverse("monitoring:ronde", args=[self.peildatum.isoformat()])


class Deelname(models.Model):
    """A gemeente in a round: when it was asked, and when its loods said that it is done."""

    ronde = models.ForeignKey(Ronde, verbose_name="ronde", on_delete=models.CASCADE, related_name="deelnames")
    gemeente = models.ForeignKey(Gemeente, verbose_name="gemeente", on_delete=models.PROTECT, related_name="deelnames")
    deadline = models.DateField("eigen deadline", null=True, blank=True, help_text="Leeg: die van de ronde.")
    uitgenodigd_op = models.DateTimeField("uitgenodigd op", null=True, blank=True, editable=False)
    herinnerd_op = models.DateTimeField("herinnerd op", null=True, blank=True, editable=False)
    afgerond_op = models.DateTimeField("afgerond op", null=True, blank=True, editable=False)
    afgerond_door = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="afgerond door", null=True, blank=True, editable=False,
        on_delete=models.SET_NULL, related_name="+",
    )  # fmt: skip

    history = HistoricalRecords()

    class Meta:
        verbose_name = "deelname"
        verbose_name_plural = "deelnames"
        ordering = ["ronde", "gemeente"]
        constraints = [models.UniqueConstraint(fields=["ronde", "gemeente"], name="deelname_eenmaal")]

    def __str__(self) -> str:
        return f"{self.gemeente} in {self.ronde}"

    def get_absolute_url(self) -> str:
        return reverse("monitoring:ronde-gemeente", args=[self.ronde.peildatum.isoformat(), self.gemeente_id])

    @property
    def uiterste_dag(self) -> datetime.date:
        """The deadline that holds for this gemeente."""
        return self.deadline or self.ronde.deadline


class Upload(models.Model):
    """A sheet that someone sent in, read and waiting for a yes. Nothing of it counts before `toegepast_op`.

    It is kept in the database and not on a disk, because web and worker may run on different machines.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    deelname = models.ForeignKey(Deelname, verbose_name="deelname", on_delete=models.CASCADE, related_name="uploads")
    gebruiker = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="gebruiker", on_delete=models.CASCADE, related_name="uploads"
    )
    taak = models.ForeignKey(
        "akt.Taak", verbose_name="taak", null=True, blank=True, on_delete=models.SET_NULL, related_name="uploads"
    )
    bestandsnaam = models.CharField("bestandsnaam", max_length=120)
    bestand = models.BinaryField("bestand", null=True, help_text="Alleen tot het is gelezen.")
    rijen = models.JSONField("rijen", default=list, help_text="De rijen zoals ze in het bestand staan.")
    gelezen_op = models.DateTimeField("gelezen op", null=True, blank=True)
    gemaakt_op = models.DateTimeField("gemaakt op", default=timezone.now)
    toegepast_op = models.DateTimeField("toegepast op", null=True, blank=True)
    uitkomst = models.JSONField("uitkomst", default=dict)

    class Meta:
        verbose_name = "upload"
        verbose_name_plural = "uploads"
        ordering = ["-gemaakt_op"]
        indexes = [models.Index(fields=["gemaakt_op"], name="upload_gemaakt_op")]

    def __str__(self) -> str:
        return self.bestandsnaam

    def get_absolute_url(self) -> str:
        deelname = self.deelname
        return reverse(
            "monitoring:ronde-upload", args=[deelname.ronde.peildatum.isoformat(), deelname.gemeente_id, self.pk]
        )
