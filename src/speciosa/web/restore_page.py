"""Restoring a backup: from the list or a file, also where the present store can't be opened any more."""

from __future__ import annotations

import os
import tarfile
import tempfile
from pathlib import Path

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path

from speciosa.store import entries, lock
from speciosa.store.backup import backup_folders
from speciosa.store.backup_file import SUFFIX, read_manifest
from speciosa.store.key_file import DamagedKeyFileError, WrongWordsError, read_key_file
from speciosa.store.manifest import RESTORE_TODO
from speciosa.store.opening import open_with_key
from speciosa.store.restoring import Restored, restore
from speciosa.store.secret import Secret
from speciosa.store.store_folder import KEY_FILE
from speciosa.values.errors import EntryError
from speciosa.web import attempts, chore, opened, served, working
from speciosa.web.apart import Step
from speciosa.web.backup_list import chosen, lines, listed
from speciosa.web.clock import now_s
from speciosa.web.local_clock import offset_min
from speciosa.web.marks import needs_no_opening
from speciosa.web.page import render, words_for
from speciosa.web.strip_first import strip_first

_KIND = "restore"
_SMALL = 1_000_000
_LOST = (OSError, tarfile.TarError, KeyError, EOFError)


@needs_no_opening
def restoring(request: HttpRequest) -> HttpResponse:
    """Choose a backup and say the words that open it. It needs no open store: the present one may be damaged."""
    problem = None
    if request.method == "POST":
        try:
            return _begin(request)
        except EntryError as found:
            problem = found
    record = entries.own_record() if opened.is_admitted(request) else None
    return render(
        request, "restore.html.j2", status=400 if problem else 200, problem=problem, folder=served.folder().backups,
        backups=lines(words_for(request), record, listed(_folders(request))), there=served.folder().exists,
        picked=request.POST.get("backup", request.GET.get("backup", "")),
    )  # fmt: skip


def restored(request: HttpRequest) -> HttpResponse:
    """The receipt.

    Raises
    ------
    EntryError : it could not be restored, and why.
    """
    done: Restored | None = chore.result(request, _KIND)
    if done is None:
        return HttpResponseRedirect("/safekeeping")
    record, words = entries.own_record(), words_for(request)
    made = done.manifest.made_s
    return render(request, "restored.html.j2", done=done, made=words.moment(made, offset_min(record, made)))


def _begin(request: HttpRequest) -> HttpResponse:
    """Check the words first: wrong ones change nothing, and the present store stays open.

    Raises
    ------
    EntryError : no backup, one that is damaged, or other words.
    """
    upload = request.FILES.get("file")
    if getattr(request, "too_large", False):
        todo = "copy it into the folder for backups; then it stands in the list"
        raise EntryError("a backup of more than 64 MB can't be uploaded", todo=todo)
    if upload is not None:
        backup, uploaded = _kept(upload.read()), True
    elif request.POST.get("backup"):
        backup, uploaded = chosen(request.POST["backup"], _folders(request)), False
    else:
        raise EntryError("no backup was chosen", todo="choose one of the list, or a file")
    try:
        read_manifest(backup)
        secret = Secret(
            passphrase=request.POST.get("passphrase", ""), recovery_code=request.POST.get("recovery_code", "")
        )
        _refuse_a_stranger(request, secret)
        _check_words(backup, secret)
        store, at_s, language = served.folder().path, now_s(), words_for(request).language
        return chore.begin(
            request, _KIND,
            lambda step: _restored(backup, store, secret, at_s, step, uploaded=uploaded, language=language),
            title="Restoring", then="/safekeeping/restored", renews=True,
        )  # fmt: skip
    except BaseException:
        if uploaded:
            backup.unlink(missing_ok=True)
        raise


def _restored(
    backup: Path, store: Path, secret: Secret, at_s: int, step: Step, *, uploaded: bool, language: str
) -> Restored:  # fmt: skip
    working.stop()  # nobody reads the file meanwhile; a new job is not sent before it is over
    before = lock.open_now()
    step("Opening the backup.", 0, 0)
    try:
        done = restore(
            backup, store, secret, now_s=at_s, progress=lambda rows: step("Checking every row: {done}.", rows, 0)
        )
    except BaseException:
        if before is not None and lock.open_now() is None:
            open_with_key(store, before.key)  # the present store stands as it was
        raise
    finally:
        if uploaded:
            backup.unlink(missing_ok=True)
    strip_first(language)
    return done


def _folders(request: HttpRequest) -> tuple[Path, ...]:
    """Where backups lie, as far as that is known: a locked store tells of its own folder alone."""
    store = served.folder()
    return backup_folders(entries.own_record(), store.path) if opened.is_admitted(request) else (store.backups,)


def _kept(body: bytes) -> Path:
    """An uploaded backup as a file: it is encrypted as it is."""
    handle, name = tempfile.mkstemp(prefix=".working-", suffix=SUFFIX, dir=_work_folder())
    with os.fdopen(handle, "wb") as file:
        file.write(body)
    return Path(name)


def _work_folder() -> Path:
    """For what is encrypted anyway: the store's folder, or the machine's own before there is one."""
    store = served.folder().path
    return store if store.is_dir() else Path(tempfile.gettempdir())


def _refuse_a_stranger(request: HttpRequest, secret: Secret) -> None:
    """Who has not opened the record that stands here must at least know its words: a backup has words of its own.

    Raises
    ------
    EntryError : they open something else, or it is too soon, or the present key file is damaged.
    """
    present = served.folder()
    if not present.exists or opened.is_admitted(request):
        return
    try:
        attempts.tried(lambda: secret.opens(read_key_file(present.key_file)))
    except WrongWordsError:
        what = "these words don't open the record that stands here"
        raise EntryError(what, todo="open it first, or restore in a terminal: speciosa restore") from None
    except DamagedKeyFileError:
        what = "the key file of the record that stands here is damaged"
        raise EntryError(what, todo="restore in a terminal: speciosa restore") from None


def _check_words(backup: Path, secret: Secret) -> None:
    """Open the backup's own key file.

    Raises
    ------
    EntryError : with other words, or the backup is damaged.
    """
    try:
        with tarfile.open(backup, "r:") as tar:
            wrapped = tar.extractfile(KEY_FILE)
            body = wrapped.read(_SMALL) if wrapped else b""
    except _LOST:
        raise EntryError("this backup is damaged", todo=RESTORE_TODO) from None
    with tempfile.TemporaryDirectory(prefix=".working-", dir=_work_folder()) as name:
        place = Path(name) / KEY_FILE
        place.write_bytes(body)
        secret.opens(read_key_file(place))


paths = [
    path("restore", restoring, name="restore"),
    path("safekeeping/restored", restored, name="restored"),
]
