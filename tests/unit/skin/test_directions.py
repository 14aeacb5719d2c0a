"""Directions by tone, held against people's own arms and against what is known of deep pigment."""

from __future__ import annotations

import numpy as np
import pytest

from speciosa.knowledge import load_knowledge
from speciosa.skin.colour import ita_deg
from speciosa.skin.directions import Directions, angle_deg, directions_at, skin_of

KNOWLEDGE = load_knowledge()
PAIRS = KNOWLEDGE.skin_tan
LIGHT, DARK = np.array([66.0, 6.0, 15.2]), np.array([35.6, 9.2, 11.9])


def middle(row: object) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.array([getattr(row, name) for name in ("lightness", "a", "b")])


@pytest.mark.parametrize("row", PAIRS, ids=lambda row: row.key)
def test_the_tan_is_that_of_the_outer_arms_within_10_degrees(row: object) -> None:
    moved = np.array([getattr(row, name) for name in ("d_lightness", "d_a", "d_b")])
    assert angle_deg(directions_at(middle(row), KNOWLEDGE).tan, moved) < 10


def test_the_pairs_are_of_five_tones_and_their_spread_is_said() -> None:
    assert [row.key for row in PAIRS] == ["very_light", "light", "intermediate", "tan", "brown"]
    for row in PAIRS:
        assert row.n >= 20
        assert 10 < row.spread_deg < 30


@pytest.mark.parametrize("lab", [LIGHT, *(middle(row) for row in PAIRS), DARK], ids=str)
def test_every_direction_is_of_length_1_and_darker(lab: np.ndarray[tuple[int], np.dtype[np.float64]]) -> None:
    found = directions_at(lab, KNOWLEDGE)
    for each in (found.tan, found.dermal, found.blood, found.lightness):
        assert np.linalg.norm(each) == pytest.approx(1)
        assert each[0] < 0


@pytest.mark.parametrize("row", PAIRS[:4], ids=lambda row: row.key)
def test_a_tan_is_yellower_and_redder_where_deep_pigment_is_bluer_and_less_red(row: object) -> None:
    found = directions_at(middle(row), KNOWLEDGE)
    assert found.tan[1] > 0 < found.tan[2]
    assert found.dermal[1] < 0 > found.dermal[2]


def test_in_light_skin_the_typology_angle_sees_a_tan_better_than_as_much_deep_pigment() -> None:
    found = directions_at(LIGHT, KNOWLEDGE)
    tan, dermal, blood = (
        float(ita_deg(LIGHT + 5 * each) - ita_deg(LIGHT)) for each in (found.tan, found.dermal, found.blood)
    )
    assert tan < -10
    assert -8.5 < dermal < -3
    assert -10 < blood < -5


def test_a_flush_is_redder_than_anything_else() -> None:
    for lab in (LIGHT, *(middle(row) for row in PAIRS)):
        found = directions_at(lab, KNOWLEDGE)
        assert found.blood[1] > max(found.tan[1], found.dermal[1], found.lightness[1])


def test_tan_and_deep_pigment_come_together_as_skin_gets_darker() -> None:
    labs = [LIGHT, middle(PAIRS[-1]), DARK, np.array([30.0, 8.0, 8.0])]
    angles = [directions_at(lab, KNOWLEDGE).tan_dermal_deg for lab in labs]
    assert angles == sorted(angles, reverse=True)
    assert angles[0] > 45
    assert angles[2] < 30


def test_shading_leaves_the_chromaticity_as_it_is() -> None:
    found = directions_at(LIGHT, KNOWLEDGE).lightness
    assert found / found[0] == pytest.approx((LIGHT + np.array([16, 0, 0])) / 82.0, rel=1e-6)


def test_melanin_is_what_makes_a_tone() -> None:
    skins = [skin_of(middle(row), KNOWLEDGE) for row in PAIRS]
    melanin = [each.melanin for each in skins]
    assert melanin == sorted(melanin)
    assert melanin[-1] > 3 * melanin[0]
    assert all(0.004 < each.blood < 0.016 for each in skins)


def test_the_spread_of_tans_is_that_of_the_nearest_tones() -> None:
    row = PAIRS[1]
    assert directions_at(middle(row), KNOWLEDGE).tan_spread_deg == pytest.approx(row.spread_deg)
    assert directions_at(DARK, KNOWLEDGE).tan_spread_deg == PAIRS[-1].spread_deg


def test_colours_at_the_ends_still_have_directions() -> None:
    for lab in ([95.0, 0.0, 2.0], [12.0, 3.0, 2.0], [60.0, 30.0, 5.0], [60.0, -5.0, -5.0]):
        found = directions_at(np.array(lab), KNOWLEDGE)
        assert isinstance(found, Directions)
        assert np.all(np.isfinite([*found.tan, *found.dermal, *found.blood, *found.lightness]))


def test_a_slightly_other_colour_has_nearly_the_same_directions() -> None:
    rng = np.random.default_rng(5)
    for lab in (LIGHT, middle(PAIRS[3]), DARK):
        here = directions_at(lab, KNOWLEDGE)
        for _ in range(5):
            near = directions_at(lab + rng.normal(0, 0.5, 3), KNOWLEDGE)
            assert angle_deg(here.tan, near.tan) < 6
            assert angle_deg(here.dermal, near.dermal) < 6
