"""An answer on a page: the kept one, how old it is, and how far the next one is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest

from speciosa.knowledge import load_knowledge
from speciosa.report import Wording
from speciosa.safety import help_for, shut_for
from speciosa.store import answers, details, entries
from speciosa.store.models import Record
from speciosa.values.timeline import DAY_S
from speciosa.web import working
from speciosa.web.about_you import folded, in_app
from speciosa.web.alarms import alarms_of
from speciosa.web.basis import Basis, basis_now, kept_basis
from speciosa.web.clock import now_s
from speciosa.web.one_word import one_word
from speciosa.web.page import words_for
from speciosa.web.quiet_mode import HIDDEN, NAME, runs_blind
from speciosa.web.switched_off import switched_off

PAGES: Mapping[str, tuple[str, ...]] = {
    "help": ("effect", "less", "plan"),
    "course": ("leading", "others", "doses", "scales", "changes", "recorded"),
    "blood": ("exposure",),
    "skin": ("skin",),
    "watch": ("findings", "gaps"),
    "doctor": ("causality", "made"),
}
"""Which sections of the report each page shows."""
_PAGE_OF = {section: page for page, sections in PAGES.items() for section in sections}
_LINK = re.compile(r'href="#([a-z]+)"')
_SOURCE = re.compile(r'<li id="source-([^"]+)">.*?</li>', re.DOTALL)
_CITED = re.compile(r'href="#source-([^"]+)"')


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page shows of the answers.

    Parameters
    ----------
    state : ``current``, ``older`` (a newer one is on its way or wanted), ``none`` (there is none yet), ``nothing``
        (nothing is written down).
    bodies : the sections, ready to be shown, empty ones left out. sources: those that they name, as list items.
    as_of : when it was made, in words, where that is not today.
    is_running, says, share : the worker. has_failed: it fell over this record.
    is_blind : a blind trial hides some of it. notes: why the page shows less than it could, in sentences. is_shut: the
        person is too young for it, so that the notes are all there is.
    """

    state: str
    bodies: Mapping[str, str]
    sources: str
    as_of: str
    is_running: bool
    says: str
    share: float
    has_failed: bool
    is_blind: bool
    notes: tuple[str, ...]
    is_shut: bool = False

    @property
    def waits(self) -> bool:
        """Whether the page should look again by itself."""
        return self.is_running and self.state in {"older", "none"}


def shown(request: HttpRequest, page: str, function: str = "") -> Shown:
    """What the page of this name shows now; an answer that is not the newest is asked for anew.

    Parameters
    ----------
    page : of `PAGES`.
    function : of the functions table, which may be shut for this person; empty for none.
    """
    record, words, now = entries.own_record(), words_for(request), now_s()
    basis, kept = basis_now(record, now), kept_basis(record, words.language)
    if kept != basis:
        working.ask(request)
    told, found = working.state(), answers.kept_answers(record, (*PAGES[page], "made", NAME), language=words.language)
    times = found.pop(NAME, None)
    made = found.get("made") if "made" in PAGES[page] else found.pop("made", None)
    blind = times is not None and runs_blind(times.body, now)
    made_s = min((each.made_s for each in found.values()), default=now)
    is_newest = kept == basis or (told.running and len(found) == len(PAGES[page]) and made_s >= working.asked_s())
    state = "current" if is_newest else "older" if found else "none"
    if not basis.entries and state != "current":
        state = "nothing"
    alarms = alarms_of(record, words)
    bodies = {name: html for name in PAGES[page] if not (blind and name in HIDDEN) and (html := _body(found.get(name)))}
    as_shown = {name: one_word(_as_shown(name, html, words), words, alarms) for name, html in bodies.items()}
    return Shown(
        state, as_shown, sources_of(_body(made), bodies),
        _as_of(words, made_s, basis), told.running, working.step_says(words, told) if told.running else "", told.share,
        bool(told.failed), blind, _notes(words, record, function, now, is_blind=blind),
        _is_too_young(record, function, now),
    )  # fmt: skip


def rewired(html: str, prefix: str = "") -> str:
    """The HTML with links within the report's page leading to the app's pages.

    Parameters
    ----------
    prefix : what stands before the pages' addresses.

    Examples
    --------
    >>> rewired('<a href="#findings">'), rewired('<a href="#gaps">'), rewired('<a href="#source-x1">')
    ('<a href="/watch">', '<a href="/watch#gaps">', '<a href="#source-x1">')
    """

    def there(found: re.Match[str]) -> str:
        page = _PAGE_OF.get(found[1])
        if page is None:
            return found[0]
        first = PAGES[page][0] == found[1]
        return f'href="{prefix}/{page}{"" if first else "#" + found[1]}"'

    return _LINK.sub(there, html)


def sources_of(made: str, sections: Mapping[str, str]) -> str:
    """Of the section on how it was made, the sources that these sections name."""
    cited = {key for html in sections.values() for key in _CITED.findall(html)}
    return "".join(found[0] for found in _SOURCE.finditer(made) if found[1] in cited) if cited else ""


def _notes(words: Wording, record: Record, function: str, now: int, *, is_blind: bool) -> tuple[str, ...]:
    """Why a page shows less than it could."""
    person = details.person_of(record)
    shut = shut_for(person, load_knowledge(), now_s=now, without=switched_off()) if function else {}
    said = [words.say(shut[function].why)] if function in shut else []
    if _is_too_young(record, function, now):
        youth = help_for(person, load_knowledge()).youth
        line = "Somebody to talk to who is there for young people: {line}."
        return (*said, words.say(line, line=words.say(youth))) if youth else tuple(said)
    if is_blind:
        blind = (
            "A blind trial is running: answers are hidden until its end, so that nobody can guess. Warnings still show."
        )
        said.append(words.say(blind))
    return tuple(said)


def _is_too_young(record: Record, function: str, now: int) -> bool:
    """Whether this function is shut for this person's age alone."""
    return bool(function) and function in shut_for(details.person_of(record), load_knowledge(), now_s=now)


def _as_shown(name: str, html: str, words: Wording) -> str:
    shown = in_app(rewired(html), words)
    return folded(shown, words) if name == "made" else shown


def _body(kept: answers.Kept | None) -> str:
    return kept.body.decode().strip() if kept else ""


def _as_of(words: Wording, made_s: int, basis: Basis) -> str:
    return "" if (made_s + 60 * basis.offset_min) // DAY_S == basis.day else words.moment(made_s, basis.offset_min)
