"""Daylio's CSV: own moods stay words, scales keep their points, broken rows are refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.unit.record.readers.importer import Importer

from speciosa.knowledge import Knowledge
from speciosa.record.readers.daylio_csv import plain_text
from speciosa.values.errors import EntryError


@pytest.fixture
def importer(tmp_path: Path, knowledge: Knowledge) -> Importer:
    return Importer(tmp_path, knowledge)


EIGHT = "full_date,date,weekday,time,mood,activities,note_title,note\n"
NINE = "full_date,date,weekday,time,mood,activities,scales,note_title,note\n"


def test_the_five_moods_that_daylio_starts_with_are_ratings_and_other_words_stay_words(importer: Importer) -> None:
    found = importer.text(
        EIGHT
        + "2024-05-30,30 May,Thursday,6:50 pm,rad,,,\n2024-05-30,30 May,Thursday,14:58,awful,,,\n"
        + "2024-05-30,30 May,Thursday,12:01 AM,vaguely ok,,,\n"
    )
    assert found.say("time", "kind", "name", "value", "unit") == [
        ("2024-05-30T18:50:00+02:00", "rating", "mood", "5", "score_1_5"),
        ("2024-05-30T14:58:00+02:00", "rating", "mood", "1", "score_1_5"),
        ("2024-05-30T00:01:00+02:00", "event", "mood", "vaguely ok", ""),
    ]
    assert any("own words" in notice for notice in found.receipt.reading.notices)


def test_activities_took_place_and_kratom_among_them_is_a_dose_of_unknown_size(importer: Importer) -> None:
    found = importer.text(EIGHT + "2024-05-30,30 May,Thursday,18:50,good,walk | kratom | nap | walk,,\n")
    assert found.say("kind", "name", "value") == [
        ("rating", "mood", "4"), ("activity", "walk", ""), ("dose", "kratom", "unknown"), ("activity", "nap", ""),
    ]  # fmt: skip


def test_a_tag_about_kratom_that_is_no_product_stays_an_activity_and_is_counted_without_its_words(
    importer: Importer,
) -> None:
    tags = ("No kratom", "kratom free", "quit kratom", "kratom withdrawal", "Kratom craving", "Kratom Maeng Daddy")
    found = importer.text(EIGHT + f"2024-05-30,30 May,Thursday,18:50,,{' | '.join(tags)},,\n")
    assert found.say("kind", "name") == [("activity", tag.lower()) for tag in tags]
    (said,) = (each for each in found.receipt.reading.notices if "kratom" in each)
    assert said.startswith("6 times a tag that mentions kratom was kept as an activity, not as a dose: only a tag")
    assert "Maeng" not in said


def test_scales_keep_their_points_and_sleep_its_hours(importer: Importer) -> None:
    scales = "Sleep Quality: 8/10 points | Sleep Time: 7:30 | Pain: 3/5 points | Awake mid-sleep: 1:00"
    found = importer.text(NINE + f'2026-04-12,April 12,Sunday,12:00,,,"{scales}",,\n')
    assert found.say("kind", "name", "value", "unit") == [
        ("rating", "sleep_quality", "8", "score_0_10"),
        ("sleep", "night", "7.5", "h"),
        ("rating", "pain", "3", "score_0_5"),
        ("event", "awake mid-sleep", "1:00", ""),
    ]


def test_title_and_note_become_one_plain_note(importer: Importer) -> None:
    found = importer.text(EIGHT + '2024-05-30,30 May,Thursday,18:50,good,,Title,"Never <b>mind</b>.<br>5 &gt; 3"\n')
    assert found.rows[0]["note"] == "Title; Never mind. / 5 > 3"


@pytest.mark.parametrize(
    ("html", "text"),
    [("I <3 it", "I <3 it"), ("a & b", "a & b"), ("<!a", "<!a"), ("", ""), ("<p>x</p><p>y</p>", "x\ny")],
)
def test_text_that_only_looks_like_html_survives(html: str, text: str) -> None:
    assert plain_text(html) in {text, text.replace("<!a", "")}


def test_a_row_with_a_note_alone_is_kept(importer: Importer) -> None:
    found = importer.text(EIGHT + "2024-05-30,30 May,Thursday,18:50,,,,only words\n")
    assert found.say("kind", "name", "note") == [("event", "note", "only words")]


def test_rows_whose_cells_do_not_fit_the_header_are_refused_not_guessed(importer: Importer) -> None:
    found = importer.text(
        EIGHT
        + "2024-05-30,30 May,Thursday,18:50,good,walk,,Title,Text\n"
        + ",30 May,Thursday,18:50,good,,,\n"
        + "30.05.2024,30 May,Thursday,18:50,good,,,\n"
        + "2024-05-30,30 May,Thursday,evening,good,,,\n"
        + "2024-05-30,30 May,Thursday,18:50,,,,\n"
        + EIGHT
        + "2024-05-30,30 May,Thu\n"
        + '2024-05-30,30 May,Thursday,18:50,good,"an open quote,,\n'
        + "2024-05-30,30 May,Thursday,18:51,good,,,\n"
    )
    assert found.counts() == (9, 1, 8, 0)
    whys = found.whys()
    for line, word in (
        (2, "more cells"),
        (3, "no date"),
        (4, "date"),
        (5, "time of day"),
        (6, "says nothing"),
        (7, "repeats"),
        (8, "fewer"),
        (9, "quotation"),
    ):
        assert word in whys[line]


def test_a_column_that_is_not_daylios_is_named(importer: Importer) -> None:
    found = importer.text(EIGHT.replace("mood,", "mood,weird,") + "2024-05-30,30 May,Thursday,18:50,good,x,,,\n")
    assert "the column weird is not Daylio's and was not used" in found.receipt.reading.notices


def test_other_encodings_and_line_ends_are_read(importer: Importer) -> None:
    text = EIGHT + "2024-05-30,30 May,Thursday,18:50,good,,,übel\n"
    found = importer.text(text.replace("\n", "\r\n").encode("utf-16"))
    assert found.rows[0]["note"] == "übel"


def test_a_utf16_file_that_breaks_off_keeps_the_rows_before(importer: Importer) -> None:
    text = EIGHT + "2024-05-30,30 May,Thursday,18:50,good,,,\n2024-05-31,31 May,Friday,18:50,good,,,\n"
    found = importer.text(text.encode("utf-16")[:-41])
    assert found.counts() == (2, 1, 1, 0)


@pytest.mark.parametrize("text", ["this is just a text file\nnothing to see\n", "full_date,time\n2024-05-30,18:50\n"])
def test_another_text_file_is_said_to_be_none(importer: Importer, text: str) -> None:
    with pytest.raises(EntryError, match="no Daylio export"):
        importer.text(text, format_name="daylio-csv")


def test_the_public_samples_are_counted(shared_data: Path, importer: Importer, tmp_path: Path) -> None:
    folder = shared_data / "imports" / "daylio"
    assert importer.file(folder / "daylio_parser_test_data.csv").counts() == (32, 32, 0, 0)


@pytest.mark.parametrize(
    ("name", "counts"),
    [("ok", (12, 11, 1, 0)), ("ok_scales", (7, 7, 0, 0)), ("bad_missing_fields", (5, 3, 2, 0))],
)
def test_the_other_public_samples_are_counted(
    shared_data: Path, importer: Importer, name: str, counts: tuple[int, int, int, int]
) -> None:
    assert importer.file(shared_data / "imports" / "daylio" / f"odp_daylio_export_{name}.csv").counts() == counts


@pytest.mark.parametrize("format_name", ["", "daylio-csv"])
def test_the_corrupted_sample_is_refused_in_one_sentence(
    shared_data: Path, importer: Importer, format_name: str
) -> None:
    with pytest.raises(EntryError):
        importer.file(
            shared_data / "imports" / "daylio" / "odp_daylio_export_bad_corrupted.csv", format_name=format_name
        )
