"""The first start, opening with a passphrase or the recovery code, and locking."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.views.decorators.http import require_POST

from speciosa.store import opening
from speciosa.values.errors import EntryError
from speciosa.web import attempts, opened, served
from speciosa.web.clock import now_s
from speciosa.web.marks import needs_no_opening
from speciosa.web.page import render

_CODE = "recovery_code"


@needs_no_opening
def begin(request: HttpRequest) -> HttpResponse:
    """The first start: choose a passphrase. The store is made, and its recovery code shown once."""
    if served.folder().exists:
        return HttpResponseRedirect("/")
    problem = None
    if request.method == "POST" and "passphrase" in request.POST:
        try:
            if request.POST["passphrase"] != request.POST.get("again", request.POST["passphrase"]):
                raise EntryError("the two passphrases differ", todo="type it twice the same")  # noqa: TRY301
            code = opening.create_store(served.folder().path, request.POST["passphrase"], now_s=now_s())
        except EntryError as found:
            problem = found
        else:
            opened.admit(request)
            request.session[_CODE] = code
            return HttpResponseRedirect("/recovery-code")
    return render(request, "begin.html.j2", problem=problem, status=400 if problem else 200)


def recovery_code(request: HttpRequest) -> HttpResponse:
    """The recovery code, until the person says that they have it."""
    if request.method == "POST" or _CODE not in request.session:
        request.session.pop(_CODE, None)
        return HttpResponseRedirect("/")
    return render(request, "recovery_code.html.j2", code=request.session[_CODE])


@needs_no_opening
def unlock(request: HttpRequest) -> HttpResponse:
    """The page for opening; a right passphrase or recovery code goes on to where the person wanted to go."""
    if not served.folder().exists:
        return begin(request)
    said = (
        {key: request.POST.get(key, "") for key in ("passphrase", "recovery_code")} if request.method == "POST" else {}
    )
    if not any(said.values()):
        return render(request, "unlock.html.j2", problem=None)
    try:
        _open(said["passphrase"], said["recovery_code"])
    except EntryError as problem:
        return render(request, "unlock.html.j2", problem=problem, status=403)
    opened.admit(request)
    aim = request.POST.get("to", "/")
    return HttpResponseRedirect(aim if aim.startswith("/") and not aim.startswith(("//", "/\\")) else "/")


def _open(passphrase: str, code: str) -> None:
    """Open the store, if it is not too soon for another attempt.

    Raises
    ------
    EntryError : wrong, or too soon.
    """
    left = attempts.wait_s()
    if left:
        raise EntryError(f"too many wrong passphrases: wait {left:.0f} seconds", todo="then try again")
    try:
        opening.open_store(served.folder().path, passphrase, recovery_code=code)
    except EntryError:
        attempts.was_wrong()
        raise
    attempts.was_right()


@needs_no_opening
def start(request: HttpRequest, token: str) -> HttpResponse:
    """The link that the command itself opens: its token works once."""
    opened.admit_by_link(request, token)
    return HttpResponseRedirect("/")


@require_POST
def lock_now(request: HttpRequest) -> HttpResponse:
    """Lock at once."""
    opened.close()
    request.session.flush()
    return HttpResponseRedirect("/unlock")


paths = [
    path("begin", begin, name="begin"),
    path("recovery-code", recovery_code, name="recovery_code"),
    path("unlock", unlock, name="unlock"),
    path("start/<str:token>", start, name="start"),
    path("lock", lock_now, name="lock"),
]
