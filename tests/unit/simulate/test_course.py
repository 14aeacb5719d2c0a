"""Pain without kratom."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from speciosa.simulate import PersonModel
from speciosa.simulate.course import drug_free_nrs, flares_of, ou_path
from speciosa.simulate.streams import stream


def test_slow_ups_and_downs_have_their_spread_and_their_memory() -> None:
    path = ou_path(200_000, 0.7, 24.0, np.random.default_rng(3))
    assert path.std() == pytest.approx(0.7, rel=0.04)
    for lag_h in (6, 24, 48):
        again = np.corrcoef(path[:-lag_h], path[lag_h:])[0, 1]
        assert again == pytest.approx(np.exp(-lag_h / 24), abs=0.03)


def test_slow_ups_and_downs_start_in_their_steady_state() -> None:
    starts = [ou_path(2, 0.7, 48.0, stream(seed, "x"))[0] for seed in range(2000)]
    assert np.std(starts) == pytest.approx(0.7, rel=0.06)


def test_flares_last_two_to_four_days_and_come_about_as_often_as_stated(model: PersonModel) -> None:
    course = model.course
    flares = flares_of(course, 20_000 * 24.0, np.random.default_rng(5))
    lengths_d = np.array([each.end_h - each.start_h for each in flares]) / 24
    assert course.flare_shortest_d <= lengths_d.min() < lengths_d.max() <= course.flare_longest_d
    waits_d = np.array([b.start_h - a.end_h for a, b in pairwise(flares)]) / 24
    assert waits_d.mean() == pytest.approx(course.flare_every_d, rel=0.1)


def test_mornings_are_worse_than_evenings(model: PersonModel) -> None:
    quiet = replace(model.course, ou_sd_nrs=0.0, flare_nrs=0.0, trend_nrs_per_30_d=0.0)
    hours = np.arange(240.0)
    pain, _ = drug_free_nrs(quiet, hours, hours % 24, seed=1)
    assert pain[7] - pain[19] == pytest.approx(2 * quiet.daily_amplitude_nrs)
    assert pain.mean() == pytest.approx(quiet.baseline_nrs)


def test_the_trend_is_per_thirty_days(model: PersonModel) -> None:
    rising = replace(model.course, ou_sd_nrs=0.0, flare_nrs=0.0, trend_nrs_per_30_d=0.3)
    hours = np.arange(721.0)
    pain, _ = drug_free_nrs(rising, hours, hours % 24, seed=1)
    assert pain[720] - pain[0] == pytest.approx(0.3)


def test_asking_for_one_stream_changes_no_other() -> None:
    alone = stream(9, "flares").random(3)
    stream(9, "something new").random(100)
    assert (stream(9, "flares").random(3) == alone).all()
    assert (stream(9, "flare").random(3) != alone).all()
