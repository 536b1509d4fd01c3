"""Every setting, read from the environment once, and said where it is read: docs/reference/settings.md is made from it."""

from __future__ import annotations

import os
from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from lienthong.kernel.watching.logs import log_lines

from .databases import databases
from .environment import flag, number, section, text, words

section("Installation")
DEMO = flag(
    "LIENTHONG_DEMO",
    "a demonstration: keys that everybody knows, a page on which anybody may enter. Never for real data",
)
DEBUG = flag(
    "LIENTHONG_DEBUG",
    "for development: faults with their traces, static files without hashes. Never for real data",
)
HOME = Path(
    text(
        "LIENTHONG_HOME",
        "var",
        "where the SQLite file, files, results of long work and the gathered static files lie",
        without="`var` in the working directory",
    )
).resolve()

SHARED = text(
    "LIENTHONG_SHARED",
    "",
    "a folder that all machines of the installation share, such as one of NFS: results of long work, uploads under way,"
    " and files without a storage. Needed with more than one machine",
    without="`LIENTHONG_HOME`",
)
_STATIC = text(
    "LIENTHONG_STATIC_ROOT",
    "",
    "where static files are gathered, for a web server in front to hand out",
    without="`static` in `LIENTHONG_HOME`",
)


def _secret(name: str, meaning: str) -> str:
    """Return a secret; a demonstration may go without, a real installation may not."""
    value = text(name, "", meaning, without="needed, but for a demonstration", secret=True)
    if value:
        return value
    if DEMO:
        return f"demonstration-only-{name.lower()}-never-use-this-for-a-real-installation"
    raise ImproperlyConfigured(f"Set {name} to a long random value (see docs/how-to/deploy.md).")


SECRET_KEY = _secret(
    "LIENTHONG_SECRET_KEY",
    "signs sessions' data, cookies of known devices and forms; keys the counters of failed sign-ins. A change ends all"
    " sessions and forgets known devices",
)
# Keys the chain of audit entries; kept apart from SECRET_KEY so that either can be changed alone.
AUDIT_KEY = _secret(
    "LIENTHONG_AUDIT_KEY",
    "seals the audit chain. Never change it: older entries could not be verified any more. Keep a copy apart from the"
    " database",
)
# Seals what no statement may read. Kept apart from SECRET_KEY, whose change is harmless.
BOX_KEY = _secret(
    "LIENTHONG_BOX_KEY",
    "seals what no statement may read, such as who sent a matter, and keys the digests of receipts. To change it, put the"
    " old one into `LIENTHONG_BOX_KEYS_BEFORE`. Keep a copy apart from the database: without it nobody can be told any more",
)
BOX_KEYS_BEFORE = words(
    "LIENTHONG_BOX_KEYS_BEFORE",
    "",
    "earlier values of `LIENTHONG_BOX_KEY`, the latest first; never remove the last one",
    secret=True,
)
CLOCK = text(
    "LIENTHONG_CLOCK",
    "2026-11-22T09:40+07:00" if DEMO else "",
    "an instant with its offset at which the clock stands; every page says so",
    without="the running clock; in a demonstration `2026-11-22T09:40+07:00`",
)
ADDED_ROOMS = words(
    "LIENTHONG_ROOMS",
    "",
    "rooms that this installation adds, see [add a room](../how-to/add-a-room.md): Python packages",
)

section("Way in")
ALLOWED_HOSTS = words("LIENTHONG_HOSTS", "localhost 127.0.0.1 [::1]", "names under which the product answers")
CSRF_TRUSTED_ORIGINS = words(
    "LIENTHONG_ORIGINS",
    "",
    "further origins from which forms are accepted, such as `https://lienthong.example.vn`",
)
BEHIND_TLS = flag(
    "LIENTHONG_TLS",
    "the product stands behind a proxy that speaks TLS: Secure cookies, HSTS, redirect to https; `X-Forwarded-Proto` and"
    " the last address of `X-Forwarded-For` are believed, so nobody may reach the port past the proxy",
)
SITE_URL = text(
    "LIENTHONG_SITE_URL",
    next(iter(CSRF_TRUSTED_ORIGINS), "http://127.0.0.1:8000"),
    "where people reach the installation; links in messages begin with it",
    without="the first of `LIENTHONG_ORIGINS`, else `http://127.0.0.1:8000`",
).rstrip("/")

section("Messages")
MAIL_URL = text(
    "LIENTHONG_MAIL_URL",
    "",
    "the mail server, such as `smtp+tls://name:word@mail.example.vn:587` (STARTTLS) or `smtp+ssl://…:465`; signs in per"
    " message run, waits 20 s at most",
    without="no e-mail goes out; notices stay in the page",
    secret=True,
)
MAIL_FROM = text(
    "LIENTHONG_MAIL_FROM",
    "Liên Thông <khong-tra-loi@localhost>",
    "the sender of messages; its domain ends their Message-ID",
)
FEEDBACK_MAILBOX = text(
    "LIENTHONG_FEEDBACK_MAILBOX",
    "",
    "a Maildir on disk into which the mail server puts what people send to the address for feedback; the worker looks into"
    " it every minute and removes what it has taken. `ten+24277@…` is for the commune of that code",
    without="no e-mail is taken in",
)
RECORDED_CHANNELS = words(
    "LIENTHONG_RECORDED_CHANNELS",
    "",
    "write into `LIENTHONG_HOME/recorded/` what a carrier would be given, and send nothing; for demonstrations and"
    " tests: `sms`, `zalo`",
)

INSTALLED_APPS = [
    "lienthong.config",
    *ADDED_ROOMS,
    "lienthong.demo",
    "lienthong.imports",
    "lienthong.analysis",
    "lienthong.reports",
    "lienthong.forms",
    "lienthong.feedback",
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
    "lienthong.config.middleware.MaintenanceMiddleware",
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


section("Database")
STORE_PATIENCE = number(
    "LIENTHONG_STORE_PATIENCE",
    20,
    "seconds that one statement may wait for the store, be it locked by others or silent; `lienthong serve` takes 5 for"
    " pages, where somebody waits",
    least=1,
)
DATABASES = databases(HOME, STORE_PATIENCE)
REPLICA_MOST_LAG = number(
    "LIENTHONG_REPLICA_MOST_LAG",
    60,
    "seconds; a replica that is further behind is left alone until it has caught up",
    least=1,
)
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

# Django's own store of sessions, which reads whose a session is, and what they may, in the same statement.
SESSION_ENGINE = "lienthong.identity.services.sessions"
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

section("Files")
FILES_S3_URL = text(
    "LIENTHONG_FILES_S3_URL",
    "",
    "S3-compatible storage for files: `https://KEY:SECRET@host/bucket/prefix?region=…`",
    without="files lie in the folder `files` of `LIENTHONG_SHARED`",
    secret=True,
)
FILES_MOST_MB = number("LIENTHONG_FILES_MOST_MB", 20, "how many megabytes a file may have", least=1)
CLAMD = text(
    "LIENTHONG_CLAMD",
    "",
    "where clamd listens: a path, or `host:port`; while it does not answer, new files wait and are not handed out",
    without="only the product's own signatures are looked for",
)
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
STATIC_ROOT = Path(_STATIC) if _STATIC else HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "lienthong.config.storage.BundledStaticFilesStorage"
    },
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

section("Watching")
METRICS_TOKEN = text(
    "LIENTHONG_METRICS_TOKEN",
    "",
    "the bearer token with which Prometheus reads `/metrics`",
    without="none: `/metrics` does not exist",
    secret=True,
)
if METRICS_TOKEN:
    # Read by prometheus-client when it is imported: processes add their measurements up through this folder.
    os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", str(HOME / "metrics"))
    Path(os.environ["PROMETHEUS_MULTIPROC_DIR"]).mkdir(parents=True, exist_ok=True)
# A proxy in front gives every request its id; else an id that a browser sends is not believed.
TRUST_REQUEST_IDS = flag(
    "LIENTHONG_TRUST_REQUEST_ID",
    "a proxy sets `X-Request-ID` on every request; without it the product makes its own",
)
LOGGING_CONFIG = "lienthong.kernel.watching.logs.configure"
LOGGING = log_lines(
    text(
        "LIENTHONG_LOG",
        "console" if DEMO or DEBUG else "json",
        "log lines on standard error as JSON, or in words",
        without="`json`; `console` in a demonstration",
    ),
    text(
        "LIENTHONG_LOG_LEVEL",
        "WARNING" if DEMO else "INFO",
        "from which level on our own code writes; `INFO` has one line a request",
        without="`INFO`; `WARNING` in a demonstration",
    ).upper(),
)

section("Analysis")
# It can be made anew from the database at any time; never in a backup.
ANALYSIS = Path(
    text(
        "LIENTHONG_ANALYSIS",
        str(HOME / "analysis"),
        "where the columnar copy lies",
        without="`analysis` in `LIENTHONG_HOME`",
    )
)
ANALYSIS_ENGINE = text(
    "LIENTHONG_ANALYSIS_ENGINE",
    "duckdb",
    "where analyses are worked out: in the process itself, or by a Spark such as `spark://host:7077`",
)
ANALYSIS_MEMORY_MB = number(
    "LIENTHONG_ANALYSIS_MEMORY_MB", 64, "what DuckDB may take of a web process", least=32
)
ANALYSIS_THREADS = number("LIENTHONG_ANALYSIS_THREADS", 2, "with how many threads DuckDB works", least=1)
