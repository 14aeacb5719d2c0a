"""Marks on pages that `gate` goes by: which of them need no opening."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.http import HttpResponseBase

_View = TypeVar("_View", bound=Callable[..., HttpResponseBase])


def needs_no_opening(view: _View) -> _View:
    """Marks a page that holds nothing of the record: it shows while the app is locked."""
    view.needs_no_opening = True  # type: ignore[attr-defined]
    return view


def open_to_strangers(view: _View) -> _View:
    """Marks a page that a phone may see before it has joined: it holds nothing of the record."""
    view.open_to_strangers = True  # type: ignore[attr-defined]
    return needs_no_opening(view)
