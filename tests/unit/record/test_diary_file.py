"""Reading a diary: every row is kept, refused with a reason, or said to be there twice."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import HEADER, NOW_S

from speciosa.knowledge import Knowledge
from speciosa.record import Answer, Diary, Food, Kind, Reason, read_diary
from speciosa.values.errors import EntryError
from speciosa.values.timeline import Precision

DiaryOf = Callable[..., Diary]
PAIN = "2026-03-01T08:00+01:00,rating,pain,6"


def whys(diary: Diary) -> dict[int, str]:
    return {each.line: each.why for each in diary.reading.refused}


def write(path: Path, text: str | bytes) -> Path:
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def test_a_dose_keeps_everything_that_was_said_of_it(diary_of: DiaryOf) -> None:
    diary = diary_of(
        "2026-03-01T08:05+01:00,dose,kratom leaf powder,2.5,grams,pain,fasted,,2026-03-01T09:00+01:00,d1,,cup of tea"
    )
    dose = diary.entries.event(0)
    assert (dose.value, dose.unit, dose.reason, dose.food) == (2.5, "g", Reason.PAIN, Food.FASTED)
    assert (dose.id, dose.note, dose.recorded_s - dose.time_s) == ("d1", "cup of tea", 55 * 60)


def test_the_header_is_line_one_and_a_note_may_run_over_lines(diary_of: DiaryOf) -> None:
    diary = diary_of(f'{PAIN},,,,,,,,"two\nlines"', "2026-03-01T09:00+01:00,rating,pain,99")
    assert diary.reading.kept == 1
    assert list(whys(diary)) == [4]


def test_every_row_is_counted_once(diary_of: DiaryOf) -> None:
    diary = diary_of(PAIN, PAIN, "", ",,,", "rubbish", "2026-03-01T09:00+01:00,rating,pain,7")
    assert (diary.reading.rows, diary.reading.kept, diary.reading.merged, len(diary.reading.refused)) == (4, 2, 1, 1)


def test_zero_unknown_declined_and_none_stay_different(diary_of: DiaryOf) -> None:
    diary = diary_of(
        "2026-03-01T08:00+01:00,dose,kratom,0,g",
        "2026-03-01T09:00+01:00,dose,kratom,unknown",
        "2026-03-01T10:00+01:00,rating,pain,declined",
        "2026-03-01T11:00+01:00,no_dose,kratom,",
        "2026-03-01T12:00+01:00,symptom,nausea,",
    )
    assert [each.answer for each in diary.entries] == [
        Answer.GIVEN, Answer.UNKNOWN, Answer.DECLINED, Answer.NONE, Answer.NONE,
    ]  # fmt: skip
    assert diary.reading.refused == ()


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("2026-03-01T08:00+01:00,dose,kratom,,g", "no value"),
        ("2026-03-01T08:00+01:00,dose,kratom,3", "no unit"),
        ("2026-03-01T08:00+01:00,dose,kratom,3,spoonfuls", "no unit for a dose"),
        ("2026-03-01T08:00+01:00,dose,kratom,-3,g", "below zero"),
        ("2026-03-01T08:00+01:00,dose,kratom,3g,g", "not a number"),
        ('2026-03-01T08:00+01:00,dose,kratom,"3,5",g', "decimal point"),
        ("2026-03-01T08:00+01:00,dose,kratom,nan,g", "not a number"),
        ("2026-03-01T08:00+01:00,dose,kratom,1e999,g", "not a number"),
        ("2026-03-01T08:00+01:00,dose,kratom,1_0,g", "not a number"),
        ("2026-03-01T08:00+01:00,dose,kratom,3,g,because", "reason is not known"),
        ("2026-03-01T08:00+01:00,rating,pain,11", "outside 0 to 10"),
        ("2026-03-01T08:00+01:00,rating,,5", "no name"),
        ("2026-03-01T08:00+01:00,ratting,pain,5", "did you mean rating"),
        ("2026-03-01T08:00+01:00,scale,peg,12", "outside 0 to 10"),
        ("2026-03-01T08:00+01:00,photo,elbow_pit,photos/a.jpg", "not in the list"),
        ("2026-03-01T08:00+01:00,photo,cheek_left,../a.jpg", "below the diary's folder"),
        ("2026-03-01T08:00+01:00,photo,cheek_left,/etc/passwd", "below the diary's folder"),
        ("2026-03-01T08:00+01:00,strategy,heat,maybe", "starts, stops or has a review date"),
        ("2026-03-01T08:00+01:00,sleep,night,25,h", "outside 0 to 24"),
        ("2026-03-01T08:00+01:00,no_dose,kratom,3", "has no value"),
        ("2026-03-01T08:00,rating,pain,5", "no offset"),
        (",rating,pain,5", "no time"),
        ("2026-03-01T08:00+01:00;rating;pain;5", "too few cells"),
        ("2026-03-01T08:00+01:00,rating,pain,5,,,,,,,,note,with,commas", "more cells"),
        ("2026-03-01T08:00+01:00,scale,peg,5,3", "the unit is a number"),
        ("2026-03-01T08:00+01:00,dose,kratom,3g,g", "its unit into the column unit"),
        ("2026-03-01T08:00+01:00,sleep,night,7:30,h", "decimal point (7.5)"),
        ("2026-03-01T08:00+01:00,event,retracted,", "takes nothing back"),
        ("20260301,rating,pain,5", "not a time that we can read"),
        ("03.03.2026 09:00,rating,pain,5", "not a time that we can read"),
        ("2026-03-01T24:00:30+01:00,rating,pain,5", "not a time that exists"),
        ("2026-03-01T08:00+01:00,rating,pa\x00in,5", "NUL byte"),
    ],
)
def test_a_row_that_cannot_be_understood_says_why_and_what_to_do(diary_of: DiaryOf, row: str, said: str) -> None:
    diary = diary_of(row, "2026-03-02T08:00+01:00,rating,pain,5")
    assert said in whys(diary)[2]
    assert ";" in whys(diary)[2], "it says what to do"
    assert diary.reading.kept == 1


def test_a_stray_quotation_mark_costs_one_row(diary_of: DiaryOf) -> None:
    rows = [f"2026-03-{day:02d}T08:00+01:00,rating,{chr(34) if day == 3 else ''}pain,6" for day in range(1, 29)]
    diary = diary_of(*rows)
    assert diary.reading.kept == 27
    assert list(whys(diary)) == [4]


def test_minutes_of_sleep_and_hours_of_walking_become_the_tables_unit(diary_of: DiaryOf) -> None:
    diary = diary_of("2026-03-01T08:00+01:00,sleep,night,390,min", "2026-03-01T18:00+01:00,activity,walking,1.5,h")
    assert [(each.value, each.unit) for each in diary.entries] == [(6.5, "h"), (90.0, "min")]


def test_the_same_word_is_one_outcome_however_it_is_spelt(diary_of: DiaryOf) -> None:
    diary = diary_of("2026-03-01T08:00+01:00,rating,Sleep quality,6", "2026-03-02T08:00+01:00,rating,sleep_quality,7")
    assert diary.entries.names(Kind.RATING) == ("sleep_quality",)


def test_semicolons_bring_a_decimal_comma(tmp_path: Path, knowledge: Knowledge) -> None:
    file = write(
        tmp_path / "d.csv",
        "time;kind;name;value;unit\n2026-03-01T08:00+01:00;dose;kratom;2,5;g\n2026-03-02T08:00+01:00;dose;kratom;2.5;g\n",
    )
    assert read_diary(file, knowledge, now_s=NOW_S).entries.value.tolist() == [2.5, 2.5]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends_of_other_machines_are_read(
    tmp_path: Path, knowledge: Knowledge, encoding: str, line_end: str
) -> None:
    text = line_end.join(["time,kind,name,value,note", "2026-03-01T08:00+01:00,rating,pain,6,süß", ""])
    diary = read_diary(write(tmp_path / "d.csv", text.encode(encoding)), knowledge, now_s=NOW_S)
    assert diary.entries.event(0).note == "süß"


def test_bytes_that_are_no_utf8_cost_their_row_only(tmp_path: Path, knowledge: Knowledge) -> None:
    raw = b"time,kind,name,value,note\n2026-03-01T08:00+01:00,rating,pain,6,s\xfc\xdf\n2026-03-02T08:00+01:00,rating,pain,5,\n"
    diary = read_diary(write(tmp_path / "d.csv", raw), knowledge, now_s=NOW_S)
    assert "UTF-8" in whys(diary)[2]
    assert diary.reading.kept == 1


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "empty"),
        (b"\n\n  \n", "empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "picture"),
        (b"PK\x03\x04" + bytes(100), "zip archive"),
        (bytes(range(256)) * 8, "not a text file"),
        (b"time,name,value\n", "no column kind"),
        (b"hello\n", "no column time or kind or name or value"),
        (b"time,kind,name,value,time\n", "names time twice"),
    ],
)
def test_a_file_that_is_no_diary_is_refused_as_a_whole(
    tmp_path: Path, knowledge: Knowledge, raw: bytes, said: str
) -> None:
    with pytest.raises(EntryError, match=said):
        read_diary(write(tmp_path / "d.csv", raw), knowledge, now_s=NOW_S)


def test_a_folder_without_a_diary_and_a_missing_file_are_named(tmp_path: Path, knowledge: Knowledge) -> None:
    for path in (tmp_path, tmp_path / "none.csv"):
        with pytest.raises(EntryError, match=path.name):
            read_diary(path, knowledge, now_s=NOW_S)


def test_a_thousand_with_a_point_is_asked_for_in_a_file_with_decimal_commas(
    tmp_path: Path, knowledge: Knowledge
) -> None:
    file = write(tmp_path / "d.csv", "time;kind;name;value;unit\n2026-03-01T08:00+01:00;dose;kratom;1.000;mg\n")
    assert "may be a thousand" in whys(read_diary(file, knowledge, now_s=NOW_S))[2]


def test_an_endless_line_costs_itself_only(tmp_path: Path, knowledge: Knowledge) -> None:
    good = "2026-03-0{}T08:00+01:00,rating,pain,6\n"
    text = (
        'time,kind,name,value\n2026-03-01T08:00+01:00,rating,"pain,6\n'
        + "x" * 1_200_000
        + "\n"
        + good.format(4)
        + good.format(5)
    )
    diary = read_diary(write(tmp_path / "d.csv", text), knowledge, now_s=NOW_S)
    assert (diary.reading.rows, diary.reading.kept, sorted(whys(diary))) == (4, 2, [2, 3])
    assert [each.line for each in diary.entries] == [4, 5]


def test_characters_that_nobody_can_see_are_spaces(diary_of: DiaryOf) -> None:
    diary = diary_of('2026-03-01T08:00+01:00,event,\x1b[31mred,"one\rtwo\x07"')
    assert (diary.entries.event(0).name, diary.entries.event(0).text) == ("[31mred", "one\ntwo")


def test_a_row_with_the_id_that_we_would_give_it_is_the_same_entry(diary_of: DiaryOf) -> None:
    made = diary_of(PAIN).entries.event(0).id
    diary = diary_of(PAIN, f"{PAIN},,,,,,{made}")
    assert (diary.reading.kept, diary.reading.merged) == (1, 1)


def test_an_id_of_ours_given_to_other_words_is_refused(diary_of: DiaryOf) -> None:
    made = diary_of(PAIN).entries.event(0).id
    other = f"2026-03-05T08:00+01:00,rating,pain,1,,,,,,{made}"
    assert "stands already further up" in whys(diary_of(PAIN, other))[3]
    assert "stands already on line 2" in whys(diary_of(other, PAIN))[3]


def test_a_row_over_two_lines_may_leave_out_its_last_cells(diary_of: DiaryOf) -> None:
    diary = diary_of(f'{PAIN},"one\ntwo"', header="time,kind,name,value,note,unit,id")
    assert (diary.reading.kept, diary.entries.event(0).note) == (1, "one\ntwo")


def test_a_spreadsheet_beside_the_diary_is_not_passed_over_in_silence(diary_of: DiaryOf, tmp_path: Path) -> None:
    (tmp_path / "diary.xlsx").write_bytes(b"")
    assert "diary.xlsx" in diary_of(PAIN).reading.notices[0]


def test_a_photo_that_is_not_there_is_asked_about(diary_of: DiaryOf, tmp_path: Path) -> None:
    (tmp_path / "here.jpg").write_bytes(b"x")
    rows = [f"2026-03-01T08:0{at}+01:00,photo,cheek_left,{name}.jpg" for at, name in enumerate(("here", "gone"))]
    asked = [each for each in diary_of(*rows).reading.questions if each.code == "photo_missing"]
    assert [each.lines for each in asked] == [(3,)]


def test_a_header_alone_is_an_empty_diary(diary_of: DiaryOf) -> None:
    diary = diary_of()
    assert (len(diary.entries), diary.span_s, diary.reading.rows) == (0, None, 0)


def test_an_unknown_column_is_said_and_the_rest_is_read(diary_of: DiaryOf) -> None:
    diary = diary_of(f"{PAIN},sunny", header="time,kind,name,value,weather")
    assert diary.reading.kept == 1
    assert "weather" in diary.reading.notices[0]


def test_an_id_belongs_to_one_entry(diary_of: DiaryOf) -> None:
    row = "2026-03-01T08:00+01:00,rating,pain,{},,,,,,d1"
    diary = diary_of(row.format(6), row.format(6), row.format(7))
    assert (diary.reading.kept, diary.reading.merged) == (1, 1)
    assert "stands already on line 2" in whys(diary)[4]


def test_a_local_date_alone_is_kept_as_known_to_the_day(diary_of: DiaryOf) -> None:
    diary = diary_of("2026-03-01,rating,pain,6", person='time_zone = "Europe/Berlin"')
    assert diary.entries.precision.tolist() == [Precision.DAY]


def test_offsets_may_change_in_the_middle_and_time_keeps_its_order(diary_of: DiaryOf) -> None:
    diary = diary_of("2026-03-01T12:00-05:00,rating,pain,3", "2026-03-01T12:00+01:00,rating,pain,5")
    assert diary.entries.value.tolist() == [5, 3]
    assert diary.entries.hour().tolist() == [12, 12]


def test_a_truncated_last_row_is_refused_and_the_rest_kept(tmp_path: Path, knowledge: Knowledge) -> None:
    whole = f"{HEADER}\n{PAIN}\n2026-03-02T08:00+01:00,dose,kratom leaf powder,3,g\n"
    for cut in range(len(HEADER) + len(PAIN) + 3, len(whole) - 4):
        diary = read_diary(write(tmp_path / "d.csv", whole[:cut]), knowledge, now_s=NOW_S)
        assert diary.entries.names(Kind.DOSE) == ()


def test_a_formula_is_text_and_nothing_more(diary_of: DiaryOf) -> None:
    diary = diary_of("2026-03-01T08:00+01:00,event,=cmd(),=1+1")
    assert diary.entries.event(0).text == "=1+1"
