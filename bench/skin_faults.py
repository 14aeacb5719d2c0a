"""What goes wrong with photos: each fault makes a bad one of a good one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from bench.skin_scenes import blurred
from speciosa.knowledge import Knowledge
from speciosa.simulate.skin_file import photo_bytes
from speciosa.simulate.skin_photo import Photographed, photograph
from speciosa.simulate.skin_pose import seen_at
from speciosa.simulate.skin_scene import Glare, Scene, Shadow, ShadowKind
from speciosa.simulate.skin_spectra import known_spectrum
from speciosa.skin.card import Card
from speciosa.skin.colour import linear_of, srgb_of

Pixels = NDArray[np.uint8]
_FINGER = (196, 148, 124)


class Case(NamedTuple):
    """What a fault is given: a good photo to be."""

    scene: Scene
    card: Card
    knowledge: Knowledge
    rng: np.random.Generator


Fault = Callable[[Case], bytes]


def shadowed(case: Case, shadow: Shadow) -> bytes:
    """The photo with a shadow."""
    return _taken(case, _lit(case, shadow=shadow))


def _taken(case: Case, scene: Scene, card: Card | None = None) -> bytes:
    return photograph(scene, card or case.card, case.knowledge, case.rng).file


def _lit(case: Case, **changes: object) -> Scene:
    return replace(case.scene, light=replace(case.scene.light, **changes))  # type: ignore[arg-type]


def _blur(case: Case) -> bytes:
    return _taken(case, blurred(case.scene, case.card, blur_mm=case.rng.uniform(0.5, 1.5)))


def _motion(case: Case) -> bytes:
    scene = blurred(case.scene, case.card, motion_mm=case.rng.uniform(1.5, 5))
    return _taken(case, replace(scene, picture=replace(scene.picture, motion_deg=case.rng.uniform(0, 180))))


def _glare(case: Case) -> bytes:
    """One to three lamps mirrored on patches."""
    middles = np.array([each.polygon_mm.mean(axis=0) for each in case.card.patches])
    places = middles[case.rng.integers(len(middles), size=case.rng.integers(1, 4))]
    glare = tuple(Glare(x, y, case.rng.uniform(5, 14), case.rng.uniform(0.3, 1.2)) for x, y in places.tolist())
    return _taken(case, _lit(case, glare=glare))


def _bright(case: Case) -> bytes:
    return _taken(case, _lit(case, exposure_ev=case.rng.uniform(0.9, 2)))


def _dark(case: Case) -> bytes:
    return _taken(case, _lit(case, exposure_ev=case.rng.uniform(-6.5, -4)))


def _half_shadow(case: Case) -> bytes:
    rng = case.rng
    shadow = Shadow(
        ShadowKind.HALF, rng.uniform(0.25, 0.7), rng.uniform(1, 15), rng.uniform(0, 360), rng.uniform(-30, 30)
    )
    return shadowed(case, shadow)


def _no_card(case: Case) -> bytes:
    return _taken(case, replace(case.scene, card_there=False))


def _two_markers(case: Case) -> bytes:
    """Fingers over two of the four markers."""
    hidden = case.rng.choice(4, 2, replace=False)
    return _painted(case, [case.card.markers[at].polygon_mm for at in hidden])


def _patches_covered(case: Case) -> bytes:
    """A finger, 15 mm wide, across the rows of patches of one side."""
    middle = case.card.patches[case.rng.integers(len(case.card.patches))].polygon_mm.mean(axis=0)
    return _painted(case, [middle + 7.5 * np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)])])


def _painted(case: Case, polygons_mm: list[NDArray[np.float64]]) -> bytes:
    photo = photograph(case.scene, case.card, case.knowledge, case.rng)
    pixels = photo.pixels.copy()
    level = case.scene.light.exposure_ev
    colour = (np.array(_FINGER) * 2 ** (level / 2.2)).clip(0, 255).tolist()
    for each in polygons_mm:
        cv2.fillConvexPoly(pixels, np.round(seen_at(photo.homography, each)).astype(np.int32), colour)
    return photo_bytes(pixels, case.scene.picture, case.scene.camera)


def _grey_copy(case: Case) -> bytes:
    """The card from a printer without colours."""

    def grey(srgb: tuple[int, int, int]) -> tuple[int, int, int]:
        level = round(float(srgb_of(linear_of(np.array(srgb) / 255) @ [0.2126, 0.7152, 0.0722])) * 255)
        return (level, level, level)

    patches = tuple(replace(each, srgb=grey(each.srgb)) for each in case.card.patches)
    return _taken(case, case.scene, replace(case.card, patches=patches))


def _rgb_lamp(case: Case) -> bytes:
    return _taken(case, replace(case.scene, lamp=known_spectrum("led_rgb1", case.knowledge)))


def _small(case: Case) -> bytes:
    return _taken(case, replace(case.scene, pose=replace(case.scene.pose, fill=case.rng.uniform(0.1, 0.22))))


def _oblique(case: Case) -> bytes:
    yaw, pitch = case.rng.permutation([case.rng.uniform(45, 65), case.rng.uniform(-10, 10)]).tolist()
    return _taken(case, replace(case.scene, pose=replace(case.scene.pose, yaw_deg=yaw, pitch_deg=pitch)))


def _bent(case: Case) -> bytes:
    """The card, and the skin under it, around a bow of 45 to 120 mm: its sides turn away and from the light."""
    photo = photograph(case.scene, case.card, case.knowledge, case.rng)
    at_mm = _page_mm(photo)
    middle = case.card.outline_mm.mean(axis=0)
    radius = case.rng.uniform(45, 120)
    angle = np.arcsin(np.clip((at_mm[..., 0] - middle[0]) / radius, -0.98, 0.98))
    flat = np.stack([middle[0] + radius * angle, at_mm[..., 1]], axis=-1)
    seen = seen_at(photo.homography, flat.reshape(-1, 2)).reshape(flat.shape).astype(np.float32)
    bent = cv2.remap(photo.pixels, seen[..., 0], seen[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return photo_bytes(_coded(linear_of(bent / 255) * np.cos(angle)[..., None]), case.scene.picture, case.scene.camera)


def _night(case: Case) -> bytes:
    camera = replace(case.scene.camera, shot_noise=case.rng.uniform(0.02, 0.08), read_noise=case.rng.uniform(0.03, 0.1))
    return _taken(case, replace(_lit(case, exposure_ev=case.rng.uniform(-3, -1.5)), camera=camera))


def _mixed(case: Case) -> bytes:
    """A warm light from one side and a blue one from the other."""
    start = case.rng.bit_generator.state
    photos = []
    for balance in ((1.4, 0.6), (0.75, 1.4)):
        case.rng.bit_generator.state = start  # the same noise in both
        photos.append(photograph(_lit(case, white_balance=balance), case.card, case.knowledge, case.rng))
    at_mm = _page_mm(photos[0]) - case.card.outline_mm.mean(axis=0)
    turn = case.rng.uniform(0, 2 * np.pi)
    toward = at_mm @ np.array([np.cos(turn), np.sin(turn)])
    share = (1 / (1 + np.exp(-toward / case.rng.uniform(10, 40))))[..., None]
    one, other = (linear_of(each.pixels / 255) for each in photos)
    return photo_bytes(_coded(share * one + (1 - share) * other), case.scene.picture, case.scene.camera)


def _page_mm(photo: Photographed) -> NDArray[np.float64]:
    """[row, column, 2] page millimetres of every pixel."""
    rows, columns = np.mgrid[: photo.pixels.shape[0], : photo.pixels.shape[1]]
    points = np.stack([columns, rows], axis=-1).reshape(-1, 2).astype(np.float64)
    back = np.asarray(np.linalg.inv(photo.homography), dtype=np.float64)
    return seen_at(back, points).reshape(*photo.pixels.shape[:2], 2)


def _coded(light: NDArray[np.float64]) -> Pixels:
    return np.asarray(np.round(255 * np.clip(srgb_of(light), 0, 1)), dtype=np.uint8)


FAULTS: dict[str, Fault] = {
    "lens blur of 0.5 to 1.5 mm": _blur,
    "hand moved by 1.5 to 5 mm": _motion,
    "glare on patches": _glare,
    "far too bright": _bright,
    "far too dark": _dark,
    "half in the shade": _half_shadow,
    "no card": _no_card,
    "fingers on two markers": _two_markers,
    "a finger on patches": _patches_covered,
    "grey copy of the card": _grey_copy,
    "lamp of red, green and blue diodes": _rgb_lamp,
    "card too small": _small,
    "from far aside": _oblique,
    "bent card": _bent,
    "night": _night,
    "warm and blue light mixed": _mixed,
}
"""Name to what makes a bad photo of a good one."""
