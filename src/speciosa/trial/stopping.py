"""What ends a trial before its last day, and what then. Stopping is never a fault of the person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from speciosa.knowledge import Knowledge, Urgency
from speciosa.record import Answer, Columns, Diary, Event, Kind
from speciosa.trial.planned import STOPPED, Trial
from speciosa.values.units import score_bounds

THEN = (
    "Go back to your own usual amount, and not above it: after days on less, more than that can be too much. "
    "Don't stop suddenly. What you wrote down until now still counts."
)


@dataclass(frozen=True, slots=True)
class Ending:
    """Why a trial ended early.

    Parameters
    ----------
    code : ``wish``, ``withdrawal_bad``, ``new_batch`` or ``warning_sign``.
    why : one plain sentence.
    then : what to do now.
    time_s, offset_min, entry : when, and the id of the entry that says so.
    """

    code: str
    why: str
    then: str
    time_s: int
    offset_min: int
    entry: str


def endings(diary: Diary, trial: Trial, knowledge: Knowledge) -> tuple[Ending, ...]:
    """Everything that ended a trial early, the first one first; the first one is what ended it.

    Valid when: `diary` holds what is known now.
    """
    entries = diary.entries
    during = entries.take((entries.time_s >= trial.planned_s) & (entries.time_s < trial.end_s))
    found = [
        *_wish(during),
        *_new_batch(during, trial),
        *(_bad(each) for each in withdrawal_answers(during, knowledge) if is_bad(each, knowledge)),
        *_warning_signs(during, knowledge),
    ]
    return tuple(sorted(found, key=lambda each: each.time_s))


def withdrawal_answers(entries: Columns, knowledge: Knowledge) -> list[Event]:
    """Answers to the daily questions, and any other word about feeling ill without it."""
    codes = [
        code
        for code, word in enumerate(entries.name.vocabulary)
        if word.startswith("withdrawal") or knowledge.outcome(word).word in {"withdrawal", "craving"}
    ]
    asked = np.isin(entries.name.codes, codes)
    chosen = entries.take(asked)
    return [each for each in chosen if each.kind in {Kind.SYMPTOM, Kind.RATING}]


def is_bad(event: Event, knowledge: Knowledge) -> bool:
    """Whether an answer lies in the upper part of its own scale: 2 of 0 to 2, 7 of 0 to 10."""
    low, high = score_bounds(event.unit) or (0.0, 10.0)
    if event.answer is not Answer.GIVEN or high <= low:
        return False
    return (event.value - low) / (high - low) >= knowledge.choice("trial_withdrawal_bad_share")


def signs_to_act_on(entries: Columns, knowledge: Knowledge) -> list[tuple[Event, str]]:
    """Symptoms that meet a rule of urgency ``now`` on one local day: the last of them, and the rule's key."""
    found = []
    symptoms = entries.of_kind(Kind.SYMPTOM)
    present = symptoms.take((symptoms.answer == Answer.NONE) | (symptoms.value > 0))
    days = present.day()
    for day in np.unique(days):
        today = list(present.take(days == day))
        for flag in knowledge.safety_rules.values():
            signs = [each for each in today if knowledge.outcome(each.name).word in flag.symptoms]
            words = {knowledge.outcome(each.name).word for each in signs}
            enough = flag.at_least and len(words) >= flag.at_least
            if flag.urgency is Urgency.NOW and enough:
                found.append((signs[-1], flag.key))
    return found


def _wish(during: Columns) -> Iterator[Ending]:
    for event in during.of_kind(Kind.EVENT, STOPPED):
        yield _ending("wish", "You stopped the trial. That is always right.", event)


def _new_batch(during: Columns, trial: Trial) -> Iterator[Ending]:
    ours = trial.design.product.partition("#")[0].strip().lower()
    for event in during.of_kind(Kind.EVENT, "product_changed"):
        product, sign, _ = event.text.rpartition("#")
        if not sign or product.strip().lower() in ("", ours):
            why = "A new batch was begun, and the capsules hold the old one: the two can't be compared."
            yield _ending("new_batch", why, event)


def _bad(event: Event) -> Ending:
    why = "You wrote that feeling ill without it was bad. That ends the trial; nobody has to sit this out."
    return _ending("withdrawal_bad", why, event)


def _warning_signs(during: Columns, knowledge: Knowledge) -> Iterator[Ending]:
    flags = knowledge.safety_rules
    for event, key in signs_to_act_on(during, knowledge):
        flag = flags[key]
        why = f"You wrote down a sign that should be looked at first: {flag.title[:1].lower()}{flag.title[1:]}."
        then = f"{flag.who}. Say: “{flag.say}” {THEN}"
        yield _ending("warning_sign", why, event, then)


def _ending(code: str, why: str, event: Event, then: str = THEN) -> Ending:
    return Ending(code, why, then, event.time_s, event.offset_min, event.id)
