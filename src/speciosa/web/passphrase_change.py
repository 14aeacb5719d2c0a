"""A new passphrase or a new recovery code: the key is wrapped anew, the record stays as it is."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.views.decorators.http import require_POST

from speciosa.store import lock, opening
from speciosa.store.key_file import read_key_file, write_key_file
from speciosa.values.errors import EntryError
from speciosa.web import attempts, served
from speciosa.web.page import render


def check_passphrase(said: str) -> None:
    """Be sure that whoever sits here knows the passphrase of the open store.

    Raises
    ------
    EntryError : it is another one, or it is too soon for another attempt.
    """
    left = attempts.wait_s()
    if left:
        raise EntryError(f"too many wrong passphrases: wait {left:.0f} seconds", todo="then try again")
    try:
        read_key_file(served.folder().key_file).open_with_passphrase(said)
    except EntryError:
        attempts.was_wrong()
        raise
    attempts.was_right()


def change(request: HttpRequest) -> HttpResponse:
    """Another passphrase."""
    problem = None
    if request.method == "POST":
        try:
            check_passphrase(request.POST.get("old", ""))
            _change(request.POST.get("new", ""), request.POST.get("again", ""))
        except EntryError as found:
            problem = found
        else:
            says = "The passphrase is changed. Backups from before open with the one of then."
            request.session["flash"] = {"says": says, "undo": "", "seconds": 0}
            return HttpResponseRedirect("/safekeeping")
    return render(request, "passphrase.html.j2", problem=problem, status=400 if problem else 200)


def _change(new: str, again: str) -> None:
    if new != again:
        raise EntryError("the two new passphrases differ", todo="type it twice the same")
    opening.change_passphrase(served.folder().path, lock.current().key, new)


@require_POST
def new_code(request: HttpRequest) -> HttpResponse:
    """A new recovery code, shown once; the old one opens the store no more.

    Raises
    ------
    EntryError : the passphrase is another one.
    """
    check_passphrase(request.POST.get("old", ""))
    place = served.folder().key_file
    changed, code = read_key_file(place).with_new_recovery_code(lock.current().key)
    write_key_file(place, changed)
    request.session["recovery_code"] = code  # which `unlock.recovery_code` shows once
    return HttpResponseRedirect("/recovery-code")


paths = [
    path("safekeeping/passphrase", change, name="passphrase"),
    path("safekeeping/recovery-code", new_code, name="new_recovery_code"),
]
