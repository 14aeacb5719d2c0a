"""What a moving average may reach by chance: simulated for a person's own sessions.

Textbook limits take the baseline's mean and spread as known and sessions as independent. Here every made-up course
has a baseline of its own, from which its mean and its spread are estimated just as a person's are.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from speciosa.knowledge import Knowledge
from speciosa.skin.layout import Layout, laid_out
from speciosa.skin.noise import correlation, unit_noise
from speciosa.values.timeline import DAY_S

Array = NDArray[np.float64]
_YEAR_D = 365
_OFTENEST_D, _SELDOMEST_D = 3.0, 28.0


@dataclass(frozen=True, slots=True, eq=False)
class Limits:
    """The limits of one layout, in units of the person's estimated spread of a session.

    Parameters
    ----------
    width : [session], NaN where nothing is charted.
    multiple : of the moving average's standard deviation.
    false_alarms_a_year : share of made-up courses without a change that reach them within the first year.
    """

    width: Array
    multiple: float
    false_alarms_a_year: float

    def for_layout(self, layout: Layout, knowledge: Knowledge) -> Limits:
        """The same multiple for another layout of the same baseline and pace."""
        width = np.where(layout.charted, self.multiple * average_sd(layout, knowledge), np.nan)
        return Limits(width, self.multiple, self.false_alarms_a_year)


def limits_of(layout: Layout, knowledge: Knowledge, *, seed: int) -> Limits:
    r"""The limits of a person's own sessions.

    .. math:: width_t = c \cdot sd(EWMA_t)

    The standard deviation is that of the sessions as they were, with gaps and set-ups. c is set by simulation: the
    baseline as it was, a year of sessions at the person's pace, the spread estimated from the baseline and what was
    known before, each course with its own spread and its own correlation.

    Examples
    --------
    >>> from speciosa.knowledge import load_knowledge
    >>> from speciosa.skin.layout import layout_of
    >>> weekly = np.arange(20) * 7 * DAY_S
    >>> knowledge = load_knowledge()
    >>> found = limits_of(layout_of(weekly, ["one"] * 20, knowledge), knowledge, seed=1)
    >>> bool(np.isnan(found.width[6])), round(float(found.width[-1])), round(found.false_alarms_a_year, 2)
    (True, 3, 0.01)
    """
    ahead, rng = year_ahead(layout, knowledge), np.random.default_rng(seed)
    series, prior = int(knowledge.choice("skin_simulated_series")), knowledge.choice("skin_noise_prior_sessions")
    noise = unit_noise(ahead.time_s, series, rng, knowledge)[..., 0]
    noise *= np.sqrt(prior / rng.chisquare(prior, (series, 1)))
    average = noise @ ahead.average.T / spread(noise, ahead, 1.0, knowledge)[:, None]
    highest = (average[:, ahead.charted] / average_sd(ahead, knowledge)[ahead.charted]).max(axis=1)
    multiple = float(np.quantile(highest, 1 - knowledge.choice("skin_false_alarms_a_year")))
    return Limits(np.empty(0), multiple, float((highest > multiple).mean())).for_layout(layout, knowledge)


def spread(scores: Array, layout: Layout, prior_sd: float, knowledge: Knowledge) -> Array:
    r"""[series] a session's standard deviation: the baseline's own scatter, shrunk to what is known of photos.

    .. math:: s^2 = (k s_0^2 + \sum (x - \bar x)^2) / (k + n - 1)

    Parameters
    ----------
    scores : [series, session]. prior_sd: s_0, in the same unit.
    """
    prior = knowledge.choice("skin_noise_prior_sessions")
    known = scores[:, layout.baseline]
    squares = ((known - known.mean(axis=1, keepdims=True)) ** 2).sum(axis=1)
    return np.asarray(np.sqrt((prior * prior_sd**2 + squares) / (prior + known.shape[1] - 1)))


def year_ahead(layout: Layout, knowledge: Knowledge, *, days: float = _YEAR_D) -> Layout:
    """The baseline as it was, and then sessions at the person's pace with one set-up.

    The pace is the usual time between the latest ten, in whole days.
    """
    usual = float(np.median(np.diff(layout.time_s[-11:]))) / DAY_S
    pace = round(np.clip(usual, _OFTENEST_D, _SELDOMEST_D))
    known = layout.time_s[layout.baseline]
    ahead = known[-1] + DAY_S * pace * np.arange(1, int(days // pace) + 1)
    time_s = np.concatenate([known, ahead]).astype(np.int64)
    return laid_out(time_s, [(0, len(time_s))], len(known), knowledge)


def average_sd(layout: Layout, knowledge: Knowledge) -> Array:
    """[session] standard deviation of the moving average where a session's is 1."""
    average = layout.average
    variance = np.einsum("ti,ij,tj->t", average, correlation(layout.time_s, knowledge), average, optimize=True)
    return np.asarray(np.sqrt(np.maximum(variance, 0)))
