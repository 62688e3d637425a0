"""Recording what was seen at a pand: the one way a waarneming comes in by hand."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from akt.fouten import Conflict
from akt.models import Gebruiker
from monitoring.kerncijfers import meld_wijziging
from monitoring.models import Maat, Pand, Waarneming
from monitoring.signalen import controleer_na_invoer


class WaarnemingConflict(Conflict):
    """Someone recorded a waarneming for this pand after the form was opened."""

    def __init__(self, nieuwste: Waarneming, gebruiker: Gebruiker) -> None:
        wanneer = f"{timezone.localtime(nieuwste.ingevoerd_op):%-d-%-m-%Y om %H:%M} uur"
        if nieuwste.ingevoerd_door == gebruiker:
            super().__init__(f"U hebt dit pand intussen zelf ook vastgelegd, in een ander venster, op {wanneer}.")
        else:
            wie = nieuwste.ingevoerd_door.naam if nieuwste.ingevoerd_door else "Iemand"
            super().__init__(f"{wie} heeft dit pand intussen ook vastgelegd, op {wanneer}.")
        self.nieuwste = nieuwste


@dataclass(frozen=True)
class Invoer:
    """What a person fills in. Areas are whole m² in the unit of `opgegeven_in`."""

    peildatum: datetime.date
    voorraad_m2: int
    aanbod_m2: int
    leegstand_m2: int
    leeg_sinds: datetime.date | None
    opgegeven_in: str
    overig: dict[str, Any]


def naar_vvo(oppervlakte_m2: int, maat: str) -> int:
    """Whole m² VVO of an area given in VVO, BVO or GO (factors are settings)."""
    return round(oppervlakte_m2 * Maat(maat).factor())


def laatst_ingevoerd(pand: Pand) -> int:
    """Id of the newest row of a pand, 0 without one: what a form remembers to notice that someone else saved."""
    return pand.waarnemingen.order_by("-id").values_list("id", flat=True).first() or 0


def trek_in(waarneming: Waarneming, gebruiker: Gebruiker, reden: str) -> None:
    """Take a waarneming out of the series: it stays to be seen, with who did it and why, and counts no more.

    Raises `Conflict` when it was replaced or withdrawn already.
    """
    with transaction.atomic():
        Pand.objects.select_for_update(of=("self",)).get(pk=waarneming.pand_id)
        geraakt = Waarneming.objects.filter(pk=waarneming.pk, vervangen_op__isnull=True).update(
            vervangen_op=timezone.now(), ingetrokken_door=gebruiker, intrekreden=reden
        )
        if not geraakt:
            raise Conflict("Deze waarneming is intussen al vervangen of ingetrokken. Bekijk de nieuwste stand.")
        meld_wijziging(waarneming.pand, waarneming.peildatum)
        controleer_na_invoer([waarneming.pand])


def leg_vast(pand: Pand, invoer: Invoer, gebruiker: Gebruiker, gezien: int) -> Waarneming:
    """Add a waarneming; one on the same peildatum is replaced, never overwritten.

    `gezien` is `laatst_ingevoerd` at the time the person opened the form. Raises `WaarnemingConflict` when a newer
    row has come in since. The kerncijfers it touches are queued in the same transaction.
    """
    with transaction.atomic():
        # The lock makes two simultaneous saves follow each other, so that the second one sees the first.
        Pand.objects.select_for_update(of=("self",)).get(pk=pand.pk)
        nieuwste = pand.waarnemingen.select_related("ingevoerd_door").order_by("-id").first()
        if nieuwste is not None and nieuwste.pk != gezien:
            raise WaarnemingConflict(nieuwste, gebruiker)
        nu = timezone.now()
        vorige = pand.waarnemingen.actueel().filter(peildatum=invoer.peildatum).first()
        if vorige is not None:
            Waarneming.objects.filter(pk=vorige.pk).update(vervangen_op=nu)
        waarneming = Waarneming.objects.create(
            pand=pand,
            peildatum=invoer.peildatum,
            voorraad_m2=naar_vvo(invoer.voorraad_m2, invoer.opgegeven_in),
            aanbod_m2=naar_vvo(invoer.aanbod_m2, invoer.opgegeven_in),
            leegstand_m2=naar_vvo(invoer.leegstand_m2, invoer.opgegeven_in),
            leeg_sinds=invoer.leeg_sinds,
            opgegeven_in=invoer.opgegeven_in,
            geraamd=invoer.opgegeven_in != Maat.VVO,
            ingevoerd_door=gebruiker,
            ingevoerd_op=nu,
            vervangt=vorige,
            **invoer.overig,
        )
        meld_wijziging(pand, invoer.peildatum)
        controleer_na_invoer([pand])
    return waarneming
