"""Celery tasks of the knowledge base: thin and idempotent."""

from __future__ import annotations

from celery import shared_task

from kennissysteem import vragenlog, woorden


@shared_task(name="kennissysteem.ververs_woorden")
def ververs_woorden() -> None:
    """The list of words, when practices changed; finds nothing to do otherwise."""
    woorden.ververs_als_nodig()


@shared_task(name="kennissysteem.ruim_zoekvragen_op")
def ruim_zoekvragen_op() -> None:
    """Forget old questions, every night."""
    vragenlog.ruim_op()
