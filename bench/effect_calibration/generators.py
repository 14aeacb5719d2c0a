"""Where scores come from: as the model thinks, or with any step of it replaced (`kinds`).

Doses come from `simulate_person`; the pain behind the scores is made here, hour by hour, and the true effect by
the contract's definition from the same response. Only for doses that pain does not lead to.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from bench.effect_calibration.people import Plan
from speciosa.knowledge import Knowledge
from speciosa.record import Columns, Diary, Kind
from speciosa.simulate import Batch, PersonModel, SimulatedPerson, simulate_person
from speciosa.simulate.course import ou_path
from speciosa.simulate.estimand import EFFECT_DAYS
from speciosa.simulate.kinetics import blood_and_site_ng_ml
from speciosa.simulate.response import occupied, tolerance_path
from speciosa.values.timeline import HOUR_S

Array = NDArray[np.float64]
_BAGS_MG_PER_G, _BAG_D = (18.0, 10.0), 60


@dataclass(frozen=True, slots=True)
class Generator:
    """One way that scores come about; each step can be another than the model's.

    `slow` [hour] of hours and a course, drug-free pain's unexplained part. `noise` [score].
    `answer` [hour] of site concentrations: points added. `absorbed` mg of mg. `scored` of pain and day.
    """

    name: str
    says: str
    slow: Callable[[PersonModel, int, np.random.Generator], Array]
    noise: Callable[[PersonModel, int, np.random.Generator], Array]
    answer: Callable[[PersonModel, Array], Array]
    absorbed: Callable[[Array], Array]
    scored: Callable[[Array, Array], Array]
    slope: float = 1.0
    forgotten: float = 0.02
    bags: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """A diary, and the effect that is true of it, points; `course` [hour] is the pain without kratom."""

    diary: Diary
    effect: float
    person: SimulatedPerson


def lived(plan: Plan, generator: Generator, knowledge: Knowledge, rng: np.random.Generator) -> Known:
    """A person of a plan with scores from a generator."""
    design = plan.design
    recording = replace(design.recording, forgotten_dose_share=generator.forgotten)
    calendar = design.calendar
    if generator.bags:
        bags = tuple(
            Batch(_BAG_D * at, str(at + 1), label_mg_per_g=_BAGS_MG_PER_G[0], content_mg_per_g=content)
            for at, content in enumerate(_BAGS_MG_PER_G)
        )
        calendar = replace(calendar, batches=bags)
    design = replace(design, recording=recording, calendar=calendar)
    person = simulate_person(design, knowledge, seed=int(rng.integers(1 << 31)))
    truth, model = person.truth, design.model
    hours = np.arange(len(truth.time_s), dtype=np.float64)
    course = model.course
    pain = course.baseline_nrs + course.trend_nrs_per_30_d * hours / (24 * EFFECT_DAYS)
    pain += course.daily_amplitude_nrs * np.cos(2 * np.pi * (hours % 24 - course.worst_hour_h) / 24)
    pain += generator.slow(model, len(hours), rng)
    begin_s = int(truth.time_s[0])
    dose_h = (truth.doses.time_s - begin_s) / HOUR_S
    pain += _added(generator, model, hours, dose_h, truth.doses.amt_mg)
    history = person.diary.history
    scores = np.flatnonzero(_is_score(history))
    at_h = (history.time_s[scores] - begin_s) / HOUR_S
    felt = np.interp(at_h, hours, pain) + generator.noise(model, len(scores), rng)
    value = history.value.copy()
    value[scores] = generator.scored(felt, at_h / hours[-1])
    diary = replace(person.diary, history=replace(history, value=value))
    return Known(diary, true_effect(generator, model, truth.pattern.hour_h, truth.pattern.amt_mg), person)


def true_effect(
    generator: Generator, model: PersonModel, hour_h: tuple[float, ...], amt_mg: tuple[float, ...]
) -> float:
    """Mean over 30 days on the usual pattern minus on none, both started washed out, in points of the scores."""
    hours = np.arange(24.0 * EFFECT_DAYS)
    dose_h = (24.0 * np.arange(EFFECT_DAYS)[:, None] + np.array(hour_h)).ravel()
    return generator.slope * float(
        _added(generator, model, hours, dose_h, np.tile(np.array(amt_mg), EFFECT_DAYS)).mean()
    )


def _added(generator: Generator, model: PersonModel, hours: Array, dose_h: Array, amt_mg: Array) -> Array:
    return generator.answer(model, blood_and_site_ng_ml(model, hours, dose_h, generator.absorbed(amt_mg))[1])


def _is_score(history: Columns) -> NDArray[np.bool_]:
    rating = history.of_kind(Kind.RATING, "pain")
    found: NDArray[np.bool_] = np.isin(history.id.codes, rating.id.codes)
    return found


def slow_process(model: PersonModel, hours: int, rng: np.random.Generator) -> Array:
    return ou_path(hours, model.course.ou_sd_nrs, model.course.ou_time_constant_h, rng)


def _noise(model: PersonModel, count: int, rng: np.random.Generator) -> Array:
    return model.course.noise_sd_nrs * rng.standard_normal(count)


def _answer(model: PersonModel, site: Array) -> Array:
    share = occupied(site, model.response.ec50_ng_ml)
    tolerance = tolerance_path(share, model.response.k_tolerance_per_h)
    return model.response.tolerance_nrs * tolerance - model.response.emax_nrs * share


def _same(values: Array) -> Array:
    return values


def _whole(felt: Array, _at: Array) -> Array:
    whole: Array = np.clip(np.rint(felt), 0, 10) + 0.0  # no -0
    return whole


MATCHED = Generator(
    "as the model thinks", "scores rounded to whole numbers; everything else by the model's equations",
    slow_process, _noise, _answer, _same, _whole,
)  # fmt: skip
