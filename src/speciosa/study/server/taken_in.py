"""What a participant's record takes in: nothing after they left or the study closed, and no row of the trial's own.

It stands at the one door through which entries go, whichever page, phone or program sends them, and looks at what was
understood, not at what was typed. It looks while the record is held, so that nobody leaves between look and write.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from speciosa.record import Event, Kind
from speciosa.store.models import Entry, Record
from speciosa.study.server.consent_texts import needs_consent
from speciosa.study.server.models import Participant
from speciosa.study.server.standing import OPEN, WITHDRAWN
from speciosa.values.errors import EntryError

BY_THE_STUDY = frozenset({"trial", "study"})
"""Origins of what the study itself writes: `store.sealed_trials`, `withdrawal`."""
OF_THE_TRIAL = "what a trial fixes is written by the study alone, and stays as it is"
_OF_A_TRIAL = "trial-"
_FIXED = frozenset({"trialplanned", "trialrevealed", "emergencyreveal"})
"""Names of a trial's own events, folded: no other spelling of one looks like it to whoever reads the record."""
_STOPPED = "trial_stopped"
_ALWAYS = frozenset({"setting language", "setting theme"})
"""What is set to read a new text, and how a study ended."""


def refusals(record: Record, events: Sequence[Event], origin: str) -> list[str]:
    """Why each entry is not kept; empty where it may be.

    Parameters
    ----------
    origin : as of `Entry.origin`; what the study itself writes is not asked about.

    Raises
    ------
    EntryError : nothing may be written to this record now.
    """
    participant = _participant(record)
    if participant is None or origin in BY_THE_STUDY:
        return [""] * len(events)
    _refuse_where_it_is_over(participant)
    if not all(each.kind is Kind.EVENT and each.name == _STOPPED for each in events):
        _refuse_before_consent(participant)
    held = _held(record, events)
    return [OF_THE_TRIAL if _is_of_the_trial(each, held) else "" for each in events]


def refuse_detail(record: Record, name: str, body: str) -> None:
    """Refuse what somebody says beside their entries, where it may not be said now.

    Raises
    ------
    EntryError : they left, the study is closed, or a new text waits for them.
    """
    del body
    participant = _participant(record)
    if participant is None:
        return
    if name in _ALWAYS and participant.state != WITHDRAWN:
        return
    _refuse_where_it_is_over(participant)
    _refuse_before_consent(participant)


def _participant(record: Record) -> Participant | None:
    """As the tables say now, not as the request found it."""
    return Participant.objects.filter(record=record.pk).select_related("study", "record").first()


def _refuse_where_it_is_over(participant: Participant) -> None:
    if participant.state == WITHDRAWN:
        raise EntryError("you left this study, so nothing more is written", todo="keep your own diary at home")
    if participant.study.state not in OPEN:
        raise EntryError("this study takes nothing in now", todo="keep what you have, and ask the study's staff")


def _refuse_before_consent(participant: Participant) -> None:
    if needs_consent(participant) is not None:
        raise EntryError("the study has a new text to agree to", todo="open the app and read it first")


def _is_of_the_trial(event: Event, held: set[str]) -> bool:
    return (
        event.kind is Kind.ASSIGNMENT
        or (event.kind is Kind.EVENT and _folded(event.name) in _FIXED)
        or event.id.startswith(_OF_A_TRIAL)
        or event.supersedes.startswith(_OF_A_TRIAL)
        or event.supersedes in held
    )


def _folded(name: str) -> str:
    """Letters and digits alone, as one would read them."""
    return "".join(each for each in unicodedata.normalize("NFKC", name).casefold() if each.isalnum())


def _held(record: Record, events: Sequence[Event]) -> set[str]:
    """Those of the entries that these correct which the study itself wrote."""
    aims = {each.supersedes for each in events} - {""}
    if not aims:
        return set()
    rows = Entry.objects.filter(record=record, entry_id__in=aims, origin__in=BY_THE_STUDY)
    return set(rows.values_list("entry_id", flat=True))
