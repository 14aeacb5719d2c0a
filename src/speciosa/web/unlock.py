"""The first start, opening with a passphrase or the recovery code, and locking."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import path
from django.views.decorators.http import require_POST

from speciosa.store import lock, opening
from speciosa.store.key_change import settled_key
from speciosa.store.secret import Secret
from speciosa.values.errors import EntryError
from speciosa.web import attempts, chore, opened, served
from speciosa.web.clock import now_s
from speciosa.web.kept_form import UNLOCK, aim_of, kept_form
from speciosa.web.marks import needs_no_opening
from speciosa.web.page import render
from speciosa.web.passphrase_change import BY_CODE

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
        was_shown = request.session.pop(_CODE, None) is not None
        return HttpResponseRedirect("/me/first" if was_shown else "/")
    return render(request, "recovery_code.html.j2", code=request.session[_CODE])


@needs_no_opening
def unlock(request: HttpRequest) -> HttpResponse:
    """The page for opening; a right passphrase or recovery code goes on to where the person wanted to go.

    A form that was sent while the app was locked goes along, and is written once the person says so on the next page.
    """
    if not served.folder().exists:
        return begin(request)
    is_answer = request.method == "POST" and request.path == UNLOCK  # the words of another form open nothing
    said = {key: request.POST.get(key, "") if is_answer else "" for key in ("passphrase", "recovery_code")}
    kept, aim = kept_form(request), aim_of(request)
    if not any(said.values()):
        return render(request, "unlock.html.j2", problem=None, code="", kept=kept, to=kept.to if kept else aim)
    try:
        _open(said["passphrase"], said["recovery_code"])
    except EntryError as problem:
        return render(
            request, "unlock.html.j2", problem=problem, code=said["recovery_code"], kept=kept, to=aim, status=403
        )
    opened.admit(request)
    if said["recovery_code"]:
        request.session[BY_CODE] = True  # whoever forgot the passphrase chooses a new one now
    if kept is not None and kept.fields:
        return render(request, "write_now.html.j2", kept=kept, by_code=bool(said["recovery_code"]))
    return HttpResponseRedirect("/safekeeping/passphrase" if said["recovery_code"] else aim)


def _open(passphrase: str, code: str) -> None:
    """Open the store, if it is not too soon for another attempt.

    Raises
    ------
    EntryError : wrong, too soon, or the store is being written anew.
    """
    if chore.is_renewing():  # its files may be about to move
        raise EntryError("your record is being written anew", todo="wait until it is over, then try again")
    store = served.folder().path

    def opens() -> None:
        if lock.open_now() is not None:  # for another browser: those that are in stay in
            settled_key(store, Secret(passphrase, code).opens)
        else:
            opening.open_store(store, passphrase, recovery_code=code)

    attempts.tried(opens)


@needs_no_opening
def is_open(request: HttpRequest) -> JsonResponse:
    """Whether this browser may still look: for a tab that was left open. It keeps nobody's app open by itself."""
    admitted = opened.is_admitted(request)
    if admitted and request.headers.get("X-Quiet") != "1":  # somebody is typing there
        opened.touch()
    return JsonResponse({"open": admitted})


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
    path("open", is_open, name="is_open"),
    path("start/<str:token>", start, name="start"),
    path("lock", lock_now, name="lock"),
]
