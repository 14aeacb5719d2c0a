"""The moments at which a person looks at their own pain, and the chances that fall at each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from speciosa.simulate.days import Days
from speciosa.simulate.design import Design
from speciosa.simulate.streams import stream
from speciosa.values.errors import EntryError

_CLOCK_SDS = 2
_DAY_MIN = 1440
_AROUND_MIN = 5
"""What else is written down at a day's first or last moment stands within these minutes of it."""


@dataclass(frozen=True, slots=True, eq=False)
class Prompts:
    """Moments in the order of time, each [prompt].

    All chances are drawn here, before anything is lived: what a person does at one moment never
    moves the dice of another.

    `planned`: a dose is due. `noise_nrs`: of the score. `dose_chance`: a dose is taken where it lies
    below the probability of one. `amount_z`, `weighing_z`: standard normal. `delay_min`: from the
    score to the dose. `missed`, `forgotten`, `reasoned`: score not written, dose not written, reason
    given (each where it comes to it). `ibuprofen_chance`: as `dose_chance`.
    """

    time_s: NDArray[np.int64]
    offset_min: NDArray[np.int16]
    day: NDArray[np.int64]
    planned: NDArray[np.bool_]
    noise_nrs: NDArray[np.float64]
    dose_chance: NDArray[np.float64]
    amount_z: NDArray[np.float64]
    weighing_z: NDArray[np.float64]
    delay_min: NDArray[np.int64]
    missed: NDArray[np.bool_]
    forgotten: NDArray[np.bool_]
    reasoned: NDArray[np.bool_]
    ibuprofen_chance: NDArray[np.float64]


def prompts_of(design: Design, days: Days, *, seed: int) -> Prompts:
    """The moments of a record: planned doses, midday, bedtime, each by an inexact clock.

    Parameters
    ----------
    seed : of the streams whose names stand below.

    Raises
    ------
    EntryError : a moment, or the dose after it, could fall on another day than its own.
    """
    dosing, recording = design.dosing, design.recording
    hours_h = (*dosing.dose_hours_h, recording.midday_score_hour_h, recording.bedtime_score_hour_h)
    shape = (design.calendar.days, len(hours_h))

    longest_min = max(1, round(2 * recording.dose_after_score_min) - 1)
    _refuse_other_days(hours_h, _CLOCK_SDS * dosing.clock_sd_min, max(longest_min, _AROUND_MIN))

    def normal(name: str) -> NDArray[np.float64]:
        return stream(seed, name).standard_normal(shape)

    def chance(name: str) -> NDArray[np.float64]:
        return stream(seed, name).random(shape)

    clock_h = np.array(hours_h) + normal("clock").clip(-_CLOCK_SDS, _CLOCK_SDS) * dosing.clock_sd_min / 60
    moments = [days.at(day, hour) for day, hours in enumerate(clock_h.tolist()) for hour in hours]
    time_s = np.array([each.time_s for each in moments], dtype=np.int64)
    order = np.argsort(time_s, kind="stable")
    far = np.diff(time_s[order], prepend=time_s.min() - 86_400) >= dosing.prompts_apart_min * 60
    kept = order[far]
    column = np.tile(np.arange(shape[1]), shape[0])
    return Prompts(
        time_s[kept],
        np.array([each.offset_min for each in moments], dtype=np.int16)[kept],
        np.repeat(np.arange(shape[0]), shape[1])[kept],
        (column < len(dosing.dose_hours_h))[kept],
        normal("score_noise").ravel()[kept] * design.model.course.noise_sd_nrs,
        chance("dose").ravel()[kept],
        normal("amount").ravel()[kept],
        normal("weighing").ravel()[kept],
        stream(seed, "delay").integers(1, longest_min, shape, endpoint=True).ravel()[kept],
        chance("missed").ravel()[kept] < recording.missed_share,
        chance("forgotten").ravel()[kept] < recording.forgotten_dose_share,
        chance("reason").ravel()[kept] < recording.reason_said_share,
        chance("ibuprofen").ravel()[kept],
    )


def _refuse_other_days(hours_h: tuple[float, ...], early_min: float, after_min: float) -> None:
    """A dose belongs to the local day that it is taken on, in the diary as in the usual pattern."""
    if min(hours_h) * 60 - early_min < _AROUND_MIN or max(hours_h) * 60 + early_min + after_min >= _DAY_MIN:
        raise EntryError(
            "a score or dose of this design could fall on the day before or after", todo="move its hours from midnight"
        )
