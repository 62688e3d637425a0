"""Starting long work that people follow on a page."""

from __future__ import annotations

from typing import Any

import structlog
from celery import Task
from django.db import transaction
from kombu.exceptions import OperationalError

from akt.models import Gebruiker, Taak

log = structlog.get_logger(__name__)


def start_taak(naam: str, werk: Task, gebruiker: Gebruiker, **gegevens: Any) -> Taak:
    """Make a Taak and hand it to a worker once it is committed; `werk` gets its id as `taak_id`.

    With the queue away the Taak says so, and can be started again later.
    """

    def zet_klaar() -> None:
        try:
            werk.delay(taak_id=str(taak.pk), **gegevens)
        except OperationalError as fout:
            log.warning("wachtrij_weg", taak=naam, fout=str(fout))
            taak.sluit("De wachtrij is even niet bereikbaar. Probeer het over een paar minuten opnieuw.", gelukt=False)

    with transaction.atomic():
        taak = Taak.objects.create(naam=naam, gestart_door=gebruiker)
        transaction.on_commit(zet_klaar)
    return taak
