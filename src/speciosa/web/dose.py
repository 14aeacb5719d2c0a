"""Writing a dose down: the last one again with one tap, or another; pain now and why on the same sheet."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_POST

from speciosa.knowledge import load_knowledge
from speciosa.record import Event, Kind
from speciosa.record.row import Row
from speciosa.store import entries
from speciosa.store.as_row import row_of
from speciosa.store.models import Record
from speciosa.values.errors import EntryError
from speciosa.values.timeline import Precision
from speciosa.web import entry_words, recent
from speciosa.web.asking import AMOUNT, is_far_above, questions_about
from speciosa.web.beside_kratom import slow_breath_together, slows_breathing
from speciosa.web.clock import now_s
from speciosa.web.dose_sheet import dose_row, offered
from speciosa.web.known_product import ELSE, KINDS_ASKED, is_known, keep_product, medicine_row
from speciosa.web.page import render, words_for
from speciosa.web.saving import amend, back, moment_of, number_of, save


@require_POST
def again(request: HttpRequest) -> HttpResponse:
    """The same dose once more, now.

    Raises
    ------
    EntryError : the dose that it repeats is not here.
    """
    like = entries.find(entries.own_record(), request.POST.get("like", ""))
    if like.kind is not Kind.DOSE:
        raise EntryError("this entry is no dose", todo="go back and write the dose down by its sheet")
    time, recorded = moment_of(request)
    row = row_of(like)._replace(time=time, recorded=recorded, reason="", food="", precision="", note="")
    _save_dose(request, [row])
    return back()


def dose(request: HttpRequest) -> HttpResponse:
    """The sheet: product, amount, and what the person wants to add; of a name that is not known, what it is."""
    record, words = entries.own_record(), words_for(request)
    problem, asked = None, ""
    if request.method == "POST":
        try:
            asked, to = _written(request, record)
        except EntryError as found:
            problem = found
        else:
            if not asked:
                return back(to)
    return render(
        request, "dose.html.j2", place="today", status=400 if problem else 200, problem=problem, said=request.POST,
        asked=asked, **offered(record, words),
    )  # fmt: skip


def _written(request: HttpRequest, record: Record) -> tuple[str, str]:
    """Write what the sheet says: the name that is asked about first, or empty; and where to go.

    Raises
    ------
    EntryError : it can't be understood; nothing was written.
    """
    time, recorded = moment_of(request)
    row = dose_row(request.POST, time, recorded)
    rows, name = [row], row.name.partition("#")[0]
    is_what = request.POST.get("is", "") if request.POST.get("asked", name) == name else ""  # it was about another
    if pain := request.POST.get("pain", ""):
        rows.append(Row(time, Kind.RATING.value, "pain", number_of(pain), recorded=recorded))
    if not is_known(record, row.name):
        if is_what not in {*KINDS_ASKED, ELSE}:
            return name, ""
        if is_what == ELSE:
            rows[0] = medicine_row(row)
            save(request, rows, "The medicine is in. Look whether its name was read right.")
            flash = request.session["flash"]
            flash["asks"] = []  # the next page itself asks, beside the name
            flash["slows_breathing"] = slows_breathing(record, rows[0].name, time)
            return "", "/log/medicine"
    with transaction.atomic():  # the product stays only with its dose
        if is_what in KINDS_ASKED:
            keep_product(record, name, is_what)
        _save_dose(request, rows)
    return "", "/"


def none(request: HttpRequest) -> HttpResponse:
    """None taken on this local day: something else than a day without entries."""
    if request.method != "POST":
        return back()
    time, recorded = moment_of(request)
    save(request, [Row(time, Kind.NO_DOSE.value, "kratom", recorded=recorded)], "None on this day: it is in.")
    return back()


@require_POST
def pain_before(request: HttpRequest, entry_id: str) -> HttpResponse:
    """The pain before a dose that was just written down: it stands at the dose's own time.

    Raises
    ------
    EntryError : there is no such dose or score.
    """
    at = row_of(_dose(entry_id))
    value, recorded = number_of(request.POST.get("value", "")), moment_of(request)[1]
    row = Row(at.time, Kind.RATING.value, "pain", value, precision=at.precision, recorded=recorded)
    (score,) = save(request, [row], "Your dose and pain {n} before it are in.", n=request.POST.get("value", ""))
    _ask_more(request, entry_id, [score.id], pain=False, why=request.POST.get("why") == "1")
    asks = questions_about(entries.own_record(), [_dose(entry_id)])  # the dose's own question stays on the page
    request.session["flash"]["asks"] = [list(each) for each in asks]
    return back()


@require_POST
def why(request: HttpRequest, entry_id: str) -> HttpResponse:
    """Why a dose that was just written down was taken.

    Raises
    ------
    EntryError : there is no such dose or reason.
    """
    row = row_of(_dose(entry_id))._replace(reason=request.POST.get("reason", ""), recorded=moment_of(request)[1])
    amend(request, entry_id, row, "Your dose and why are in.")
    kept = [each for each in request.POST.get("with", "").split(",") if each]
    _ask_more(request, entry_id, kept, pain=request.POST.get("pain") == "1", why=False)
    return back()


def _save_dose(request: HttpRequest, rows: Sequence[Row]) -> None:
    words = words_for(request)
    record = entries.own_record()
    scored = len(rows) > 1 or _was_scored(record)
    events = save(request, rows, "It is in.")
    taken = events[0]
    flash = request.session["flash"]
    flash["says"] = "{amount}, {product}: it is in."
    flash["named"] |= {"amount": entry_words.amount(words, taken), "product": entry_words.product(words, taken)}
    flash["slows_breathing"] = slow_breath_together(record, events)
    flash["much"] = is_far_above(record, taken)
    if taken.value == 0:  # the record takes it; a slip of the finger is likelier than a dose of nothing
        flash["asks"] = [[AMOUNT, taken.id], *flash["asks"]]
    now_within_s = 60 * load_knowledge().choice("dose_of_now_min")
    if taken.precision is Precision.CLOCK and abs(taken.recorded_s - taken.time_s) < now_within_s:
        _ask_more(request, taken.id, [each.id for each in events[1:]], pain=not scored, why=not rows[0].reason)


def _ask_more(request: HttpRequest, entry_id: str, others: Sequence[str], *, pain: bool, why: bool) -> None:
    """Let the next page ask what goes with a dose, as far as it was not said; its undo takes back all of it."""
    words, flash, taken = words_for(request), request.session["flash"], _dose(entry_id)
    flash["undo"] = ",".join([entry_id, *others])
    flash["named"] |= {"amount": entry_words.amount(words, taken), "product": entry_words.product(words, taken)}
    flash["dose"] = {"id": entry_id, "with": ",".join(others), "pain": pain, "why": why}


def _was_scored(record: Record) -> bool:
    """Whether a pain score stands that is fresh enough to be one before a dose of now."""
    since_s = now_s() - int(60 * load_knowledge().choice("effect_rated_before_min"))
    return any(each.kind is Kind.RATING and each.name == "pain" for each in recent.since(record, since_s))


def _dose(entry_id: str) -> Event:
    event = entries.last_of(entries.own_record(), entry_id)
    if event.kind is not Kind.DOSE:
        raise EntryError("this dose was taken back", todo="go back to today")
    return event


paths = [
    path("log/dose", dose, name="dose"),
    path("log/dose/again", again, name="dose_again"),
    path("log/none", none, name="none_today"),
    path("log/dose/<str:entry_id>/pain", pain_before, name="pain_before"),
    path("log/dose/<str:entry_id>/why", why, name="why"),
]
