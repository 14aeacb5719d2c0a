"""Why a photo has no number: each reason from a photo that has to have it, and no number beside it."""

from __future__ import annotations

import dataclasses
from dataclasses import replace

import cv2
import numpy as np
import pytest
from PIL import Image
from tests.unit.skin.photo_files import png_of, saved
from tests.unit.skin.photos_made import (
    SMALL,
    Pixels,
    covered,
    read,
    small_scene,
    taken,
    usual_photo,
    why_none,
)

from speciosa.knowledge import Knowledge
from speciosa.simulate.skin_photo import Photographed
from speciosa.simulate.skin_scene import Glare, Light, Pose, Scene, Shadow, ShadowKind
from speciosa.simulate.skin_spectra import average_skin
from speciosa.skin.card import Card, card_of
from speciosa.skin.measurement import Refusal
from speciosa.skin.reader import PhotoReader
from speciosa.skin.refusals import REFUSALS

NM = np.linspace(400, 700, 31)
TWO_LINES = np.exp(-(((NM - 430) / 5) ** 2)) + np.exp(-(((NM - 620) / 5) ** 2))  # a lamp with a wide gap


@pytest.fixture(scope="module")
def card(knowledge: Knowledge) -> Card:
    return card_of(7, knowledge)


def scene_of(case: str, scene: Scene, knowledge: Knowledge) -> Scene:
    """A scene whose photo has to be refused."""
    x, y = card_of(7, knowledge).patches[3].polygon_mm.mean(axis=0)
    return {
        "too small": replace(scene, pose=Pose(fill=0.36)),
        "too oblique": replace(scene, pose=Pose(yaw_deg=48, fill=0.6)),
        "blurred": replace(scene, picture=replace(SMALL, blur_px=2.6)),
        "shaken": replace(scene, picture=replace(SMALL, motion_px=8)),
        "too bright": replace(scene, light=Light(exposure_ev=1.2)),
        "too dark": replace(scene, light=Light(exposure_ev=-4.5)),
        "glare": replace(scene, light=Light(glare=(Glare(x, y, strength=0.25),))),
        "half a shadow": replace(scene, light=Light(shadow=Shadow(ShadowKind.HALF, depth=0.3))),
        "steep light": replace(scene, light=Light(gradient=0.62)),
        "a lamp with a gap and a print far off": replace(
            scene, lamp=TWO_LINES, inks=replace(scene.inks, patch_error=0.1)
        ),
        "a green cloth": replace(scene, skin=0.1 + 0.5 * np.exp(-(((NM - 530) / 30) ** 2))),
        "black cloth": replace(scene, skin=np.full(31, 0.1)),
        "no card": replace(scene, card_there=False),
    }[case]


CODES = {
    "too small": "too_small", "too oblique": "too_oblique", "blurred": "blurred", "shaken": "blurred",
    "too bright": "clipped", "too dark": "clipped", "glare": "clipped", "half a shadow": "uneven_light",
    "steep light": "uneven_light", "a lamp with a gap and a print far off": "coloured_light", "a green cloth": "no_skin",
    "black cloth": "no_skin", "no card": "no_card",
}  # fmt: skip


@pytest.mark.parametrize(("case", "code"), CODES.items())
def test_a_photo_that_must_have_no_number_has_its_own_reason(
    card: Card, knowledge: Knowledge, case: str, code: str
) -> None:
    photo = taken(scene_of(case, small_scene(knowledge), knowledge), card, knowledge)
    assert why_none(photo.pixels, knowledge) == code


def changed(photo: Photographed, case: str, card: Card) -> Pixels:
    """A good photo, spoiled."""
    pixels, height, width = photo.pixels, *photo.pixels.shape[:2]
    if case == "bent":
        row, column = np.mgrid[0:height, 0:width].astype(np.float32)
        bent = row + 0.1 * height * (1 - (column / width * 2 - 1) ** 2)
        return np.asarray(cv2.remap(pixels, column, bent.astype(np.float32), cv2.INTER_LINEAR), dtype=np.uint8)
    if case == "in a mirror":
        return np.ascontiguousarray(pixels[:, ::-1])
    if case == "a grey copy":
        return np.asarray(pixels.mean(axis=2, keepdims=True) * [1, 0.97, 0.9], dtype=np.uint8)
    if case == "a grey cloth over the window":
        return covered(pixels, photo.homography, card.window_mm, 90)
    return covered(
        covered(pixels, photo.homography, card.markers[0].polygon_mm), photo.homography, card.markers[1].polygon_mm
    )


@pytest.mark.parametrize(("case", "code"), [
    ("bent", "not_flat"), ("a grey copy", "unknown_card"), ("a grey cloth over the window", "no_skin"), ("two hidden corners", "no_card"), ("in a mirror", "mirrored"),
])  # fmt: skip
def test_a_spoiled_photo_has_its_own_reason(card: Card, knowledge: Knowledge, case: str, code: str) -> None:
    assert why_none(changed(usual_photo(), case, card), knowledge) == code


@pytest.mark.parametrize("reflectance", [0.02, 0.1, 0.45, 0.85])
def test_cloth_without_any_colour_is_no_skin(card: Card, knowledge: Knowledge, reflectance: float) -> None:
    scene = small_scene(knowledge, skin=np.full(31, reflectance), arm=average_skin(knowledge))
    assert why_none(taken(scene, card, knowledge).pixels, knowledge) == "no_skin"


@pytest.mark.parametrize(("raw", "code"), [
    (b"", "unreadable"), (b"no photo", "unreadable"), (png_of(60_000, 60_000), "too_large"),
    (saved(Image.new("L", (300, 400), 120), "PNG"), "no_colour"),
])  # fmt: skip
def test_a_file_that_is_no_photo_of_colours_has_its_own_reason(knowledge: Knowledge, raw: bytes, code: str) -> None:
    with PhotoReader(knowledge) as reader:
        answer = reader.read(raw)
    assert isinstance(answer, Refusal)
    assert answer.code == code


def test_every_code_that_a_picture_can_have_was_seen_in_these_tests() -> None:
    seen = {*CODES.values(), "not_flat", "unknown_card", "mirrored", "unreadable", "too_large", "no_colour"}
    assert seen == set(REFUSALS) - {"missing"}  # that is the diary's


def test_a_refusal_carries_no_number(card: Card, knowledge: Knowledge) -> None:
    answer = read(changed(usual_photo(), "a grey copy", card), knowledge)
    assert isinstance(answer, Refusal)
    assert all(isinstance(value, str) for value in dataclasses.asdict(answer).values())
    assert not any(letter.isdigit() for letter in answer.why)


def test_what_is_clipped_is_named(card: Card, knowledge: Knowledge) -> None:
    bright, shiny = (
        read(taken(scene_of(case, small_scene(knowledge), knowledge), card, knowledge).pixels, knowledge)
        for case in ("too bright", "glare")
    )
    assert isinstance(bright, Refusal)
    assert isinstance(shiny, Refusal)
    assert "the white paper" in bright.why
    assert "top grey 4" in shiny.why
