"""Nothing of the record is shown before the app was opened; a few pages need no opening."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase

from speciosa.web import opened, pairing, served, unlock

_F = Callable[..., HttpResponseBase]


class Gate:
    """Shows the page for opening in place of every other one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._next = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self._next(request)

    def process_view(
        self, request: HttpRequest, view: _F, args: tuple[Any, ...], values: dict[str, Any]
    ) -> HttpResponseBase | None:
        """The page for beginning or opening where the store is not there or locked; else None."""
        del args, values
        stranger = pairing.stranger(request, may_see=getattr(view, "open_to_strangers", False))
        if stranger is not None:
            return stranger
        if getattr(view, "needs_no_opening", False):
            return None
        if opened.is_admitted(request):
            if request.headers.get("X-Quiet") != "1":  # a page that looks by itself keeps nobody's app open
                opened.touch()
            return None
        return unlock.begin(request) if not served.folder().exists else unlock.unlock(request)
