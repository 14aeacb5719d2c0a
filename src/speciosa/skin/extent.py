"""How much of the window differs from how the person's own skin was, and how visible that is."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.special import fdtri, stdtrit

from speciosa.knowledge import Knowledge
from speciosa.skin.cells import Cells, cells_of, texture_of
from speciosa.skin.colour import Colours, delta_e_00
from speciosa.skin.lesion import Lesion, lesion_in
from speciosa.skin.measurement import WindowMap
from speciosa.skin.series import Estimate

Extent = tuple[Estimate | None, Estimate | None]
"""Area, cm2; visibility, delta E 2000."""


def extent_of(
    baseline: Sequence[WindowMap], latest: Sequence[WindowMap], knowledge: Knowledge,
    *, direction: Colours | None = None,
) -> Extent:  # fmt: skip
    r"""Area beyond the person's own noise within the window, and its difference from the rest of the window.

    The window is laid on anew each time, so points of two sessions are never compared. In each session the darker or
    greyer place is found against the rest of the same window (`lesion.lesion_of`); its colour differences beyond 99 %
    of those among the person's baseline cells count. What the baseline had of at least half that contrast (a mole,
    freckles) is taken off:

    .. math:: \text{extent} = \max(0,\; \overline{A}_\text{latest} - \overline{A}_\text{baseline})

    Where the *rest* of the window has itself moved visibly, and by more than 99 % of sessions would, the change is
    uniform or fills nearly all of the window: then the extent is all skin that the window shows, the window's size
    being a lower bound, and there is no visibility, for want of a surround.

    Parameters
    ----------
    baseline, latest : one map a session, of one site; the set-up (card, lamp, phone) unchanged.
    direction : [3] unit CIELAB direction in which to look; found from the window where it is not given.

    Returns
    -------
    extent, visibility : with 95 % intervals from how the sessions differ. (None, None) where the baseline has too few
    sessions, or no latest one shows enough skin. Visibility is None where nothing stands out.

    Valid when the sessions' maps have the same set-up. The interval does not hold what all sessions share: a fold, a
    shadow, a card held aslant.

    Examples
    --------
    >>> from speciosa.knowledge import load_knowledge
    >>> lab = np.full((100, 100, 3), (62.0, 9.0, 16.0), dtype=np.float32)
    >>> darker = lab.copy()
    >>> darker[30:70, 30:70, 0] -= 5  # 16 mm by 16 mm
    >>> extent, visibility = extent_of([WindowMap(lab, 0.4)] * 4, [WindowMap(darker, 0.4)], load_knowledge())
    >>> round(extent.mean, 1), round(visibility.mean)
    (2.6, 4)
    """
    before = [each for each in (cells_of(one, knowledge) for one in baseline) if each is not None]
    after = [each for each in (cells_of(one, knowledge) for one in latest) if each is not None]
    if len(before) < knowledge.choice("skin_extent_sessions_least") or not after:
        return None, None
    texture = np.concatenate([texture_of(each) for each in before])
    known = np.array([np.median(each.lab[each.known], axis=0) for each in before])
    usual = np.median(known, axis=0)
    found = [_told(each, lesion_in(each, texture, knowledge, direction=direction), usual) for each in after]
    whole = float(np.mean([each.area_cm2 for each in after]))
    if _moved(known, np.array([each.rest_lab for each in found]), knowledge):
        return _estimate(np.array([each.area_cm2 for each in after]), np.zeros(len(before)), whole, knowledge), None
    return _of_places(found, before, texture, whole, knowledge)


def _told(cells: Cells, lesion: Lesion, usual: Colours) -> Lesion:
    """The place, unless it is most of the window in its usual colour: then the rest is lighter, and nothing darker."""
    if lesion.inside.sum() <= cells.known.sum() / 2:
        return lesion
    place = np.median(cells.lab[lesion.inside], axis=0)
    if 2 * delta_e_00(place, usual) > delta_e_00(lesion.rest_lab, usual):  # clearly the usual one, or it stays
        return lesion
    return Lesion(np.zeros_like(lesion.inside), 0.0, float("nan"), np.zeros(3), place)


def _of_places(
    found: Sequence[Lesion], before: Sequence[Cells], texture: Colours, whole: float, knowledge: Knowledge
) -> Extent:
    """Extent and visibility of places that stand out from the rest."""
    least = knowledge.choice("skin_visibility_least")
    seen = [each for each in found if each.delta_e_00 >= least]
    if not seen:
        return Estimate(0.0, 0.0, 0.0), None
    apart = np.median([each.apart_lab for each in seen], axis=0)
    had = np.array([lesion_in(each, texture, knowledge, apart=apart).area_cm2 for each in before])
    areas = np.array([each.area_cm2 if each in seen else 0.0 for each in found])
    extent = _estimate(areas, had, whole, knowledge)
    if extent.mean == 0:
        return extent, None
    return extent, _visibility(np.array([each.delta_e_00 for each in seen]), knowledge)


def _moved(before: Colours, after: Colours, knowledge: Knowledge) -> bool:
    """Whether the middle of the later sessions is visibly further from the baseline's than chance would take it.

    Each of L*, a*, b* in units of its own SD from session to session; their mean square against an F distribution.
    """
    if delta_e_00(after.mean(axis=0), before.mean(axis=0)) < knowledge.choice("skin_persistent_delta_e"):
        return False
    n, m = len(before), len(after)
    spread = np.maximum(before.std(axis=0, ddof=1), knowledge.choice("skin_extent_session_sd_least"))
    apart = (after.mean(axis=0) - before.mean(axis=0)) / (spread * np.sqrt(1 / n + 1 / m))
    most = fdtri(3, 3 * (n - 1), knowledge.choice("skin_extent_shift_prob"))
    return bool(np.mean(apart**2) > most)


def _estimate(areas: NDArray[np.float64], had: NDArray[np.float64], whole: float, knowledge: Knowledge) -> Estimate:
    """Difference of two means with its 95 % interval, between nothing and the whole window."""
    mean = float(areas.mean() - had.mean())
    spread = areas.std(ddof=1) if len(areas) > 1 else 0.0
    floor = knowledge.choice("skin_extent_repeat_share") * areas.mean()
    variance = max(spread, floor) ** 2 / len(areas) + had.var(ddof=1) / len(had)
    half = stdtrit(len(areas) + len(had) - 2, 0.975) * np.sqrt(variance)
    low, middle, high = np.clip([mean - half, mean, mean + half], 0, whole)
    return Estimate(float(middle), float(low), float(high))


def _visibility(seen: NDArray[np.float64], knowledge: Knowledge) -> Estimate:
    mean = float(seen.mean())
    spread = seen.std(ddof=1) if len(seen) > 1 else 0.0
    sd = max(spread, knowledge.choice("skin_visibility_repeat"))
    half = float((stdtrit(len(seen) - 1, 0.975) if len(seen) > 1 else 1.96) * sd / np.sqrt(len(seen)))
    return Estimate(mean, max(mean - half, 0.0), mean + half)
