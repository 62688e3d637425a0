"""All settings of the portal, read from the environment in this one place.

Everything that differs between a laptop and production is an environment variable; docs/beheer.md lists them.
"""

from pathlib import Path
from typing import Any
from urllib.parse import unquote

import environ
import structlog
from celery.schedules import crontab
from csp.constants import NONE, SELF

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent

# --- environment -------------------------------------------------------------------------------
DEBUG = env.bool("DJANGO_DEBUG", default=False)
# akt.wsgi refuses to serve with this fallback unless DEBUG is on.
SECRET_KEY = env.str("DJANGO_SECRET_KEY", default="django-insecure-alleen-voor-ontwikkeling")
ALLOWED_HOSTS = env.list("DJANGO_ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "testserver"])
CSRF_TRUSTED_ORIGINS = env.list("DJANGO_CSRF_TRUSTED_ORIGINS", default=[])
HTTPS = env.bool("AKT_HTTPS", default=not DEBUG)
BASIS_URL = env.str("AKT_BASIS_URL", default="https://akt.example")
REDIS_URL = env.str("REDIS_URL", default="redis://127.0.0.1:6379")

# --- the programme -----------------------------------------------------------------------------
# A pand counts as kantoor from this much VVO (definition "kantoor").
AKT_KANTOOR_DREMPEL_M2 = env.int("AKT_KANTOOR_DREMPEL_M2", default=500)
# Conversion to m2 VVO of areas given otherwise; a converted value is marked `geraamd`.
AKT_FACTOR_BVO_NAAR_VVO = env.float("AKT_FACTOR_BVO_NAAR_VVO", default=0.80)
AKT_FACTOR_GO_NAAR_VVO = env.float("AKT_FACTOR_GO_NAAR_VVO", default=0.95)
# A waarneming counts towards dekking while it is no older than this.
AKT_DEKKING_MAANDEN = env.int("AKT_DEKKING_MAANDEN", default=12)
# In what is open, a terrein with fewer panden than this is suppressed.
AKT_MINIMUM_PANDEN_OPEN = env.int("AKT_MINIMUM_PANDEN_OPEN", default=3)
# A photo of a pand: as a file, and unpacked.
AKT_FOTO_MAX_MB = env.int("AKT_FOTO_MAX_MB", default=20)
AKT_FOTO_MAX_MEGAPIXELS = env.int("AKT_FOTO_MAX_MEGAPIXELS", default=50)
# Within how many working days a question to a kantorenloods is answered, and after how many the loods is reminded.
AKT_VRAAG_NORM_WERKDAGEN = env.int("AKT_VRAAG_NORM_WERKDAGEN", default=5)
AKT_VRAAG_HERINNER_WERKDAGEN = env.int("AKT_VRAAG_HERINNER_WERKDAGEN", default=3)
# Who asked is forgotten so many days after the question was answered.
AKT_VRAAG_BEWAREN_DAGEN = env.int("AKT_VRAAG_BEWAREN_DAGEN", default=365)
# How long a contactpersoon is kept without a new confirmation, and how long one waits for consent (days).
AKT_CONTACT_BEWAREN_DAGEN = env.int("AKT_CONTACT_BEWAREN_DAGEN", default=730)
AKT_TOESTEMMING_DAGEN = env.int("AKT_TOESTEMMING_DAGEN", default=60)
# What was searched for is kept this long (days), without who searched.
AKT_ZOEKVRAAG_DAGEN = env.int("AKT_ZOEKVRAAG_DAGEN", default=365)
AKT_CONTACT = {
    "naam": env.str("AKT_CONTACT_NAAM", default="Programmateam AKT, provincie Utrecht"),
    "email": env.str("AKT_CONTACT_EMAIL", default="akt@portaal.example"),
    "url": BASIS_URL,
}
# Who filed an initiatief is forgotten so long after it was closed.
AKT_INITIATIEF_BEWAREN_DAGEN = env.int("AKT_INITIATIEF_BEWAREN_DAGEN", default=730)
# A praktijk is looked at again so many days after it was published.
AKT_PRAKTIJK_HERZIEN_DAGEN = env.int("AKT_PRAKTIJK_HERZIEN_DAGEN", default=365)
# Optional background map, such as PDOK's. Empty: no request leaves the portal.
AKT_ACHTERGRONDKAART_URL = env.str("AKT_ACHTERGRONDKAART_URL", default="")

# --- apps --------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "akt.apps.AktConfig",
    "monitoring.apps.MonitoringConfig",
    "loodsen.apps.LoodsenConfig",
    "kennissysteem.apps.KennissysteemConfig",
    "scans.apps.ScansConfig",
    "financiering.apps.FinancieringConfig",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.gis",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_celery_beat",
    "django_filters",
    "django_htmx",
    "django_structlog",
    "django_tables2",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "leaflet",
    "rest_framework",
    "rest_framework_gis",
    "rules.apps.AutodiscoverRulesConfig",
    "simple_history",
]

MIDDLEWARE = [
    "akt.api.middleware.ApiMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "akt.middleware.RequestIdMiddleware",
    "csp.middleware.CSPMiddleware",
    "akt.middleware.NultekenMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "akt.middleware.TweestapsMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "akt.middleware.ConflictMiddleware",
]

ROOT_URLCONF = "akt.urls"
WSGI_APPLICATION = "akt.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "akt.context.portaal",
                "monitoring.context.demogegevens",
            ],
            "builtins": ["akt.templatetags.opmaak", "akt.templatetags.onderdelen"],
        },
    },
]
FORM_RENDERER = "akt.forms.AktFormRenderer"
DJANGO_TABLES2_TEMPLATE = "akt/onderdelen/tabel.html"

# --- data --------------------------------------------------------------------------------------
DATABASES: dict[str, dict[str, Any]] = {
    "default": env.db_url(
        "DATABASE_URL",
        default="postgis://akt@127.0.0.1/akt",
        engine="django.contrib.gis.db.backends.postgis",
    )
}
# The host may be a percent-encoded folder with a Unix socket.
DATABASES["default"]["HOST"] = unquote(DATABASES["default"]["HOST"])
DATABASES["default"]["CONN_MAX_AGE"] = env.int("AKT_DB_CONN_MAX_AGE", default=60)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"


def redis_url(database: int, *, broker: bool = False) -> str:
    """Address of one database of the Redis server; Celery spells a Unix socket differently from redis-py."""
    if REDIS_URL.startswith("unix://"):
        pad = REDIS_URL.removeprefix("unix://").split("?")[0]
        return f"redis+socket://{pad}?virtual_host={database}" if broker else f"unix://{pad}?db={database}"
    return f"{REDIS_URL.rstrip('/')}/{database}"


CACHES = {"default": {"BACKEND": "akt.cache.KalmeRedisCache", "LOCATION": redis_url(1)}}
SESSION_ENGINE = "django.contrib.sessions.backends.db"

# --- Celery ------------------------------------------------------------------------------------
CELERY_BROKER_URL = redis_url(0, broker=True)
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 6 * 3600}
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0, "interval_max": 0.2}
CELERY_TIMEZONE = "Europe/Amsterdam"
CELERY_BEAT_SCHEDULER = "django_celery_beat.schedulers:DatabaseScheduler"
CELERY_BEAT_SCHEDULE = {
    "kerncijfers-elke-nacht": {
        "task": "monitoring.herbouw_kerncijfers",
        "schedule": 24 * 3600,
    },
    "rondes-herinneren": {
        "task": "monitoring.herinner_rondes",
        "schedule": 24 * 3600,
    },
    "signalen-elke-nacht": {
        "task": "monitoring.controleer_kwaliteit",
        "schedule": 24 * 3600,
    },
    "bijeenkomsten-herinneren": {
        "task": "loodsen.herinner_bijeenkomsten",
        "schedule": 24 * 3600,
    },
    "initiatieven-opruimen": {
        "task": "loodsen.wis_oude_initiatieven",
        "schedule": 24 * 3600,
    },
    "post-versturen": {
        "task": "akt.verstuur_post",
        "schedule": 60,
    },
    "post-opruimen": {
        "task": "akt.ruim_post_op",
        "schedule": 24 * 3600,
    },
    "fotos-opruimen": {
        "task": "monitoring.ruim_fotos_op",
        "schedule": 24 * 3600,
    },
    # In office hours, so that a reminder comes when someone can do something with it.
    "vragen-herinneren": {
        "task": "loodsen.herinner_vragen",
        "schedule": crontab(minute="15", hour="8-17", day_of_week="mon-fri"),
    },
    "vragen-vergeten": {
        "task": "loodsen.vergeet_vragen",
        "schedule": 24 * 3600,
    },
    "praktijken-herzien": {
        "task": "kennissysteem.herzie_praktijken",
        "schedule": crontab(minute="30", hour="5"),
    },
    "praktijken-vragen": {
        "task": "kennissysteem.vraag_om_praktijken",
        "schedule": crontab(minute="45", hour="5"),
    },
    "kennis-weekbericht": {
        "task": "kennissysteem.verstuur_weekbericht",
        "schedule": crontab(minute="0", hour="7", day_of_week="mon"),
    },
    "contactpersonen-bewaken": {
        "task": "loodsen.bewaak_contactpersonen",
        "schedule": 24 * 3600,
    },
    "kennis-documenten": {
        "task": "kennissysteem.lees_documenten",
        "schedule": 3600,
    },
    "kennis-woorden": {
        "task": "kennissysteem.ververs_woorden",
        "schedule": 300,
    },
    "kennis-zoekvragen-opruimen": {
        "task": "kennissysteem.ruim_zoekvragen_op",
        "schedule": 24 * 3600,
    },
    "kerncijfers-bijwerken": {
        "task": "monitoring.werk_kerncijfers_bij",
        "schedule": 60,
    },
}

# --- people ------------------------------------------------------------------------------------
AUTH_USER_MODEL = "akt.Gebruiker"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "monitoring:start"
ACCOUNT_ADAPTER = "akt.accounts.AktAccountAdapter"
ACCOUNT_FORMS = {"login": "akt.accounts.InlogForm"}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "monitoring:start"
# By account first; an address is shared by a whole town hall.
ACCOUNT_RATE_LIMITS = {"login_failed": "60/m/ip,5/5m/key"}
# Behind a proxy the address of the visitor is the last one it added.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if env.bool("AKT_ACHTER_PROXY", default=False) else 0
# Who may write logs in with a second step. Off for a demo whose log-ins are public.
MFA_VERPLICHT = env.bool("AKT_MFA_VERPLICHT", default=not DEBUG)
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "AKT-portaal"
# Debian 12 ships GDAL 3.6. No spatial reference or geo file of a visitor ever reaches GDAL: only commands read them.
SILENCED_SYSTEM_CHECKS = ["gis.W001"]
# A folder to write mail to instead of sending it: for a demo.
EMAIL_FILE_PATH = env.str("AKT_EMAIL_MAP", default="")
if EMAIL_FILE_PATH:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
elif DEBUG:
    EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
else:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_TIMEOUT = 20
# How long the text of a mail is kept, and that it was sent (days).
AKT_POST_TEKST_DAGEN = env.int("AKT_POST_TEKST_DAGEN", default=90)
AKT_POST_DAGEN = env.int("AKT_POST_DAGEN", default=730)
EMAIL_HOST = env.str("EMAIL_HOST", default="localhost")
DEFAULT_FROM_EMAIL = AKT_CONTACT["email"]

# --- language and time -------------------------------------------------------------------------
LANGUAGE_CODE = "nl"
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True
USE_I18N = True
USE_THOUSAND_SEPARATOR = True
FORMAT_MODULE_PATH = ["akt.formats"]

# --- files -------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage" if DEBUG else "akt.cache.StatischeBestanden"
    },
}
WHITENOISE_USE_FINDERS = DEBUG
MEDIA_ROOT = env.path("AKT_MEDIA_ROOT", default=str(BASE_DIR / "media"))
MEDIA_URL = "/media/"

# --- security ----------------------------------------------------------------------------------
kaartbronnen = [env.str("AKT_ACHTERGRONDKAART_HOST", default="")] if AKT_ACHTERGRONDKAART_URL else []
CSRF_FAILURE_VIEW = "akt.problemen.csrf_geweigerd"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:", *kaartbronnen],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_REDIRECT_EXEMPT = [r"^gezond$", r"^gereed$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("AKT_ACHTER_PROXY", default=False) else None
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# --- API ---------------------------------------------------------------------------------------
API_VERSIE = "1.0.0"
REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["akt.api.renderers.AktJSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["djangorestframework_camel_case.parser.CamelCaseJSONParser"],
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_PAGINATION_CLASS": "akt.api.paginering.AktPaginering",
    "DEFAULT_FILTER_BACKENDS": ["akt.api.filters.AktFilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "akt.api.schema.AktSchema",
    # Per user, or per address for who is not logged in.
    "DEFAULT_THROTTLE_CLASSES": ["rest_framework.throttling.UserRateThrottle"],
    "DEFAULT_THROTTLE_RATES": {"user": env.str("AKT_API_LIMIET", default="600/min")},
    # Whose X-Forwarded-For is believed: that of the portal's own proxy, or nobody's.
    "NUM_PROXIES": 1 if env.bool("AKT_ACHTER_PROXY", default=False) else 0,
    "EXCEPTION_HANDLER": "akt.api.fouten.problem_handler",
    # A format is asked for in Accept; `?format=` is an unknown parameter like any other.
    "URL_FORMAT_OVERRIDE": None,
    "COERCE_DECIMAL_TO_STRING": False,
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "AKT-portaal API",
    "DESCRIPTION": (
        "Open gegevens over voorraad, aanbod en leegstand van kantoren in de provincie Utrecht, "
        "uit het programma Aanpak Kantoren Transformatie (AKT)."
    ),
    "VERSION": API_VERSIE,
    "CONTACT": {"name": AKT_CONTACT["naam"], "email": AKT_CONTACT["email"], "url": AKT_CONTACT["url"]},
    "LICENSE": {"name": "CC BY 4.0", "url": "https://creativecommons.org/licenses/by/4.0/deed.nl"},
    "SERVERS": [{"url": f"{BASIS_URL}/api/v1", "description": "Productie"}],
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "SCHEMA_PATH_PREFIX_TRIM": True,
    "OAS_VERSION": "3.0.3",
    "SERVE_INCLUDE_SCHEMA": False,
    "CAMELIZE_NAMES": False,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.contrib.djangorestframework_camel_case.camelize_serializer_fields",
        "drf_spectacular.hooks.postprocess_schema_enums",
        "akt.api.schema.voeg_huisregels_toe",
    ],
    "SORT_OPERATIONS": False,
}

# --- maps --------------------------------------------------------------------------------------
LEAFLET_CONFIG = {
    "DEFAULT_CENTER": (52.09, 5.18),
    "DEFAULT_ZOOM": 10,
    "TILES": [],
    "ATTRIBUTION_PREFIX": "",
    "NO_GLOBALS": False,
}

# --- logging -----------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": structlog.stdlib.ProcessorFormatter,
            "processors": [
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.dev.ConsoleRenderer(colors=False)
                if DEBUG
                else structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
            "foreign_pre_chain": [
                structlog.contextvars.merge_contextvars,
                structlog.stdlib.add_logger_name,
                structlog.stdlib.add_log_level,
                structlog.processors.TimeStamper(fmt="iso", utc=True),
                structlog.processors.format_exc_info,
            ],
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": env.str("AKT_LOGNIVEAU", default="INFO")},
    "loggers": {
        "django.server": {"handlers": ["console"], "level": "INFO", "propagate": False},
    },
}
structlog.configure(
    processors=[
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.filter_by_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)
