"""Whether somebody can be allocated, and what they would get: the same questions as the app's own trial asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from speciosa.knowledge import load_knowledge
from speciosa.record import Diary
from speciosa.store import sealed_trials
from speciosa.store.diary import diary_of
from speciosa.study.server import consent_texts, gate, protocol
from speciosa.study.server.allocation import pack_keys
from speciosa.study.server.models import Allocated, Participant
from speciosa.trial import Eligibility, TrialDesign, UsualDay, trial_rows, usual_amounts
from speciosa.values.errors import EntryError
from speciosa.values.gaps import NotAssessed
from speciosa.values.timeline import DAY_S, day_name
from speciosa.web.switched_off import switched_off


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of somebody when they are to be allocated. Answers are looked at now and kept nowhere.

    Parameters
    ----------
    starts : ISO date of the first day; empty: in the days that packing takes.
    answers : by the code of the question: True, it applies to them.
    clinician_agreed : a clinician knows of this trial and agreed.
    """

    starts: str = ""
    answers: Mapping[str, bool] | None = None
    clinician_agreed: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    """What stands in somebody's way, and what they would get.

    Parameters
    ----------
    reasons : each a sentence; empty where they can be allocated.
    questions : code and text of what nobody has answered yet.
    first_day : ISO date. usual, eligible, design, place: None where it did not come so far.
    """

    reasons: tuple[str, ...]
    questions: tuple[tuple[str, str], ...]
    first_day: str
    usual: UsualDay | None = None
    eligible: Eligibility | None = None
    design: TrialDesign | None = None
    place: trial_rows.Place | None = None


def look(participant: Participant, said: Said, now_s: int) -> Look:
    """Everything that speaks against allocating somebody now, and the design for their own usual amount.

    Parameters
    ----------
    now_s : UTC seconds.
    """
    reasons = [*_of_the_study(participant), *_of_the_person(participant)]
    known = diary_of(participant.record).as_of(now_s)
    place = trial_rows.Place.of(known)
    today = (now_s + 60 * place.offset_at(now_s)) // DAY_S
    first_day = said.starts or day_name(today + int(load_knowledge().choice("trial_packing_d")))
    try:
        sealed_trials.refuse_a_second(participant.record, now_s)
        first_day = _first_day(first_day, today)
    except EntryError as problem:
        return Look((*reasons, _sentence(problem)), (), first_day)
    fixed = protocol.current_design(participant.study)
    if fixed is None:  # the gate says so
        return Look(tuple(reasons), (), first_day)
    reasons += _run_in(known, fixed, today)
    usual, eligible = _eligible(known, said, fixed.levels, now_s=now_s, offset_min=place.offset_at(now_s))
    reasons += [f"{each.why} They can talk to: {each.talk_to}." for each in eligible.refused]
    questions = tuple((each.code, each.asks) for each in eligible.unasked)
    if isinstance(usual, NotAssessed):
        return Look(tuple(reasons), questions, first_day)
    try:
        design = TrialDesign.of_usual(usual, load_knowledge(), starts=first_day, **fixed.chosen())
    except EntryError as problem:
        return Look((*reasons, _sentence(problem)), questions, first_day)
    return Look(tuple(reasons), questions, first_day, usual, eligible, design, place)


def _of_the_study(participant: Participant) -> list[str]:
    study = participant.study
    found = [f"The gate is shut: {each.rstrip('.')}." for each in gate.missing(study)]
    if not study.masked:
        found.append("The protocol says that the arms of this study are open, so nothing is sealed here.")
    if study.state != "open":
        found.append(f"The study is not open: it is in the state “{study.state}”.")
    missing = [each for each in pack_keys.MADE_BY if pack_keys.in_use(study, each) is None]
    if missing:
        found.append(f"There is no key yet for: {', '.join(missing)}. Without it nobody could open what is sealed.")
    return found


def _of_the_person(participant: Participant) -> list[str]:
    found = []
    if Allocated.objects.filter(participant=participant).exists():
        found.append("They are allocated already.")
    elif participant.state != "joined":
        found.append(f"They are in the state “{participant.state}”, so they are not allocated any more.")
    if consent_texts.agreed_version(participant) is None:
        found.append("They have not agreed to take part, or took it back.")
    elif consent_texts.needs_consent(participant) is not None:
        found.append("They agreed to an older text. They have to be asked about the new one first.")
    if "trial" in switched_off():
        found.append("Whoever runs this server switched trials off.")
    return found


def _eligible(
    known: Diary, said: Said, levels: tuple[str, ...], *, now_s: int, offset_min: int
) -> tuple[UsualDay | NotAssessed, Eligibility]:
    knowledge = load_knowledge()
    usual = usual_amounts(known, knowledge, now_s=now_s, offset_min=offset_min)
    return usual, Eligibility.of(
        known, knowledge, usual, now_s=now_s, answers=said.answers or {}, levels=levels,
        clinician_agreed=said.clinician_agreed,
    )  # fmt: skip


def _run_in(known: Diary, fixed: protocol.StudyDesign, today: int) -> list[str]:
    """The days of an own record that the protocol asks for."""
    days = today - int(known.entries.day().min()) if len(known.entries) else 0
    if days >= fixed.run_in_d:
        return []
    return [f"Their record covers {days} days; the protocol asks for {fixed.run_in_d} before anybody is allocated."]


def _first_day(typed: str, today: int) -> str:
    """An ISO date, tomorrow at the earliest.

    Raises
    ------
    EntryError : it is none, or has come already.
    """
    try:
        chosen = date.fromisoformat(typed).isoformat()
    except ValueError:
        raise EntryError("the first day is no date", todo="write one like 2026-03-09") from None
    if chosen <= day_name(today):
        raise EntryError("the first day is tomorrow at the earliest", todo="give the packer some days")
    return chosen


def _sentence(problem: EntryError) -> str:
    said = str(problem)
    return f"{said[:1].upper()}{said[1:]}."
