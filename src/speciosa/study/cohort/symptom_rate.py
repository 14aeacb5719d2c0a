"""Each symptom of a participant against exposure, as one number that can be pooled.

    log rate(day) = own level of that fortnight + b log2(mean concentration of the day)

Given how many episodes began in a fortnight, their days are as likely as exp(b x) says, and the level cancels: the
self-controlled case series. Nothing that stays the same for two weeks can bias it; whatever makes both a dose and a
symptom likely on the same day can. `safety.side_effects` asks the same question by permutation, for one person's page.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from speciosa.effect import arms_of
from speciosa.exposure import ExposureCurve
from speciosa.knowledge import Knowledge
from speciosa.record import Diary
from speciosa.safety import side_effects
from speciosa.study.cohort.result import SymptomFigures
from speciosa.values.gaps import NotAssessed
from speciosa.values.timeline import DAY_S

Array = NDArray[np.float64]
Days = NDArray[np.int64]
_MOST_STEPS, _CLOSE = 50, 1e-10


def symptom_figures(
    known: Diary, curve: ExposureCurve | NotAssessed, knowledge: Knowledge
) -> tuple[SymptomFigures, ...]:
    """Every symptom whose word is in the outcome table; those with most episodes first.

    Parameters
    ----------
    known : the diary as of the instant of asking.
    """
    found = [each for each in side_effects.complaints_of(known, knowledge) if each.word in knowledge.outcomes]
    if not found:
        return ()
    days = np.unique(known.logged.day())
    doubling = None
    if isinstance(curve, ExposureCurve) and not arms_of(known).sealed:
        doubling = _log2_of_days(curve, known, days, knowledge)
    length_d = int(knowledge.choice("safety_follow_fortnight_d"))
    figures = []
    for each in found:
        rate = None
        if doubling is not None and not each.urgent:
            began = np.unique(each.present.day()[each.onset])
            rate = log_rate(doubling, (days - days[0]) // length_d, np.isin(days, began), knowledge)
        mean, sd = rate or (None, None)
        figures.append(SymptomFigures(each.word, len(each.days), len(days), mean, sd))
    return tuple(figures)


def log_rate(x: Array, stretch: Days, began: NDArray[np.bool_], knowledge: Knowledge) -> tuple[float, float] | None:
    """The rise b and its standard error: maximum of the conditional likelihood, by Newton's method.

    Parameters
    ----------
    x : [day], log2 of the exposure; NaN where nobody knows.
    stretch : [day], which fortnight. began : [day], whether an episode began.

    Returns
    -------
    None where too few episodes lie in fortnights that can tell, or no finite number fits them best.

    Examples
    --------
    >>> from speciosa.knowledge import load_knowledge
    >>> rng = np.random.default_rng(1)
    >>> x, day = rng.normal(5, 1, 700), np.arange(700)
    >>> b, se = log_rate(x, day // 14, rng.random(700) < 0.1 * 2.0 ** (x - 5), load_knowledge())
    >>> abs(b - 0.693) < 2.5 * se
    True
    """
    known = np.isfinite(x)
    blocks = []
    for each in np.unique(stretch[known & began]):
        chosen = known & (stretch == each)
        if np.ptp(x[chosen]) > 0:
            blocks.append((x[chosen] - x[chosen].mean(), began[chosen]))
    if sum(int(event.sum()) for _, event in blocks) < knowledge.choice("safety_follow_episodes_least"):
        return None
    most, slope = knowledge.choice("study_log_rate_most"), 0.0
    for _ in range(_MOST_STEPS):
        score, information = 0.0, 0.0
        for value, event in blocks:
            weight = np.exp(slope * value - np.max(slope * value))
            weight /= weight.sum()
            mean = float(weight @ value)
            score += float(value[event].sum()) - event.sum() * mean
            information += float(event.sum() * (weight @ (value - mean) ** 2))
        if information <= _CLOSE or abs(slope) > most:
            return None
        step = float(np.clip(score / information, -1.0, 1.0))
        slope += step
        if abs(step) < _CLOSE:
            return float(slope), float(information**-0.5)
    return None


def _log2_of_days(curve: ExposureCurve, known: Diary, days: Days, knowledge: Knowledge) -> Array:
    """log2 of each day's mean of the middle curve, [day]; NaN where it is unknown or next to nothing."""
    logged = known.logged
    at = np.clip(np.searchsorted(logged.time_s, curve.time_s, side="right") - 1, 0, len(logged.time_s) - 1)
    of_point = (curve.time_s + 60 * logged.offset_min[at].astype(np.int64)) // DAY_S
    middle = np.median(curve.conc_ng_ml[:, 0], axis=0)
    place = np.searchsorted(days, of_point)
    inside = (place < len(days)) & (days[np.minimum(place, len(days) - 1)] == of_point)
    total = np.bincount(place[inside], weights=middle[inside], minlength=len(days))
    count = np.bincount(place[inside], minlength=len(days))
    mean = np.divide(total, count, out=np.full(len(days), np.nan), where=count > 0)
    some = mean[np.isfinite(mean) & (mean > 0)]
    least = knowledge.choice("study_exposure_least_share") * float(np.median(some)) if len(some) else np.inf
    found: Array = np.log2(np.where(np.isfinite(mean) & (mean >= least), mean, 1.0))
    return np.where(np.isfinite(mean) & (mean >= least) & (mean > 0), found, np.nan)
