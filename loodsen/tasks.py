"""Celery tasks of the network: thin and idempotent; the work is in the modules they name."""

from __future__ import annotations

from celery import shared_task

from loodsen import contactpersonen


@shared_task(name="loodsen.bewaak_contactpersonen")
def bewaak_contactpersonen() -> None:
    """Every night: erase whose term has ended, tell whose term is about to."""
    contactpersonen.bewaak()
