"""Colorimetry: against the published colour differences, against colour-science, and there and back."""

from __future__ import annotations

import warnings
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from speciosa.skin.colour import (
    WHITE,
    delta_e_00,
    hue_deg,
    ita_deg,
    lab_of,
    linear_from,
    linear_of,
    srgb_of,
    xyz_from,
    xyz_of,
)

_printed = np.get_printoptions()
with warnings.catch_warnings():  # it warns of optional parts that are not installed
    warnings.simplefilter("ignore")
    import colour as peer
np.set_printoptions(**_printed)  # which it changes for everybody

Array = NDArray[np.float64]
Colour = tuple[float, float, float]

# Sharma, Wu & Dalal 2005, doi:10.1002/col.20070, table 1: all 34 pairs
PUBLISHED: tuple[tuple[Colour, Colour, float], ...] = (
    ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
    ((50.0, 3.1571, -77.2803), (50.0, 0.0, -82.7485), 2.8615),
    ((50.0, 2.8361, -74.02), (50.0, 0.0, -82.7485), 3.4412),
    ((50.0, -1.3802, -84.2814), (50.0, 0.0, -82.7485), 1.0000),
    ((50.0, -1.1848, -84.8006), (50.0, 0.0, -82.7485), 1.0000),
    ((50.0, -0.9009, -85.5211), (50.0, 0.0, -82.7485), 1.0000),
    ((50.0, 0.0, 0.0), (50.0, -1.0, 2.0), 2.3669),
    ((50.0, -1.0, 2.0), (50.0, 0.0, 0.0), 2.3669),
    ((50.0, 2.49, -0.001), (50.0, -2.49, 0.0009), 7.1792),
    ((50.0, 2.49, -0.001), (50.0, -2.49, 0.001), 7.1792),
    ((50.0, 2.49, -0.001), (50.0, -2.49, 0.0011), 7.2195),
    ((50.0, 2.49, -0.001), (50.0, -2.49, 0.0012), 7.2195),
    ((50.0, -0.001, 2.49), (50.0, 0.0009, -2.49), 4.8045),
    ((50.0, -0.001, 2.49), (50.0, 0.001, -2.49), 4.8045),
    ((50.0, -0.001, 2.49), (50.0, 0.0011, -2.49), 4.7461),
    ((50.0, 2.5, 0.0), (50.0, 0.0, -2.5), 4.3065),
    ((50.0, 2.5, 0.0), (73.0, 25.0, -18.0), 27.1492),
    ((50.0, 2.5, 0.0), (61.0, -5.0, 29.0), 22.8977),
    ((50.0, 2.5, 0.0), (56.0, -27.0, -3.0), 31.9030),
    ((50.0, 2.5, 0.0), (58.0, 24.0, 15.0), 19.4535),
    ((50.0, 2.5, 0.0), (50.0, 3.1736, 0.5854), 1.0000),
    ((50.0, 2.5, 0.0), (50.0, 3.2972, 0.0), 1.0000),
    ((50.0, 2.5, 0.0), (50.0, 1.8634, 0.5757), 1.0000),
    ((50.0, 2.5, 0.0), (50.0, 3.2592, 0.335), 1.0000),
    ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
    ((63.0109, -31.0961, -5.8663), (62.8187, -29.7946, -4.0864), 1.2630),
    ((61.2901, 3.7196, -5.3901), (61.4292, 2.248, -4.962), 1.8731),
    ((35.0831, -44.1164, 3.7933), (35.0232, -40.0716, 1.5901), 1.8645),
    ((22.7233, 20.0904, -46.694), (23.0331, 14.973, -42.5619), 2.0373),
    ((36.4612, 47.858, 18.3852), (36.2715, 50.5065, 21.2231), 1.4146),
    ((90.8027, -2.0831, 1.441), (91.1528, -1.6435, 0.0447), 1.4441),
    ((90.9257, -0.5406, -0.9208), (88.6381, -0.8985, -0.7239), 1.5381),
    ((6.7747, -0.2908, -2.4247), (5.8714, -0.0985, -2.2286), 0.6377),
    ((2.0776, 0.0795, -1.135), (0.9033, -0.0636, -0.5514), 0.9082),
)  # fmt: skip
LABS = st.tuples(st.floats(0, 100), st.floats(-110, 110), st.floats(-110, 110)).map(np.array)
SKINS = st.tuples(st.floats(20, 90), st.floats(0, 30), st.floats(2, 35)).map(np.array)
CODES = arrays(np.float64, (3,), elements=st.floats(0, 1))


def some_labs() -> Array:
    rng = np.random.default_rng(4)
    return rng.uniform((0, -90, -90), (100, 90, 90), (500, 3))


@pytest.mark.parametrize(("one", "other", "apart"), PUBLISHED)
def test_a_published_pair_is_as_far_apart_as_published(one: Colour, other: Colour, apart: float) -> None:
    assert round(float(delta_e_00(np.array(one), np.array(other))), 4) == apart
    assert round(float(delta_e_00(np.array(other), np.array(one))), 4) == apart


def test_differences_are_those_of_colour_science() -> None:
    one, other = some_labs(), some_labs()[::-1]
    assert delta_e_00(one, other) == pytest.approx(peer.delta_E(one, other, method="CIE 2000"), abs=1e-9)


def test_sharma_s_rule_for_opposite_hues_is_followed_at_its_very_edge() -> None:
    """Exactly half a turn apart: the way of turning must not depend on who comes first."""
    one, other = np.array([50.0, 3.0, 0.0]), np.array([50.0, -3.0, 0.0])
    assert delta_e_00(one, other) == delta_e_00(other, one)
    beside = delta_e_00(one, np.array([50.0, -3.0, 1e-9])), delta_e_00(one, np.array([50.0, -3.0, -1e-9]))
    assert min(beside) - 1e-6 <= delta_e_00(one, other) <= max(beside) + 1e-6


@given(LABS, LABS)
def test_a_difference_has_no_order_and_is_never_below_zero(one: Array, other: Array) -> None:
    there, back = delta_e_00(one, other), delta_e_00(other, one)
    assert there == pytest.approx(back, rel=1e-9, abs=1e-9)
    assert there >= 0


@given(LABS)
def test_a_colour_does_not_differ_from_itself(lab: Array) -> None:
    assert delta_e_00(lab, lab) == 0


@given(SKINS, st.floats(0.2, 2))
def test_on_grey_the_difference_grows_with_lightness_alone(lab: Array, step: float) -> None:
    """With equal chroma the formula is L's own: dL / S_L."""
    other = np.add(lab, [step, 0, 0])
    mean = lab[0] + step / 2
    s_l = 1 + 0.015 * (mean - 50) ** 2 / np.sqrt(20 + (mean - 50) ** 2)
    assert delta_e_00(lab, other) == pytest.approx(step / s_l, rel=1e-9)


def test_xyz_and_lab_are_those_of_colour_science() -> None:
    xy = peer.XYZ_to_xy(WHITE)
    xyz = np.random.default_rng(1).uniform(0, 1, (300, 3)) * WHITE
    xyz[:20] *= 1e-3  # where the cube root gives way to a line
    assert lab_of(xyz) == pytest.approx(peer.XYZ_to_Lab(xyz, xy), abs=1e-9)
    assert xyz_from(some_labs()) == pytest.approx(peer.Lab_to_XYZ(some_labs(), xy), abs=1e-9)


def test_srgb_is_that_of_colour_science() -> None:
    codes = np.random.default_rng(2).uniform(0, 1, (300, 3))
    codes[:20] *= 0.08
    linear = np.asarray(peer.models.eotf_sRGB(codes), dtype=np.float64)
    assert linear_of(codes) == pytest.approx(linear, abs=1e-6)  # the standard's two pieces meet in rounded numbers
    assert srgb_of(linear) == pytest.approx(peer.models.eotf_inverse_sRGB(linear), abs=1e-6)
    to_xyz = peer.RGB_COLOURSPACES["sRGB"].matrix_RGB_to_XYZ
    assert xyz_of(linear) == pytest.approx(linear @ to_xyz.T, abs=2e-4)
    assert linear_from(linear) == pytest.approx(linear @ np.linalg.inv(to_xyz).T, abs=2e-3)


@pytest.mark.parametrize(
    ("lab", "angle"),
    [
        ((50, 10, 15), 0.0), ((65, 8, 15), 45.0), ((35, 8, 15), -45.0), ((50 + 15 * 3**0.5, 0, 15), 60.0),
        ((70, 7, 14), np.degrees(np.arctan(20 / 14))),
    ],
)  # fmt: skip
def test_the_typology_angle_of_known_colours(lab: Colour, angle: float) -> None:
    assert ita_deg(np.array(lab)) == pytest.approx(angle, abs=1e-9)


@given(SKINS, st.floats(0.1, 10))
def test_the_typology_angle_rises_with_lightness_and_not_with_red(lab: Array, step: float) -> None:
    assert ita_deg(np.add(lab, [step, 0, 0])) > ita_deg(lab)
    assert ita_deg(np.add(lab, [0, step, 0])) == ita_deg(lab)


def test_the_hue_of_known_colours() -> None:
    assert hue_deg(np.array([[50, 10, 0], [50, 0, 10], [50, 10, 10], [50, 10, -10.0]])) == pytest.approx(
        [0, 90, 45, -45]
    )


@pytest.mark.parametrize("of", [lab_of, xyz_from, linear_of, srgb_of, xyz_of, linear_from])
def test_colours_keep_their_leading_dimensions(of: Callable[[Array], Array]) -> None:
    many = np.random.default_rng(3).uniform(0.01, 0.9, (2, 3, 4, 3))
    assert of(many).shape == many.shape
    assert of(many)[1, 2, 3] == pytest.approx(of(many[1, 2, 3]), rel=1e-12)


@pytest.mark.parametrize("of", [ita_deg, hue_deg, lambda lab: delta_e_00(lab, np.array([50.0, 10, 15]))])
def test_numbers_of_a_colour_keep_all_dimensions_but_the_last(of: Callable[[Array], Array]) -> None:
    many = some_labs()[:24].reshape(2, 3, 4, 3)
    assert of(many).shape == (2, 3, 4)
    assert of(many)[0, 0, 2] == pytest.approx(of(many[:1, :1])[0, 0, 2])


@pytest.mark.parametrize("of", [lab_of, xyz_from, linear_of, srgb_of, xyz_of, linear_from])
def test_a_colour_that_is_not_known_stays_unknown_and_its_neighbours_known(of: Callable[[Array], Array]) -> None:
    answer = of(np.array([[np.nan] * 3, [0.4] * 3]))
    assert np.isnan(answer[0]).all()
    assert np.isfinite(answer[1]).all()


def test_a_number_of_an_unknown_colour_is_unknown() -> None:
    unknown, known = np.full(3, np.nan), np.array([50.0, 10, 15])
    assert np.isnan([ita_deg(unknown), hue_deg(unknown), delta_e_00(unknown, known), delta_e_00(known, unknown)]).all()


@given(CODES)
def test_codes_go_to_light_and_back(codes: Array) -> None:
    assert srgb_of(linear_of(codes)) == pytest.approx(codes, abs=1e-6)
    assert linear_from(xyz_of(linear_of(codes))) == pytest.approx(linear_of(codes), abs=1e-12)


@given(LABS)
def test_lab_goes_to_xyz_and_back(lab: Array) -> None:
    assert lab_of(xyz_from(lab)) == pytest.approx(lab, abs=1e-9)


@given(st.floats(0, 1), st.floats(0, 1))
def test_more_light_is_a_higher_code(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert srgb_of(np.array(low)) <= srgb_of(np.array(high))


def test_light_out_of_range_is_held_at_the_ends() -> None:
    assert srgb_of(np.array([-0.2, 1.7])) == pytest.approx([0, 1])
