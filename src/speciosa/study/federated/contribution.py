"""From a record to the packet that a person may give to a study, or why there is none."""

from __future__ import annotations

import math

from speciosa import __version__
from speciosa.effect import EffectPosterior, arms_of, estimate_effect
from speciosa.effect.pooling import DoseLevel, EvidencePacket, StagePrior, packet_of
from speciosa.effect.pooling.stage_prior import Family
from speciosa.effect.posterior import LevelEffect
from speciosa.exposure import expose
from speciosa.knowledge import Knowledge
from speciosa.record import Diary
from speciosa.study.federated.disclosure import fault_of, told_apart_by
from speciosa.trial import Trial, TrialStatus
from speciosa.values.errors import EntryError
from speciosa.values.gaps import NotAssessed

_CODE = "packet"
_GRID_S = 24 * 3600  # of curves that nobody sees: the answer lays out its own
_STEP = "one_step_less"
SEALED = "A blind trial is under way. A packet waits until it is opened at its end, so that nobody can guess."


def contribution_of(
    diary: Diary, packet_id: str, knowledge: Knowledge, *, outcome: str, now_s: int, seed: int
) -> EvidencePacket | NotAssessed:
    """Work out a person's effect and put it into a packet.

    Parameters
    ----------
    packet_id : of this person in this study.
    outcome : a word of the table of outcomes.
    now_s : the instant of asking, UTC seconds.
    seed : of the draws.

    Valid when: the person is old enough, which the caller has to know.

    Examples
    --------
    >>> from speciosa.knowledge import load_knowledge
    >>> from speciosa.record import Columns
    >>> empty, knowledge = Diary(Columns.of([])), load_knowledge()
    >>> contribution_of(empty, "0" * 32, knowledge, outcome="pain", now_s=0, seed=0).code
    'packet'
    """
    known = diary.as_of(now_s)
    if arms_of(known).sealed:
        return NotAssessed(_CODE, SEALED)
    curve = expose(known, knowledge, seed=seed, now_s=now_s, grid_s=_GRID_S)
    answer = estimate_effect(known, curve, knowledge, outcome=outcome, now_s=now_s, seed=seed)
    found = packet_of_answer(answer, known, packet_id, knowledge, now_s=now_s)
    if isinstance(found, NotAssessed) and answer.effect is None and answer.reasons:
        return NotAssessed(_CODE, f"{found.why} {answer.reasons[-1]}")
    return found


def packet_of_answer(
    answer: EffectPosterior, known: Diary, packet_id: str, knowledge: Knowledge, *, now_s: int
) -> EvidencePacket | NotAssessed:
    """The packet of an answer that was worked out before.

    Of the contrasts only `one_step_less` goes along, and only as chance answered it in a trial: there its prior is
    exact. The others come out of a response curve, and stay at home. Half and three quarters of the usual dose do, too,
    but `effect.dose_levels` works out what was assumed of them; they go along where the record has days on so little.

    Parameters
    ----------
    known : the record behind it, as of `now_s`.
    """
    prior = None
    if answer.sensitivity is not None and answer.sensitivity.prior_sd > 0:
        prior = _rounded(StagePrior(answer.sensitivity.prior_mean, answer.sensitivity.prior_sd), knowledge)
    found = packet_of(
        answer, packet_id, knowledge, weeks=_weeks(known), blocks=_blocks_done(known, knowledge, now_s=now_s),
        software=__version__, prior=prior, contrast_priors=_contrast_priors(answer, knowledge),
        dose_levels=_levels(answer, knowledge),
    )  # fmt: skip
    if isinstance(found, EvidencePacket) and (fault := fault_of(found, knowledge)):
        return NotAssessed(_CODE, f"The packet would hold more than it may: {fault}.")
    return found


def _contrast_priors(answer: EffectPosterior, knowledge: Knowledge) -> dict[str, StagePrior]:
    """The prior of a randomised step: a normal in SDs of the scores' scatter, which is known before as a gamma is.

    b | s ~ N(0, (d s)^2),  s^2 ~ inverse gamma(a, c)   =>   b ~ Student's t, 2 a degrees, scale d sqrt(c / a)
    """
    if not any(each.name == _STEP and each.grade.randomised for each in answer.contrasts):
        return {}
    choice = knowledge.choice
    per_point = answer.notice / choice("effect_notice")
    shape, in_sds = choice("effect_noise_shape"), choice("effect_effect_sd") / choice("effect_noise_typical")
    scale = in_sds * math.sqrt(choice("effect_noise_scale") / shape) * per_point
    return {_STEP: _rounded(StagePrior(0.0, scale, Family.STUDENT_T, 2 * shape), knowledge)}


def _levels(answer: EffectPosterior, knowledge: Knowledge) -> list[DoseLevel]:
    found = answer.for_pooling.levels if answer.for_pooling is not None else ()
    return [
        DoseLevel(each.relative_dose, each.grade, each.difference, _rounded(_level_prior(each), knowledge))
        for each in found
    ]


def _level_prior(level: LevelEffect) -> StagePrior:
    family = Family.NORMAL if level.df is None else Family.STUDENT_T
    return StagePrior(level.location, level.scale, family, level.df)


def _rounded(prior: StagePrior, knowledge: Knowledge) -> StagePrior:
    location, scale = told_apart_by(prior.location, knowledge), told_apart_by(prior.scale, knowledge)
    return StagePrior(location, scale, prior.family, None if prior.df is None else told_apart_by(prior.df, knowledge))


def _weeks(known: Diary) -> int:
    days = known.entries.day()
    return int(days.max() - days.min() + 1) // 7 if len(days) else 0


def _blocks_done(known: Diary, knowledge: Knowledge, *, now_s: int) -> int:
    """Blocks that ended, of all trials that were opened."""
    try:
        trials = Trial.all_in(known)
        all_of_them = [TrialStatus.of(each, known, knowledge, now_s=now_s) for each in trials]
    except EntryError:  # its rows were changed: its own command says so
        return 0
    return sum(each.looks_due for each in all_of_them if each.state == "revealed")
