"""Every setting, read from the environment. `docs/settings.md` lists them; a test compares.

A missing secret or a malformed value stops the start: nothing is guessed.
"""

import os
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parents[2]


def envbool(name: str, default: bool) -> bool:
    """Read a yes or no: `1`, `true`, `yes` and `0`, `false`, `no`."""
    value = os.environ.get(name, "").strip().lower()
    if value == "":
        return default
    if value in {"1", "true", "yes"}:
        return True
    if value in {"0", "false", "no"}:
        return False
    raise ImproperlyConfigured(f"{name} must be 1 or 0, not {value!r}.")


def envint(name: str, default: int) -> int:
    """Read a whole number."""
    value = os.environ.get(name, "").strip()
    if value == "":
        return default
    if not re.fullmatch(r"[0-9]{1,12}", value):
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.")
    return int(value)


def envsecret(name: str, default: str | None = None) -> str:
    """Read a secret from `NAME`, or from the file that `NAME_FILE` names."""
    if file := os.environ.get(f"{name}_FILE"):
        # A file that cannot be read fails loudly: an empty secret would be worse.
        return Path(file).read_text(encoding="utf-8").strip()
    value = os.environ.get(name, default)
    if not value:
        raise ImproperlyConfigured(f"Set {name}, or {name}_FILE to a file that holds it.")
    return value


def database(url: str) -> dict[str, object]:
    """Turn `sqlite:///path` or `postgres://user:password@host:port/name` into Django's terms."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(parts.path),
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                # Take the write lock at BEGIN: two writers then wait instead of failing.
                "transaction_mode": "IMMEDIATE",
                "timeout": 30,
                # FULL: what was acknowledged survives a power cut. The write-ahead log grows to
                # 16 MiB, so that a page that changes often moves to the database less often. What
                # a savepoint may have to put back stays in memory.
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                " PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;"
                " PRAGMA wal_autocheckpoint=4000; PRAGMA temp_store=MEMORY;",
            },
        }
    if parts.scheme in {"postgres", "postgresql"}:
        query = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(query.get("host", parts.hostname or "")),
            "PORT": parts.port or "",
            "CONN_MAX_AGE": None,
            "CONN_HEALTH_CHECKS": True,
        }
    raise ImproperlyConfigured("DATABASE_URL must begin with sqlite:/// or postgres://.")


DEBUG = False

#: Where everything that must survive lives: database, uploads, log key.
DATA_DIR = Path(os.environ.get("DATA_DIR", BASE_DIR / "var")).resolve()
SECRET_KEY = envsecret("SECRET_KEY")
ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "127.0.0.1,localhost").split(",")
SITE_URL = os.environ.get("SITE_URL", "http://127.0.0.1:8000").rstrip("/")
CSRF_TRUSTED_ORIGINS = [SITE_URL]
DATABASES = {
    "default": database(os.environ.get("DATABASE_URL", f"sqlite://{DATA_DIR / 'hoeder.sqlite3'}"))
}

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "hoeder.ledger",
    "hoeder.notices",
    "hoeder.clocks",
    "hoeder.organisations",
    "hoeder.rooms",
    "hoeder.identities",
    "hoeder.reports",
    "hoeder.cases",
    "hoeder.protection",
    "hoeder.oversight",
    "hoeder.retention",
    "hoeder.web",
]

MIDDLEWARE = [
    "hoeder.web.middleware.Headers",
    # Reporters are answered here: nothing below sees their requests.
    "hoeder.web.middleware.WithoutCookies",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "hoeder.web.middleware.Refusals",
    # Below the line above: what allauth raises is asked of allauth first.
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "hoeder.config.urls"
WSGI_APPLICATION = "hoeder.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "hoeder" / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

AUTH_USER_MODEL = "organisations.Officer"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]

# Signing in (hoeder.web.accounts): e-mail address, password, and always a second factor.
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/desk/"
ACCOUNT_ADAPTER = "hoeder.web.accounts.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
#: Attempts are counted per account, never per address: we do not know addresses, and people behind
#: one office line must not lock each other out. One count serves password and codes.
ACCOUNT_RATE_LIMITS = {
    "login": None,
    "login_failed": "10/5m/key",
    "change_password": "5/m/user",
    "reauthenticate": "10/m/user",
}
MFA_ADAPTER = "hoeder.web.accounts.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Hoeder"
#: A code of the half minute before or after counts too: clocks of telephones differ.
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODES_SHOW_ONCE = True

#: In the memory of each process, so that what is counted there never reaches a disk.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

LANGUAGE_CODE = "en"
#: The first is the language of the page at `/`.
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "build" / "static"]
STATIC_ROOT = BASE_DIR / "build" / "collected"
#: The reporter's static pages: they carry this deployment's id, so they lie with its data.
PAGES_DIR = DATA_DIR / "pages"
#: Where the link leads at the start: how long each file is, is known from then on.
WHITENOISE_ROOT = PAGES_DIR.resolve() if PAGES_DIR.is_dir() else None
WHITENOISE_INDEX_FILE = True
WHITENOISE_ALLOW_ALL_ORIGINS = False
#: Names that carry a hash of their content: by Django `name.0123456789ab.css`, by esbuild for what
#: a script loads later `name-ABCD2345.js`. Browsers keep these for good.
WHITENOISE_IMMUTABLE_FILE_TEST = r"\.[0-9a-f]{12}\.[a-z0-9]+$|-[0-9A-Z]{8}\.js$"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA_DIR / "attachments"},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

#: Where the keys lie that erasing destroys, and for how many days copies of that folder are kept.
ERASURE_DIR = Path(os.environ.get("ERASURE_DIR", DATA_DIR / "erasure")).resolve()
ERASURE_BACKUP_DAYS = envint("ERASURE_BACKUP_DAYS", 30)

#: How often a batch of the ledger is published, and to a multiple of how many leaves it is padded.
LEDGER_BATCH_SECONDS = envint("LEDGER_BATCH_SECONDS", 3600)
LEDGER_BATCH_LEAVES = envint("LEDGER_BATCH_LEAVES", 64)
#: The name under which the log begins. A log keeps its name, whatever this says later.
LEDGER_ORIGIN = os.environ.get("LEDGER_ORIGIN", SITE_URL.partition("://")[2] + "/log")

#: Which authority stamps the time on the log once a day (RFC 3161), and the file with the root
#: certificates that its stamps must lead to. Without an address none is asked.
TIMESTAMP_URL = os.environ.get("TIMESTAMP_URL", "")
TIMESTAMP_ROOT = Path(_root) if (_root := os.environ.get("TIMESTAMP_ROOT", "")) else None
if TIMESTAMP_URL and TIMESTAMP_ROOT is None:
    raise ImproperlyConfigured("Set TIMESTAMP_ROOT to the root certificates of TIMESTAMP_URL.")

#: Mail says that there is something to read, never what. Without a host no mail is sent.
EMAIL_HOST = os.environ.get("EMAIL_HOST", "")
EMAIL_PORT = envint("EMAIL_PORT", 25)
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = envsecret("EMAIL_HOST_PASSWORD") if EMAIL_HOST_USER else ""
EMAIL_USE_TLS = envbool("EMAIL_USE_TLS", False)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("EMAIL_FROM", "hoeder@localhost")
#: The hours (UTC) at which mail goes out: its time then says nothing about when somebody wrote.
NOTICE_HOURS = [int(hour) for hour in os.environ.get("NOTICE_HOURS", "7,13").split(",")]

SESSION_ENGINE = "hoeder.web.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_SECURE = SITE_URL.startswith("https://")
CSRF_COOKIE_SECURE = SESSION_COOKIE_SECURE
CSRF_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_AGE = 8 * 60 * 60
# `hoeder.web.middleware` sets the headers of every answer; these would say the same twice.
SECURE_CONTENT_TYPE_NOSNIFF = False
SECURE_REFERRER_POLICY = None
SECURE_CROSS_ORIGIN_OPENER_POLICY = None
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if SITE_URL.startswith("https://") else 0
CSRF_FAILURE_VIEW = "hoeder.web.problems.without_csrf_token"
# For forms. `hoeder.web.interface` limits JSON and pieces itself, before it reads them.
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]

# Nothing about a request is ever logged: no address, path, body or user agent.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": True,
    "handlers": {
        "null": {"class": "logging.NullHandler"},
        "console": {"class": "logging.StreamHandler"},
    },
    "loggers": {
        "": {"handlers": ["null"]},
        "django": {"handlers": ["null"], "propagate": False},
        # Only places in our code: which line of which file failed (hoeder.web.problems).
        "hoeder.faults": {"handlers": ["console"], "propagate": False},
    },
}
