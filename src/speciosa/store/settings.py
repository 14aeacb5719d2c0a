"""Django's settings for the store alone: what a command or a worker needs. `web.settings` builds on them."""

from __future__ import annotations

import os

POSTGRESQL = "SPECIOSA_POSTGRESQL"
"""Environment variable with a libpq connection string: the same tables there instead of an encrypted file."""
_CIPHER: dict[str, object] = {
    "ENGINE": "speciosa.store.cipher",
    "NAME": "",
}  # `store.lock` knows which file, and its key


def _database() -> dict[str, object]:
    text = os.environ.get(POSTGRESQL, "")
    if not text:
        return dict(_CIPHER)
    from psycopg.conninfo import conninfo_to_dict  # noqa: PLC0415  only where PostgreSQL is used

    said = conninfo_to_dict(text)
    names = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    return {"ENGINE": "django.db.backends.postgresql", **{ours: said.get(theirs, "") for ours, theirs in names.items()}}


DATABASES = {"default": _database(), "beside": dict(_CIPHER)}
"""The open store; and a file that is not the open one, whose path and key `store.restoring` names."""
INSTALLED_APPS = ["speciosa.store"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"
LOGGING_CONFIG = None  # no value of a diary may reach a log
