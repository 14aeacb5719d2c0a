"""What a record sets going and in which order, on a body in which it can be seen: V 1, half-life 1 h.

The order at equal times and the steady states are PREDPP's: NONMEM Users Guide VI, chapter V.
"""

from __future__ import annotations

import math

import numpy as np
import pytest

from speciosa.exposure import read_event_table, read_model, simulate_events
from speciosa.exposure.event_tables.steady_state import constant_infusion, past_doses
from speciosa.values.errors import EntryError

K = math.log(2)
HALVING = f'[model]\nstructure = "1cmt"\n[parameters]\ncl = {K!r}\nv = 1\n'


def levels(records: str, more: str = "", *, header: str = "TIME,AMT,EVID") -> list[float]:
    """CONC at the observations of one person."""
    found = simulate_events(read_event_table(f"{header}\n{records}"), read_model(HALVING + more))
    assert not found.refused, [str(each) for each in found.refused.values()]
    return [float(value) for value in found.values[:, 0]]


def test_at_one_time_records_are_done_in_the_order_of_the_file() -> None:
    assert levels("0,0,0\n0,8,1\n0,0,0\n1,0,0\n1,4,1\n1,0,0\n") == pytest.approx([0, 8, 4, 8])


def test_an_additional_dose_comes_before_the_records_of_its_time() -> None:
    assert levels("0,8,1,1,2\n1,0,0,0,0\n2,0,0,0,0\n3,0,0,0,0\n", header="TIME,AMT,EVID,II,ADDL") == pytest.approx(
        [12, 14, 7]
    )


def test_a_lagged_dose_comes_before_the_records_of_its_time() -> None:
    assert levels("0,8,1\n0.5,0,0\n1,0,0\n2,0,0\n", "alag = 1\n") == pytest.approx([0, 8, 4])


def test_times_that_only_rounding_keeps_apart_are_the_same() -> None:
    tenths = levels("0,8,1,0.1,3\n0.3,0,0,0,0\n", header="TIME,AMT,EVID,II,ADDL")  # 3 * 0.1 > 0.3
    assert tenths == pytest.approx([8 * sum(0.5 ** (0.1 * n) for n in range(4))])
    assert levels("0.1,8,1\n0.3,0,0\n", "alag = 0.2\n") == pytest.approx([8])  # 0.1 + 0.2 > 0.3


def test_an_infusion_ends_when_it_ends() -> None:
    by_rate = levels("0,8,1,4\n1,0,0,0\n2,0,0,0\n3,0,0,0\n", header="TIME,AMT,EVID,RATE")
    assert by_rate == pytest.approx([4 / K * 0.5, 4 / K * 0.75, 4 / K * 0.375])
    assert levels("0,8,1,2\n2,0,0,0\n", header="TIME,AMT,EVID,DUR") == pytest.approx([4 / K * 0.75])


def test_bioavailability_shortens_a_rate_and_weakens_a_duration() -> None:
    shorter = levels("0,8,1,4\n1,0,0,0\n2,0,0,0\n", "f = 0.5\n", header="TIME,AMT,EVID,RATE")
    assert shorter == pytest.approx([2 / K, 1 / K])
    weaker = levels("0,8,1,2\n1,0,0,0\n2,0,0,0\n", "f = 0.5\n", header="TIME,AMT,EVID,DUR")
    assert weaker == pytest.approx([1 / K, 1.5 / K])
    assert levels("0,8,1,4\n1,0,0,0\n", "f = 0\n", header="TIME,AMT,EVID,RATE") == [0]


def test_a_modelled_rate_and_duration_are_taken_on_the_doses_row() -> None:
    header = "TIME,AMT,EVID,RATE,R,D"
    assert levels("0,8,1,-1,4,.\n2,0,0,0,9,.\n", 'rate = "R"\n', header=header) == pytest.approx([3 / K])
    assert levels("0,8,1,-2,.,2\n2,0,0,0,.,9\n", 'd1 = "D"\n', header=header) == pytest.approx([3 / K])
    assert levels("0,8,1,-2,2\n2,0,0,0,0\n", header="TIME,AMT,EVID,RATE,DUR") == pytest.approx([3 / K])


def test_a_steady_state_is_the_sum_of_all_past_doses() -> None:
    header = "TIME,AMT,EVID,II,SS"
    assert levels("5,8,1,1,1\n5,0,0,0,0\n6,0,0,0,0\n", header=header) == pytest.approx([16, 8])


def test_a_lag_moves_the_whole_train_of_a_steady_state() -> None:
    # NONMEM 7.5.1 (ferx-core, pull request 94): C(t, L) = C(t - L + II, 0) before L, C(t - L, 0) from L on
    header, hours = "TIME,AMT,EVID,II,SS", (0.0, 0.5, 1.4, 1.5, 2.0, 3.9)
    look = "".join(f"{hour},0,0,0,0\n" for hour in hours)
    lagged = levels("0,8,1,4,1\n" + look, "alag = 1.5\n", header=header)
    peak = 8 / (1 - 0.5**4)
    assert lagged == pytest.approx([peak * 0.5 ** ((hour - 1.5) % 4) for hour in hours])


def test_an_infusion_of_the_train_that_still_runs_goes_on_to_its_own_end() -> None:
    # II 4, lag 3, 2 h long: the last one began 1 h before the record and ends 1 h after it
    look = "".join(f"{hour},0,0,0,0,0\n" for hour in (0, 1, 2, 3, 5))
    found = levels("0,8,1,4,4,1\n" + look, "alag = 3\n", header="TIME,AMT,EVID,RATE,II,SS")
    end = 4 / K * 0.75 / (1 - 0.5**4)  # at the end of an infusion
    begin = end * 0.5**2
    assert found == pytest.approx([begin / 2 + 2 / K, end, end / 2, begin, end])


def test_a_lag_longer_than_the_interval_leaves_doses_to_come() -> None:
    # doses begin at ..., -2.5, -1.5, -0.5 and, still to come, 0.5 and 1.5, then the record's own at 2.5
    look = "".join(f"{hour},0,0,0,0\n" for hour in (0, 0.5, 1.5, 2.5, 3.5))
    found = levels("0,8,1,1,1\n" + look, "alag = 2.5\n", header="TIME,AMT,EVID,II,SS")
    assert found == pytest.approx([16 * 0.5**0.5, 16, 16, 16, 8])


@pytest.mark.parametrize("hours", [1.0, 2.0, 2.5, 7.0])
def test_infusions_longer_than_the_interval_run_side_by_side(hours: float) -> None:
    # Guide VI, V.F.4, note 2: a constant infusion and a train of infusions shorter than II
    rate, ii, look = 4.0, 2.0, (0.0, 0.3, 0.9)
    records = f"0,{rate * hours},1,{rate},{ii},1\n" + "".join(f"{hour},0,0,0,0,0\n" for hour in look)
    found = levels(records, header="TIME,AMT,EVID,RATE,II,SS")
    whole, rest = divmod(hours, ii)
    begin = rate / K * (1 - 0.5**rest) / (1 - 0.5**ii) * 0.5 ** (ii - rest)
    for hour, level in zip(look, found, strict=True):
        on = min(hour, rest)
        wanted = begin * 0.5**hour + rate / K * (1 - 0.5**on) * 0.5 ** (hour - on)
        assert level == pytest.approx(whole * rate / K + wanted)


def test_a_constant_infusion_ends_at_its_record() -> None:
    found = levels("3,0,1,5,1\n3,0,0,0,0\n4,0,0,0,0\n", "alag = 9\nf = 0.1\n", header="TIME,AMT,EVID,RATE,SS")
    assert found == pytest.approx([5 / K, 2.5 / K])
    assert levels("3,0,1,-1,1\n3,0,0,0,0\n", "r1 = 5\n", header="TIME,AMT,EVID,RATE,SS") == pytest.approx([5 / K])


def test_steady_state_1_forgets_what_was_and_what_was_to_come() -> None:
    header = "TIME,AMT,EVID,RATE,II,ADDL,SS"
    busy = "0,100,1,0,0,0,0\n0,90,1,1,0,0,0\n0,50,1,0,0.75,9,0\n"
    steady = "2,8,1,0,1,0,1\n2,0,0,0,0,0,0\n3,0,0,0,0,0,0\n"
    assert levels(busy + steady, header=header) == pytest.approx([16, 8])
    assert levels(busy + steady.replace("0,1\n", "0,3\n", 1), header=header) == pytest.approx([16, 8])


def test_steady_state_2_forgets_nothing() -> None:
    header = "TIME,AMT,EVID,II,ADDL,SS"
    found = levels("0,4,1,1.5,1,0\n1,8,1,1,0,2\n1,0,0,0,0,0\n2,0,0,0,0,0\n", header=header)
    assert found == pytest.approx([16 + 2, 8 + 1 + 4 * 0.5**0.5])


def test_doses_after_a_steady_state_are_plain() -> None:
    header = "TIME,AMT,EVID,II,ADDL,SS"
    found = levels("0,8,1,2,2,1\n2,0,0,0,0,0\n5,0,0,0,0,0\n6,0,0,0,0,0\n", header=header)
    peak = 8 / (1 - 0.25)
    assert found == pytest.approx([peak, peak / 2, peak / 4])


def test_a_reset_forgets_and_may_set_the_clock_back() -> None:
    header = "TIME,AMT,EVID,RATE,II,ADDL"
    busy = "5,100,1,0,0,0\n5,90,1,1,0,0\n5,50,1,0,0.5,9\n6,0,2,0,0,0\n"
    assert levels(busy + "0,0,3,0,0,0\n0,0,0,0,0,0\n7,0,0,0,0,0\n", header=header) == [0, 0]
    assert levels(busy + "1,8,4,0,1,1\n1,0,0,0,0,0\n2,0,0,0,0,0\n", header=header) == pytest.approx([8, 12])


def test_a_reset_with_a_steady_state_dose_is_a_steady_state_dose() -> None:
    header = "TIME,AMT,EVID,II,SS"
    for steady in (1, 2):
        assert levels(f"9,3,1,0,0\n0,8,4,1,{steady}\n0,0,0,0,0\n", header=header) == pytest.approx([16])


def test_an_additional_dose_at_the_time_of_a_reset_is_forgotten() -> None:
    assert levels("0,8,1,2,1\n2,0,3,0,0\n2,0,0,0,0\n", header="TIME,AMT,EVID,II,ADDL") == [0]


def test_records_of_another_kind_do_nothing() -> None:
    assert levels("0,8,1\n0.5,0,2\n1,0,0\n") == levels("0,8,1\n1,0,0\n")


def test_a_small_rate_outlives_a_large_one() -> None:
    # the difference of the rates would have lost most of the small one's digits
    found = levels("0,1e16,1,1e16\n0,100,1,1\n60,0,0,0\n", header="TIME,AMT,EVID,RATE")
    assert found == pytest.approx([1 / K + 1e16 / K * 0.5**60], rel=1e-12)
    assert levels("0,1,1,0.3\n1,1,1,0.1\n2000,0,0,0\n", header="TIME,AMT,EVID,RATE") == [0]


def test_a_million_additional_doses_beyond_the_last_record_cost_nothing() -> None:
    assert levels("0,8,1,1,999999999\n1,0,0,0,0\n", header="TIME,AMT,EVID,II,ADDL") == pytest.approx([12])


def test_the_train_is_exact_where_elimination_is_slow() -> None:
    slow = np.array([[-1e-6]])
    train = past_doses(slow, 0, 1.0, duration_h=0, lag_h=0, ii_h=1)
    assert train.amounts[0] == pytest.approx(1 / math.expm1(1e-6), rel=1e-9)
    assert constant_infusion(slow, 0, 1.0)[0] == pytest.approx(1e6, rel=1e-9)


@pytest.mark.parametrize("rates", [[[0.0]], [[-1.5, 0.0], [1.5, 0.0]], [[-0.7, 0.3], [0.7, -0.3]]])
def test_there_is_no_steady_state_where_nothing_leaves(rates: list[list[float]]) -> None:
    closed = np.array(rates)
    with pytest.raises(EntryError, match="no steady state"):
        past_doses(closed, 0, 1.0, duration_h=0, lag_h=0, ii_h=12)
    with pytest.raises(EntryError, match="no steady state"):
        constant_infusion(closed, 0, 1.0)


def test_a_dead_end_that_no_dose_reaches_does_not_matter() -> None:
    train = past_doses(np.array([[-K, 0.0], [0.0, 0.0]]), 0, 8.0, duration_h=0, lag_h=0, ii_h=1)
    assert train.amounts.tolist() == pytest.approx([8, 0])
