"""A NONMEM data set of a diary: read by our own kernel, it is the exposure that the diary's own doses give."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.scale import examples

from speciosa.exposure import Kinetics, modes_of, read_event_table, read_model, simulate_events, superpose
from speciosa.exposure.intake import intake_of
from speciosa.exposure.stories import Spell
from speciosa.knowledge import Knowledge, load_knowledge
from speciosa.record import Answer, Columns, Diary, Event, Kind, Person, Product
from speciosa.report.open_files import NonmemFile, nonmem_file
from speciosa.report.open_files.nonmem_columns import NAMES, UNSAID

Make = Callable[..., Diary]
BODY = {"ka": 1.1, "alag": 0.2, "cl": 98.0, "v": 900.0, "q": 60.0, "v2": 2500.0}
MODEL = '[model]\nstructure = "2cmt_oral"\n[parameters]\nf = "MGAMT"\n' + "".join(
    f"{name} = {value}\n" for name, value in BODY.items()
)
LEAF = "2026-03-01T08:05+01:00,dose,kratom leaf powder,2.5,g,pain,fed,,,d1,,"
MG_L = 1e-3
"""`pk simulate` says amount/volume (mg/L), a diary's curves ng/mL."""
PRODUCTS = "product,mitragynine_mg_per_g,hydroxymitragynine_mg_per_g,basis\nmy jar,14,0.2,assay\n"


def table(made: NonmemFile) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(made.table.decode(), newline="")))


def key(made: NonmemFile, column: str) -> dict[str, str]:
    rows = csv.DictReader(io.StringIO(made.dictionary.decode(), newline=""))
    return {each["value"]: each["meaning"] for each in rows if each["column"] == column and each["value"]}


def kinetics() -> Kinetics:
    return Kinetics(**{name: np.array([value]) for name, value in BODY.items()})


def test_a_dose_has_its_row_and_each_number_a_meaning(diary_of: Make, knowledge: Knowledge) -> None:
    made = nonmem_file(diary_of(LEAF, person='birth_year = 1980\nsex = "f"\nweight_kg = 71.5\n'), knowledge)
    (row,) = table(made)
    assert (row["ID"], row["TIME"], row["EVID"], row["AMT"], row["CMT"]) == ("1", "0", "1", "2.5", "1")
    assert (row["AMTU"], row["MGAMT"], row["GRAMS"], row["BASIS"]) == ("2", "15", "2.5", "3")
    assert (row["FED"], row["WHY"], row["AGE"], row["SEX"], row["WT"]) == ("1", "2", "46", "2", "71.5")
    assert (row["YMD"], row["TZMIN"], row["MDV"], row["DV"]) == ("20260301", "60", "1", ".")
    assert key(made, "PRODUCT") == {"1": "kratom leaf powder"}


def test_an_assayed_product_is_in_mg_and_7_oh_is_no_mitragynine(diary_of: Make, knowledge: Knowledge) -> None:
    rows = ["2026-03-01T08:00+01:00,dose,my jar,3,g,,,,,a,,", "2026-03-01T09:00+01:00,dose,7-OH tablet,15,mg,,,,,b,,"]
    jar, tablet = table(nonmem_file(diary_of(*rows, products=PRODUCTS), knowledge))
    assert (jar["AMT"], jar["AMTU"], jar["MGAMT"], jar["HMG"], jar["BASIS"]) == ("42", "1", "1", "0.6", "1")
    assert (tablet["AMT"], tablet["AMTU"], tablet["MGAMT"], tablet["HMG"]) == ("15", "3", "0", "15")


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("dose,kratom leaf powder,unknown,", "amount_unknown"), ("dose,kratom leaf powder,declined,", "declined"),
        ("dose,kratom extract,2,tablet", "no_label"), ("dose,trial capsule,2,capsule", "masked_trial"),
        ("dose,kratom leaf powder,0,g", "zero"),
    ],
)  # fmt: skip
def test_a_dose_without_an_amount_keeps_its_row_and_says_why(
    row: str, why: str, diary_of: Make, knowledge: Knowledge
) -> None:
    made = nonmem_file(diary_of(f"2026-03-01T08:00+01:00,{row},,,,,a,,"), knowledge)
    (cells,) = table(made)
    assert (cells["EVID"], cells["AMT"], cells["UNSAID"]) == ("2", ".", str(UNSAID.index(why) + 1))
    assert (made.doses, made.unsaid) == (0, 1)


def test_scores_and_blood_levels_are_observations_and_before_the_dose_of_their_minute(
    diary_of: Make, knowledge: Knowledge
) -> None:
    rows = [
        LEAF, "2026-03-01T08:05+01:00,rating,pain,6,,,,,,p,,", "2026-03-01T07:05+01:00,rating,mood,4,,,,,,m,,",
        "2026-03-01T18:05+01:00,lab,mitragynine,0.052,ug/mL,,,,,l,,", "2026-03-01T19:05+01:00,scale,peg,5.5,,,,,,s,,",
        "2026-03-01T20:05+01:00,rating,pain,declined,,,,,,q,,", "2026-03-01T20:05+01:00,medicine,x,1,mg,,,,,z,,",
    ]  # fmt: skip
    made = nonmem_file(diary_of(*rows), knowledge)
    found = table(made)
    says = key(made, "DVID")
    assert [(each["TIME"], each["EVID"], says.get(each["DVID"], ""), each["DV"]) for each in found] == [
        ("0", "0", "mood", "4"), ("1", "0", "pain", "6"), ("1", "1", "", "."),
        ("11", "0", "mitragynine in blood, ng/mL", "52"), ("12", "0", "peg", "5.5"),
    ]  # fmt: skip
    assert dict(made.left_out) == {"medicine": 1, "score without a number": 1}


def test_corrected_entries_are_gone_and_only_what_stands_is_there(diary_of: Make, knowledge: Knowledge) -> None:
    wrong = "2026-03-01T09:00+01:00,rating,pain,9,,,,,,w,,"
    right = "2026-03-01T09:00+01:00,rating,pain,3,,,,,2026-03-02T09:00+01:00,r,w,"
    assert [each["DV"] for each in table(nonmem_file(diary_of(wrong, right), knowledge))] == ["3"]


def test_nothing_is_written_for_an_empty_diary_but_the_header(knowledge: Knowledge) -> None:
    made = nonmem_file(Diary(Columns.of(())), knowledge)
    assert made.table.decode() == ",".join(NAMES) + "\n"
    assert (made.doses, made.unsaid, made.observations, dict(made.left_out)) == (0, 0, 0, {})


def test_no_cell_holds_a_word_a_space_or_a_name(diary_of: Make, knowledge: Knowledge) -> None:
    rows = [
        "2026-03-01T08:00+01:00,dose,kratom กระท่อม 🌿,3,g,,,,,a,,a note",
        "2026-03-01T08:10+01:00,rating,=1+1,3,,,,,,b,,",
    ]
    made = nonmem_file(diary_of(*rows, person='sex = "diverse"\n'), knowledge)
    body = made.table.decode().partition("\n")[2]
    assert re.fullmatch(r"[-0-9.,\n]+", body)
    assert "'=1+1" in made.dictionary.decode()
    assert b"a note" not in made.dictionary


def test_our_own_reader_takes_it_as_it_is_and_computes_every_observation(diary_of: Make, knowledge: Knowledge) -> None:
    rows = [LEAF, "2026-03-01T07:05+01:00,rating,pain,6,,,,,,p,,", "2026-03-01T12:05+01:00,rating,pain,4,,,,,,q,,",
            "2026-03-01T13:00+01:00,dose,7-OH tablet,15,mg,,,,,b,,", "2026-03-01T14:00+01:00,rating,pain,4,,,,,,u,,"]  # fmt: skip
    events = read_event_table(nonmem_file(diary_of(*rows), knowledge).table.decode())
    assert dict(events.refused) == {}
    found = simulate_events(events, read_model(MODEL))
    assert len(found.rows) == 3
    assert dict(found.refused) == {}


DOSES = st.lists(
    st.tuples(st.integers(0, 400_000), st.floats(0.1, 8.0).map(lambda g: round(g, 3)), st.sampled_from(["leaf", "jar"])),
    min_size=1, max_size=8,
)  # fmt: skip
TIMES = st.lists(st.integers(0, 500_000), min_size=1, max_size=8, unique=True)


def made_diary(doses: list[tuple[int, float, str]], times: list[int]) -> Diary:
    names = {"leaf": "kratom leaf powder", "jar": "my jar"}
    rows = [Event(1_772_000_000 + at, 60, Kind.DOSE, names[what], grams, Answer.GIVEN, unit="g", id=f"d{n}")
            for n, (at, grams, what) in enumerate(doses)]  # fmt: skip
    rows += [Event(1_772_000_000 + at, 60, Kind.RATING, "pain", 5.0, Answer.GIVEN, unit="nrs", id=f"p{at}")
             for at in times]  # fmt: skip
    jar = Product("my jar", mitragynine_mg_per_g=14.0, basis="assay")
    return Diary(Columns.of(rows), Person(), (jar,))


@settings(max_examples=examples(25))
@given(DOSES, TIMES)
def test_the_kernel_of_events_and_the_kernel_of_diaries_give_the_same_concentration(
    doses: list[tuple[int, float, str]], times: list[int]
) -> None:
    knowledge, diary = load_knowledge(), made_diary(doses, times)
    found = simulate_events(read_event_table(nonmem_file(diary, knowledge).table.decode()), read_model(MODEL))
    taken: Any = intake_of(diary, knowledge)
    observed = np.sort(np.array(times)) + 1_772_000_000
    direct = superpose(modes_of(kinetics()), taken.time_s[None, :], taken.nominal_mg[:1], observed)[0, 0]
    assert found.values[:, 0] == pytest.approx(direct * MG_L, rel=2e-4, abs=1e-7)


def test_it_is_what_expose_makes_of_a_body_without_spread(diary_of: Make, knowledge: Knowledge) -> None:
    rows = [LEAF, "2026-03-01T18:05+01:00,dose,my jar,3,g,,,,,d2,,", "2026-03-01T20:05+01:00,rating,pain,6,,,,,,p,,"]
    diary = diary_of(*rows, products=PRODUCTS)
    found = simulate_events(read_event_table(nonmem_file(diary, knowledge).table.decode()), read_model(MODEL))
    taken = intake_of(diary, knowledge)
    spell = Spell(
        kinetics(), kinetics(), taken.time_s[None, :], np.stack([taken.nominal_mg[:1], 0 * taken.nominal_mg[1:]])
    )
    at = diary.entries.of_kind(Kind.RATING).time_s
    assert found.values[0, 0] == pytest.approx(spell.conc_ng_ml(at)[0, 0, 0] * MG_L, rel=1e-6)
