"""Who came to the end of their schedule, and how many came how far: counts that only the server knows."""

from __future__ import annotations

from django.db import transaction

from speciosa.study.server import trail
from speciosa.study.server.models import Allocated, Consent, Link, Participant, Study
from speciosa.study.server.seat import Seat
from speciosa.study.server.trail.chain import Doing
from speciosa.values.errors import EntryError
from speciosa.web.trial_record import Stands, stands

_EARLY, _LATE = "before they were allocated", "after they were allocated"


def settle(seat: Seat, now_s: int) -> None:
    """Whoever has all periods behind them, and did not end early, completed; each is a link of the trail.

    Parameters
    ----------
    now_s : UTC seconds.

    Valid when: the study is open. In one that is closed nothing more is written, so that nobody comes to the end.
    """
    assert seat.study is not None
    if seat.study.state != "open":
        return
    for each in seat.participants().filter(state="allocated").select_related("study", "record"):
        found = _how(each, now_s)
        if found is None or found.trial.end_s > now_s or found.status.ending is not None:
            continue
        with transaction.atomic():
            held = Participant.objects.select_for_update().get(pk=each.pk)
            if held.state == "allocated":
                Participant.objects.filter(pk=held.pk).update(state="completed")
                doing = Doing("completed", f"participant {held.number}", "allocated", "completed")
                trail.tell(trail.study_chain(seat.study), doing, seat)


def flow(seat: Seat, now_s: int) -> dict[str, object]:
    """How many came how far, in the form that ``speciosa study report --flow`` reads.

    Whoever had everything erased counts up to ``allocated``: when they began stands nowhere any more.
    """
    assert seat.study is not None
    people = list(seat.participants().select_related("study", "record"))
    sealed = set(Allocated.objects.filter(participant__in=people).values_list("participant", flat=True))
    agreed = set(Consent.objects.filter(participant__in=people).values_list("participant", flat=True))
    until_s = min(now_s, _closed_s(seat.study) or now_s)
    late = sum(each.state == "withdrawn" and each.pk in sealed for each in people)
    early = sum(each.state == "withdrawn" for each in people) - late
    return {
        "registered": len(people), "consented": len(agreed | sealed), "allocated": len(sealed),
        "began": sum(_has_begun(each, until_s) for each in people if each.pk in sealed),
        "completed": sum(each.state == "completed" for each in people),
        "withdrew": {why: count for why, count in ((_EARLY, early), (_LATE, late)) if count},
    }  # fmt: skip


def _has_begun(participant: Participant, until_s: int) -> bool:
    """A day of their schedule has come, and nothing ended it before that."""
    if participant.state == "completed":
        return True
    found = _how(participant, until_s)
    if found is None or found.trial.start_s > until_s:
        return False
    return found.status.ending is None or found.status.ending.time_s >= found.trial.start_s


def _closed_s(study: Study) -> int | None:
    """When it was closed last; None as long as it is open."""
    if not study.is_over:
        return None
    closed = Link.objects.filter(chain__name=trail.study_chain(study), action="study closed")
    return closed.order_by("-number").values_list("at_s", flat=True).first()


def _how(participant: Participant, now_s: int) -> Stands | None:
    """None where there is no schedule, or its rows were changed."""
    try:
        return stands(participant.record, now_s)
    except EntryError:
        return None
