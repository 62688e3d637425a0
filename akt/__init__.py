"""The kernel of the portal: settings, users, conventions of pages and API. It knows no programme app."""

from akt.celery import app as celery_app

__all__ = ["celery_app"]
