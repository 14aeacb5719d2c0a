"""Colorimetry: from linear sRGB to CIELAB under D65, the typology angle, and how different two colours look."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Colours = NDArray[np.float64]
"""[..., 3]."""

WHITE = np.array([0.95047, 1.0, 1.08883])
"""XYZ of D65 for the 2 degree observer, as IEC 61966-2-1 rounds it."""
_TO_XYZ = np.array(
    [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
)  # IEC 61966-2-1: linear sRGB to XYZ
_EPSILON, _KAPPA = (6 / 29) ** 3, (29 / 6) ** 2 / 3  # CIE 15: where the cube root gives way to a line


def linear_of(srgb: Colours) -> Colours:
    """Linear light of sRGB code values 0-1 (IEC 61966-2-1).

    Examples
    --------
    >>> linear_of(np.array([0.0, 0.5, 1.0])).round(4).tolist()
    [0.0, 0.214, 1.0]
    """
    values = np.asarray(srgb, dtype=np.float64)
    return np.where(values <= 0.04045, values / 12.92, ((np.maximum(values, 0) + 0.055) / 1.055) ** 2.4)


def srgb_of(linear: Colours) -> Colours:
    """Linear light to sRGB code values 0-1, clipped; the way back of `linear_of`.

    Examples
    --------
    >>> srgb_of(linear_of(np.array([0.2, 0.6]))).round(6).tolist()
    [0.2, 0.6]
    """
    values = np.clip(linear, 0, 1)
    return np.where(values <= 0.0031308, values * 12.92, 1.055 * values ** (1 / 2.4) - 0.055)


def xyz_of(linear: Colours) -> Colours:
    """Linear sRGB to XYZ, white at Y = 1."""
    return np.asarray(np.asarray(linear, dtype=np.float64) @ _TO_XYZ.T)


def linear_from(xyz: Colours) -> Colours:
    """XYZ to linear sRGB; colours out of its gamut go below 0 or above 1."""
    return np.asarray(xyz, dtype=np.float64) @ np.linalg.inv(_TO_XYZ).T


def lab_of(xyz: Colours) -> Colours:
    """XYZ under D65 to CIELAB (CIE 15).

    Parameters
    ----------
    xyz : [..., 3], white at Y = 1.

    Examples
    --------
    >>> lab_of(WHITE).round(6).tolist()
    [100.0, 0.0, 0.0]
    """
    t = np.asarray(xyz, dtype=np.float64) / WHITE
    f = np.where(t > _EPSILON, np.cbrt(t), _KAPPA * t + 4 / 29)
    return np.stack([116 * f[..., 1] - 16, 500 * (f[..., 0] - f[..., 1]), 200 * (f[..., 1] - f[..., 2])], axis=-1)


def xyz_from(lab: Colours) -> Colours:
    """CIELAB to XYZ under D65; the way back of `lab_of`.

    Examples
    --------
    >>> lab_of(xyz_from(np.array([54.0, 11.0, 19.0]))).round(6).tolist()
    [54.0, 11.0, 19.0]
    """
    lab = np.asarray(lab, dtype=np.float64)
    fy = (lab[..., 0] + 16) / 116
    f = np.stack([fy + lab[..., 1] / 500, fy, fy - lab[..., 2] / 200], axis=-1)
    return np.asarray(WHITE * np.where(f > 6 / 29, f**3, (f - 4 / 29) / _KAPPA))


def ita_deg(lab: Colours) -> NDArray[np.float64]:
    """Individual typology angle, atan2(L* - 50, b*), degrees.

    *Valid when* b* is well above zero; near zero it jumps, and it reads a flush as darker skin.

    Examples
    --------
    >>> ita_deg(np.array([[60.0, 10.0, 17.0], [40.0, 10.0, 17.0]])).round(1).tolist()
    [30.5, -30.5]
    """
    lab = np.asarray(lab, dtype=np.float64)
    return np.degrees(np.arctan2(lab[..., 0] - 50, lab[..., 2]))


def ita_slope(lab: Colours) -> Colours:
    """[3] how the typology angle goes with L*, a*, b* at one colour, degrees a unit."""
    step = 0.5 * np.eye(3)
    return ita_deg(lab + step) - ita_deg(lab - step)


def hue_deg(lab: Colours) -> NDArray[np.float64]:
    """Hue angle, atan2(b*, a*), degrees."""
    lab = np.asarray(lab, dtype=np.float64)
    return np.degrees(np.arctan2(lab[..., 2], lab[..., 1]))


def delta_e_00(one: Colours, other: Colours) -> NDArray[np.float64]:
    """How different two colours look: CIEDE2000 with all weights 1.

    Parameters
    ----------
    one, other : [..., 3], CIELAB; the order does not matter.

    References
    ----------
    Sharma, Wu & Dalal 2005, doi:10.1002/col.20070, whose numbered equations this follows.

    Examples
    --------
    >>> round(float(delta_e_00(np.array([50.0, 2.6772, -79.7751]), np.array([50.0, 0.0, -82.7485]))), 4)
    2.0425
    """
    l1, a1, b1 = np.moveaxis(np.asarray(one, dtype=np.float64), -1, 0)
    l2, a2, b2 = np.moveaxis(np.asarray(other, dtype=np.float64), -1, 0)
    mean_c = (np.hypot(a1, b1) + np.hypot(a2, b2)) / 2
    g = 0.5 * (1 - np.sqrt(mean_c**7 / (mean_c**7 + 25.0**7)))  # equation 4
    a1, a2 = (1 + g) * a1, (1 + g) * a2
    c1, c2 = np.hypot(a1, b1), np.hypot(a2, b2)
    h1, h2 = np.degrees(np.arctan2(b1, a1)) % 360, np.degrees(np.arctan2(b2, a2)) % 360
    grey = c1 * c2 == 0
    turn = np.where(grey, 0.0, (h2 - h1 + 180) % 360 - 180)  # equation 10
    turn = np.where((turn == -180) & (h2 > h1), 180.0, turn)
    dl, dc, dh = l2 - l1, c2 - c1, 2 * np.sqrt(c1 * c2) * np.sin(np.radians(turn / 2))
    mean_l, mean_c = (l1 + l2) / 2, (c1 + c2) / 2
    apart = np.abs(h1 - h2) > 180
    mean_h = (h1 + h2) / 2 + np.where(apart, np.where(h1 + h2 < 360, 180.0, -180.0), 0.0)  # equation 14
    mean_h = np.where(grey, h1 + h2, mean_h)
    t = 1 - 0.17 * _cos(mean_h - 30) + 0.24 * _cos(2 * mean_h)
    t += 0.32 * _cos(3 * mean_h + 6) - 0.20 * _cos(4 * mean_h - 63)
    s_l = 1 + 0.015 * (mean_l - 50) ** 2 / np.sqrt(20 + (mean_l - 50) ** 2)
    s_c, s_h = 1 + 0.045 * mean_c, 1 + 0.015 * mean_c * t
    rotation = (
        -2 * np.sqrt(mean_c**7 / (mean_c**7 + 25.0**7)) * np.sin(np.radians(60 * np.exp(-(((mean_h - 275) / 25) ** 2))))
    )  # equation 21
    l_part, c_part, h_part = dl / s_l, dc / s_c, dh / s_h
    return np.asarray(np.sqrt(np.maximum(l_part**2 + c_part**2 + h_part**2 + rotation * c_part * h_part, 0)))


def _cos(angle_deg: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(np.cos(np.radians(angle_deg)))
