"""Celery tasks of the network: thin and idempotent; the work is in the modules they name."""

from __future__ import annotations

from celery import shared_task

from loodsen import initiatieven


@shared_task(name="loodsen.wis_oude_initiatieven")
def wis_oude_initiatieven() -> None:
    """Forget who filed initiatieven that were closed long ago, every night."""
    initiatieven.wis_oude_initiatieven()
