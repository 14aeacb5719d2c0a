"""Opening one participant's running period in an emergency: written down and counted first, shown after.

Never the arm, only that it happened, stands in the database: for whom, who asked, when, why, and whether it opened.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet

from speciosa.store import sealed_trials
from speciosa.store.opening import arrived_s
from speciosa.study.server import reasons, trail
from speciosa.study.server.allocation import pack_keys, tries
from speciosa.study.server.models import Allocated, Unblinding
from speciosa.study.server.seat import Seat
from speciosa.study.server.trail.chain import Doing
from speciosa.trial import Trial
from speciosa.values.errors import EntryError
from speciosa.web.trial_record import stands

_AMOUNT = {"usual": "the usual amount", "-25%": "a quarter less", "-50%": "half less", "none": "nothing"}


@dataclass(frozen=True, slots=True)
class Told:
    """What the capsules of the period that runs hold. `amount`: in words; `capsule_g`, `day_g`: leaf powder, g."""

    period: int
    code: str
    amount: str
    capsule_g: float
    day_g: float


def open_running(seat: Seat, allocated: Allocated, *, reason: str, typed: str, now_s: int) -> Told:
    """What somebody takes now. That it was asked for stands there before it is shown, whether it opened or not.

    Parameters
    ----------
    reason : why it is needed, in a sentence. typed : the emergency key's code.
    now_s : UTC seconds.

    Raises
    ------
    EntryError : no reason, no period that runs, another code, or a schedule or a diary that was changed.
    """
    reason, trial = reasons.said(reason), running(allocated, now_s)
    period = trial.at(now_s)
    assert period is not None  # `running` asks for one
    try:
        opening_code = tries.opening_code(seat, allocated, pack_keys.EMERGENCY, typed)
        with transaction.atomic():
            _write_down(seat, allocated, period.number, reason, opened=True)
            arm, capsule_g = sealed_trials.emergency(
                allocated.participant.record, trial, allocated.body.encode(), opening_code, now_s=now_s
            )
    except EntryError as problem:
        if typed.strip() and not isinstance(problem, tries.TooManyTriesError):
            with transaction.atomic():
                _write_down(seat, allocated, period.number, reason, opened=False)
        raise
    return Told(period.number, period.code, _AMOUNT.get(arm, arm), capsule_g, trial.design.amount_g(arm))


def running(allocated: Allocated, now_s: int) -> Trial:
    """The trial, if one of its periods runs now.

    Raises
    ------
    EntryError : none does, or rows of it were changed.
    """
    found = stands(allocated.participant.record, now_s)
    if found is None or found.trial.name != allocated.trial:
        raise EntryError(
            "the diary holds nothing of this schedule any more", todo="tell whoever watches over the study"
        )
    if found.trial.revealed_s is not None:
        raise EntryError("this schedule was revealed already", todo="look into the diary")
    if found.trial.at(now_s) is None:
        raise EntryError("no period runs now", todo="before the first day and after the last nothing is taken")
    return found.trial


def listed(seat: Seat) -> QuerySet[Unblinding]:
    """Every time that it was asked for, of the participants that this seat may know of; the latest first."""
    rows = Unblinding.objects.filter(participant__in=seat.participants())
    return rows.select_related("participant", "asked_by").order_by("-pk")


def _write_down(seat: Seat, allocated: Allocated, period: int, reason: str, *, opened: bool) -> None:
    who = allocated.participant
    Unblinding.objects.create(
        participant=who, asked_by_id=seat.account, role=seat.role, period=period, reason=reason, opened=opened,
        at_s=arrived_s(),
    )  # fmt: skip
    doing = Doing("unblinding", f"participant {who.number}, period {period}", None, {"opened": opened}, reason)
    trail.tell(trail.study_chain(who.study), doing, seat)
