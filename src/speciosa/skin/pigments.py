"""A melanin index and an erythema index of a colour, and how far they may be off.

They follow the reflectance indices of narrow-band instruments in form, with the camera's calibrated channels in the
place of narrow bands: camera estimates, which may be compared among themselves and with nothing else.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from speciosa.skin.colour import Colours, linear_from, xyz_from

Numbers = NDArray[np.float64]

_HUNDRED = 100.0  # as instruments print them
_DARKEST = 1e-4  # linear light below this says nothing of pigment


class Indices(NamedTuple):
    """Both indices of colours.

    Parameters
    ----------
    melanin, erythema : [...].
    melanin_sd, erythema_sd : [...], by the delta method; 0 where no errors were given.
    """

    melanin: Numbers
    erythema: Numbers
    melanin_sd: Numbers
    erythema_sd: Numbers


def indices_of(lab: Colours, lab_sd: Colours | None = None) -> Indices:
    """Melanin and erythema index of calibrated colours.

    With R and G the linear sRGB channels of the colour under D65, 0 to 1:

    ``melanin = 100 log10(1 / R)``; blood takes little red light away, melanin does.
    ``erythema = 100 (log10(1 / G) - log10(1 / R))``; blood takes green light away, and what melanin takes from both
    mostly cancels.

    The errors are ``sd = sqrt(sum over L*, a*, b* of (d index / d axis)^2 sd_axis^2)``: the errors of the three axes
    are taken as independent, so an error of brightness common to all counts too much for erythema.

    Parameters
    ----------
    lab : [..., 3], CIELAB under D65.
    lab_sd : [..., 3] or None, standard errors of `lab`, none below 0.

    Notes
    -----
    *Valid when* the errors are small against the colour; R or G below 0.0001 counts as that. A tan raises erythema a
    little, too: green lies nearer to the blue where melanin takes more.

    Examples
    --------
    >>> light, flushed, brown = np.array([[66.0, 6, 15], [62, 11, 15], [48, 10, 20]])
    >>> [each.round(1).tolist() for each in indices_of(np.array([light, flushed, brown]))[:2]]
    [[33.3, 34.8, 57.3], [14.6, 21.8, 26.0]]
    """
    lab = np.asarray(lab, dtype=np.float64)
    lit = linear_from(xyz_from(lab))
    red, green = (np.log10(np.maximum(lit[..., at], _DARKEST)) for at in (0, 1))
    melanin, erythema = -_HUNDRED * red, _HUNDRED * (red - green)
    if lab_sd is None:
        return Indices(melanin, erythema, np.zeros_like(melanin), np.zeros_like(erythema))
    slopes = _slopes(lab, lit)
    of_melanin, of_erythema = -_HUNDRED * slopes[..., 0, :], _HUNDRED * (slopes[..., 0, :] - slopes[..., 1, :])
    spread = np.asarray(lab_sd, dtype=np.float64)
    return Indices(
        melanin,
        erythema,
        np.linalg.norm(of_melanin * spread, axis=-1),
        np.linalg.norm(of_erythema * spread, axis=-1),
    )


def melanin_index(lab: Colours) -> Numbers:
    """``100 log10(1 / R)``, see `indices_of`.

    Examples
    --------
    >>> round(float(melanin_index(np.array([66.0, 6.0, 15.0]))), 1)
    33.3
    """
    return indices_of(lab).melanin


def erythema_index(lab: Colours) -> Numbers:
    """``100 (log10(1 / G) - log10(1 / R))``, see `indices_of`.

    Examples
    --------
    >>> round(float(erythema_index(np.array([66.0, 6.0, 15.0]))), 1)
    14.6
    """
    return indices_of(lab).erythema


def _slopes(lab: Colours, lit: Colours) -> Numbers:
    """[..., channel R and G, axis L* a* b*]: how log10 of a channel moves with the colour."""
    step = 1e-3
    moved = lab[..., None, :] + step * np.eye(3)
    change = np.maximum(linear_from(xyz_from(moved)), _DARKEST) / np.maximum(lit[..., None, :], _DARKEST)
    return np.asarray(np.moveaxis(np.log10(change) / step, -1, -2)[..., :2, :])
