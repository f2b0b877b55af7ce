"""Every setting of the product, in one flat file; what changes with the machine is read from its environment."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from csp.constants import NONE, SELF
from django.utils.crypto import get_random_string

from vivier.vocabulary import InputError


def text(name: str, default: str = "") -> str:
    """Read a text from the environment."""
    return os.environ.get(name, default).strip()


def yes(name: str) -> bool:
    """Tell whether the environment says yes (1, true, oui)."""
    return text(name).lower() in ("1", "true", "yes", "oui")


def number(name: str, default: int) -> int:
    """Read a whole number from the environment."""
    said = text(name)
    if said and not (said.isascii() and said.isdigit()):
        raise InputError(f"{name} doit être un nombre entier, et non « {said} » : corrigez cette variable.")
    return int(said or default)


def listed(name: str, default: str = "") -> list[str]:
    """Read words separated by commas from the environment."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def database(url: str, home: Path) -> dict[str, Any]:
    """Give the database a URL names (`postgres://user:password@host:port/name`); without one, a SQLite file.

    SQLite takes its write lock when a transaction begins (IMMEDIATE): two writers then wait for one another
    instead of failing halfway.
    """
    if not url:
        pragmas = (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-32000; PRAGMA temp_store=MEMORY;"
        )
        options = {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": pragmas}
        # Kept open by each thread that serves: the last connection to close folds the log of writes, and all wait.
        kept_s = 600 if yes("VIVIER_SERVED") else 0
        name = home / "vivier.sqlite3"
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": name, "OPTIONS": options, "CONN_MAX_AGE": kept_s}
    return _postgresql(url)


def _postgresql(url: str) -> dict[str, Any]:
    try:
        parts, port = urlsplit(url), urlsplit(url).port
    except ValueError:  # a « # » or a « / » of the password, that ends the address too early
        raise InputError(
            "DATABASE_URL ne se lit pas : dans le mot de passe, écrivez # comme %23, / comme %2F et ? comme %3F."
        ) from None
    if parts.scheme not in ("postgres", "postgresql"):
        raise InputError("DATABASE_URL doit commencer par postgres:// ; sans elle, la base est un fichier SQLite.")
    asked = dict(parse_qsl(parts.query))  # sslmode and the like, as libpq names them
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": port or "",
        "OPTIONS": asked | {"pool": {"min_size": 1, "max_size": 8}},
    }


def secret(home: Path) -> str:
    """Give the key that signs sessions: from the environment, else from the file `vivier serve` writes once."""
    kept = home / "secret"
    if given := text("VIVIER_SECRET_KEY"):
        return given
    return kept.read_text(encoding="ascii") if kept.is_file() else get_random_string(50)


def origin(url: str) -> str:
    """Give the scheme and host of an address."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def proconnect(issuer: str, client_id: str, secret: str) -> dict[str, Any]:
    """Give allauth the one provider it may send to, when all three are known."""
    if not (issuer and client_id and secret):
        return {}
    return {"proconnect": {"APPS": [{"client_id": client_id, "secret": secret, "settings": {"server_url": issuer}}]}}


HERE = Path(__file__).resolve().parent
HOME = Path(text("VIVIER_HOME") or Path.home() / ".local" / "share" / "vivier")
DEMO = yes("VIVIER_DEMO")  # one-click identities on the sign-in page: never with real data
DEBUG = yes("VIVIER_DEBUG")
SERVED = yes("VIVIER_SERVED")  # set by `vivier serve`: files for browsers have been gathered
SECRET_KEY = secret(HOME)
ALLOWED_HOSTS = listed("VIVIER_HOSTS", "127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = listed("VIVIER_ORIGINS")
SITE_URL = text("VIVIER_URL", "http://127.0.0.1:8000").rstrip("/")
REFERENCE = text("VIVIER_REFERENCE")  # the folder of the reference store, if any

ROOT_URLCONF = "vivier_web.urls"
WSGI_APPLICATION = "vivier_web.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = {"default": database(text("DATABASE_URL"), HOME)}

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.mfa",
    "vivier_web.accounts.proconnect",
    "csp",
    "django_htmx",
    "django_scopes",
    "django_tasks",
    "django_tasks_db",
    "vivier_web.accounts",
    "vivier_web.members",
    "vivier_web.procedures",
    "vivier_web.projects",
    "vivier_web.skills",
    "vivier_web.indicators",
    "vivier_web.api",
    "vivier_web.pages",
    "vivier_web.ops",
]

MIDDLEWARE = [
    "vivier_web.ops.watching.Watched",
    "django.middleware.security.SecurityMiddleware",
    "vivier_web.ops.static_files.StaticFiles",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "vivier_web.members.middleware.CurrentPole",
    "vivier_web.members.middleware.SecondFactor",
    "vivier_web.ops.watching.Limited",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "pages" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "vivier_web.pages.shared.navigation.navigation",
                "vivier_web.ops.demo_door.identities",
            ],
            "builtins": [
                "vivier_web.pages.shared.templatetags.french",
                "vivier_web.pages.shared.templatetags.euros",
            ],
        },
    }
]

# People.
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts are opened by invitation: the address has been proven by its link
ACCOUNT_ADAPTER = "vivier_web.accounts.adapter.ByInvitation"
ACCOUNT_EMAIL_SUBJECT_PREFIX = "[Vivier] "
ACCOUNT_EMAIL_NOTIFICATIONS = True  # a letter tells of every change of password or of second factor
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {  # how many times, in how long, by whom: each is refused with a page, not with silence
    "login": "30/m/ip",
    "login_failed": "20/m/ip,5/300s/key",
    "reset_password": "20/m/ip,5/h/key",
    "reset_password_from_key": "20/m/ip",
    "change_password": "5/m/user",
    "reauthenticate": "10/m/user",
    "invite": "60/h/user",
    "export": "10/h/user",
}
ALLAUTH_TRUSTED_PROXY_COUNT = number("VIVIER_PROXIES", 1 if yes("VIVIER_BEHIND_PROXY") else 0)
SECOND_FACTOR_ASKED = not DEMO  # of the roles named by accounts.choices.MUST_HAVE_SECOND_FACTOR
PASSWORD_RESET_TIMEOUT = 3600  # an invitation lasts longer: accounts.invitations
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # the link of the invitation has proven the address
MFA_TOTP_ISSUER = "Vivier"
MFA_TOTP_TOLERANCE = 1  # a clock half a minute wrong
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = SITE_URL.startswith(("http://127.0.0.1", "http://localhost"))

# Agents of the State and of Regions may come through ProConnect; without these three there is no button.
SOCIALACCOUNT_ADAPTER = "vivier_web.members.adapter.InvitedAgents"
PROCONNECT = {
    "issuer": text("VIVIER_PROCONNECT_ISSUER").rstrip("/"),
    "client_id": text("VIVIER_PROCONNECT_CLIENT_ID"),
    "secret": text("VIVIER_PROCONNECT_CLIENT_SECRET"),
}
SOCIALACCOUNT_PROVIDERS = proconnect(**PROCONNECT)
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"

# Safety: nothing but this site, ever.
IS_HTTPS = SITE_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SECURE_SSL_REDIRECT = False  # the reverse proxy does it
SECURE_HSTS_SECONDS = 31_536_000 if IS_HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if yes("VIVIER_BEHIND_PROXY") else None
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "worker-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        # Chromium applies this to where a form is sent on: signing in and out by ProConnect.
        "form-action": [SELF, *([origin(PROCONNECT["issuer"])] if PROCONNECT["issuer"] else [])],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = number("VIVIER_MAX_POST_MB", 20) * 2**20
FILE_UPLOAD_MAX_MEMORY_SIZE = DATA_UPLOAD_MAX_MEMORY_SIZE  # a file is read in memory, never laid on a disk:
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]  # one over the limit is let fall
# Sent by one person in an hour, by the name of the address.
DEPOSITS_AN_HOUR = number("VIVIER_DEPOSITS_AN_HOUR", 30)
RATE_LIMITS = dict.fromkeys(("deposit_send", "deposit_read", "deposit_send_read"), DEPOSITS_AN_HOUR)
RATE_LIMITS |= dict.fromkeys(("project_documents", "my_project_documents"), DEPOSITS_AN_HOUR)
API_CALLS_A_MINUTE = number("VIVIER_API_CALLS_A_MINUTE", 120)  # by one key

# Words and time.
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français")]
TIME_ZONE = "Europe/Paris"
USE_I18N = USE_TZ = True
USE_THOUSAND_SEPARATOR = False  # an identifier in a form must stay what it is; templates say `number_fr`

# Files served by the site itself.
STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
STATICFILES_DIRS: list[Path] = []
WHITENOISE_USE_FINDERS = not SERVED
_KEPT = "vivier_web.ops.static_files.Hashed" if SERVED else "django.contrib.staticfiles.storage.StaticFilesStorage"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.InMemoryStorage"
    },  # no file of anybody is kept on a disk: documents live in tables
    "staticfiles": {"BACKEND": _KEPT},
}

# Work that takes more than a second.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
LOST_WORK = [  # each queues again what was lost with its worker
    "vivier_web.skills.actions.runs.requeue_lost_runs",
    "vivier_web.skills.actions.reports.requeue_lost_reports",
    "vivier_web.skills.actions.gaps.requeue_lost_gaps",
    "vivier_web.pages.pole.studies.printing.requeue_lost_papers",
    "vivier_web.skills.actions.strategy.requeue_lost_strategies",
    "vivier_web.pages.pole.strategy.printing.requeue_lost_strategy_papers",
    "vivier_web.skills.actions.training_plans.requeue_lost_plans",
    "vivier_web.procedures.tasks.requeue_missing_attestations",
    "vivier_web.procedures.actions.meeting_papers.refresh_readings",
    "vivier_web.procedures.actions.panel_work.requeue_lost_panels",
    "vivier_web.indicators.actions.publishing.requeue_lost_publications",
]

# What is told on the error stream: JSON lines without personal data.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "vivier_web.ops.logs.Json"}},
    "handlers": {"stream": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stream"], "level": text("VIVIER_LOG_LEVEL", "INFO")},
    "loggers": {
        # Ours tells every answer, and without its address.
        "django": {"handlers": [], "level": "ERROR", "propagate": True},
        "django.server": {"handlers": [], "level": "ERROR", "propagate": False},
        "vivier.request": {"level": "INFO" if SERVED else "WARNING"},
        # What libraries tell step by step (a font cut, a page laid out, a task taken) would bury what happened.
        **{name: {"level": "WARNING"} for name in ("django_tasks", "django_tasks_db", "fontTools")},
        "weasyprint": {"level": "ERROR"},
    },
}

# What several workers must count together (rate limits): a table, so that no other server is needed.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "vivier_cache",
        "OPTIONS": {"MAX_ENTRIES": 50_000},  # the default (300) would let a stranger push a counter out
    }
}

# Letters.
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = text("VIVIER_SMTP_HOST")
EMAIL_PORT = number("VIVIER_SMTP_PORT", 587)
EMAIL_HOST_USER = text("VIVIER_SMTP_USER")
EMAIL_HOST_PASSWORD = text("VIVIER_SMTP_PASSWORD")
EMAIL_USE_TLS = True
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = text("VIVIER_FROM", "vivier@localhost")
if not EMAIL_HOST:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = HOME / "courriers"
