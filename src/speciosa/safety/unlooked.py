"""What was not looked at, and why: every gap of the rooms before, and our own."""

from __future__ import annotations

from speciosa.safety import (
    batches,
    conditions,
    cuts,
    dependence,
    harm,
    liver,
    pain,
    pregnancy,
    scored,
    symptoms,
    unmatched,
)
from speciosa.safety.case import Case
from speciosa.values.gaps import NotAssessed

_OWN = (symptoms, unmatched, conditions, liver, pregnancy, dependence, cuts, harm, batches, scored, pain)
_NEVER = (
    NotAssessed(
        "examination",
        "Nobody examined you, listened to you, or read your notes. Rules were held against entries that are lines of "
        "their own, and against nothing else.",
    ),
    NotAssessed(
        "rules_unreviewed",
        "No clinician has reviewed these rules yet, and nobody has measured how often they are right in real people.",
    ),
)


def unlooked(case: Case) -> tuple[NotAssessed, ...]:
    """Everything that was not assessed, the rooms before first; each reason once.

    Examples
    --------
    >>> from speciosa.effect import estimate_effect
    >>> from speciosa.knowledge import load_knowledge
    >>> from speciosa.record import Columns, Diary
    >>> knowledge, diary, gap = load_knowledge(), Diary(Columns.of([])), NotAssessed("exposure", "Not a dose.")
    >>> effect = estimate_effect(diary, gap, knowledge, outcome="pain", now_s=0, seed=0)
    >>> "examination" in {each.code for each in unlooked(Case(diary, gap, effect, gap, knowledge, 0))}
    True
    """
    gaps = [each for each in (case.exposure, case.skin) if isinstance(each, NotAssessed)]
    if case.effect.effect is None:
        gaps.append(NotAssessed("effect", " ".join(case.effect.reasons)))
    own = [each for module in _OWN for each in module.gaps(case)]
    return tuple(dict.fromkeys((*gaps, *case.effect.not_assessed, *own, *_NEVER)))
