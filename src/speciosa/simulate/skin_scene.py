"""What lies before the camera, and how the photo is taken and kept: everything that a simulated photo depends on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from speciosa.simulate.skin_camera import Camera
from speciosa.simulate.skin_inks import Inks
from speciosa.simulate.skin_spectra import Spectrum


@dataclass(frozen=True, slots=True, eq=False)
class Lesion:
    """A second skin in the window.

    Parameters
    ----------
    reflectance : [31].
    mask : [row, column], 0 to 1, how much of it is there; stretched over the whole window.
    """

    reflectance: Spectrum
    mask: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Pose:
    """How the camera is held to the card.

    Parameters
    ----------
    yaw_deg, pitch_deg, roll_deg : the card turned about its upright, its level and its facing axis, in this order.
    fill : share of the photo's shorter side that the card's width spans when held straight.
    offset : of the card's middle from the photo's, as shares of the photo's width and height.
    focal_mm : as on 35 mm film.
    """

    yaw_deg: float = 0.0
    pitch_deg: float = 0.0
    roll_deg: float = 0.0
    fill: float = 0.62
    offset: tuple[float, float] = (0.0, 0.0)
    focal_mm: float = 26.0


class ShadowKind(StrEnum):
    """What a shadow falls on."""

    HALF = "half"
    """Everything on one side of a line."""
    CARD = "card"
    """All but the window."""
    SKIN = "skin"
    """The window alone."""


@dataclass(frozen=True, slots=True)
class Shadow:
    """A shadow.

    Parameters
    ----------
    depth : share of the light that it takes.
    penumbra_mm : width of its soft edge.
    angle_deg, at_mm : of the line of a half shadow: where it points to the dark side, and its distance from
        the card's middle.
    edge_mm : how far the border lies outside of the window, for the other two.
    """

    kind: ShadowKind
    depth: float = 0.4
    penumbra_mm: float = 4.0
    angle_deg: float = 30.0
    at_mm: float = 0.0
    edge_mm: float = 0.0


@dataclass(frozen=True, slots=True)
class Glare:
    """A reflection of the lamp on the card: page millimetres, and its middle's light as a share of white."""

    x_mm: float
    y_mm: float
    radius_mm: float = 7.0
    strength: float = 0.6


@dataclass(frozen=True, slots=True)
class Light:
    """How light falls, and how much of it the camera takes.

    Parameters
    ----------
    exposure_ev : 0 shows a perfect white at three quarters of the brightest linear light.
    white_balance : by what the gains of red and blue are off.
    gradient, gradient_deg : share by which light falls over 100 mm, and where to.
    card_skin : by what share the skin gets more light than the card.
    gloss : white light that the skin sends back everywhere, as a share of white; gloss_spots: places with more.
    glare : on the card. shadow : if there is one.
    """

    exposure_ev: float = 0.0
    white_balance: tuple[float, float] = (1.0, 1.0)
    gradient: float = 0.08
    gradient_deg: float = 35.0
    card_skin: float = 0.0
    gloss: float = 0.0
    gloss_spots: int = 0
    glare: tuple[Glare, ...] = ()
    shadow: Shadow | None = None


@dataclass(frozen=True, slots=True)
class Texture:
    """What a skin looks like besides its colour.

    Parameters
    ----------
    mottling : standard deviation of its light about the middle, as a share; the middle itself stays.
    hairs : in the window.
    curvature : share of light that is lost at the window's edges, as the arm is round.
    number : of this skin: the same number has the same spots.
    """

    mottling: float = 0.02
    hairs: int = 6
    curvature: float = 0.01
    number: int = 0


@dataclass(frozen=True, slots=True)
class Picture:
    """How the photo is kept.

    Parameters
    ----------
    megapixels : of it, three to four upright. blur_px: of the lens; motion_px, motion_deg: of the hand.
    form : ``jpeg``, ``png`` or ``heic``. quality: of the first and the last, 1 to 100.
    taken_at : local clock time, ``2026-03-01T08:05:00``; empty: no camera tags at all.
    utc_offset : as ``+01:00``; empty: not written.
    orientation : of the tag: 1, 3, 6 or 8; the pixels are stored turned accordingly.
    gps : degrees north and east; serial : of the camera. Both only to test that they are dropped.
    """

    megapixels: float = 1.2
    blur_px: float = 0.6
    motion_px: float = 0.0
    motion_deg: float = 0.0
    form: str = "jpeg"
    quality: int = 90
    taken_at: str = "2026-03-01T08:05:00"
    utc_offset: str = ""
    orientation: int = 1
    gps: tuple[float, float] | None = None
    serial: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """One photo to be.

    Parameters
    ----------
    skin : [31], reflectance in the window. lamp : [31], relative power.
    camera, inks : the phone and the printed card. lesion : a second skin in the window.
    table : [31], what the arm lies on. arm : [31], the skin around the card;
        None: as in the window. card_there : False shows the arm without a card.
    """

    skin: Spectrum
    lamp: Spectrum
    camera: Camera
    inks: Inks
    table: Spectrum
    lesion: Lesion | None = None
    pose: Pose = Pose()
    light: Light = Light()
    texture: Texture = Texture()
    picture: Picture = Picture()
    arm: Spectrum | None = None
    card_there: bool = True
