"""Celery tasks of the knowledge base: thin and idempotent; the work is in the module of each subject."""

from __future__ import annotations

from celery import shared_task

from kennissysteem import herzien, vragenlog, weekbericht, woorden, zoektekst


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


@shared_task(name="kennissysteem.ververs_woorden")
def ververs_woorden() -> None:
    """The list of words, when practices changed; finds nothing to do otherwise."""
    woorden.ververs_als_nodig()


@shared_task(name="kennissysteem.ruim_zoekvragen_op")
def ruim_zoekvragen_op() -> None:
    """Forget old questions, every night."""
    vragenlog.ruim_op()


@shared_task(name="kennissysteem.lees_documenten")
def lees_documenten() -> None:
    """Text of new documents into the index: right after one was sent in, and every hour what was missed."""
    zoektekst.lees_documenten()
