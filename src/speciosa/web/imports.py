"""Bringing another app's file in: a preview first, then the receipt, and the list of what was brought."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.views.decorators.http import require_POST

from speciosa.record.importing import format_titles
from speciosa.record.person_file import known_zone
from speciosa.report import Wording
from speciosa.store import entries
from speciosa.store.details import person_of
from speciosa.store.models import Record
from speciosa.store.past_imports import Past, ids_of, past_import, past_imports, standing_of, take_import_back
from speciosa.values.errors import EntryError
from speciosa.web import chore, entry_words, served, working
from speciosa.web.about_you import in_app
from speciosa.web.clock import now_s
from speciosa.web.held_file import is_in_memory
from speciosa.web.import_reading import OWN
from speciosa.web.importing import Looked, add, look_at
from speciosa.web.local_clock import day_at, now_here, offset_min
from speciosa.web.page import render, words_for

_LOOK, _ADD = "import", "import adding"
_MOST_SHOWN = 12


def begin(request: HttpRequest) -> HttpResponse:
    """Choose a file, or one of the import folder; what was brought before stands below.

    Raises
    ------
    EntryError : no file, one that is too large, or a time zone that is not known.
    """
    record, words = entries.own_record(), words_for(request)
    if request.method == "POST":
        source, name = _source(request)
        said = request.POST.get("zone", "").strip()
        zone = known_zone(said or "UTC", "time zone")
        kind = request.POST.get("format", "")
        if kind not in {"", OWN, *format_titles()}:
            raise EntryError("there is no such kind of file", todo="choose one of the list")
        store, at_s = served.folder().path, now_s()
        return chore.begin(
            request, _LOOK,
            lambda step: look_at(
                entries.own_record(), store, source, name=name, format_name=kind, zone_name=zone, now_s=at_s, step=step
            ),
            title="Looking at your file", then="/import/preview",
        )  # fmt: skip
    titles = {key: title for key, title in format_titles().items() if key != "mapped"}
    own = words.say("speciosa: a diary's folder as ZIP, or its diary.csv")
    return render(
        request, "import.html.j2", formats=[(OWN, own), *titles.items()],
        zone=person_of(record).time_zone or _machine_zone(), inbox=_inbox(words, record),
        inbox_at=served.folder().inbox,
        past=[_line(words, record, each) for each in past_imports(record)], in_memory=is_in_memory(),
    )  # fmt: skip


def preview(request: HttpRequest) -> HttpResponse:
    """What adding the file would do. Nothing of it is written down yet.

    Raises
    ------
    EntryError : the file could not be read, and why.
    """
    looked: Looked | None = chore.result(request, _LOOK)
    if looked is None:
        return HttpResponseRedirect("/import")
    words = words_for(request)
    names = entry_words.kinds(words)
    notices = [in_app(words.say(each), words, links=False) for each in looked.notices]
    return render(
        request, "import_preview.html.j2", past=looked.past, span=_span(words, looked.past),
        kinds=[(names[kind], words.number(number)) for kind, number in looked.kinds],
        whys=_whys(words, looked.past), questions=_counted(words, looked.questions), notices=notices,
        photos=len(looked.found.photos),
    )  # fmt: skip


@require_POST
def add_them(request: HttpRequest) -> HttpResponse:
    """Write what the preview showed down.

    Raises
    ------
    EntryError : the preview is no longer here.
    """
    looked: Looked | None = chore.result(request, _LOOK)
    if looked is None:
        raise EntryError("the file is no longer held here", todo="choose it once more")
    at_s = now_s()
    return chore.begin(
        request, _ADD, lambda step: add(entries.own_record(), looked, now_s=at_s, step=step),
        title="Writing it down", then="/import/added",
    )  # fmt: skip


@require_POST
def leave_it(request: HttpRequest) -> HttpResponse:
    """Forget the file that was looked at."""
    try:
        looked = chore.result(request, _LOOK)
    except EntryError:
        looked = None
    if looked is not None:  # another browser's work, or other work of this one, is not thrown away
        chore.forget()
    request.session["flash"] = {"says": "Nothing was added.", "undo": "", "seconds": 0}
    return HttpResponseRedirect("/import")


def added(request: HttpRequest) -> HttpResponse:
    """On to the receipt of what was just added, and have everything worked out anew.

    Raises
    ------
    EntryError : it could not be added, and why.
    """
    past: Past | None = chore.result(request, _ADD)
    if past is None:
        return HttpResponseRedirect("/import")
    working.ask(request)
    return HttpResponseRedirect(f"/import/{past.token}")


def receipt(request: HttpRequest, token: str) -> HttpResponse:
    """What became of each row of one import, and how to take it back.

    Raises
    ------
    EntryError : there is no such import.
    """
    record, words = entries.own_record(), words_for(request)
    past = past_import(record, token)
    return render(
        request, "import_receipt.html.j2", past=past, span=_span(words, past), whys=_whys(words, past),
        at=words.moment(past.at_s, offset_min(record, past.at_s)), standing=len(standing_of(record, past)),
        here=len(ids_of(record, past)),
    )  # fmt: skip


@require_POST
def take_back(request: HttpRequest, token: str) -> HttpResponse:
    """Take the entries of one import back: they stay in the history and no longer stand.

    Raises
    ------
    EntryError : there is no such import.
    """
    record = entries.own_record()
    number = take_import_back(record, past_import(record, token), when=now_here())
    says = "Taken back: {n} entries. They stay in the history."
    request.session["flash"] = {
        "says": says,
        "named": {"n": words_for(request).number(number)},
        "undo": "",
        "seconds": 0,
    }
    working.ask(request)
    return HttpResponseRedirect(f"/import/{token}")


def _source(request: HttpRequest) -> tuple[bytes | Path, str]:
    """What to read: the upload's bytes, or a file of the import folder; and its name."""
    if getattr(request, "too_large", False):
        todo = "put it into the import folder, and choose it there: it is read from the disk piece by piece"
        raise EntryError("a file of more than 64 MB can't be uploaded", todo=todo)
    named = request.POST.get("inbox", "")
    if named:
        found = [each for each in _inbox_files() if each.name == named]
        if not found:
            raise EntryError("this file is no longer in the import folder", todo="load the page again")
        return found[0], named
    upload = request.FILES.get("file")
    if upload is None:
        raise EntryError("no file was chosen", todo="choose one, or one of the import folder")
    return upload.read(), Path(upload.name or "file").name


def _inbox_files() -> list[Path]:
    folder = served.folder().inbox
    try:
        found = [each for each in folder.iterdir() if each.is_file() and not each.is_symlink() and each.name[:1] != "."]
    except OSError:
        return []
    return sorted(found, key=lambda each: each.name)


def _inbox(words: Wording, record: Record) -> list[dict[str, str]]:
    """Name, size and date of each file; none of them is opened."""
    lines = []
    for each in _inbox_files():
        seen = each.stat()
        day = words.date(day_at(record, int(seen.st_mtime)))
        lines.append({"name": each.name, "size": size_says(words, seen.st_size), "day": day})
    return lines


def size_says(words: Wording, size: int) -> str:
    """``2 MB``, ``340 kB``, in the language's numbers."""
    if size >= 999_500:
        return words.say("{n} MB", n=words.number(size / 1e6, 1 if size < 10_000_000 else 0))
    return words.say("{n} kB", n=words.number(max(1, round(size / 1e3))))


def _machine_zone() -> str:
    """The zone that this machine is set to, as far as it has a name."""
    try:
        named = Path("/etc/localtime").resolve().as_posix().partition("zoneinfo/")[2]
        return known_zone(named, "time zone") if named else ""
    except (EntryError, OSError):
        return ""


def _span(words: Wording, past: Past) -> str:
    if past.first_day is None or past.last_day is None:
        return ""
    if past.first_day == past.last_day:
        return words.date(past.first_day)
    return words.say("{first} to {last}", first=words.date(past.first_day), last=words.date(past.last_day))


def _whys(words: Wording, past: Past) -> list[tuple[str, str]]:
    """Each reason for refusing, and the rows that it is about."""
    return [(words.say(why), ", ".join(map(str, lines[:_MOST_SHOWN]))) for why, lines in past.whys]


def _counted(words: Wording, questions: tuple[str, ...]) -> list[tuple[str, int]]:
    """Each question once, with how often it is asked."""
    found: dict[str, int] = {}
    for each in questions:
        ask = in_app(words.say(each), words, links=False)
        found[ask] = found.get(ask, 0) + 1
    return list(found.items())


def _line(words: Wording, record: Record, past: Past) -> dict[str, Any]:
    return {"past": past, "day": words.date(day_at(record, past.at_s))}


paths = [
    path("import", begin, name="import"),
    path("import/preview", preview, name="import_preview"),
    path("import/add", add_them, name="import_add"),
    path("import/leave", leave_it, name="import_leave"),
    path("import/added", added, name="import_added"),
    path("import/<str:token>", receipt, name="import_receipt"),
    path("import/<str:token>/back", take_back, name="import_back"),
]
