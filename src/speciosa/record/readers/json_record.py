"""JSON from other apps: decoded with care, then asked key by key for the type that it should have."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from speciosa.record.readers.accounting import accounted
from speciosa.record.row import Row
from speciosa.values.errors import EntryError
from speciosa.values.reading import Refused

_MOST_BYTES = 300_000_000
_LONGEST_INTEGER = 300
_PEEK = 1_000_000
# a string that does not end swallows the rest: looking for its end again from every quote in it would take hours
_TOKEN = re.compile(r'"((?:[^"\\]|\\.)*+)(?:"(\s*+:)?|\\?\Z)|[{}\[\]]', re.DOTALL)
_TWICE = object()
_AGAIN = "export it again"


def read_json(file: Path) -> object:
    """The decoded file.

    Raises
    ------
    EntryError : too large, no JSON, or nested without end.
    """
    try:
        if file.stat().st_size > _MOST_BYTES:
            raise EntryError("this file is too large for an export of its kind", where=file.name, todo=_AGAIN)
        return decode_json(file.read_bytes(), file.name)
    except OSError as problem:
        raise EntryError("this file can't be read", where=file.name, why=problem.strerror or "") from None


def decode_json(data: bytes, where: str) -> object:
    """Decode JSON in any Unicode encoding; a byte that is no UTF-8 spoils its own record only.

    Raises
    ------
    EntryError : no JSON, or nested without end.
    """
    try:
        return json.loads(_text(data), object_pairs_hook=_once_each, parse_int=_integer)
    except RecursionError:
        raise EntryError("this file is nested too deeply to be an export", where=where, todo=_AGAIN) from None
    except ValueError:
        raise EntryError("this file is not valid JSON, or breaks off", where=where, todo=_AGAIN) from None


def outer_keys(file: Path, head: bytes) -> frozenset[str]:
    """The keys of the outermost JSON object, or of the objects in the outermost list, as far as a first look goes.

    Nothing is decoded; a file that does not begin like JSON has none.
    """
    if head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00")[:1] not in (b"{", b"["):
        return frozenset()
    try:
        with file.open("rb") as opened:
            head = opened.read(_PEEK)
    except OSError:
        pass
    keys: set[str] = set()
    depth = 0
    for token in _TOKEN.finditer(head.decode(json.detect_encoding(head), "replace")):
        mark = token[0]
        if mark == "{":
            depth += 1
        elif mark == "}":
            depth -= 1
        elif token[2] and depth == 1:
            keys.add(token[1])
    return frozenset(keys)


class Fields:
    """One JSON object whose values have to be asked for by type.

    Parameters
    ----------
    value : anything that was decoded.

    Raises
    ------
    EntryError : `value` is no object; later, a value is not of the type that is asked for. The
        message names the key, never the value.
    """

    def __init__(self, value: object, what: str = "this record") -> None:
        if not isinstance(value, dict):
            raise EntryError(f"{what} is not a JSON object")
        self._values = value

    def get(self, key: str) -> object:
        """Whatever stands there; None where nothing does."""
        value = self._values.get(key)
        if value is _TWICE:
            raise EntryError(f"{key} stands twice in it, with different values")
        return value

    def has(self, *keys: str) -> bool:
        """Whether all of these keys stand there, empty or not."""
        return all(key in self._values for key in keys)

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def text(self, key: str) -> str:
        """Words; empty where there are none."""
        value = self.get(key)
        if value is None or isinstance(value, str):
            return value or ""
        raise EntryError(f"its {key} is not text")

    def word(self, key: str) -> str:
        """Words or a number, as text: for ids, and for amounts that some versions write as text."""
        value = self.get(key)
        if isinstance(value, str) or value is None:
            return (value or "").strip()
        number = self.number(key)
        return "" if number is None else plain(number)

    def number(self, key: str) -> float | None:
        """A finite number; None where there is none."""
        value = self.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            raise EntryError(f"its {key} is not a number")
        return float(value)

    def flag(self, key: str) -> bool:
        """Yes or no; no where nothing is said."""
        value = self.get(key)
        if value is None or isinstance(value, bool):
            return bool(value)
        raise EntryError(f"its {key} is neither true nor false")

    def items(self, key: str) -> list[object]:
        """A list; empty where there is none."""
        value = self.get(key)
        if value is None or isinstance(value, list):
            return value or []
        raise EntryError(f"its {key} is not a list")

    def inner(self, key: str) -> Fields | None:
        """An object within this one; None where there is none."""
        value = self.get(key)
        return None if value is None else Fields(value, f"its {key}")


def each_of(
    said: Fields, key: str, make: Callable[[object], Row | Iterable[Row]], numbers: Iterator[int]
) -> Iterator[Row | Refused]:
    """Every item of a list as rows or one `Refused`; where there is no list but something else, that is refused."""
    try:
        items = said.items(key)
    except EntryError as problem:
        yield Refused(next(numbers), problem.reason)
        return
    for each in items:
        yield from accounted(next(numbers), make, each)


def plain(number: float) -> str:
    """A number as a diary holds it.

    Examples
    --------
    >>> plain(2.0), plain(3 * 0.1), plain(1674556607764.0)
    ('2', '0.3', '1674556607764')
    """
    number = float(number)
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else f"{number:.12g}"


def _text(data: bytes) -> str:
    encoding = json.detect_encoding(data)
    return data.decode(encoding, "surrogateescape" if encoding.startswith("utf-8") else "strict")


def _once_each(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """A key that stands twice with two meanings has none."""
    found = dict(pairs)
    if len(found) != len(pairs):
        seen: dict[str, object] = {}
        for key, value in pairs:
            if seen.setdefault(key, value) != value:
                found[key] = _TWICE
    return found


def _integer(digits: str) -> float | int:
    """Python refuses integers of thousands of digits, and floats overflow: such a number is infinite."""
    return int(digits) if len(digits) <= _LONGEST_INTEGER else math.inf
