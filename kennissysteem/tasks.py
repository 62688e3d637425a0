"""Celery tasks of the knowledge base: thin and idempotent; the work is in the module of each subject."""

from __future__ import annotations

from celery import shared_task

from kennissysteem import herzien, weekbericht


@shared_task(name="kennissysteem.herzie_praktijken")
def herzie_praktijken() -> None:
    """Every night: tell whose praktijk is due for review; nobody twice for the same."""
    herzien.herzie()


@shared_task(name="kennissysteem.vraag_om_praktijken")
def vraag_om_praktijken() -> None:
    """Every night: ask for a praktijk about a transformatie that was completed, once."""
    herzien.vraag_om_praktijken()


@shared_task(name="kennissysteem.verstuur_weekbericht")
def verstuur_weekbericht() -> None:
    """On Monday morning: what is new about what one follows."""
    weekbericht.verstuur()
