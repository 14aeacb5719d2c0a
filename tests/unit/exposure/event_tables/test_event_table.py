"""NONMEM's CSV as people write it; what is wrong costs one person's records, with the line and what to do."""

from __future__ import annotations

import numpy as np
import pytest

from speciosa.exposure import read_event_table
from speciosa.values.errors import EntryError

HEADER = "ID,TIME,AMT,EVID,CMT,II,ADDL,RATE,SS\n"


def test_columns_come_in_any_case_and_order() -> None:
    table = read_event_table("amt,Time,id\n100,0,a\n.,1.5,a\n")
    assert table.id == ("a", "a")
    assert table.numbers["TIME"].tolist() == [0.0, 1.5]
    assert table.numbers["AMT"].tolist() == [100.0, 0.0]
    assert table.line.tolist() == [2, 3]


@pytest.mark.parametrize("missing", ["", ".", "NA", "na"])
def test_a_missing_cell_is_zero(missing: str) -> None:
    table = read_event_table(HEADER + f"1,3,100,1,{missing},{missing},{missing},{missing},{missing}\n")
    assert not table.refused
    assert all(table.numbers[name].tolist() == [0.0] for name in ("CMT", "II", "ADDL", "RATE", "SS", "DUR"))


def test_evid_is_made_as_nm_tran_makes_it() -> None:
    table = read_event_table("TIME,AMT,MDV\n0,100,1\n1,0,0\n2,0,1\n3,.,.\n")
    assert table.numbers["EVID"].tolist() == [1.0, 0.0, 2.0, 0.0]


def test_without_an_id_the_table_is_one_persons() -> None:
    table = read_event_table("TIME,AMT\n0,5\n1,0\n")
    assert table.persons == 1
    assert table.rows(0) == range(2)


def test_an_id_that_comes_again_is_a_new_record() -> None:
    table = read_event_table("ID,TIME,AMT\n1,5,5\n2,0,5\n1,0,5\n")
    assert table.persons == 3
    assert not table.refused, "its time may begin anew"
    assert "as NONMEM does" in table.notices[0]


def test_a_semicolon_brings_the_decimal_comma() -> None:
    table = read_event_table("\ufeffID;TIME;AMT;CL\n1;0,5;100,25;1,5\n")
    assert table.numbers["TIME"].tolist() == [0.5]
    assert table.numbers["AMT"].tolist() == [100.25]
    assert table.parameter("CL").tolist() == [1.5]


def test_a_tab_separates_and_quotation_marks_are_taken_off() -> None:
    table = read_event_table('"ID"\t"TIME"\t"AMT"\n"x, y"\t"0"\t"5"\n')
    assert table.id == ("x, y",)


def test_comments_and_blank_lines_are_left_out_and_counted() -> None:
    table = read_event_table("C,ID,TIME,AMT\nC,1,0,wrong\n\n.,1,0,5\n# nothing\n,,,\n.,1,1,0\n")
    assert table.line.tolist() == [4, 7]
    assert table.notices == ("comments (# or C) were left out, 2 in number",)


def test_other_columns_are_kept_for_parameters_and_never_refused() -> None:
    table = read_event_table("TIME,AMT,DV,SEX,WT\n0,5,BLQ,male,70\n1,0,3.1,male,.\n")
    assert not table.refused
    weights = table.parameter("WT")
    assert weights[0] == 70
    assert np.isnan(weights[1])
    assert np.isinf(table.parameter("SEX")).all()


def test_an_unreadable_number_costs_its_own_id() -> None:
    table = read_event_table(HEADER + "1,0,ten,1,1,0,0,0,0\n1,1,oops,0,0,0,0,0,0\n2,0,5,1,1,0,0,0,0\n")
    assert [str(each) for each in table.refused.values()] == ["line 2, ID 1: AMT is not a number; correct the cell"]
    assert list(table.refused) == [0]


@pytest.mark.parametrize("number", ["1e3", "+2.5", ".5", "7.", "-0", "1E-4"])
def test_numbers_are_written_in_many_ways(number: str) -> None:
    assert read_event_table(f"TIME,AMT,X\n0,0,{number}\n").parameter("X").tolist() == [float(number)]


@pytest.mark.parametrize("text", ["1_000", "0x10", "inf", "nan1", "١", "1,5", "1 5", "1e999", "--1"])
def test_what_only_looks_like_a_number_is_none(text: str) -> None:
    assert np.isinf(read_event_table(f'TIME,AMT,X\n0,0,"{text}"\n').parameter("X")).all()


@pytest.mark.parametrize(
    ("record", "said"),
    [
        ("1,.,5,1,1,0,0,0,0", "TIME is not a number; write the hours"),
        ("1,08:30,5,1,1,0,0,0,0", "TIME is not a number; write the hours"),
        ("1,0,5,101,1,0,0,0,0", "a code of rxode2's own; write 1 for a dose"),
        ("1,0,5,7,1,0,0,0,0", "EVID is not 0"),
        ("1,0,5,0,1,0,0,0,0", "a record that is no dose has an AMT; write EVID 1"),
        ("1,0,5,3,1,0,0,0,0", "a record that is no dose has an AMT"),
        ("1,0,-5,1,1,0,0,0,0", "AMT is below zero"),
        ("1,0,5,1,depot,0,0,0,0", "CMT is not a number; write 1"),
        ("1,0,5,1,1.5,0,0,0,0", "CMT is not the number of a compartment"),
        ("1,0,0,2,-1,0,0,0,0", "none can be turned off"),
        ("1,0,5,1,1,0,0,-3,0", "RATE is below zero and neither -1"),
        ("1,0,5,1,1,0,0,0,99", "SS is not 0, 1 or 2; write 0"),
        ("1,0,5,1,1,-4,0,0,0", "II is below zero"),
        ("1,0,5,1,1,1e-9,1,0,0", "II is below zero or beyond all bounds; write the hours"),
        ("1,1e10,5,1,1,0,0,0,0", "TIME is more than a hundred thousand years away"),
        ("1,0,1e200,1,1,0,0,0,0", "AMT is not a number"),
        ("1,0,5,1,1,12,1.5,0,0", "ADDL is not a number of further doses"),
        ("1,0,5,1,1,12,-1,0,0", "ADDL is not a number of further doses"),
        ("1,0,5,1,1,0,3,0,0", "ADDL is given without II; write the hours"),
        ("1,0,5,1,1,0,0,0,1", "SS is given without II; write the hours"),
        ("1,0,0,1,1,0,0,0,1", "neither an AMT nor a RATE"),
        ("1,0,0,1,1,0,0,-2,1", "neither an AMT nor a RATE"),
        ("1,0,0,1,1,12,0,5,1", "a constant infusion (SS with AMT 0) has an II or ADDL"),
        ("1,0,0,1,1,0,2,5,2", "a constant infusion (SS with AMT 0) has an II or ADDL"),
        ("1,0,0,1,1,0,0,0,0", "this dose has no amount; fill AMT, or write EVID 2"),
        ("1,0,5,1,1,0,0", "this row has 7 cells and the header 9"),
        ("1,0,5,1,1,0,0,0,0,8", "this row has 10 cells and the header 9"),
    ],
)
def test_a_record_that_breaks_a_rule_is_one_plain_sentence(record: str, said: str) -> None:
    table = read_event_table(HEADER + "0,0,5,1,1,0,0,0,0\n" + record + "\n")
    assert list(table.refused) == [1]
    sentence = str(table.refused[1])
    assert sentence.startswith("line 3, ID 1: ")
    assert said in sentence
    assert "\n" not in sentence


def test_a_row_without_an_id_is_refused_by_its_line() -> None:
    table = read_event_table("ID,TIME,AMT\n1,0,5\n.,0,5\n ,0,5\n")
    assert str(table.refused[2]) == "line 4: this row has no ID; fill it"


def test_time_may_not_go_back_without_a_reset() -> None:
    table = read_event_table("TIME,AMT,EVID\n0,5,1\n3,0,0\n2,0,0\n")
    assert "line 4, ID 1: TIME goes back; put the records in the order of time" in str(table.refused[0])
    assert not read_event_table("TIME,AMT,EVID\n5,5,1\n0,0,3\n1,0,0\n0,5,4\n").refused


def test_rate_and_duration_together_are_refused() -> None:
    assert "both RATE and DUR" in str(read_event_table("TIME,AMT,RATE,DUR\n0,5,1,5\n").refused[0])
    assert "both RATE and DUR" in str(read_event_table("TIME,AMT,RATE,DUR\n0,5,-1,5\n").refused[0])
    assert not read_event_table("TIME,AMT,RATE,DUR\n0,5,-2,5\n").refused


def test_dose_items_of_an_observation_are_not_read() -> None:
    assert not read_event_table(HEADER + "1,0,5,1,1,0,0,0,0\n1,1,0,0,-7,24,3,-5,99\n").refused


def test_the_first_record_that_is_wrong_is_named() -> None:
    table = read_event_table(HEADER + "1,0,5,1,1,0,0,0,0\n1,1,5,1,1,0,2,0,0\n1,0,5,1,1,0,2,0,0\n")
    assert str(table.refused[0]).startswith("line 3, ID 1: ADDL")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "the event table is empty"),
        ("\n\n", "the event table is empty"),
        ("ID,T,AMT\n1,0,5\n", "line 1: the header has no column TIME"),
        ("ID,TIME,AMT,amt\n1,0,5,5\n", "line 1: the header names AMT twice"),
        ('ID,TIME,AMT\n1,0,5\n1,"1,0\n1,2,0\n', "line 3: a quotation mark has no partner"),
    ],
)
def test_a_file_that_is_no_event_table_is_refused_as_a_whole(text: str, said: str) -> None:
    with pytest.raises(EntryError) as caught:
        read_event_table(text)
    assert said in str(caught.value)


def test_a_header_alone_is_an_empty_table() -> None:
    table = read_event_table(HEADER)
    assert (len(table), table.persons, dict(table.refused)) == (0, 0, {})


def test_a_column_that_stands_twice_counts_once_where_it_is_no_data_item() -> None:
    table = read_event_table("TIME,AMT,WT,WT\n0,5,70,80\n")
    assert table.parameter("WT").tolist() == [70.0]


def test_a_cell_over_two_lines_does_not_move_the_line_numbers() -> None:
    table = read_event_table('TIME,AMT,NOTE\n0,5,"two\nlines"\n1,0,x\n')
    assert table.line.tolist() == [2, 4]


def test_dates_are_refused_because_time_alone_would_be_wrong() -> None:
    with pytest.raises(EntryError, match="DATE"):
        read_event_table("ID,DATE,TIME,AMT\n1,2020-01-01,0,100\n1,2020-01-02,0,.\n")
