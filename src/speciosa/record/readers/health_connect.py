"""Health Connect (Android): the exported zip, or the SQLite file in it.

A sleep session becomes `sleep` `night`, at the moment of waking up: the time of its sleeping stages, or
its whole length where it has none. Where two apps recorded one night, the longer sleep stands and the
other is refused with that reason. Steps become one `activity` `walking` a local day; the app with the
most stands. Every record's own offset decides its local day.
"""

from __future__ import annotations

import re
import tempfile
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from speciosa.record.readers.accounting import LeftAside, noted
from speciosa.record.readers.daily_totals import DailySums, made_of
from speciosa.record.readers.epoch_time import at_epoch
from speciosa.record.readers.format import Format, Found, Note, Request
from speciosa.record.readers.json_record import plain
from speciosa.record.readers.sqlite_tables import MAGIC, Cell, Tables, columns_in, opened, whole
from speciosa.record.readers.unpacked import member_of, names_in
from speciosa.record.row import Row
from speciosa.values.errors import EntryError
from speciosa.values.reading import Refused

_MEMBER = "health_connect_export.db"
_MOST_BYTES = 2_000_000_000
_SLEEP, _STAGES, _STEPS = "sleep_session_record_table", "sleep_stages_table", "steps_record_table"
_ASLEEP = frozenset({2, 4, 5, 6})  # sleeping, light, deep, REM
_DAY_MS = 86_400_000
_PIECE = 1 << 20
_NO_TABLE = Note("this file has no table of sleep sessions or of steps; the rest of it has no place in a diary")


def _is_export(name: str) -> bool:
    return name.rpartition("/")[2] == _MEMBER


def _recognises(path: Path, head: bytes) -> bool:
    if head.startswith(b"PK"):
        return any(_is_export(name) for name in names_in(path))
    return head.startswith(MAGIC) and bool(columns_in(path, _SLEEP) or columns_in(path, _STEPS))


def read(request: Request) -> Iterator[Found]:
    """Nights, then the steps of each day.

    Raises
    ------
    EntryError : damaged, too large, or no such export.
    """
    with request.file.open("rb") as file:
        is_database = file.read(len(MAGIC)) == MAGIC
    if is_database:
        with opened(request.file) as tables:
            yield from _read(tables, request.zone)
        return
    with tempfile.TemporaryDirectory(prefix="speciosa-") as folder:
        unpacked = Path(folder) / _MEMBER
        with member_of(request.file, _is_export, most_bytes=_MOST_BYTES) as member, unpacked.open("wb") as written:
            while piece := member.read(_PIECE):
                written.write(piece)
        with opened(unpacked, request.file.name) as tables:
            yield from _read(tables, request.zone)


class _Session(NamedTuple):
    number: int
    start_ms: int
    end_ms: int
    asleep_ms: int
    row: Row


def _read(tables: Tables, zone: ZoneInfo) -> Iterator[Found]:
    number = 0
    if tables.columns(_SLEEP):
        for found in _nights(tables, zone):
            number = max(number, found.line)
            yield found
    if tables.columns(_STEPS):
        yield from _days(tables, zone, number)
    if not tables.columns(_SLEEP) and not tables.columns(_STEPS):
        yield _NO_TABLE
    aside = LeftAside()
    for table in sorted(tables.names()):
        if table.endswith("_record_table") and table not in {_SLEEP, _STEPS}:
            what = table.removesuffix("_record_table").replace("_", " ")
            what = what if re.fullmatch(r"[a-z0-9 ]{1,60}", what) else "another kind"
            aside.add(
                f"{{n}} record{{s}} of {what} {{were}} left aside: a diary has no place for {{them}}",
                tables.count(table),
            )
    yield from aside.notes()


def _nights(tables: Tables, zone: ZoneInfo) -> Iterator[Row | Refused]:
    asleep = _asleep_ms(tables)
    sessions: list[_Session] = []
    cells = ("row_id", "uuid", "start_time", "end_time", "end_zone_offset", "title", "notes")
    for number, row in enumerate(tables.rows(_SLEEP, cells, "start_time"), 1):
        try:
            sessions.append(_session(number, row, asleep, zone))
        except EntryError as problem:
            yield Refused(number, problem.reason)
    kept: list[tuple[int, int]] = []
    for each in sorted(sessions, key=lambda session: (-session.asleep_ms, session.number)):
        at = bisect_left(kept, (each.start_ms, each.end_ms))
        before, after = kept[at - 1 : at], kept[at : at + 1]
        if (before and before[0][1] > each.start_ms) or (after and after[0][0] < each.end_ms):
            yield Refused(each.number, "it overlaps a longer sleep that is already taken, as two apps record one night")
        else:
            kept.insert(at, (each.start_ms, each.end_ms))
            yield each.row


def _session(number: int, cells: tuple[Cell, ...], asleep: dict[int, int], zone: ZoneInfo) -> _Session:
    key, uuid, start, end, offset, title, notes = cells
    start_ms, end_ms = whole(start), whole(end)
    if start_ms is None or end_ms is None or not 0 < end_ms - start_ms <= 2 * _DAY_MS:
        raise EntryError("this sleep has no beginning and end that fit together")
    slept = asleep.get(whole(key) or 0, 0)
    words = [each for each in (title, notes) if isinstance(each, str)]
    note = noted(*words, "" if slept else "from beginning to end: the app kept no stages")
    slept = min(slept, end_ms - start_ms) or end_ms - start_ms
    own = uuid.hex() if isinstance(uuid, bytes) else str(uuid or "")
    time = at_epoch(end_ms / 1000, zone, whole(offset))
    row = Row(
        time,
        "sleep",
        "night",
        plain(slept / 3_600_000),
        "h",
        id=f"healthconnect-{own}" if own else "",
        note=note,
        line=number,
    )
    return _Session(number, start_ms, end_ms, slept, row)


def _asleep_ms(tables: Tables) -> dict[int, int]:
    """Time in sleeping stages by session; a stage that cannot be read counts as none."""
    found: dict[int, int] = defaultdict(int)
    for cells in (
        tables.rows(_STAGES, ("parent_key", "stage_start_time", "stage_end_time", "stage_type"))
        if tables.columns(_STAGES)
        else ()
    ):
        try:
            key, start, end, stage = (whole(cell) for cell in cells)
        except EntryError:
            continue
        if key is not None and start is not None and end is not None and stage in _ASLEEP and end > start:
            found[key] += end - start
    return found


def _days(tables: Tables, zone: ZoneInfo, number: int) -> Iterator[Found]:
    sums = DailySums()
    for cells in tables.rows(_STEPS, ("start_time", "start_zone_offset", "count", "app_info_id")):
        try:
            day, steps = _steps(cells, zone)
        except EntryError as problem:
            number += 1
            yield Refused(number, problem.reason)
        else:
            sums.add(day, str(cells[3]), steps)
    made = 0
    for total in sums.totals():
        made += 1
        own = f"healthconnect-steps-{total.day}"
        yield Row(total.day, "activity", "walking", plain(total.total), "steps", id=own, line=number + made)
    yield from made_of(sums.records, "steps", made, "day")


def _steps(cells: tuple[Cell, ...], zone: ZoneInfo) -> tuple[str, int]:
    start_ms, offset, steps = (whole(cell) for cell in cells[:3])
    if start_ms is None or steps is None or steps < 0:
        raise EntryError("these steps have no time or no count")
    return at_epoch(start_ms / 1000, zone, offset)[:10], steps


FORMAT = Format("health-connect", "Health Connect (zip or .db)", _recognises, read)
