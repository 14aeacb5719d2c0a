"""The card and the skin in its window as a picture in linear light, straight from above."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from speciosa.simulate.skin_scene import Scene
from speciosa.skin import card as cards

Picture3 = NDArray[np.float32]
"""[row, column, channel], linear light."""

_EDGE_MM = 2
"""Empty pixels around the card's picture: there its edge fades out."""
_SHADE_MM, _SHADE = 0.35, (0.22, 0.10)  # of the card's thickness on the skin: width; toward the lamp, and away from it
_MELANIN = np.array([0.55, 0.85, 1.15])  # how more or less of it moves red, green and blue
_BLOOD = np.array([0.25, 1.25, 0.95])


@dataclass(frozen=True, slots=True, eq=False)
class CardColours:
    """Linear colours [..., 3] of what is on the card, as the camera makes them."""

    paper: NDArray[np.float64]
    black: NDArray[np.float64]
    patches: NDArray[np.float64]
    skin: NDArray[np.float64]
    lesion: NDArray[np.float64]


def draw_card(card: cards.Card, colours: CardColours, scene: Scene, per_mm: float) -> Picture3:
    """The card with the skin in its window: red, green, blue and how far it covers what is below.

    Edges are drawn with the exact share of each pixel that they cover. Pixel (i, j) is centred at
    ((j + 0.5 - 2) / per_mm, (i + 0.5 - 2) / per_mm) from the card's upper left corner.

    Parameters
    ----------
    per_mm : pixels in a millimetre.
    """
    corner = card.outline_mm.min(axis=0)
    size = np.ceil(np.ptp(card.outline_mm, axis=0) * per_mm).astype(int) + 2 * _EDGE_MM
    picture = np.zeros((size[1], size[0], 4), dtype=np.float32)
    draw = _Pen(picture, corner - _EDGE_MM / per_mm, per_mm)
    draw.fill(card.outline_mm, (*colours.paper, 1))
    for patch, colour in zip(card.patches, colours.patches, strict=True):
        draw.fill(patch.polygon_mm, (*colour, 1))
    for marker in card.markers:
        draw.fill(marker.polygon_mm, (*colours.black, 1))
        _white_modules(draw, marker, (*(colours.paper - colours.black), 0))
    _ruler(draw, card, (*colours.black, 1))
    draw.paste(card.window_mm, _window(card, colours, scene, per_mm))
    return picture


def draw_arm(skin: NDArray[np.float64], table: NDArray[np.float64], scene: Scene, at_mm: NDArray[np.float64],
             card: cards.Card | None) -> Picture3:  # fmt: skip
    """What lies around the card: an arm, upright in the photo, on a table, with the card's shadow on both.

    Parameters
    ----------
    at_mm : [row, column, 2] from the card's middle, x and y.
    """
    rng = np.random.default_rng([scene.texture.number, 1])
    shape = at_mm.shape[:2]
    x, y = at_mm[..., 0], at_mm[..., 1]
    half_mm = 41 + 0.05 * y + 1.5 * np.sin(y / 60)
    across = np.clip(np.abs(x - 2) / half_mm, 0, 1)
    cell_mm = abs(float(x[0, 1] - x[0, 0]))
    round_arm = 0.25 + 0.75 * np.sqrt(1 - across**2)
    spots = 0.8 * _clouds(rng, shape, 1.5 / cell_mm) + 0.9 * _clouds(rng, shape, 12 / cell_mm)
    arm = skin * (round_arm * (1 + scene.texture.mottling * spots))[..., None]
    grain = 1 + 0.04 * _clouds(rng, shape, 1 / cell_mm) + 0.03 * _clouds(rng, shape, 25 / cell_mm)
    fall = 1 - 0.5 * np.exp(-np.clip(np.abs(x - 2) - half_mm, 0, None) / 12)  # the arm's shadow on the table
    on_table = table * (grain * fall)[..., None]
    edge = np.clip((half_mm - np.abs(x - 2)) / cell_mm + 0.5, 0, 1)[..., None]
    around = edge * arm + (1 - edge) * on_table
    if card is not None:
        half_card = np.ptp(card.outline_mm, axis=0) / 2
        outside = np.linalg.norm(np.maximum(np.abs(at_mm - (1.0, 1.5)) - half_card, 0), axis=-1)
        around = around * (1 - 0.45 * np.exp(-outside / 3.5))[..., None]
    return np.asarray(around, dtype=np.float32)


def _window(card: cards.Card, colours: CardColours, scene: Scene, per_mm: float) -> Picture3:
    """The skin in the window: its second skin, spots, roundness, hairs and the thin shadow of the card's edge."""
    import cv2  # noqa: PLC0415  only who makes photos needs it

    side_mm = float(np.ptp(card.window_mm[:, 0]))
    side = max(round(side_mm * per_mm), 8)
    rng = np.random.default_rng([scene.texture.number, 2])
    coarse = (160, 160)
    layers = [[share * _clouds(rng, coarse, size * 160 / side_mm) for size, share in _SIZES] for _ in range(2)]
    clouds = [np.sum(each, axis=0) for each in layers]
    log = scene.texture.mottling * (clouds[0][..., None] * _MELANIN + 0.6 * clouds[1][..., None] * _BLOOD)
    factor = np.exp(log)
    factor /= factor.mean(axis=(0, 1))  # the middle is the truth
    skin = cv2.resize(factor.astype(np.float32), (side, side), interpolation=cv2.INTER_LINEAR) * colours.skin
    if scene.lesion is not None:
        mask = cv2.resize(scene.lesion.mask.astype(np.float32), (side, side), interpolation=cv2.INTER_LINEAR)
        skin = skin * (1 + mask[..., None] * (colours.lesion / colours.skin - 1))
    along = (np.arange(side) + 0.5) / side * 2 - 1
    skin = skin * (1 - scene.texture.curvature * along**2)[None, :, None] * (1 + scene.light.card_skin)
    near, far = (np.arange(side) + 0.5) / per_mm, (side - np.arange(side) - 0.5) / per_mm
    shade = (1 - _SHADE[0] * np.exp(-near / _SHADE_MM)) * (1 - _SHADE[1] * np.exp(-far / _SHADE_MM))
    skin = skin * np.outer(shade, shade)[..., None]
    return _with_hairs(np.asarray(skin, dtype=np.float32), scene.texture.hairs, per_mm, rng)


_SIZES = ((0.5, 0.5), (1.6, 0.7), (5.0, 0.5))  # of spots, mm, and how much each tells


def _with_hairs(skin: Picture3, hairs: int, per_mm: float, rng: np.random.Generator) -> Picture3:
    """Dark thin bows, each half as wide again at its root as at its tip is not seen: one width does."""
    import cv2  # noqa: PLC0415

    side = len(skin)
    cover = np.zeros((side, side), dtype=np.uint8)
    for _ in range(hairs):
        start, angle, bend = rng.uniform(0, side, 2), rng.normal(0.9, 0.4), rng.normal(0, 0.08)
        steps = np.cumsum(np.full(12, rng.uniform(4, 12) * per_mm / 12))
        turned = angle + bend * np.arange(12)
        line = start + np.column_stack([np.cos(turned), np.sin(turned)]) * steps[:, None]
        thick = max(0.09 * per_mm, 1.0)
        strength = 255 * min(0.09 * per_mm, 1.0)
        points = np.round(line * 16).astype(np.int32).reshape(-1, 1, 2)
        cv2.polylines(cover, [points], False, strength, round(thick), cv2.LINE_AA, 4)  # noqa: FBT003
    shade = 1 - cover.astype(np.float32)[..., None] / 255 * np.array([0.55, 0.62, 0.68], dtype=np.float32)
    return np.asarray(skin * shade, dtype=np.float32)


def _clouds(rng: np.random.Generator, shape: tuple[int, ...], size: float) -> NDArray[np.float64]:
    """A field of mean 0 and spread 1 whose spots are about `size` cells wide."""
    import cv2  # noqa: PLC0415

    step = max(size / 2, 1.0)
    cells = tuple(max(int(each / step) + 3, 4) for each in shape)
    field = cv2.GaussianBlur(rng.standard_normal(cells).astype(np.float32), (0, 0), max(size / step / 2, 0.5))
    field = cv2.resize(field, (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC)
    return np.asarray((field - field.mean()) / field.std(), dtype=np.float64)


def _white_modules(draw: _Pen, marker: cards.Marker, more: tuple[float, ...]) -> None:
    """Added to the black, not drawn over it: so two white modules meet without a line between them."""
    black = cards.marker_modules(marker.marker_id)
    corner, across, down = marker.polygon_mm[0], marker.polygon_mm[1], marker.polygon_mm[3]
    steps = (across - corner) / black.shape[1], (down - corner) / black.shape[0]
    for row, column in np.argwhere(~black):
        start = corner + column * steps[0] + row * steps[1]
        draw.add(np.array([start, start + steps[0], start + steps[0] + steps[1], start + steps[1]]), more)


def _ruler(draw: _Pen, card: cards.Card, colour: tuple[float, ...]) -> None:
    """Ticks below the square, a longer one each centimetre."""
    left, bottom = card.square_mm.min(axis=0)[0], card.square_mm.max(axis=0)[1]
    for mm in range(10, 91):
        length = 4.0 if mm % 10 == 0 else 2.0
        x = left + mm
        draw.fill(np.array([(x, bottom + 2), (x + 0.2, bottom + 2), (x + 0.2, bottom + 2 + length)]), colour)


class _Pen:
    """Draws upright rectangles with the exact share of each pixel that they cover."""

    def __init__(self, picture: Picture3, corner_mm: NDArray[np.float64], per_mm: float) -> None:
        self._picture, self._corner_mm, self._per_mm = picture, corner_mm, per_mm

    def fill(self, polygon_mm: NDArray[np.float64], colour: tuple[float, ...]) -> None:
        part, share = self._part(polygon_mm)
        part += share * (np.array(colour, dtype=np.float32) - part)

    def add(self, polygon_mm: NDArray[np.float64], more: tuple[float, ...]) -> None:
        part, share = self._part(polygon_mm)
        part += share * np.array(more, dtype=np.float32)

    def paste(self, polygon_mm: NDArray[np.float64], picture: Picture3) -> None:
        import cv2  # noqa: PLC0415

        part, share = self._part(polygon_mm)
        fitted = cv2.resize(picture, part.shape[1::-1], interpolation=cv2.INTER_LINEAR)
        part[..., :3] += share * (fitted - part[..., :3])

    def _part(self, polygon_mm: NDArray[np.float64]) -> tuple[Picture3, Picture3]:
        low, high = (
            (each - self._corner_mm) * self._per_mm for each in (polygon_mm.min(axis=0), polygon_mm.max(axis=0))
        )
        first, last = np.floor(low).astype(int), np.ceil(high).astype(int)
        shares = []
        for axis in (0, 1):
            cells = np.arange(first[axis], last[axis])
            shares.append(np.minimum(cells + 1, high[axis]) - np.maximum(cells, low[axis]))
        part = self._picture[first[1] : last[1], first[0] : last[0]]
        return part, np.outer(shares[1], shares[0]).astype(np.float32)[..., None]
