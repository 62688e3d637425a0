"""Photos of panden, as monitoring.fotos wrote them anew: nothing of the file that someone sent is kept."""

from __future__ import annotations

import datetime
import secrets
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords

from monitoring.models.panden import Pand

MAP = "fotos"


def willekeurige_naam(foto: Any, naam: str) -> str:
    """A name that says nothing and cannot be guessed, in one of 256 folders."""
    kenmerk = secrets.token_hex(16)
    return f"{MAP}/{kenmerk[:2]}/{kenmerk}.jpg"


class Foto(models.Model):
    """A photo in two sizes, both JPEG. Its history has everything but the files."""

    pand = models.ForeignKey(Pand, verbose_name="pand", on_delete=models.PROTECT, related_name="fotos")
    bestand = models.ImageField("bestand", max_length=60, upload_to=willekeurige_naam, editable=False)
    miniatuur = models.ImageField("miniatuur", max_length=60, upload_to=willekeurige_naam, editable=False)
    breedte = models.PositiveIntegerField("breedte", editable=False, help_text="In pixels.")
    hoogte = models.PositiveIntegerField("hoogte", editable=False, help_text="In pixels.")
    vingerafdruk = models.CharField(
        "vingerafdruk", max_length=64, editable=False, help_text="SHA-256 van het beeld: dezelfde foto komt één keer."
    )
    bijschrift = models.CharField(
        "bijschrift",
        max_length=160,
        help_text="Wat is er te zien? Bijvoorbeeld: de voorgevel met de ingang. Wie niet ziet, hoort deze tekst.",
    )
    genomen_op = models.DateField(
        "genomen op", null=True, blank=True,
        help_text="Leeg: de dag die de camera in de foto zette, als die er is.",
    )  # fmt: skip
    maker = models.CharField(
        "maker of bron", max_length=80, blank=True, help_text="Wie nam de foto, of waar komt hij vandaan? Leeg: uzelf."
    )
    toegevoegd_door = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="toegevoegd door", null=True, editable=False,
        on_delete=models.PROTECT, related_name="fotos",
    )  # fmt: skip
    toegevoegd_op = models.DateTimeField("toegevoegd op", default=timezone.now, editable=False)
    demo = models.BooleanField("demogegevens", default=False, editable=False)

    history = HistoricalRecords(excluded_fields=["bestand", "miniatuur", "breedte", "hoogte", "vingerafdruk"])

    class Meta:
        verbose_name = "foto"
        verbose_name_plural = "foto's"
        ordering = ["-toegevoegd_op", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["pand", "vingerafdruk"],
                name="foto_eenmaal_bij_pand",
                violation_error_message="Deze foto staat al bij dit pand.",
            ),
            models.UniqueConstraint(fields=["bestand"], name="foto_bestand_uniek"),
            models.UniqueConstraint(fields=["miniatuur"], name="foto_miniatuur_uniek"),
            models.CheckConstraint(
                condition=Q(bestand__regex=rf"^{MAP}/[0-9a-f]{{2}}/[0-9a-f]{{32}}\.jpg$")
                & Q(miniatuur__regex=rf"^{MAP}/[0-9a-f]{{2}}/[0-9a-f]{{32}}\.jpg$"),
                name="foto_naam_is_willekeurig",
            ),
            models.CheckConstraint(condition=Q(breedte__gt=0, hoogte__gt=0), name="foto_heeft_maten"),
            models.CheckConstraint(
                condition=~Q(bijschrift=""),
                name="foto_heeft_bijschrift",
                violation_error_message="Zeg kort wat er te zien is.",
            ),
            models.CheckConstraint(
                condition=Q(genomen_op__isnull=True) | Q(genomen_op__gte=datetime.date(1839, 1, 1)),
                name="foto_genomen_vanaf_1839",
                violation_error_message="Zo oud is geen foto. Controleer het jaar.",
            ),
        ]

    def __str__(self) -> str:
        return self.bijschrift

    def get_absolute_url(self) -> str:
        return reverse("monitoring:foto", args=[self.pand.bag_id, self.pk])

    @property
    def dag(self) -> datetime.date:
        """The day it was taken, or else added."""
        return self.genomen_op or timezone.localdate(self.toegevoegd_op)
