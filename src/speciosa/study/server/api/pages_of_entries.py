"""Entries a page at a time, in the order in which they arrived: whoever goes on where they stopped misses none."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from ninja import Schema
from pydantic import AwareDatetime, ConfigDict, Field

from speciosa.record import Kind
from speciosa.store.as_row import row_of
from speciosa.store.entry_row import event_of
from speciosa.store.models import Entry, Record
from speciosa.study.server.api.forms import Cursor, Limit
from speciosa.study.server.api.limits import number
from speciosa.study.server.masked import without_reveal
from speciosa.values.timeline import format_moment

_EARLIEST_S, _LATEST_S = -(2**40), 2**40


class Wanted(Schema):
    """Which entries."""

    model_config = ConfigDict(extra="ignore")

    cursor: Cursor | None = None
    limit: Limit = number("page")
    since: Annotated[
        AwareDatetime | None, Field(description="Only what happened from here on, ISO 8601 with offset.")
    ] = None
    kinds: list[Kind] = Field(default_factory=list, description="Only these kinds.", max_length=len(Kind))


def page_of(record: Record, wanted: Wanted, *, notes: bool, masked: bool = False) -> dict[str, Any]:
    """A page of a record.

    Parameters
    ----------
    notes : whether the person's own words beside entries are in. masked : without what a reveal wrote (`masked`).
    """
    rows = Entry.objects.filter(record=record, pk__gt=int(wanted.cursor or 0)).order_by("pk")
    if wanted.since is not None:
        rows = rows.filter(time_s__gte=_seconds(wanted.since))
    if wanted.kinds:
        rows = rows.filter(kind__in=[each.value for each in wanted.kinds])
    if masked:
        rows = without_reveal(rows)
    found = list(rows[: wanted.limit + 1])
    shown = found[: wanted.limit]
    following = str(shown[-1].pk) if len(found) > len(shown) else None
    return {"entries": [_row(each, notes=notes) for each in shown], "next": following}


def _row(entry: Entry, *, notes: bool) -> dict[str, str]:
    event = event_of(entry)
    said = row_of(event)
    return {
        "id": event.id, "time": said.time, "kind": said.kind, "name": said.name, "value": said.value,
        "unit": said.unit, "reason": said.reason, "food": said.food, "precision": said.precision,
        "recorded": format_moment(event.recorded_s, event.offset_min), "supersedes": event.supersedes,
        "note": said.note if notes else "", "arrived": format_moment(entry.entered_s, 0),
    }  # fmt: skip


def _seconds(at: datetime) -> int:
    return min(max(int(at.timestamp()), _EARLIEST_S), _LATEST_S)
