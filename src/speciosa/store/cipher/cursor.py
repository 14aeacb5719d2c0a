"""A cursor of SQLCipher that takes Django's way of writing parameters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import tee
from typing import Any

from django.db.backends.sqlite3.base import SQLiteCursorWrapper
from sqlcipher3 import dbapi2 as database  # type: ignore[import-untyped]  # the wheel carries no types


class Cursor(database.Cursor):  # type: ignore[misc]  # a class of the untyped wheel
    """Django's ``%s`` and ``%(name)s`` become SQLite's ``?`` and ``:name``.

    Django's own class does the same but is one of the standard library's cursors, and cannot be
    mixed with one of SQLCipher's; the conversion itself is still Django's.
    """

    convert_query = SQLiteCursorWrapper.convert_query  # type: ignore[attr-defined]  # django-stubs leave it out

    def execute(self, query: str, params: Sequence[Any] | Mapping[str, Any] | None = None) -> Cursor:
        """Run one statement; without `params` a per cent sign means itself."""
        if params is None:
            return super().execute(query)  # type: ignore[no-any-return]
        names = list(params) if isinstance(params, Mapping) else None
        return super().execute(self.convert_query(query, param_names=names), params)  # type: ignore[no-any-return]

    def executemany(self, query: str, param_list: Iterable[Any]) -> Cursor:
        """Run one statement for each set of parameters; any iterable will do."""
        ahead, rest = tee(iter(param_list))  # a generator can be looked into only once
        first = next(ahead, None)
        names = list(first) if first and isinstance(first, Mapping) else None
        return super().executemany(self.convert_query(query, param_names=names), rest)  # type: ignore[no-any-return]
