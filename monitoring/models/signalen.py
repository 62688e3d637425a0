"""Signalen: findings about the data, by a rule or by someone who saw it; each is resolved or explained."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from monitoring.models.definities import Bron
from monitoring.models.gebieden import Gemeente
from monitoring.models.panden import Pand


class SignaalQuerySet(models.QuerySet["Signaal"]):
    def zichtbaar_voor(self, gebruiker: Any) -> SignaalQuerySet:
        """All for coach and beheerder, those of the own gemeenten for a loods, none for others."""
        from monitoring.rules import gemeenten_van, ziet_alles

        if ziet_alles(gebruiker):
            return self
        return self.filter(gemeente__in=gemeenten_van(gebruiker))

    def open(self) -> SignaalQuerySet:
        return self.filter(status=Signaal.Status.OPEN)


class Signaal(models.Model):
    """One finding. A rule finds the same thing under the same `sleutel`, so that it is kept once while it is open.

    What someone called right stays away until its `feiten` change.
    """

    class Ernst(models.TextChoices):
        FOUT = "fout", "Fout"
        LET_OP = "let_op", "Let op"
        TIP = "tip", "Tip"

    class Status(models.TextChoices):
        OPEN = "open", "Open"
        OPGELOST = "opgelost", "Opgelost"
        KLOPT = "klopt", "Klopt"
        VERVALLEN = "vervallen", "Vervallen"

    MELDING = "melding"  # the `regel` of what a person reported

    regel = models.SlugField("regel", max_length=40)
    sleutel = models.CharField("sleutel", max_length=80, help_text="Waar het over gaat, als vaste tekst.")
    ernst = models.CharField("ernst", max_length=6, choices=Ernst)
    gemeente = models.ForeignKey(
        Gemeente, verbose_name="gemeente", null=True, blank=True, on_delete=models.PROTECT, related_name="signalen"
    )
    pand = models.ForeignKey(
        Pand, verbose_name="pand", null=True, blank=True, on_delete=models.CASCADE, related_name="signalen"
    )
    bron = models.ForeignKey(
        Bron, verbose_name="bron", null=True, blank=True, on_delete=models.SET_NULL, related_name="signalen",
        help_text="Wie de gegevens leverde waarin de fout zit.",
    )  # fmt: skip
    uitleg = models.TextField("uitleg")
    feiten = models.CharField(
        "feiten", max_length=120, blank=True, help_text="De getallen waarop de bevinding rust, als vaste tekst."
    )
    voorstel = models.TextField("voorstel", blank=True)
    status = models.CharField("status", max_length=10, choices=Status, default=Status.OPEN)
    reden = models.CharField("reden", max_length=300, blank=True, help_text="Waarom het klopt, of wat er is gedaan.")
    gevonden_op = models.DateTimeField("gevonden op", auto_now_add=True)
    afgehandeld_op = models.DateTimeField("afgehandeld op", null=True, blank=True)
    afgehandeld_door = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="afgehandeld door", null=True, blank=True, on_delete=models.SET_NULL,
        related_name="signalen",
    )  # fmt: skip

    plek = models.CharField("waar gezien", max_length=200, blank=True, help_text="Waar iemand de fout zag.")
    melder = models.EmailField(
        "e-mailadres van de melder", blank=True, help_text="Wordt gewist zodra het signaal is afgehandeld."
    )

    objects = SignaalQuerySet.as_manager()

    class Meta:
        verbose_name = "signaal"
        verbose_name_plural = "signalen"
        ordering = ["-gevonden_op", "-id"]
        indexes = [models.Index(fields=["gemeente", "status"], name="signaal_gemeente_status")]
        constraints = [
            models.UniqueConstraint(
                fields=["regel", "sleutel"], condition=Q(status__in=["open", "klopt"]), name="signaal_eenmaal_open"
            ),
            models.CheckConstraint(
                condition=~Q(status="klopt") | ~Q(reden=""),
                name="signaal_klopt_heeft_reden",
                violation_error_message="Zeg kort waarom het klopt.",
            ),
            models.CheckConstraint(
                condition=Q(status="open", afgehandeld_op__isnull=True)
                | (~Q(status="open") & Q(afgehandeld_op__isnull=False)),
                name="signaal_open_of_afgehandeld",
            ),
            models.CheckConstraint(condition=Q(melder="") | Q(status="open"), name="signaal_melder_alleen_open"),
        ]

    def __str__(self) -> str:
        return self.uitleg[:80]

    def get_absolute_url(self) -> str:
        return reverse("monitoring:signaal", args=[self.pk])
