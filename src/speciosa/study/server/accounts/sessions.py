"""How long somebody of the staff stays signed in: until they have been idle for long, and a working day at most.

People who take part stay in on their own phone: their sessions hold none of these marks.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponseBase

from speciosa.knowledge import load_knowledge
from speciosa.store.opening import arrived_s
from speciosa.study.server.accounts.marks import BEGUN, SEEN, SHOWN
from speciosa.study.server.models import Participant

_FRESH_S = 60
"""A click within a minute of the last one writes nothing."""


class StaffSessions:
    """Ends what has lasted long enough, before anybody looks at who asks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._next = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if SEEN in request.session and request.user.is_authenticated:
            now_s = arrived_s()
            if _is_over(request, now_s) or _began_without(request):
                logout(request)
            elif now_s - request.session[SEEN] >= _FRESH_S:
                request.session[SEEN] = now_s
        return self._next(request)


def begin(request: HttpRequest, account: Any) -> None:
    """Mark a session of the staff, when they have signed in."""
    if not Participant.objects.filter(person=account.pk).exists():
        now_s = arrived_s()
        request.session.update({BEGUN: now_s, SEEN: now_s, SHOWN: bool(is_mfa_enabled(account))})


def ends_s(begun_s: int, seen_s: int) -> int:
    """When a session ends: the earlier of the two, UTC seconds.

    Examples
    --------
    >>> ends_s(0, 0), ends_s(0, 43_000)
    (1800, 43200)
    """
    choice = load_knowledge().choice
    idle_s, most_s = 60 * choice("study_idle_most_min"), 3600 * choice("study_session_most_h")
    return math.floor(min(seen_s + idle_s, begun_s + most_s))


def _is_over(request: HttpRequest, now_s: int) -> bool:
    if now_s < ends_s(request.session[BEGUN], request.session[SEEN]):
        return False
    if Participant.objects.filter(person=request.user.pk).exists():  # they joined in this very session
        for mark in (BEGUN, SEEN):
            del request.session[mark]
        return False
    return True


def _began_without(request: HttpRequest) -> bool:
    """The account has a second factor now, and this session never showed it: somebody else may have begun it."""
    return not request.session.get(SHOWN) and bool(is_mfa_enabled(request.user))
