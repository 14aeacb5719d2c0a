"""Whom a trial is offered to: what the record says, what was asked, and what nobody has said yet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from speciosa.knowledge import Knowledge
from speciosa.record import Columns, Diary, Kind, Reason
from speciosa.trial.exclusions import CARE, DOCTOR, EXCLUSIONS, PHARMACIST, Exclusion
from speciosa.trial.planned import STOPPED
from speciosa.trial.stopping import is_bad, signs_to_act_on, withdrawal_answers
from speciosa.trial.usual import UsualDay
from speciosa.values.gaps import NotAssessed
from speciosa.values.timeline import DAY_S

_UNTIL_WEIGHED = "nobody yet: weigh your doses for a week or two, write them down in grams, and plan again"
_DOCTOR_FIRST = f"{DOCTOR}; when they agree, plan again with --clinician-agreed"
_CARE_FIRST = f"{CARE}, or {DOCTOR}; when they agree, plan again with --clinician-agreed"
_TO_TALK_TO = {
    "not_using": "nobody: a trial is never a reason to begin", "not_leaf": PHARMACIST,
    "not_weighed": _UNTIL_WEIGHED, "days_few": _UNTIL_WEIGHED,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a trial is not offered, and whom to turn to.

    Parameters
    ----------
    code : stable word.
    why : one plain sentence; it holds nothing that the person wrote.
    talk_to : whom.
    """

    code: str
    why: str
    talk_to: str


@dataclass(frozen=True, slots=True)
class Eligibility:
    """Whether a trial is offered.

    Parameters
    ----------
    refused : every reason against it; empty where there is none.
    unasked : what nobody has said yet. By starting, the person says that none of it applies.
    codes : of every question that can be answered.
    """

    refused: tuple[Refusal, ...]
    unasked: tuple[Exclusion, ...]
    codes: tuple[str, ...]

    @classmethod
    def of(
        cls,
        diary: Diary,
        knowledge: Knowledge,
        usual: UsualDay | NotAssessed,
        *,
        now_s: int,
        answers: Mapping[str, bool],
        levels: tuple[str, ...],
        clinician_agreed: bool,
    ) -> Eligibility:
        """Everything that speaks against a trial, and everything that nobody has said yet.

        Parameters
        ----------
        diary : what is known now, `Diary.as_of`.
        usual : the usual day, or why there is none.
        answers : by the code of the exclusion: True, it applies.
        levels : arms of the trial; anything below -25 % needs a clinician, and -25 % to have been tolerated.
        clinician_agreed : a clinician knows of this trial and agreed.

        Valid when: medicines and conditions were written down. That none was found is no proof that there is none.
        """
        shown = {each.code for each in EXCLUSIONS if _applies(each, diary, knowledge, now_s)}
        said = {code for code, applies in answers.items() if applies}
        refused = [*_age(diary, knowledge, now_s)]
        if isinstance(usual, NotAssessed):
            refused.append(Refusal(usual.code, usual.why, _TO_TALK_TO[usual.code]))
        refused += [Refusal(each.code, each.why, each.talk_to) for each in EXCLUSIONS if each.code in shown | said]
        refused += _warnings(diary, knowledge, now_s)
        refused += _steps(diary, knowledge, now_s, levels, clinician_agreed=clinician_agreed)
        answered = set(answers) | shown | ({"pregnant"} if diary.person.pregnant is not None else set())
        unasked = tuple(each for each in EXCLUSIONS if each.code not in answered)
        return cls(tuple(refused), unasked, tuple(each.code for each in EXCLUSIONS))


def _age(diary: Diary, knowledge: Knowledge, now_s: int) -> Iterator[Refusal]:
    born = diary.person.birth_year
    if born is None:
        why = "A trial is for adults, and your year of birth is not in your record."
        yield Refusal("age_unknown", why, "nobody, if you are an adult: write birth_year = ... into person.toml")
    elif int(1970 + now_s / (365.2425 * DAY_S)) - born - 1 < knowledge.choice("trial_age_least"):
        why = "A trial is for people who are surely 18 or older."
        yield Refusal("under_18", why, "a doctor, or a youth help line in your country")


def _applies(exclusion: Exclusion, diary: Diary, knowledge: Knowledge, now_s: int) -> bool:
    """Whether the record itself shows it."""
    person, entries = diary.person, diary.entries
    if exclusion.named_in(person.conditions) or (exclusion.code == "pregnant" and person.pregnant):
        return True
    if exclusion.code == "heavy_alcohol" and _drinks_often(diary, knowledge, now_s):
        return True
    since_s = now_s - knowledge.choice("trial_suicidal_recent_d") * DAY_S
    for word in exclusion.symptoms:
        same = [at for at, each in enumerate(entries.name.vocabulary) if knowledge.outcome(each).word == word]
        told = entries.take(np.isin(entries.name.codes, same) & ~(entries.value == 0))
        if len(told) and (exclusion.code != "suicidal_thoughts" or int(told.time_s[-1]) >= since_s):
            return True
    if exclusion.code == "suicidal_thoughts" and _item_nine(entries, since_s):
        return True
    return any(_means(exclusion, each, diary, knowledge) for each in _taken(diary, knowledge, now_s))


def _means(exclusion: Exclusion, written: str, diary: Diary, knowledge: Knowledge) -> bool:
    """Whether a medicine is one of this exclusion: by its groups, or by its row."""
    rows = _rows(written, diary, knowledge)
    groups = {group for row in rows for group in knowledge.groups_of(row)}
    return not groups.isdisjoint(exclusion.groups) or not rows.isdisjoint(exclusion.medicines)


def _rows(written: str, diary: Diary, knowledge: Knowledge) -> set[str]:
    """Rows of the medicines table that a name means: what the person said that it means comes first."""
    return {each.name for each in knowledge.medicine(diary.person.meaning(written)).medicines}


def _taken(diary: Diary, knowledge: Knowledge, now_s: int) -> set[str]:
    """Names of the medicines that the person lists, took lately or started and did not stop; other substances too."""
    entries = diary.entries
    recent = entries.take(entries.time_s >= now_s - knowledge.choice("trial_medicine_recent_d") * DAY_S)
    doses = [name for name in recent.names(Kind.DOSE) if not diary.is_kratom(name, knowledge)]
    started = [each.written for each in diary.going_on(knowledge)]
    return {*diary.person.medicines, *recent.names(Kind.MEDICINE), *doses, *started}


def _drinks_often(diary: Diary, knowledge: Knowledge, now_s: int) -> bool:
    """Whether alcohol stands on many days of the last weeks."""
    window_s = knowledge.choice("trial_usual_window_d") * DAY_S
    kinds = [list(Kind).index(each) for each in (Kind.DOSE, Kind.MEDICINE)]
    entries = diary.entries
    recent = entries.take((entries.time_s >= now_s - window_s) & np.isin(entries.kind, kinds) & (entries.value != 0))
    rows = {code: _rows(recent.name.vocabulary[code], diary, knowledge) for code in np.unique(recent.name.codes)}
    drinks = [code for code, each in rows.items() if any("alcohol" in knowledge.groups_of(row) for row in each)]
    days = recent.day()[np.isin(recent.name.codes, drinks)]
    return len(np.unique(days)) > knowledge.choice("trial_alcohol_days_most")


def _item_nine(entries: Columns, since_s: float) -> bool:
    """The question of the PHQ-9 about such thoughts was answered with more than "not at all"."""
    asked = entries.of_kind(Kind.SCALE, "phq9.9")
    return bool(((asked.time_s >= since_s) & (asked.value > 0)).any())


def _warnings(diary: Diary, knowledge: Knowledge, now_s: int) -> Iterator[Refusal]:
    since_s = now_s - knowledge.choice("trial_warning_recent_d") * DAY_S
    recent = diary.entries.take(diary.entries.time_s >= since_s)
    asked_already = {"suicide", "seizure"}
    flags = {key for _, key in signs_to_act_on(recent, knowledge)} - asked_already
    for flag in knowledge.safety_rules.values():
        if flag.key in flags:
            who = f"{flag.who[:1].lower()}{flag.who[1:]}"
            yield Refusal("warning_sign", "Your last two weeks hold a sign that should be looked at first.", who)


def _steps(
    diary: Diary, knowledge: Knowledge, now_s: int, levels: tuple[str, ...], *, clinician_agreed: bool
) -> Iterator[Refusal]:
    """More than a quarter less, or any step with a sign of dependence, is for the person and a clinician together."""
    further = bool(set(levels) - {"usual", "-25%"})
    if further and not _tolerated(diary, knowledge, now_s):
        why = "Half less is tried only after a quarter less was taken for a whole period and went well."
        yield Refusal("quarter_first", why, "nobody yet: plan a trial of a quarter less first")
    if clinician_agreed:
        return
    if further:
        yield Refusal("clinician_for_half", "Half less is a large step.", _DOCTOR_FIRST)
    if _dependence(diary, knowledge, now_s):
        why = "Your record speaks of feeling ill without it. Then even a quarter less is a step to plan with somebody."
        yield Refusal("clinician_for_dependence", why, _CARE_FIRST)


def _tolerated(diary: Diary, knowledge: Knowledge, now_s: int) -> bool:
    """A period of a quarter less that was not stopped, and in which nothing was bad."""
    arms = diary.entries.of_kind(Kind.ASSIGNMENT)
    bad = [each.time_s for each in withdrawal_answers(diary.entries, knowledge) if is_bad(each, knowledge)]
    stops = np.array([*diary.entries.of_kind(Kind.EVENT, STOPPED).time_s.tolist(), *bad])
    ends = [*arms.time_s.tolist()[1:], now_s][: len(arms)]
    return any(
        name == "-25%" and end_s - start_s >= 9 * DAY_S and not ((stops >= start_s) & (stops <= end_s)).any()
        for name, start_s, end_s in zip(arms.name.tolist(), arms.time_s.tolist(), ends, strict=True)
    )


def _dependence(diary: Diary, knowledge: Knowledge, now_s: int) -> bool:
    """Doses against feeling ill, or scores of it above zero, in the last months."""
    entries = diary.entries
    recent = entries.take(entries.time_s >= now_s - knowledge.choice("trial_dependence_recent_d") * DAY_S)
    against = recent.of_kind(Kind.DOSE).reason == Reason.WITHDRAWAL
    scored = any(each.value != 0 for each in withdrawal_answers(recent, knowledge))
    scales = [recent.of_kind(Kind.SCALE, name).value > 0 for name in ("sows", "cows")]
    return bool(against.any() or scored or any(each.any() for each in scales))
