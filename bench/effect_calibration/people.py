"""Simulated people for the tables: who they are, and what they do."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from speciosa.knowledge import Knowledge
from speciosa.simulate import Batch, Calendar, Design, Dosing, PersonModel, Phase, Recording

STARTS, ZONE = "2025-01-20", "Europe/Berlin"
BLOCK_D, BLOCKS = 10, 12
PLATFORM_D, PLATFORM_BLOCKS = 7, 4
_DAILY_LAG = 0.7
DRIFT_NRS = 1.0  # over the record
_DAYS_OF_TREND = 30


@dataclass(frozen=True, slots=True)
class Plan:
    """Who decides about the doses, and for how long; `begins`: first days of assigned periods."""

    name: str
    says: str
    design: Design
    begins: tuple[int, ...] | None


def anybody(knowledge: Knowledge, rng: np.random.Generator, *, unmoved: bool) -> PersonModel:
    """A person drawn about the typical one.

    Parameters
    ----------
    unmoved : kratom does nothing to this person's pain.
    """
    typical = PersonModel.typical(knowledge)

    def about(middle: float, log_sd: float) -> float:
        return middle * float(np.exp(log_sd * rng.standard_normal()))

    kinetics, response, course = typical.kinetics, typical.response, typical.course
    emax = 0.0 if unmoved else max(float(rng.normal(response.emax_nrs, 1.0)), 0.0)
    return PersonModel(
        replace(kinetics, cl_f_l_h=about(kinetics.cl_f_l_h, 0.25), v_f_l=about(kinetics.v_f_l, 0.25)),
        replace(
            response,
            emax_nrs=emax,
            tolerance_nrs=emax * float(rng.uniform(0.1, 0.7)),
            tolerance_half_time_d=about(response.tolerance_half_time_d, 0.4),
            effect_site_half_time_h=about(response.effect_site_half_time_h, 0.4),
            ec50_ng_ml=about(response.ec50_ng_ml, 0.4),
        ),
        replace(
            course,
            baseline_nrs=float(np.clip(rng.normal(course.baseline_nrs, 0.7), 4.0, 7.5)),
            trend_nrs_per_30_d=float(rng.normal(0.0, 0.15)),
            ou_sd_nrs=about(course.ou_sd_nrs, 0.25),
            ou_time_constant_h=about(course.ou_time_constant_h, 0.5),
            noise_sd_nrs=about(course.noise_sd_nrs, 0.2),
            flare_nrs=0.0,
        ),
    )


def randomised(knowledge: Knowledge, model: PersonModel, rng: np.random.Generator) -> Plan:
    """120 days: six pairs of ten days of all and ten of none, in an order by chance."""
    share = np.concatenate([rng.permutation([1.0, 0.0]) for _ in range(BLOCKS // 2)])
    return _assigned(
        "randomised", "120 days, randomised 10-day blocks of all or none", knowledge, model, share, BLOCK_D
    )


def platform(knowledge: Knowledge, model: PersonModel, rng: np.random.Generator, *, drift: bool) -> Plan:
    """28 days, on and off in turn by the week; a day's pain goes with that of the day before by 0.7."""
    share = np.resize(rng.permutation([1.0, 0.0]), PLATFORM_BLOCKS)
    days = PLATFORM_D * PLATFORM_BLOCKS
    trend = DRIFT_NRS * _DAYS_OF_TREND / days * float(rng.choice([-1.0, 1.0])) if drift else 0.0
    course = replace(
        model.course, trend_nrs_per_30_d=trend, ou_sd_nrs=1.0, noise_sd_nrs=0.3, flare_nrs=0.0,
        ou_time_constant_h=-24.0 / float(np.log(_DAILY_LAG)),
    )  # fmt: skip
    name = "ABAB with drift" if drift else "ABAB"
    says = f"28 days, weeks of all and none in turn, lag-1 correlation 0.7{', drifting by a point' if drift else ''}"
    return _assigned(name, says, knowledge, replace(model, course=course), share, PLATFORM_D)


def on_recorded_pain(knowledge: Knowledge, model: PersonModel, rng: np.random.Generator, *, days: int = 120) -> Plan:
    """Dosing because it hurts, the score written down first; a fortnight without about every other month."""
    begin = np.arange(25, days - 30, 45) + rng.integers(0, 15, len(range(25, days - 30, 45)))
    phases = tuple(Phase(int(each), int(each) + 13, 0.0) for each in begin)
    usual = Design.usual(knowledge, Calendar(STARTS, days, ZONE, phases=phases, batches=_BATCH))
    says = f"{days} days, doses follow pain that was written down first, {len(begin)} fortnights without"
    return Plan("on recorded pain", says, replace(usual, model=model, recording=_plainly(usual.recording)), None)


_BATCH = (Batch(0, "1"),)


def _assigned(
    name: str, says: str, knowledge: Knowledge, model: PersonModel, share: NDArray[np.float64], block_d: int
) -> Plan:
    phases = tuple(
        Phase(block_d * at, block_d * (at + 1) - 1, float(each), "usual" if each else "none")
        for at, each in enumerate(share)
    )
    usual = Design.usual(knowledge, Calendar(STARTS, block_d * len(share), ZONE, phases=phases, batches=_BATCH))
    design = replace(usual, model=model, dosing=_by_the_clock(usual.dosing), recording=_plainly(usual.recording))
    return Plan(name, says, design, tuple(block_d * at for at in range(len(share))))


def _by_the_clock(dosing: Dosing) -> Dosing:
    return replace(dosing, indication_strength=0.0, planned_share=0.97, unplanned_share=0.0)


def _plainly(recording: Recording) -> Recording:
    return replace(recording, everyday=False)
