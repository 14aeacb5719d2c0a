"""A form that was sent while the app was locked: it goes along in the page for opening, and lies nowhere else."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.http import HttpRequest

UNLOCK = "/unlock"
PREFIX = "kept."
"""Before the name of each field that goes along: none of them is one of the page for opening."""
MOST_CHARACTERS = 60_000
_TOKEN = "csrfmiddlewaretoken"  # noqa: S105  the field's name
_NEVER = frozenset({"passphrase", "again", "old", "new", "recovery_code", "code", "word"})
"""Names of fields with words and codes: a form that has one is not carried."""
_NOWHERE = frozenset({UNLOCK, "/begin", "/lock"})


@dataclass(frozen=True, slots=True)
class KeptForm:
    """What somebody sent.

    `to`: the address that it was sent to. `fields`: names and values; none where it can't go along. `why`: then why,
    an English sentence.
    """

    to: str
    fields: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    why: str = ""


def kept_form(request: HttpRequest) -> KeptForm | None:
    """What was sent to a locked app, or came along with the page for opening so far; None where nothing was.

    Words and codes never go along, nor do files.
    """
    if request.method != "POST":
        return None
    came_along = request.path == UNLOCK
    begin = PREFIX if came_along else ""
    fields = tuple(
        (name.removeprefix(begin), value)
        for name, values in request.POST.lists()
        if name.startswith(begin) and name != _TOKEN
        for value in values
        if isinstance(value, str)
    )
    to = own_address(request.POST.get("to", "/")) if came_along else request.path
    if to in _NOWHERE or _NEVER.intersection(name for name, _ in fields):
        return None
    if request.FILES or getattr(request, "too_large", False):
        return KeptForm(to, why="The app was locked meanwhile, and a file can't be kept on this page. "
                        "Open the record, then choose it again.")  # fmt: skip
    if not fields:
        return None
    if sum(len(name) + len(value) for name, value in fields) > MOST_CHARACTERS:
        return KeptForm(to, why="The app was locked meanwhile, and this was too long to be kept on this page. "
                        "Open the record, then write it once more.")  # fmt: skip
    return KeptForm(to, fields)


def aim_of(request: HttpRequest) -> str:
    """Where to go once the app is open: the page that was asked for, or the one that a form stood on."""
    if request.path == UNLOCK:
        return own_address(request.POST.get("to", "/"))
    if request.method != "POST":
        return own_address("/" if request.path in _NOWHERE else request.path)
    stood_on = urlsplit(request.headers.get("Referer", ""))
    return own_address(stood_on.path if stood_on.netloc == request.headers.get("Host") else "/")


def own_address(to: str) -> str:
    """An address within the app; anything else becomes its first page.

    Examples
    --------
    >>> own_address("/entries"), own_address("//elsewhere.example"), own_address("https://elsewhere.example")
    ('/entries', '/', '/')
    """
    return to if to.startswith("/") and not to.startswith(("//", "/\\")) else "/"
