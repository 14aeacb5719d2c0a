"""One symptom with all its entries, and which words of a diary count as one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from speciosa.knowledge import Knowledge, Urgency
from speciosa.record import Answer, Columns, Diary, Kind
from speciosa.values.timeline import HOUR_S

_LOOKED_AT_ELSEWHERE = frozenset(
    {"pain", "interference", "craving", "withdrawal", "suicidal_thoughts", "skin_darkening"}
)  # fmt: skip
_HOW_ONE_IS = frozenset({"anxiety", "depression", "stress", "fatigue", "stiffness", "restlessness", "irritability"})
"""Scored for their own sake: a side effect only where the person wrote them down as a symptom."""
_UNANSWERED = (Answer.DECLINED, Answer.UNKNOWN)  # nobody said that it was there


@dataclass(frozen=True, slots=True, eq=False)
class Complaint:
    """One symptom of a record, under all its spellings.

    Parameters
    ----------
    word, label : as in the outcomes table.
    urgent : whether a rule sends it, or a sign that an unknown word lies near, to somebody at once.
    present : its entries that say that it was there, in the order of time; at least one. "Declined" and "unknown"
        say neither that it was nor that it was not.
    onset : [episode], positions in `present` at which an episode begins.
    scores : how many entries hold a number, zeros among them.
    """

    word: str
    label: str
    urgent: bool
    present: Columns
    onset: NDArray[np.intp]
    scores: int

    @property
    def days(self) -> NDArray[np.int64]:
        """Local days on which it was there, ascending."""
        return np.unique(self.present.day())

    def ids(self, most: int) -> tuple[str, ...]:
        """Ids of its entries, of the first ones if there are more."""
        return tuple(self.present.id[at] for at in range(min(len(self.present), most)))


def complaints_of(diary: Diary, knowledge: Knowledge) -> tuple[Complaint, ...]:
    """The symptoms of a record, those with most episodes first.

    Every entry of the kind symptom, and ratings of words that name one (nausea, itching). Left out are pain and
    what else kratom is taken for, craving and feeling ill without it (their own part looks at those), thoughts of
    ending one's life (asked with mood), the questions about skin alone (the skin's own course), and words of which more
    is better: of those nobody knows whether an entry without a number means that it was there or lacking.

    Examples
    --------
    >>> from speciosa.knowledge import load_knowledge
    >>> complaints_of(Diary(Columns.of([])), load_knowledge())
    ()
    """
    entries = diary.entries
    asked = {
        kind: (entries.kind == list(Kind).index(kind), _codes_of(entries, kind, knowledge))
        for kind in (Kind.SYMPTOM, Kind.RATING)
    }
    urgent = _urgent(knowledge)
    apart_s = int(knowledge.choice("safety_follow_apart_h") * HOUR_S)
    found = []
    for word in sorted({word for _, codes in asked.values() for word in codes}):
        chosen = np.zeros(len(entries), dtype=bool)
        for of_kind, codes in asked.values():
            chosen |= of_kind & np.isin(entries.name.codes, codes.get(word, []))
        rows = entries.take(chosen)
        present = rows.take(~np.isin(rows.answer, _UNANSWERED) & ~(rows.value == 0))
        if len(present):
            onset = np.flatnonzero(np.diff(present.time_s, prepend=present.time_s[0] - apart_s - 1) > apart_s)
            scores = int((rows.answer == Answer.GIVEN).sum())
            found.append(
                Complaint(word, knowledge.outcome(word).label, _may_be(word, urgent, knowledge), present, onset, scores)
            )
    return tuple(sorted(found, key=lambda each: (-len(each.onset), -len(each.present), each.word)))


def _codes_of(entries: Columns, kind: Kind, knowledge: Knowledge) -> dict[str, list[int]]:
    """The words of one kind that are symptoms, each with the codes of its spellings."""
    elsewhere = _LOOKED_AT_ELSEWHERE | ({each.key for each in knowledge.skin_questions} - _urgent(knowledge))
    found: dict[str, list[int]] = {}
    for code in np.unique(entries.name.codes[entries.kind == list(Kind).index(kind)]).tolist():
        outcome = knowledge.outcome(entries.name.vocabulary[code])
        if outcome.better.value != "lower" or outcome.word in elsewhere:
            continue
        if outcome.word.endswith(" pain"):  # of some part of the body: what it is taken for
            continue
        if kind is Kind.RATING and (not outcome.known or outcome.word in _HOW_ONE_IS):
            continue
        found.setdefault(outcome.word, []).append(code)
    return found


def _may_be(word: str, urgent: frozenset[str], knowledge: Knowledge) -> bool:
    """Whether a word is an urgent sign, or an unknown one that lies near such a sign."""
    return word in urgent or any(each.word in urgent for each in knowledge.near_outcomes(word))


def _urgent(knowledge: Knowledge) -> frozenset[str]:
    """Signs that one rule alone sends to somebody at once."""
    rules = (each for each in knowledge.safety_rules.values() if each.urgency is Urgency.NOW and not each.trigger)
    return frozenset(word for rule in rules if rule.at_least == 1 for word in rule.symptoms)
