"""A blind trial: where it stands, what is due, its papers, and a way out of it that is always open."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.views.decorators.http import require_POST

from speciosa.knowledge import load_knowledge
from speciosa.record import Kind
from speciosa.record.row import Row
from speciosa.report import Wording
from speciosa.report.trial_paper import participant_sheet_html, protocol_html
from speciosa.store import entries, sealed_trials
from speciosa.store.models import Record
from speciosa.trial import TrialStatus
from speciosa.values.errors import EntryError
from speciosa.values.gaps import NotAssessed
from speciosa.web import trial_day, trial_offer, trial_plan, trial_reveal
from speciosa.web.alarms import alarms_of, hold_says
from speciosa.web.clock import now_s
from speciosa.web.here import offers
from speciosa.web.own_policy import with_own_policy
from speciosa.web.page import render, words_for
from speciosa.web.saving import moment_of, save
from speciosa.web.trial_after import after_sign
from speciosa.web.trial_record import day_of, stands

_GUESSES = {"usual": "usual", "less": "less", "dont_know": "don't know"}


def trial(request: HttpRequest) -> HttpResponse:
    """Where it stands; without a trial, whether one is offered."""
    record, words = entries.own_record(), words_for(request)
    found = stands(record, now_s())
    if found is None:
        return (
            trial_offer.offer(request)
            if offers("/trial/offer")
            else render(request, "trial_none.html.j2", place="help")
        )
    status, design = found.status, found.trial.design
    alarms = alarms_of(record, words)
    after = after_sign(words, status, alarms)
    kept = sealed_trials.sealed_of(record, found.trial.name)
    return render(
        request, "trial.html.j2", place="help", how=status, design=design, trial=found.trial,
        first=day_of(design.starts), last=day_of(design.last_day), papers=kept is not None and bool(kept.paper),
        line=trial_day.line_of(found, record), most_g=words.number(design.amount_g(design.levels[0]), 1),
        alarms=alarms, after=after, hold=hold_says(words, alarms),
        why=after.why if after else words.say(status.ending.why) if status.ending else "",
        then=after.then if after else words.say(status.ending.then) if status.ending else "",
        order=_order(words, status) if status.state == "revealed" else [],
        masking=_masking(words, status), unmodelled=_unmodelled(words, status),
    )  # fmt: skip


def today_line(record: Record) -> dict[str, Any] | None:
    """What Today shows in the place of the last dose while a trial is there; None where there is nothing to do."""
    try:
        found = stands(record, now_s())
    except EntryError:  # its rows were changed: the trial's own page says so, and Today goes on
        return None
    return None if found is None else trial_day.line_of(found, record)


@require_POST
def stop(request: HttpRequest) -> HttpResponse:
    """Stop, or call off one that has not begun. Nobody asks for a reason."""
    found = stands(entries.own_record(), now_s())
    if found is not None and found.is_open:
        time, recorded = moment_of(request)
        save(request, [Row(time, Kind.EVENT.value, "trial_stopped", recorded=recorded)], "The trial has ended.")
    return HttpResponseRedirect("/trial")


def paper(request: HttpRequest, name: str) -> HttpResponse:
    """One of the person's own papers, to print: it tells no arm.

    Raises
    ------
    Http404 : no trial was sealed here, or there is no such paper.
    """
    record = entries.own_record()
    found = stands(record, now_s())
    kept = sealed_trials.sealed_of(record, found.trial.name) if found else None
    if kept is None or not kept.paper or name not in {"sheet", "protocol"}:
        raise Http404(name)
    said = sealed_trials.paper_of(kept, language=words_for(request).language)
    return with_own_policy(participant_sheet_html(said) if name == "sheet" else protocol_html(said))


def _order(words: Wording, status: TrialStatus) -> list[tuple[int, str, str, str]]:
    """After the reveal: number, code, amount, and what was guessed."""
    short = words.say("usual"), words.say("less")
    if "-50%" in status.trial.design.levels:
        short = words.say("a quarter less"), words.say("half less")
    amounts = dict(zip(status.trial.design.levels, short, strict=True))
    ended_s = status.ending.time_s if status.ending else status.trial.end_s
    return [
        (
            each.number,
            each.code,
            words.say("not begun") if each.start_s > ended_s else amounts.get(each.name, each.name),
            words.say(_GUESSES[status.guesses[each.number]]) if each.number in status.guesses else "–",
        )
        for each in status.trial.periods
    ]


def _masking(words: Wording, status: TrialStatus) -> str:
    if status.masking is None:
        return ""
    if status.masking.held is None:
        return words.say("There are too few guesses to say whether you could tell them apart.")
    if status.masking.held:
        return words.say("By your guesses you could not tell the amounts apart: the trial was blind.")
    return words.say(
        "By your guesses you could often tell the amounts apart. Then expectation may have a part in the answer."
    )


def _unmodelled(words: Wording, status: TrialStatus) -> str:
    """The check that needs no model, as the command says it."""
    test, design = status.permutation, status.trial.design
    if test is None or isinstance(test, NotAssessed):
        return words.say(test.why) if test else ""
    by = words.number(abs(test.difference), 1)
    return words.say(
        "Counted without any model: with less, your score of {outcome} was {difference} on average. Of {n} orders that "
        "chance could have drawn, {share} % would look as much like “not worse by {margin}”.",
        outcome=words.within(words.say(load_knowledge().outcome(design.outcome).label)),
        difference=words.say("{n} higher", n=by) if test.difference >= 0 else words.say("{n} lower", n=by),
        n=words.number(test.sequences),
        share=words.number(100 * test.p),
        margin=words.number(design.margin_nrs, 1),
    )


paths = [
    path("trial", trial, name="trial"),
    path("trial/offer", trial_offer.offer, name="trial_offer"),
    path("trial/stop", stop, name="trial_stop"),
    path("trial/papers/<str:name>", paper, name="trial_paper"),
    *trial_plan.paths,
    *trial_day.paths,
    *trial_reveal.paths,
]
