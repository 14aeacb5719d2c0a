"""A change that no tan makes: yellow, red, grey."""

import numpy as np
import pytest

from speciosa.knowledge import Knowledge
from speciosa.skin.change import Change, delta_e_estimate, off_the_tan
from speciosa.skin.directions import directions_at

LIGHT = np.array([62.0, 9.0, 17.0])
SURE = 0.05 * np.eye(3)


@pytest.mark.parametrize("shift", [(-1.0, 0.5, 6.0), (-1.0, 5.0, 0.5), (0.0, -4.0, -4.0)])
def test_yellow_red_and_grey_are_off_the_tan(knowledge: Knowledge, shift: tuple[float, float, float]) -> None:
    assert off_the_tan(np.array(shift), SURE, directions_at(LIGHT, knowledge), knowledge)


@pytest.mark.parametrize("size", [-8.0, -3.0, 0.0, 1.0, 5.0, 10.0])
@pytest.mark.parametrize("astray_deg", [0.0, 15.0])
def test_a_tan_that_comes_or_fades_is_not(knowledge: Knowledge, size: float, astray_deg: float) -> None:
    directions = directions_at(LIGHT, knowledge)
    across = np.cross(directions.tan, [0.0, 0.0, 1.0])
    across /= np.linalg.norm(across)
    turned = np.cos(np.radians(astray_deg)) * directions.tan + np.sin(np.radians(astray_deg)) * across
    assert not off_the_tan(size * turned, SURE, directions, knowledge)


def test_what_chance_may_do_is_not(knowledge: Knowledge) -> None:
    directions = directions_at(LIGHT, knowledge)
    assert not off_the_tan(np.array([-1.0, 0.5, 6.0]), 4.0 * np.eye(3), directions, knowledge)


def test_no_change_has_an_upper_end_above_nothing(knowledge: Knowledge) -> None:
    seen = delta_e_estimate(Change(LIGHT, np.array([0.01, 0.0, 0.0]), 0.2 * np.eye(3)), np.random.default_rng(0))
    assert seen.low_95 == 0
    assert seen.high_95 > 0.5
