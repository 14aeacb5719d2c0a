"""Which items of the Naranjo scale a diary can answer, and on what each answer rests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from speciosa.effect import Arms
from speciosa.knowledge import Knowledge
from speciosa.record import Answer, Columns, Diary, Kind
from speciosa.safety.complaint import Complaint
from speciosa.safety.follow_sentences import SEALED, counted
from speciosa.safety.follows import Follows
from speciosa.safety.naranjo import NaranjoAnswer, asks_of, points_of
from speciosa.safety.pauses import Change
from speciosa.values.timeline import DAY_S

_JUDGED = {"jaundice": "liver_latency_network_2019"}
"""Signs that a group of experts judged to come from kratom, and the row of the adverse table that says so."""
_REPORTED = {
    "agitation": "calls_agitation", "irritability": "calls_agitation", "palpitations": "calls_fast_heart",
    "seizure": "faers_reports", "dark_urine": "liver_latency_review", "pale_stool": "liver_latency_review",
    "itching": "liver_latency_review", "right_upper_belly_pain": "liver_latency_review",
}  # fmt: skip
"""Signs that were reported with it, without proof that it was the cause."""
_MEASURED = dict.fromkeys(("jaundice", "dark_urine", "pale_stool"), ("alt", "ast", "alp", "bilirubin"))  # fmt: skip
"""Laboratory values that confirm a sign."""
_NEVER_TRY = "Nobody should try that out."
_MOST_NAMED = 5
Said = tuple[str, str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """Everything about one symptom that an item may rest on.

    `change`: around the pauses. `arms`: what was assigned when.
    """

    complaint: Complaint
    diary: Diary
    follows: Follows
    change: Change
    arms: Arms
    knowledge: Knowledge


def naranjo_answers(evidence: Evidence) -> tuple[NaranjoAnswer, ...]:
    """All ten items in their order; what the diary can't tell is unknown, with the reason."""
    points = points_of(evidence.knowledge)
    found = []
    for item, asks in asks_of(evidence.knowledge).items():
        answer, why, ids = _ITEMS[item](evidence)
        found.append(NaranjoAnswer(item, asks, answer, points[item, answer], why, ids))
    return tuple(found)


def _reports(given: Evidence) -> Said:
    word, rows = given.complaint.word, {each.key: each for each in given.knowledge.adverse}
    if word in _JUDGED:
        row = rows[_JUDGED[word]]
        return "yes", f"Experts judged cases of it to come from kratom ({row.population}, {', '.join(row.source)}).", ()
    if word in _REPORTED:
        row = rows[_REPORTED[word]]
        return "unknown", f"It was reported with kratom, without proof ({', '.join(row.source)}).", ()
    return "unknown", "No report of it stands in the tables of this product. That does not mean that there is none.", ()


def _onset(given: Evidence) -> Said:
    rows, diary = given.complaint.present, given.diary
    doses = _taken(diary, given.knowledge)
    if not len(doses):
        return "unknown", "There is no dose in this record.", ()
    first_dose, first = int(doses.time_s[0]), int(rows.time_s[0])
    ids = (doses.id[0], rows.id[0])
    started = diary.entries.of_kind(Kind.EVENT, "started").time_s
    knows_start = bool((np.abs(started - first_dose) <= DAY_S).any())
    days = (first - first_dose) / DAY_S
    if first < first_dose:
        if knows_start:
            return "no", f"It was there {_days(-days)} before the first dose.", ids
        return "unknown", "It stands before the first dose of this record; what was taken earlier is not known.", ids
    if knows_start:
        return "yes", f"It was first written down {_days(days)} after the first dose.", ids
    recorded = np.unique(diary.logged.day())
    free = int(np.searchsorted(recorded, rows.day()[0]) - np.searchsorted(recorded, doses.day()[0]))
    if free >= given.knowledge.choice("safety_onset_free_d"):
        return "yes", f"It was first written down after {free} recorded days with kratom and without the symptom.", ids
    return "unknown", "This record does not hold the start of kratom, so the symptom may be older.", ids


def _stopping(given: Evidence) -> Said:
    change = given.change
    if not change.pauses:
        return "unknown", "There is no time without it in this record that is long enough.", ()
    counts = (
        f"It was there on {change.before[0]} of {change.before[1]} recorded days before, and on {change.within[0]} of "
        f"{change.within[1]} in the time without a dose."
    )
    answer = {True: "yes", False: "no", None: "unknown"}[change.better]
    return answer, counts if change.better is not None else f"{counts} That is too little to tell.", ()


def _again(given: Evidence) -> Said:
    if given.change.back is None:
        return "unknown", f"There is no restart after a time in which it was gone. {_NEVER_TRY}", ()
    if given.change.back:
        return "yes", f"It was gone in a time without a dose, and there again in the days after. {_NEVER_TRY}", ()
    return "no", f"It was gone in a time without a dose, and did not come back in the days after. {_NEVER_TRY}", ()


def _other_causes(given: Evidence) -> Said:
    person = given.diary.person
    names = tuple(dict.fromkeys((*given.diary.entries.names(Kind.MEDICINE), *person.medicines)))
    ill = "An illness is named in person.toml. " if person.conditions else ""  # which one is not for a document to say
    if not names and not ill:
        return (
            "unknown",
            "No other medicine and no illness is listed. Whether there is another cause, a clinician says.",
            (),
        )
    more = len(names) - _MOST_NAMED
    listed = ", ".join(names[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
    also = f"Also listed: {listed}. " if names else ""
    return "unknown", f"{also}{ill}Whether one of them could be the cause, a clinician says.", ()


def _placebo(given: Evidence) -> Said:
    arms = given.arms
    if arms.sealed:
        return "unknown", SEALED, ()
    without = np.flatnonzero(arms.masked & (arms.level == 0)) if len(arms) else np.empty(0, np.intp)
    if not len(without):
        return "unknown", "No placebo was given in this record.", ()
    rows, logged = given.complaint.present, given.diary.logged
    there = rows.take(np.isin(arms.period_at(rows.time_s), without))
    days = len(np.unique(logged.take(np.isin(arms.period_at(logged.time_s), without)).day()))
    if len(there):
        ids = tuple(there.id[at] for at in range(min(len(there), _MOST_NAMED)))
        return "yes", f"It was there on {len(np.unique(there.day()))} of {days} recorded days on placebo.", ids
    if days < given.knowledge.choice("safety_pause_d"):
        return "unknown", f"There are {days} recorded days on placebo, too few to tell.", ()
    return "no", f"It was not there on {days} recorded days on placebo.", ()


def _blood_level(given: Evidence) -> Said:
    rows = {each.key: each for each in given.knowledge.adverse}
    cause, other = rows["blood_level_cause"], rows["blood_level_other_cause"]
    return "unknown", (
        f"No level is known to be toxic: in deaths it was {cause.low:g} to {cause.high:g} ng/mL where drugs were the "
        f"cause and {other.low:g} to {other.high:g} where they were not ({', '.join(cause.source)})."
    ), ()  # fmt: skip


def _dose(given: Evidence) -> Said:
    dose = given.follows.dose
    if dose is None:
        return "unknown", "There is too little to hold it against the amounts.", ()
    if dose.related:
        return "yes", counted(dose), ()
    if 2 * dose.higher <= dose.episodes:
        return "no", counted(dose), ()
    return "unknown", f"{counted(dose)} That is not clear.", ()


def _earlier(given: Evidence) -> Said:
    del given
    return "unknown", "What happened at earlier times, before this record, it does not hold. Ask.", ()


def _objective(given: Evidence) -> Said:
    wanted = _MEASURED.get(given.complaint.word)
    if wanted is None:
        return "unknown", "Nothing in this record measures it.", ()
    labs = given.diary.entries.of_kind(Kind.LAB)
    labs = labs.take(labs.answer == Answer.GIVEN)
    reach_s = given.knowledge.choice("safety_objective_d") * DAY_S
    times = given.complaint.present.time_s
    high: list[str] = []
    normal: list[str] = []
    for at in range(len(labs)):
        near = bool((np.abs(times - labs.time_s[at]) <= reach_s).any())
        limit = _limit(labs, at) if labs.name[at].lower() in wanted and near else None
        if limit is not None:
            (high if labs.value[at] > limit else normal).append(labs.id[at])
    if high:
        return "yes", "A laboratory value of that time lies above its upper limit.", tuple(high[:_MOST_NAMED])
    if normal:
        return "no", "The laboratory values of that time lie within their limits.", tuple(normal[:_MOST_NAMED])
    return "unknown", "There is no laboratory value of that time with its upper limit.", ()


def _limit(labs: Columns, at: int) -> float | None:
    """The upper limit that was entered for this value, the latest in the same unit up to then, else the first after."""
    name = f"{labs.name[at].lower()}.uln"
    same = [
        each for each in range(len(labs)) if labs.name[each].lower() == name and labs.unit[each] == labs.unit[at]
    ]  # fmt: skip
    before = [each for each in same if labs.time_s[each] <= labs.time_s[at]]
    chosen = before[-1] if before else same[0] if same else None
    return None if chosen is None else float(labs.value[chosen])


def _days(count: float) -> str:
    whole = int(count)
    return "less than a day" if not whole else "1 day" if whole == 1 else f"{whole} days"


def _taken(diary: Diary, knowledge: Knowledge) -> Columns:
    doses = diary.kratom_doses(knowledge)
    return doses.take((doses.answer != Answer.DECLINED) & ~(doses.value == 0))


_ITEMS: dict[str, Callable[[Evidence], Said]] = {
    "q1": _reports, "q2": _onset, "q3": _stopping, "q4": _again, "q5": _other_causes, "q6": _placebo,
    "q7": _blood_level, "q8": _dose, "q9": _earlier, "q10": _objective,
}  # fmt: skip
