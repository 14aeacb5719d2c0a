"""Any CSV through a map; the built-in maps are found by their header."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.unit.record.readers.importer import Importer

from speciosa.knowledge import Knowledge
from speciosa.record.readers.map_file import built_in_maps
from speciosa.values.errors import EntryError

MINE = """
title = "my pain book"
decimal = ","
missing = ["-"]
[time]
from = "Wann"
format = "%d.%m.%Y %H:%M"
[[row]]
kind = "rating"
name = "pain"
value_from = "Schmerz"
unit = "nrs"
note_from = ["Notiz"]
[[row]]
kind = "dose"
name = "kratom leaf powder"
value_from = "Menge"
unit_from = "Einheit"
only_if = { Was = ["Kratom", "kratompulver"] }
[[row]]
kind = "symptom"
name_from = "Was"
name_words = "what"
value_from = "Stufe"
value_words = "grades"
unit = "score_0_2"
except_if = { Was = ["Kratom", "kratompulver", ""] }
empty = "present"
[words.what]
"Übelkeit" = "nausea"
[words.grades]
"gar nicht" = "0"
"etwas" = "1"
"sehr" = "2"
"""
SHORT = """
[time]
from = "time"
[[row]]
kind = "rating"
name = "pain"
value_from = "pain"
unit = "nrs"
"""
BOOK = "Wann;Schmerz;Was;Menge;Einheit;Stufe;Notiz\n"


@pytest.fixture
def importer(tmp_path: Path, knowledge: Knowledge) -> Importer:
    return Importer(tmp_path, knowledge)


def test_a_persons_own_map_reads_their_own_table(importer: Importer) -> None:
    found = importer.text(
        BOOK
        + "01.03.2026 08:05;6,5;;;;;früh\n"
        + "01.03.2026 09:00;-;KRATOM;2,5;g;;\n"
        + "01.03.2026 10:00;;Übelkeit;;;etwas;\n"
        + "01.03.2026 11:00;;Ohrensausen;;;;\n",
        mapping=MINE,
    )
    assert found.say("time", "kind", "name", "value", "unit", "note") == [
        ("2026-03-01T08:05:00+01:00", "rating", "pain", "6.5", "nrs", "früh"),
        ("2026-03-01T09:00:00+01:00", "dose", "kratom leaf powder", "2.5", "g", ""),
        ("2026-03-01T10:00:00+01:00", "symptom", "nausea", "1", "score_0_2", "etwas"),
        ("2026-03-01T11:00:00+01:00", "symptom", "ohrensausen", "", "score_0_2", ""),
    ]


def test_rows_that_the_map_cannot_place_are_refused(importer: Importer) -> None:
    found = importer.text(
        BOOK
        + "2026-03-01;6;;;;;\n;6;;;;;\n01.03.2026 08:05;;;;;;x\n01.03.2026 08:05;;Übelkeit;;;wenig;\n"
        + "01.03.2026 08:05;11;;;;;\n01.03.2026 08:05;6;;;;;;;zu viel\n01.03.2026 08:05;7\n",
        mapping=MINE,
    )
    assert found.counts() == (7, 1, 6, 0)
    whys = found.whys()
    for line, word in ((2, "format"), (3, "no time"), (4, "empty"), (5, "words"), (6, "outside"), (7, "more cells")):
        assert word in whys[line]


@pytest.mark.parametrize(
    ("mapping", "says"),
    [
        ("[time", "no TOML"),
        ("x = " + "[" * 5000, "no TOML"),
        ("x = " + "[" * 5000 + "]" * 5000, "no TOML"),
        ("x = " + "{a = " * 5000, "no TOML"),
        ("header_line = " + "1" * 5000, "too many digits"),
        ("header_line = 1e999", "whole number"),
        ("based_on = []", "no built-in map"),
        ("[time]\nstart = 99999-01-01", "no TOML"),
        ("title = 1", "at least one"),
        ('tilte = "x"\n' + MINE.lstrip(), "tilte: a map does not know this key; did you mean title"),
        (MINE.replace('unit = "nrs"', 'unti = "nrs"'), "row 1.unti: a map does not know this key"),
        (MINE.replace('format = "', 'fromat = "'), "time.fromat: a map does not know this key"),
        (MINE.replace('"Wann"', '"When"'), "the map names the column when"),
        (MINE.replace('"Schmerz"', '"Pain"'), "the map names the column pain"),
        (MINE.replace('"what"', '"which"'), "row 3.name_words: there is no such table"),
        (MINE.replace('kind = "dose"', 'kind = "dosis"'), "row 2.kind: use one of dose"),
        (MINE.replace('kind = "dose"', ""), "row 2.kind: this is missing"),
        (MINE.replace('from = "Wann"', ""), "say under"),
        (MINE.replace('from = "Wann"', 'from = "Wann"\nfill_down = true'), "filled down"),
        (MINE.replace('from = "Wann"', 'from = ["Wann", "Was"]'), "name one column"),
        (MINE.replace('from = "Wann"', 'from = "Wann"\nstart = "soon"'), "a date like"),
        (MINE.replace('decimal = ","', "decimal = 3"), "decimal: use one of"),
        (MINE.replace('decimal = ","', "decimal = []"), "one text"),
        (MINE.replace('decimal = ","', 'separator = "ab"'), "one character"),
        (MINE.replace('decimal = ","', 'header_line = "two"'), "whole number"),
        (MINE.replace('decimal = ","', 'based_on = "mine"'), "no built-in map"),
        (MINE.replace('only_if = { Was = ["Kratom", "kratompulver"] }', "only_if = 3"), "should be a table"),
        ("row = 3\n", "should be tables"),
        ("time = 3\n" + MINE.replace("[time]", "[x]"), "should be a table"),
    ],
)
def test_a_slip_in_a_map_is_named_with_its_place(importer: Importer, mapping: str, says: str) -> None:
    with pytest.raises(EntryError) as problem:
        importer.text(BOOK + "01.03.2026 08:05;6;;;;;\n", mapping=mapping)
    assert says in str(problem.value)


def test_a_map_that_is_not_there_is_said(tmp_path: Path, importer: Importer) -> None:
    with pytest.raises(EntryError, match="no built-in map knows"):
        importer.text("a,b\n1,2\n", format_name="mapped")


REGIONS = (
    "No value = similar as previous day for:,,,region,side  and ,intensity\nyear,month,day,region,side,intensity\n"
)


def test_regions_are_filled_down_and_named(importer: Importer) -> None:
    found = importer.text(
        REGIONS
        + "2015,11,29,Knees,Right Only,5.7\n,,,Headache,,3\n,,30,Hands And Fingers,,2.8,could be 2.9\n,12,1,Knees,,\n"
    )
    assert found.receipt.format == "mapped"
    assert found.say("time", "name", "value", "precision", "note") == [
        ("2015-11-29T12:00:00+01:00", "knees pain", "5.7", "day", "Right Only"),
        ("2015-11-29T12:00:00+01:00", "headache", "3", "day", ""),
        ("2015-11-30T12:00:00+01:00", "hands and fingers pain", "2.8", "day", "could be 2.9"),
        ("2015-12-01T12:00:00+01:00", "knees pain", "unknown", "day", "left empty: similar as previous day"),
    ]


def test_a_day_out_of_order_is_refused_and_the_rows_after_it_are_certain_once_the_next_month_is_named(
    importer: Importer,
) -> None:
    found = importer.text(
        REGIONS + "2023,10,6,Knees,,1\n,,5,Knees,,2\n,,,Eyes,,3\n,,8,Knees,,4\n,,7,Knees,,5\n,11,1,Knees,,6\n"
    )
    assert [row["time"][:10] for row in found.rows] == ["2023-10-06", "2023-10-08", "2023-11-01"]
    assert list(found.whys()) == [4, 5, 7]


def test_a_month_that_was_never_named_leaves_its_rows_refused(importer: Importer) -> None:
    found = importer.text(
        REGIONS + "2023,10,28,Knees,,1\n,,2,Knees,,2\n,,29,Knees,,4\n" + ",12,1,Knees,,6\n,,3,Knees,,6\n,,2,Knees,,6\n"
    )
    assert [row["time"][:10] for row in found.rows] == ["2023-10-28", "2023-12-01", "2023-12-03"]
    assert list(found.whys()) == [4, 5, 8]


def test_years_are_not_guessed_when_the_month_goes_backward(importer: Importer) -> None:
    found = importer.text(
        REGIONS
        + "2023,12,28,Knees,,1\n,1,2,Knees,,2\n,,3,Knees,,2\n2024,1,4,Knees,,3\n"
        + "x,1,5,Knees,,3\n,2,,Knees,,1\n,2,31,Knees,,1\n"
    )
    assert [row["time"][:10] for row in found.rows] == ["2023-12-28", "2024-01-04"]
    assert list(found.whys()) == [4, 5, 7, 8, 9]


def test_a_repeated_header_and_a_cut_row_are_refused(importer: Importer) -> None:
    found = importer.text(
        REGIONS + "2015,11,29,Knees,,5.7\nyear,month,day,region,side,intensity\n,,,,,\n,,30\n,,30,,,3\n"
    )
    assert found.counts() == (4, 1, 3, 0)


DATED = "name,startday,startmonth,startyear,intensity,date\n"


def test_the_time_of_writing_is_the_clock_on_its_own_day_and_else_when_it_was_recorded(importer: Importer) -> None:
    found = importer.text(
        DATED
        + "Knee Pain,12,8,2019,8,2019-08-12 20:07:55\nKnee Pain,12,8,2019,7,2019-08-13 02:07:55\n"
        + "happiness,0,,0,2,2019-11-25 05:46:34\nKnee Pain,31,2,2019,7,2019-03-01 02:07:55\nKnee Pain,0,,0,7,\n"
    )
    assert found.counts() == (5, 3, 2, 0)
    assert found.say("time", "name", "value", "precision", "recorded") == [
        ("2019-08-12T20:07:55+02:00", "knee pain", "8", "", ""),
        ("2019-08-12T12:00:00+02:00", "knee pain", "7", "day", "2019-08-13T02:07:55+02:00"),
        ("2019-11-25T05:46:34+01:00", "happiness", "2", "", ""),
    ]
    said = "\n".join(found.receipt.reading.notices)
    assert "Rows that name no day: 1." in said
    assert "not the day of writing (date): 1." in said


def test_a_table_saved_again_with_semicolons_may_have_decimal_commas(importer: Importer) -> None:
    found = importer.text("name;startday;startmonth;startyear;intensity\nKnee Pain;22;10;2018;3,2\n")
    assert found.say("name", "value") == [("knee pain", "3.2")]


def test_columns_that_the_map_leaves_out_are_named(importer: Importer) -> None:
    found = importer.text("Time,Pain,Weather,Shoes\n2026-03-01T08:00,4,rain,red\n", mapping=SHORT)
    assert "columns that the map does not use: weather, shoes" in found.receipt.reading.notices


def test_cells_below_a_nameless_column_are_beyond_the_header(importer: Importer) -> None:
    found = importer.text(
        REGIONS.replace("intensity\n", "intensity,,\n").replace("intensity,,\n", "intensity\n", 1)
        + "2015,11,29,Knees,,5.7,could be 5.8,\n"
    )
    assert found.say("note") == [("could be 5.8",)]


def test_observations_are_yes_or_no_and_nothing_else(importer: Importer) -> None:
    found = importer.text(
        "name,intensity,date\nStress,1,2019-11-25 05:45:57\n"
        "Stress,0,2019-11-26 05:45:57\nStress,2,2019-11-27 05:45:57\n"
    )
    assert found.counts() == (3, 2, 1, 0)
    assert {row["unit"] for row in found.rows} == {"score_0_1"}


def test_a_header_of_one_more_column_is_another_file(importer: Importer) -> None:
    with pytest.raises(EntryError, match="no kind that is known"):
        importer.text("name,intensity,date,place\nStress,1,2019-11-25,here\n")


DAYS = "who,withdrawal,when\n1,2,0\n2,1,7\n2,NA,8\n2,0,soon\n2,3,-1\n"


def test_a_file_about_many_people_asks_whose_rows_are_meant_and_when_they_began(importer: Importer) -> None:
    with pytest.raises(EntryError) as problem:
        importer.text(DAYS)
    assert 'based_on = "ctn0094_withdrawal", [select] value = "...", [time] start = 2026-03-01' in str(problem.value)


def test_study_days_of_the_chosen_person_become_dates(importer: Importer) -> None:
    mapping = 'based_on = "ctn0094_withdrawal"\n[select]\nvalue = "2"\n[time]\nstart = 2026-03-01\n'
    found = importer.text(DAYS, mapping=mapping)
    assert found.counts() == (4, 2, 2, 0)
    assert found.say("time", "kind", "name", "value", "unit") == [
        ("2026-03-08T12:00:00+01:00", "symptom", "withdrawal", "1", "score_0_3"),
        ("2026-02-28T12:00:00+01:00", "symptom", "withdrawal", "3", "score_0_3"),
    ]
    assert any(
        notice.startswith("Rows about somebody else") and notice.endswith(": 1.")
        for notice in found.receipt.reading.notices
    )


def test_nobody_is_chosen_where_nobody_is(importer: Importer) -> None:
    with pytest.raises(EntryError, match="select"):
        importer.text(DAYS, mapping='based_on = "ctn0094_withdrawal"\nselect.value = "7"\ntime.start = 2026-03-01\n')


def test_grades_stay_grades_and_a_missing_one_is_unknown(importer: Importer) -> None:
    mapping = 'based_on = "ctn0094_pain"\nselect.value = "1"\ntime.start = 2026-03-01\n'
    found = importer.text(
        'who,pain,when\n1,"Severe Pain",0\n1,Missing,1\n1,Awful,2\n1,No Pain,200000000\n', mapping=mapping
    )
    assert found.say("value", "unit", "note") == [
        ("2", "score_0_2", "Severe Pain"), ("unknown", "score_0_2", "not recorded by the study"),
    ]  # fmt: skip
    assert list(found.whys()) == [4, 5]


def test_one_row_a_person_becomes_two_weeks(importer: Importer) -> None:
    header = ",".join(built_in_maps()["bda_pain"].columns)
    mapping = 'based_on = "bda_pain"\nselect.row = 2\n[time]\nstarts = { first = 2026-03-01, second = 2026-04-01 }\n'
    found = importer.text(f"{header}\nAUS,0{',1' * 16}\nAUS,1,NA,2,3,4,5,6,7,4.5,1,2,3,4,5,6,7,NA\n", mapping=mapping)
    assert found.counts() == (1, 1, 0, 0)
    assert len(found.rows) == 14
    assert found.say("time", "name", "value")[0] == ("2026-03-02T12:00:00+01:00", "pain", "2")
    assert found.say("time", "name", "value")[-1] == ("2026-04-07T12:00:00+02:00", "pain", "7")
    with pytest.raises(EntryError, match="first = 2026-03-01, second"):
        importer.text(f"{header}\n")


def test_a_trials_regimens_become_periods(importer: Importer) -> None:
    columns = built_in_maps()["trialist"].columns
    lines = [",".join(columns)]
    for day, arm in enumerate("AABBA", 1):
        said = {"timestamp": f"2013-09-0{day}T10:35:28.000-07:00", "regimen": arm}
        lines.append(",".join(said.get(column, "2") for column in columns))
    found = importer.text("\n".join(lines) + "\n")
    periods = [row for row in found.rows if row["kind"] == "assignment"]
    assert [(row["time"][:10], row["name"], row["value"]) for row in periods] == [
        ("2013-09-01", "A", "1"), ("2013-09-03", "B", "2"), ("2013-09-05", "A", "3"),
    ]  # fmt: skip
    assert {row["name"] for row in found.rows if row["kind"] == "scale"} == {"peg.1", "peg.2", "peg.3"}


def test_the_worked_example_of_the_manual_works(importer: Importer) -> None:
    manual = (Path(__file__).parents[4] / "docs" / "reference" / "import-map.md").read_text(encoding="utf-8")
    blocks = manual.split("```")
    table, mapping = (next(each for each in blocks if each.startswith(kind)) for kind in ("csv", "toml"))
    found = importer.text(table.removeprefix("csv\n"), mapping=mapping.removeprefix("toml\n"))
    assert found.counts() == (4, 4, 0, 0)
    for row in found.rows:
        line = f"{row['time']},{row['kind']},{row['name']},{row['value']},{row['unit']}"
        assert line in manual


@pytest.mark.parametrize("name", sorted(built_in_maps()))
def test_every_built_in_map_is_in_the_manual(name: str) -> None:
    manual = (Path(__file__).parents[4] / "docs" / "reference" / "import-map.md").read_text(encoding="utf-8")
    assert f"`{name}`" in manual


@pytest.mark.parametrize(
    ("file", "counts"),
    [
        ("myaiguide/Participant1Pain", (11_826, 11_814, 6, 6)),
        ("myaiguide/Participant2Pain", (562, 562, 0, 0)),
        ("myaiguide/Participant2PainNew", (929, 929, 0, 0)),
        ("myaiguide/Participant3KneePain", (95, 95, 0, 0)),
        ("myaiguide/Participant4Pain", (93, 93, 0, 0)),
        ("myaiguide/Participant5Pain", (28, 28, 0, 0)),
        ("myaiguide/Participant6KneePain", (29, 29, 0, 0)),
        ("myaiguide/Participant7Pain", (220, 220, 0, 0)),
        ("myaiguide/Participant8ObservationsNew", (528, 526, 2, 0)),
        ("myaiguide/Participant8Pain", (1736, 1736, 0, 0)),
        ("myaiguide/Participant8PainNew", (2398, 2398, 0, 0)),
        ("myaiguide/Participant9Pain", (66, 65, 0, 1)),
        ("trialist/trialist_example", (56, 56, 0, 0)),
    ],
)
def test_the_public_records_are_counted(
    shared_data: Path, importer: Importer, file: str, counts: tuple[int, int, int, int]
) -> None:
    assert importer.file(shared_data / "pain" / f"{file}.csv").counts() == counts


@pytest.mark.parametrize(
    ("file", "select", "counts", "entries"),
    [
        ("bda_pain", "row = 7", (1, 1, 0, 0), 15),
        ("ctn0094_pain", 'value = "3"', (1, 1, 0, 0), 1),
        ("ctn0094_withdrawal", 'value = "503"', (25, 25, 0, 0), 25),
        ("ctn0094_withdrawal_pre_post", 'value = "4"', (2, 2, 0, 0), 2),
    ],
)
def test_one_person_of_a_public_study_is_counted(
    shared_data: Path, importer: Importer, file: str, select: str, counts: tuple[int, int, int, int], entries: int
) -> None:
    start = "starts = { first = 2012-03-01, second = 2012-06-01 }" if file == "bda_pain" else "start = 2012-03-01"
    mapping = f'based_on = "{file}"\n[select]\n{select}\n[time]\n{start}\n'
    found = importer.file(shared_data / "pain" / f"{file}.csv", mapping=mapping)
    assert found.counts() == counts
    assert len(found.rows) == entries
