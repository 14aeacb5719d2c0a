"""Workload F: a simulated person in blocks of three dose levels, the same every time.

180 days, 486 ratings (three a day at varying hours, one in ten missed), 10-day blocks of 0, 2 or 4 g three times a
day in an order by chance; two compartments, effect-site lag, saturating relief, tolerance, a slow process and noise,
trend and daily cycle: `speciosa.simulate`, whose kinetics are the kratom model's (last half-life 45 h).
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from bench.effect_calibration.question import question_of
from speciosa.effect.answered import answered, laid_out
from speciosa.effect.fit import Model
from speciosa.knowledge import Knowledge
from speciosa.record import Diary, Kind
from speciosa.simulate import Calendar, Design, Phase, simulate_person

DAYS = 180
_BLOCK_D = 10
_LEVELS = {0.0: "none", 0.5: "-50%", 1.0: "usual"}
_USUAL_G = 4.0
_RATED_A_DAY = 3
_RATED_SHARE = 0.9


def person(knowledge: Knowledge, *, seed: int = 1, days: int = DAYS) -> Diary:
    """Person `seed` of the workload; 180 days hold 486 ratings."""
    rng = np.random.default_rng([seed, days])
    diary = simulate_person(_design(knowledge, rng, days), knowledge, seed=seed).diary
    ratings = diary.history.of_kind(Kind.RATING, "pain")
    # three of the day's moments, then all but one in ten of those
    day = ratings.day()
    few = np.concatenate([rng.permutation(np.flatnonzero(day == each))[:_RATED_A_DAY] for each in np.unique(day)])
    kept = rng.permutation(few)[: round(_RATED_SHARE * _RATED_A_DAY * days)]
    dropped = np.delete(ratings.id.codes, kept)
    return replace(diary, history=diary.history.take(~np.isin(diary.history.id.codes, dropped)))


def model(knowledge: Knowledge, *, seed: int = 1, days: int = DAYS) -> Model:
    """What the room `effect` fits to that person."""
    question = question_of(person(knowledge, seed=seed, days=days), knowledge, seed=seed)
    by_chance = question.evidence.trial_only
    return answered(question, laid_out(question), knowledge, seed=seed, randomised=by_chance).found.model


def of_one_curve(many: Model) -> Model:
    """The same with the middle exposure curve as if it were known."""
    exposed = many.exposed
    middle = [int(np.argsort(exposed.marks[:, 0], kind="stable")[exposed.draws // 2])]
    conc, usual = (np.ascontiguousarray(each[:, middle]) for each in (exposed.conc, exposed.usual))
    single = replace(exposed, conc=conc, usual=usual, mean_conc=exposed.mean_conc[middle])
    return replace(many, exposed=single, assigned=np.ascontiguousarray(many.assigned[:, middle]))


def _design(knowledge: Knowledge, rng: np.random.Generator, days: int) -> Design:
    blocks = -(-days // _BLOCK_D)
    shares = np.concatenate([rng.permutation(list(_LEVELS)) for _ in range(-(-blocks // len(_LEVELS)))])[:blocks]
    phases = tuple(
        Phase(_BLOCK_D * at, min(_BLOCK_D * (at + 1), days) - 1, float(each), _LEVELS[float(each)])
        for at, each in enumerate(shares)
    )
    design = Design.usual(knowledge, Calendar("2015-01-20", days, "Europe/Berlin", phases=phases))
    return replace(
        design,
        model=replace(design.model, course=replace(design.model.course, flare_nrs=0.0)),
        dosing=replace(
            design.dosing, dose_g=_USUAL_G, dose_sd_g=0.0, dose_least_g=_USUAL_G, dose_most_g=_USUAL_G,
            indication_strength=0.0, planned_share=1.0, unplanned_share=0.0, clock_sd_min=30.0,
        ),
        recording=replace(design.recording, missed_share=0.0, forgotten_dose_share=0.0, everyday=False),
    )  # fmt: skip
