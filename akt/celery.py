"""The Celery app. Tasks live in each app's `tasks` module and are found by name."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "akt.settings")

app = Celery("akt")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
