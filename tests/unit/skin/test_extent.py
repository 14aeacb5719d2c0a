"""How much of the window changed, and how visibly: against windows whose truth is known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from bench.skin_extent import icc
from bench.skin_windows import MARGIN, PITCH_MM, POINTS, Skin, area_of, place, window

from speciosa.knowledge import load_knowledge
from speciosa.skin.cells import cells_of, texture_of
from speciosa.skin.colour import Colours, delta_e_00
from speciosa.skin.extent import extent_of
from speciosa.skin.lesion import Lesion, lesion_of
from speciosa.skin.measurement import WindowMap

KNOWLEDGE = load_knowledge()
SKIN = Skin()
QUIET = Skin(grain=0.3, mottle=0.05, freckles=0, hairs=0, slope=0.0, session_sd=0.1)


def texture(skin: Skin, rng: np.random.Generator, sessions: int = 4) -> Colours:
    cells = [cells_of(window(skin, rng), KNOWLEDGE) for _ in range(sessions)]
    return np.concatenate([texture_of(each) for each in cells if each is not None])


def found(one: WindowMap, noise: Colours) -> Lesion:
    lesion = lesion_of(one, noise, KNOWLEDGE)
    assert lesion is not None
    return lesion


def without_skin(one: WindowMap, share: float) -> WindowMap:
    lab = one.lab.copy()
    lab[: int(share * POINTS)] = np.nan
    return WindowMap(lab, one.pitch_mm)


def test_areas_agree_with_the_truth() -> None:
    rng = np.random.default_rng(0)
    truth, ours = [], []
    for area in np.geomspace(0.5, 8, 12):
        alpha = place(float(area), rng, edge_sd_mm=rng.uniform(0.2, 1.0))
        truth.append(area_of(alpha))
        ours.append(found(window(SKIN, rng, alpha=alpha, contrast=6), texture(SKIN, rng)).area_cm2)
    assert icc(np.array(truth), np.array(ours)) > 0.99
    assert np.abs(np.array(ours) / truth - 1).mean() < 0.05


@pytest.mark.parametrize("edge_sd_mm", [0.1, 0.6, 1.2])
def test_a_soft_edge_does_not_change_the_area(edge_sd_mm: float) -> None:
    rng = np.random.default_rng(3)
    alpha = place(2.0, rng, edge_sd_mm=edge_sd_mm)
    lesion = found(window(QUIET, rng, alpha=alpha, contrast=6), texture(QUIET, rng))
    assert lesion.area_cm2 == pytest.approx(area_of(alpha), rel=0.04)


@pytest.mark.parametrize("contrast", [3.0, 5.0, 9.0])
def test_a_stronger_place_is_not_a_larger_one(contrast: float) -> None:
    rng = np.random.default_rng(4)
    alpha = place(2.0, rng)
    lesion = found(window(SKIN, rng, alpha=alpha, contrast=contrast), texture(SKIN, rng))
    assert lesion.area_cm2 == pytest.approx(area_of(alpha), rel=0.06)


def test_hairs_do_not_take_area_away() -> None:
    rng = np.random.default_rng(5)
    alpha = place(3.0, rng)
    hairy = replace(SKIN, hairs=30)
    lesion = found(window(hairy, rng, alpha=alpha, contrast=6), texture(hairy, rng))
    assert lesion.area_cm2 == pytest.approx(area_of(alpha), rel=0.05)


def test_a_slope_of_light_is_no_place() -> None:
    rng = np.random.default_rng(6)
    sloping = replace(QUIET, slope=5.0)
    noise = texture(sloping, rng)
    assert found(window(sloping, rng), noise).area_cm2 == 0
    alpha = place(1.5, rng)
    assert found(window(sloping, rng, alpha=alpha, contrast=5), noise).area_cm2 == pytest.approx(
        area_of(alpha), rel=0.05
    )


def test_half_a_window_is_half_a_window() -> None:
    rng = np.random.default_rng(7)
    half = np.zeros((POINTS, POINTS))
    half[:, POINTS // 2 :] = 1.0
    lesion = found(window(QUIET, rng, alpha=half, contrast=5), texture(QUIET, rng))
    assert lesion.area_cm2 == pytest.approx(area_of(half), rel=0.03)


def test_how_visible_a_place_is_is_its_difference_from_the_rest() -> None:
    rng = np.random.default_rng(8)
    alpha = place(5.0, rng, edge_sd_mm=0.2)
    lesion = found(window(QUIET, rng, alpha=alpha, contrast=6), texture(QUIET, rng))
    truth = float(delta_e_00(np.array(QUIET.lab), np.array(QUIET.lab) + lesion.apart_lab))
    assert np.linalg.norm(lesion.apart_lab) == pytest.approx(6, rel=0.05)
    assert lesion.delta_e_00 == pytest.approx(truth, rel=0.05)


def test_a_window_with_little_skin_says_nothing() -> None:
    rng = np.random.default_rng(10)
    assert lesion_of(without_skin(window(SKIN, rng), 0.7), texture(SKIN, rng), KNOWLEDGE) is None


def baseline(skin: Skin, rng: np.random.Generator, sessions: int = 6) -> list[WindowMap]:
    return [window(skin, rng) for _ in range(sessions)]


def test_extent_and_visibility_of_a_new_place_hold_the_truth() -> None:
    rng = np.random.default_rng(11)
    alpha = place(2.0, rng)
    latest = [window(SKIN, rng, alpha=alpha, contrast=5) for _ in range(3)]
    extent, visibility = extent_of(baseline(SKIN, rng), latest, KNOWLEDGE)
    assert extent is not None
    assert visibility is not None
    assert extent.low_95 <= area_of(alpha) <= extent.high_95
    assert extent.mean == pytest.approx(area_of(alpha), rel=0.05)
    assert 3 < visibility.mean < 5
    assert visibility.low_95 < visibility.mean < visibility.high_95


def test_what_was_there_before_is_taken_off() -> None:
    rng = np.random.default_rng(12)
    mole = place(1.0, rng)
    before = [window(SKIN, rng, alpha=mole, contrast=6) for _ in range(6)]
    extent, _ = extent_of(before, [window(SKIN, rng, alpha=mole, contrast=6) for _ in range(3)], KNOWLEDGE)
    assert extent is not None
    assert extent.mean < 0.1


def test_a_place_that_was_laid_elsewhere_in_the_window_is_no_new_one() -> None:
    rng = np.random.default_rng(13)
    before = [window(QUIET, rng, alpha=place(1.0, rng), contrast=6) for _ in range(6)]
    extent, _ = extent_of(before, [window(QUIET, rng, alpha=place(1.0, rng), contrast=6)], KNOWLEDGE)
    assert extent is not None
    assert extent.mean < 0.1


def test_a_change_of_the_whole_window_is_the_whole_window_and_has_no_surround() -> None:
    rng = np.random.default_rng(14)
    extent, visibility = extent_of(baseline(SKIN, rng), [window(SKIN, rng, shift=5) for _ in range(3)], KNOWLEDGE)
    assert extent is not None
    assert extent.mean == pytest.approx(((POINTS - 2 * MARGIN) * PITCH_MM / 10) ** 2, rel=0.03)
    assert visibility is None


def test_a_lighter_patch_is_no_darker_rest() -> None:
    rng = np.random.default_rng(9)
    lighter = [window(SKIN, rng, alpha=place(2.0, rng), contrast=-6) for _ in range(2)]
    extent, _ = extent_of(baseline(SKIN, rng), lighter, KNOWLEDGE)
    assert extent is not None
    assert extent.mean < 0.5


def test_a_place_that_fills_most_of_the_window_is_found() -> None:
    rng = np.random.default_rng(18)
    most = np.zeros((POINTS, POINTS))
    most[:, POINTS // 4 :] = 1.0
    extent, _ = extent_of(baseline(SKIN, rng), [window(SKIN, rng, alpha=most, contrast=6)], KNOWLEDGE)
    assert extent is not None
    assert extent.mean == pytest.approx(area_of(most), rel=0.05)


def test_nothing_new_is_next_to_nothing() -> None:
    rng = np.random.default_rng(15)
    for _ in range(2):
        extent, _ = extent_of(baseline(SKIN, rng), [window(SKIN, rng) for _ in range(3)], KNOWLEDGE)
        assert extent is not None
        assert extent.mean < 0.5


def test_too_short_a_baseline_or_no_skin_gives_no_answer() -> None:
    rng = np.random.default_rng(16)
    one = window(SKIN, rng)
    assert extent_of(baseline(SKIN, rng, 2), [one], KNOWLEDGE) == (None, None)
    assert extent_of(baseline(SKIN, rng, 3), [without_skin(one, 0.9)], KNOWLEDGE) == (None, None)


def test_the_interval_stays_within_the_window() -> None:
    rng = np.random.default_rng(17)
    extent, _ = extent_of(baseline(SKIN, rng, 3), [window(SKIN, rng, shift=8)], KNOWLEDGE)
    assert extent is not None
    assert 0 <= extent.low_95 <= extent.mean <= extent.high_95 <= 16
