"""A map: a TOML file that says what the columns of a CSV mean. See docs/reference/import-map.md."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from speciosa.record.kinds import Kind
from speciosa.record.readers.map_keys import Keys
from speciosa.values.errors import EntryError

Condition = Mapping[str, frozenset[str]]
"""Words in lower case by column: a row matches where each column holds one of its words."""
_MERGED = ("time", "select", "words")


@dataclass(frozen=True, slots=True)
class TimeMap:
    """When a row happened; see `map_time`.

    `columns`: one column with a time, or those of year, month and day. `format`: as in `strptime`,
    empty for ISO 8601. `fill_down`: an empty cell means the one above. `written_down`: column of the
    time of writing. `day_column`: column of a study day, counted from `first_day` at `start`.
    """

    columns: tuple[str, ...] = ()
    format: str = ""
    fill_down: bool = False
    written_down: str = ""
    day_column: str = ""
    first_day: int = 0
    start: date | None = None
    starts: Mapping[str, date] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Select:
    """Whose rows are meant in a file about several people: those where `column` holds `value`, or the `row`-th."""

    needed: bool = False
    column: str = ""
    value: str = ""
    row: int = 0


@dataclass(frozen=True, slots=True)
class RowMap:
    """One entry of the diary out of a row of the file. `*_from` name columns, `*_words` tables of `[words]`."""

    kind: str
    name: str = ""
    name_from: str = ""
    name_words: Mapping[str, str] = field(default_factory=dict)
    name_suffix: str = ""
    value: str = ""
    value_from: str = ""
    value_words: Mapping[str, str] = field(default_factory=dict)
    unit: str = ""
    unit_from: str = ""
    note_from: tuple[str, ...] = ()
    id_from: str = ""
    only_if: Condition = field(default_factory=dict)
    except_if: Condition = field(default_factory=dict)
    empty: str = "leave_out"
    empty_note: str = ""
    at_change: bool = False
    day: int | None = None
    start: str = ""


@dataclass(frozen=True, slots=True)
class CsvMap:
    """A whole map. `columns`: the exact header by which a file of this kind is recognised."""

    title: str
    rows: tuple[RowMap, ...]
    time: TimeMap
    select: Select = Select()
    header_line: int = 1
    separator: str = ""
    decimal_comma: bool = False
    columns: tuple[str, ...] = ()
    extra_cells_to_note: bool = False
    missing: frozenset[str] = frozenset({""})
    notes: tuple[str, ...] = ()

    def columns_used(self) -> Iterator[str]:
        """Every column that the map names, in the order in which they are looked for."""
        yield from self.time.columns
        yield from filter(None, (self.time.written_down, self.time.day_column, self.select.column))
        for row in self.rows:
            yield from filter(None, (row.name_from, row.value_from, row.unit_from, row.id_from, *row.note_from))
            yield from (*row.only_if, *row.except_if)


def read_map(path: Path) -> CsvMap:
    """A person's own map.

    Raises
    ------
    EntryError : it is not there, no TOML, or names something that a map does not know.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError:
        raise EntryError("this map can't be opened", where=path.name, todo="check the name") from None
    except UnicodeError:
        raise EntryError("this map is no UTF-8 text", where=path.name, todo="save it as UTF-8") from None
    return map_from(text, path.name)


def map_from(text: str, file: str) -> CsvMap:
    """A map from its text; `file` is its name for messages."""
    try:
        table = tomllib.loads(text)
    except (ValueError, RecursionError) as problem:
        # the two that are no decode errors speak of Python, not of the map
        is_told = isinstance(problem, tomllib.TOMLDecodeError)
        why = str(problem) if is_told else "it nests too deeply, or a number in it has too many digits"
        raise EntryError("this map is no TOML", where=file, why=why, todo="see docs/reference/import-map.md") from None
    base = table.pop("based_on", None)
    if base is not None:
        if not isinstance(base, str) or base not in _built_in_texts():
            raise EntryError(
                "there is no built-in map of this name",
                where=f"{file}: based_on",
                todo=f"use one of {', '.join(_built_in_texts())}",
            )
        table = _merged(tomllib.loads(_built_in_texts()[base]), table)
    return _map(Keys(table, file))


@cache
def built_in_maps() -> Mapping[str, CsvMap]:
    """The maps that come with the package, by name."""
    return {name: map_from(text, f"{name}.toml") for name, text in _built_in_texts().items()}


@cache
def _built_in_texts() -> Mapping[str, str]:
    folder = resources.files("speciosa.record.readers") / "maps"
    files = sorted((each for each in folder.iterdir() if each.name.endswith(".toml")), key=lambda each: each.name)
    return {each.name.removesuffix(".toml"): each.read_text(encoding="utf-8") for each in files}


def _merged(base: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """The person's map over the built-in one: tables are joined key by key, `[[row]]` is replaced."""
    joined = {
        key: {**base[key], **own[key]}
        for key in _MERGED
        if isinstance(own.get(key), dict) and isinstance(base.get(key), dict)
    }
    return {**base, **own, **joined}


def _map(keys: Keys) -> CsvMap:
    words = {name: keys.sub("words").words(name) for name in keys.sub("words").all_keys()}
    time = keys.sub("time")
    made = CsvMap(
        title=keys.text("title") or "a CSV file",
        header_line=keys.whole("header_line", 1, lowest=1),
        separator={"tab": "\t"}.get(keys.text("separator"), keys.text("separator")),
        decimal_comma=keys.choice("decimal", (".", ",")) == ",",
        columns=keys.names("columns"),
        extra_cells_to_note=keys.choice("extra_cells", ("refuse", "note")) == "note",
        missing=frozenset({"", *(word.lower() for word in keys.texts("missing"))}),
        notes=keys.texts("notes"),
        time=TimeMap(
            time.names("from"), time.text("format"), time.flag("fill_down"), time.name("written_down_from"),
            time.name("day_from"), time.whole("first_day", 0), time.day("start"), time.days("starts"),
        ),
        select=_select(keys.sub("select")) if keys.has("select") else Select(),
        rows=tuple(_row(row, words) for row in keys.subs("row")),
    )  # fmt: skip
    keys.sub("time").done()
    keys.done("words")
    _check(made, keys)
    return made


def _select(keys: Keys) -> Select:
    made = Select(needed=True, column=keys.name("column"), value=keys.text("value"), row=keys.whole("row", 0, lowest=0))
    keys.done()
    return made


def _row(keys: Keys, words: Mapping[str, Mapping[str, str]]) -> RowMap:
    def table(key: str) -> Mapping[str, str]:
        named = keys.text(key)
        if named and named not in words:
            raise keys.error(key, "there is no such table under [words]")
        return words.get(named, {})

    made = RowMap(
        keys.choice("kind", tuple(Kind), required=True), keys.text("name"), keys.name("name_from"), table("name_words"),
        keys.text("name_suffix"), keys.text("value"), keys.name("value_from"), table("value_words"), keys.text("unit"),
        keys.name("unit_from"), keys.names("note_from"), keys.name("id_from"),
        keys.conditions("only_if"), keys.conditions("except_if"),
        keys.choice("empty", ("leave_out", "unknown", "present")), keys.text("empty_note"), keys.flag("at_change"),
        keys.whole("day", 0) if keys.has("day") else None, keys.text("start"),
    )  # fmt: skip
    keys.done()
    return made


def _check(made: CsvMap, keys: Keys) -> None:
    time = made.time
    if not made.rows:
        raise keys.error("row", "a map needs at least one [[row]]")
    if len(made.separator) > 1:
        raise keys.error("separator", 'write one character, or "tab"')
    if len(time.columns) not in {0, 1, 3}:
        raise keys.error("time.from", "name one column, or those of year, month and day")
    if time.fill_down and len(time.columns) != 3:
        raise keys.error("time.fill_down", "only columns of year, month and day can be filled down")
    if not time.columns and not time.day_column and any(row.day is None for row in made.rows):
        raise keys.error("time", "say under [time] from which column the time comes, or give each [[row]] a day")
    if any(row.start and row.start not in time.starts and time.starts for row in made.rows):
        raise keys.error("row.start", "it is not among [time] starts")
