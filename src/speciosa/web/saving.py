"""Writing entries down from a page: checked at the record's door, undone for ten seconds, answered anew."""

from __future__ import annotations

import re
from collections.abc import Sequence
from hashlib import blake2b

from django.db import transaction
from django.http import HttpRequest, HttpResponseRedirect

from speciosa.knowledge import load_knowledge
from speciosa.record import Event
from speciosa.record.row import Row
from speciosa.store import entries
from speciosa.store.adding import known_of
from speciosa.values.errors import EntryError
from speciosa.values.timeline import DAY_S, format_moment
from speciosa.web import working
from speciosa.web.asking import questions_about
from speciosa.web.local_clock import is_of_yesterday, now_here, said_moment, told

_FORM_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
_NUMBER = re.compile(r"[+-]?\d+,\d+")
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(,\d{3})+")


def save(request: HttpRequest, rows: Sequence[Row], says: str, **named: object) -> list[Event]:
    """Write entries down, all or none, and let the next page say so with an undo.

    A form that carries its own ``id`` (the macro `form_begin`) is one entry however often it is sent: the ids of its
    rows are made of it and of what it says. How exactly the form knew the time is written into each row.

    Parameters
    ----------
    rows : as of `diary.csv`; `moment_of` gives their times.
    says : one short sentence in English, e.g. ``Pain {n} is in.``; the page translates it.
    named : for the places in its braces.

    Raises
    ------
    EntryError : one can't be understood; nothing was written.
    """
    record = entries.own_record()
    moment = said_moment(request)
    precision = moment.precision.name.lower() if moment and moment.precision else ""
    ready = [row._replace(precision=row.precision or precision) for row in _with_ids(request, rows)]
    known = known_of(record, [row.id for row in ready if row.id])
    asks = [moment.question] if moment and moment.question else []
    with transaction.atomic():
        added = entries.add_rows(record, [each for each in ready if each.id not in known], load_knowledge())
        for each in added:
            if each.event is None or each.why:
                raise EntryError(each.why)
    new = [each.event for each in added if each.event is not None]
    told_again = [known[row.id] for row in ready if row.id in known]
    events = [*new, *told_again]
    say_so(request, events, says, **named)
    about = questions_about(record, new)
    about += [(ask, new[0].id) for ask in asks if new]
    about += [(each.ask, each.event.id) for each in added if each.ask and each.event]
    request.session["flash"]["asks"] = [list(each) for each in about]
    if moment and is_of_yesterday(request):
        day = (moment.time_s + 60 * moment.offset_min) // DAY_S
        request.session["flash"]["yesterday"] = {"day": day, "clock": request.POST.get("clock", "").strip()}
    transaction.on_commit(lambda: working.ask(request))  # a photo's entry is one step with its photo
    return events


def amend(request: HttpRequest, entry_id: str, row: Row, says: str, **named: object) -> Event:
    """Write what an entry should have said; what stood there stays in its history. The form sent again changes nothing.

    Raises
    ------
    EntryError : there is no such entry, or the row can't be understood; nothing was written.
    """
    record = entries.own_record()
    (ready,) = _with_ids(request, [row._replace(supersedes=entry_id)])
    known = sent_before(request, entry_id, row)
    event = known or entries.correct(record, entry_id, ready, load_knowledge())
    say_so(request, [event], says, **named)
    if known is None:
        request.session["flash"]["asks"] = [list(each) for each in questions_about(record, [event])]
        working.ask(request)
    return event


def sent_before(request: HttpRequest, entry_id: str, row: Row) -> Event | None:
    """The correction that this very form has made already; None where it is new."""
    (ready,) = _with_ids(request, [row._replace(supersedes=entry_id)])
    return known_of(entries.own_record(), [ready.id]).get(ready.id) if ready.id else None


def say_so(request: HttpRequest, events: Sequence[Event], says: str, **named: object) -> None:
    """Let the next page say what was done, with an undo of it."""
    seconds = int(load_knowledge().choice("undo_s"))
    request.session["flash"] = {
        "says": says, "named": dict(named), "undo": ",".join(each.id for each in events), "seconds": seconds,
        "asks": [],
    }  # fmt: skip


def back(to: str = "/") -> HttpResponseRedirect:
    """On to the next page."""
    return HttpResponseRedirect(to)


def moment_of(request: HttpRequest) -> tuple[str, str]:
    """When it happened and when it was written down, ISO 8601 with offset: the form's fields ``day``, ``part`` and
    ``clock`` (local), or now where all are empty.

    Raises
    ------
    EntryError : it is no time, or lies ahead.
    """
    written, said = now_here(), said_moment(request)
    return (format_moment(said.time_s, said.offset_min) if said else written), written


def number_of(text: str) -> str:
    """A number as a person types it, as a row takes it: a decimal comma becomes a point.

    Raises
    ------
    EntryError : it may be a thousand, or a whole number with decimals.

    Examples
    --------
    >>> number_of(" 2,5 "), number_of("3")
    ('2.5', '3')
    """
    plain = text.strip()
    if _THOUSANDS.fullmatch(plain):
        raise EntryError("this number may be a thousand, or one with decimals", todo="write it without the comma")
    return plain.replace(",", ".") if _NUMBER.fullmatch(plain) else plain


def _with_ids(request: HttpRequest, rows: Sequence[Row]) -> list[Row]:
    """The rows with ids that are the same when the same form is sent again with the same words."""
    form = request.POST.get("id", "")
    if not _FORM_ID.fullmatch(form):
        return list(rows)
    made = []
    for at, row in enumerate(rows):
        words = "\x1f".join((form, str(at), told(request.POST), *row[1:7], row.supersedes, row.note))
        made.append(row if row.id else row._replace(id="a" + blake2b(words.encode(), digest_size=10).hexdigest()))
    return made
