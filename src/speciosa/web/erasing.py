"""Erasing one entry, an import, a period or everything: really, in every backup that can be reached, too."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path

from speciosa.store import entries
from speciosa.store.backup import backup_folders, backups_in
from speciosa.store.backup_erasing import Erased
from speciosa.store.erasing import Goes, erase_entries, what_goes, what_goes_of
from speciosa.store.erasing_everything import erase_everything
from speciosa.store.models import Entry, Photo, Record
from speciosa.store.past_imports import ids_of, past_import
from speciosa.values.errors import EntryError
from speciosa.web import chore, entry_words, served, working
from speciosa.web.apart import Step
from speciosa.web.local_clock import day_begins_s, day_of
from speciosa.web.marks import needs_no_opening
from speciosa.web.page import render, words_for
from speciosa.web.passphrase_change import check_passphrase
from speciosa.web.strip_first import strip_first

_KIND, _ALL = "erase", "erase everything"
_PART = 500


@dataclass(frozen=True, slots=True)
class Gone:
    """What was erased: entries with their versions and photos; `erased`: what became of the backups."""

    entries: int
    versions: int
    photos: int
    erased: Erased


@dataclass(frozen=True, slots=True)
class _Meant:
    """What a form is about: what goes, and how that is said."""

    goes: Goes
    says: str


def erase(request: HttpRequest) -> HttpResponse:
    """What can be erased, and what that means."""
    return render(request, "erase.html.j2", **_reach(entries.own_record()))


def erase_entry(request: HttpRequest, entry_id: str) -> HttpResponse:
    """One entry with all its versions and its photo.

    Raises
    ------
    EntryError : there is no such entry.
    """
    record, words = entries.own_record(), words_for(request)
    says = entry_words.whole(words, entries.find(record, entry_id))
    return _asked(request, _Meant(what_goes(record, [entry_id]), says), f"/erase/entry/{entry_id}")


def erase_import(request: HttpRequest, token: str) -> HttpResponse:
    """Everything that one import brought.

    Raises
    ------
    EntryError : there is no such import.
    """
    record = entries.own_record()
    past = past_import(record, token)
    meant = _Meant(what_goes(record, ids_of(record, past)), past.file)
    return _asked(request, meant, f"/erase/import/{token}")


def erase_period(request: HttpRequest) -> HttpResponse:
    """Each entry of some days; the days come by POST, so that they stand in no address.

    Raises
    ------
    EntryError : these are no days.
    """
    if request.method != "POST":
        return HttpResponseRedirect("/erase")
    record, words = entries.own_record(), words_for(request)
    first, last = (day_of(request.POST.get(name, "")) for name in ("first", "last"))
    if last < first:
        raise EntryError("the last day lies before the first", todo="go back and change one of the two")
    goes = what_goes_of(record, day_begins_s(record, first), day_begins_s(record, last + 1))
    says = words.say("{first} to {last}", first=words.date(first), last=words.date(last))
    days = {"first": request.POST["first"], "last": request.POST["last"]}
    return _asked(request, _Meant(goes, says), "/erase/period", days)


def erased(request: HttpRequest) -> HttpResponse:
    """What was erased where, and what could not be reached.

    Raises
    ------
    EntryError : it could not be erased, and why.
    """
    gone: Gone | None = chore.result(request, _KIND)
    if gone is None:
        return HttpResponseRedirect("/erase")
    return render(request, "erased.html.j2", gone=gone)


def everything(request: HttpRequest) -> HttpResponse:
    """The whole record: a word to be typed, and the passphrase."""
    word, problem = words_for(request).say("erase"), None
    if request.method == "POST":
        try:
            _check_word(request.POST.get("word", ""), word)
            check_passphrase(request.POST.get("passphrase", ""))
        except EntryError as found:
            problem = found
        else:
            store = served.folder().path
            return chore.begin(
                request, _ALL, lambda step: _all_gone(store, step), title="Erasing everything",
                then="/erase/everything/done", renews=True,
            )  # fmt: skip
    return render(
        request, "erase_everything.html.j2", status=400 if problem else 200, problem=problem, word=word,
        **_reach(entries.own_record()),
    )  # fmt: skip


@needs_no_opening
def everything_gone(request: HttpRequest) -> HttpResponse:
    """What is left that could not be reached; the store is no more."""
    left = chore.result(request, _ALL)
    if left is None:
        return HttpResponseRedirect("/")
    return render(request, "erased_everything.html.j2", left=[str(each) for each in left])


def _asked(request: HttpRequest, meant: _Meant, action: str, said: dict[str, str] | None = None) -> HttpResponse:
    """Show what would go, and ask for the passphrase; with the right one, begin."""
    problem = None
    if request.method == "POST" and "passphrase" in request.POST:
        try:
            check_passphrase(request.POST["passphrase"])
        except EntryError as found:
            problem = found
        else:
            return _begin(request, meant, request.POST["passphrase"])
    record = entries.own_record()
    return render(
        request, "erase_asked.html.j2", status=400 if problem else 200, problem=problem, goes=meant.goes,
        says=meant.says, photos=_photos(record, meant.goes), action=action, said=said or {}, **_reach(record),
    )  # fmt: skip


def _begin(request: HttpRequest, meant: _Meant, passphrase: str) -> HttpResponse:
    if not meant.goes.versions:
        raise EntryError("there is nothing to erase", todo="choose other days")
    goes, photos = meant.goes, _photos(entries.own_record(), meant.goes)
    language = words_for(request).language

    def gone(step: Step) -> Gone:
        working.stop()  # nothing of it stays in the worker's memory; a new job is not sent before it is over
        step("Erasing, and writing your record and its backups anew.", 0, 0)
        record = entries.own_record()
        done = erase_entries(record, goes.ids, passphrase=passphrase)  # of an import its receipt, too
        strip_first(language)
        return Gone(goes.entries, goes.versions, photos, done)

    return chore.begin(request, _KIND, gone, title="Erasing", then="/erase/done", renews=True)


def _check_word(said: str, word: str) -> None:
    if said.strip().casefold() != word.casefold():
        raise EntryError("the word was not typed", todo=f"type {word} to go on")


def _all_gone(store: Path, step: Step) -> tuple[Path, ...]:
    working.stop()
    step("Erasing the key, your record and its backups.", 0, 0)
    return erase_everything(store)


def _photos(record: Record, goes: Goes) -> int:
    """How many photos these entries show."""
    names: set[str] = set()
    ids = sorted(goes.ids)
    for at in range(0, len(ids), _PART):
        part = Entry.objects.filter(record=record, kind="photo", entry_id__in=ids[at : at + _PART])
        names.update(part.values_list("text", flat=True))
    return Photo.objects.filter(record=record, name__in=list(names)[:900]).count() if names else 0


def _reach(record: Record) -> dict[str, Any]:
    """In how many backups, and which folders are not there now."""
    folders = backup_folders(record, served.folder().path)
    return {
        "backups": sum(len(backups_in(each)) for each in folders),
        "away": [str(each) for each in folders[1:] if not each.is_dir()],
    }


paths = [
    path("erase", erase, name="erase"),
    path("erase/entry/<str:entry_id>", erase_entry, name="erase_entry"),
    path("erase/import/<str:token>", erase_import, name="erase_import"),
    path("erase/period", erase_period, name="erase_period"),
    path("erase/done", erased, name="erased"),
    path("erase/everything", everything, name="erase_everything"),
    path("erase/everything/done", everything_gone, name="erased_everything"),
]
