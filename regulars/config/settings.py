"""Django's settings. Everything that differs between machines comes from ``cli.home``, through the environment it prepares.

DEBUG is never on, no host is a wildcard, and there is no default key: without one from a home, a fresh random key serves this process alone.
"""

import os
import secrets
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from regulars.cli.database import django_database

_ROOMS = Path(__file__).resolve().parent.parent
_SHORTEST_KEY = 50

DEBUG = False
SECRET_KEY = os.environ.get("REGULARS_SECRET_KEY") or secrets.token_urlsafe(64)
if len(SECRET_KEY) < _SHORTEST_KEY or "insecure" in SECRET_KEY or len(set(SECRET_KEY)) < 10:
    raise ImproperlyConfigured(
        "REGULARS_SECRET_KEY is a default or too short: remove it, and the data folder's own key is used"
    )

# ── where we are reached ──

PUBLIC_URL = os.environ.get("REGULARS_PUBLIC_URL", "").rstrip("/")  # https://club.example.com, when behind a TLS proxy
_public = urlsplit(PUBLIC_URL)
_extra_hosts = [host.strip() for host in os.environ.get("REGULARS_HOSTS", "").split(",") if host.strip()]
if "*" in _extra_hosts:
    raise ImproperlyConfigured("REGULARS_HOSTS may not hold *: name the hosts people type")
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *_extra_hosts, *([_public.hostname] if _public.hostname else [])]

_https = _public.scheme == "https"
CSRF_TRUSTED_ORIGINS = [f"{_public.scheme}://{_public.netloc}"] if _public.netloc else []
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _https else None
SECURE_HSTS_SECONDS = 31_536_000 if _https else 0
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _https
SESSION_COOKIE_NAME = "__Host-session" if _https else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if _https else "csrf"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# ── the house ──

INSTALLED_APPS = [
    "regulars.journal",
    "regulars.members",
    "regulars.insight",
    "regulars.approvals",
    "regulars.drafts",
    "regulars.api",
    "regulars.console",
    "regulars.portal",
    "regulars.jobs",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "axes",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "regulars.console.reading.PersonalReading",
    "axes.middleware.AxesMiddleware",  # last: it turns a locked sign-in into 429
]

ROOT_URLCONF = "regulars.config.urls"
ASGI_APPLICATION = "regulars.config.asgi.people"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "regulars.console.chrome.chrome",
            ],
        },
    }
]

# ── the database ──

# Without a home there is no database: an address nobody answers, so that `makemigrations --check` works and nothing else does by accident.
REGULARS_DSN = os.environ.get("REGULARS_DSN", "postgresql://nobody@127.0.0.1:1/none")
KEYS_DSN = os.environ.get("REGULARS_KEYS_DSN", "")
KEY_FILE = Path(os.environ.get("REGULARS_KEY_FILE", "var/member-keys"))
SNAPSHOT = Path(os.environ.get("REGULARS_SNAPSHOT", "var/snapshot"))  # the journal as Parquet, for insight
REGION = os.environ.get(
    "REGULARS_REGION", ""
).upper()  # such as CN: the country of phone numbers written without a code
APPLE_PASS_CERTIFICATE = os.environ.get("REGULARS_APPLE_PASS_CERTIFICATE", "")  # PEM files: the pass type's certificate with its key,
APPLE_WWDR_CERTIFICATE = os.environ.get("REGULARS_APPLE_WWDR_CERTIFICATE", "")  # and Apple's own above it
GOOGLE_WALLET_KEY = os.environ.get("REGULARS_GOOGLE_WALLET_KEY", "")  # the service account's key file, as Google gives it
DATABASES = {"default": django_database(REGULARS_DSN, pool=os.environ.get("REGULARS_POOL") == "on")}

# ── people ──

AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.ScryptPasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "/console/"
LOGOUT_REDIRECT_URL = "login"

AXES_FAILURE_LIMIT = 5
AXES_LOCKOUT_PARAMETERS = [
    ["username", "ip_address"]
]  # by address alone, one forgetful clerk would lock out the whole office
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "429.html"
AXES_VERBOSE = False
AXES_ENABLE_ADMIN = False

# ── words and files ──

USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("zh-hans", "简体中文"), ("zh-hant", "繁體中文")]
LOCALE_PATHS = [_ROOMS / "locale"]

STATIC_URL = "/static/"
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "regulars.console.bundle.BundleFinder",
]
STATIC_ROOT = os.environ.get(
    "REGULARS_STATIC"
)  # `regulars serve` collects into the data folder; the names carry a hash of the content
_storage = "ManifestStaticFilesStorage" if STATIC_ROOT else "StaticFilesStorage"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": f"django.contrib.staticfiles.storage.{_storage}"},
}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000  # a form of the programme with many rows
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000

# ── what is written down ──

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"lines": {"()": "regulars.cli.logs.Lines"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "lines"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "regulars": {"level": "INFO"},
        "django": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
        "psycopg.pool": {
            "level": "ERROR"
        },  # it repeats itself several times a second while the database is away; the rooms say it once
        "axes": {"level": "ERROR"},  # its warnings quote names and addresses
    },
}
