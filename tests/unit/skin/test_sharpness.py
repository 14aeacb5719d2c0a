"""Blur is told in millimetres: as much as was put in, in the direction where it is worst, whatever the noise."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest
from tests.unit.skin.photos_made import SMALL, small_scene, straight_of, taken, usual_photo
from tests.unit.skin.straight_cards import drawn, straight

from speciosa.knowledge import Knowledge
from speciosa.skin.card import Card, card_of
from speciosa.skin.rectify import StraightCard
from speciosa.skin.sharpness import blur_mm


@pytest.fixture(scope="module")
def card(knowledge: Knowledge) -> Card:
    return card_of(7, knowledge)


@pytest.mark.parametrize("put_in_mm", [0.15, 0.3, 0.45])
def test_the_blur_put_in_comes_out(card: Card, put_in_mm: float) -> None:
    seen = blur_mm(straight(drawn(card, 7), card, 7, blur_mm=put_in_mm), card)
    assert seen == pytest.approx(put_in_mm, rel=0.2)


def test_a_sharp_card_has_no_more_blur_than_its_pixels(card: Card) -> None:
    assert blur_mm(straight(drawn(card, 7), card, 7), card) < 0.6 / 7


def test_a_blurrier_card_is_never_told_to_be_sharper(card: Card) -> None:
    light = drawn(card, 7)
    seen = [blur_mm(straight(light, card, 7, blur_mm=each), card) for each in (0.1, 0.2, 0.3, 0.4, 0.5, 0.6)]
    assert seen == sorted(seen)
    assert seen[-1] > 3 * seen[0]


def test_a_hand_that_shook_along_one_line_blurs_as_much_whichever_line_it_is(card: Card) -> None:
    sharp = straight(drawn(card, 7), card, 7, blur_mm=0.15)
    level, upright = (
        blur_mm(StraightCard(np.asarray(cv2.blur(sharp.rgb, size), np.uint8), 7, sharp.origin_mm), card)
        for size in ((15, 1), (1, 15))
    )
    assert level == pytest.approx(upright, rel=0.05)
    assert level == pytest.approx(15 / 7 / 12**0.5, rel=0.25)  # standard deviation of an even line of that length


@pytest.mark.parametrize("put_in_mm", [0.2, 0.4])
def test_noise_does_not_look_like_sharpness(card: Card, put_in_mm: float) -> None:
    light = drawn(card, 7)
    quiet, noisy = (blur_mm(straight(light, card, 7, blur_mm=put_in_mm, noise=each), card) for each in (0.0, 8.0))
    assert noisy > 0.93 * quiet
    assert noisy < 1.35 * quiet


def test_darkness_does_not_look_like_blur(card: Card) -> None:
    light = drawn(card, 7)
    bright, dark = (blur_mm(straight(light * each, card, 7, blur_mm=0.3), card) for each in (1.0, 0.15))
    assert dark == pytest.approx(bright, rel=0.2)


def test_a_picture_of_nothing_is_not_sharp(card: Card) -> None:
    assert blur_mm(straight(np.full((700, 700, 3), 0.5), card, 7), card) > 1


def test_a_blurred_photo_is_told_from_a_sharp_one_through_the_whole_camera(card: Card, knowledge: Knowledge) -> None:
    soft = taken(replace(small_scene(knowledge), picture=replace(SMALL, blur_px=1.5)), card, knowledge)
    sharp_mm, soft_mm = (blur_mm(straight_of(each.pixels, knowledge), card) for each in (usual_photo(), soft))
    assert sharp_mm < 0.2
    assert soft_mm == pytest.approx(1.5 / 5.2, rel=0.3)  # pixels a millimetre
