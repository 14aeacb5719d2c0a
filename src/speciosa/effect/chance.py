"""What chance decided: whether the assignments of a record can carry a randomised answer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from speciosa.effect.arms import Arms
from speciosa.effect.usual import Taken, UsualPattern
from speciosa.knowledge import Knowledge
from speciosa.values.timeline import DAY_S

LESS_LOW, LESS_HIGH = 0.4, 0.9
"""Shares of the usual amount between which a level is a step or two less."""
_NOTHING, _USUAL = 0.01, 0.9
_SAME = 1e-9


@dataclass(frozen=True, slots=True)
class Chance:
    """What the assignments decide.

    Parameters
    ----------
    on_off : the usual amount against none.
    levels : the usual amount against somewhat less.
    reasons : why they decide no more, plain sentences.
    """

    on_off: bool
    levels: bool
    reasons: tuple[str, ...]


def chance_of(taken: Taken, arms: Arms, pattern: UsualPattern, knowledge: Knowledge, *, now_s: int) -> Chance:
    """Whether there are enough changes between levels, and whether what was taken follows them."""
    if not len(arms):
        return Chance(on_off=False, levels=False, reasons=())
    if followed(taken, arms, pattern, now_s=now_s) < knowledge.choice("effect_adherence_least"):
        why = "What was taken does not follow what was assigned, so the assignment tells nothing here."
        return Chance(on_off=False, levels=False, reasons=(why,))
    fewest = int(knowledge.choice("effect_fewest_block_changes"))
    on_off = arms.changes(_NOTHING, _USUAL) >= fewest
    levels = _level_changes(arms) >= fewest
    few = f"There are fewer than {fewest} changes between assigned levels, too few for a randomised answer."
    return Chance(on_off=on_off, levels=levels, reasons=() if on_off or levels else (few,))


def _level_changes(arms: Arms) -> int:
    """Changes between the usual level and one a step or two below it."""
    side = np.where(arms.level >= 1.0, 1, np.where((arms.level >= LESS_LOW) & (arms.level <= LESS_HIGH), -1, 0))
    side = side[side != 0]
    return int((np.diff(side) != 0).sum())


def followed(taken: Taken, arms: Arms, pattern: UsualPattern, *, now_s: int) -> float:
    """How well amounts follow the assignment: correlation of the periods' levels and their daily means.

    Returns
    -------
    from -1 to 1; 1 where one level alone was assigned, 0 where nothing can be said.
    """
    begun = arms.start_s < now_s
    if begun.sum() < 2 or arms.sealed or not len(pattern):
        return 0.0
    start_s, end_s = arms.start_s[begun], np.minimum(arms.end_s[begun], now_s)
    total = np.concatenate([[0.0], np.cumsum(taken.nominal_mg.sum(axis=0))])
    amount = total[np.searchsorted(taken.time_s, end_s)] - total[np.searchsorted(taken.time_s, start_s)]
    daily, level = amount / np.maximum(end_s - start_s, DAY_S // 2), arms.level[begun]
    if level.std() < _SAME:
        return 1.0
    if daily.std() <= _SAME * daily.mean():
        return 0.0
    return float(np.corrcoef(level, daily)[0, 1])
