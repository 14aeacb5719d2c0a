"""The page on which the staff makes and ends tokens: what is new is shown once, in the answer to the form itself."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.views.decorators.http import require_http_methods, require_POST

from speciosa.knowledge import load_knowledge
from speciosa.store.opening import arrived_s
from speciosa.study.server.api import tokens
from speciosa.study.server.api.scopes import SAYS, Scope, scopes_of
from speciosa.study.server.models import Token
from speciosa.study.server.page import render
from speciosa.study.server.roles import Right
from speciosa.study.server.seat import Seat
from speciosa.study.server.who import needs
from speciosa.values.errors import EntryError
from speciosa.values.timeline import format_moment

_DIGITS = 5


@dataclass(frozen=True, slots=True)
class _Shown:
    """A token on its page."""

    token: Token
    owner: str
    made: str
    ends: str
    seen: str
    is_over: bool
    scopes: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class _Typed:
    """What stands in the form."""

    name: str = ""
    scopes: tuple[str, ...] = ()
    days: str = ""


@needs(Right.MAKE_TOKENS)
@require_http_methods(["GET", "HEAD", "POST"])
def own_page(request: HttpRequest, seat: Seat) -> HttpResponse:
    """The tokens of a study and the form for a new one."""
    if request.method != "POST":
        return _page(request, seat, _usual())
    typed = _Typed(
        request.POST.get("name", ""), tuple(request.POST.getlist("scope")), request.POST.get("days", "")
    )  # fmt: skip
    try:
        made = tokens.make_for_staff(seat, _asked(typed))
    except EntryError as problem:
        return _page(request, seat, typed, problem=problem)
    return _page(request, seat, _Typed(days=typed.days), words=made.words)


@needs(Right.MAKE_TOKENS)
@require_POST
def revoke(request: HttpRequest, seat: Seat) -> HttpResponse:
    """End one of this study's tokens, for a reason."""
    assert seat.study is not None
    said = request.POST.get("token", "")
    number = int(said) if said.isascii() and said.isdecimal() and len(said) < 18 else 0
    found = next((each for each in tokens.staff_tokens(seat.study) if each.pk == number), None)
    if found is None:
        raise Http404
    try:
        tokens.revoke_of_staff(seat, found, reason=request.POST.get("reason", ""))
    except EntryError as problem:
        return _page(request, seat, _usual(), problem=problem)
    return HttpResponseRedirect(f"/study/{seat.study.slug}/tokens/")


def _usual() -> _Typed:
    return _Typed(days=str(int(load_knowledge().choice("study_token_days"))))


def _asked(typed: _Typed) -> tokens.Asked:
    days = typed.days.strip()
    if not (days.isascii() and days.isdecimal() and len(days) <= _DIGITS):
        raise EntryError("this is no number of days", where="days", todo="write one like 90")
    return tokens.Asked(typed.name, scopes_of(typed.scopes), int(days))


def _page(
    request: HttpRequest, seat: Seat, typed: _Typed, *, words: str = "", problem: EntryError | None = None
) -> HttpResponse:
    assert seat.study is not None
    return render(
        request, "tokens.html.j2", status=400 if problem else 200, words=words, problem=problem, typed=typed,
        tokens=[_shown(each) for each in tokens.staff_tokens(seat.study)],
        scopes=_said(tokens.open_to(seat.account, seat.study)),
    )  # fmt: skip


def _shown(token: Token) -> _Shown:
    seen = _day(token.seen_s) if token.seen_s is not None else ""
    return _Shown(
        token, token.person.get_username(), _day(token.made_s), _day(token.expires_s), seen,
        token.expires_s <= arrived_s(), _said(tuple(sorted(scopes_of(token.scopes)))),
    )  # fmt: skip


def _said(scopes: tuple[Scope, ...]) -> list[tuple[str, str]]:
    return [(each.value, SAYS[each]) for each in scopes]


def _day(at_s: int) -> str:
    return format_moment(at_s, 0)[:10]


paths = [
    path("study/<slug:study>/tokens/", own_page, name="tokens"),
    path("study/<slug:study>/tokens/revoke", revoke, name="token revoke"),
]
