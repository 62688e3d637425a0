"""What belongs to a praktijk beside its texts: what is being written but not saved yet."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

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
