"""Who is kantorenloods where: appointing and ending, with the right to write that belongs to it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Count, F, FilteredRelation, Max, Min, Q, QuerySet

from akt.fouten import AktFout
from akt.models import Gebruiker, Rol
from akt.opmaak import aantal
from loodsen.models import Gemeenteprofiel, Kantorenloods
from monitoring.models import Gemeente, Werkgebied


def team_van(gemeente: Gemeente) -> list[Kantorenloods]:
    """Who is kantorenloods of a gemeente today, the first contact first."""
    return list(gemeente.kantorenloodsen.huidig().select_related("gebruiker"))  # type: ignore[attr-defined]


def profiel_van(gemeente: Gemeente) -> Gemeenteprofiel:
    """The profile of a gemeente; an unsaved empty one where it has none."""
    return Gemeenteprofiel.objects.filter(gemeente=gemeente).first() or Gemeenteprofiel(gemeente=gemeente)


@transaction.atomic
def stel_aan(loods: Kantorenloods) -> Kantorenloods:
    """Save a term, new or changed, and let the right to write of its account begin and end with it.

    Raises `AktFout` for an account of another role; the database refuses terms that overlap (`IntegrityError`).
    """
    if loods.gebruiker is not None and loods.gebruiker.rol != Rol.KANTORENLOODS:
        raise AktFout(
            f"{loods.gebruiker} heeft een account als {loods.gebruiker.get_rol_display().lower()}. "
            "Kies een account met de rol kantorenloods."
        )
    vorige = Kantorenloods.objects.select_related("gebruiker").filter(pk=loods.pk).first()
    loods.save()
    geraakt = {wie for wie in (vorige.gebruiker if vorige else None, loods.gebruiker) if wie is not None}
    for gebruiker in geraakt:
        werk_rechten_bij(gebruiker, loods.gemeente)
    return loods


def werk_rechten_bij(gebruiker: Gebruiker, gemeente: Gemeente) -> None:
    """Make the werkgebieden of someone in a gemeente the same as the terms; what has ended stays as it was."""
    termijnen = Kantorenloods.objects.filter(gebruiker=gebruiker, gemeente=gemeente).order_by("van")
    aaneen: list[tuple[datetime.date, datetime.date | None]] = []
    for van, tot in termijnen.values_list("van", "tot"):
        if aaneen and (aaneen[-1][1] is None or van <= aaneen[-1][1]):
            eind = aaneen[-1][1]
            aaneen[-1] = (aaneen[-1][0], None if eind is None or tot is None else max(eind, tot))
        else:
            aaneen.append((van, tot))
    werkgebieden = Werkgebied.objects.select_for_update(of=("self",)).filter(gebruiker=gebruiker, gemeente=gemeente)
    bestaand = {werkgebied.van: werkgebied for werkgebied in werkgebieden}
    for van, tot in aaneen:
        werkgebied = bestaand.pop(van, None)
        if werkgebied is None:
            Werkgebied.objects.create(gebruiker=gebruiker, gemeente=gemeente, van=van, tot=tot)
        elif werkgebied.tot != tot:
            werkgebied.tot = tot
            werkgebied.save()
    for werkgebied in bestaand.values():
        if werkgebied.tot is None or werkgebied.tot > datetime.date.today():
            werkgebied.delete()


# --- where there is one ------------------------------------------------------------------------
@dataclass(frozen=True)
class Stand:
    """How the network covers the provincie today."""

    gemeenten: int
    met_loods: int
    programma: int
    programma_met_loods: int
    commitment: int

    @property
    def van_alle(self) -> str:
        return f"van {aantal(self.gemeenten, 'gemeente', 'gemeenten')}"

    @property
    def van_programma(self) -> str:
        return f"van {aantal(self.programma, 'gemeente', 'gemeenten')}"


def gemeenten_met_netwerk() -> QuerySet[Any]:
    """Gemeenten of today with `loods_sinds`, `loods_tot`, `teamleden`, and of their profile what counts."""
    vandaag = datetime.date.today()
    loopt = Q(kantorenloodsen__van__lte=vandaag) & (
        Q(kantorenloodsen__tot__isnull=True) | Q(kantorenloodsen__tot__gt=vandaag)
    )
    return (
        Gemeente.objects.huidig()
        .defer("grens")
        .annotate(
            nu=FilteredRelation("kantorenloodsen", condition=loopt),
            teamleden=Count("nu"),
            loods_sinds=Min("nu__van"),
            # A term without an end is the last to end.
            loods_tot=Max("nu__tot", filter=Q(nu__tot__isnull=False)),
            zonder_einde=Count("nu", filter=Q(nu__tot__isnull=True)),
            in_programma=F("profiel__in_programma"),
            wethouder=F("profiel__wethouder"),
            commitment=F("profiel__commitment"),
            commitment_op=F("profiel__commitment_op"),
        )
        .order_by("naam")
    )


def stand() -> Stand:
    rijen = list(gemeenten_met_netwerk().values_list("teamleden", "in_programma", "commitment"))
    return Stand(
        gemeenten=len(rijen),
        met_loods=sum(bool(leden) for leden, _, _ in rijen),
        programma=sum(bool(programma) for _, programma, _ in rijen),
        programma_met_loods=sum(bool(leden and programma) for leden, programma, _ in rijen),
        commitment=sum(bool(commitment) for _, _, commitment in rijen),
    )
