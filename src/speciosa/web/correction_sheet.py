"""What can be corrected of an entry: every field that its kind has."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, QueryDict

from speciosa.knowledge import load_knowledge
from speciosa.record import Event, Kind
from speciosa.record.kinds import RULES, Takes
from speciosa.record.row import Row
from speciosa.report import Wording
from speciosa.store.as_row import row_of, value_of
from speciosa.values.timeline import format_moment
from speciosa.values.units import DOSE_UNITS
from speciosa.web import entry_words
from speciosa.web.dose_sheet import unit_name
from speciosa.web.local_clock import now_here, said_moment
from speciosa.web.saving import number_of

_FREE_NAME = frozenset(set(Kind) - {Kind.NO_DOSE, Kind.SLEEP, Kind.SUN, Kind.PHOTO, Kind.ASSIGNMENT})
_FREE_UNIT = frozenset({Kind.MEDICINE, Kind.LAB})
_FIXED_TEXT = frozenset({Kind.PHOTO})


def fields_of(words: Wording, event: Event, said: QueryDict) -> dict[str, Any]:
    """What the sheet asks, filled with what stands, or with what was just typed."""
    row = row_of(event)
    takes = RULES[event.kind].takes
    number = takes in {Takes.AMOUNT, Takes.SCORE}
    held: dict[str, Any] = {
        "day": row.time[:10], "clock": row.time[11:16] if not row.precision else "", "name": event.name,
        "value": value_of(event), "unit": event.unit, "reason": row.reason, "food": row.food, "note": event.note,
    }  # fmt: skip
    held |= {name: said[name] for name in held if name in said}
    units = [(each, unit_name(words, each)) for each in DOSE_UNITS] if event.kind is Kind.DOSE else []
    if units and event.unit not in DOSE_UNITS:
        units.insert(0, (event.unit, event.unit))
    return {
        "held": held,
        "kind": event.kind.value,
        "name": event.kind in _FREE_NAME,
        "sites": [(key, getattr(each, "label", key)) for key, each in load_knowledge().body_sites.items()]
        if event.kind is Kind.PHOTO else [],
        "value": number or (takes is Takes.TEXT and event.kind not in _FIXED_TEXT),
        "number": number,
        "score": takes is Takes.SCORE and event.unit == "nrs",
        "units": units,
        "unit": event.kind in _FREE_UNIT,
        "reasons": [(each.name.lower(), text) for each, text in entry_words.reasons(words).items()]
        if event.kind is Kind.DOSE else [],
        "foods": [(each.name.lower(), text) for each, text in entry_words.foods(words).items()]
        if event.kind is Kind.DOSE else [],
    }  # fmt: skip


def corrected_row(request: HttpRequest, event: Event) -> Row:
    """The row that a filled sheet makes; a field that it lacks stays as it stands.

    Raises
    ------
    EntryError : the time is none, or lies ahead; a number may be a thousand.
    """
    row, said = row_of(event), request.POST
    number = RULES[event.kind].takes in {Takes.AMOUNT, Takes.SCORE}
    changed = {name: said[name].strip() for name in ("name", "value", "unit", "reason", "food", "note") if name in said}
    if number and "value" in changed:
        changed["value"] = number_of(changed["value"])
    # a correction of the value leaves the time as exact as it was, to the second
    same = said.get("day", row.time[:10]) == row.time[:10] and said.get("clock", "") in {row.time[11:16], ""}
    if not said.get("clock", "") and not row.precision and "clock" in said:
        same = False
    moment = None if same else said_moment(request)
    if moment:
        time = format_moment(moment.time_s, moment.offset_min)
        precision = moment.precision.name.lower() if moment.precision else ""
        changed |= {"time": time, "precision": precision}
    return Row(**{**row._asdict(), **changed, "recorded": now_here()})
