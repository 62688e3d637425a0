"""Settings of the suite: the portal's own, with only what a test needs otherwise."""

import os
import tempfile

# Tests see the portal as in production, whatever the shell of the developer says.
os.environ["DJANGO_DEBUG"] = "0"

from akt.settings import *  # noqa: F403
from akt.settings import BASE_DIR, LOGGING, env, redis_url

SECRET_KEY = "alleen-voor-de-tests-" + "x" * 40
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
SECURE_SSL_REDIRECT = False
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
# Each xdist worker has a cache and a broker database of its own.
WERKER = env.str("PYTEST_XDIST_WORKER", default="gw0")
NUMMER = int(WERKER.removeprefix("gw"))
MEDIA_ROOT = BASE_DIR / "var" / f"media-{WERKER}"
CACHES = {"default": {"BACKEND": "akt.cache.KalmeRedisCache", "LOCATION": redis_url(8 + NUMMER)}}
CELERY_BROKER_URL = redis_url(2 + NUMMER, broker=True)
ACCOUNT_RATE_LIMITS = False
MFA_VERPLICHT = False
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# Files that tests write are gone when they end.
_MEDIA = tempfile.TemporaryDirectory(prefix="akt-media-")
MEDIA_ROOT = _MEDIA.name
LOGGING["root"]["level"] = "ERROR"
