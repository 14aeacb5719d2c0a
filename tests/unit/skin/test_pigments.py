"""The two indices and their errors."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from speciosa.knowledge import load_knowledge
from speciosa.skin.colour import lab_of, linear_from, xyz_from
from speciosa.skin.directions import directions_at
from speciosa.skin.pigments import erythema_index, indices_of, melanin_index

KNOWLEDGE = load_knowledge()
SKIN = st.tuples(st.floats(25, 75), st.floats(3, 18), st.floats(5, 25)).map(np.array)


@given(SKIN)
def test_they_are_the_logarithms_of_two_channels(lab: np.ndarray[tuple[int], np.dtype[np.float64]]) -> None:
    red, green, _ = linear_from(xyz_from(lab))
    assert melanin_index(lab) == pytest.approx(-100 * np.log10(red))
    assert erythema_index(lab) == pytest.approx(100 * np.log10(red / green))


@given(SKIN, st.floats(0.3, 1.5))
def test_the_light_changes_melanin_but_not_erythema(
    lab: np.ndarray[tuple[int], np.dtype[np.float64]], light: float
) -> None:
    other = lab_of(light * xyz_from(lab))
    assert melanin_index(other) - melanin_index(lab) == pytest.approx(-100 * np.log10(light), abs=1e-6)
    assert erythema_index(other) == pytest.approx(erythema_index(lab), abs=1e-6)


@pytest.mark.parametrize("row", KNOWLEDGE.skin_tan, ids=lambda row: row.key)
def test_a_tan_raises_melanin_and_a_flush_raises_erythema_more_than_the_other(row: object) -> None:
    lab = np.array([getattr(row, name) for name in ("lightness", "a", "b")])
    ways = directions_at(lab, KNOWLEDGE)
    tan, flush = indices_of(lab + 3 * ways.tan), indices_of(lab + 3 * ways.blood)
    here = indices_of(lab)
    assert tan.melanin - here.melanin > flush.melanin - here.melanin > 0
    assert flush.erythema - here.erythema > 1.5 * (tan.erythema - here.erythema)


@given(SKIN)
def test_the_errors_are_those_of_many_draws(lab: np.ndarray[tuple[int], np.dtype[np.float64]]) -> None:
    spread = np.array([0.5, 0.3, 0.4])
    draws = lab + spread * np.random.default_rng(1).standard_normal((20_000, 3))
    found, drawn = indices_of(lab, spread), indices_of(draws)
    assert found.melanin_sd == pytest.approx(drawn.melanin.std(), rel=0.05)
    assert found.erythema_sd == pytest.approx(drawn.erythema.std(), rel=0.05)


def test_a_map_is_its_points_one_by_one() -> None:
    rng = np.random.default_rng(2)
    labs = np.stack([rng.uniform(25, 75, (4, 5)), rng.uniform(3, 15, (4, 5)), rng.uniform(5, 25, (4, 5))], axis=-1)
    spread = rng.uniform(0.1, 1, (4, 5, 3))
    whole = indices_of(labs, spread)
    for at in np.ndindex(4, 5):
        alone = indices_of(labs[at], spread[at])
        assert [each[at] for each in whole] == pytest.approx([float(each) for each in alone])


def test_no_errors_in_are_no_errors_out() -> None:
    found = indices_of(np.array([60.0, 8.0, 18.0]), np.zeros(3))
    assert found.melanin_sd == found.erythema_sd == 0


def test_black_has_an_index_and_no_error_of_its_own() -> None:
    found = indices_of(np.zeros(3), np.full(3, 0.1))
    assert found.melanin == pytest.approx(400)
    assert np.isfinite([found.erythema, found.melanin_sd, found.erythema_sd]).all()
