"""Whatever a CSV file holds: every row is accounted for, and nothing but an EntryError is raised."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.scale import examples

from speciosa.knowledge import load_knowledge
from speciosa.record.door import Door
from speciosa.record.readers import (
    bearable,
    cluster_headache,
    daylio_csv,
    kratom_tracker_csv,
    mapped,
    medtimer_csv,
    nof1kit,
    track_and_graph,
)
from speciosa.record.readers.format import Format, Note, Request
from speciosa.record.row import Row
from speciosa.values.errors import EntryError
from speciosa.values.reading import Refused

BERLIN = ZoneInfo("Europe/Berlin")
FORMATS = (
    bearable.FORMAT, daylio_csv.FORMAT, kratom_tracker_csv.FORMAT, nof1kit.FORMAT,
    cluster_headache.FORMAT, track_and_graph.FORMAT, medtimer_csv.FORMAT, mapped.FORMAT,
)  # fmt: skip
HEADERS = {
    "bearable": ["date,weekday,time of day,category,rating/amount,detail,notes"],
    "daylio-csv": [
        "full_date,date,weekday,time,mood,activities,note_title,note",
        "full_date,date,weekday,time,mood,activities,scales,note_title,note",
    ],
    "kratom-tracker-csv": ["date,time,iso_timestamp,strain_code,strain_name,amount_g,notes"],
    "nof1kit": ["datetime,date,study_day,mood,agency,melatonin,condition,mood_daily_mean"],
    "cluster-headache": ["start_time,end_time,intensity,medication,triggers,notes"],
    "track-and-graph": ["FeatureName,Timestamp,Value,Note"],
    "medtimer-csv": ["a;b;c;d;e;f;g;8601;8601"],
    "mapped": [
        "name,startday,startmonth,startyear,intensity,date",
        "name,startday,startmonth,startyear,intensity",
        "title\nyear,month,day,region,side,intensity",
        "name,intensity,date",
    ],
}
CELLS = st.sampled_from(
    [
        "", "0", "1", "3.5", "-1", "1e400", "nan", "99999999999999999999", "2024-02-30", "2024-05-30", "0000-00-00",
        "9999-12-31", "22nd Sep 2020", "31st Feb 2020", "8:05", "24:00", "6:50 pm", "pre", "all day", "Mood", "Symptom",
        "Sleep", "Meds/Supplements", "Neck pain (Mild)", "Kratom (g)", "1 | 2 | 3", " | ", "a | ", "<b>", "<!-",
        "&#xFFFFFFF;", "Sleep: 8/0 points", "x: 3/99999 points", "2024-05-30T08:00:00Z", "2024-05-30T08:00:00+99:99",
        "²", "١٢", "\udcff", "\x00", '"', "'=", "#",
    ]
)  # fmt: skip


def _consumed(kind: Format, path: Path) -> tuple[list[Row | Refused], bool]:
    """What a reader yields, and whether it gave up with an EntryError."""
    found: list[Row | Refused] = []
    try:
        found.extend(each for each in kind.read(Request(path, BERLIN, load_knowledge())) if not isinstance(each, Note))
    except EntryError:
        return found, True
    return found, False


def _admit(found: Iterable[Row | Refused]) -> None:
    door = Door(load_knowledge(), BERLIN)
    for each in found:
        if isinstance(each, Row):
            try:
                door.admit(each)
            except EntryError:
                continue


@pytest.mark.parametrize("kind", FORMATS, ids=lambda kind: kind.name)
@settings(max_examples=examples(60))
@given(data=st.data())
def test_every_line_below_the_header_is_accounted_for(
    kind: Format, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    header = data.draw(st.sampled_from(HEADERS[kind.name]))
    separator = ";" if ";" in header else ","
    width = header.splitlines()[-1].count(separator) + 1
    rows = data.draw(st.lists(st.lists(CELLS, min_size=max(width - 1, 1), max_size=width + 1), max_size=6))
    lines = [separator.join(cells).replace("\x00", "") for cells in rows]
    path = tmp_path_factory.mktemp("any") / "export.csv"
    path.write_bytes("\n".join([header, *lines]).encode("utf-8", "surrogateescape"))
    found, gave_up = _consumed(kind, path)
    _admit(found)
    first = header.count("\n") + 2
    written = {at for at, line in enumerate(lines, first) if line.replace(separator, "").strip('"').strip()}
    if not gave_up:
        lined = [each.line for each in found]
        # the rows of one line stand together, else they would be counted twice
        assert len(set(lined)) == sum(before != after for before, after in zip([0, *lined], lined, strict=False))
        if not any('"' in line for line in lines):
            assert written <= set(lined)


@pytest.mark.parametrize("kind", FORMATS, ids=lambda kind: kind.name)
@settings(max_examples=examples(60))
@given(
    raw=st.one_of(
        st.binary(max_size=400), st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass"))
    ),
    where=st.integers(0, 60),
    wide=st.booleans(),
)
def test_any_bytes_raise_nothing_but_an_entry_error(
    kind: Format, raw: bytes, where: int, wide: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    header = HEADERS[kind.name][0].encode("utf-16" if wide else "utf-8")
    for content in (raw, header + b"\n" + raw, header[:where] + raw + header[where:] + b"\n" + raw):
        path = tmp_path_factory.mktemp("any") / "export.csv"
        path.write_bytes(content)
        kind.recognises(path, content[:4096])
        found, _ = _consumed(kind, path)
        _admit(found)
