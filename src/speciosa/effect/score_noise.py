"""How scores wander by themselves: what a comparison of periods has to stand out from.

    y = X b + u + e,   u an Ornstein-Uhlenbeck process of SD rho s and time constant tau, e white of SD s
    b | s ~ Normal(0, s^2 diag(d^2)),   s^2 ~ inverse gamma(a, c)

The same model and the same rows of choices.csv as the effect's. Whitening [X y] goes from score to score (the
process is a Markov chain); here for many pairs (tau, rho) side by side, and for columns that may differ between them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from speciosa.knowledge import Knowledge
from speciosa.values.draws import resampled

Array = NDArray[np.float64]
CALENDAR = ("level", "trend", "day_cos", "day_sin", "week_cos", "week_sin")
"""What `calendar_columns` are called, in their order."""
_WEEK_D = 7
_FEWEST_WEEKS = 8  # of scores, before a weekly cycle can be told from chance
_CELLS = 12  # of each axis of the grid of tau and rho: equally likely beforehand


@dataclass(frozen=True, slots=True, eq=False)
class ScoreNoise:
    """Equally likely ways in which a person's scores wander, each [draw].

    Parameters
    ----------
    tau_h : how long an up or down lasts, hours.
    rho : its SD, in SDs of a single score's scatter.
    sd : that scatter, points of a scale from 0 to 10.
    own : whether the person's scores said so; else what is believed of anybody.
    """

    tau_h: Array
    rho: Array
    sd: Array
    own: bool

    def __len__(self) -> int:
        return len(self.sd)


@dataclass(frozen=True, slots=True, eq=False)
class Weighed:
    """A regression at each of many pairs (tau, rho): all [pair], and [pair, column] or [pair, column, column].

    Parameters
    ----------
    weight : how likely each pair is; they add up to 1.
    middle : means of the coefficients.
    inverse : their covariance, in units of the scatter's variance.
    shape, scale : of the inverse gamma of that variance.
    """

    weight: Array
    middle: Array
    inverse: Array
    shape: float
    scale: Array


def prior_pairs(knowledge: Knowledge) -> tuple[Array, Array]:
    """Equally likely pairs (tau in hours, rho) before any score was seen, [pair] each."""
    z = ndtri((np.arange(_CELLS) + 0.5) / _CELLS)

    def spread(name: str) -> Array:
        middle: Array = knowledge.choice(f"{name}_median") * np.exp(knowledge.choice(f"{name}_log_sd") * z)
        return middle

    tau, rho = np.meshgrid(spread("effect_slow_tau_h"), spread("effect_slow_to_noise"), indexing="ij")
    return tau.ravel(), rho.ravel()


def products(columns: Array, step_h: Array, tau_h: Array, rho: Array) -> tuple[Array, Array]:
    """Products of whitened columns X' Omega^-1 X, [pair, column, column], and log|Omega|, [pair].

    Omega = 1 + rho^2 exp(-|dt| / tau)

    Parameters
    ----------
    columns : [score, column], or [pair, score, column] where they differ.
    step_h : [score], hours since the score before; the first is not looked at.
    tau_h, rho : [pair].

    Examples
    --------
    >>> gram, log_det = products(np.ones((2, 1)), np.array([0.0, 24.0]), np.array([24.0]), np.array([1e-9]))
    >>> gram.round(6).tolist(), bool(abs(log_det[0]) < 1e-6)
    ([[[2.0]]], True)
    """
    by_score = np.broadcast_to(columns, (len(tau_h), *columns.shape[-2:])).transpose(1, 0, 2)
    white, log_det = np.empty(by_score.shape), np.zeros(len(tau_h))
    mean, variance = np.zeros(by_score.shape[1:]), rho**2
    kept = np.exp(-step_h[:, None] / tau_h)
    kept[0] = 0.0
    for at, row in enumerate(by_score):
        keep = kept[at]
        variance = rho**2 + keep**2 * (variance - rho**2)
        total = variance + 1.0
        surprise = row - keep[:, None] * mean
        mean = keep[:, None] * mean + (variance / total)[:, None] * surprise
        variance = variance / total  # (1 - gain) variance, the scatter's variance being 1
        white[at] = surprise / np.sqrt(total)[:, None]
        log_det += np.log(total)
    turned = white.transpose(1, 2, 0)
    gram: Array = turned @ turned.transpose(0, 2, 1)
    return gram, log_det


def weighed(
    columns: Array, y: Array, step_h: Array, column_sd: Array, pairs: tuple[Array, Array], knowledge: Knowledge
) -> Weighed:
    """The regression of scores on columns, everything but (tau, rho) exact.

    Parameters
    ----------
    columns : [score, column], or [pair, score, column].
    y : [score], points, about their prior's centre.
    step_h : [score], hours since the score before.
    column_sd : [column], prior SDs in units of the scatter's.
    pairs : `prior_pairs`, or others that are equally likely.
    """
    tau, rho = pairs
    both = np.concatenate(
        [columns, np.broadcast_to(y[:, None], (*columns.shape[:-1], 1))], axis=-1
    )  # fmt: skip
    gram, log_det = products(both, step_h, tau, rho)
    precision = gram[:, :-1, :-1] + np.diag(1.0 / column_sd**2)
    inverse = np.asarray(np.linalg.inv(precision), dtype=np.float64)
    right = gram[:, -1, :-1]
    middle = np.einsum("kij,kj->ki", inverse, right)
    shape = knowledge.choice("effect_noise_shape") + 0.5 * len(y)
    square = gram[:, -1, -1] - np.einsum("ki,ki->k", right, middle)
    scale = knowledge.choice("effect_noise_scale") + 0.5 * square
    log_like = -0.5 * log_det - 0.5 * np.linalg.slogdet(precision)[1] - shape * np.log(scale)
    weight = np.exp(log_like - log_like.max())
    return Weighed(weight / weight.sum(), middle, inverse, shape, scale)


def noise_of(found: Weighed, pairs: tuple[Array, Array], rng: np.random.Generator, count: int) -> ScoreNoise:
    """Draws of the noise that a regression found.

    Parameters
    ----------
    pairs : those it was weighed at.
    count : how many.
    """
    chosen = resampled(found.weight, count, rng)
    variance = found.scale[chosen] / rng.gamma(found.shape, 1.0, count)
    return ScoreNoise(pairs[0][chosen], pairs[1][chosen], np.sqrt(variance), own=True)


def noise_of_anybody(knowledge: Knowledge, rng: np.random.Generator, count: int) -> ScoreNoise:
    """Draws of the noise before a score was seen.

    Examples
    --------
    >>> from speciosa.knowledge import load_knowledge
    >>> noise = noise_of_anybody(load_knowledge(), np.random.default_rng(1), 4000)
    >>> bool(0.5 < np.median(noise.sd) < 1.0), noise.own
    (True, False)
    """
    tau, rho = prior_pairs(knowledge)
    chosen = rng.integers(len(tau), size=count)
    variance = knowledge.choice("effect_noise_scale") / rng.gamma(knowledge.choice("effect_noise_shape"), 1.0, count)
    return ScoreNoise(tau[chosen], rho[chosen], np.sqrt(variance), own=False)


def column_sds(names: tuple[str, ...], knowledge: Knowledge) -> Array:
    """Prior SDs of columns by their kind (``effect``, ``level``, ``trend``, ``cycle``), in SDs of the scatter."""
    typical = knowledge.choice("effect_noise_typical")
    return np.array([knowledge.choice(f"effect_{name}_sd") / typical for name in names])


def calendar_columns(time_h: Array, hour_h: Array, week_d: Array | None = None) -> tuple[tuple[str, ...], Array]:
    """Level, trend and the day's cycle, [score, 4]; the week's too from eight weeks on, [score, 6]. With their kinds.

    Parameters
    ----------
    time_h : [score], hours since the first midnight, ascending.
    hour_h : [score], local clock.
    week_d : [score], days since a week began on the local clock; None: since the first midnight.
    """
    length = max(float(time_h[-1] - time_h[0]), 1.0)
    day = 2 * math.pi * hour_h / 24
    kinds = ["level", "trend", "cycle", "cycle"]
    found = [np.ones(len(time_h)), (time_h - time_h[0]) / length - 0.5, np.cos(day), np.sin(day)]
    if length >= _FEWEST_WEEKS * _WEEK_D * 24:
        week = 2 * math.pi * (time_h / 24 % _WEEK_D if week_d is None else week_d) / _WEEK_D
        kinds += ["cycle", "cycle"]
        found += [np.cos(week), np.sin(week)]
    return tuple(kinds), np.column_stack(found)
