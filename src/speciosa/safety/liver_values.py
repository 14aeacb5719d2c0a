"""Laboratory values of the liver, each against the upper limit that the laboratory printed beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from speciosa.record import Columns, Event, Kind
from speciosa.values.gaps import NotAssessed
from speciosa.values.timeline import DAY_S
from speciosa.values.words import folded

ALT, AST, ALP, GGT, BILIRUBIN, INR = "ALT", "AST", "ALP", "GGT", "bilirubin", "INR"
_NAMES = {
    ALT: "alt|gpt|alat|sgpt|alt gpt|gpt alt|alat gpt|gpt alat|alt sgpt|alanine aminotransferase|alanine transaminase|"
    "alanin aminotransferase",
    AST: "ast|got|asat|sgot|ast got|got ast|asat got|got asat|ast sgot|aspartate aminotransferase|"
    "aspartate transaminase|aspartat aminotransferase",
    ALP: "alp|ap|alk phos|alkaline phosphatase|alkalische phosphatase",
    GGT: "ggt|gamma gt|gammagt|ggtp|γgt|gamma glutamyl transferase|gamma glutamyltransferase",
    BILIRUBIN: "bilirubin|total bilirubin|bilirubin total|bilirubin gesamt|gesamtbilirubin|tbil|tbili|serum bilirubin",
    INR: "inr",
}
_TEST_OF = {folded(name): test for test, names in _NAMES.items() for name in names.split("|")}
_LIMIT = ".uln"
_UNITS = {"iu/l": "u/l", "units/l": "u/l"}


@dataclass(frozen=True, slots=True)
class LiverValue:
    """One value, and what it is in times its upper limit.

    Parameters
    ----------
    test : ``ALT``, ``AST``, ``ALP``, ``GGT``, ``bilirubin`` or ``INR``. value, unit : as entered.
    limit : upper limit in the same unit, from the latest ``.uln`` row at or before the value, else
        the first after it; None: not known.
    times : value / limit; None where the limit is not known, and for the INR, which is a ratio already.
    time_s : UTC seconds. ids : of the value and of its limit.
    why_not : why it was not held against a limit; empty where it was.
    """

    test: str
    value: float
    unit: str
    limit: float | None
    times: float | None
    time_s: int
    ids: tuple[str, ...]
    why_not: str

    def over(self, times: float) -> bool:
        """Whether it is known to lie above that many times its limit."""
        return self.times is not None and self.times > times

    @property
    def says(self) -> str:
        """``ALT 4.2 times its upper limit``; never more digits than that."""
        return f"{self.test} {self.times:.1f} times its upper limit" if self.times is not None else self.test

    def to_json(self) -> dict[str, object]:
        return {
            "test": self.test, "value": self.value, "unit": self.unit, "limit": self.limit, "times": self.times,
            "ids": self.ids, "why_not": self.why_not or None,
        }  # fmt: skip


def liver_test(name: str) -> str:
    """Which test a laboratory row's name means; empty for any other.

    Examples
    --------
    >>> liver_test("SGPT"), liver_test("Total bilirubin"), liver_test("GPT (ALT)"), liver_test("direct bilirubin")
    ('ALT', 'bilirubin', 'ALT', '')
    """
    plain = "".join(" " if mark in "()/,:" else mark for mark in name)
    return _TEST_OF.get(folded(plain), "")


def liver_values(entries: Columns) -> tuple[LiverValue, ...]:
    """Every liver test of a record with its limit, in the order of time.

    Valid when: a limit was entered with the values, as rows like ``ALT.uln``; it is never taken from a book.
    """
    rows = entries.of_kind(Kind.LAB)
    limits: dict[str, list[Event]] = {}
    found = []
    tests = {name: _meant(name) for name in rows.name.used()}
    for event in rows:
        test, is_limit = tests[event.name]
        if test and event.value == event.value:  # a number was given
            if is_limit:
                limits.setdefault(test, []).append(event)
            else:
                found.append((test, event))
    return tuple(_against(test, event, limits.get(test, [])) for test, event in found)


def near(values: tuple[LiverValue, ...], other: LiverValue, days: float) -> tuple[LiverValue, ...]:
    """Those of the values that were taken within so many days of another one."""
    return tuple(each for each in values if abs(each.time_s - other.time_s) <= days * DAY_S)


def value_gaps(values: tuple[LiverValue, ...]) -> Iterator[NotAssessed]:
    """One gap a test of which a value could not be held against a limit; not assessed is not normal."""
    if not values:
        yield NotAssessed(
            "liver_tests", "No blood tests of the liver could be read in this record, so none was looked at."
        )
    for test in (ALT, AST, ALP, GGT, BILIRUBIN):
        missing = [each for each in values if each.test == test and each.why_not]
        if missing:
            yield NotAssessed(f"liver_{test.lower()}", missing[-1].why_not)


def _meant(name: str) -> tuple[str, bool]:
    is_limit = name.lower().endswith(_LIMIT)
    return liver_test(name[: -len(_LIMIT)] if is_limit else name), is_limit


def _against(test: str, event: Event, limits: list[Event]) -> LiverValue:
    ids = (event.id,)
    if test == INR:
        return LiverValue(test, event.value, event.unit, None, None, event.time_s, ids, "")
    stated = [each for each in limits if each.value > 0]
    before = [each for each in stated if each.time_s <= event.time_s] or stated[:1]
    if not before:
        why = (
            f"{test} was not assessed: no upper limit of the laboratory was entered for it (a row {test}{_LIMIT}). "
            "That does not mean that it was normal."
        )
        return LiverValue(test, event.value, event.unit, None, None, event.time_s, ids, why)
    limit = before[-1]
    if _unit(limit.unit) != _unit(event.unit):
        why = (
            f"{test} was not assessed: the value and its upper limit have different units. "
            "That does not mean that it was normal."
        )
        return LiverValue(test, event.value, event.unit, None, None, event.time_s, ids, why)
    times = event.value / limit.value
    return LiverValue(test, event.value, event.unit, limit.value, times, event.time_s, (event.id, limit.id), "")


def _unit(written: str) -> str:
    plain = "".join(written.lower().replace("µ", "u").replace("μ", "u").split())
    return _UNITS.get(plain, plain)
