"""A query that is written out once: to write it anew at every call would cost more than to ask it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.db.models import QuerySet


class Compiled:
    """A query with one place for a value, as Django writes it for this process's database.

    Parameters
    ----------
    query : makes it, with anything in that place; of `values_list`, so that its columns are in a known order. It is
        called when it is first asked, so one that locks may be made of it.
    """

    def __init__(self, query: Callable[[], QuerySet[Any, Any]]) -> None:
        self._query, self._words = query, ""

    def one(self, value: str | int) -> tuple[Any, ...] | None:
        """The first row for a value; None where there is none."""
        if not self._words:
            words, places = self._query().query.sql_with_params()
            assert len(places) == 1
            self._words = words
        with connection.cursor() as cursor:
            cursor.execute(self._words, [value])
            row: tuple[Any, ...] | None = cursor.fetchone()
        return row
