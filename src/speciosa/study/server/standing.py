"""Where a participant stands: what they may do now, and which page comes before all others."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum, auto
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect

from speciosa.study.server.consent_texts import needs_consent
from speciosa.study.server.models import Participant

FAREWELL, AGREE, PART = "/farewell/", "/consent/", "/participation/"
WITHDRAWN = "withdrawn"
OPEN = frozenset({"open", "draft"})
"""States of a study in which something is written."""


class Kind(Enum):
    """What a page of a participant is for.

    `OWN`: what is theirs whatever happens, as long as they take part: a copy, a way out. `READ`: what they wrote and
    what can't wait; it shows before a new text is agreed to, too. `SEE`: what was worked out. `WRITE`: something new.
    `STOP`: to end one's trial; whatever text waits to be agreed to.
    """

    OWN = auto()
    READ = auto()
    SEE = auto()
    WRITE = auto()
    STOP = auto()


def for_those_who_take_part(kind: Kind) -> Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """A page for those who take part, and the one that comes before it."""

    def marked(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def page(request: HttpRequest, *args: Any, **values: Any) -> HttpResponseBase:
            before = comes_before(participant_of(request), kind, writes=request.method == "POST")
            return HttpResponseRedirect(before) if before else view(request, *args, **values)

        return page

    return marked


def participant_of(request: HttpRequest) -> Participant:
    """Who asks; only for pages that nobody else reaches."""
    participant: Participant = request.participant  # type: ignore[attr-defined]
    return participant


def comes_before(participant: Participant, kind: Kind, *, writes: bool = False) -> str:
    """The address that comes before a page of this kind; empty: none does.

    Parameters
    ----------
    writes : whether something is sent, not only looked at.
    """
    if participant.state == WITHDRAWN:
        return FAREWELL
    if kind is Kind.OWN:
        return ""
    if participant.study.state not in OPEN and (kind in {Kind.WRITE, Kind.STOP} or (kind is Kind.READ and writes)):
        return PART  # nothing more is written there
    if kind is Kind.STOP:
        return ""
    if (kind is not Kind.READ or writes) and needs_consent(participant) is not None:
        return AGREE
    return ""
