"""From ratings and exposure to an answer: the room's way through."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from speciosa.effect.answer import answer_of
from speciosa.effect.arms import Arms, arms_of
from speciosa.effect.chance import chance_of
from speciosa.effect.contrasts import silent, unanswered
from speciosa.effect.decisions import decisions_of
from speciosa.effect.evidence import evidence_of
from speciosa.effect.exposed import Source
from speciosa.effect.outcome import Ratings, ratings_of
from speciosa.effect.posterior import Diagnostics, EffectPosterior, Grade, State
from speciosa.effect.question import Question, of_late, run_in_until, too_little
from speciosa.effect.tried import tried_question
from speciosa.effect.usual import Taken, usual_pattern
from speciosa.effect.verdict import looks_of
from speciosa.exposure import ExposureCurve, expose
from speciosa.knowledge import Knowledge
from speciosa.record import Diary, Kind
from speciosa.trial import Trial, TrialStatus
from speciosa.values.errors import EntryError, FitError
from speciosa.values.gaps import NotAssessed
from speciosa.values.timeline import DAY_S, offset_at

KRATOM = "kratom"
_PAIN = "pain"
_COARSE_S = 6 * 3600  # of curves that nobody sees: the answer lays out its own
_SECONDARY = "This is not the outcome that was chosen beforehand, so it gets a number and no verdict."
_TOO_EARLY = "It is too early for a verdict: the first look has not come yet."
_BETWEEN_LOOKS = (
    "The verdict is that of the last look; the numbers hold what was written since, too, and would say it differently. "
    "It is decided again at the next look."
)
_BOTH = (
    "Leaf and 7-OH products were both taken. The effect was worked out from the 7-OH in the blood, which both leave; "
    "what mitragynine does beside it was not looked at."
)
_UNSEEN = "Who made the order of the assigned periods can't be seen in this record. It was taken to be chance."
_SEALED = "A blind trial is running. Answers wait until it is opened, so that nobody can guess."


def estimate_effect(
    diary: Diary,
    exposure: ExposureCurve | NotAssessed,
    knowledge: Knowledge,
    *,
    outcome: str,
    now_s: int,
    seed: int,
    of: str = KRATOM,
    withheld: NotAssessed | None = None,
) -> EffectPosterior:
    """The effect on one outcome, or why it cannot be said.

    Ratings and what was taken -> the kind of evidence (`evidence`) -> exposures on a grid (`exposed`) -> the posterior
    (`fit`) -> differences that a person asks for (`contrasts`), and a state that changes at looks alone (`verdict`).

    Parameters
    ----------
    diary : as known at the time of asking.
    exposure : the person's curves, with their ledger.
    outcome : a rated word, e.g. ``pain``.
    now_s : the instant of asking, UTC seconds.
    seed : of the draws; the same inputs give the same answer.
    of : ``kratom``, or another substance, an activity or a strategy of the diary. withheld: why it is not asked at all.

    Returns
    -------
    an answer; where no number is earned, with the state ``not_enough_data`` and the reasons.

    Valid when: decisions about doses depend on what was written down, or on chance (`evidence`).

    Examples
    --------
    >>> from speciosa.knowledge import load_knowledge
    >>> from speciosa.record import Columns
    >>> knowledge, empty = load_knowledge(), Diary(Columns.of([]))
    >>> found = estimate_effect(empty, expose(empty, knowledge, seed=0), knowledge, outcome="pain", now_s=0, seed=0)
    >>> found.state.value, found.effect is None
    ('not_enough_data', True)
    """
    diary = diary.as_of(now_s)
    if withheld is not None:
        blank = replace(_blank(diary, ratings_of(diary, knowledge, outcome), knowledge, of), not_assessed=())
        return replace(silent(blank, withheld.why), withheld=True)
    found = _looked_at_now(diary, exposure, knowledge, outcome=outcome, now_s=now_s, seed=seed, of=of)
    if found.effect is None:
        return found
    first_s = int(ratings_of(diary, knowledge, outcome).time_s[0])
    looks = looks_of(first_s, now_s, knowledge)
    if not found.primary:
        return replace(found, looks=looks, state=State.NO_CLEAR_DIFFERENCE, reasons=(*found.reasons, _SECONDARY))
    if looks.last_s is None:
        return replace(found, looks=looks, state=State.NO_CLEAR_DIFFERENCE, reasons=(*found.reasons, _TOO_EARLY))
    then = diary.as_of(looks.last_s)
    if len(then.history) == len(diary.history):
        return replace(found, looks=looks)
    curve = expose(then, knowledge, seed=seed, now_s=looks.last_s, grid_s=_COARSE_S)
    past = _looked_at_now(then, curve, knowledge, outcome=outcome, now_s=looks.last_s, seed=seed, of=of, briefly=True)
    state = State.NO_CLEAR_DIFFERENCE if past.effect is None else past.state
    reasons = found.reasons if state is found.state else (*found.reasons, _BETWEEN_LOOKS)
    return replace(found, looks=looks, state=state, reasons=reasons)


def _looked_at_now(
    diary: Diary, exposure: ExposureCurve | NotAssessed, knowledge: Knowledge, *, outcome: str, now_s: int, seed: int,
    of: str, briefly: bool = False,
) -> EffectPosterior:  # fmt: skip
    """The answer as if this were a look; `briefly`: no more of it than the state and the effect."""
    ratings = ratings_of(diary, knowledge, outcome)
    blank = _blank(diary, ratings, knowledge, of)
    arms = arms_of(diary)
    if arms.sealed:
        return silent(blank, _SEALED)
    asked: Question | tuple[str, ...]
    if knowledge_word(of, knowledge) == KRATOM:
        asked = _kratom_question(diary, exposure, knowledge, ratings, arms, now_s=now_s)
    else:
        before = _before_doses(diary, knowledge, ratings)
        asked = tried_question(diary, knowledge, before, ratings, of=of, now_s=now_s, today=_today(diary, now_s))
    if isinstance(asked, tuple):
        return silent(blank, *asked)
    return _answered(replace(asked, primary=blank.primary), blank, knowledge, seed=seed, briefly=briefly)


def _answered(
    question: Question, blank: EffectPosterior, knowledge: Knowledge, *, seed: int, briefly: bool
) -> EffectPosterior:
    """The answer to a question that may be asked; the grade decides whether it is worth a fit."""
    evidence = question.evidence
    diagnostics = replace(
        blank.diagnostics, n_ratings=len(question.ratings), n_doses=len(question.taken.time_s),
        rated_before_share=evidence.rated_before_share,
    )  # fmt: skip
    blank = replace(
        blank, evidence_grade=evidence.grade, reasons=evidence.reasons, horizon_d=question.horizon_d,
        diagnostics=diagnostics, not_assessed=(*blank.not_assessed, *question.gaps),
    )  # fmt: skip
    by_chance = any(each.randomised for each in evidence.contrast_grade.values())
    if evidence.grade is Grade.ASSOCIATION_ONLY and not by_chance:
        contrasts = unanswered(evidence.reasons[0], Grade.ASSOCIATION_ONLY) if blank.contrasts_asked else ()
        return replace(blank, contrasts=contrasts)
    return answer_of(question, blank, knowledge, seed=seed, briefly=briefly)


def knowledge_word(of: str, knowledge: Knowledge) -> str:
    """The substance that a word means: ``kratom`` for every name of it."""
    found = knowledge.substance(of)
    return found.substance if found else " ".join(of.lower().split())


def _kratom_question(
    diary: Diary,
    exposure: ExposureCurve | NotAssessed,
    knowledge: Knowledge,
    ratings: Ratings,
    arms: Arms,
    *,
    now_s: int,
) -> Question | tuple[str, ...]:
    """The question about kratom, or why it cannot be asked."""
    if isinstance(exposure, NotAssessed):
        none = not len(ratings) or not len(diary.kratom_doses(knowledge))
        return too_little(ratings, _none_taken(), knowledge) if none else (exposure.why,)
    if exposure.ledger is None:
        raise FitError("this curve has no ledger", todo="make it with speciosa.exposure.expose")
    ledger = exposure.ledger
    intake = ledger.intake
    some = intake.nominal_mg.any(axis=0)
    taken = Taken(intake.time_s[some], intake.offset_min[some], intake.nominal_mg[:, some], intake.amt_g[some])
    shown = _analyte(intake.nominal_mg)
    source = Source(
        lambda time_s: ledger.conc_at(time_s, shown),
        lambda time_s: ledger.known_at(time_s, shown),
        lambda dose_time_s, nominal_mg, time_s: ledger.conc_of(dose_time_s, nominal_mg, time_s, shown),
    )
    used = ratings.take(ledger.known_at(ratings.time_s, shown))
    reasons = too_little(used, taken, knowledge)
    if reasons:
        lost = len(ratings) - len(used)
        hidden = f"At {lost} of {len(ratings)} scores nobody knows how much was in the blood, so those can't be used."
        return (*reasons, hidden) if lost else reasons
    run_in_until_s = run_in_until(used, knowledge)
    used, gaps = of_late(used, knowledge)
    if len(arms) and not len(diary.entries.of_kind(Kind.EVENT, "trial_planned")):
        gaps = (*gaps, NotAssessed("effect_allocation", _UNSEEN))
    if shown:
        gaps = (*gaps, NotAssessed("effect_analytes", _BOTH))
    pattern = usual_pattern(taken, arms, today=_today(diary, now_s))
    if not len(pattern):
        return ("There is no usual day to compare with none.",)
    before = _before_doses(diary, knowledge, ratings)
    chance = chance_of(taken, arms, pattern, knowledge, now_s=now_s)
    deciding = arms if chance.on_off or chance.levels else arms.none()
    decisions = decisions_of(taken, used, before, deciding, knowledge)
    batch = intake.batch[some]
    held, margin = _last_trial(diary, knowledge, ratings.per_point, now_s=now_s)
    evidence = evidence_of(
        taken, used, arms, chance, decisions, pattern, batches_s=taken.time_s[1:][batch[1:] != batch[:-1]],
        masking_holds=held, now_s=now_s,
    )  # fmt: skip
    return Question(
        diary=diary, of=KRATOM, primary=True, ratings=used, taken=taken, pattern=pattern, arms=arms, evidence=evidence,
        source=source, gaps=gaps, run_in_until_s=run_in_until_s, wears_off=True, dose_unit="g",
        dose=taken.amt_g, horizon_d=int(knowledge.choice("effect_horizon_d")), now_s=now_s, margin=margin,
    )  # fmt: skip


def _analyte(nominal_mg: NDArray[np.float64]) -> int:
    """Which of a curve's analytes carries the effect: 7-OH where products of it were taken beside leaf, else the first.

    Parameters
    ----------
    nominal_mg : [analyte, dose].
    """
    of_leaf = nominal_mg[0] > 0
    return int(bool(of_leaf.any() and (~of_leaf & (nominal_mg[1] > 0)).any()))


def _last_trial(diary: Diary, knowledge: Knowledge, per_point: float, *, now_s: int) -> tuple[bool | None, float]:
    """Of the last trial: whether guesses were near chance (None: too few), and the margin that it fixed, points."""
    margin = knowledge.choice("trial_margin_nrs")
    try:
        trials = Trial.all_in(diary)
        status = TrialStatus.of(trials[-1], diary, knowledge, now_s=now_s) if trials else None
    except EntryError:  # its rows were changed: its own command says so
        return None, margin
    if status is None:
        return None, margin
    held = False if status.trial.seed_by_hand else status.masking.held if status.masking else None
    return held, status.trial.design.margin_nrs / per_point


def _blank(diary: Diary, ratings: Ratings, knowledge: Knowledge, of: str) -> EffectPosterior:
    """The answer before there is one."""
    gaps = []
    if not ratings.known:
        why = f"Whether more or less of “{ratings.word}” is better is not known here; less was taken as better."
        gaps.append(NotAssessed("effect_direction", why))
    primary = knowledge.outcome(diary.leading_outcome).word == ratings.word
    word = knowledge_word(of, knowledge)
    return EffectPosterior(
        ratings.word, ratings.label, word if word == KRATOM else of, ratings.unit, ratings.better, primary,
        State.NOT_ENOUGH_DATA, (), Grade.ASSOCIATION_ONLY, int(knowledge.choice("effect_horizon_d")),
        knowledge.choice("effect_notice") * ratings.per_point, knowledge.choice("effect_much") * ratings.per_point,
        Diagnostics("importance", math.nan, math.nan, len(ratings), len(diary.kratom_doses(knowledge))),
        not_assessed=tuple(gaps),
    )  # fmt: skip


def _before_doses(diary: Diary, knowledge: Knowledge, ratings: Ratings) -> Ratings:
    """The scores that have to stand before a dose: of pain, where there are any."""
    if ratings.word == _PAIN:
        return ratings
    pain = ratings_of(diary, knowledge, _PAIN)
    return pain if len(pain) else ratings


def _none_taken() -> Taken:
    none = np.empty(0)
    return Taken(none.astype(np.int64), none.astype(np.int16), np.empty((2, 0)), none)


def _today(diary: Diary, now_s: int) -> int:
    """The person's local day, since 1970."""
    zone = diary.person.zone
    last = int(diary.entries.offset_min[-1]) if len(diary.entries) else 0
    return (now_s + 60 * (offset_at(now_s, zone) if zone else last)) // DAY_S
