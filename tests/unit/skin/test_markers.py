"""The card is found where the renderer says it lies: turned, tilted, blurred, near and far; and told when it is not."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from tests.unit.skin.photos_made import (
    SMALL,
    Pixels,
    covered,
    found_in,
    read,
    rescaled,
    small_scene,
    straight_of,
    taken,
    usual_photo,
    why_none,
)

from speciosa.knowledge import Knowledge
from speciosa.simulate.skin_photo import Photographed
from speciosa.simulate.skin_pose import seen_at
from speciosa.simulate.skin_scene import Picture, Pose, Scene
from speciosa.skin.card import Card, card_of
from speciosa.skin.markers import find_card
from speciosa.skin.measurement import Measurement, Refusal


@pytest.fixture(scope="module")
def card(knowledge: Knowledge) -> Card:
    return card_of(7, knowledge)


@pytest.fixture(scope="module")
def scene(knowledge: Knowledge) -> Scene:
    return small_scene(knowledge)


@pytest.fixture(scope="module")
def photo() -> Photographed:
    return usual_photo()


def markers_mm(card: Card) -> NDArray[np.float64]:
    return np.concatenate([each.polygon_mm for each in card.markers])


def worst_px(photo: Photographed, card: Card, knowledge: Knowledge) -> float:
    """How far any corner of a marker is put from where it is."""
    found = found_in(photo.pixels, knowledge)
    assert found.card.card_id == card.card_id
    off = seen_at(found.to_px, markers_mm(card)) - seen_at(photo.homography, markers_mm(card))
    return float(np.linalg.norm(off, axis=1).max())


def without(photo: Photographed, card: Card, *which: int) -> Pixels:
    """The photo with pieces of paper on some of its markers."""
    pixels = photo.pixels
    for at in which:
        pixels = covered(pixels, photo.homography, card.markers[at].polygon_mm)
    return pixels


def answer_of(pixels: Pixels, knowledge: Knowledge) -> str:
    answer = find_card(pixels, knowledge)
    return answer.code if isinstance(answer, Refusal) else f"card {answer.card.card_id}"


@pytest.mark.parametrize("roll_deg", [0, 45, 90, 163, 270])
def test_however_it_is_turned_corners_are_where_they_are(
    scene: Scene, card: Card, knowledge: Knowledge, roll_deg: float
) -> None:
    turned = taken(replace(scene, pose=Pose(roll_deg=roll_deg, fill=0.6)), card, knowledge)
    assert worst_px(turned, card, knowledge) < 0.4


@pytest.mark.parametrize(("yaw_deg", "pitch_deg"), [(20, 0), (0, -30), (25, -18)])
def test_tilted_corners_are_where_they_are_and_the_tilt_is_told(
    scene: Scene, card: Card, knowledge: Knowledge, yaw_deg: float, pitch_deg: float
) -> None:
    tilted = taken(replace(scene, pose=Pose(yaw_deg, pitch_deg, 12, 0.6)), card, knowledge)
    assert worst_px(tilted, card, knowledge) < 0.45
    cosines = np.cos(np.radians([yaw_deg, pitch_deg]))
    true_deg = float(np.degrees(np.arccos(cosines.prod())))
    assert found_in(tilted.pixels, knowledge).tilt_deg == pytest.approx(true_deg, abs=4)


@pytest.mark.parametrize(("picture", "most_px"), [
    (replace(SMALL, blur_px=0), 0.3), (replace(SMALL, blur_px=1.5), 0.6), (replace(SMALL, motion_px=4, motion_deg=30), 0.8),
])  # fmt: skip
def test_a_little_blur_moves_no_corner(
    scene: Scene, card: Card, knowledge: Knowledge, picture: Picture, most_px: float
) -> None:
    assert worst_px(taken(replace(scene, picture=picture), card, knowledge), card, knowledge) < most_px


def test_size_is_told_and_a_corner_stays_put_near_and_far(scene: Scene, card: Card, knowledge: Knowledge) -> None:
    for fill in (0.5, 1.0):
        seen = taken(replace(scene, pose=Pose(fill=fill)), card, knowledge)
        assert worst_px(seen, card, knowledge) < 0.45
        width_px = np.linalg.norm(seen.corners_px[1] - seen.corners_px[0])
        assert found_in(seen.pixels, knowledge).px_per_mm == pytest.approx(width_px / 100, rel=0.005)


def test_the_straight_card_is_the_card_seen_from_above(scene: Scene, card: Card, knowledge: Knowledge) -> None:
    """Both a turned photo and a straight one, laid straight, show the same picture."""
    one, other = (
        straight_of(taken(replace(scene, pose=pose), card, knowledge).pixels, knowledge)
        for pose in (Pose(fill=0.6), Pose(12, -10, 140, 0.6))
    )
    for patch in card.patches:
        inner = [each.inside(patch.polygon_mm, 2.0).reshape(-1, 3).mean(axis=0) for each in (one, other)]
        assert np.abs(inner[0] - inner[1]).max() < 5, patch.name


@pytest.mark.parametrize("hidden", [0, 2])
def test_three_of_four_markers_will_do(photo: Photographed, card: Card, knowledge: Knowledge, hidden: int) -> None:
    found = found_in(without(photo, card, hidden), knowledge)
    off = seen_at(found.to_px, markers_mm(card)) - seen_at(photo.homography, markers_mm(card))
    assert np.linalg.norm(off, axis=1).max() < 1.2  # a fifth of a millimetre at the hidden corner
    assert found.card.card_id == 7


@pytest.mark.parametrize("hidden", [(0, 1), (0, 2), (0, 1, 2, 3)])
def test_two_markers_are_not_enough(
    photo: Photographed, card: Card, knowledge: Knowledge, hidden: tuple[int, ...]
) -> None:
    assert answer_of(without(photo, card, *hidden), knowledge) == "no_card"


def test_markers_of_two_cards_belong_to_neither(
    photo: Photographed, scene: Scene, card: Card, knowledge: Knowledge
) -> None:
    other = taken(scene, card_of(8, knowledge), knowledge).pixels
    half = photo.pixels.shape[1] // 2
    mixed = np.concatenate([photo.pixels[:, :half], other[:, half:]], axis=1)
    assert answer_of(mixed, knowledge) == "unknown_card"
    corner = np.concatenate(
        [photo.pixels[:, :half], np.concatenate([photo.pixels[:half, half:], other[half:, half:]])], 1
    )
    assert answer_of(corner, knowledge) == "card 7"  # three of its own


def test_each_card_is_told_by_its_number(scene: Scene, knowledge: Knowledge) -> None:
    for number in (0, 249):
        assert answer_of(taken(scene, card_of(number, knowledge), knowledge).pixels, knowledge) == f"card {number}"


@pytest.mark.parametrize("turned", [0, 1])
def test_a_card_in_a_mirror_is_told_to_be_one(photo: Photographed, knowledge: Knowledge, turned: int) -> None:
    """As cameras on the phone's front show it."""
    mirrored = np.ascontiguousarray(np.rot90(photo.pixels, turned)[:, ::-1])
    assert answer_of(mirrored, knowledge) == "mirrored"


@pytest.mark.parametrize("pixels", [
    np.full((60, 80, 3), 255, np.uint8), np.zeros((1, 1, 3), np.uint8), np.full((3, 900, 3), 128, np.uint8),
    np.random.default_rng(0).integers(0, 256, (300, 400, 3)).astype(np.uint8),
])  # fmt: skip
def test_what_shows_no_card_has_none(pixels: Pixels, knowledge: Knowledge) -> None:
    assert answer_of(pixels, knowledge) == "no_card"


def test_in_a_large_photo_it_is_found_at_the_same_place(scene: Scene, card: Card, knowledge: Knowledge) -> None:
    middling = taken(replace(scene, picture=replace(SMALL, megapixels=0.75)), card, knowledge)
    large = rescaled(middling.pixels, 4)
    assert large.shape[0] * large.shape[1] > 11.9e6
    found = found_in(large, knowledge)
    there = 4 * (seen_at(middling.homography, markers_mm(card)) + 0.5) - 0.5
    assert np.linalg.norm(seen_at(found.to_px, markers_mm(card)) - there, axis=1).max() < 1.6  # 0.4 of the small one's


@pytest.mark.parametrize(("pose", "code"), [
    (Pose(fill=0.36), "too_small"), (Pose(yaw_deg=48, fill=0.6), "too_oblique"), (Pose(pitch_deg=-50, fill=0.6), "too_oblique"),
])  # fmt: skip
def test_too_far_and_too_oblique_is_said(scene: Scene, card: Card, knowledge: Knowledge, pose: Pose, code: str) -> None:
    assert answer_of(taken(replace(scene, pose=pose), card, knowledge).pixels, knowledge) == code


def test_a_bent_card_is_said_to_be_bent(photo: Photographed, knowledge: Knowledge) -> None:
    height, width = photo.pixels.shape[:2]
    row, column = np.mgrid[0:height, 0:width].astype(np.float32)
    along = column / width * 2 - 1

    def bent(by: float) -> Pixels:
        """Its middle rises toward the camera, by a share of the picture's height."""
        shifted = cv2.remap(
            photo.pixels, column, (row + by * height * (1 - along**2)).astype(np.float32), cv2.INTER_LINEAR
        )
        return np.asarray(shifted, dtype=np.uint8)

    assert isinstance(read(bent(0.0), knowledge), Measurement)
    assert why_none(bent(0.1), knowledge) == "not_flat"


def test_a_card_that_leaves_the_picture_has_no_number(scene: Scene, card: Card, knowledge: Knowledge) -> None:
    """Three markers are seen, but patches are cut off."""
    shifted = taken(replace(scene, pose=Pose(fill=0.9, roll_deg=30, offset=(0.1, 0.0))), card, knowledge)
    answer = read(shifted.pixels, knowledge)
    assert isinstance(answer, Refusal)
    assert answer.code == "no_card"
