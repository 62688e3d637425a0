"""Acties: who sees them, and ticking them off."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from loodsen.models import Actie, Coachtraject
from monitoring.rules import ziet_alles


def zichtbaar_voor(gebruiker: Any) -> QuerySet[Actie]:
    """All for the provincie; for others their own, and for a loods those of the coaching of its gemeente."""
    if ziet_alles(gebruiker):
        return Actie.objects.all()
    trajecten = Coachtraject.objects.zichtbaar_voor(gebruiker)  # type: ignore[attr-defined]
    return Actie.objects.filter(Q(eigenaar=gebruiker) | Q(traject__in=trajecten.values("pk")))


def op_volgorde(acties: QuerySet[Actie]) -> QuerySet[Actie]:
    """What is open by date, without a date last; then what is done, the newest first."""
    return acties.order_by(F("gedaan_op").desc(nulls_first=True), F("voor").asc(nulls_last=True), "pk")


def vink_af(actie: Actie, gebruiker: Any) -> bool:
    """Say that it is done, by whom and when. False when it was done already: the first one stands."""
    with transaction.atomic():
        rij = Actie.objects.select_for_update(of=("self",)).get(pk=actie.pk)
        if rij.gedaan_op is not None:
            return False
        rij.gedaan_op, rij.gedaan_door = timezone.now(), gebruiker
        rij.save(update_fields=["gedaan_op", "gedaan_door"])
    return True


def heropen(actie: Actie) -> bool:
    """Take back that it is done. False when it is open already."""
    with transaction.atomic():
        rij = Actie.objects.select_for_update(of=("self",)).get(pk=actie.pk)
        if rij.gedaan_op is None:
            return False
        rij.gedaan_op = rij.gedaan_door = None
        rij.save(update_fields=["gedaan_op", "gedaan_door"])
    return True


def groepen(acties: Iterable[Actie], dag: datetime.date) -> list[tuple[str, list[Actie]]]:
    """Acties under headings that say when they are due; groups without any are left out."""
    week = dag + datetime.timedelta(days=7)
    namen = ("Te laat", "Deze week", "Later", "Zonder datum", "Gedaan")
    per_groep: dict[str, list[Actie]] = {naam: [] for naam in namen}
    for actie in acties:
        if actie.gedaan_op is not None:
            naam = "Gedaan"
        elif actie.voor is None:
            naam = "Zonder datum"
        elif actie.voor < dag:
            naam = "Te laat"
        else:
            naam = "Deze week" if actie.voor <= week else "Later"
        per_groep[naam].append(actie)
    return [(naam, rijen) for naam, rijen in per_groep.items() if rijen]
