"""Rows of a diary by how many days ago, for the tests of doses, cuts and withdrawal."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta

from speciosa.knowledge import Act
from speciosa.safety.case import Case
from speciosa.safety.finding import Findings

LAST = date(2026, 5, 27)
LEAF = "kratom leaf powder"
CaseOf = Callable[..., Case]
FindingsOf = Callable[..., Findings]


def at(ago: int, hour: float = 8.0) -> str:
    """A local time of the day so many days before the last one."""
    minutes = round(hour * 60)
    return f"{LAST - timedelta(days=ago)}T{minutes // 60:02d}:{minutes % 60:02d}+02:00"


def row(
    ago: int, hour: float, kind: str, name: str, value: object = "", unit: str = "", reason: str = "",
    precision: str = "",
) -> str:  # fmt: skip
    id_ = f"{kind}-{name}-{ago}-{hour:g}-{value}".replace(" ", "_").replace("#", "_")
    return f"{at(ago, hour)},{kind},{name},{value},{unit},{reason},,{precision},,{id_},,"


def dose(
    ago: int, hour: float = 8.0, grams: object = 3, *, name: str = LEAF, unit: str = "g", reason: str = "",
    precision: str = "",
) -> str:  # fmt: skip
    return row(ago, hour, "dose", name, grams, unit, reason, precision)


def none(ago: int) -> str:
    return row(ago, 20, "no_dose", "kratom")


def rated(ago: int, hour: float, word: str, value: object, kind: str = "rating", unit: str = "") -> str:
    return row(ago, hour, kind, word, value, unit)


def doses(days: Iterable[int], times: int = 3, grams: object = 3, first: float = 8.0) -> list[str]:
    """So many doses on each of these days, two hours apart."""
    return [dose(ago, first + 2 * each, grams) for ago in days for each in range(times)]


def acts(found: Findings) -> dict[str, Act]:
    return {each.code: each.act for each in found.findings}
