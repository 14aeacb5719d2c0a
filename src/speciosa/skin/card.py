"""The window card: where each marker, patch and the window lies. Drawn by `report`, found by `markers`.

The skin is seen through a window inside a white frame, so that card and skin stand in one light. Around
the frame lie a grey ramp and skin-like colours on all four sides, and in the corners four markers that
carry the card's number.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

import numpy as np
from numpy.typing import NDArray

from speciosa.knowledge import Knowledge
from speciosa.values.errors import EntryError

DICTIONARY = "DICT_5X5_1000"
"""OpenCV's name of the markers' alphabet: 1,000 of them, four a card."""
MARKERS_A_CARD = 4
MOST_CARDS = 1000 // MARKERS_A_CARD
PAPERS = {"a4": (210.0, 297.0), "letter": (215.9, 279.4)}
"""Width and height of the papers, mm."""

CARD_MM = (100.0, 112.0)
"""Width and height of the card once cut out."""
SQUARE_MM = 100.0
"""Side of the part that is measured; below it stand the ruler and the card's number."""
_TOP_MM = 12.0  # the card's upper edge on the page
_WINDOW_MM = (30.0, 70.0)
_FRAME_MM = (21.0, 79.0)  # outer edge of the white frame around the window
_MARKER_MM = (3.0, 19.0)
_ROWS_MM = {"colour": 3.0, "grey": 12.0}  # upper edges of the two rows of patches on each side
_PATCH_MM, _PITCH_MM, _FIRST_MM, _A_ROW = 8.0, 8.8, 24.0, 6

Polygon = NDArray[np.float64]
"""[corner, 2], mm from the page's top left corner, x to the right, y down."""


class PatchKind(StrEnum):
    """What a patch is for."""

    GREY = "grey"
    SKIN = "skin"
    COLOUR = "colour"


@dataclass(frozen=True, slots=True, eq=False)
class Patch:
    """One printed colour. `srgb`: as sent to the printer, 0-255; 255 is the paper itself."""

    name: str
    kind: PatchKind
    polygon_mm: Polygon
    srgb: tuple[int, int, int]


@dataclass(frozen=True, slots=True, eq=False)
class Marker:
    """One square marker. `polygon_mm`: outer corners of its black border, clockwise from its own top left."""

    marker_id: int
    polygon_mm: Polygon


@dataclass(frozen=True, slots=True, eq=False)
class Card:
    """One window card on its page.

    Parameters
    ----------
    card_id : 0 to 249; the four markers say it.
    page_mm : width and height of the page.
    outline_mm : where the card is cut out. square_mm: the measured part. window_mm: cut out, shows the skin.
    frame_mm : outer edge of the white frame around the window.
    patches, markers : as printed.
    """

    card_id: int
    page_mm: tuple[float, float]
    outline_mm: Polygon
    square_mm: Polygon
    window_mm: Polygon
    frame_mm: Polygon
    patches: tuple[Patch, ...]
    markers: tuple[Marker, ...]


def card_of(card_id: int, knowledge: Knowledge, *, paper: str = "a4") -> Card:
    """The card of a number.

    Parameters
    ----------
    card_id : 0 to 249. Each print wants a number of its own: two prints never have the same colours.
    paper : ``a4`` or ``letter``.

    Raises
    ------
    EntryError : there is no card of that number, or no such paper.

    Examples
    --------
    >>> from speciosa.knowledge import load_knowledge
    >>> card = card_of(7, load_knowledge())
    >>> [each.marker_id for each in card.markers], len(card.patches)
    ([28, 29, 30, 31], 48)
    """
    if not 0 <= card_id < MOST_CARDS:
        raise EntryError("there is no card of this number", where="--id", todo=f"use 0 to {MOST_CARDS - 1}")
    if paper not in PAPERS:
        raise EntryError("there is no such paper", where="--paper", todo=f"use one of {', '.join(PAPERS)}")
    page_mm = PAPERS[paper]
    origin = np.array([(page_mm[0] - CARD_MM[0]) / 2, _TOP_MM])
    markers = tuple(
        Marker(MARKERS_A_CARD * card_id + at, origin + _square(*corner, _MARKER_MM[1] - _MARKER_MM[0]))
        for at, corner in enumerate(_corners())
    )
    return Card(
        card_id=card_id,
        page_mm=page_mm,
        outline_mm=origin + _rectangle(0, 0, *CARD_MM),
        square_mm=origin + _square(0, 0, SQUARE_MM),
        window_mm=origin + _square(_WINDOW_MM[0], _WINDOW_MM[0], _WINDOW_MM[1] - _WINDOW_MM[0]),
        frame_mm=origin + _square(_FRAME_MM[0], _FRAME_MM[0], _FRAME_MM[1] - _FRAME_MM[0]),
        patches=tuple(
            Patch(row.key, PatchKind(row.kind), origin + _square(*_place(row.side, row.row, row.place), _PATCH_MM),
                  (row.red, row.green, row.blue))
            for row in knowledge.card_patches
        ),
        markers=markers,
    )  # fmt: skip


@cache
def marker_modules(marker_id: int) -> NDArray[np.bool_]:
    """[row, column] the black squares of a marker, its black border included (7 x 7).

    Examples
    --------
    >>> modules = marker_modules(28)
    >>> modules.shape, bool(modules[0].all())
    ((7, 7), True)
    """
    import cv2  # noqa: PLC0415  only who draws or finds a marker needs it

    side = 7
    dictionary = cv2.aruco.getPredefinedDictionary(getattr(cv2.aruco, DICTIONARY))
    return np.asarray(cv2.aruco.generateImageMarker(dictionary, marker_id, side) < 128)


def _corners() -> tuple[tuple[float, float], ...]:
    """Upper left corners of the markers on the card: clockwise from the upper left one."""
    near, far = _MARKER_MM[0], SQUARE_MM - _MARKER_MM[1]
    return (near, near), (far, near), (far, far), (near, far)


def _place(side: str, row: str, place: int) -> tuple[float, float]:
    """Upper left corner of a patch on the card; places count to the right, or downwards."""
    along, across = _FIRST_MM + place * _PITCH_MM, _ROWS_MM[row]
    far = SQUARE_MM - across - _PATCH_MM
    return {"top": (along, across), "bottom": (along, far), "left": (across, along), "right": (far, along)}[side]


def _square(x: float, y: float, side: float) -> Polygon:
    return _rectangle(x, y, side, side)


def _rectangle(x: float, y: float, width: float, height: float) -> Polygon:
    return np.array([(x, y), (x + width, y), (x + width, y + height), (x, y + height)], dtype=np.float64)
