"""One fitted trial, made once: several tests look at it from different sides."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pytest

from speciosa.effect.arms import Arms, arms_of
from speciosa.effect.columns import FixedColumns
from speciosa.effect.exposed import Exposed, Source, exposed
from speciosa.effect.fit import Fit, Joint, Model, fit, joint_draws, model_of
from speciosa.effect.forward import Response, response_of
from speciosa.effect.outcome import Ratings, ratings_of
from speciosa.effect.priors import Priors
from speciosa.effect.usual import Taken, UsualPattern, usual_pattern
from speciosa.exposure import ExposureCurve, expose
from speciosa.knowledge import Knowledge
from speciosa.simulate import Calendar, Design, Phase, SimulatedPerson, simulate_person

DAYS, BLOCK_D = 84, 7


@dataclass(frozen=True, slots=True, eq=False)
class FittedTrial:
    """A simulated person in a trial of usual, half and none, and everything up to the draws."""

    person: SimulatedPerson
    curve: ExposureCurve
    source: Source
    taken: Taken
    ratings: Ratings
    arms: Arms
    pattern: UsualPattern
    exposed: Exposed
    priors: Priors
    model: Model
    fit: Fit
    joint: Joint
    response: Response
    now_s: int


def plain_columns(ratings: Ratings, priors: Priors) -> FixedColumns:
    """Level, trend and the day's cycle."""
    angle = 2 * np.pi * ratings.hour_h / 24
    values = [np.ones(len(ratings)), np.linspace(-0.5, 0.5, len(ratings)), np.cos(angle), np.sin(angle)]
    prior_sd = [priors.relative(each) for each in ("level", "trend", "cycle", "cycle")]
    return FixedColumns(("level", "trend", "day_cos", "day_sin"), np.column_stack(values), np.array(prior_sd))


@pytest.fixture(scope="session")
def trial_person(knowledge: Knowledge) -> SimulatedPerson:
    shares = {0.0: "none", 0.5: "-50%", 1.0: "usual"}
    order = np.random.default_rng(3).permuted(np.tile(list(shares), (DAYS // BLOCK_D // 3, 1)), axis=1).ravel().tolist()
    phases = tuple(
        Phase(at * BLOCK_D, (at + 1) * BLOCK_D - 1, share, arm=shares[share]) for at, share in enumerate(order)
    )
    design = Design.usual(knowledge, Calendar("2025-01-20", DAYS, "Europe/Berlin", phases=phases))
    design = replace(
        design, recording=replace(design.recording, everyday=False, missed_share=0.2),
        dosing=replace(design.dosing, indication_strength=0.0, planned_share=1.0),
    )  # fmt: skip
    return simulate_person(design, knowledge, seed=11)


@pytest.fixture(scope="session")
def fitted_trial(trial_person: SimulatedPerson, knowledge: Knowledge) -> FittedTrial:
    diary = trial_person.diary
    now_s = int(diary.entries.time_s[-1])
    curve = expose(diary, knowledge, seed=0, now_s=now_s, grid_s=6 * 3600)
    assert isinstance(curve, ExposureCurve)
    assert curve.ledger is not None
    ledger, intake = curve.ledger, curve.ledger.intake
    taken = Taken(intake.time_s, intake.offset_min, intake.nominal_mg, intake.amt_g)
    ratings, arms = ratings_of(diary, knowledge, "pain"), arms_of(diary)
    last = diary.entries.take(np.array([len(diary.entries) - 1])).day()
    pattern = usual_pattern(taken, arms, today=int(last[0]))
    source = Source(ledger.conc_at, ledger.known_at, ledger.conc_of)
    begins_s = int(min(taken.time_s[0], ratings.time_s[0]))
    laid = exposed(taken, ratings.time_s, source, pattern, first_s=begins_s, now_s=now_s, horizon_d=30)
    priors, first_s = Priors.default(knowledge), int(laid.time_s[0])
    columns = plain_columns(ratings, priors)
    model = model_of(ratings, laid, columns, priors, first_s=first_s)
    found = fit(model, np.random.default_rng(0))
    joint = joint_draws(found, np.random.default_rng(1), 400)
    return FittedTrial(
        trial_person, curve, source, taken, ratings, arms, pattern, laid, priors, model, found, joint,
        response_of(joint, laid), now_s,
    )  # fmt: skip
