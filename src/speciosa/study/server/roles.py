"""Who may do what in a study: one table. Whatever it does not name, nobody may."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Role(StrEnum):
    """What somebody can be in a study. An account can have several roles of the staff; a participant has no other."""

    PARTICIPANT = "participant"
    PACKER = "packer"
    CLINICIAN = "clinician"
    INVESTIGATOR = "investigator"
    STATISTICIAN = "statistician"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


MASKED = frozenset({Role.PARTICIPANT, Role.CLINICIAN, Role.INVESTIGATOR, Role.AUDITOR, Role.ADMINISTRATOR})
"""Roles that learn no arm before the reveal, by whatever they can see or time."""
STAFF = frozenset(Role) - {Role.PARTICIPANT}


class Right(StrEnum):
    """What a page or an address of the API lets somebody do; each names exactly one."""

    ANYBODY = "anybody"  # no account: health, the door, joining with a code
    ACCOUNT = "account"  # one's own account, password and second factor
    OWN_RECORD = "own record"  # a participant's own pages
    SEE_STUDY = "see study"
    MAKE_STUDY = "make study"  # of the whole server: its first administrator
    EDIT_STUDY = "edit study"  # protocol, consent texts, sites, opening and closing
    ENTER_GATE = "enter gate"
    GIVE_ROLES = "give roles"
    INVITE = "invite"
    SEE_PARTICIPANTS = "see participants"
    SEE_ENTRIES = "see entries"  # what a participant wrote, capsule codes and all, never an arm
    SEE_FINDINGS = "see findings"  # safety
    WITHDRAW = "withdraw"
    MAKE_KEYS = "make keys"
    ALLOCATE = "allocate"
    PACK = "pack"
    UNBLIND_ONE = "unblind one"
    REVEAL = "reveal"  # all arms, when the study is closed
    EXPORT = "export"  # masked
    READ_TRAIL = "read trail"
    MAKE_TOKENS = "make tokens"


_R = Role
MAY: Mapping[Right, frozenset[Role]] = {
    Right.ANYBODY: frozenset(Role),
    Right.ACCOUNT: frozenset(Role),
    Right.OWN_RECORD: frozenset({_R.PARTICIPANT}),
    Right.SEE_STUDY: STAFF,
    Right.MAKE_STUDY: frozenset(),  # of no study: `who` asks the account itself
    Right.EDIT_STUDY: frozenset({_R.ADMINISTRATOR}),
    Right.ENTER_GATE: frozenset({_R.ADMINISTRATOR}),
    Right.GIVE_ROLES: frozenset({_R.ADMINISTRATOR}),
    Right.INVITE: frozenset({_R.ADMINISTRATOR, _R.INVESTIGATOR, _R.CLINICIAN}),
    Right.SEE_PARTICIPANTS: STAFF,
    Right.SEE_ENTRIES: frozenset({_R.CLINICIAN, _R.INVESTIGATOR, _R.STATISTICIAN}),
    Right.SEE_FINDINGS: frozenset({_R.CLINICIAN, _R.INVESTIGATOR}),
    Right.WITHDRAW: frozenset({_R.CLINICIAN, _R.INVESTIGATOR}),
    Right.MAKE_KEYS: frozenset({_R.PACKER, _R.STATISTICIAN, _R.CLINICIAN}),
    Right.ALLOCATE: frozenset({_R.INVESTIGATOR, _R.CLINICIAN}),
    Right.PACK: frozenset({_R.PACKER}),
    Right.UNBLIND_ONE: frozenset({_R.CLINICIAN}),
    Right.REVEAL: frozenset({_R.STATISTICIAN}),
    Right.EXPORT: frozenset({_R.INVESTIGATOR, _R.STATISTICIAN}),
    Right.READ_TRAIL: frozenset({_R.AUDITOR, _R.ADMINISTRATOR}),
    Right.MAKE_TOKENS: frozenset({_R.ADMINISTRATOR, _R.INVESTIGATOR, _R.STATISTICIAN}),
}
"""The whole table. Beside the role stands the place: a right holds in the seat's own study, and at its own site."""


def may(role: Role, right: Right) -> bool:
    """Whether a role has a right, in its own study and at its own site.

    Examples
    --------
    >>> may(Role.PACKER, Right.PACK), may(Role.ADMINISTRATOR, Right.PACK)
    (True, False)
    """
    return role in MAY[right]
