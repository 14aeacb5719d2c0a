"""Every address of the server, out of Django's own address book: a page that nobody thought of is in it, too.

`every_address` walks it; `filled` puts a study, a site, a participant into an address. Where an address takes something
that `FILLINGS` doesn't know, `filled` says so: add a line there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from django.urls import URLPattern, URLResolver, get_resolver

from speciosa.study.server.roles import Right

_TAKES = re.compile(r"<(?:(\w+):)?(\w+)>")
FILLINGS: Mapping[str, str] = {"study": "leaf", "site": "north", "number": "P0001"}
"""What an address takes, by its name. Others may be given to `filled`."""


class Address(NamedTuple):
    """One address. `route`: as it is written, ``/study/<slug:study>/keys/``. `right`: None where it names none."""

    route: str
    view: Any
    right: Right | None

    @property
    def takes(self) -> tuple[str, ...]:
        """Names of what stands in it."""
        return tuple(name for _, name in _TAKES.findall(self.route))

    @property
    def needs_seat(self) -> bool:
        """Whether it is a page of the staff of one study."""
        return "study" in self.takes


def every_address() -> list[Address]:
    """All of them, in the order of the address book."""
    return list(_walk(get_resolver(), ""))


def filled(address: Address, fillings: Mapping[str, str] = FILLINGS) -> str | None:
    """The address with something in each place; None where `fillings` lacks one, or it is a pattern of its own."""
    if set(address.takes) - set(fillings) or set("^$(\\") & set(_TAKES.sub("", address.route)):
        return None
    return _TAKES.sub(lambda found: fillings[found[2]], address.route)


def _walk(resolver: URLResolver, before: str) -> Iterator[Address]:
    for each in resolver.url_patterns:
        route = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from _walk(each, route)
        elif isinstance(each, URLPattern):
            yield Address("/" + route.lstrip("/"), each.callback, getattr(each.callback, "right", None))
