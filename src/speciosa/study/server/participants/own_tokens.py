"""Keys with which other programs of a participant reach their own record: made, shown once, listed, ended."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.views.decorators.http import require_http_methods, require_POST

from speciosa.store.entries import now_offset
from speciosa.store.opening import arrived_s
from speciosa.study.server.api import tokens
from speciosa.study.server.api.scopes import OWN, Scope, scopes_of
from speciosa.study.server.models import Participant, Token
from speciosa.study.server.standing import participant_of
from speciosa.values.errors import EntryError
from speciosa.values.timeline import DAY_S
from speciosa.web.page import render, words_for
from speciosa.web.saving import say_so

_DIGITS = 18


@require_http_methods(["GET", "HEAD", "POST"])
def own_tokens(request: HttpRequest) -> HttpResponse:
    """What is there, and the form for a new one; a new one is shown once, in the answer to the form itself."""
    if request.method != "POST":
        return _page(request)
    name, scopes = " ".join(request.POST.get("name", "").split()), scopes_of(request.POST.getlist("scope")) & set(OWN)
    try:
        _refuse_half(name, scopes)
        made = tokens.make_for_participant(participant_of(request), tokens.Asked(name, scopes))
    except EntryError as problem:
        return _page(request, problem=problem, name=name, ticked=scopes)
    return _page(request, words=made.words)


@require_POST
def end_token(request: HttpRequest) -> HttpResponse:
    """End one of one's own. One that is nobody's, or somebody else's, was ended already for all that they can see."""
    participant, said = participant_of(request), request.POST.get("token", "")
    number = int(said) if said.isascii() and said.isdecimal() and len(said) < _DIGITS else 0
    for each in tokens.own_tokens(participant):
        if each.pk == number:
            tokens.revoke_of_participant(participant, each)
    say_so(request, [], "This key opens nothing any more.")
    return HttpResponseRedirect("/participation/tokens/")


def _refuse_half(name: str, scopes: frozenset[Scope]) -> None:
    """As `tokens` would, in words for those who take part.

    Raises
    ------
    EntryError : it has no name, or is for nothing.
    """
    if not name:
        raise EntryError("this key has no name", todo="say in a few words what it is for")
    if len(name) > tokens.LONGEST_NAME:
        raise EntryError("this name is too long", todo="a few words are enough")
    if not scopes:
        raise EntryError("this key is for nothing", todo="tick what it may do")


def _page(
    request: HttpRequest, *, words: str = "", problem: EntryError | None = None, name: str = "",
    ticked: frozenset[Scope] = frozenset(),
) -> HttpResponse:  # fmt: skip
    participant = participant_of(request)
    return render(
        request, "study/own/tokens.html.j2", status=400 if problem else 200, new=words, problem=problem, name=name,
        scopes=[each.value for each in OWN], ticked=[each.value for each in ticked],
        tokens=[_shown(request, participant, each) for each in tokens.own_tokens(participant)],
    )  # fmt: skip


def _shown(request: HttpRequest, participant: Participant, token: Token) -> dict[str, Any]:
    """A key in the list: what it is for, until when it lasts, and when it was last used."""
    words, shift = words_for(request), 60 * now_offset(participant.record, arrived_s(), 0)

    def day(at_s: int | None) -> str:
        return "" if at_s is None else words.date((at_s + shift) // DAY_S)

    return {
        "pk": token.pk, "name": token.name, "scopes": sorted(scopes_of(token.scopes)), "made": day(token.made_s),
        "ends": day(token.expires_s), "seen": day(token.seen_s), "is_over": token.expires_s <= arrived_s(),
    }  # fmt: skip


paths = [
    path("participation/tokens/", own_tokens, name="own_tokens"),
    path("participation/tokens/end", end_token, name="own_token_end"),
]
