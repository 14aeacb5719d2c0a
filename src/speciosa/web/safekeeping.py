"""Backups: when the last one was made, making, checking and downloading one, and where others lie."""

from __future__ import annotations

from pathlib import Path

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import path
from django.views.decorators.http import require_POST

from speciosa.store import details, entries, lock
from speciosa.store.backup import Made, backup_folders, make_backup
from speciosa.store.backup_erasing import erase_from_known_backups
from speciosa.store.verifying import Verified, verify
from speciosa.values.errors import EntryError
from speciosa.values.timeline import DAY_S
from speciosa.web import chore, passphrase_change, restore_page, served
from speciosa.web.apart import Step
from speciosa.web.backup_list import Listed, chosen, lines, listed, when
from speciosa.web.clock import now_s
from speciosa.web.held_file import is_in_memory
from speciosa.web.leaving_name import file_name
from speciosa.web.page import render, words_for

_MAKE, _CHECK = "backup", "backup check"
_MOST_PATH = 1_000


def safekeeping(request: HttpRequest) -> HttpResponse:
    """When the last backup was made, where they lie, and what can be done."""
    record, words, store = entries.own_record(), words_for(request), served.folder()
    folders = backup_folders(record, store.path)
    found = listed(folders)
    newest = next((each for each in found if each.manifest), None)
    return render(
        request, "safekeeping.html.j2", backups=lines(words, record, found), own=store.backups,
        others=[(str(each), each.is_dir()) for each in folders[1:]],
        last=when(words, record, newest.manifest.made_s) if newest and newest.manifest else "",
        old_d=_old_d(newest), in_memory=is_in_memory(), busy=chore.is_busy(),
    )  # fmt: skip


@require_POST
def back_up(request: HttpRequest) -> HttpResponse:
    """Make a backup now, into the store's own folder or another one.

    Raises
    ------
    EntryError : the other folder can't be used.
    """
    store = served.folder().path
    other = _folder_said(request.POST.get("folder", ""))
    at_s = now_s()

    def made(step: Step) -> Made:
        step("Copying your record, and opening the copy again.", 0, 0)
        done = make_backup(
            store, now_s=at_s, to=other, progress=lambda rows: step("Checking the copy: {done} rows.", rows, 0)
        )
        step("Looking for what was erased in older backups.", 0, 0)
        erase_from_known_backups(entries.own_record(), store)
        return done

    return chore.begin(request, _MAKE, made, title="Backing up", then="/safekeeping/made")


def made(request: HttpRequest) -> HttpResponse:
    """What the backup holds.

    Raises
    ------
    EntryError : it could not be made, and why.
    """
    done: Made | None = chore.result(request, _MAKE)
    if done is None:
        return HttpResponseRedirect("/safekeeping")
    says = "Backed up, opened again and checked: {n} entries, {photos} photos."
    words = words_for(request)
    named = {"n": words.number(done.manifest.entries), "photos": words.number(done.manifest.photos)}
    request.session["flash"] = {"says": says, "named": named, "undo": "", "seconds": 0}
    chore.forget()
    return HttpResponseRedirect("/safekeeping")


@require_POST
def check(request: HttpRequest) -> HttpResponse:
    """Look whether the store and its backups are whole."""
    store, key = served.folder().path, lock.current().key
    return chore.begin(
        request, _CHECK,
        lambda step: verify(store, key, progress=lambda done: step("Backups opened and checked: {done}.", done, 0)),
        title="Checking your record and its backups", then="/safekeeping/checked",
    )  # fmt: skip


def checked(request: HttpRequest) -> HttpResponse:
    """What was found, in plain words."""
    found: Verified | None = chore.result(request, _CHECK)
    if found is None:
        return HttpResponseRedirect("/safekeeping")
    record, words = entries.own_record(), words_for(request)
    best = found.newest_good
    return render(
        request, "safekeeping_checked.html.j2", found=found,
        best=when(words, record, best.manifest.made_s) if best and best.manifest else "",
        backups=[(each.path.name, when(words, record, each.manifest.made_s) if each.manifest else "", each.why)
                 for each in reversed(found.backups)],
    )  # fmt: skip


@require_POST
def download(request: HttpRequest) -> HttpResponseBase:
    """One backup as a file: encrypted, as it lies there.

    Raises
    ------
    EntryError : it is not there.
    """
    record = entries.own_record()
    place = chosen(request.POST.get("backup", ""), backup_folders(record, served.folder().path))
    name = file_name(str(details.setting(record, "app_name")), "backup")
    return FileResponse(place.open("rb"), as_attachment=True, filename=name, content_type="application/octet-stream")


def _old_d(newest: Listed | None) -> int:
    return (now_s() - newest.manifest.made_s) // DAY_S if newest and newest.manifest else 0


def _folder_said(text: str) -> Path | None:
    """The folder that was typed; None where none was.

    Raises
    ------
    EntryError : it is no whole path, or can't be written.
    """
    if not text.strip():
        return None
    place = Path(text.strip()[:_MOST_PATH]).expanduser()
    if not place.is_absolute():
        raise EntryError("this is no whole path", todo="write one like /media/stick/backups or C:\\Backups")
    if not place.is_dir() and not place.parent.is_dir():
        raise EntryError("this folder is not there", todo="plug the disk in, or check the path")
    try:
        place.mkdir(mode=0o700, exist_ok=True)
    except OSError:
        raise EntryError("this folder can't be used", todo="choose one that you may write into") from None
    return place


paths = [
    path("safekeeping", safekeeping, name="safekeeping"),
    path("safekeeping/back-up", back_up, name="back_up"),
    path("safekeeping/made", made, name="backup_made"),
    path("safekeeping/check", check, name="backup_check"),
    path("safekeeping/checked", checked, name="backup_checked"),
    path("safekeeping/download", download, name="backup_download"),
    *passphrase_change.paths, *restore_page.paths, *chore.paths,
]  # fmt: skip
