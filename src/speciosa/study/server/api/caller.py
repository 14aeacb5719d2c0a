"""Who calls: the owner of the token, with what they may do at this moment. Cookies say nothing here."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import cast

from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest
from ninja.security import HttpBearer

from speciosa.knowledge import load_knowledge
from speciosa.store.models import Record
from speciosa.store.opening import arrived_s
from speciosa.store.whose import acting_for
from speciosa.study.server.api import repeats
from speciosa.study.server.api.limits import Buckets, number
from speciosa.study.server.api.problems import Refused, no_token, not_there
from speciosa.study.server.api.scopes import KIND_OF, RIGHT_OF, Scope, scopes_of
from speciosa.study.server.api.token_row import token_with
from speciosa.study.server.api.tokens import PREFIX, digest_of
from speciosa.study.server.models import Participant, Study, Token
from speciosa.study.server.roles import Right
from speciosa.study.server.seat import Seat, seat_for
from speciosa.study.server.standing import AGREE, FAREWELL, comes_before
from speciosa.values.timeline import HOUR_S

buckets = Buckets(number("calls_a_minute"))
"""What each token has left, in this process."""
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls. Exactly one of the two is there.

    Parameters
    ----------
    participant : whose own record it is about. seat : of the staff, for the right that this operation needs.
    """

    token: Token
    participant: Participant | None
    seat: Seat | None

    @property
    def study(self) -> Study:
        return self.token.study

    @property
    def own(self) -> Participant:
        """The participant; operations with `Right.OWN_RECORD` have one."""
        assert self.participant is not None
        return self.participant

    def one(self, participant: str) -> Participant:
        """Somebody of this study at a site that this seat may know of, by number.

        Raises
        ------
        Refused : there is none; whoever lies elsewhere is not there either.
        """
        assert self.seat is not None
        found = self.seat.participants().select_related("site", "record", "study").filter(number=participant).first()
        if found is None:
            raise not_there()
        return found


class Bearer(HttpBearer):
    """Asks for a token with one scope.

    Parameters
    ----------
    scope : the one that this operation needs. calls : what it counts as.
    """

    def __init__(self, scope: Scope, *, calls: int = 1) -> None:
        self.scope, self._calls = scope, calls
        super().__init__()

    @property
    def right(self) -> Right:
        """The right behind the scope."""
        return RIGHT_OF[self.scope]

    def authenticate(self, request: HttpRequest, token: str) -> Caller:
        """Who calls.

        Raises
        ------
        Refused : no valid token; too many calls; a token that is not for this; an owner who may not do this now.
        """
        del request
        found = _valid(token)
        wait_s = buckets.take(found.pk, now_s=time.monotonic(), calls=self._calls)
        if wait_s:
            raise Refused(429, "these are too many calls for now", todo=f"wait {wait_s} seconds", retry_s=wait_s)
        if self.scope not in scopes_of(found.scopes):
            raise Refused(
                403, "this token is not for this", where=f"scope {self.scope}", todo="make one with this scope"
            )
        _seen(found)
        participant, seat = found.participant, None
        if self.right is not Right.OWN_RECORD:
            seat = _seat(found, self.right)
            participant = None
        elif participant is None:
            raise _not_yours()
        else:
            _refuse_where_something_comes_before(participant, self.scope)
        return Caller(found, participant, seat)


def caller_of(request: HttpRequest) -> Caller:
    """Who calls, within an operation."""
    return cast("Caller", request.auth)  # type: ignore[attr-defined]


@contextmanager
def about(record: Record) -> Iterator[Record]:
    """All inside is about this record, whoever is signed in in a browser besides."""
    with acting_for(record):
        yield record


def _valid(words: str) -> Token:
    if not words.startswith(PREFIX) or len(words) > _LONGEST:
        raise no_token()
    found, now_s = token_with(digest_of(words)), arrived_s()
    if found is None or found.revoked_s is not None or found.expires_s <= now_s or not found.person.is_active:
        raise no_token()
    return found


def _seat(token: Token, right: Right) -> Seat:
    """The seat of a token's owner for a right, as their roles are now."""
    seat = None if token.participant_id else seat_for(token.person, token.study, right)
    if seat is None or not is_mfa_enabled(token.person):
        raise _not_yours()
    return seat


def _refuse_where_something_comes_before(participant: Participant, scope: Scope) -> None:
    """The same question that stands before their pages.

    Raises
    ------
    Refused : they left, the study takes nothing in, or there is a new text to agree to first.
    """
    before = comes_before(participant, KIND_OF[scope])
    if before == FAREWELL:
        raise Refused(403, "you left this study", todo="keep your own diary at home")
    if before == AGREE:
        raise Refused(409, "there is a new text to agree to first", todo="read it on the study's page in a browser")
    if before:
        raise Refused(409, "this study takes nothing in now", todo="keep what you have, and ask the study's staff")


def _not_yours() -> Refused:
    return Refused(403, "the owner of this token may not do this", todo="ask whoever gives roles in this study")


def _seen(token: Token) -> None:
    """Note that it was used, now and then; and forget answers that nobody asks for any more."""
    now_s, knowledge = arrived_s(), load_knowledge()
    if token.seen_s is not None and now_s - token.seen_s < knowledge.choice("study_api_seen_h") * HOUR_S:
        return
    Token.objects.filter(pk=token.pk).update(seen_s=now_s)
    repeats.forget_old(token, now_s=now_s)
