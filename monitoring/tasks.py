"""Celery tasks of the monitoring: thin, idempotent and acknowledged late; the work is in monitoring.kerncijfers."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from celery import shared_task
from django.db import connection

from akt.models import Taak
from monitoring import kerncijfers
from monitoring.kerncijfers import Voortgang

MISLUKT = (
    "De kerncijfers zijn niet herberekend; de oude staan er nog. Probeer het opnieuw of vraag de beheerder om hulp."
)


@contextmanager
def _meldt_aan(taak: Taak | None) -> Iterator[Voortgang | None]:
    """Progress on a task while a transaction is open: from a second connection, or nobody would see it."""
    if taak is None or connection.in_atomic_block:
        yield taak.meld if taak else None
        return
    with ThreadPoolExecutor(max_workers=1) as draad:
        try:
            yield lambda gedaan, totaal, melding: draad.submit(taak.meld, gedaan, totaal, melding).result()
        finally:
            # By name inside the thread, because each thread has a connection of its own.
            draad.submit(lambda: connection.close()).result()


@shared_task(name="monitoring.herbouw_kerncijfers")
def herbouw_kerncijfers(taak_id: str | None = None) -> None:
    """Full rebuild, every night and on request; `taak_id` is the Taak that people follow it by."""
    taak = Taak.objects.filter(pk=taak_id).first() if taak_id else None
    try:
        with _meldt_aan(taak) as voortgang:
            uitkomst = kerncijfers.herbouw(voortgang)
    except Exception:
        if taak:
            taak.sluit(MISLUKT, gelukt=False)
        raise
    if taak:
        taak.sluit(uitkomst.samenvatting())


@shared_task(name="monitoring.werk_kerncijfers_bij")
def werk_kerncijfers_bij() -> None:
    """Update what changed; finds nothing to do when another run did it."""
    kerncijfers.werk_bij()
