"""Django's settings for a study's server. All that differs from place to place comes from the environment.

``SPECIOSA_STUDY_SECRET_FILE``: a file with 32 random bytes or more, kept apart from the database (made by
``speciosa study serve`` where it is missing). ``SPECIOSA_STUDY_HOSTS``: the names it answers to, with commas.
``SPECIOSA_POSTGRESQL``: a libpq connection string; without it the tables lie in an encrypted file of its own.
``SPECIOSA_STUDY_PLAIN``: ``proxy`` where a proxy in front ends TLS and sets X-Forwarded-Proto and X-Forwarded-For;
anything else for a trial run on this machine alone: cookies travel over HTTP.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from speciosa.store.settings import (  # noqa: F401  Django reads them here
    DATABASES,
    DEFAULT_AUTO_FIELD,
    LOGGING_CONFIG,
    TIME_ZONE,
    USE_TZ,
)
from speciosa.study.server.accounts.limits import sign_in_limits
from speciosa.web.settings import DATA_UPLOAD_MAX_MEMORY_SIZE, DATA_UPLOAD_MAX_NUMBER_FIELDS, FILE_UPLOAD_HANDLERS  # noqa: F401

if DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    DATABASES["default"]["CONN_MAX_AGE"] = 600  # each thread keeps its connection: a new one costs more than a save
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True  # one that was dropped is made anew: no page falls over it
SECRET_FILE, HOSTS, PLAIN = "SPECIOSA_STUDY_SECRET_FILE", "SPECIOSA_STUDY_HOSTS", "SPECIOSA_STUDY_PLAIN"
_secret_file = os.environ.get(SECRET_FILE, "")
_behind_proxy = os.environ.get(PLAIN) == "proxy"
_plain = bool(os.environ.get(PLAIN)) and not _behind_proxy

SECRET_KEY = Path(_secret_file).read_bytes().hex() if _secret_file else secrets.token_hex(32)
DEBUG = False
ROOT_URLCONF = "speciosa.study.server.urls"
WSGI_APPLICATION = "speciosa.study.server.wsgi.application"
ALLOWED_HOSTS = [each for each in os.environ.get(HOSTS, "").split(",") if each] or ["127.0.0.1", "localhost"]
MANY_RECORDS = True
"""`store.whose`: each request names its record; none is ever taken by default."""

INSTALLED_APPS = [
    "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "django.contrib.messages",
    "allauth", "allauth.account", "allauth.mfa",
    "speciosa.store", "speciosa.web", "speciosa.study.server.apps.StudyConfig",
]  # fmt: skip
MIDDLEWARE = [
    "speciosa.study.server.faults.Faults",
    "speciosa.web.headers.Headers",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "speciosa.study.server.accounts.sessions.StaffSessions",
    "speciosa.study.server.who.Who",
]
_CONTEXT = ["django.template.context_processors.csrf", "django.template.context_processors.request"]
TEMPLATES = [
    {"BACKEND": "django.template.backends.jinja2.Jinja2", "OPTIONS": {
        "environment": "speciosa.study.server.page.environment",
        "context_processors": [_CONTEXT[0], "django.contrib.messages.context_processors.messages"],
    }},
    {"BACKEND": "django.template.backends.django.DjangoTemplates",
     "APP_DIRS": True,  # for widgets of forms; the pages of accounts are ours (ACCOUNT_TEMPLATE_EXTENSION)
     "OPTIONS": {"context_processors": [
         *_CONTEXT, "django.contrib.auth.context_processors.auth",
         "django.contrib.messages.context_processors.messages",
     ]}},
]  # fmt: skip

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "study_session", "study_form"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not _plain
SESSION_COOKIE_AGE = 60 * 60 * 24 * 60  # a participant's phone stays in for two months; staff: see `accounts.sessions`
CSRF_FAILURE_VIEW = "speciosa.study.server.faults.stale_form"
SECURE_HSTS_SECONDS = 0 if _plain else 31_536_000
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _behind_proxy else None
SECURE_REFERRER_POLICY = "same-origin"
USE_I18N = False
CACHES = {"default": {"BACKEND": "speciosa.study.server.json_cache.JsonCache"}}  # never Django's own: it unpickles
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend", "allauth.account.auth_backends.AuthenticationBackend",
]  # fmt: skip
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"  # it never sends anything anywhere

ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/accounts/login/"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = sign_in_limits()
ACCOUNT_ADAPTER = "speciosa.study.server.accounts.adapter.StudyAccounts"
ACCOUNT_TEMPLATE_EXTENSION = "html.j2"  # the library has none of this kind: no page of its own can ever be shown
ALLAUTH_TRUSTED_PROXY_COUNT = int(_behind_proxy)
LOGIN_URL, LOGIN_REDIRECT_URL = "/accounts/login/", "/study/"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_ADAPTER = "speciosa.study.server.accounts.second_factor.StudySecondFactor"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # addresses are names here: nothing is ever sent to one
MFA_PASSKEY_LOGIN_ENABLED = False
MFA_TOTP_ISSUER = "study"
MFA_TOTP_TOLERANCE = 1  # half a minute early or late: clocks of phones, and slow fingers
