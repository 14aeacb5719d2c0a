"""Points that fill a space evenly, against SciPy's own Sobol sequence."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import qmc

from speciosa.effect.exploration.quasi import MOST_DIMENSIONS, _directions, normal_points, quasi_points


def test_without_the_shift_the_points_are_scipys() -> None:
    bits = 10
    directions = _directions(MOST_DIMENSIONS)
    ours = np.zeros((2**bits, MOST_DIMENSIONS), dtype=np.uint32)
    for point in range(2**bits):
        for bit in range(bits):
            if point >> bit & 1:
                ours[point] ^= directions[bit]
    theirs = qmc.Sobol(MOST_DIMENSIONS, scramble=False).random(2**bits)
    order = [np.lexsort(each.T) for each in (ours / 2.0**32, theirs)]
    assert np.array_equal((ours / 2.0**32)[order[0]], theirs[order[1]])


@given(st.integers(1, MOST_DIMENSIONS), st.integers(0, 10), st.integers(0, 2**32))
def test_each_coordinate_has_one_point_in_each_slice(dim: int, log_count: int, seed: int) -> None:
    count = 2**log_count
    points = quasi_points(count, dim, np.random.default_rng(seed))
    assert points.shape == (count, dim)
    assert (np.sort(np.floor(points * count), axis=0) == np.arange(count)[:, None]).all()


@given(st.integers(0, 3000), st.integers(1, 8))
def test_a_shorter_set_is_the_start_of_a_longer_one(count: int, dim: int) -> None:
    short, long = (quasi_points(n, dim, np.random.default_rng(3)) for n in (count, 3000))
    assert np.array_equal(short, long[:count])


def test_a_mean_is_known_far_better_than_by_chance() -> None:
    found = [normal_points(1024, 6, np.random.default_rng(seed)) for seed in range(20)]
    errors = np.array([(each**2).sum(axis=1).mean() - 6 for each in found])
    assert errors.std() < 0.2 * np.sqrt(12 / 1024)
    assert abs(errors.mean()) < 0.02


def test_too_many_dimensions_are_refused() -> None:
    with pytest.raises(ValueError, match="1 to 12 dimensions, not 13"):
        quasi_points(8, 13, np.random.default_rng(1))


def test_the_exploration_does_not_load_the_slow_half_of_scipy() -> None:
    code = "import sys, speciosa.effect.exploration; print([m for m in ('scipy.stats', 'scipy.optimize') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
