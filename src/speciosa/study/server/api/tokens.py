"""Making and ending tokens. One is shown once; what is kept is its hash."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction

from speciosa.knowledge import load_knowledge
from speciosa.store.opening import arrived_s
from speciosa.study.server import trail
from speciosa.study.server.api.scopes import OWN, RIGHT_OF, STAFF, Scope
from speciosa.study.server.models import Member, Participant, Study, Token
from speciosa.study.server.roles import Role, may
from speciosa.study.server.seat import Seat
from speciosa.study.server.trail.chain import Doing
from speciosa.values.errors import EntryError
from speciosa.values.timeline import DAY_S

PREFIX = "spst_"
_BYTES = 32
LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Asked:
    """What a token is asked for. `name`: what it is for, in words. `days`: how long it lasts; None: the usual time."""

    name: str
    scopes: Collection[Scope]
    days: int | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """A new token. `words`: what the program sends; it stands nowhere here."""

    token: Token
    words: str


def digest_of(words: str) -> str:
    """SHA-256 of a token, 64 hexadecimal digits: it has 256 random bits, so no slow hash is needed."""
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()


def make_for_staff(seat: Seat, asked: Asked, *, reason: str = "") -> Made:
    """A token for whoever sits here, for no more than they may do themselves; it stands in the study's trail.

    Parameters
    ----------
    seat : with `Right.MAKE_TOKENS`, of a study.

    Raises
    ------
    EntryError : it is for nothing, for more than they may, or for too long.
    """
    assert seat.study is not None
    _may_have(asked, open_to(seat.account, seat.study))
    with transaction.atomic():
        made = _made(Token(study=seat.study, person_id=seat.account), asked)
        doing = Doing("token made", _subject(made.token), new=_said(made.token), reason=reason)
        trail.add(trail.study_chain(seat.study), doing, actor=f"account {seat.account}", role=seat.role)
    return made


def make_for_participant(participant: Participant, asked: Asked) -> Made:
    """A token for somebody's own record; it stands in their own trail.

    Raises
    ------
    EntryError : it is for nothing, for more than their own record, or for too long.
    """
    _may_have(asked, OWN)
    with transaction.atomic():
        made = _made(
            Token(study=participant.study, person_id=participant.person_id, participant=participant), asked
        )  # fmt: skip
        _note(participant, "token made", made.token)
    return made


def revoke_of_staff(seat: Seat, token: Token, *, reason: str) -> None:
    """End a token of this study's staff, now. Ended twice it is ended once.

    Raises
    ------
    EntryError : no reason is given.
    """
    assert seat.study is not None
    if not reason.strip():
        raise EntryError("no reason is given", where="reason", todo="say why this token ends")
    with transaction.atomic():
        if _end(token):
            doing = Doing("token revoked", _subject(token), old=_said(token), reason=reason.strip())
            trail.add(trail.study_chain(seat.study), doing, actor=f"account {seat.account}", role=seat.role)


def revoke_of_participant(participant: Participant, token: Token) -> None:
    """End a token of one's own, now."""
    with transaction.atomic():
        if _end(token):
            _note(participant, "token revoked", token)


def revoke_all(participant: Participant) -> None:
    """End all tokens of somebody who leaves; what was answered to them is forgotten."""
    with transaction.atomic():
        for each in own_tokens(participant):
            revoke_of_participant(participant, each)
            each.written.all().delete()


def staff_tokens(study: Study) -> list[Token]:
    """The tokens of a study's staff that are not ended, the newest first."""
    return list(Token.objects.filter(study=study, participant=None, revoked_s=None).select_related("person")
                .order_by("-pk"))  # fmt: skip


def own_tokens(participant: Participant) -> list[Token]:
    """A participant's tokens that are not ended, the newest first."""
    return list(Token.objects.filter(participant=participant, revoked_s=None).order_by("-pk"))


def open_to(account: int, study: Study) -> tuple[Scope, ...]:
    """What an account of the staff could have a token for in this study, by its roles of now."""
    rows = Member.objects.filter(person_id=account, study=study, ended_s=None).values_list("role", flat=True)
    roles = [Role(each) for each in rows]
    return tuple(each for each in STAFF if any(may(role, RIGHT_OF[each]) for role in roles))


def _may_have(asked: Asked, scopes: Collection[Scope]) -> None:
    if not asked.name.strip() or len(asked.name) > LONGEST_NAME:
        raise EntryError("this token has no name", where="name", todo="say in a few words what it is for")
    if not asked.scopes:
        raise EntryError("this token is for nothing", where="scopes", todo="tick what it is for")
    if not set(asked.scopes) <= set(scopes):
        raise EntryError("this token is for more than you may do yourself", where="scopes", todo="tick less")
    most = int(load_knowledge().choice("study_token_days_most"))
    if asked.days is not None and not 1 <= asked.days <= most:
        raise EntryError(f"a token lasts 1 to {most} days", where="days", todo="name a number between")


def _made(token: Token, asked: Asked) -> Made:
    words = PREFIX + secrets.token_urlsafe(_BYTES)
    usual = int(load_knowledge().choice("study_token_days"))
    token.name, token.scopes = asked.name.strip(), " ".join(sorted(asked.scopes))
    token.digest, token.made_s = digest_of(words), arrived_s()
    token.expires_s = token.made_s + DAY_S * (asked.days or usual)
    token.save(force_insert=True)
    return Made(token, words)


def _end(token: Token) -> bool:
    now_s = arrived_s()
    token.revoked_s = token.revoked_s or now_s
    return bool(Token.objects.filter(pk=token.pk, revoked_s=None).update(revoked_s=now_s))


def _note(participant: Participant, action: str, token: Token) -> None:
    doing = Doing(action, _subject(token), new=_said(token))
    actor = f"participant {participant.number}"
    trail.add(trail.participant_chain(participant), doing, actor=actor, role=Role.PARTICIPANT)


def _subject(token: Token) -> str:
    return f"token {token.pk}"


def _said(token: Token) -> dict[str, object]:
    return {"name": token.name, "scopes": token.scopes, "expires_s": token.expires_s}
