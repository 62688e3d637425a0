"""What belongs to a praktijk beside its texts: bijlagen, and what is being written but not saved yet."""

from __future__ import annotations

import secrets
import uuid
from functools import partial
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.urls import reverse
from simple_history.models import HistoricalRecords

from kennissysteem.models.praktijken import Praktijk


class Klad(models.Model):
    """What someone typed in the form of a praktijk, as it was typed, so that half a number is kept too.

    Readers never see it. `stand` goes up with each change of klad or praktijk: what a form says that it has seen;
    `venster` is the window that changed last, so that a window is never in conflict with itself.
    """

    praktijk = models.OneToOneField(Praktijk, on_delete=models.CASCADE, primary_key=True, related_name="klad")
    invoer = models.JSONField("invoer", null=True, blank=True)
    stand = models.PositiveIntegerField("stand", default=0)
    venster = models.UUIDField("venster", default=uuid.uuid4)
    door = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="door", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    op = models.DateTimeField("op", auto_now=True)

    class Meta:
        verbose_name = "klad van een praktijk"
        verbose_name_plural = "kladden van praktijken"
        constraints = [
            models.CheckConstraint(
                condition=Q(invoer__isnull=True) | Q(stand__gt=0), name="praktijkklad_met_invoer_heeft_stand"
            )
        ]

    def __str__(self) -> str:
        return f"Klad van {self.praktijk}"


MAP = "bijlagen"


def willekeurige_naam(bijlage: Any, naam: str) -> str:
    """A name that says nothing and cannot be guessed, in one of 256 folders."""
    kenmerk = secrets.token_hex(16)
    return f"{MAP}/{kenmerk[:2]}/{kenmerk}"


class Bijlage(models.Model):
    """A photo (written anew as JPEG, in two sizes), a document (told by its content) or a link of a praktijk."""

    class Soort(models.TextChoices):
        FOTO = "foto", "Foto"
        DOCUMENT = "document", "Document"
        LINK = "link", "Link"

    praktijk = models.ForeignKey(Praktijk, verbose_name="praktijk", on_delete=models.CASCADE, related_name="bijlagen")
    soort = models.CharField("soort", max_length=8, choices=Soort, editable=False)
    titel = models.CharField("titel", max_length=160)
    url = models.URLField("adres", max_length=500, blank=True)
    bestand = models.FileField("bestand", max_length=60, blank=True, upload_to=willekeurige_naam, editable=False)
    miniatuur = models.FileField("miniatuur", max_length=60, blank=True, upload_to=willekeurige_naam, editable=False)
    naam = models.CharField("bestandsnaam", max_length=120, blank=True, editable=False)
    type = models.CharField("MIME-type", max_length=100, blank=True, editable=False)
    grootte = models.PositiveIntegerField("grootte", default=0, editable=False, help_text="In bytes.")
    toegevoegd_door = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="toegevoegd door", null=True, editable=False,
        on_delete=models.SET_NULL, related_name="+",
    )  # fmt: skip
    toegevoegd_op = models.DateTimeField("toegevoegd op", auto_now_add=True)

    history = HistoricalRecords(excluded_fields=["bestand", "miniatuur"])

    class Meta:
        verbose_name = "bijlage"
        verbose_name_plural = "bijlagen"
        ordering = ["toegevoegd_op", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(soort="link", bestand="") & ~Q(url="")) | (~Q(soort="link") & Q(url="") & ~Q(bestand="")),
                name="bijlage_is_link_of_bestand",
                violation_error_message="Een bijlage is een link of een bestand.",
            ),
            models.CheckConstraint(condition=~Q(titel=""), name="bijlage_heeft_titel"),
        ]

    @property
    def zoekbron(self) -> str:
        """What the search index calls the text of this document."""
        return f"bijlage:{self.pk}"

    def __str__(self) -> str:
        return self.titel

    def get_absolute_url(self) -> str:
        return self.url or reverse("kennissysteem:praktijk-bijlage", args=[self.praktijk_id, self.pk])


@receiver(post_delete, sender=Bijlage)
def verwijder_bestanden(sender: Any, instance: Bijlage, **kwargs: Any) -> None:
    """Files and their text go with the row, also when the whole praktijk goes; files not before that is certain."""
    instance.praktijk.zoekteksten.filter(bron=instance.zoekbron).delete()
    for bestand in (instance.bestand, instance.miniatuur):
        if bestand:
            transaction.on_commit(partial(bestand.storage.delete, str(bestand.name)))
