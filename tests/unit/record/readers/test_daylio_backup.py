from __future__ import annotations

import base64
import io
import json
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.record.readers.conftest import Import, Imported
from tests.unit.record.readers.strange_json import strange, wrongly

from speciosa.record.readers.daylio_backup import FORMAT
from speciosa.values.errors import EntryError

MOODS = [{"id": at, "custom_name": "", "mood_group_id": at} for at in range(1, 6)]
MOODS.append({"id": 8, "custom_name": "floating", "mood_group_id": 2})
TAGS = [{"id": 14, "name": "friends"}, {"id": 15, "name": "Kratom"}]
ENTRY = {
    "id": 3, "minute": 59, "hour": 9, "day": 24, "month": 0, "year": 2023, "datetime": 1_674_550_757_766,
    "timeZoneOffset": 3_600_000, "mood": 1, "note": "", "note_title": "", "tags": [], "assets": [],
}  # fmt: skip


def content(*entries: object, **more: object) -> dict[str, object]:
    return {"version": 15, "customMoods": MOODS, "tags": TAGS, "dayEntries": list(entries), "assets": [], **more}


def zipped(data: bytes, member: str = "backup.daylio") -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(member, data)
    return file.getvalue()


def backup(*entries: object, **more: object) -> bytes:
    return zipped(base64.encodebytes(json.dumps(content(*entries, **more)).encode()))


@pytest.fixture
def daylio(imported: Import) -> Import:
    def run(data: bytes) -> Imported:
        return imported(data, "backup.daylio")

    return run


def test_months_begin_at_zero_and_the_entry_keeps_its_own_offset(daylio: Import) -> None:
    found = daylio(backup({**ENTRY, "month": 4, "timeZoneOffset": -25_200_000}))
    assert found.receipt.format == "daylio-backup"
    assert found.said("time", "kind", "name", "value", "unit") == [
        ("2023-05-24T09:59:00-07:00", "rating", "mood", "5", "score_1_5")
    ]


@pytest.mark.parametrize(
    ("mood", "score"), [(1, "5"), (2, "4"), (3, "3"), (4, "2"), (5, "1"), (8, "4"), (77, "unknown")]
)
def test_five_is_the_best_mood_and_a_mood_of_ones_own_has_its_groups_place(
    daylio: Import, mood: int, score: str
) -> None:
    assert daylio(backup({**ENTRY, "mood": mood})).said("value") == [(score,)]


def test_a_name_of_ones_own_stays_in_the_note(daylio: Import) -> None:
    found = daylio(backup({**ENTRY, "mood": 8, "note_title": "Tired", "note": "<b>Bad</b> night<br>3 &lt; 5"}))
    assert found.said("note") == [("Tired; Bad night / 3 < 5; mood: floating",)]


def test_tags_are_activities_and_kratom_is_a_dose_of_unknown_amount(daylio: Import) -> None:
    found = daylio(backup({**ENTRY, "tags": [14, 15, 99]}))
    assert found.said("kind", "name", "value", "id") == [
        ("rating", "mood", "5", "daylio-3"),
        ("activity", "friends", "", "daylio-3-tag-14"),
        ("dose", "Kratom", "unknown", "daylio-3-tag-15"),
    ]
    assert "1 tag of entries that the backup no longer names was left aside" in found.notices


def test_a_tag_about_kratom_that_is_no_product_stays_an_activity_and_is_counted_without_its_words(
    daylio: Import,
) -> None:
    tags = [{"id": 15, "name": "Kratomentzug"}, {"id": 16, "name": "7-OH craving"}, {"id": 17, "name": "7-OH"}]
    found = daylio(backup({**ENTRY, "tags": [15, 16, 17]}, {**ENTRY, "id": 4, "minute": 58, "tags": [15]}, tags=tags))
    assert [said for said in found.said("kind", "name") if said[0] != "rating"] == [
        ("activity", "kratomentzug"), ("activity", "7-oh craving"), ("dose", "7-OH"), ("activity", "kratomentzug"),
    ]  # fmt: skip
    assert "3 times a tag that mentions kratom was kept as an activity" in found.notices
    assert "entzug" not in found.notices


def test_an_entry_without_an_offset_is_local_and_without_a_clock_an_instant(daylio: Import) -> None:
    bare = {key: value for key, value in ENTRY.items() if key not in {"hour", "timeZoneOffset"}}
    found = daylio(backup({**ENTRY, "timeZoneOffset": None}, {**bare, "id": 4}))
    assert found.said("time") == [("2023-01-24T09:59:00+01:00",), ("2023-01-24T09:59:17+01:00",)]


def test_photos_are_counted(daylio: Import) -> None:
    assert "1 photo or recording was left aside" in daylio(backup(ENTRY, assets=[{"id": 1}])).notices


def test_a_day_that_does_not_exist_is_refused_alone(daylio: Import) -> None:
    assert daylio(backup(ENTRY, {**ENTRY, "month": 12}, {**ENTRY, "day": 0.5}, {})).counts == (4, 1, 3, 0)


def test_importing_twice_adds_nothing(daylio: Import) -> None:
    daylio(backup({**ENTRY, "tags": [14]}))
    assert daylio(backup({**ENTRY, "tags": [14]})).counts == (1, 0, 0, 1)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (zipped(b"AAA"), "no base64|not valid JSON"),
        (zipped(base64.b64encode(b"[1, 2]")), "not a JSON object"),
        (zipped(base64.b64encode(b'{"dayEntr')), "not valid JSON"),
        (zipped(base64.b64encode(b"{}")), "no entries list"),
        (zipped(b"0" * 30_000_000), "unpacks to far more"),
        (backup(ENTRY)[:-30], "of no kind"),
    ],
)
def test_a_damaged_backup_is_one_plain_sentence(daylio: Import, data: bytes, why: str) -> None:
    with pytest.raises(EntryError, match=why):
        daylio(data)


def test_damage_in_the_middle_of_the_archive_is_found(daylio: Import) -> None:
    good = bytearray(backup(*({**ENTRY, "id": at, "note": str(at)} for at in range(200))))
    good[200:400] = bytes(200)
    with pytest.raises(EntryError, match="damaged"):
        daylio(bytes(good))


@given(value=wrongly(content(ENTRY, {**ENTRY, "tags": [14], "mood": 8})))
def test_values_of_any_type_anywhere_are_refused_politely(
    tmp_path_factory: pytest.TempPathFactory, value: object
) -> None:
    strange(FORMAT, zipped(base64.b64encode(json.dumps(value).encode())), tmp_path_factory, "backup.daylio")


@given(data=st.binary(max_size=300), at=st.integers(0, 500))
def test_any_bytes_are_refused_politely(tmp_path_factory: pytest.TempPathFactory, data: bytes, at: int) -> None:
    good = backup(ENTRY)
    strange(FORMAT, good[:at] + data + good[at + len(data) :], tmp_path_factory, "backup.daylio")


def test_the_public_sample_is_read_whole(daylio: Import, imported: Import, shared_data: Path) -> None:
    found = imported(shared_data / "imports/daylio/backup_english.daylio")
    assert found.counts == (5, 5, 0, 0)
    assert [row["value"] for row in found.rows if row["kind"] == "rating"] == ["1", "5", "3", "1", "2"]
    assert sum(row["kind"] == "activity" for row in found.rows) == 10
    assert found.rows[-1]["time"].endswith("+02:00")
