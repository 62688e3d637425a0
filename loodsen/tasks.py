"""Celery tasks of the network: thin and idempotent; the work is in the module of each subject."""

from __future__ import annotations

from celery import shared_task

from loodsen import bijeenkomsten, contactpersonen, initiatieven, vragen


@shared_task(name="loodsen.herinner_bijeenkomsten")
def herinner_bijeenkomsten() -> None:
    """Every day: remind who hasn't answered and who comes tomorrow, each once, and forget guests of long ago."""
    bijeenkomsten.wis_oude_gasten()
    bijeenkomsten.herinner()


@shared_task(name="loodsen.herinner_vragen")
def herinner_vragen() -> None:
    """On working days: remind who has a question that waits. Nobody twice for the same."""
    vragen.herinner()


@shared_task(name="loodsen.vergeet_vragen")
def vergeet_vragen() -> None:
    """Every night: erase who asked what was closed long ago."""
    vragen.vergeet()


@shared_task(name="loodsen.wis_oude_initiatieven")
def wis_oude_initiatieven() -> None:
    """Forget who filed initiatieven that were closed long ago, every night."""
    initiatieven.wis_oude_initiatieven()


@shared_task(name="loodsen.bewaak_contactpersonen")
def bewaak_contactpersonen() -> None:
    """Every night: erase whose term has ended, tell whose term is about to."""
    contactpersonen.bewaak()
