"""What the forms for writing things down share: a shown form, or entries written and on to the next page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from django.http import HttpRequest, HttpResponse, QueryDict

from speciosa.knowledge import load_knowledge
from speciosa.record import Event, Kind
from speciosa.record.row import Row
from speciosa.report import Wording
from speciosa.store.models import Entry, Record
from speciosa.values.errors import EntryError
from speciosa.web.at_once import answer_at_once
from speciosa.web.page import render
from speciosa.web.saving import back, moment_of, save

MOST_PICKS = 12
_LOOKED_AT = 200


@dataclass(frozen=True, slots=True)
class Said:
    """What a filled form says.

    Parameters
    ----------
    rows : without their times and notes, which are the form's own.
    says : one sentence for the next page, English. named: for the places in its braces.
    """

    rows: Sequence[Row]
    says: str
    named: dict[str, object] = field(default_factory=dict)


def write_down(
    request: HttpRequest, template: str, read: Callable[[QueryDict], Said], *, to: str = "/", **shown: object
) -> HttpResponse:
    """The form; or, once it is sent, its entries and the next page. A mistake shows the form again as it was filled.

    Parameters
    ----------
    read : what the form says, without times. shown: for the template.
    """
    problem = None
    if request.method == "POST":
        try:
            written_down(request, read(request.POST))
        except EntryError as found:
            problem = found
        else:
            return back(to)
    return render(
        request, template, status=400 if problem else 200, problem=problem, said=request.POST, place="today", **shown
    )


def written_down(request: HttpRequest, said: Said) -> list[Event]:
    """Write down what a form says, at the form's time and with its note.

    Raises
    ------
    EntryError : the time or a row can't be understood; nothing was written.
    """
    time, recorded = moment_of(request)
    note = request.POST.get("note", "").strip()
    rows = [each._replace(time=time, recorded=recorded) for each in said.rows]
    rows[0] = rows[0]._replace(note=note)
    events = save(request, rows, said.says, **said.named)
    answer_at_once(request, events)
    return events


def lately(record: Record, kind: Kind) -> list[str]:
    """Names of a kind that were written down lately, each once, the latest first."""
    rows = Entry.objects.filter(record=record, kind=kind.value).order_by("-time_s", "-pk")
    return list(dict.fromkeys(rows.values_list("name", flat=True)[:_LOOKED_AT]))


def picks(words: Wording, names: Iterable[str], *, own: Sequence[str] = ()) -> list[tuple[str, str]]:
    """Names to tap, the person's own first: the word as it is kept, and as it is shown.

    Parameters
    ----------
    own : names that they wrote, shown as written where the table does not know them.
    """
    knowledge = load_knowledge()
    known = {each: knowledge.outcome(each) for each in dict.fromkeys([*own, *names])}
    found = {name: (words.say(each.label) if each.known else words.say(name)) for name, each in known.items()}
    return list(found.items())[:MOST_PICKS]


def one_of(said: QueryDict, name: str = "name") -> str:
    """What was tapped, or written where nothing fitted; the written word goes before.

    Raises
    ------
    EntryError : neither.
    """
    chosen = " ".join((said.get(f"{name}_other", "") or said.get(name, "")).split())
    if not chosen:
        raise EntryError("nothing was chosen yet", todo="tap one, or write a word of your own")
    return chosen
