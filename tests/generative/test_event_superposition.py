"""Event tables against an ODE solver that knows nothing of matrices, and against what superposition demands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.integrate import solve_ivp
from tests.scale import examples

from speciosa.exposure.event_tables.advance import walk
from speciosa.exposure.event_tables.compartments import STRUCTURES, Structure, assemble
from speciosa.exposure.event_tables.event_table import read_event_table
from speciosa.exposure.event_tables.model_file import EventModel
from speciosa.exposure.event_tables.simulate_events import simulate_events
from speciosa.values.errors import EntryError

Floats = NDArray[np.float64]
Row = dict[str, float]
COLUMNS = ("TIME", "EVID", "AMT", "CMT", "RATE", "DUR", "II", "ADDL", "SS", "F", "LAG", "MR", "MD")
DOSING = {"f": "F", "alag": "LAG", "rate": "MR", "dur": "MD"}
LOOK = [0.0, 0.4, 1.0, 3.0, 7.5, 12.0, 20.0, 33.0, 48.0]


@dataclass(frozen=True)
class Body:
    structure: Structure
    parameters: Mapping[str, float]

    @property
    def slowest_per_h(self) -> float:
        matrix = assemble(self.structure, self.parameters).rates_per_h
        return float(-np.linalg.eigvals(matrix).real.max())

    def simulate(self, rows: Sequence[Row]) -> Floats:
        ordered = sorted(rows, key=lambda row: row["TIME"])
        text = ",".join(COLUMNS) + "\n"
        text += "".join(",".join(repr(float(row.get(name, 0))) for name in COLUMNS) + "\n" for row in ordered)
        found = simulate_events(read_event_table(text), EventModel(self.structure, self.parameters, DOSING))
        assert not found.refused, found.refused
        return found.values


def rate_constant(low: float = 0.02, high: float = 5.0) -> st.SearchStrategy[float]:
    return st.floats(np.log(low), np.log(high)).map(np.exp).map(float)


@st.composite
def bodies(draw: st.DrawFn, names: Sequence[str] = tuple(STRUCTURES)) -> Body:
    structure = STRUCTURES[draw(st.sampled_from(list(names)))]
    volume = draw(st.floats(1, 100))
    values = {"v": volume, "cl": volume * draw(rate_constant(0.05, 2))}
    for q, v in (("q", "v2"), ("q3", "v3")):
        values[v] = draw(st.floats(1, 100))
        values[q] = values[v] * draw(rate_constant(0.05, 2))
    values |= {"ka": draw(rate_constant(0.1)), "fm": draw(st.floats(0, 1)), "fp": draw(st.floats(0, 1))}
    values |= {"vm": draw(st.floats(1, 100)), "ke0": draw(rate_constant(0.1))}
    values["clm"] = values["vm"] * draw(rate_constant(0.1))
    wanted = [name for name in structure.takes if name != "ke0" or draw(st.booleans())]
    return Body(structure, {name: values[name] for name in wanted})


@st.composite
def doses(draw: st.DrawFn, body: Body, *, steady: bool = False) -> Row:
    row = {"EVID": 1.0, "TIME": draw(st.sampled_from([0.0, 1.0, 2.5, 7.5, 12.0])), "AMT": draw(st.floats(1, 500))}
    row["CMT"] = draw(st.integers(0, len(body.structure.dosable)))
    row |= {"F": draw(st.sampled_from([1.0, 0.3, 1.4])), "LAG": draw(st.sampled_from([0.0, 0.0, 0.25, 3.3]))}
    row["II"] = draw(st.sampled_from([4.0, 7.3, 12.0]))
    hours = draw(st.sampled_from([0.5, 4.0, 9.5, 30.0]))
    kind = draw(st.sampled_from(["bolus", "RATE", "DUR", "modelled rate", "modelled duration"]))
    row |= {
        "bolus": {},
        "RATE": {"RATE": row["AMT"] / hours},
        "DUR": {"DUR": hours},
        "modelled rate": {"RATE": -1.0, "MR": row["AMT"] / hours},
        "modelled duration": {"RATE": -2.0, "MD": hours},
    }[kind]
    row["SS" if steady else "ADDL"] = 1 if steady else draw(st.integers(0, 3))
    return row


def looks(times: Sequence[float] = LOOK) -> list[Row]:
    return [{"EVID": 0.0, "TIME": time} for time in times]


def one_by_one(rows: Sequence[Row]) -> list[tuple[float, int, float, float]]:
    """Every dose as (begins, CMT, amount, hours), written out from the rules of the reference page."""
    out = []
    for row in rows:
        amount = row["AMT"] * row["F"]
        rate = {-1.0: row.get("MR", 0.0)}.get(row.get("RATE", 0.0), row.get("RATE", 0.0))
        hours = row["MD"] if rate == -2 else row.get("DUR", 0.0) or (amount / rate if rate else 0.0)
        for nth in range(int(row.get("ADDL", 0)) + 1):
            out.append((row["TIME"] + row["LAG"] + nth * row["II"], int(row["CMT"]) or 1, amount, hours))
    return out


def by_ode(body: Body, rows: Sequence[Row]) -> Floats:
    """The same with DOP853, from the equations as a textbook has them."""
    p = dict.fromkeys(("q", "q3", "ka", "fm", "fp", "clm", "ke0"), 0.0) | {"v2": 1.0, "v3": 1.0, "vm": 1.0}
    p |= body.parameters
    order = {"depot": 0, "central": 1, "peripheral": 2, "peripheral 2": 3, "metabolite": 4}
    given = [(begins, order[body.structure.dosable[cmt - 1]], a, h) for begins, cmt, a, h in one_by_one(rows)]

    def change(t: float, state: Floats, inputs: Floats) -> Floats:
        depot, central, one, two, metabolite, site = state
        c, c1, c2 = central / p["v"], one / p["v2"], two / p["v3"]
        flows: Floats = np.array([
            -p["ka"] * depot,
            p["ka"] * depot - p["cl"] * c - p["q"] * (c - c1) - p["q3"] * (c - c2),
            p["q"] * (c - c1), p["q3"] * (c - c2),
            p["fp"] * p["ka"] * depot + p["fm"] * p["cl"] * c - p["clm"] * metabolite / p["vm"],
            p["ke0"] * (c - site),
        ])  # fmt: skip
        return inputs + flows

    breaks: list[float] = sorted({*LOOK, *(b for b, *_ in given), *(b + h for b, _, _, h in given)})
    breaks = [each for each in breaks if each <= LOOK[-1]]
    state, found = np.zeros(6), {}
    for at_last, now in enumerate(breaks, start=1):
        for begins, at, amount, hours in given:
            state[at] += amount * (begins == now and not hours)
        found[now] = state.copy()
        if at_last == len(breaks):
            break
        then = breaks[at_last]
        inputs = np.zeros(6)
        for begins, at, amount, hours in given:
            if hours and begins <= now < begins + hours:
                inputs[at] += amount / hours
        done = solve_ivp(change, (now, then), state, "DOP853", rtol=1e-12, atol=1e-15, args=(inputs,))
        state = done.y[:, -1].copy()
    rows_out = []
    for time in LOOK:
        values = found[time]
        outputs = [values[1] / p["v"]]
        outputs += [values[4] / p["vm"]] if body.structure.has_metabolite else []
        rows_out.append(outputs + ([values[5]] if "ke0" in body.parameters else []))
    return np.array(rows_out)


def close(found: Floats, wanted: Floats, within: float = 1e-9) -> None:
    assert found.shape == wanted.shape
    np.testing.assert_allclose(found, wanted, rtol=within, atol=within * max(1e-12, np.abs(wanted).max()))


@settings(max_examples=examples(25))
@given(st.data())
def test_it_agrees_with_an_ode_solver(data: st.DataObject) -> None:
    body = data.draw(bodies())
    # a dose at the very time of an observation counts, whichever kind: doses come first in the file here
    rows = data.draw(st.lists(doses(body), min_size=1, max_size=3))
    close(body.simulate([*rows, *looks()]), by_ode(body, rows))


@settings(max_examples=examples(60))
@given(st.data())
def test_additional_doses_equal_doses_written_out(data: st.DataObject) -> None:
    body = data.draw(bodies())
    row = data.draw(doses(body))
    written = [row | {"ADDL": 0, "TIME": row["TIME"] + nth * row["II"]} for nth in range(int(row["ADDL"]) + 1)]
    close(body.simulate([row, *looks()]), body.simulate([*written, *looks()]))


@settings(max_examples=examples(60))
@given(st.data())
def test_a_steady_state_equals_a_long_train_of_doses(data: st.DataObject) -> None:
    body = data.draw(bodies())
    row = data.draw(doses(body, steady=True))
    enough = int(np.ceil(35 / body.slowest_per_h / row["II"])) + 10
    assume(enough < 5000)
    train = row | {"SS": 0, "ADDL": enough, "TIME": row["TIME"] - enough * row["II"]}
    after = looks([row["TIME"] + h for h in (0.0, 0.1, 0.3, 2.0, 3.3, 3.9, 11.9, 30.0, 60.0)])
    close(body.simulate([row, *after]), body.simulate([train, *after]))


@settings(max_examples=examples(60))
@given(st.data())
def test_a_second_steady_state_is_added(data: st.DataObject) -> None:
    body = data.draw(bodies())
    other, steady = data.draw(doses(body)), data.draw(doses(body, steady=True))
    assume(other["TIME"] <= steady["TIME"])
    both = body.simulate([other, steady | {"SS": 2}, *looks()])
    alone = body.simulate([steady, *looks()])
    close(both, body.simulate([other, *looks()]) + alone)


@settings(max_examples=examples(60))
@given(st.data())
def test_doses_add_up_and_scale(data: st.DataObject) -> None:
    body = data.draw(bodies())
    rows = data.draw(st.lists(doses(body), min_size=2, max_size=4))
    alone = sum((body.simulate([row, *looks()]) for row in rows), np.zeros(()))
    close(body.simulate([*rows, *looks()]), alone)
    scaled = [row | {"F": 3 * row["F"]} for row in rows if not row.get("RATE", 0) > 0 and row.get("RATE", 0) != -1]
    if scaled:
        thirds = [row | {"F": row["F"] / 3} for row in scaled]
        close(body.simulate([*scaled, *looks()]), 3 * body.simulate([*thirds, *looks()]))


@settings(max_examples=examples(60))
@given(st.data())
def test_a_rate_and_a_duration_say_the_same_where_all_is_absorbed(data: st.DataObject) -> None:
    body = data.draw(bodies())
    row = data.draw(doses(body)) | {"RATE": 0.0, "DUR": 0.0, "F": 1.0}
    hours = data.draw(st.floats(0.1, 40))
    ways: list[Row] = [
        {"RATE": row["AMT"] / hours}, {"DUR": hours}, {"RATE": -1, "MR": row["AMT"] / hours}, {"RATE": -2, "MD": hours}
    ]  # fmt: skip
    first, *others = (body.simulate([row | way, *looks()]) for way in ways)
    for other in others:
        close(other, first)


@settings(max_examples=examples(40))
@given(st.data())
def test_nothing_is_lost_that_nothing_clears(data: st.DataObject) -> None:
    body = data.draw(bodies(["1cmt", "2cmt", "3cmt", "1cmt_oral", "2cmt_oral", "3cmt_oral"]))
    parameters = {name: value for name, value in body.parameters.items() if name != "ke0"} | {"cl": 0.0}
    rows = data.draw(st.lists(doses(body), min_size=1, max_size=3))
    given_in = sum(amount for _, _, amount, _ in one_by_one(rows))
    at_last = Body(body.structure, parameters).simulate([*rows, *looks([5000.0])])
    volume = sum(parameters.get(name, 0.0) for name in ("v", "v2", "v3"))
    np.testing.assert_allclose(at_last[0, 0] * volume, given_in, rtol=1e-9)


@settings(max_examples=examples(60))
@given(st.data())
def test_a_reset_forgets_everything(data: st.DataObject) -> None:
    body = data.draw(bodies())
    before = data.draw(st.lists(doses(body), min_size=1, max_size=3))
    after = data.draw(st.lists(doses(body), min_size=1, max_size=2))
    fresh = body.simulate([*after, *looks()])
    reset: Row = {"EVID": 3.0, "TIME": 0.0}
    text = [
        *sorted(before, key=lambda row: row["TIME"]),
        reset,
        *sorted([*after, *looks()], key=lambda row: row["TIME"]),
    ]
    csv = ",".join(COLUMNS) + "\n" + "\n".join(",".join(repr(float(r.get(n, 0))) for n in COLUMNS) for r in text)
    found = simulate_events(read_event_table(csv), EventModel(body.structure, body.parameters, DOSING))
    assert not found.refused
    close(found.values, fresh)


@settings(max_examples=examples(30))
@given(st.data())
def test_the_compiled_walk_is_the_python_walk(data: st.DataObject) -> None:
    body = data.draw(bodies())
    matrix = assemble(body.structure, body.parameters).rates_per_h
    count = data.draw(st.integers(1, 12))
    kind = np.array([data.draw(st.integers(0, 2)) for _ in range(count)] + [3], dtype=np.int64)
    at = np.array([data.draw(st.integers(0, len(matrix) - 1)) for _ in range(count)] + [0], dtype=np.int64)
    value = np.array([data.draw(st.floats(0, 100)) for _ in range(count)] + [0.0])
    time = np.cumsum([data.draw(st.floats(0, 10)) for _ in range(count + 1)])
    compiled = walk(matrix, time, kind, at, value, 1)
    np.testing.assert_allclose(compiled, walk.py_func(matrix, time, kind, at, value, 1), rtol=1e-13)


CELLS = [
    "",
    ".",
    "0",
    "1",
    "2",
    "3",
    "4",
    "-1",
    "-2",
    "12",
    "0.5",
    "1e-9",
    "1e-300",
    "1e300",
    "1e9",
    "99",
    "x",
    "NA",
    '"',
    "1,5",
    "nan",
]


@settings(max_examples=examples(400))
@given(st.data())
def test_whatever_stands_in_the_cells_it_is_an_answer_or_a_sentence(data: st.DataObject) -> None:
    names = ["ID", *COLUMNS]
    likely = {"ID": ["1", "2"], "TIME": ["0", "1", "2.5", "12"], "EVID": ["0", "1"], "AMT": ["0", "100"], "F": ["1"]}
    cells = st.sampled_from(CELLS)
    rows = data.draw(
        st.lists(
            st.tuples(*(st.one_of(st.sampled_from(likely.get(name, ["0"])), cells) for name in names)),
            min_size=1,
            max_size=5,
        )
    )
    model = EventModel(STRUCTURES["1cmt_oral"], {"cl": 1.0, "v": 20.0, "ka": 1.5, "ke0": 0.5}, DOSING)
    try:
        table = read_event_table("\n".join(",".join(row) for row in [names, *rows]))
    except EntryError:
        return
    found = simulate_events(table, model)
    assert found.persons + len(found.refused) == table.persons
    assert not (found.values < 0).any()
    assert all("\n" not in str(problem) for problem in found.refused.values())
