"""Open mHealth data points: one, a list of them, or one a line; with their header or as the bare body.

A dose taken becomes `medicine` (`dose` where it is kratom), a sleep duration or episode `sleep`. An average
over several nights is no night, and adherence is no dose: both are refused with that reason, as is every
schema that a diary has no place for. Times keep their offset.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from speciosa.knowledge import Knowledge
from speciosa.record.readers.accounting import accounted, noted
from speciosa.record.readers.format import Format, Found, Request
from speciosa.record.readers.intake import kratom_in
from speciosa.record.readers.json_record import Fields, decode_json, outer_keys, plain, read_json
from speciosa.record.readers.taken import amount_of
from speciosa.record.row import Row
from speciosa.values.errors import EntryError
from speciosa.values.reading import Refused

_OWN_KEYS = frozenset({"effective_time_frame", "sleep_duration", "total_sleep_time", "medication_adherence_percent"})
_SECONDS = {"sec": 1, "s": 1, "min": 60, "h": 3600, "hr": 3600, "d": 86_400, "wk": 604_800}
_PARTS_OF_DAY = {"morning": "08:00", "afternoon": "14:00", "evening": "19:00", "night": "22:00"}
_MEDICINE_NAMES = ("trade_name", "generic_name", "medication_name", "name")
_SLEEP_WORDS = (
    "latency_to_sleep_onset", "latency_to_arising", "wake_after_sleep_onset", "number_of_awakenings",
    "sleep_maintenance_efficiency_percentage",
)  # fmt: skip


class _Frame(NamedTuple):
    """When: the instant that stands in the row, how exactly, and the length of the interval in seconds."""

    time: str
    precision: str = ""
    seconds: float | None = None


def _recognises(path: Path, head: bytes) -> bool:
    keys = outer_keys(path, head)
    return bool(keys & _OWN_KEYS) or {"header", "body"} <= keys


def read(request: Request) -> Iterator[Found]:
    """Each data point.

    Raises
    ------
    EntryError : no JSON at all.
    """
    for number, value in _points(request.file):
        if isinstance(value, Refused):
            yield value
        else:
            yield from accounted(number, _row, value, request.knowledge)


def _points(file: Path) -> Iterator[tuple[int, object]]:
    """Data points with their number; where there is one a line, their line."""
    try:
        decoded = read_json(file)
    except EntryError as problem:
        lines = [(line, text) for line, text in enumerate(file.read_bytes().splitlines(), 1) if text.strip()]
        if len(lines) < 2 or not lines[0][1].strip().endswith(b"}"):
            raise problem from None
        for line, text in lines:
            try:
                yield line, decode_json(text, "")
            except EntryError as broken:
                yield line, Refused(line, broken.reason)
        return
    yield from enumerate(decoded if isinstance(decoded, list) else [decoded], 1)


def _row(value: object, knowledge: Knowledge) -> Row:
    said = Fields(value, "this data point")
    header = said.inner("header") if said.has("header", "body") else None
    body = said.inner("body") if header is not None else said
    if body is None:
        raise EntryError("this data point has no body")
    row = _entry(_schema(header, body), body, knowledge)
    if header is None:
        return row
    own, recorded = header.word("id"), header.text("creation_date_time").strip()
    return row._replace(id=f"omh-{own}" if own else "", recorded=recorded)


def _schema(header: Fields | None, body: Fields) -> str:
    """The schema that the header names, else the one whose keys stand in the body."""
    named = header.inner("schema_id") if header else None
    if named and (name := named.text("name").strip()):
        return name
    for key, name in (
        ("medication_adherence_percent", "medication-adherence-percent"),
        ("sleep_duration", "sleep-duration"),
        ("total_sleep_time", "sleep-episode"),
        ("is_main_sleep", "sleep-episode"),
        ("latency_to_sleep_onset", "sleep-episode"),
        ("medication", "single-medication-dose-taken"),
    ):
        if body.has(key):
            return name
    measured = [key for key in body if key != "effective_time_frame"]
    return measured[0].replace("_", "-") if measured else ""


def _entry(schema: str, body: Fields, knowledge: Knowledge) -> Row:
    if schema in {"single-medication-dose-taken", "medication-dose-taken"}:
        return _dose(body, knowledge)
    if schema in {"sleep-duration", "sleep-episode"}:
        return _sleep(schema, body)
    known = schema if re.fullmatch(r"[a-z][a-z0-9-]{1,60}", schema) else "this schema"
    raise EntryError(f"a diary has no place for {known}")


def _dose(body: Fields, knowledge: Knowledge) -> Row:
    medication = body.inner("medication")
    called = [medication.text(key).strip() for key in _MEDICINE_NAMES] if medication else []
    name = next((each for each in called if each), "")
    if not name or medication is None:
        raise EntryError("this dose names no medicine")
    dose = body.inner("dose") or body.inner("medication_dose")
    product = kratom_in(name, knowledge)
    number, unit = (dose.number("value"), dose.text("unit").strip()) if dose else (None, "")
    amount = amount_of(number, unit, product or name, knowledge)
    strengths = [f"strength {_value_words(Fields(each))}" for each in medication.items("strength")]
    frame = _frame(body)
    return Row(
        frame.time, "dose" if product else "medicine", product or name, amount.value, amount.unit,
        precision=frame.precision, note=noted(body.text("user_notes"), amount.words, *strengths),
    )  # fmt: skip


def _sleep(schema: str, body: Fields) -> Row:
    if statistic := body.text("descriptive_statistic"):
        what = statistic if re.fullmatch(r"[a-z ]{1,30}", statistic) else "statistic"
        raise EntryError(f"this is the {what} of several nights, not one night")
    frame = _frame(body)
    stated = body.inner("sleep_duration" if schema == "sleep-duration" else "total_sleep_time")
    seconds = _duration(stated) if stated else frame.seconds if schema == "sleep-episode" else None
    if seconds is None or seconds < 0:
        raise EntryError("this sleep has no duration")
    words = [f"{key.replace('_', ' ')} {text}" for key in _SLEEP_WORDS if (text := _words(body, key))]
    if not stated:
        words.append("from beginning to end of the episode")
    elif frame.seconds is not None and seconds > frame.seconds:
        words.append("longer than the time within which it was slept")
    name = "nap" if body.has("is_main_sleep") and not body.flag("is_main_sleep") else "night"
    return Row(
        frame.time, "sleep", name, plain(seconds / 3600), "h", precision=frame.precision,
        note=noted(body.text("user_notes"), *words),
    )  # fmt: skip


def _frame(body: Fields) -> _Frame:
    """When it was; of an interval the end, as a night is dated by its waking up."""
    said = body.inner("effective_time_frame")
    if said is None:
        raise EntryError("this data point has no time")
    if said.has("date_time"):
        return _Frame(said.text("date_time").strip())
    interval = said.inner("time_interval")
    if interval is None:
        raise EntryError("this data point has no time")
    start, end, length = (
        interval.text("start_date_time").strip(),
        interval.text("end_date_time").strip(),
        interval.inner("duration"),
    )
    if day := interval.text("date").strip():
        part = interval.text("part_of_day").strip()
        return _Frame(f"{day}T{_PARTS_OF_DAY[part]}", "part_of_day") if part in _PARTS_OF_DAY else _Frame(day)
    if length is not None:
        seconds = _duration(length)
        return _Frame(end or _later(start, seconds), "", seconds)
    if start and end:
        return _Frame(end, "", (_instant(end) - _instant(start)).total_seconds())
    return _Frame(end or start)


def _duration(said: Fields) -> float:
    value, unit = said.number("value"), said.text("unit").strip()
    if value is None or unit not in _SECONDS:
        raise EntryError("its duration has no number or no unit of time")
    return value * _SECONDS[unit]


def _instant(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise EntryError("this is not a time that exists") from None
    if at.tzinfo is None:
        raise EntryError("this time has no offset from UTC")
    return at


def _later(start: str, seconds: float) -> str:
    try:
        ended = (_instant(start) + timedelta(seconds=seconds)).isoformat()
    except OverflowError:
        raise EntryError("this is not a time that exists") from None
    # Z says that nobody noted the offset, +00:00 that it was none
    return ended.replace("+00:00", "Z") if start[-1] in "Zz" else ended


def _words(body: Fields, key: str) -> str:
    value = body.get(key)
    return _value_words(Fields(value)) if isinstance(value, dict) else body.word(key)


def _value_words(said: Fields) -> str:
    return f"{said.word('value')} {said.text('unit').strip()}".strip()


FORMAT = Format("open-mhealth", "Open mHealth data points (JSON)", _recognises, read)
