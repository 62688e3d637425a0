"""Celery tasks of the knowledge base: thin and idempotent; the work is in the module of each subject."""

from __future__ import annotations

from celery import shared_task

from kennissysteem import praktijken


@shared_task(name="kennissysteem.markeer_te_herzien")
def markeer_te_herzien() -> None:
    """Every day: say of praktijken that they are due for review."""
    praktijken.markeer_te_herzien()
