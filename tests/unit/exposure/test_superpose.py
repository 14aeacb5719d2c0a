"""Many doses on top of each other, against the sum as it stands, matrix exponentials and the differential equations."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.integrate import solve_ivp
from scipy.linalg import expm
from tests.unit.exposure.people import bodies

from speciosa.exposure import Kinetics, modes_of, read_event_table, read_model, simulate_events, superpose
from speciosa.exposure.modes import _cancelling, chain_of
from speciosa.exposure.superpose import superpose_plainly

HOUR = 3600


def regimen(people: int, doses: int, seed: int = 1) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    times = np.sort(random.integers(0, 20 * 24 * HOUR, (people, doses)), axis=1)
    mg = random.uniform(5, 60, (people, doses))
    seen = np.sort(random.integers(0, 24 * 24 * HOUR, 120))
    return times, mg, seen


def by_matrix_exponential(kinetics: Kinetics, times: np.ndarray, mg: np.ndarray, seen: np.ndarray) -> np.ndarray:
    """Event by event with SciPy's Pade approximation, which shares nothing with ours."""
    rates, rows = chain_of(kinetics)
    out = np.zeros((len(kinetics), len(kinetics.outputs), len(seen)))
    for person in range(len(kinetics)):
        for at, time in enumerate(seen):
            amounts = np.zeros(rates.shape[1])
            since = (time - times[person]) / HOUR - kinetics.alag[person]
            for hours, dose in zip(since, mg[person], strict=True):
                if hours >= 0:
                    amounts += expm(rates[person] * hours)[:, 0] * dose
            out[person, :, at] = rows[person] @ amounts
    return out


def worst(found: np.ndarray, wanted: np.ndarray) -> float:
    """Worst error over the peak of that person's output."""
    return float((np.abs(found - wanted).max(axis=2) / wanted.max(axis=2)).max())


@pytest.mark.parametrize("compartments", [1, 2, 3])
@pytest.mark.parametrize("full", [False, True])
def test_the_compiled_sum_is_the_plain_sum(compartments: int, full: bool) -> None:
    modes = modes_of(bodies(60, compartments=compartments, full=full))
    modes = modes_of(modes.kinetics.take(~modes.close))
    times, mg, seen = regimen(60, 30)
    fast, plain = superpose(modes, times, mg, seen), superpose_plainly(modes, times, mg, seen)
    ordinary = _cancelling(modes.rates_per_h, modes.weights) < 100
    assert ordinary.sum() > 45
    assert worst(fast[ordinary], plain[ordinary]) < 1e-12
    assert worst(fast, plain) < 1e-10  # large weights cancel: digits go


@pytest.mark.parametrize("compartments", [1, 2, 3])
def test_it_agrees_with_a_matrix_exponential_of_another_make(compartments: int) -> None:
    people = bodies(6, seed=2, compartments=compartments)
    times, mg, seen = regimen(6, 8)
    assert worst(superpose(modes_of(people), times, mg, seen), by_matrix_exponential(people, times, mg, seen)) < 1e-11


@pytest.mark.parametrize("apart", [0.0, 1e-15, 1e-12, 1e-9, 1e-6, 1e-4, 1e-3, 1e-2])
@pytest.mark.parametrize("pair", ["ka and alpha", "km and beta", "ka and ke0", "ka, km and ke0", "all of them"])
def test_rates_that_nearly_meet_lose_no_digits(apart: float, pair: str) -> None:
    people = bodies(4, seed=3)
    alpha, beta = (modes_of(people).rates_per_h[:, at] for at in (0, 1))
    assert people.vm is not None
    km, ke0 = modes_of(people).rates_per_h[:, 3], modes_of(people).rates_per_h[:, 4]
    ka = people.ka
    if pair in ("ka and alpha", "all of them"):
        ka = alpha * (1 + apart)
    if pair == "km and beta":
        km = beta * (1 - apart)
    if pair in ("ka, km and ke0", "all of them"):
        km = ka * (1 + apart)
    if pair in ("ka and ke0", "ka, km and ke0", "all of them"):
        ke0 = ka * (1 + 2 * apart)
    people = replace(people, ka=ka, clm=km * people.vm, ke0=ke0)
    times, mg, seen = regimen(4, 6)
    assert worst(superpose(modes_of(people), times, mg, seen), by_matrix_exponential(people, times, mg, seen)) < 1e-10


def test_uptake_slower_than_the_last_phase_is_exact_too() -> None:
    people = bodies(4, seed=4)
    people = replace(people, ka=modes_of(people).rates_per_h[:, 1] / 3)  # flip-flop
    times, mg, seen = regimen(4, 6)
    assert worst(superpose(modes_of(people), times, mg, seen), by_matrix_exponential(people, times, mg, seen)) < 1e-10


def test_it_solves_the_differential_equations() -> None:
    people = bodies(2, seed=5)
    times, mg, seen = regimen(2, 5)
    rates, rows = chain_of(people)
    found = superpose(modes_of(people), times, mg, seen)
    for person in range(2):
        arrivals = times[person] / HOUR + people.alag[person]
        amounts, now = np.zeros(rates.shape[1]), 0.0
        wanted: list[np.ndarray] = []
        stops = sorted([*((t, 0, dose) for t, dose in zip(arrivals, mg[person], strict=True)),
                        *((t / HOUR, 1, 0.0) for t in seen)])  # fmt: skip
        for stop, is_seen, dose in stops:
            if stop > now:
                run = solve_ivp(
                    lambda _, y, k=rates[person]: k @ y, (now, stop), amounts, "DOP853", rtol=1e-11, atol=1e-12
                )
                amounts, now = run.y[:, -1], stop
            if is_seen:
                wanted.append(rows[person] @ amounts)
            amounts[0] += dose
        assert worst(found[person : person + 1], np.array(wanted).T[None]) < 1e-8


def test_two_halves_of_a_record_add_up_to_the_whole() -> None:
    modes = modes_of(bodies(5))
    times, mg, seen = regimen(5, 20)
    first, second = superpose(modes, times[:, :9], mg[:, :9], seen), superpose(modes, times[:, 9:], mg[:, 9:], seen)
    assert worst(first + second, superpose(modes, times, mg, seen)) < 1e-13


def test_twice_the_doses_are_twice_the_concentration() -> None:
    modes = modes_of(bodies(5))
    times, mg, seen = regimen(5, 20)
    np.testing.assert_allclose(superpose(modes, times, 2 * mg, seen), 2 * superpose(modes, times, mg, seen), rtol=1e-13)


def test_what_goes_in_comes_out() -> None:
    """The area under the curve of one dose, times clearance, is the dose; the metabolite's is what was made of it."""
    people = bodies(5, seed=6)
    seen = np.unique(np.concatenate([np.arange(0, 72 * HOUR, 30), np.geomspace(72, 20_000, 4000) * HOUR])).astype(
        np.int64
    )
    conc = superpose(modes_of(people), np.zeros(1, np.int64), np.array([40.0]), seen)
    area = np.asarray(np.trapezoid(conc, seen / HOUR, axis=2)) / 1000
    np.testing.assert_allclose(area[:, 0] * people.cl, 40.0, rtol=1e-3)
    fm, fp, clm = (each for each in (people.fm, people.fp, people.clm) if each is not None)
    np.testing.assert_allclose(area[:, 1] * clm, 40.0 * (fm + fp), rtol=1e-3)
    np.testing.assert_allclose(area[:, 2], area[:, 0], rtol=1e-3)  # the effect site forgets nothing


def test_nothing_is_there_before_the_lag_is_over() -> None:
    people = bodies(3)
    seen = np.arange(0, 3 * HOUR, 60)
    conc = superpose(modes_of(people), np.array([HOUR]), np.array([40.0]), seen)
    early = seen[None, :] / HOUR < 1 + people.alag[:, None]
    assert (conc[:, 0][early] == 0).all()
    assert (conc[:, 0][~early][:5] >= 0).all()
    assert conc.max() > 0


def test_one_regimen_for_everybody_is_the_same_as_its_copies() -> None:
    modes = modes_of(bodies(4))
    times, mg, seen = regimen(1, 10)
    copies = superpose(modes, np.repeat(times, 4, 0), np.repeat(mg, 4, 0), np.repeat(seen[None], 4, 0))
    np.testing.assert_array_equal(superpose(modes, times[0], mg[0], seen), copies)


def test_people_whose_rates_meet_may_have_times_of_their_own() -> None:
    people = bodies(4, seed=8)
    people = replace(people, ka=np.where(np.arange(4) % 2, modes_of(people).rates_per_h[:, 0], people.ka))
    modes = modes_of(people)
    assert modes.close.tolist() == [False, True, False, True]
    times, mg, seen = regimen(4, 6)
    assert worst(superpose(modes, times, mg, seen), by_matrix_exponential(people, times, mg, seen)) < 1e-10


def test_doses_at_the_same_second_add_up() -> None:
    modes = modes_of(bodies(2))
    seen = HOUR * np.arange(10)
    twice = superpose(modes, np.zeros(2, np.int64), np.array([20.0, 10.0]), seen)
    np.testing.assert_allclose(twice, superpose(modes, np.zeros(1, np.int64), np.array([30.0]), seen), rtol=1e-13)


def test_nothing_taken_is_nothing_there() -> None:
    assert not superpose(modes_of(bodies(2)), np.empty(0, np.int64), np.empty(0), HOUR * np.arange(5)).any()


@pytest.mark.parametrize("which", ["doses", "observations"])
def test_times_that_descend_are_refused(which: str) -> None:
    ascending, descending = np.array([0, 10, 20]), np.array([0, 20, 10])
    doses, seen = (descending, ascending) if which == "doses" else (ascending, descending)
    with pytest.raises(ValueError, match="ascend"):
        superpose(modes_of(bodies(1)), doses, np.ones(3), seen)


def test_the_result_may_go_where_the_caller_says() -> None:
    modes = modes_of(bodies(3))
    times, mg, seen = regimen(3, 5)
    out = np.full((3, 3, len(seen)), np.nan)
    assert superpose(modes, times, mg, seen, out=out) is out
    assert np.isfinite(out).all()


def test_event_tables_give_the_same_answer_on_their_own_way() -> None:
    people = bodies(6, seed=9)
    times, mg, seen = regimen(6, 7)
    seen = np.unique(seen[:40])
    fast = superpose(modes_of(people), times, mg, seen)
    names = ("ka", "alag", "cl", "v", "q", "v2", "fm", "fp", "clm", "vm", "ke0")
    model = read_model(
        "[model]\nstructure='2cmt_oral_metabolite'\n[parameters]\n" + "".join(f"{n}='{n.upper()}'\n" for n in names)
    )
    lines = ["ID,TIME,AMT,EVID," + ",".join(name.upper() for name in names)]
    for person in range(6):
        own = ",".join(repr(float(getattr(people, name)[person])) for name in names)
        records = [(t, 1, repr(a)) for t, a in zip(times[person].tolist(), mg[person].tolist(), strict=True)]
        records += [(t, 0, "0") for t in seen.tolist()]
        lines += [f"{person},{t / HOUR!r},{a},{evid},{own}" for t, evid, a in sorted(records)]
    found = simulate_events(read_event_table("\n".join(lines)), model)
    assert found.outputs == ("CONC", "METABOLITE", "CE")
    slow = found.values.reshape(6, len(seen), 3).transpose(0, 2, 1) * 1000  # mg/L to ng/mL
    assert worst(fast, slow) < 1e-10


@pytest.mark.parametrize(("doses", "mg", "out"), [((3,), (2,), None), ((2, 3), (2, 3), None), ((3,), (3,), (1, 1, 2))])
def test_shapes_that_do_not_fit_are_refused(
    doses: tuple[int, ...], mg: tuple[int, ...], out: tuple[int, ...] | None
) -> None:
    modes = modes_of(bodies(4))
    room = None if out is None else np.empty(out)
    with pytest.raises(ValueError, match=r"fit|out has to be"):
        superpose(modes, np.zeros(doses, np.int64), np.ones(mg), HOUR * np.arange(5), out=room)


def test_nobody_looking_is_an_empty_answer() -> None:
    assert superpose(modes_of(bodies(3)), np.zeros(1, np.int64), np.ones(1), np.empty(0, np.int64)).shape == (3, 3, 0)
