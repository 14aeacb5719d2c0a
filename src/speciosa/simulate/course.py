"""Pain without kratom: baseline, trend, daily cycle, slow ups and downs, flares."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from speciosa.simulate.person_model import Course
from speciosa.simulate.streams import stream

_HOURS_OF_30_D = 720.0


@dataclass(frozen=True, slots=True)
class Flare:
    """One flare: `start_h` and `end_h` in hours since the record's origin."""

    start_h: float
    end_h: float

    def to_json(self) -> dict[str, float]:
        return {"start_h": self.start_h, "end_h": self.end_h}


def drug_free_nrs(
    course: Course, time_h: NDArray[np.float64], local_hour_h: NDArray[np.float64], *, seed: int
) -> tuple[NDArray[np.float64], tuple[Flare, ...]]:
    """Pain as it would be with no kratom ever; doses change nothing of it.

    pain = baseline + trend t / 30 d + A cos(2 pi (hour - worst) / 24) + OU(t) + flares(t)

    Parameters
    ----------
    time_h : [hour], one hour apart, from 0.
    local_hour_h : [hour], the clock on the wall.
    seed : of the streams ``ups_and_downs`` and ``flares``.

    Returns
    -------
    pain [hour], points, neither rounded nor clipped, and the flares in it.
    """
    flares = flares_of(course, float(time_h[-1]), stream(seed, "flares"))
    pain = course.baseline_nrs + course.trend_nrs_per_30_d * time_h / _HOURS_OF_30_D
    pain += course.daily_amplitude_nrs * np.cos(2 * np.pi * (local_hour_h - course.worst_hour_h) / 24)
    pain += ou_path(len(time_h), course.ou_sd_nrs, course.ou_time_constant_h, stream(seed, "ups_and_downs"))
    for flare in flares:
        pain += course.flare_nrs * flare_shape(time_h, flare, course)
    return pain, flares


def ou_path(hours: int, sd: float, time_constant_h: float, rng: np.random.Generator) -> NDArray[np.float64]:
    """An Ornstein-Uhlenbeck process at every hour, exact and started in its steady state.

    u(t + 1) = phi u(t) + sd sqrt(1 - phi^2) z,  phi = exp(-1 / time constant)

    Parameters
    ----------
    sd : of the steady state.
    time_constant_h : after which the correlation has fallen to 1/e.

    Returns
    -------
    [hour], unit of `sd`.
    """
    phi = math.exp(-1 / time_constant_h)
    shocks = rng.standard_normal(hours)
    shocks[1:] *= math.sqrt(1 - phi**2)
    path = shocks.tolist()
    for hour in range(1, hours):
        path[hour] += phi * path[hour - 1]
    return np.array(path) * sd


def flares_of(course: Course, until_h: float, rng: np.random.Generator) -> tuple[Flare, ...]:
    """Flares by chance: exponential waits between them, lengths evenly spread.

    Parameters
    ----------
    until_h : end of the record; the last flare may run over it.
    """
    flares: list[Flare] = []
    start_h = rng.exponential(course.flare_every_d) * 24
    while start_h < until_h:
        end_h = start_h + rng.uniform(course.flare_shortest_d, course.flare_longest_d) * 24
        flares.append(Flare(start_h, end_h))
        start_h = end_h + rng.exponential(course.flare_every_d) * 24
    return tuple(flares)


def flare_shape(time_h: NDArray[np.float64], flare: Flare, course: Course) -> NDArray[np.float64]:
    """Height of a flare over time: up in a line, level, down in a line, [*n], 0 to 1.

    Examples
    --------
    >>> from speciosa.knowledge import load_knowledge
    >>> from speciosa.simulate.person_model import chosen
    >>> course = chosen(Course, load_knowledge(), flare_rise_h=10.0, flare_fall_h=20.0)
    >>> flare_shape(np.array([0.0, 5.0, 30.0, 70.0, 90.0]), Flare(0.0, 80.0), course).tolist()
    [0.0, 0.5, 1.0, 0.5, 0.0]
    """
    rising = (time_h - flare.start_h) / course.flare_rise_h
    falling = (flare.end_h - time_h) / course.flare_fall_h
    return np.clip(np.minimum(rising, falling), 0.0, 1.0)
