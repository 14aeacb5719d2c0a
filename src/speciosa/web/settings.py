"""Django's settings for the app: one person, loopback, an encrypted store. Nothing here is a secret.

The session and the key of signatures live in memory: ending the app locks it.
"""

from __future__ import annotations

import os
import secrets

from speciosa.store.settings import (  # noqa: F401  Django reads them here
    DATABASES,
    DEFAULT_AUTO_FIELD,
    LOGGING_CONFIG,
    TIME_ZONE,
    USE_TZ,
)

SECRET_KEY = secrets.token_urlsafe(48)
DEBUG = False
ROOT_URLCONF = "speciosa.web.urls"
WSGI_APPLICATION = "speciosa.web.wsgi.application"
ALLOWED_HOSTS = ["*"]  # `web.hosts` is stricter: it knows the port, too
INSTALLED_APPS = ["django.contrib.sessions", "speciosa.store", "speciosa.web"]
MIDDLEWARE = [
    "speciosa.web.faults.Faults",
    "speciosa.web.headers.Headers",
    "speciosa.web.hosts.Hosts",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "speciosa.web.gate.Gate",
]
TEMPLATES = [{"BACKEND": "django.template.backends.jinja2.Jinja2", "OPTIONS": {
    "environment": "speciosa.web.page.environment",
    "context_processors": ["django.template.context_processors.csrf"],
}}]  # fmt: skip

SESSION_ENGINE = "django.contrib.sessions.backends.cache"  # in memory: gone when the app ends
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 10_000}}}
SESSION_COOKIE_NAME = f"speciosa_{os.environ.get('SPECIOSA_PORT', '')}"  # cookies don't tell ports apart
SESSION_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = bool(os.environ.get("SPECIOSA_HTTPS"))
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_NAME = f"speciosa_form_{os.environ.get('SPECIOSA_PORT', '')}"  # a stranger's page makes no session
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SECURE = SESSION_COOKIE_SECURE
CSRF_FAILURE_VIEW = "speciosa.web.faults.stale_form"
USE_I18N = False  # `report.Wording` speaks; Django itself says nothing to a person

FILE_UPLOAD_HANDLERS = ["speciosa.web.uploads.InMemory"]  # no upload ever lies on a disk in plain form
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 400
