"""Who does not fit among the others."""

from __future__ import annotations

import math

import numpy as np
import pytest
from tests.unit.effect.pooling.people import PRIOR

from speciosa.effect.pooling.evidence import Evidence
from speciosa.effect.pooling.misfit import chance_among_others, misfits


def evidence_of(y: list[float], s: float = 0.3, randomised: list[bool] | None = None) -> Evidence:
    centre = np.array(y)
    trial = np.ones(len(y), dtype=bool) if randomised is None else np.array(randomised)
    width = np.full(len(y), s)
    return Evidence(trial, centre[:, None], np.zeros((len(y), 1)), width, centre, width**2)


def slowly(y: np.ndarray, v: np.ndarray, out: int) -> float:
    """The same chance with everybody else laid on a grid of means and spreads."""
    mean, spread = np.meshgrid(np.linspace(-8, 8, 1601), np.linspace(0.005, 6, 1200), indexing="ij")
    log_post = -0.5 * (mean / PRIOR.mean_sd) ** 2 - 0.5 * (spread / PRIOR.between_scale) ** 2
    for other in range(len(y)):
        if other != out:
            squared = v[other] + spread**2
            log_post -= 0.5 * (np.log(squared) + (y[other] - mean) ** 2 / squared)
    weight = np.exp(log_post - log_post.max())
    # p is that of the mean given the spread, the mean integrated out
    share = weight.sum(axis=0)
    middle = (weight * mean).sum(axis=0) / share
    var = (weight * (mean - middle) ** 2).sum(axis=0) / share
    far = np.abs(y[out] - middle) / np.sqrt(v[out] + spread[0] ** 2 + var)
    p = np.array([math.erfc(each / math.sqrt(2)) for each in far])
    return float((p * share).sum() / share.sum())


def test_leaving_one_out_by_subtraction_agrees_with_a_grid_over_the_others() -> None:
    y, v = np.array([-1.2, -0.4, -0.9, 2.5]), np.array([0.1, 0.3, 0.05, 0.2])
    found = chance_among_others(y, v, np.ones(4, dtype=bool), PRIOR.mean_sd, PRIOR.between_scale)
    assert found == pytest.approx([slowly(y, v, out) for out in range(4)], rel=0.02)


def test_one_who_is_set_aside_is_held_against_those_who_are_not() -> None:
    y, v, aside = np.array([-1.2, -0.4, -0.9, 9.0]), np.full(4, 0.1), np.array([True, True, True, False])
    with_it = chance_among_others(y, v, aside, 1.5, 1.0)
    without = chance_among_others(y[:3], v[:3], aside[:3], 1.5, 1.0)
    np.testing.assert_allclose(with_it[:3], without)


def test_an_absurd_number_is_found_and_the_others_are_not() -> None:
    assert misfits(evidence_of([-1.0, -0.7, -1.4, -0.9, -1.1, 9.0]), PRIOR).aside.tolist() == [False] * 5 + [True]


@pytest.mark.parametrize(("people", "absurd"), [(12, 2), (30, 3), (60, 6), (1000, 100)])
def test_several_absurd_numbers_that_agree_do_not_hide_each_other(people: int, absurd: int) -> None:
    honest = np.random.default_rng(1).normal(-0.8, 0.5, people).tolist()
    found = misfits(evidence_of([*honest, *np.linspace(8.8, 9.2, absurd)]), PRIOR)
    assert np.flatnonzero(found.aside).tolist() == list(range(people, people + absurd))


def test_whoever_was_far_from_the_median_and_fits_is_let_in() -> None:
    """A crowd that agrees closely, and one person whose difference the prior makes room for."""
    y = [-1.0, -1.01, -0.99, -1.02, -0.98, 0.4]
    assert 3 * np.hypot(0.3, 1.4826 * 0.015) < 1.4
    assert not misfits(evidence_of(y), PRIOR).aside.any()


def test_beside_a_single_other_the_absurd_one_is_found_too() -> None:
    assert misfits(evidence_of([-1.0, -11.0]), PRIOR).aside.tolist() == [False, True]


def test_an_absurd_number_that_a_worse_one_hid_is_found_after_it() -> None:
    """Beside 19, a 6 looks like one of many kinds of people; without it, it does not."""
    y = np.array([-1.0, -0.7, -1.4, -0.9, -1.1, -0.8, 6.0, 19.0])
    hidden = chance_among_others(y, np.full(8, 0.09), np.ones(8, dtype=bool), PRIOR.mean_sd, PRIOR.between_scale)
    assert hidden[6] > PRIOR.misfit_chance
    assert np.flatnonzero(misfits(evidence_of(y.tolist()), PRIOR).aside).tolist() == [6, 7]


@pytest.mark.parametrize("share", [0.2, 0.35])
def test_another_kind_of_people_is_not_set_aside_but_counted(share: float) -> None:
    """Hardly any effect in most, a large one in some: the minority is no error."""
    rng = np.random.default_rng(5)
    some = int(100 * share)
    y = [*rng.normal(0.0, 0.2, 100 - some), *rng.normal(-4.0, 0.2, some)]
    found = misfits(evidence_of(y), PRIOR)
    assert not found.aside.any()
    assert found.another_kind == some


def test_a_number_from_a_diary_is_held_against_diaries() -> None:
    """Diaries of many people that are off in common are not misfits among a few trials."""
    trial = [True] * 20 + [False] * 20
    y = [*np.random.default_rng(2).normal(-2.0, 0.2, 20), *np.random.default_rng(3).normal(1.5, 0.2, 20)]
    assert not misfits(evidence_of(y, randomised=trial), PRIOR).aside.any()


def test_thousands_of_honest_people_are_hardly_ever_set_aside() -> None:
    rng = np.random.default_rng(4)
    assert (
        misfits(evidence_of((rng.normal(-0.8, 0.5, 5000) + rng.normal(0, 0.3, 5000)).tolist()), PRIOR).aside.sum() == 0
    )


def test_people_who_truly_differ_are_not_misfits() -> None:
    assert not misfits(evidence_of([-3.0, 1.0, -0.5, 2.0, -2.0, 0.3]), PRIOR).aside.any()
