"""Photos of the card made on the fly, small, with their truth; and what the skin room makes of them."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from functools import cache
from typing import Any, ClassVar

import cv2
import numpy as np
from numpy.typing import NDArray

from speciosa.knowledge import Knowledge, load_knowledge
from speciosa.simulate.skin_camera import Tone
from speciosa.simulate.skin_photo import Photographed, photograph, usual_scene
from speciosa.simulate.skin_scene import Light, Picture, Pose, Scene, Texture
from speciosa.simulate.skin_spectra import average_skin
from speciosa.skin.card import Card, card_of
from speciosa.skin.decoder import DecodedPhoto
from speciosa.skin.markers import FoundCard, find_card
from speciosa.skin.measure import measure
from speciosa.skin.measurement import Measurement, Refusal, Taken
from speciosa.skin.reader import PhotoReader
from speciosa.skin.rectify import StraightCard, straighten

Pixels = NDArray[np.uint8]
SMALL = Picture(megapixels=0.5, blur_px=0.5)
CLOSE = Pose(fill=0.85)
EVEN = Light(gradient=0.0)


def small_scene(knowledge: Knowledge, **changed: Any) -> Scene:
    """The usual scene, 0.5 megapixels, the card filling most of it."""
    return replace(usual_scene(knowledge), picture=SMALL, pose=CLOSE, **changed)


def plain_scene(knowledge: Knowledge, **changed: Any) -> Scene:
    """The same by a camera without faults, on a print without any, in even light: pixels say linear light."""
    scene = small_scene(knowledge)
    camera = replace(
        scene.camera, tone=Tone(0.0, 1.0, 1.0), sharpening=0.0, shot_noise=0.0, read_noise=0.0, saturation=1.0
    )
    plain = replace(
        scene, camera=camera, inks=replace(scene.inks, patch_error=0.0), light=EVEN,
        texture=Texture(mottling=0.0, hairs=0, curvature=0.0),
    )  # fmt: skip
    return replace(plain, **changed)


def taken(scene: Scene, card: Card, knowledge: Knowledge, seed: int = 0) -> Photographed:
    return photograph(scene, card, knowledge, np.random.default_rng(seed))


@cache
def usual_photo() -> Photographed:
    """The small scene's photo of card 7, which many tests begin with."""
    knowledge = load_knowledge()
    return taken(small_scene(knowledge), card_of(7, knowledge), knowledge)


@cache
def darker_photo() -> Photographed:
    """The same of a darker skin: more than 4 degrees of the typology angle away."""
    knowledge = load_knowledge()
    skin = average_skin(knowledge, (-1.0,))
    return taken(small_scene(knowledge, skin=skin), card_of(7, knowledge), knowledge)


def file_of(photo: Photographed, number: int = 0) -> bytes:
    """The photo's file; each number is another file of the same picture."""
    return photo.file + b" %d" % number


class OncePerPicture(PhotoReader):
    """Measures each picture once, however many files of it there are."""

    seen: ClassVar[dict[bytes, Measurement | Refusal]] = {}

    def read(self, raw: bytes) -> Measurement | Refusal:
        picture, end, _ = raw.rpartition(b"\xff\xd9")
        if picture + end not in self.seen:
            self.seen[picture + end] = super().read(picture + end)
        answer = self.seen[picture + end]
        if isinstance(answer, Refusal):
            return answer
        return replace(answer, taken=replace(answer.taken, mark=hashlib.sha256(raw).hexdigest()))


def decoded(pixels: Pixels) -> DecodedPhoto:
    return DecodedPhoto(np.ascontiguousarray(pixels), Taken("", "", ""), ())


def read(pixels: Pixels, knowledge: Knowledge) -> Measurement | Refusal:
    return measure(decoded(pixels), knowledge)


def colour_in(pixels: Pixels, knowledge: Knowledge) -> Measurement:
    """The measurement of a photo that has to have one."""
    answer = read(pixels, knowledge)
    assert isinstance(answer, Measurement), answer
    return answer


def why_none(pixels: Pixels, knowledge: Knowledge) -> str:
    """The code of the refusal of a photo that has to be refused; it has no number."""
    answer = read(pixels, knowledge)
    assert isinstance(answer, Refusal), answer
    return answer.code


def found_in(pixels: Pixels, knowledge: Knowledge) -> FoundCard:
    found = find_card(pixels, knowledge)
    assert isinstance(found, FoundCard), found
    return found


def straight_of(pixels: Pixels, knowledge: Knowledge) -> StraightCard:
    return straighten(pixels, found_in(pixels, knowledge))


def covered(
    pixels: Pixels, homography: NDArray[np.float64], polygon_mm: NDArray[np.float64], code: int = 235
) -> Pixels:
    """The photo with something lying over a part of it, one colour."""
    ends = np.c_[polygon_mm, np.ones(len(polygon_mm))] @ homography.T
    over = np.round(ends[:, :2] / ends[:, 2:]).astype(np.int32)
    return np.asarray(cv2.fillConvexPoly(pixels.copy(), over, (code, code, code)), dtype=np.uint8)


def rescaled(pixels: Pixels, factor: float) -> Pixels:
    how = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(pixels, None, fx=factor, fy=factor, interpolation=how), dtype=np.uint8)
