"""Each recorded symptom against exposure, with what a professional asks of it: an association, never a verdict."""

from __future__ import annotations

from dataclasses import dataclass

from speciosa.effect import arms_of
from speciosa.exposure import ExposureCurve
from speciosa.knowledge import Knowledge
from speciosa.record import Diary
from speciosa.safety.complaint import Complaint, complaints_of
from speciosa.safety.follows import Follows, follows_of
from speciosa.safety.naranjo import NaranjoAnswer, naranjo_range
from speciosa.safety.naranjo_answers import Evidence, naranjo_answers
from speciosa.safety.pauses import Change, Pause, change_of, pauses_of
from speciosa.safety.who_umc import Met, criteria
from speciosa.values.gaps import NotAssessed
from speciosa.values.timeline import format_moment

__all__ = ["Change", "Complaint", "Pause", "SideEffect", "change_of", "complaints_of", "follow_symptoms", "pauses_of"]

_MOST_IDS = 50


@dataclass(frozen=True, slots=True)
class SideEffect:
    """One symptom of a record, and what it has to do with kratom as far as the record can tell.

    Parameters
    ----------
    symptom, label : the word of the outcomes table, and the words for a person.
    entries, episodes : how often it was written down as there, and in how many episodes.
    first_s, last_s : its first and last entry, UTC seconds. first_offset_min, last_offset_min: local time minus UTC.
    ids : of its entries, of the first 50 if there are more.
    follows : whether it goes with exposure or dose.
    naranjo : the ten items of that scale, for professionals. naranjo_range: the totals still possible.
    who_umc : the criteria of its categories, met, not met or not known; no category is assigned.
    not_assessed : what was not looked at, and why.
    """

    symptom: str
    label: str
    entries: int
    episodes: int
    first_s: int
    first_offset_min: int
    last_s: int
    last_offset_min: int
    ids: tuple[str, ...]
    follows: Follows
    naranjo: tuple[NaranjoAnswer, ...]
    naranjo_range: tuple[int, int]
    who_umc: tuple[Met, ...]
    not_assessed: tuple[NotAssessed, ...] = ()

    def to_json(self) -> dict[str, object]:
        """Snake-case keys, in this order; times are local ISO 8601."""
        return {
            "symptom": self.symptom,
            "label": self.label,
            "entries": self.entries,
            "episodes": self.episodes,
            "first": format_moment(self.first_s, self.first_offset_min),
            "last": format_moment(self.last_s, self.last_offset_min),
            "ids": list(self.ids),
            "follows": self.follows.to_json(),
            "naranjo": [each.to_json() for each in self.naranjo],
            "naranjo_range": list(self.naranjo_range),
            "who_umc": [each.to_json() for each in self.who_umc],
            "not_assessed": [each.to_json() for each in self.not_assessed],
        }


def follow_symptoms(
    diary: Diary, exposure: ExposureCurve | NotAssessed, knowledge: Knowledge, *, now_s: int, seed: int
) -> tuple[SideEffect, ...]:
    """Each symptom of the record: does it follow exposure? Those with most episodes first.

    entries of a symptom -> its episodes (`complaint`) -> beside the same hour of other days (`fortnights`), one
    correction for all of them (`follows`) -> what causality scales ask of a diary (`naranjo_answers`, `who_umc`).

    Parameters
    ----------
    diary : as known at `now_s`.
    exposure : the person's curves, or why there are none.
    now_s : the instant of asking, UTC seconds.
    seed : of the orders that are drawn; the same inputs give the same answer.

    Returns
    -------
    nothing for a record without symptoms.

    Examples
    --------
    >>> from speciosa.knowledge import load_knowledge
    >>> from speciosa.record import Columns
    >>> follow_symptoms(Diary(Columns.of([])), NotAssessed("exposure", ""), load_knowledge(), now_s=0, seed=0)
    ()
    """
    known = diary.as_of(now_s)
    complaints = complaints_of(known, knowledge)
    if not complaints:
        return ()
    followed = follows_of(complaints, known, exposure, knowledge, now_s=now_s, seed=seed)
    pauses = pauses_of(known, knowledge)
    return tuple(
        _side_effect(each, follows, pauses, known, knowledge)
        for each, follows in zip(complaints, followed, strict=True)
    )


def _side_effect(
    complaint: Complaint, follows: Follows, pauses: tuple[Pause, ...], diary: Diary, knowledge: Knowledge
) -> SideEffect:
    rows = complaint.present
    arms = arms_of(diary)
    change = change_of(complaint, pauses, knowledge)
    answers = naranjo_answers(Evidence(complaint, diary, follows, change, arms, knowledge))
    return SideEffect(
        complaint.word, complaint.label, len(rows), len(complaint.onset), int(rows.time_s[0]), int(rows.offset_min[0]),
        int(rows.time_s[-1]), int(rows.offset_min[-1]), complaint.ids(_MOST_IDS), follows, answers,
        naranjo_range(answers, knowledge), criteria(answers, knowledge), follows.not_assessed,
    )  # fmt: skip
