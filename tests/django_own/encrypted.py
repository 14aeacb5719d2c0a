"""Settings for Django's own tests: in memory, or in encrypted files in the folder that the environment names.

In memory a transaction begins as Django begins it. The files have every setting that the store has.
"""

from __future__ import annotations

import os
from typing import Any

FOLDER = os.environ.get("SPECIOSA_DJANGO_DATABASES", "")


def database(name: str, key_byte: str) -> dict[str, Any]:
    """One encrypted database with a key of its own."""
    options: dict[str, Any] = {"key_hex": key_byte * 32}
    made = {"ENGINE": "speciosa.store.cipher", "NAME": ":memory:", "OPTIONS": options}
    if not FOLDER:
        options["transaction_mode"] = None
        return made
    return made | {"NAME": f"{FOLDER}/{name}.db", "TEST": {"NAME": f"{FOLDER}/test_{name}.db"}}


DATABASES = {"default": database("default", "5e"), "other": database("other", "0c")}
SECRET_KEY = "only for Django's own tests"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
USE_TZ = False

if FOLDER:
    from speciosa.store.cipher.features import DatabaseFeatures

    # Two tests compare the word BEGIN, where ours says BEGIN IMMEDIATE: both pass in memory.
    DatabaseFeatures.django_test_expected_failures = DatabaseFeatures.django_test_expected_failures | {
        "backends.base.test_base.DatabaseWrapperLoggingTests.test_commit_debug_log",
        "backends.sqlite.tests.TestTransactionMode.test_default_transaction_mode",
    }
