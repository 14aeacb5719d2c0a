"""Dose and response: up to the usual dose, within what was tried, and no further."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.unit.effect.conftest import FittedTrial

from speciosa.effect.levels import dose_response_of
from speciosa.effect.posterior import DoseResponse
from speciosa.effect.usual import UsualPattern

Array = NDArray[np.float64]


@dataclass
class Asked:
    """What the function reads of a question."""

    pattern: UsualPattern
    dose: Array
    dose_unit: str = "g"


def shown(fitted_trial: FittedTrial, dose: Array, **parts: Any) -> DoseResponse | None:
    question = Asked(fitted_trial.pattern, dose, **parts)
    same: Callable[[Array], Array] = lambda values: values  # noqa: E731
    return dose_response_of(fitted_trial.response, question, per_point=1.0, widen=same)  # type: ignore[arg-type]


def test_the_usual_dose_has_the_effect_itself_and_stands_last(fitted_trial: FittedTrial) -> None:
    found = shown(fitted_trial, np.array([0.1, 3.0]))
    assert found is not None
    effect = fitted_trial.response.effect
    assert found.mean[-1] == pytest.approx(float(effect.mean()), abs=1e-8)
    assert (found.low[-1], found.high[-1]) == pytest.approx(np.quantile(effect, [0.025, 0.975]), abs=1e-8)
    usual = float(np.median(fitted_trial.pattern.amt_g))
    assert found.dose.tolist() == pytest.approx([0.25 * usual, 0.5 * usual, 0.75 * usual, usual])
    assert np.all(found.low < found.mean)
    assert np.all(found.mean < found.high)


def test_less_than_was_ever_tried_is_not_shown(fitted_trial: FittedTrial) -> None:
    usual = float(np.median(fitted_trial.pattern.amt_g))
    found = shown(fitted_trial, np.array([0.5 * usual, 2.0 * usual]))
    assert found is not None
    assert found.dose.tolist() == pytest.approx([0.5 * usual, 0.75 * usual, usual])
    assert (found.tried_low, found.tried_high) == pytest.approx((0.5 * usual, 2.0 * usual))


def test_more_than_the_usual_dose_is_never_shown(fitted_trial: FittedTrial) -> None:
    found = shown(fitted_trial, np.array([0.1, 50.0]))
    assert found is not None
    assert found.dose.max() == pytest.approx(float(np.median(fitted_trial.pattern.amt_g)))


@pytest.mark.parametrize(("dose", "unit"), [(np.array([np.nan]), "g"), (np.array([3.0]), "")])
def test_without_a_dose_there_is_no_dose_response(fitted_trial: FittedTrial, dose: Array, unit: str) -> None:
    assert shown(fitted_trial, dose, dose_unit=unit) is None


def test_amounts_that_are_no_weight_have_no_dose_response(fitted_trial: FittedTrial) -> None:
    pattern = replace(fitted_trial.pattern, amt_g=np.full(len(fitted_trial.pattern), np.nan))
    question = Asked(pattern, np.array([3.0]))
    assert dose_response_of(fitted_trial.response, question, per_point=1.0, widen=lambda values: values) is None  # type: ignore[arg-type]
