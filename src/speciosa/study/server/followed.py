"""How participants come along, as everybody may know it who sees them: days, capsules, consent; never an arm."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import BigIntegerField, Count, ExpressionWrapper, F, Max

from speciosa.knowledge import load_knowledge
from speciosa.store.details import person_of
from speciosa.store.models import Entry
from speciosa.study.server.consent_texts import agreed_version, newest_version
from speciosa.study.server.masked import is_masked, without_reveal
from speciosa.study.server.models import Participant
from speciosa.trial import TrialStatus
from speciosa.values.errors import EntryError
from speciosa.values.timeline import DAY_S
from speciosa.web.trial_record import stands

_OF_A_TRIAL = "trial-"


@dataclass(frozen=True, slots=True)
class Line:
    """One participant in a list.

    Parameters
    ----------
    days : with an entry. last_s: when the last one was, UTC seconds; None without any.
    consent : version that they agreed to; None: none, or taken back. asked: whether a newer one waits for them.
    young : under 18, or may be: left out of everything. state: in words.
    """

    participant: Participant
    days: int
    last_s: int | None
    consent: int | None
    asked: bool
    young: bool


@dataclass(frozen=True, slots=True)
class Going:
    """How somebody's trial goes, as `TrialStatus` says it, without anything that tells of arms.

    Parameters
    ----------
    state : as in `TrialStatus`. code: of the capsules that are taken now; empty where none are.
    period, periods : the one that runs now (None: none), and how many there are. days_left: this day counted.
    taken, assigned : capsules. silent : days without any entry. other : doses that came from no capsule.
    guesses : given so far. opened : how often a code was opened in an emergency. ended : why it ended early, or empty.
    answers : to the daily questions; bad: whether one of them was.
    """

    state: str
    code: str
    period: int | None
    periods: int
    days_left: int
    taken: float
    assigned: float
    silent: int
    other: int
    guesses: int
    opened: int
    ended: str
    answers: int
    bad: bool

    @property
    def share(self) -> float | None:
        """Capsules taken of those assigned; None where none were due yet."""
        return self.taken / self.assigned if self.assigned else None


def lines(participants: Sequence[Participant], now_s: int) -> list[Line]:
    """The same participants in their order, each with how they come along.

    Parameters
    ----------
    now_s : UTC seconds; what lies later is not counted.
    """
    counted = _days([each.record_id for each in participants], now_s)
    newest: dict[int, int] = {}
    found = []
    for each in participants:
        if each.study_id not in newest:
            newest[each.study_id] = newest_version(each.study)
        days, last_s = counted.get(each.record_id, (0, None))
        agreed = agreed_version(each)
        asked = each.state != "withdrawn" and agreed != newest[each.study_id]
        found.append(Line(each, days, last_s, agreed, asked, is_young(each, now_s)))
    return found


def is_young(participant: Participant, now_s: int) -> bool:
    """Whether somebody is under 18, or may be, by the year of birth in their record."""
    return person_of(participant.record).may_be_under(load_knowledge().choice("trial_age_least"), now_s)


def going(participant: Participant, now_s: int) -> Going | None:
    """How their trial goes; None where there is none, or its rows were changed."""
    try:
        found = stands(participant.record, now_s)
    except EntryError:
        return None
    return None if found is None else _going(found.status, masked=is_masked(participant))


def _going(status: TrialStatus, *, masked: bool) -> Going:
    """`masked`: an opened schedule is not told as long as the study's arms are concealed."""
    state = "over" if masked and status.state == "revealed" else status.state
    now = status.period if status.state == "running" else None
    return Going(
        state=state, code=now.code if now else "", period=now.number if now else None,
        periods=status.trial.design.periods, days_left=status.days_left, taken=status.taken.taken,
        assigned=status.taken.assigned, silent=status.taken.silent_days, other=status.taken.other_doses,
        guesses=len(status.guesses), opened=status.emergency_reveals,
        ended=status.ending.why if status.ending else "", answers=status.answers, bad=status.worst_bad,
    )  # fmt: skip


def _days(records: Sequence[int], now_s: int) -> dict[int, tuple[int, int | None]]:
    """Local days with an entry, and the last instant; a trial's own rows are none."""
    day = ExpressionWrapper((F("time_s") + 60 * F("offset_min")) / DAY_S, output_field=BigIntegerField())
    rows = (
        without_reveal(Entry.objects.filter(record__in=records, time_s__lte=now_s))
        .exclude(entry_id__startswith=_OF_A_TRIAL)
        .annotate(day=day)
        .values("record")
        .annotate(days=Count("day", distinct=True), last=Max("time_s"))
        .order_by("record")
    )
    return {each["record"]: (each["days"], each["last"]) for each in rows}
