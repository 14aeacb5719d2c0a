"""What SQLCipher's SQLite can do: Django asks the standard library's SQLite, which is another one."""

from __future__ import annotations

from django.db.backends.sqlite3 import base, features  # noqa: F401  features alone is half of a circle
from sqlcipher3 import dbapi2 as database  # type: ignore[import-untyped]  # the wheel carries no types


class DatabaseFeatures(features.DatabaseFeatures):
    """Django's list for SQLite, with the version that really runs."""

    can_alter_table_drop_column = database.sqlite_version_info >= (3, 35, 5)
    can_return_columns_from_insert = database.sqlite_version_info >= (3, 35)
    can_return_rows_from_bulk_insert = can_return_columns_from_insert
