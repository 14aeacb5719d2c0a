"""Where a colour moves when skin tans, gets pigment deep inside, flushes, or lies in shade: by tone."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import least_squares

from speciosa.knowledge import Knowledge
from speciosa.skin.colour import Colours, lab_of, xyz_from
from speciosa.skin.optics import Skin, colour_of, reflectance_of

Direction = NDArray[np.float64]
"""[3], of length 1 in CIELAB."""

_MELANIN = (-9.0, -0.3)  # ends of ln(share): from none to nearly all
_OTHER = 3.0  # ln(blood) and ln(loss) stay within this of the usual
_SMALL = 1e-3
_DIMMED = 0.95  # shading: so much of the light is left


@dataclass(frozen=True, slots=True, eq=False)
class Directions:
    """Four ways in which skin of one tone gets darker or redder.

    Parameters
    ----------
    tan : more melanin in the epidermis.
    dermal : melanin in the dermis, where there was none.
    blood : more blood.
    lightness : less light on the same skin.
    tan_dermal_deg : angle between `tan` and `dermal`: below about 30 one can hardly be told from the other.
    tan_spread_deg : how far from `tan` people's own tans lie, root mean square, measurement error included.
    """

    tan: Direction
    dermal: Direction
    blood: Direction
    lightness: Direction
    tan_dermal_deg: float
    tan_spread_deg: float


def directions_at(lab: Colours, knowledge: Knowledge) -> Directions:
    """The directions for skin of this colour.

    The layered model is fitted to the colour; then melanin, deep melanin and blood are raised until the colour has
    moved by `visible_step`, and the way it moved, scaled to length 1, is the direction.

    Parameters
    ----------
    lab : [3], CIELAB under D65 of the person's own skin: its baseline, not a changed spot.

    Notes
    -----
    *Valid when* the colour is one of skin. The model's tans lie within 10 degrees of those of outer against inner arms
    (`skin_tan`), from very light to brown. For dark skin there are no such pairs: differences between places of one
    dark-skinned person lie 15 to 25 degrees from the model's tan there.

    Examples
    --------
    >>> from speciosa.knowledge import load_knowledge
    >>> light = directions_at(np.array([66.0, 6.0, 15.2]), load_knowledge())
    >>> bool(light.tan[2] > 0 > light.dermal[2])
    True
    """
    skin = skin_of(lab, knowledge)
    tan = _towards(skin, "melanin", knowledge)
    dermal = _towards(skin, "dermal", knowledge)
    xyz = xyz_from(lab)
    return Directions(
        tan=tan,
        dermal=dermal,
        blood=_towards(skin, "blood", knowledge),
        lightness=_unit(lab_of(_DIMMED * xyz) - lab_of(xyz)),
        tan_dermal_deg=angle_deg(tan, dermal),
        tan_spread_deg=_spread_at(float(lab[0]), knowledge),
    )


def skin_of(lab: Colours, knowledge: Knowledge) -> Skin:
    """The layered model's skin that has this colour, or comes close.

    Melanin is free; blood and loss stay near the usual where the colour does not tell them.

    Parameters
    ----------
    lab : [3], CIELAB under D65.

    Examples
    --------
    >>> from speciosa.knowledge import load_knowledge
    >>> light, brown = (skin_of(np.array(each), load_knowledge()) for each in ([66, 6, 15.2], [48.0, 10, 19]))
    >>> light.melanin < brown.melanin
    True
    """
    number = {key: row.value for key, row in knowledge.skin_optics.items()}
    usual = Skin(number["usual_melanin"], number["usual_blood"])
    wanted = np.asarray(lab, dtype=np.float64)

    def skin(logs: NDArray[np.float64]) -> Skin:
        melanin, blood, loss = (float(each) for each in np.exp(logs))
        return replace(usual, melanin=melanin, blood=usual.blood * blood, loss=loss)

    def misses(logs: NDArray[np.float64]) -> NDArray[np.float64]:
        off = (colour_of(reflectance_of(skin(logs), knowledge), knowledge) - wanted) / number["fit_delta_e"]
        return np.concatenate([off, logs[1:] / number["fit_log_spread"]])

    start = np.array([np.log(usual.melanin), 0.0, 0.0])
    ends = ([_MELANIN[0], -_OTHER, -_OTHER], [_MELANIN[1], _OTHER, _OTHER])
    return skin(least_squares(misses, start, bounds=ends, xtol=1e-10, ftol=1e-10).x)


def angle_deg(one: Direction, other: Direction) -> float:
    """Angle between two directions, 0 to 180.

    Examples
    --------
    >>> round(angle_deg(np.array([-1.0, 0, 0]), np.array([-1.0, 0, 1])), 1)
    45.0
    """
    cosine = one @ other / (np.linalg.norm(one) * np.linalg.norm(other))
    return float(np.degrees(np.arccos(np.clip(cosine, -1, 1))))


def _towards(skin: Skin, what: str, knowledge: Knowledge) -> Direction:
    """Of a change of `visible_step`; found in two steps, since the colour moves nearly in a line."""
    here = colour_of(reflectance_of(skin, knowledge), knowledge)
    share = getattr(skin, what)
    step = _SMALL * max(share, knowledge.skin_optics["usual_blood"].value)
    moved = here
    for _ in range(3):
        moved = colour_of(reflectance_of(replace(skin, **{what: share + step}), knowledge), knowledge) - here
        step *= knowledge.skin_optics["visible_step"].value / float(np.linalg.norm(moved))
    return _unit(moved)


def _unit(moved: Colours) -> Direction:
    return np.asarray(moved / np.linalg.norm(moved))


def _spread_at(lightness: float, knowledge: Knowledge) -> float:
    pairs = sorted(knowledge.skin_tan, key=lambda row: row.lightness)
    return float(np.interp(lightness, [row.lightness for row in pairs], [row.spread_deg for row in pairs]))
