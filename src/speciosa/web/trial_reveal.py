"""Behind the seal: the whole order at the end, or in an emergency what one period's capsules hold."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path

from speciosa.report import Wording
from speciosa.store import entries, sealed_trials
from speciosa.store.models import Record
from speciosa.values.errors import EntryError
from speciosa.web import trial_day, working
from speciosa.web.clock import now_s
from speciosa.web.page import render, words_for
from speciosa.web.saving import say_so
from speciosa.web.trial_code import seal_of
from speciosa.web.trial_record import Stands, stands


def reveal(request: HttpRequest) -> HttpResponse:
    """Open the seal at the end, or early after saying what that means."""
    record = entries.own_record()
    found = stands(record, now_s())
    if found is None or found.status.state == "revealed":
        return HttpResponseRedirect("/trial")
    problem = None
    if request.method == "POST":
        try:
            body, code = seal_of(request, record, found.trial.name)
            sealed_trials.reveal(record, found.trial, body, code, now_s=found.now_s)
        except EntryError as wrong:
            problem = wrong
        else:
            working.ask(request)
            say_so(request, [], "The seal was whole: nothing was changed since the trial was planned.")
            return HttpResponseRedirect("/trial")
    return render(
        request, "trial_reveal.html.j2", place="help", status=403 if problem else 200, problem=problem,
        is_early=found.is_open, has_begun=found.status.state != "planned", trial=found.trial,
        has_file=sealed_trials.sealed_of(record, found.trial.name) is None,
        guesses=len(trial_day.guesses_due(found, record)),
    )  # fmt: skip


def emergency(request: HttpRequest) -> HttpResponse:
    """What a doctor can be told at once without any code; and with it what the capsules of now hold."""
    record, words = entries.own_record(), words_for(request)
    found = stands(record, now_s())
    if found is None:
        return HttpResponseRedirect("/trial")
    problem, told = None, ""
    if request.method == "POST":
        try:
            told = _told(request, record, words, found)
        except EntryError as wrong:
            problem = wrong
    design = found.trial.design
    return render(
        request, "trial_emergency.html.j2", place="help", status=403 if problem else 200, problem=problem, told=told,
        runs=found.trial.at(found.now_s) is not None and found.status.state != "revealed", trial=found.trial,
        has_file=sealed_trials.sealed_of(record, found.trial.name) is None,
        capsule_g=words.number(design.capsule_amount_g(design.levels[0]), 3),
        day_g=words.number(design.amount_g(design.levels[0]), 1),
    )  # fmt: skip


def _told(request: HttpRequest, record: Record, words: Wording, found: Stands) -> str:
    body, code = seal_of(request, record, found.trial.name)
    arm, capsule_g = sealed_trials.emergency(record, found.trial, body, code, now_s=found.now_s)
    amount = {"usual": "the usual amount", "-25%": "a quarter less", "-50%": "half less"}.get(arm, arm)
    return words.say(
        "Now: {amount}. A capsule holds {g} g of leaf powder, a day's capsules {day} g.",
        amount=words.say(amount), g=words.number(capsule_g, 3), day=words.number(found.trial.design.amount_g(arm), 2),
    )  # fmt: skip


paths = [
    path("trial/reveal", reveal, name="trial_reveal"),
    path("trial/emergency", emergency, name="trial_emergency"),
]
