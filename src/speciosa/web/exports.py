"""What leaves: a tick for each part, the warning, a look at exactly what would leave, and the download."""

from __future__ import annotations

import json
import re
from functools import partial

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.views.decorators.http import require_POST

from speciosa.report import wording
from speciosa.store import answers, details, entries
from speciosa.store.models import Record
from speciosa.store.way_in import way_in
from speciosa.values.errors import EntryError
from speciosa.web import chore
from speciosa.web.about_you import in_app
from speciosa.web.apart import Step, run_apart
from speciosa.web.basis import basis_now, kept_basis
from speciosa.web.clock import now_s
from speciosa.web.held_file import held_folder
from speciosa.web.imports import size_says
from speciosa.web.leaving import PARTS, WORKED_OUT, parts
from speciosa.web.leaving_forms import DIARY, FHIR, FORMS, PAGE, PAPER, WRITTEN_FORMS, Ready, Wish
from speciosa.web.leaving_job import make
from speciosa.web.leaving_name import file_name
from speciosa.web.leaving_words import explained, staying, tallied
from speciosa.web.made import KIND, Made
from speciosa.web.page import render, words_for
from speciosa.web.quiet_mode import NAME, runs_blind
from speciosa.web.switched_off import switched_off

WARNING = "Once in your medical record it can't be taken back and may be seen by insurers, courts, employers."
_ON_THE_PAGE = frozenset(PARTS) - {"notes"}
_PAPERS = ("a4", "letter")
_TEXT = "text/plain; charset=utf-8"
_MOST_READ = 4_000_000  # bytes of a bundle that is spaced out for reading within a request
_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')


def take_along(request: HttpRequest) -> HttpResponse:
    """The ticks, each with what is in it; sent, what would leave is made, and shown before it does."""
    record, words = entries.own_record(), words_for(request)
    young, blind = _is_young(record), _runs_blind(record, words.language)
    if request.method == "POST":
        return _begin(request, record, young=young, blind=blind)
    return render(
        request, "take_along.html.j2", place="doctor", parts=parts(words, young=young), warning=words.say(WARNING),
        forms=_forms(young=young, blind=blind), blind=blind,
        name=details.setting(record, "app_name"), us=str(details.person_of(record).country) in {"US", "CA", "MX"},
    )  # fmt: skip


def ready(request: HttpRequest) -> HttpResponse:
    """Exactly what would leave; nothing has left yet.

    Raises
    ------
    EntryError : it could not be made, and why.
    """
    made: Made | None = chore.result(request, KIND)
    if made is None:
        return HttpResponseRedirect("/take-along")
    found, words = made.ready, words_for(request)
    inside = [(at, each, size_says(words, len(body))) for at, (each, body) in enumerate(found.inside.items(), 1)]
    return render(
        request, "take_ready.html.j2", place="doctor", name=file_name(made.name, found.suffix), inside=inside,
        size=size_says(words, len(found.body)), tally=tallied(words, found.tally), back=made.back,
        stays=[] if made.is_draft else staying(words, made.ticked, made.form), is_draft=made.is_draft,
        explained=[] if made.is_draft else explained(words, made.ticked, made.form), warning=words.say(WARNING),
        readable=made.form == FHIR and len(found.body) <= _MOST_READ,
    )  # fmt: skip


def look(request: HttpRequest, at: int) -> HttpResponse:
    """The very bytes that would leave, in the browser: the file, or one of those inside it.

    Raises
    ------
    Http404 : it is no longer held.
    """
    made: Made | None = chore.result(request, KIND)
    if made is None or at > len(made.ready.inside) or (at == 0 and made.ready.inside):
        raise Http404("look")
    found = made.ready
    if at == 0:
        headers = {"Content-Disposition": "inline"}
        if found.suffix == "pdf":  # the browser's own viewer is an object of the page
            headers["Content-Security-Policy"] = "default-src 'none'; object-src 'self'; frame-ancestors 'none'"
        if found.suffix == "html" and (policy := _policy_of(found.body)):
            headers["Content-Security-Policy"] = policy
        return HttpResponse(found.body, content_type=_shown_as(found.kind), headers=headers)
    name, body = list(found.inside.items())[at - 1]
    kind = "image/jpeg" if name.lower().endswith((".jpg", ".jpeg")) else _TEXT
    return HttpResponse(body, content_type=kind, headers={"Content-Disposition": "inline"})


def readable(request: HttpRequest) -> HttpResponse:
    """The same bundle spaced out: the same names and values in the same order, and nothing else.

    Where it is no longer held, or too long for a page, the page before it says what is there.
    """
    made: Made | None = chore.result(request, KIND)
    if made is None or made.form != FHIR or len(made.ready.body) > _MOST_READ:
        return HttpResponseRedirect("/take-along/ready")
    text = json.dumps(json.loads(made.ready.body), ensure_ascii=False, indent=2)
    return HttpResponse(text, content_type=_TEXT, headers={"Content-Disposition": "inline"})


@require_POST
def download(request: HttpRequest) -> HttpResponse:
    """The file itself, under the name that the person chose. It is held in memory alone, and kept by no browser.

    Raises
    ------
    EntryError : it is no longer held.
    """
    made: Made | None = chore.result(request, KIND)
    if made is None:
        raise EntryError("this is no longer held here", todo="make it once more")
    answer = HttpResponse(made.ready.body, content_type=made.ready.kind)
    answer.headers["Content-Disposition"] = _attachment(file_name(made.name, made.ready.suffix))
    answer.headers["Cache-Control"] = "no-store"
    return answer


@require_POST
def forget(request: HttpRequest) -> HttpResponse:
    """Throw away what was made: nothing leaves."""
    made: Made | None = chore.result(request, KIND)
    if made is None:
        return HttpResponseRedirect("/take-along")
    chore.forget()
    return HttpResponseRedirect(made.back)


def _begin(request: HttpRequest, record: Record, *, young: bool, blind: bool) -> HttpResponse:
    """Make what is ticked.

    Raises
    ------
    EntryError : nothing is ticked, or this form is shut.
    """
    form, words = request.POST.get("form", PAPER), words_for(request)
    ticked = frozenset(request.POST.getlist("part")) & frozenset(PARTS)
    if young:
        ticked -= frozenset(WORKED_OUT)
    if form not in _forms(young=young, blind=blind):
        raise EntryError("this form is not open now", todo="take the diary itself along")
    if not ticked:
        raise EntryError("nothing is ticked", todo="go back and tick at least one part")
    paper = request.POST.get("paper", "a4")
    wish = Wish(
        ticked, form, words.language, paper if paper in _PAPERS else "a4", now_s(), switched_off(),
        pages="first" if request.POST.get("pages") == "first" else "all", listed="listed" in request.POST,
    )  # fmt: skip
    name = request.POST.get("name", "") or str(details.setting(record, "app_name"))
    kept = _kept_page(record, wish)
    task = partial(_made, wish, name, kept)
    return chore.begin(request, KIND, task, title="Making what you take along", then="/take-along/ready")


def _made(wish: Wish, name: str, kept: bytes | None, step: Step) -> Made:
    if kept is not None:
        return Made(Ready("html", "text/html; charset=utf-8", kept), name, wish.form, wish.ticked)
    way = way_in(entries.own_record())
    with held_folder(way.path) as folder:
        found = run_apart(make, way, wish, step=step, folder=folder)
    return Made(found, name, wish.form, wish.ticked)


def _forms(*, young: bool, blind: bool) -> list[str]:
    """The forms that are open: under 18 the diary alone; while a blind trial runs what was written down."""
    if young:
        return [DIARY]
    return [key for key in FORMS if key in WRITTEN_FORMS or not blind]


def _kept_page(record: Record, wish: Wish) -> bytes | None:
    """The page that was made already, where all of it is ticked and nothing is newer."""
    if wish.form != PAGE or not wish.ticked >= _ON_THE_PAGE or wish.paper != "a4":
        return None
    if kept_basis(record, wish.language) != basis_now(record, wish.now_s):
        return None
    kept = answers.kept_answer(record, "page", language=wish.language)
    return in_app(kept.body.decode(), wording(wish.language), links=False).encode() if kept else None


def _is_young(record: Record) -> bool:
    return details.person_of(record).may_be_under(18, now_s())


def _runs_blind(record: Record, language: str) -> bool:
    """Whether a blind trial runs, as far as the worker knows; the making itself looks once more."""
    kept = answers.kept_answer(record, NAME, language=language)
    return kept is not None and runs_blind(kept.body, now_s())


def _shown_as(kind: str) -> str:
    return _TEXT if kind.endswith("json") else kind


def _policy_of(page: bytes) -> str:
    """The policy that the page itself asks for: its own sheet, and nothing else."""
    found = _POLICY.search(page[:4_000].decode(errors="ignore"))
    return f"{found[1]}; frame-ancestors 'none'".replace("&#39;", "'") if found else ""


def _attachment(name: str) -> str:
    from urllib.parse import quote  # noqa: PLC0415

    plain = name.encode("ascii", "replace").decode().replace("?", "_")
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"


paths = [
    path("take-along", take_along, name="take_along"),
    path("take-along/ready", ready, name="take_ready"),
    path("take-along/ready/readable", readable, name="take_readable"),
    path("take-along/ready/<int:at>", look, name="take_look"),
    path("take-along/download", download, name="take_download"),
    path("take-along/forget", forget, name="take_forget"),
]
