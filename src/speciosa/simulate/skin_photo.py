"""A photo of a window card on skin, with its truth beside it.

Reflectances x lamp x camera give linear colours; the card is drawn in them from above, seen through a
pinhole camera, lit unevenly, blurred, read by a noisy sensor and stored. Nothing of it is hidden from
the caller: what a measurement should find stands in `Photographed`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from speciosa.knowledge import Knowledge
from speciosa.simulate.skin_camera import phone_camera
from speciosa.simulate.skin_file import photo_bytes
from speciosa.simulate.skin_inks import printed_card, usual_inks
from speciosa.simulate.skin_light import light_on, mirrored
from speciosa.simulate.skin_pose import homography_of, photo_size, scale_at, seen_at
from speciosa.simulate.skin_scene import Scene
from speciosa.simulate.skin_sensor import Sensor, halo_px, through_lens
from speciosa.simulate.skin_spectra import average_skin, known_spectrum, lab_seen
from speciosa.simulate.skin_surface import CardColours, draw_arm, draw_card
from speciosa.skin import card as cards

_WHITE = 0.75  # linear light of a perfect white at 0 EV
_BAND_ROWS = 256  # computed at once: what fits near the processor
_CELLS = 600  # of the ground's picture, along each side
_MOST_PER_MM = 24.0


@dataclass(frozen=True, slots=True, eq=False)
class Photographed:
    """A simulated photo and what is true of it.

    Parameters
    ----------
    file : its bytes. pixels: [row, column, 3], sRGB code values, upright, before they were stored.
    truth_lab : [3], CIELAB under D65 of the window's average reflectance.
    skin_lab : [3], of the skin without the second one. lesion_lab: of the second skin, or None.
    lesion_area_cm2 : of the second skin.
    homography : [3, 3], page millimetres to pixels (0, 0 the middle of the first). corners_px: [4, 2], of the
        card's square, clockwise from its upper left one.
    """

    file: bytes
    pixels: NDArray[np.uint8]
    truth_lab: NDArray[np.float64]
    skin_lab: NDArray[np.float64]
    lesion_lab: NDArray[np.float64] | None
    lesion_area_cm2: float
    homography: NDArray[np.float64]
    corners_px: NDArray[np.float64]


def usual_scene(knowledge: Knowledge) -> Scene:
    """An average forearm in daylight, the knowledge's phone and printer, held straight: change what you need.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from speciosa.knowledge import load_knowledge
    >>> scene = usual_scene(load_knowledge())
    >>> replace(scene, pose=replace(scene.pose, yaw_deg=20.0)).pose.yaw_deg
    20.0
    """
    wavelength = np.linspace(0, 1, 31)
    return Scene(
        skin=average_skin(knowledge),
        lamp=known_spectrum("d65", knowledge),
        camera=phone_camera(knowledge),
        inks=usual_inks(knowledge),
        table=0.24 + 0.16 * wavelength**1.5,
    )


def photograph(scene: Scene, card: cards.Card, knowledge: Knowledge, rng: np.random.Generator) -> Photographed:
    """Take the photo.

    Parameters
    ----------
    scene : everything that it shows and how it is taken.
    card : which card lies there.
    rng : of the sensor's noise alone; all else follows from the scene.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from speciosa.knowledge import load_knowledge
    >>> from speciosa.skin import card as cards
    >>> knowledge = load_knowledge()
    >>> scene = usual_scene(knowledge)
    >>> scene = replace(scene, picture=replace(scene.picture, megapixels=0.3))
    >>> photo = photograph(scene, cards.card_of(7, knowledge), knowledge, np.random.default_rng(0))
    >>> photo.pixels.shape, photo.truth_lab.round(1).tolist()
    ((632, 474, 3), [56.4, 10.2, 17.3])
    """
    size = photo_size(scene.picture.megapixels)
    homography = homography_of(scene.pose, card, size)
    pixels = _pixels(scene, card, knowledge, homography, size, rng)
    share = float(scene.lesion.mask.mean()) if scene.lesion is not None else 0.0
    lesion = scene.lesion.reflectance if scene.lesion is not None else scene.skin
    window_cm2 = float(np.prod(np.ptp(card.window_mm, axis=0))) / 100
    return Photographed(
        file=photo_bytes(pixels, scene.picture, scene.camera),
        pixels=pixels,
        truth_lab=lab_seen((1 - share) * scene.skin + share * lesion, knowledge),
        skin_lab=lab_seen(scene.skin, knowledge),
        lesion_lab=lab_seen(lesion, knowledge) if scene.lesion is not None else None,
        lesion_area_cm2=share * window_cm2,
        homography=homography,
        corners_px=seen_at(homography, card.square_mm),
    )


def _pixels(
    scene: Scene,
    card: cards.Card,
    knowledge: Knowledge,
    homography: NDArray[np.float64],
    size: tuple[int, int],
    rng: np.random.Generator,
) -> NDArray[np.uint8]:
    """Band by band of rows: the whole photo in linear light would not fit near the processor."""
    ground, mirror, from_ground = _ground(scene, card, homography, size)
    picture, from_card = _card(scene, card, knowledge, homography)
    sensor, halo = Sensor(scene.camera, size[0], rng), halo_px(scene.picture)
    exposure = np.float32(_WHITE * 2**scene.light.exposure_ev)
    white = np.ones(31)
    mirror_colour = scene.camera.linear(white, scene.lamp, scene.light.white_balance).astype(np.float32)
    answer = np.empty((size[1], size[0], 3), dtype=np.uint8)
    for top in range(0, size[1], _BAND_ROWS):
        above, below = min(top, halo), halo
        band = np.array([[1, 0, 0], [0, 1, above - top], [0, 0, 1.0]])
        shape = (size[0], above + _BAND_ROWS + below)
        around = _warped(ground, band @ from_ground, shape)
        light = around[..., :3]
        if picture is not None:
            on_card = _warped(picture, band @ from_card, shape, outside_empty=True)
            light = light * (1 - on_card[..., 3:]) + on_card[..., :3]
        light *= around[..., 3:]
        if mirror is not None:
            light += _warped(mirror, band @ from_ground, shape)[..., None] * mirror_colour
        light *= exposure
        code = sensor.read(through_lens(light, scene.picture))
        rows = min(_BAND_ROWS, size[1] - top)
        answer[top : top + rows] = code[above : above + rows]
    return answer


def _card(
    scene: Scene, card: cards.Card, knowledge: Knowledge, homography: NDArray[np.float64]
) -> tuple[NDArray[np.float32] | None, NDArray[np.float64]]:
    """The card from above, about as fine as the photo, and where its pixels land; None without a card."""
    if not scene.card_there:
        return None, np.eye(3)

    def seen(reflectance: NDArray[np.float64]) -> NDArray[np.float64]:
        return scene.camera.linear(reflectance, scene.lamp, scene.light.white_balance)

    patches, black = printed_card(card, scene.inks, knowledge)
    lesion = scene.lesion.reflectance if scene.lesion is not None else scene.skin
    colours = CardColours(seen(scene.inks.paper), seen(black), seen(patches), seen(scene.skin), seen(lesion))
    per_mm = min(1.15 * scale_at(homography, card.outline_mm), _MOST_PER_MM)
    picture = draw_card(card, colours, scene, per_mm)
    corner = card.outline_mm.min(axis=0)
    to_page = np.array([
        [1 / per_mm, 0, corner[0] - 1.5 / per_mm], [0, 1 / per_mm, corner[1] - 1.5 / per_mm], [0, 0, 1],
    ])  # fmt: skip
    return picture, homography @ to_page


def _ground(
    scene: Scene, card: cards.Card, homography: NDArray[np.float64], size: tuple[int, int]
) -> tuple[NDArray[np.float32], NDArray[np.float32] | None, NDArray[np.float64]]:
    """Arm and table with the light on them as a fourth channel, the mirrored light, and where its cells land."""
    middle = card.outline_mm.mean(axis=0)
    corners = np.array([(0, 0), (size[0], 0), (size[0], size[1]), (0, size[1])], dtype=np.float64)
    reach_mm = np.abs(seen_at(np.asarray(np.linalg.inv(homography), dtype=np.float64), corners) - middle).max()
    half_mm = float(np.clip(reach_mm, 90, 400))
    cell_mm = 2 * half_mm / _CELLS
    along = (np.arange(_CELLS) + 0.5) * cell_mm - half_mm
    at_mm = np.stack(np.meshgrid(along, along), axis=-1)

    def seen(reflectance: NDArray[np.float64]) -> NDArray[np.float64]:
        return scene.camera.linear(reflectance, scene.lamp, scene.light.white_balance)

    there = card if scene.card_there else None
    around = draw_arm(seen(scene.skin if scene.arm is None else scene.arm), seen(scene.table), scene, at_mm, there)
    light = light_on(scene.light, at_mm, card)[..., None]
    white = mirrored(scene.light, at_mm, card, scene.texture.number) if scene.card_there else None
    to_page = np.array([
        [cell_mm, 0, middle[0] + along[0]], [0, cell_mm, middle[1] + along[0]], [0, 0, 1],
    ])  # fmt: skip
    ground = np.concatenate([around, light], axis=-1).astype(np.float32)
    return ground, None if white is None else white.astype(np.float32), homography @ to_page


def _warped(
    picture: NDArray[np.float32],
    homography: NDArray[np.float64],
    shape: tuple[int, int],
    *,
    outside_empty: bool = False,
) -> NDArray[np.float32]:
    import cv2  # noqa: PLC0415  only who makes photos needs it

    border = cv2.BORDER_CONSTANT if outside_empty else cv2.BORDER_REFLECT_101
    answer = cv2.warpPerspective(picture, homography, shape, flags=cv2.INTER_LINEAR, borderMode=border)
    return np.asarray(answer, dtype=np.float32)
