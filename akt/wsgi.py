"""WSGI entry point for gunicorn."""

import os

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "akt.settings")

application = get_wsgi_application()

if settings.SECRET_KEY.startswith("django-insecure-") and not settings.DEBUG:
    raise ImproperlyConfigured("Zet DJANGO_SECRET_KEY: zonder eigen geheime sleutel start het portaal niet.")
