"""Every setting, read from the environment once. Each name is explained in docs/reference/settings.md."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from lienthong.kernel.watching.logs import log_lines

HOME = Path(os.environ.get("LIENTHONG_HOME", "var")).resolve()


def _flag(name: str) -> bool:
    return os.environ.get(name, "") not in {"", "0", "false", "no"}


DEMO = _flag("LIENTHONG_DEMO")
DEBUG = _flag("LIENTHONG_DEBUG")
BEHIND_TLS = _flag("LIENTHONG_TLS")


def _secret(name: str) -> str:
    """Return a secret; a demonstration may go without, a real installation may not."""
    value = os.environ.get(name, "")
    if value:
        return value
    if DEMO:
        return f"demonstration-only-{name.lower()}-never-use-this-for-a-real-installation"
    raise ImproperlyConfigured(f"Set {name} to a long random value (see docs/how-to/install.md).")


SECRET_KEY = _secret("LIENTHONG_SECRET_KEY")
# Keys the chain of audit entries; kept apart from SECRET_KEY so that either can be changed alone.
AUDIT_KEY = _secret("LIENTHONG_AUDIT_KEY")
# An instant such as 2026-11-22T09:40+07:00: the clock then stands there, and every page says so.
CLOCK = os.environ.get("LIENTHONG_CLOCK", "2026-11-22T09:40+07:00" if DEMO else "")

ALLOWED_HOSTS = os.environ.get("LIENTHONG_HOSTS", "localhost 127.0.0.1 [::1]").split()
CSRF_TRUSTED_ORIGINS = os.environ.get("LIENTHONG_ORIGINS", "").split()

# Rooms that an installation adds, as Python packages with blanks between, such as examples.visitors.
ADDED_ROOMS = os.environ.get("LIENTHONG_ROOMS", "").split()
# Where people reach the installation: links in messages begin with it.
SITE_URL = os.environ.get(
    "LIENTHONG_SITE_URL", next(iter(CSRF_TRUSTED_ORIGINS), "http://127.0.0.1:8000")
).rstrip("/")
# Such as smtp+tls://name:word@mail.example.vn:587; without it no e-mail goes out, and notices stay in the page.
MAIL_URL = os.environ.get("LIENTHONG_MAIL_URL", "")
MAIL_FROM = os.environ.get("LIENTHONG_MAIL_FROM", "Liên Thông <khong-tra-loi@localhost>")
# "sms zalo": write down what such a carrier would be given, and send nothing; for demonstrations and tests.
RECORDED_CHANNELS = os.environ.get("LIENTHONG_RECORDED_CHANNELS", "").split()

INSTALLED_APPS = [
    "lienthong.config",
    *ADDED_ROOMS,
    "lienthong.demo",
    "lienthong.imports",
    "lienthong.reports",
    "lienthong.forms",
    "lienthong.restructuring",
    "lienthong.desk",
    "lienthong.identity",
    "lienthong.registry",
    "lienthong.kernel",
    "django_linear_migrations",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
]

MIDDLEWARE = [
    "lienthong.kernel.watching.middleware.WatchMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "lienthong.config.middleware.LanguageMiddleware",
    "lienthong.config.errors.StoreMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "lienthong.identity.middleware.ActorMiddleware",
    "lienthong.config.errors.ErrorMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "lienthong.config.urls"
WSGI_APPLICATION = "lienthong.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "lienthong.kernel.templatetags.listing",
                "lienthong.kernel.templatetags.ui",
                "lienthong.kernel.templatetags.written",
                "lienthong.forms.templatetags.forms",
                "django.templatetags.i18n",
                "django.templatetags.static",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "lienthong.config.context.shell",
            ],
        },
    }
]


def _database() -> dict[str, Any]:
    url = os.environ.get("LIENTHONG_DATABASE_URL", f"sqlite:///{HOME / 'lienthong.sqlite3'}")
    database: dict[str, Any] = {**dj_database_url.parse(url, conn_max_age=600, conn_health_checks=True)}
    if database["ENGINE"].endswith("sqlite3"):
        HOME.mkdir(parents=True, exist_ok=True)
        database["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
                "PRAGMA temp_store=MEMORY; PRAGMA cache_size=-65536; PRAGMA mmap_size=268435456;"
            ),
        }
        # A file, also in tests: the same write-ahead log and locks as in use.
        database["TEST"] = {"NAME": str(HOME / "test.sqlite3")}
    else:
        # Statements keep their plans on the server: half of what it spent on a save was planning the same ones anew.
        database["OPTIONS"] = {"server_side_binding": True, "prepare_threshold": 3}
    return database


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "identity.Account"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
CSRF_FAILURE_VIEW = "lienthong.config.errors.forged"
LOGIN_URL = "identity:sign_in"

SESSION_COOKIE_NAME = "lt_session"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = BEHIND_TLS
CSRF_COOKIE_NAME = "lt_csrf"
CSRF_COOKIE_SECURE = BEHIND_TLS
CSRF_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_NAME = "lt_language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = BEHIND_TLS

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if BEHIND_TLS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz|metrics)$"]
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True

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

# A form of 300 villages × 15 fields fits; 20 MB of paste is refused before it is parsed.
DATA_UPLOAD_MAX_MEMORY_SIZE = 3 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 12_000

# Files that hang on rows. Without a storage they lie in HOME/files; https://KEY:SECRET@host/bucket/prefix names one.
FILES_S3_URL = os.environ.get("LIENTHONG_FILES_S3_URL", "")
FILES_MOST_MB = int(os.environ.get("LIENTHONG_FILES_MOST_MB", "20"))
# Where clamd listens: a path, or host:port. Without it only the own list of signatures is looked at.
CLAMD = os.environ.get("LIENTHONG_CLAMD", "")
FILE_UPLOAD_HANDLERS = [
    "lienthong.kernel.files.receiving.MostBytes",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [Path(__file__).resolve().parent.parent / "locale"]
FORMAT_MODULE_PATH = ["lienthong.kernel.formats"]
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "lienthong.config.storage.BundledStaticFilesStorage"
    },
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

# Whoever knows the token may read /metrics; without one the address does not exist.
METRICS_TOKEN = os.environ.get("LIENTHONG_METRICS_TOKEN", "")
if METRICS_TOKEN:
    # Read by prometheus-client when it is imported: processes add their measurements up through this folder.
    os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", str(HOME / "metrics"))
    Path(os.environ["PROMETHEUS_MULTIPROC_DIR"]).mkdir(parents=True, exist_ok=True)
# A proxy in front gives every request its id; else an id that a browser sends is not believed.
TRUST_REQUEST_IDS = _flag("LIENTHONG_TRUST_REQUEST_ID")
LOGGING_CONFIG = "lienthong.kernel.watching.logs.configure"
LOGGING = log_lines(
    os.environ.get("LIENTHONG_LOG", "console" if DEMO or DEBUG else "json"),
    os.environ.get("LIENTHONG_LOG_LEVEL", "WARNING" if DEMO else "INFO").upper(),
)

# Django's own store of sessions, which reads whose a session is, and what they may, in the same statement.
SESSION_ENGINE = "lienthong.identity.services.sessions"

# ── part faults ──────────────────────────────────────────────────────────────────────────────────────────────────────

# For so many seconds one statement may wait for the store, be it locked by others or silent. `lienthong serve` sets 5
# for pages, where somebody waits; commands and workers have more time.
STORE_PATIENCE = float(os.environ.get("LIENTHONG_STORE_PATIENCE", "20"))
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"]["timeout"] = STORE_PATIENCE
else:
    # A server that has stopped takes connections and never says a word.
    DATABASES["default"]["OPTIONS"].setdefault("connect_timeout", 3)
