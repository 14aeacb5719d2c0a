"""Links of the trail as a page shows them: with the address of whose account it is, and old and new in words."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User

from speciosa.study.server.models import Link
from speciosa.values.timeline import format_moment


@dataclass(frozen=True, slots=True)
class Shown:
    """A link on the page. `who`: with their address where it is an account. `old`, `new`: name and value."""

    link: Link
    when: str
    who: str
    subject: str
    old: list[tuple[str, str]]
    new: list[tuple[str, str]]


def shown(links: Iterable[Link]) -> list[Shown]:
    """Links as a page shows them."""
    rows = list(links)
    keys = {int(key) for row in rows for key in (_key(row.actor), _key(row.subject)) if key}
    names = {f"account {key}": each.get_username() for key, each in User.objects.in_bulk(keys).items()}
    return [
        Shown(
            row, moment(row.at_s), _named(row.actor, names), _named(row.subject, names), _said(row.old),
            _said(row.new),
        )
        for row in rows
    ]  # fmt: skip


def moment(at_s: int) -> str:
    """An instant as a person reads it.

    Examples
    --------
    >>> moment(0)
    '1970-01-01 00:00:00 UTC'
    """
    return f"{format_moment(at_s, 0)[:19].replace('T', ' ')} UTC"


def _key(name: str) -> str:
    kind, _, key = name.partition(" ")
    return key if kind == "account" and key.isdecimal() else ""


def _named(name: str, names: Mapping[str, str]) -> str:
    return f"{names[name]} ({name})" if name in names else name


def _said(text: str) -> list[tuple[str, str]]:
    if not text:
        return []
    value = json.loads(text)
    return [(each, _plain(what)) for each, what in value.items()] if isinstance(value, dict) else [("", _plain(value))]


def _plain(value: Any) -> str:
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
