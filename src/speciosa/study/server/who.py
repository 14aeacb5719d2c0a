"""Who asks, and whether they may: this stands before every page and every address.

A view names the one right that it needs (`needs`, or `guard` for views of other rooms and libraries). One that names
none is not there. What lies in another study or at another site is not there either: nobody learns that it exists.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import URLPattern, URLResolver

from speciosa.store.whose import acting_for
from speciosa.study.server.accounts.second_factor import has_second_factor
from speciosa.study.server.models import Participant, Study
from speciosa.study.server.roles import Right
from speciosa.study.server.seat import Seat, seat_for

_View = TypeVar("_View", bound=Callable[..., HttpResponseBase])


def needs(right: Right) -> Callable[[_View], _View]:
    """Marks a view of the staff with the right that it needs; it is called with the request, `seat`, and objects.

    In its address ``<slug:study>`` becomes the `Study`, ``<slug:site>`` the `Site`, ``<str:number>`` the `Participant`.
    """

    def marked(view: _View) -> _View:
        view.right, view.takes_seat = right, True  # type: ignore[attr-defined]
        return view

    return marked


def guard(right: Right, patterns: Iterable[URLPattern | URLResolver]) -> list[URLPattern | URLResolver]:
    """The same for views that take a request alone: each gets this right."""
    listed = list(patterns)
    for each in listed:
        if isinstance(each, URLResolver):
            guard(right, each.url_patterns)
        else:
            each.callback = _with_right(each.callback, right)
    return listed


def seat_of(request: HttpRequest) -> Seat | None:
    """The seat that this page was asked for from; None on pages of participants and of nobody."""
    return getattr(request, "seat", None)


class Who:
    """Finds out who asks, and refuses what they may not."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._next = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        participant = _participant(request)
        request.participant = participant  # type: ignore[attr-defined]
        if participant is None:
            return self._next(request)
        with acting_for(participant.record):
            return self._next(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: tuple[Any, ...], values: dict[str, Any]
    ) -> HttpResponseBase | None:
        """None where the view itself may go on; else the answer in its place."""
        del args
        right = getattr(view, "right", None)
        if right is None:
            raise Http404  # nobody said who may see it
        if right is Right.ANYBODY:
            return None
        if not request.user.is_authenticated:
            return HttpResponseRedirect(
                "/join/" if right is Right.OWN_RECORD else f"/accounts/login/?next={request.path}"
            )
        participant: Participant | None = getattr(request, "participant", None)
        if right is Right.OWN_RECORD:
            return None if participant is not None else HttpResponseRedirect("/study/")
        if participant is not None:
            raise Http404
        if right is Right.ACCOUNT:
            return None
        if not has_second_factor(request):
            return HttpResponseRedirect("/accounts/2fa/")
        _take_seat(request, right, values)
        return None


def _take_seat(request: HttpRequest, right: Right, values: dict[str, Any]) -> None:
    """Put the seat, and the objects that the address names, in the place of its words.

    Raises
    ------
    Http404 : no seat has the right, or an object is none that it may know of.
    """
    if right is Right.MAKE_STUDY or "study" not in values:
        if right is not Right.SEE_STUDY and (right is not Right.MAKE_STUDY or not request.user.is_superuser):
            raise Http404  # every other right is one in a study, and the address names none
        seat = Seat(request.user.pk or 0, None, frozenset())
        request.seat = values["seat"] = seat  # type: ignore[attr-defined]
        return
    study = Study.objects.filter(slug=values.pop("study")).first()
    found = seat_for(request.user, study, right) if study is not None else None
    if study is None or found is None:
        raise Http404
    objects: dict[str, Any] = {}
    if "site" in values:
        objects["site"] = _one(found.own_sites(), slug=values.pop("site"))
    if "number" in values:
        objects["participant"] = _one(
            found.participants().select_related("site", "record"), number=values.pop("number")
        )
    request.seat = found  # type: ignore[attr-defined]
    values.update(objects, seat=found)  # the very values that Django calls the view with


def _one(rows: QuerySet[Any], **named: str) -> Any:
    found = rows.filter(**named).first()
    if found is None:
        raise Http404
    return found


def _participant(request: HttpRequest) -> Participant | None:
    if not request.user.is_authenticated:
        return None
    return Participant.objects.filter(person=request.user.pk).select_related("record", "study", "site").first()


def _with_right(view: Any, right: Right) -> Any:
    """The view with its right, leaving the one that other address books use as it is."""

    def guarded(request: HttpRequest, *args: Any, **values: Any) -> HttpResponseBase:
        answer: HttpResponseBase = view(request, *args, **values)
        return answer

    guarded.__dict__ |= view.__dict__
    guarded.__name__ = getattr(view, "__name__", type(view).__name__)
    guarded.__module__ = getattr(view, "__module__", __name__)
    guarded.right = right  # type: ignore[attr-defined]
    return guarded
