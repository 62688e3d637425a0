"""What someone promised to do, and by when."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from monitoring.models import Gemeente


class Actie(models.Model):
    """Something agreed, with one owner and a date. Where it was agreed is the field that is filled in."""

    omschrijving = models.CharField("actie", max_length=300)
    eigenaar = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="eigenaar", null=True, blank=True, on_delete=models.SET_NULL,
        related_name="acties",
    )  # fmt: skip
    eigenaar_naam = models.CharField(
        "naam van de eigenaar", max_length=120, blank=True, help_text="Voor wie geen account heeft."
    )
    gemeente = models.ForeignKey(
        Gemeente, verbose_name="gemeente", null=True, blank=True, on_delete=models.PROTECT, related_name="acties"
    )
    bijeenkomst = models.ForeignKey(
        "loodsen.Bijeenkomst", verbose_name="bijeenkomst", null=True, blank=True, on_delete=models.CASCADE,
        related_name="acties",
    )  # fmt: skip
    traject = models.ForeignKey(
        "loodsen.Coachtraject", verbose_name="coachtraject", null=True, blank=True, on_delete=models.CASCADE,
        related_name="acties",
    )  # fmt: skip
    voor = models.DateField("klaar op", null=True, blank=True)
    gedaan_op = models.DateTimeField("gedaan op", null=True, blank=True, editable=False)
    gedaan_door = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="afgevinkt door", null=True, blank=True, editable=False,
        on_delete=models.SET_NULL, related_name="+",
    )  # fmt: skip
    gemaakt_op = models.DateTimeField("gemaakt op", auto_now_add=True)
    demo = models.BooleanField("demogegevens", default=False, editable=False)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "actie"
        verbose_name_plural = "acties"
        ordering = ["gedaan_op", "voor", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(eigenaar_naam=""),
                name="actie_heeft_eigenaar",
                violation_error_message="Kies wie het doet, of vul een naam in.",
            ),
        ]

    def __str__(self) -> str:
        return self.omschrijving

    def save(self, *args: Any, **kwargs: Any) -> None:
        # The name stays when the account goes.
        if self.eigenaar is not None:
            self.eigenaar_naam = self.eigenaar.naam
        super().save(*args, **kwargs)
