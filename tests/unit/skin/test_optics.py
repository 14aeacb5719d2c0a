"""The layered model: what it must do whatever its numbers are, and how well it meets real skin."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.optimize import least_squares

from speciosa.knowledge import load_knowledge
from speciosa.skin import optics
from speciosa.skin.colour import lab_of
from speciosa.skin.optics import Skin, colour_of, reflectance_of

KNOWLEDGE = load_knowledge()
LIGHT = Skin(0.04, 0.008)
SKINS = st.builds(
    Skin,
    melanin=st.floats(0, 0.5), blood=st.floats(0.0005, 0.1), oxygen=st.floats(0, 1), dermal=st.floats(0, 0.1),
    loss=st.floats(0.3, 4),
)  # fmt: skip


@given(SKINS)
def test_skin_gives_back_more_than_the_gloss_and_less_than_all(skin: Skin) -> None:
    found = reflectance_of(skin, KNOWLEDGE)
    assert found.shape == (31,)
    assert np.all((found >= KNOWLEDGE.skin_optics["gloss"].value) & (found < 1))


@given(SKINS, st.sampled_from(["melanin", "blood", "dermal", "loss"]))
def test_more_of_anything_that_absorbs_never_makes_it_brighter(skin: Skin, what: str) -> None:
    more = replace(skin, **{what: getattr(skin, what) * 1.5 + 0.001})
    assert np.all(reflectance_of(more, KNOWLEDGE) <= reflectance_of(skin, KNOWLEDGE) + 1e-12)


def test_oxygen_makes_blood_redder() -> None:
    with_oxygen, without = (reflectance_of(replace(LIGHT, oxygen=each), KNOWLEDGE) for each in (1.0, 0.0))
    assert with_oxygen[25] > without[25]  # 650 nm


def test_a_layer_over_itself_is_itself() -> None:
    absorb, scatter = np.linspace(0.05, 2, 31), np.linspace(5, 2, 31)
    endless = optics._endless(absorb, scatter)
    assert optics._over(absorb, scatter, 0.3, endless) == pytest.approx(endless)


def test_two_layers_are_one_of_their_thickness_as_a_slow_solution_of_the_two_streams_says() -> None:
    absorb, scatter, below = np.full(31, 0.4), np.full(31, 3.0), np.full(31, 0.5)
    found = optics._over(absorb, scatter, 0.5, optics._over(absorb, scatter, 0.2, below))
    slow = below.copy()
    steps = 20_000
    for _ in range(steps):  # dR/dx = S - 2 (K + S) R + S R^2
        slow += 0.7 / steps * (scatter - 2 * (absorb + scatter) * slow + scatter * slow**2)
    assert found == pytest.approx(slow, abs=1e-4)


def test_deep_pigment_takes_red_and_leaves_blue_where_melanin_in_the_epidermis_takes_blue() -> None:
    usual = reflectance_of(LIGHT, KNOWLEDGE)
    tan = reflectance_of(replace(LIGHT, melanin=0.06), KNOWLEDGE) / usual
    dermal = reflectance_of(replace(LIGHT, dermal=0.02), KNOWLEDGE) / usual
    assert tan[5] < tan[25]  # 450 and 650 nm
    assert dermal[5] / dermal[25] > 1.1 * tan[5] / tan[25]


@pytest.mark.parametrize("tone", ["very_light", "light", "intermediate", "tan", "brown"])
def test_the_model_meets_the_mean_skin_of_a_tone(tone: str) -> None:
    logs = np.array(KNOWLEDGE.spectra["skin_mean"].values)
    for row in KNOWLEDGE.skin_tones:
        if row.tone == tone:
            logs = logs + row.mean * np.array(KNOWLEDGE.spectra[f"skin_pc{row.score}"].values)

    def misses(at: NDArray[np.float64]) -> NDArray[np.float64]:
        melanin, blood, loss = (float(each) for each in np.exp(at))
        return np.asarray(np.log(reflectance_of(Skin(melanin, blood, loss=loss), KNOWLEDGE)) - logs)

    found = least_squares(misses, np.log([0.05, 0.008, 1.0]))
    melanin, blood, loss = np.exp(found.x)
    assert np.sqrt(np.mean(found.fun**2)) < 0.07
    assert 0.005 < melanin < 0.2
    assert 0.002 < blood < 0.02
    assert 0.5 < loss < 2


def test_a_grey_is_grey_and_half_of_the_light_is_half_of_xyz() -> None:
    assert colour_of(np.full(31, 0.5), KNOWLEDGE) == pytest.approx(lab_of(np.array([0.95047, 1, 1.08883]) / 2))


def test_colours_are_found_for_many_at_once() -> None:
    two = np.stack([reflectance_of(LIGHT, KNOWLEDGE), np.full(31, 0.2)])
    assert colour_of(two, KNOWLEDGE)[1] == pytest.approx(colour_of(two[1], KNOWLEDGE))
