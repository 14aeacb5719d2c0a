"""Simulation-based calibration: people drawn from the model's own priors, and where each truth lies among its draws.

A person: five nonlinear numbers, one of the equally likely exposure curves, noise and coefficients, all from
their priors; then ratings by the model's equations, written out plainly here (`likelihood.dense`). Where fit and
draws are right the truth's rank among the draws is uniform, for every number (Talts et al. 2018, arXiv 1804.06788).
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bench.effect_calibration.question import question_of
from bench.effect_calibration.workers import spread_out
from speciosa.effect.answered import laid_out
from speciosa.effect.columns import fixed_columns
from speciosa.effect.fit import Fit, Model, fit, joint_draws, model_of
from speciosa.effect.likelihood.dense import felt_plainly
from speciosa.effect.priors import NONLINEAR, Priors
from speciosa.knowledge import load_knowledge
from speciosa.simulate import Calendar, Design, Phase, simulate_person
from speciosa.values.timeline import DAY_S

Array = NDArray[np.float64]
SEED = 20_260_301
"""Fixed before the first run."""
PARAMETERS = (
    *NONLINEAR, "exposure_curve", "effect", "tolerance", "carry_in", "level", "trend", "noise_sd",
)  # fmt: skip
_LINEAR = ("effect", "tolerance", "carry_in", "level", "trend")
_DRAWS = 500
_BLOCK_D, _RUN_IN_D = 10, 14
_LEVELS = (0.0, 0.5, 1.0)


class Person(NamedTuple):
    """Where the truths lie among the draws, [parameter] in (0, 1), and how the fit went."""

    pit: Array
    method: str
    k_hat: float
    cpu_s: float


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """A truth, and the ratings that it gave: `truth` [parameter] in the order of `PARAMETERS`."""

    model: Model
    truth: Array


def calibrate(people: int, *, workers: int, days: int = 100, records: int = 50, seed: int = SEED) -> list[Person]:
    """People drawn and fitted.

    Parameters
    ----------
    days : of each record: ten-day blocks of none, half and all, by chance; some 2.5 ratings a day.
    records : of doses and times of ratings; people share them in turn.
    """
    return spread_out(partial(_person, days=days, records=records, seed=seed), people, workers)


def drawn(model: Model, rng: np.random.Generator) -> Drawn:
    """A person from the priors of a record's model, and the record with that person's ratings."""
    priors, exposed = model.priors, model.exposed
    z, curve = rng.standard_normal((1, 5)), int(rng.integers(exposed.draws))
    ke, ec50, kt, tau_h, rho = priors.theta_of(z)[0]
    variance = priors.noise_scale / rng.gamma(priors.noise_shape)
    sd = np.sqrt(variance)
    coefficient = model.prior_mean + model.prior_sd * sd * rng.standard_normal(len(model.names))

    share, tolerance = (each[model.at] for each in felt_plainly(exposed.conc[:, curve], exposed.step_min, ke, ec50, kt))
    hourly = np.full(len(exposed.usual), 60)
    usual_share, usual_tolerance = felt_plainly(exposed.usual[:, curve], hourly, ke, ec50, kt)
    effect = share / usual_share.mean()
    varying = [effect, tolerance - usual_tolerance.mean() * effect, np.exp(-kt * model.since_h)]
    columns = np.column_stack([*varying, model.fixed[:, :-1]])

    slow = np.empty(len(model.at))
    slow[0] = rng.standard_normal()
    for at in range(1, len(slow)):
        kept = np.exp(-model.step_h[at] / tau_h)
        slow[at] = kept * slow[at - 1] + np.sqrt(1 - kept**2) * rng.standard_normal()
    y = columns @ coefficient + sd * (rho * slow + rng.standard_normal(len(slow)))
    truth = [ke, ec50, kt, tau_h, rho, curve, *(coefficient[model.names.index(each)] for each in _LINEAR), sd]
    return Drawn(replace(model, fixed=np.column_stack([model.fixed[:, :-1], y])), np.array(truth))


def ranks(found: Fit, truth: Array, rng: np.random.Generator) -> Array:
    """Share of the draws below each truth, ties and the distance to the next draw by chance, [parameter]."""
    joint = joint_draws(found, rng, _DRAWS)
    linear = joint.coefficient[:, [found.model.names.index(each) for each in _LINEAR]]
    draws = np.column_stack([joint.theta, joint.curve, linear, joint.noise_sd])
    below, same = (draws < truth).sum(axis=0), (draws == truth).sum(axis=0)
    return np.asarray((below + rng.random(len(truth)) * (same + 1)) / (_DRAWS + 1))


def _person(number: int, *, days: int, records: int, seed: int) -> Person:
    rng = np.random.default_rng([seed, number])
    person = drawn(_record(number % records, days, seed), rng)
    began = time.process_time()
    found = fit(person.model, rng)
    return Person(
        ranks(found, person.truth, rng), found.explored.method, found.explored.k_hat, time.process_time() - began
    )


@cache
def _record(number: int, days: int, seed: int) -> Model:
    """Doses and times of ratings of one record, laid out for the fit; its ratings are replaced by `drawn`."""
    knowledge, rng = load_knowledge(), np.random.default_rng([seed, 1, number])
    blocks = -(-days // _BLOCK_D)
    level = rng.permutation(np.resize(_LEVELS, blocks))
    phases = tuple(
        Phase(_BLOCK_D * at, min(_BLOCK_D * (at + 1), days) - 1, float(each), f"-{100 - round(100 * each)}%")
        if 0 < each < 1
        else Phase(_BLOCK_D * at, min(_BLOCK_D * (at + 1), days) - 1, float(each), "usual" if each else "none")
        for at, each in enumerate(level)
    )
    usual = Design.usual(knowledge, Calendar("2025-01-20", days, "Europe/Berlin", phases=phases))
    design = replace(
        usual,
        dosing=replace(usual.dosing, indication_strength=0.0, planned_share=0.97, unplanned_share=0.0),
        recording=replace(usual.recording, everyday=False, missed_share=0.5),
    )
    person = simulate_person(design, knowledge, seed=int(rng.integers(1 << 31)))
    question = question_of(person.diary, knowledge, seed=number)
    ratings, priors = question.ratings, Priors.default(knowledge)
    columns = fixed_columns(
        ratings, {"sleep": rng.standard_normal(len(ratings))}, priors,
        begun_s=int(question.taken.time_s[0]), run_in_until_s=int(ratings.time_s[0]) + _RUN_IN_D * DAY_S,
        free=np.ones(len(ratings), dtype=bool),
    )  # fmt: skip
    return model_of(ratings, laid_out(question), columns, priors, first_s=question.first_s)
