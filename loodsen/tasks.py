"""Celery tasks of the network: thin and idempotent; the work is in the module that the task is named after."""

from __future__ import annotations

from celery import shared_task

from loodsen import vragen


@shared_task(name="loodsen.herinner_vragen")
def herinner_vragen() -> None:
    """On working days: remind who has a question that waits. Nobody twice for the same."""
    vragen.herinner()


@shared_task(name="loodsen.vergeet_vragen")
def vergeet_vragen() -> None:
    """Every night: erase who asked what was closed long ago."""
    vragen.vergeet()
