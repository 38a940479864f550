"""All settings, in one file, from the environment.

Every variable is described in README.md. What is missing and has no safe
default stops the program at start.
"""

import os
from pathlib import Path

import environ
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
NODE_MODULES = BASE_DIR / "node_modules"

env = environ.Env()
env.read_env(BASE_DIR / ".env")

DEBUG = env.bool("DEBUG", default=False)
# A fixed key is fine for a first look on one's own machine, and only there.
SECRET_KEY = env.str("SECRET_KEY", default="only-for-development" if DEBUG else "")
if not SECRET_KEY:
    raise ImproperlyConfigured("Set SECRET_KEY to a long random text, or DEBUG=1 to try Rödtråd.")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

# The municipality --------------------------------------------------------------------

MUNICIPALITY = env.str("MUNICIPALITY", default="")

# Open data: under what licence published reports may be used, as an address.
OPEN_DATA_LICENCE = env.str(
    "OPEN_DATA_LICENCE", default="https://creativecommons.org/publicdomain/zero/1.0/"
)

# The municipality's accessibility statement, as an address: published pages lead to it.
ACCESSIBILITY_STATEMENT = env.str("ACCESSIBILITY_STATEMENT", default="")

# Files: limits before anything is parsed ----------------------------------------------

# A whole annual report is about 150 kB; ten times the largest imaginable one.
LOAD_DOCUMENT_MAX_BYTES = env.int("LOAD_DOCUMENT_MAX_BYTES", default=5 * 1024 * 1024)
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# PDF: the child processes that draw it --------------------------------------------------

PDF_SECONDS = env.int("PDF_SECONDS", default=180)
PDF_MEMORY_BYTES = env.int("PDF_MEMORY_BYTES", default=2 * 1024**3)
# A process stands ready before the next PDF is asked for: for workers, which live long.
PDF_KEEP_READY = env.bool("PDF_KEEP_READY", default=False)
# Chapters that are laid out at the same time.
PDF_PROCESSES = env.int("PDF_PROCESSES", default=min(4, os.cpu_count() or 1))
# Chapters that have been laid out are kept here; an empty name keeps none.
PDF_CACHE_DIR = env.str("PDF_CACHE_DIR", default=str(BASE_DIR / "var/press"))
PDF_CACHE_BYTES = env.int("PDF_CACHE_BYTES", default=200 * 1024**2)

# Applications ---------------------------------------------------------------------------

INSTALLED_APPS = [
    "config.admin.AdminConfig",
    "django.contrib.auth",
    # Its own templates, which our form renderer falls back on.
    "django.forms",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "csp",
    "django_htmx",
    # Its editor's script; the editor around it is ours.
    "django_prose_editor",
    "django_tasks",
    "django_tasks_db",
    "simple_history",
    "template_partials",
    "tree_queries",
    "organisation",
    "goals",
    "indicators",
    "reports",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "config.middleware.know_nobody",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "config.middleware.keep_private",
    "config.middleware.LoginRequired",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

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
                "organisation.context.workplace",
                "reports.jobs.finished.finished_files",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "template_partials.templatetags.partials",
            ],
        },
    },
]
FORM_RENDERER = "config.forms.FormRenderer"

# Database ---------------------------------------------------------------------------------

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{BASE_DIR}/var/db.sqlite3")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    (BASE_DIR / "var").mkdir(exist_ok=True)
    # IMMEDIATE takes the write lock at the start, so that two who read and then
    # write wait for each other instead of failing.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Background work -----------------------------------------------------------------------------

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# People -------------------------------------------------------------------------------------

AUTH_USER_MODEL = "organisation.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "start"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 15},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_FORMS = {"login": "organisation.forms.LoginForm"}
ACCOUNT_ADAPTER = "organisation.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = False
# No letter to addresses without an account: it would offer them to sign up.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"

EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
# Seconds to wait for the mail server.
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", default=30)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="rodtrad@localhost")

# Where the program is reached, for links in e-mail.
SITE_URL = env.str("SITE_URL", default="http://localhost:8000").rstrip("/")

# Reminders: days before the due date, and how often after it.
REMINDER_DAYS_BEFORE = [int(day) for day in env.list("REMINDER_DAYS_BEFORE", default=["7", "1"])]
REMINDER_DAYS_BETWEEN = env.int("REMINDER_DAYS_BETWEEN", default=7)
if REMINDER_DAYS_BETWEEN < 1 or any(day < 1 for day in REMINDER_DAYS_BEFORE):
    raise ImproperlyConfigured("Set REMINDER_DAYS_BEFORE and REMINDER_DAYS_BETWEEN to whole days.")

# Language and time -----------------------------------------------------------------------------

LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", _("Swedish")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Stockholm"
USE_I18N = True
USE_TZ = True

# Static files -----------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
if DEBUG:
    # whitenoise looks for it at start, also where nothing is collected.
    STATIC_ROOT.mkdir(exist_ok=True)
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("designsystemet", NODE_MODULES / "@digdir/designsystemet-css/dist"),
    ("fonts", NODE_MODULES / "@fontsource/source-sans-3/files"),
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "config.static.StaticFilesStorage"
    },
}

# Security ---------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        # The design system draws its icons as data images.
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
HTTPS = env.bool("HTTPS", default=not DEBUG)
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^halsa/$"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
if env.bool("BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 60 * 60 * 20
X_FRAME_OPTIONS = "DENY"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {
        # It logs every subsetted glyph; its warnings are raised as errors where we render.
        "fontTools": {"level": "WARNING"},
        "weasyprint": {"level": "ERROR"},
        # It says of itself that it has started.
        "pikepdf": {"level": "WARNING"},
    },
}
