"""A draft of a side-effect report: which one, the questions with the answers kept as they are given, and the file."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.views.decorators.http import require_POST
from markupsafe import Markup, escape

from speciosa.knowledge import Act
from speciosa.report import Wording
from speciosa.report.adverse_event.coded import dangerous
from speciosa.report.safety_sentences import act_says, help_line_says
from speciosa.store import details, entries, report_drafts
from speciosa.store.models import Record
from speciosa.store.way_in import way_in
from speciosa.values.errors import EntryError
from speciosa.values.timeline import DAY_S
from speciosa.web import chore, made
from speciosa.web.apart import Step, run_apart
from speciosa.web.basis import basis_now
from speciosa.web.calling import with_calls
from speciosa.web.clock import now_s
from speciosa.web.held_file import held_folder
from speciosa.web.local_clock import offset_min
from speciosa.web.page import render, words_for
from speciosa.web.saving import say_so
from speciosa.web.side_effect_file import DraftWish, make
from speciosa.web.side_effect_form import answered, as_asked, joined, questions_of
from speciosa.web.side_effect_gathering import Gathered, draft_for, gather
from speciosa.web.switched_off import switched_off

if TYPE_CHECKING:
    from speciosa.report.adverse_event import AdverseEventDraft

_AT = "/side-effect-report"
_KIND = "side effects"
_PAPERS = ("a4", "letter")


def which(request: HttpRequest) -> HttpResponse:
    """What could be reported, the newest first; before anything was gathered what this is, and the kept drafts.

    Raises
    ------
    EntryError : it could not be gathered, and why.
    """
    record, words = entries.own_record(), words_for(request)
    gathered, drafts = _gathered(request, words), report_drafts.kept_drafts(record)
    if gathered is None:
        return _first(request, record, words)
    begun = {each.entry_id for each in drafts}
    happened = [
        (_address(each.entry_id), words.say(each.label), words.date(each.last_day), not begun.isdisjoint(each.ids))
        for each in gathered.happened
    ]
    ids = {one for each in gathered.happened for one in each.ids}
    lost = [(each.entry_id, _day(record, words, each.at_s)) for each in drafts if each.entry_id not in ids]
    return render(
        request, "side_effect_which.html.j2", place="doctor", happened=happened, lost=lost,
        is_older=_is_older(record, gathered),
    )  # fmt: skip


@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Gather; then the list, or the draft that was asked for."""
    entry_id = request.POST.get("entry", "")
    return _gather(request, _address(entry_id) if entry_id else _AT)


def draft(request: HttpRequest, entry_id: str) -> HttpResponse:
    """What the record says and what is still open; sent, the answers are kept, and what would leave is made.

    Raises
    ------
    EntryError : nothing that could be reported stands at this address, or an answer can't be kept.
    """
    record, words = entries.own_record(), words_for(request)
    gathered = _gathered(request, words)
    if request.method == "POST":
        return _said(request, record, gathered, entry_id)
    if gathered is None:
        return _first(request, record, words, entry_id)
    kept = draft_for(gathered, report_drafts.kept_drafts(record), entry_id)
    answers = kept.answers if kept else {}
    found = gathered.draft(entry_id, as_asked(gathered.draft(entry_id, {}), answers, words))
    return render(
        request, "side_effect_draft.html.j2", place="doctor", label=words.say(found.reaction.label),
        at=_address(entry_id), entry=entry_id, asked=questions_of(found, answers, words),
        saved=_day(record, words, kept.at_s) if kept else "",
        danger=_danger(found, words), dont_stop=words.say(found.dont_stop), places=_places(found, words),
        gaps=[each.why for each in found.gaps if each.code != "meddra"], is_older=_is_older(record, gathered),
        has_sealed=any(each.sealed for each in found.products),
        noted=any(each.key == "story" and each.hint for each in found.fields),
        name=details.setting(record, "app_name"), us=found.country in {"us", "ca", "mx"},
    )  # fmt: skip


@require_POST
def throw_away(request: HttpRequest) -> HttpResponse:
    """Delete a draft with its answers; the entries stay."""
    record, entry_id = entries.own_record(), request.POST.get("entry", "")
    gathered = _gathered(request, words_for(request))
    drafts = report_drafts.kept_drafts(record)
    named = next((each for each in drafts if each.entry_id == entry_id), None)
    if named is None and gathered is not None:
        named = draft_for(gathered, drafts, entry_id)
    if named is not None:
        report_drafts.throw_draft_away(record, named.entry_id)
        say_so(request, [], says="The draft is gone. Your entries are as they were.")
    return HttpResponseRedirect(_AT)


def _said(request: HttpRequest, record: Record, gathered: Gathered | None, entry_id: str) -> HttpResponse:
    """Keep what a form says; on to where it wants."""
    news, drafts = answered(request.POST), report_drafts.kept_drafts(record)
    if gathered is not None:
        gathered.about(entry_id)
        kept = draft_for(gathered, drafts, entry_id)
    else:
        entries.find(record, entry_id)
        kept = next((each for each in drafts if each.entry_id == entry_id), None)
    anchor = kept.entry_id if kept else entry_id
    before = kept.answers if kept else {}
    answers = joined(before, news)
    if answers != before:
        report_drafts.keep_draft(record, anchor, answers)
    if request.headers.get("X-Keep"):
        speaks_of_danger = [dangerous(each.get("serious", "")) for each in (before, answers)]
        return HttpResponse(status=205 if speaks_of_danger == [False, True] else 204)  # 205: the page has news
    if gathered is None:
        return _gather(request, _address(entry_id))
    if request.POST.get("do") == "look":
        return _make(request, gathered, entry_id, answers)
    say_so(request, [], says="Kept.")
    return HttpResponseRedirect(_address(entry_id))


def _make(request: HttpRequest, gathered: Gathered, entry_id: str, answers: dict[str, str]) -> HttpResponse:
    words, paper = words_for(request), request.POST.get("paper", "a4")
    wish = DraftWish(
        gathered, entry_id, as_asked(gathered.draft(entry_id, {}), answers, words), notes="notes" in request.POST,
        form="json" if request.POST.get("form") == "json" else "pdf", paper=paper if paper in _PAPERS else "a4",
    )  # fmt: skip
    name = request.POST.get("name", "") or str(details.setting(entries.own_record(), "app_name"))
    task = partial(_made, wish, name, _address(entry_id))
    return chore.begin(request, made.KIND, task, title="Making the draft", then="/take-along/ready")


def _made(wish: DraftWish, name: str, back: str, step: Step) -> made.Made:
    with held_folder(way_in().path) as folder:
        found = run_apart(make, wish, step=step, folder=folder)
    return made.Made(found, name, made.DRAFT, back=back, gathered=wish.gathered)


def _gather(request: HttpRequest, then: str) -> HttpResponse:
    asked = (words_for(request).language, now_s(), switched_off())
    task = partial(_got, asked)
    return chore.begin(request, _KIND, task, title="Getting your entries together", then=then)


def _got(asked: tuple[str, int, tuple[str, ...]], step: Step) -> Gathered:
    way = way_in(entries.own_record())
    with held_folder(way.path) as folder:
        found: Gathered = run_apart(gather, way, asked, step=step, folder=folder)
    return found


def _gathered(request: HttpRequest, words: Wording) -> Gathered | None:
    """What was gathered for this browser, in the language of its pages; from the list, or from a file that was made."""
    try:
        found: Gathered | None = chore.result(request, _KIND)
    except EntryError:  # said once; then it can be tried again
        chore.forget()
        raise
    if found is None:
        try:
            file: made.Made | None = chore.result(request, made.KIND)
        except EntryError:  # the file could not be made; that was said
            file = None
        found = file.gathered if file else None
    return found if found is not None and found.report.made.language == words.language else None


def _first(request: HttpRequest, record: Record, words: Wording, entry_id: str = "") -> HttpResponse:
    """What this is, and the button that gathers."""
    drafts = [(each.entry_id, _day(record, words, each.at_s)) for each in report_drafts.kept_drafts(record)]
    return render(request, "side_effect_first.html.j2", place="doctor", drafts=drafts, entry=entry_id)


def _is_older(record: Record, gathered: Gathered) -> bool:
    """Whether something was written down since."""
    return basis_now(record, now_s()).written() != gathered.basis


def _day(record: Record, words: Wording, at_s: int) -> str:
    return words.date((at_s + 60 * offset_min(record, at_s)) // DAY_S)


def _danger(draft: AdverseEventDraft, words: Wording) -> Markup:
    """Whom to call, where the person's own answer is about danger; nothing else is said there."""
    if not draft.now:
        return Markup()
    said = act_says(words, Act.CALL_EMERGENCY, draft.help), help_line_says(words, draft.help)
    html = "".join(f'<p class="act">{escape(each)}</p>' for each in said)
    return Markup(with_calls(html, draft.help))  # noqa: S704  escaped above


def _places(draft: AdverseEventDraft, words: Wording) -> list[dict[str, str]]:
    """Offices, each with the day on which somebody looked at its address."""
    return [
        {"name": words.say(each.name), "address": each.address, "takes": words.say(each.takes),
         "looked": words.day_said(each.checked)}
        for each in draft.places
    ]  # fmt: skip


def _address(entry_id: str) -> str:
    return f"{_AT}/about/{quote(entry_id, safe='')}"


paths = [
    path("side-effect-report", which, name="side_effect"),
    path("side-effect-report/begin", begin, name="side_effect_begin"),
    path("side-effect-report/throw-away", throw_away, name="side_effect_throw_away"),
    path("side-effect-report/about/<path:entry_id>", draft, name="side_effect_draft"),
]
