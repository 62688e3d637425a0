"""Starting long work that people follow on a page, and starting it again where that may be."""

from __future__ import annotations

from typing import Any

import structlog
from celery import Task
from django.db import transaction
from kombu.exceptions import OperationalError

from akt.fouten import Conflict
from akt.models import Gebruiker, Taak

log = structlog.get_logger(__name__)

# Work that may be started again, by the name of its Celery task, with the permission that takes. Nothing else runs
# from what is stored with a Taak.
HERHAALBAAR: dict[str, tuple[Task, str]] = {}


def herhaalbaar(werk: Task, recht: str) -> Task:
    """Allow this work to be started again from the page of its Taak, by who has the permission."""
    HERHAALBAAR[werk.name] = (werk, recht)
    return werk


def probeer(werk: Task, *args: Any) -> None:
    """Enqueue work that a periodic task would find too: with the queue away it comes later, and nothing is lost."""
    try:
        werk.delay(*args)
    except OperationalError as fout:
        log.warning("wachtrij_weg", taak=getattr(werk, "name", ""), fout=str(fout))


def start_taak(naam: str, werk: Task, gebruiker: Gebruiker, *, herhaalt: Taak | None = None, **gegevens: Any) -> Taak:
    """Make a Taak and hand it to a worker once it is committed; `werk` gets its id as `taak_id`.

    With the queue away the Taak says so, and can be started again later. `gegevens` must be what JSON can hold.
    """

    def zet_klaar() -> None:
        try:
            werk.delay(taak_id=str(taak.pk), **gegevens)
        except OperationalError as fout:
            log.warning("wachtrij_weg", taak=naam, fout=str(fout))
            taak.sluit("De wachtrij is even niet bereikbaar. Probeer het over een paar minuten opnieuw.", gelukt=False)

    with transaction.atomic():
        taak = Taak.objects.create(
            naam=naam, gestart_door=gebruiker, werk=getattr(werk, "name", ""), gegevens=gegevens, herhaalt=herhaalt
        )
        transaction.on_commit(zet_klaar)
    return taak


def mag_opnieuw(taak: Taak, gebruiker: Any) -> bool:
    """Whether this user may start a failed or hanging Taak again: once, and only work that allows it."""
    if taak.werk not in HERHAALBAAR or not (taak.status == Taak.Status.MISLUKT or taak.vastgelopen):
        return False
    recht = HERHAALBAAR[taak.werk][1]
    return not hasattr(taak, "herhaling") and gebruiker.has_perm("akt.view_taak", taak) and gebruiker.has_perm(recht)


def herhaal(taak: Taak, gebruiker: Gebruiker) -> Taak:
    """Start a failed or hanging Taak again, as a new one with the same work; the old one is closed.

    Raises Conflict when it may not be, for one because someone else just did.
    """
    with transaction.atomic():
        # The lock makes two clicks follow each other, so that the second one sees the first.
        oud = Taak.objects.select_for_update().get(pk=taak.pk)
        if not mag_opnieuw(oud, gebruiker):
            raise Conflict(
                "Deze taak kan niet opnieuw worden gestart. Misschien loopt hij al, of deed iemand anders het."
            )
        if oud.status != Taak.Status.MISLUKT:
            oud.sluit("Vastgelopen. De taak is opnieuw gestart.", gelukt=False)
        # It stays whose it was, so that they find the new one too.
        eigenaar = oud.gestart_door or gebruiker
        return start_taak(oud.naam, HERHAALBAAR[oud.werk][0], eigenaar, herhaalt=oud, **oud.gegevens)
