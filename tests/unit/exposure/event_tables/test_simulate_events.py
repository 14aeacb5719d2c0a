"""Closed forms written out, facts of public suites, and public data: simulated, and fitted."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.optimize import least_squares

from speciosa.exposure import read_event_table, read_model, simulate_events
from speciosa.exposure.event_tables.event_table import EventTable
from speciosa.exposure.event_tables.model_file import EventModel

Floats = NDArray[np.float64]
Record = dict[str, str]


def model_of(structure: str, **parameters: object) -> EventModel:
    lines = [f"{name} = {value!r}" for name, value in parameters.items()]
    return read_model("\n".join([f'[model]\nstructure = "{structure}"\n[parameters]', *lines]))


def simulated(table: EventTable, model: EventModel) -> tuple[NDArray[np.int64], Floats]:
    found = simulate_events(table, model)
    assert not found.refused, [str(each) for each in found.refused.values()]
    return found.rows, found.values


def at(hours: Iterable[float], dose: str, header: str, model: EventModel) -> Floats:
    """Outputs after one dose record, [time, output]."""
    zeros = ",0" * (header.count(",") - 1)
    text = f"{header}\n{dose}\n" + "".join(f"{float(hour)!r}{zeros},0\n" for hour in hours)
    return simulated(read_event_table(text), model)[1]


HOURS = np.array([0.0, 0.25, 1.0, 4.0, 12.0, 47.0])


def test_a_bolus_decays() -> None:
    found = at(HOURS, "0,100,1", "TIME,AMT,EVID", model_of("1cmt", cl=10, v=50))
    np.testing.assert_allclose(found[:, 0], 2 * np.exp(-0.2 * HOURS), rtol=1e-12)


def test_pkpdsims_own_fact_holds() -> None:
    # PKPDsim (MIT), test_advan: 100 every 12 h, CL 10, V 50: 0.242 at 23 h
    found = at([23.0], "0,100,1,12,5", "TIME,AMT,EVID,II,ADDL", model_of("1cmt", cl=10, v=50))
    assert round(float(found[0, 0]), 3) == 0.242


@pytest.mark.parametrize("ka", [1.5, 0.2 + 1e-9, 0.2, 0.01])
def test_absorption_is_batemans_function_even_where_rates_are_equal(ka: float) -> None:
    found = at(HOURS, "0,100,1,1", "TIME,AMT,CMT,EVID", model_of("1cmt_oral", cl=10, v=50, ka=ka))[:, 0]
    k, t = 0.2, HOURS
    difference = (ka - k) * t
    # (e^-kt - e^-ka t) / (ka - k), without the difference of what is nearly equal
    growth = np.where(difference == 0, 1.0, -np.expm1(-difference) / np.where(difference == 0, 1.0, difference))
    np.testing.assert_allclose(found, 2 * ka * t * np.exp(-k * t) * growth, rtol=1e-10, atol=1e-15)


def test_two_compartments_are_two_exponentials() -> None:
    cl, v, q, v2 = 4.0, 20.0, 6.0, 50.0
    found = at(HOURS, "0,100,1", "TIME,AMT,EVID", model_of("2cmt", cl=cl, v=v, q=q, v2=v2))[:, 0]
    k10, k12, k21 = cl / v, q / v, q / v2
    beta, alpha = np.sort(np.roots([1, -(k10 + k12 + k21), k10 * k21]))
    wanted = 100 / v * ((alpha - k21) * np.exp(-alpha * HOURS) + (k21 - beta) * np.exp(-beta * HOURS)) / (alpha - beta)
    np.testing.assert_allclose(found, wanted, rtol=1e-11)


def test_a_metabolite_comes_at_first_pass_and_from_the_blood() -> None:
    k, ka, km = 0.2, 1.5, 0.5
    model = model_of("1cmt_oral_metabolite", cl=10, v=50, ka=ka, fm=0.3, fp=0.1, clm=4, vm=8)
    found = at(HOURS, "0,100,1", "TIME,AMT,EVID", model)
    t = HOURS
    first_pass = 0.1 * ka * (np.exp(-km * t) - np.exp(-ka * t)) / (ka - km)
    poles = np.array([k, ka, km])
    chain = sum(np.exp(-a * t) / np.prod([b - a for b in poles if b != a]) for a in poles)
    np.testing.assert_allclose(found[:, 1], 100 / 8 * (first_pass + 0.3 * k * ka * chain), rtol=1e-9, atol=1e-14)


def test_the_effect_site_follows_the_blood_and_takes_nothing_from_it() -> None:
    found = at(HOURS, "0,100,1", "TIME,AMT,EVID", model_of("1cmt", cl=10, v=50, ke0=0.7))
    np.testing.assert_allclose(found[:, 0], 2 * np.exp(-0.2 * HOURS), rtol=1e-12)
    wanted = 2 * 0.7 / 0.5 * (np.exp(-0.2 * HOURS) - np.exp(-0.7 * HOURS))
    np.testing.assert_allclose(found[:, 1], wanted, rtol=1e-11, atol=1e-15)


def test_average_steady_state_is_dose_over_clearance() -> None:
    grid = np.linspace(0, 12, 20001)
    model = model_of("3cmt_oral", cl=3, v=10, q=2, v2=40, q3=0.7, v3=90, ka=0.9, f=0.6, alag=2.2)
    found = at(grid, "0,100,1,12,1", "TIME,AMT,EVID,II,SS", model)[:, 0]
    assert np.trapezoid(found[:-1], grid[:-1]) + found[-2] * 6e-4 == pytest.approx(0.6 * 100 / 3, rel=1e-5)


def test_no_amount_falls_below_zero_far_in_the_tail() -> None:
    hours = np.arange(0, 20000, 7.0)
    model = model_of("3cmt_oral", cl=30, v=10, q=2, v2=4, q3=7, v3=9, ka=40, ke0=3)
    assert (at(hours, "0,100,1", "TIME,AMT,EVID", model) >= 0).all()


def test_the_result_is_csv_with_ids_as_written() -> None:
    table = read_event_table('ID,TIME,AMT\n"01, a",0,10\n"01, a",0.1,0\n"01, a",24,0\nb,0,10\nb,1,0\n')
    found = simulate_events(table, model_of("1cmt", cl=1, v=3, ke0=0.5))
    lines = found.to_csv(table).splitlines()
    assert lines[0] == "ID,TIME,CONC,CE"
    assert [line.rpartition(",")[0].rpartition(",")[0] for line in lines[1:]] == ['"01, a",0.1', '"01, a",24', "b,1"]
    assert float(lines[1].split(",")[-2]) == pytest.approx(10 / 3 * np.exp(-0.1 / 3), rel=1e-9)


def test_individual_parameters_stand_in_the_rows() -> None:
    table = read_event_table("ID,TIME,AMT,CL\n1,0,10,2\n1,1,0,.\n2,0,10,4\n2,1,0,4\n")
    _, values = simulated(table, model_of("1cmt", cl="CL", v=10))
    np.testing.assert_allclose(values[:, 0], [np.exp(-0.2), np.exp(-0.4)])


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (("2", "3"), "line 3, ID 1: CL (cl) changes within this ID; give each ID one value"),
        ((".", "."), "line 2, ID 1: CL (cl) is missing; fill it"),
        (("high", "high"), "line 2, ID 1: CL (cl) is not a number; correct the cell"),
        (("-1", "-1"), "line 2, ID 1: CL (cl) is not zero or more; correct it"),
    ],
)
def test_a_parameter_that_cannot_be_costs_its_own_id(cells: tuple[str, str], said: str) -> None:
    table = read_event_table(f"ID,TIME,AMT,CL\n1,0,10,{cells[0]}\n1,1,0,{cells[1]}\n2,0,10,4\n2,1,0,4\n")
    found = simulate_events(table, model_of("1cmt", cl="CL", v=10))
    assert [str(each) for each in found.refused.values()] == [said]
    assert found.persons == 1
    assert found.rows.tolist() == [3]


@pytest.mark.parametrize(
    ("record", "said"),
    [
        ("1,0,5,3,0,0,.", "there is no compartment 3 for a dose; 1cmt_oral has the compartments 1 depot, 2 central"),
        ("1,0,5,2,-1,0,.", "RATE is -1, and the model gives no rate for compartment 2; write rate or r2 in the model"),
        ("1,0,5,1,-2,0,.", "D (d1) is missing; fill it"),
        ("1,0,5,1,-2,0,0", "D (d1) is not above zero"),
        ("1,0,5,2,-2,0,1", "RATE is -2, and the model gives no dur for compartment 2; write dur or d2 in the model"),
    ],
)
def test_a_dose_that_the_model_cannot_take_is_refused_with_its_line(record: str, said: str) -> None:
    table = read_event_table(f"ID,TIME,AMT,CMT,RATE,SS,D\n0,0,5,1,0,0,.\n{record}\n")
    found = simulate_events(table, model_of("1cmt_oral", cl=1, v=9, ka=1, d1="D"))
    assert str(found.refused[1]).startswith("line 3, ID 1: ")
    assert said in str(found.refused[1])


@pytest.mark.parametrize(
    ("record", "said"),
    [
        ("0,5,1,0,1e-6,999999999,0", "this record gives more than a million doses; look at II and ADDL"),
        ("0,5,1,1e-60,0,0,0", "takes more than a hundred thousand years; look at AMT, RATE"),
        ("0,5,1,1e-7,0.0001,0,1", "more than 100,000 infusions would run at once"),
        ("0,1e99,1,0,0,0,0", "the result is beyond all bounds; look at AMT"),
    ],
)
def test_what_no_computer_should_try_is_refused_with_its_line(record: str, said: str) -> None:
    table = read_event_table(f"TIME,AMT,EVID,RATE,II,ADDL,SS\n{record}\n20000,0,0,0,0,0,0\n")
    found = simulate_events(table, model_of("1cmt", cl=1e-300, v=1e-290))
    assert str(found.refused[0]).startswith("line 2, ID 1: ")
    assert said in str(found.refused[0])


def test_a_modelled_rate_that_no_record_asks_for_is_said() -> None:
    table = read_event_table("TIME,AMT\n0,5\n1,0\n")
    found = simulate_events(table, model_of("1cmt", cl=1, v=9, dur=2, r1=3))
    assert found.notices == (
        "r1 is in the model, and no record asks for it with RATE -1",
        "dur is in the model, and no record asks for it with RATE -2",
    )
    only_doses = simulate_events(read_event_table("TIME,AMT\n0,5\n"), model_of("1cmt", cl=1, v=9))
    assert "no record is an observation" in only_doses.notices[0]


def records(path: Path) -> list[Record]:
    """Rows of a public table, EVID 101 (rxode2's "a dose into compartment 1") and SS 99 ("none") made NONMEM's."""
    with path.open(newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        for name, theirs, ours in (("EVID", "101", "1"), ("SS", "99", "0")):
            if row.get(name) == theirs:
                row[name] = ours
    return rows


def table_of(rows: list[Record]) -> EventTable:
    names = list(rows[0])
    return read_event_table("\n".join([",".join(names), *(",".join(row[name] for name in names) for row in rows)]))


def observed(table: EventTable, rows: NDArray[np.int64], column: str = "DV") -> Floats:
    return table.parameter(column)[rows]


@pytest.mark.parametrize(
    ("name", "model"),
    [
        ("Bolus_1CPT", model_of("1cmt", cl="CL", v="V")),
        ("Infusion_1CPT", model_of("1cmt", cl="CL", v="V")),
        ("Oral_1CPT", model_of("1cmt_oral", cl="CL", v="V", ka="KA")),
        ("Oral_2CPT", model_of("2cmt_oral", cl="CL", v1="V1", q="Q", v2="V2", ka="KA")),
    ],
)
def test_simulated_public_data_agree_with_the_parameters_in_their_rows(
    name: str, model: EventModel, shared_data: Path
) -> None:
    table = table_of(records(shared_data / "pk" / f"{name}.csv"))
    rows, values = simulated(table, model)
    assert len(rows) > 6900
    log_ratio = np.log(observed(table, rows) / values[:, 0])
    at_steady_state = table.numbers["TIME"][rows] > 216  # where each person has one SS 1 record
    # the noise of these sets is log-normal, 20 %: a mean of 2,000 of them is known to 0.5 %
    assert np.std(log_ratio) == pytest.approx(0.2, abs=0.005)
    assert np.mean(log_ratio[~at_steady_state]) == pytest.approx(0, abs=0.01)
    if name == "Oral_2CPT":
        # Its steady state falls short the more the slower the person: 3 % at half-lives of 30-40 h, 7 % at 40-60 h,
        # as a limited number of past doses would. Where half-lives are short, it has nothing to fall short of.
        k10, k12, k21 = (
            observed(table, rows, a) / observed(table, rows, b) for a, b in (("CL", "V1"), ("Q", "V1"), ("Q", "V2"))
        )
        beta = (k10 + k12 + k21 - np.sqrt((k10 + k12 + k21) ** 2 - 4 * k10 * k21)) / 2
        at_steady_state &= np.log(2) / beta < 20
    assert np.mean(log_ratio[at_steady_state]) == pytest.approx(0, abs=0.02)


@pytest.mark.parametrize(("name", "count"), [("mrg_extran1", 0), ("mrg_extran2", 705), ("mrg_extran3", 705)])
def test_mrgsolves_event_tables_are_read_as_they_are(name: str, count: int, shared_data: Path) -> None:
    table = read_event_table((shared_data / "pk" / f"{name}.csv").read_text())
    said = {"cl": "CL", "v": "VC", "ka": "KA"} if name.endswith("3") else {"cl": 1, "v": 20, "ka": 1}
    rows, values = simulated(table, model_of("1cmt_oral", **said))
    assert table.persons == 5
    assert len(rows) == count
    assert (values >= 0).all()


def test_phenobarbital_in_newborns_runs_with_its_irregular_doses(shared_data: Path) -> None:
    table = table_of(records(shared_data / "pk" / "pheno_sd.csv"))
    rows, values = simulated(table, model_of("1cmt", cl=0.006, v=1.4))
    assert (table.persons, len(rows)) == (59, 155)
    assert abs(np.median(np.log(observed(table, rows) / values[:, 0]))) < 0.3


Weight = Callable[[Floats, Floats], Floats]


def fitted(table: EventTable, model: EventModel, names: list[str], weighted: Weight) -> Floats:
    """Least squares over the logarithms of some parameters, from the model's own values."""

    def with_(logs: Floats) -> EventModel:
        new = dict(zip(names, np.exp(logs).tolist(), strict=True))
        dosing = {name: new.get(name, value) for name, value in model.dosing.items()}
        return replace(model, disposition={n: new.get(n, v) for n, v in model.disposition.items()}, dosing=dosing)

    def residuals(logs: Floats) -> Floats:
        rows, values = simulated(table, with_(logs))
        return weighted(observed(table, rows), values[:, 0])

    said = {**model.disposition, **model.dosing}
    start = np.log([float(said[name]) for name in names])
    logs: Floats = least_squares(residuals, start).x
    return np.asarray(np.exp(logs))


def people(rows: list[Record], column: str) -> list[list[Record]]:
    return [[row for row in rows if row[column] == one] for one in dict.fromkeys(row[column] for row in rows)]


def geometric_means(fits: list[Floats]) -> Floats:
    return np.asarray(np.exp(np.mean(np.log(fits), axis=0)))


def test_theophylline_gives_its_known_parameters(shared_data: Path) -> None:
    # Two-stage: each of the 12 fitted alone by ordinary least squares, then the geometric means.
    # The known population answers are KA 1.5-1.6 /h, CL 2.7-2.8 L/h, V 31-32 L.
    rows = records(shared_data / "pk" / "theo_sd.csv")
    start = model_of("1cmt_oral", ka=1.0, cl=4.0, v=25.0)
    fits = [fitted(table_of(one), start, ["ka", "cl", "v"], np.subtract) for one in people(rows, "ID")]
    ka, cl, v = geometric_means(fits)
    assert len(fits) == 12
    assert ka == pytest.approx(1.55, rel=0.10)  # two-stage leans on the fastest absorber
    assert cl == pytest.approx(2.75, rel=0.03)
    assert v == pytest.approx(31.5, rel=0.03)


def test_theophylline_for_a_week_has_the_same_clearance(shared_data: Path) -> None:
    rows = records(shared_data / "pk" / "theo_md.csv")
    start = model_of("1cmt_oral", ka=1.5, cl=4.0, v=25.0)
    fits = [fitted(table_of(one), start, ["ka", "cl", "v"], np.subtract) for one in people(rows, "ID")]
    _, cl, v = geometric_means(fits)
    assert cl == pytest.approx(2.75, rel=0.06)
    assert v == pytest.approx(31.5, rel=0.06)


def test_warfarin_gives_its_known_parameters(shared_data: Path) -> None:
    # Naive pooled, as many people have no early sample: all 32 as one, residuals proportional.
    # Known: CL 0.13 L/h and V 8 L (ferx-core's warfarin example has CL 0.134).
    rows = [row for row in records(shared_data / "pk" / "warfarin.csv") if row["dvid"] == "cp"]
    start = model_of("1cmt_oral", ka=1.0, cl=0.3, v=12.0, alag=0.5)

    def log_ratio(seen: Floats, found: Floats) -> Floats:
        return np.log(np.maximum(seen, 0.05)) - np.log(np.maximum(found, 0.05))

    _, cl, v, _ = fitted(table_of(rows), start, ["ka", "cl", "v", "alag"], log_ratio)
    assert cl == pytest.approx(0.13, rel=0.06)
    assert v == pytest.approx(8.0, rel=0.06)
