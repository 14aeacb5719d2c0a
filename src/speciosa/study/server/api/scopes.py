"""What a token is for: each part of it stands for one right of `roles`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

from speciosa.study.server.roles import Right
from speciosa.study.server.standing import Kind


class Scope(StrEnum):
    """One part of what a token lets a program do. `SAYS` tells it in words."""

    ENTRIES_READ = "entries:read"
    ENTRIES_WRITE = "entries:write"
    SCHEDULE_READ = "schedule:read"
    FLOW_READ = "flow:read"
    PARTICIPANTS_READ = "participants:read"
    RECORDS_READ = "records:read"
    EXPORT_READ = "export:read"


RIGHT_OF: Mapping[Scope, Right] = {
    Scope.ENTRIES_READ: Right.OWN_RECORD,
    Scope.ENTRIES_WRITE: Right.OWN_RECORD,
    Scope.SCHEDULE_READ: Right.OWN_RECORD,
    Scope.FLOW_READ: Right.SEE_STUDY,
    Scope.PARTICIPANTS_READ: Right.SEE_PARTICIPANTS,
    Scope.RECORDS_READ: Right.SEE_ENTRIES,
    Scope.EXPORT_READ: Right.EXPORT,
}
"""The right that each needs; who has it is looked up at every call."""
KIND_OF: Mapping[Scope, Kind] = {
    Scope.ENTRIES_READ: Kind.READ,
    Scope.ENTRIES_WRITE: Kind.STOP,  # a new text is asked about at the record's own door (`participants.taken_in`)
    Scope.SCHEDULE_READ: Kind.SEE,
}
"""As which of a participant's pages each counts: what comes before those comes before it, too."""
SAYS: Mapping[Scope, str] = {
    Scope.ENTRIES_READ: "Read your own entries",
    Scope.ENTRIES_WRITE: "Write your own entries",
    Scope.SCHEDULE_READ: "Read the periods of your own trial, and what is due",
    Scope.FLOW_READ: "Read how many people were invited, joined and left",
    Scope.PARTICIPANTS_READ: "Read the list of participants",
    Scope.RECORDS_READ: "Read participants' entries, without notes and without arms",
    Scope.EXPORT_READ: "Fetch exports of participants' entries, without notes and without arms",
}
OWN = tuple(each for each in Scope if RIGHT_OF[each] is Right.OWN_RECORD)
"""What a participant's token can be for."""
STAFF = tuple(each for each in Scope if each not in OWN)
"""What a token of the staff can be for."""


def scopes_of(said: str | Iterable[str]) -> frozenset[Scope]:
    """The scopes among some words; a word that is none of this version's lets nobody do anything.

    Examples
    --------
    >>> sorted(scopes_of("entries:read everything:write"))
    [<Scope.ENTRIES_READ: 'entries:read'>]
    """
    words = said.split() if isinstance(said, str) else said
    known = {each.value for each in Scope}
    return frozenset(Scope(each) for each in words if each in known)
