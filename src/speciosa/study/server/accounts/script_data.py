"""What pages of accounts show: the own name, and data for the library's scripts: no page has a script of its own."""

from __future__ import annotations

from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest
from django.utils.html import format_html, json_script
from django.utils.safestring import SafeString, mark_safe

_LETTERS = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


def on_load(argument: dict[str, Any], function: str) -> SafeString:
    r"""Has the library's script call one of its functions when the page is there.

    Examples
    --------
    >>> str(on_load({"id": "<b>"}, "allauth.f"))
    '<script data-allauth-onload="allauth.f" type="application/json">{"id": "\\u003Cb\\u003E"}</script>'
    """
    text = mark_safe(DjangoJSONEncoder().encode(argument).translate(_LETTERS))  # noqa: S308  escaped for a script
    return format_html('<script data-allauth-onload="{}" type="application/json">{}</script>', function, text)


def own_name(request: HttpRequest) -> str:
    """The address of whoever has signed in."""
    return str(request.user.get_username())


FILTERS = {"on_load": on_load, "json_script": json_script, "own_name": own_name}
"""For templates."""
