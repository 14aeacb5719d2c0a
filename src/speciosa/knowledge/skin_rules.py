"""The rules of the tables about skin: each yields a row's name and what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from speciosa.knowledge.contents import Contents
from speciosa.knowledge.vocabulary import ACTS_OF, CARD_SIDES, SKIN_KINDS

_MOST = 255  # of a code value that a printer takes


def _card_patches(contents: Contents) -> Iterator[tuple[str, str]]:
    taken: dict[tuple[str, str, int], str] = {}
    for row in contents.rows["card_patches"]:
        if row.side not in CARD_SIDES:
            yield row.key, f"side {row.side!r} is not in the list"
        if max(row.red, row.green, row.blue) > _MOST:
            yield row.key, f"a colour is above {_MOST}"
        other = taken.setdefault((row.side, row.row, row.place), row.key)
        if other != row.key:
            yield row.key, f"lies where {other} lies"


def _skin_causes(contents: Contents) -> Iterator[tuple[str, str]]:
    for row in contents.rows["skin_causes"]:
        yield from _empty(row, "title", "sites", "colour", "tells_apart", "population")
        if not row.kinds:
            yield row.key, "looks like no kind of change"
        yield from ((row.key, f"kind {kind!r} is not in the list") for kind in row.kinds if kind not in SKIN_KINDS)
        if any(name != name.lower() for name in row.medicines) or len(set(row.medicines)) != len(row.medicines):
            yield row.key, "medicines are not lower case, or stand twice"


def _skin_cases(contents: Contents) -> Iterator[tuple[str, str]]:
    for row in contents.rows["skin_cases"]:
        yield from _empty(row, "sites")
        if row.n is None:
            yield row.key, "does not say how many people"


def _skin_questions(contents: Contents) -> Iterator[tuple[str, str]]:
    words = {row.word for row in contents.rows["outcomes"]}
    for row in contents.rows["skin_questions"]:
        yield from _empty(row, "who", "says", "why")
        if row.key not in words:
            yield row.key, "is no word of outcomes.csv, so nobody can answer it"
        if not row.asks.endswith("?"):
            yield row.key, "asks nothing"
        if row.act not in ACTS_OF[row.urgency]:
            yield row.key, f"urgency {row.urgency} does not go with act {row.act}"


def _empty(row: Any, *columns: str) -> Iterator[tuple[str, str]]:
    yield from ((row.key, f"has no {column}") for column in columns if not getattr(row, column))


SKIN_RULES: Mapping[str, Callable[[Contents], Iterator[tuple[str, str]]]] = {
    "card_patches": _card_patches,
    "skin_causes": _skin_causes,
    "skin_cases": _skin_cases,
    "skin_questions": _skin_questions,
}
"""What to ask of each table about skin."""
