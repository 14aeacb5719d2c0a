"""Reading a map's keys: each has its type, and one that nobody asked for is a slip that is named."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from speciosa.values.errors import EntryError


class Keys:
    """One table of a map.

    Parameters
    ----------
    table : as TOML has it.
    file : the map's name, for messages.
    path : of this table within the map, e.g. ``time.``.
    """

    def __init__(self, table: Mapping[str, Any], file: str, path: str = "") -> None:
        self._table, self._file, self._path = table, file, path
        self._asked: set[str] = set()
        self._subs: dict[str, Keys] = {}

    def error(self, key: str, what: str) -> EntryError:
        """What is wrong with a key of this table."""
        return EntryError(what, where=f"{self._file}: {self._path}{key}", todo="see docs/reference/import-map.md")

    def has(self, key: str) -> bool:
        self._asked.add(key)
        return key in self._table

    def all_keys(self) -> Sequence[str]:
        return tuple(self._table)

    def done(self, *allowed: str) -> None:
        """Name the first key that nobody asked for."""
        for key in self._table:
            if key not in self._asked and key not in allowed:
                near = difflib.get_close_matches(key, self._asked, 1)
                raise self.error(key, "a map does not know this key" + (f"; did you mean {near[0]}?" if near else ""))

    def text(self, key: str) -> str:
        """A text, or a number or truth value written as TOML has it."""
        found = self._get(key, "")
        if isinstance(found, (dict, list)):
            raise self.error(key, "this should be one text")
        return found if isinstance(found, str) else str(found)

    def name(self, key: str) -> str:
        """A column's name, in lower case."""
        return " ".join(self.text(key).lower().split())

    def texts(self, key: str) -> tuple[str, ...]:
        found = self._get(key, [])
        several = found if isinstance(found, list) else [found]
        if any(isinstance(each, (dict, list)) for each in several):
            raise self.error(key, "this should be a text or a list of texts")
        return tuple(str(each) for each in several)

    def names(self, key: str) -> tuple[str, ...]:
        return tuple(" ".join(each.lower().split()) for each in self.texts(key))

    def flag(self, key: str) -> bool:
        found = self._get(key, default=False)
        if not isinstance(found, bool):
            raise self.error(key, "this should be true or false")
        return found

    def whole(self, key: str, default: int, *, lowest: int = -100_000) -> int:
        found = self._get(key, default)
        if isinstance(found, bool) or not isinstance(found, int) or not lowest <= found <= 100_000:
            raise self.error(key, f"this should be a whole number from {lowest} to 100000")
        return found

    def choice(self, key: str, choices: Sequence[str], *, required: bool = False) -> str:
        """One of several words; the first of them where nothing is said."""
        if required and key not in self._table:
            raise self.error(key, f"this is missing; use one of {', '.join(choices)}")
        found = self.text(key) or choices[0]
        if found not in choices:
            raise self.error(key, f"use one of {', '.join(choices)}")
        return found

    def day(self, key: str) -> date | None:
        found = self._get(key, None)
        return None if found is None else self._as_day(key, found)

    def days(self, key: str) -> Mapping[str, date]:
        found = self._get(key, {})
        if not isinstance(found, dict):
            raise self.error(key, "this should be a table, e.g. { first = 2026-03-01 }")
        return {name: self._as_day(f"{key}.{name}", each) for name, each in found.items()}

    def words(self, key: str) -> Mapping[str, str]:
        """A table of translations; the words to translate in lower case."""
        found = self._get(key, {})
        if not isinstance(found, dict) or any(isinstance(each, (dict, list)) for each in found.values()):
            raise self.error(key, 'this should be a table, e.g. "No Pain" = "0"')
        return {" ".join(word.lower().split()): str(each) for word, each in found.items()}

    def conditions(self, key: str) -> Mapping[str, frozenset[str]]:
        """Words by column, all in lower case."""
        found = self._get(key, {})
        if not isinstance(found, dict):
            raise self.error(key, 'this should be a table, e.g. { name = ["happiness"] }')
        inner = Keys(found, self._file, f"{self._path}{key}.")
        return {column.strip().lower(): frozenset(inner.names(column)) for column in found}

    def sub(self, key: str) -> Keys:
        """A table below this one; an empty one where it is not there."""
        if key not in self._subs:
            found = self._get(key, {})
            if not isinstance(found, dict):
                raise self.error(key, f"this should be a table: [{key}]")
            self._subs[key] = Keys(found, self._file, f"{self._path}{key}.")
        return self._subs[key]

    def subs(self, key: str) -> Iterator[Keys]:
        """The tables of an array of tables."""
        found = self._get(key, [])
        if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
            raise self.error(key, f"these should be tables: [[{key}]]")
        for at, each in enumerate(found, 1):
            yield Keys(each, self._file, f"{self._path}{key} {at}.")

    def _as_day(self, key: str, found: Any) -> date:
        if isinstance(found, date) and not isinstance(found, datetime):
            return found
        try:
            return date.fromisoformat(str(found))
        except ValueError:
            raise self.error(key, "this should be a date like 2026-03-01") from None

    def _get(self, key: str, default: Any) -> Any:
        self._asked.add(key)
        return self._table.get(key, default)
