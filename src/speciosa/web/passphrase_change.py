"""A new passphrase or a new recovery code: the key is wrapped anew, the record stays as it is."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.views.decorators.http import require_POST

from speciosa.store import lock
from speciosa.store.key_change import change_passphrase, change_recovery_code, one_writer
from speciosa.store.key_file import read_key_file
from speciosa.values.errors import EntryError
from speciosa.web import attempts, chore, served
from speciosa.web.page import render

BY_CODE = "by_code"
"""In the session of a browser that was let in by the recovery code: it may choose a passphrase without the old one."""


def check_passphrase(said: str) -> None:
    """Be sure that whoever sits here knows the passphrase of the open store.

    Raises
    ------
    EntryError : it is another one, or it is too soon for another attempt.
    """
    key_file = served.folder().key_file
    attempts.tried(lambda: read_key_file(key_file).open_with_passphrase(said))


def change(request: HttpRequest) -> HttpResponse:
    """Another passphrase."""
    problem = None
    if request.method == "POST":
        try:
            chore.refuse_while_busy()
            if not request.session.get(BY_CODE):
                check_passphrase(request.POST.get("old", ""))
            _change(request.POST.get("new", ""), request.POST.get("again", ""))
        except EntryError as found:
            problem = found
        else:
            request.session.pop(BY_CODE, None)
            says = "The passphrase is changed. Backups from before open with the one of then."
            request.session["flash"] = {"says": says, "undo": "", "seconds": 0}
            return HttpResponseRedirect("/safekeeping")
    forgot = bool(request.session.get(BY_CODE))
    return render(request, "passphrase.html.j2", problem=problem, forgot=forgot, status=400 if problem else 200)


def _change(new: str, again: str) -> None:
    if new != again:
        raise EntryError("the two new passphrases differ", todo="type it twice the same")
    with one_writer:  # what is the key of now stays it until the file is written
        change_passphrase(served.folder().path, lock.current().key, new)


@require_POST
def new_code(request: HttpRequest) -> HttpResponse:
    """A new recovery code, shown once; the old one opens the store no more.

    Raises
    ------
    EntryError : the passphrase is another one, or something goes on that writes the key anew.
    """
    chore.refuse_while_busy()
    if not request.session.get(BY_CODE):
        check_passphrase(request.POST.get("old", ""))
    with one_writer:
        code = change_recovery_code(served.folder().path, lock.current().key)
    request.session["recovery_code"] = code  # which `unlock.recovery_code` shows once
    return HttpResponseRedirect("/recovery-code")


paths = [
    path("safekeeping/passphrase", change, name="passphrase"),
    path("safekeeping/recovery-code", new_code, name="new_recovery_code"),
]
