"""Celery tasks of the kernel: sending mail. Thin and idempotent; the work is in akt.post."""

from __future__ import annotations

from celery import shared_task

from akt import post


@shared_task(name="akt.verstuur_post")
def verstuur_post() -> None:
    """Send what waits; finds nothing to do when another run did it."""
    if post.verstuur() == post.PER_KEER:
        verstuur_post.delay()


@shared_task(name="akt.ruim_post_op")
def ruim_post_op() -> None:
    """Forget old mail, every night."""
    post.ruim_op()
