"""A person lives through the record: pain leads to doses, and doses to pain.

What a dose does depends on all earlier ones, and whether there is one on the pain that those left:
so this is a plain walk through time. `paths_of` computes the same from the finished list of doses,
and a test holds the two against each other.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from speciosa.simulate.days import Days
from speciosa.simulate.design import Design, Dosing
from speciosa.simulate.kinetics import modes
from speciosa.simulate.person_model import PersonModel
from speciosa.simulate.prompts import Prompts
from speciosa.simulate.response import effect_nrs, next_tolerance, occupied
from speciosa.values.errors import FitError


@dataclass(frozen=True, slots=True, eq=False)
class Doses:
    """Doses that were taken, in the order of time, each [dose]; the run-in's come first.

    `day`: of the record, that of its moment; below zero in the run-in. `amt_g`: as the person weighed
    it. `amt_mg`: mitragynine that was swallowed. `batch`: position in the calendar. `prompt`: the
    moment that led to it, -1 in the run-in.
    """

    time_s: NDArray[np.int64]
    offset_min: NDArray[np.int16]
    day: NDArray[np.int64]
    amt_g: NDArray[np.float64]
    amt_mg: NDArray[np.float64]
    batch: NDArray[np.int64]
    prompt: NDArray[np.int64]


def live(
    design: Design,
    days: Days,
    prompts: Prompts,
    drug_free_nrs: NDArray[np.float64],
    content_mg_per_g: tuple[float, ...],
) -> tuple[NDArray[np.int64], Doses]:
    """Go through the moments one after the other.

    Parameters
    ----------
    prompts : moments and their chances; nothing else here is random.
    drug_free_nrs : [hour], pain without kratom, on the record's hours.
    content_mg_per_g : what is in each batch.

    Returns
    -------
    the score at each moment, [prompt], 0 to 10, written down or not; and the doses.
    """
    body = _Body(design.model, days.first_hour)
    rows = _run_in(design, days, content_mg_per_g)
    for row in rows:
        body.take((row[0] - days.origin_s) / 3600, row[4])
    scores = np.empty(len(prompts.time_s), dtype=np.int64)
    times_h = days.hours(prompts.time_s)
    without = np.interp(times_h, days.time_h, drug_free_nrs)
    for at, time_h in enumerate(times_h.tolist()):
        day = int(prompts.day[at])
        felt = without[at] + body.effect_at(time_h) + prompts.noise_nrs[at]
        scores[at] = score = min(max(round(felt), 0), 10)
        share = design.calendar.share_on(day)
        likely = dose_probability(design.dosing, score, planned=bool(prompts.planned[at]))
        if share <= 0 or prompts.dose_chance[at] >= likely:
            continue
        amt_g = _amount_g(design.dosing, score, float(prompts.amount_z[at]), share)
        batch = design.calendar.batch_on(day)
        swallowed_g = amt_g * (1 + design.dosing.weighing_cv * float(prompts.weighing_z[at]))
        time_s = int(prompts.time_s[at]) + 60 * int(prompts.delay_min[at])
        rows.append((time_s, int(prompts.offset_min[at]), day, amt_g, swallowed_g * content_mg_per_g[batch], batch, at))
        body.take((time_s - days.origin_s) / 3600, rows[-1][4])
    return scores, _columns(rows)


def dose_probability(dosing: Dosing, score: int, *, planned: bool) -> float:
    """How likely a dose is at a moment, seeing the score just given.

    logit p = logit p0 + strength (score - usual score)

    Parameters
    ----------
    score : 0 to 10.
    planned : p0 is the share of planned doses that are taken, else of unplanned ones.

    Valid when: the shares lie between 0 and 1; at the ends pain changes nothing.

    Examples
    --------
    >>> from speciosa.knowledge import load_knowledge
    >>> from speciosa.simulate.person_model import chosen
    >>> dosing = chosen(Dosing, load_knowledge(), indication_strength=1.0, planned_share=0.5, indication_at_nrs=5.0)
    >>> round(dose_probability(dosing, 6, planned=True), 2)
    0.73
    """
    usual = dosing.planned_share if planned else dosing.unplanned_share
    if usual in (0.0, 1.0):
        return usual
    logit = math.log(usual / (1 - usual)) + dosing.indication_strength * (score - dosing.indication_at_nrs)
    return 1 / (1 + math.exp(-logit))


def _amount_g(dosing: Dosing, score: int, z: float, share: float) -> float:
    for_pain_g = dosing.extra_g_per_nrs * (score - dosing.indication_at_nrs) if dosing.indication_strength else 0.0
    full_g = min(max(dosing.dose_g + for_pain_g + dosing.dose_sd_g * z, dosing.dose_least_g), dosing.dose_most_g)
    return max(round(full_g * share / dosing.dose_step_g), 1) * dosing.dose_step_g


_Row = tuple[int, int, int, float, float, int, int]


def _run_in(design: Design, days: Days, content_mg_per_g: tuple[float, ...]) -> list[_Row]:
    """The usual doses by the clock before the record begins."""
    amt_g = design.dosing.dose_g
    moments = [
        (days.at(day, hour_h), day)
        for day in range(-design.calendar.run_in_d, 0)
        for hour_h in design.dosing.dose_hours_h
    ]
    return [(at.time_s, at.offset_min, day, amt_g, amt_g * content_mg_per_g[0], 0, -1) for at, day in moments]


def _columns(rows: list[_Row]) -> Doses:
    time_s, offset_min, day, amt_g, amt_mg, batch, prompt = zip(*rows, strict=True) if rows else ((),) * 7
    return Doses(
        np.array(time_s, dtype=np.int64),
        np.array(offset_min, dtype=np.int16),
        np.array(day, dtype=np.int64),
        np.array(amt_g, dtype=np.float64),
        np.array(amt_mg, dtype=np.float64),
        np.array(batch, dtype=np.int64),
        np.array(prompt, dtype=np.int64),
    )


class _Body:
    """Effect site and tolerance carried forward hour by hour: each exponential needs only its own sum.

    s_k(t + 1 h) = s_k(t) e^(-r_k) + sum over doses absorbed in that hour of amt e^(-r_k (t + 1 h - start))
    """

    def __init__(self, model: PersonModel, first_hour: int) -> None:
        answer = modes(model)
        if answer.close.any():
            raise FitError("two rates of this simulated person meet", todo="move ka, ke0 or a volume a little apart")
        self._weights: list[float] = answer.weights[0, answer.outputs.index("effect_site")].tolist()
        self._rates: list[float] = answer.rates_per_h[0].tolist()
        self._lag_h, self._response = model.kinetics.t_lag_h, model.response
        self._hour = first_hour
        self._sums = [0.0] * len(self._rates)
        self._coming: list[tuple[float, float]] = []
        self._share = self._tolerance = 0.0

    def take(self, time_h: float, amt_mg: float) -> None:
        """A dose, not before the hour that the body has reached."""
        self._coming.append((time_h + self._lag_h, amt_mg))

    def effect_at(self, time_h: float) -> float:
        """Points that kratom adds to pain; tolerance is that of the last full hour."""
        while self._hour + 1 <= time_h:
            self._next_hour()
        return effect_nrs(self._share_of(self._sums_at(time_h)), self._tolerance, self._response)

    def _next_hour(self) -> None:
        hour = self._hour + 1
        self._sums = self._sums_at(hour)
        self._coming = [each for each in self._coming if each[0] > hour]
        self._hour = hour
        share = self._share_of(self._sums)
        k_per_h = self._response.k_tolerance_per_h
        self._tolerance = next_tolerance(self._tolerance, self._share, share, k_per_h)
        self._share = share

    def _sums_at(self, time_h: float) -> list[float]:
        since_h = time_h - self._hour
        sums = [each * math.exp(-rate * since_h) for each, rate in zip(self._sums, self._rates, strict=True)]
        for start_h, amt_mg in self._coming:
            if start_h <= time_h:
                sums = [s + amt_mg * math.exp(-r * (time_h - start_h)) for s, r in zip(sums, self._rates, strict=True)]
        return sums

    def _share_of(self, sums: list[float]) -> float:
        site = max(sum(w * s for w, s in zip(self._weights, sums, strict=True)), 0.0)
        return occupied(site, self._response.ec50_ng_ml)
