"""Planning a trial: its length with the chance that it tells, its first day; then the device goes to the helper."""

from __future__ import annotations

import json
from dataclasses import astuple

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.views.decorators.http import require_POST

from speciosa.knowledge import load_knowledge
from speciosa.report import Wording
from speciosa.store import entries, lock, sealed_trials
from speciosa.store.models import Record
from speciosa.trial import Eligibility, TrialDesign, UsualDay, trial_rows
from speciosa.values.errors import EntryError
from speciosa.values.gaps import NotAssessed
from speciosa.values.timeline import DAY_S, day_name
from speciosa.web import devices, trial_chances, trial_offer, trial_power, working
from speciosa.web.clock import now_s
from speciosa.web.page import render, words_for
from speciosa.web.trial_draft import LEVELS, Draft
from speciosa.web.trial_record import day_of

DRAFT, HELPER = "trial_draft", "trial_helper"
"""Of the session: what was chosen; and that the helper has the device now."""
_MOST_OUTCOMES = 6


def plan(request: HttpRequest) -> HttpResponse:
    """Choose; the chances stand beside the length."""
    record, now, words = entries.own_record(), now_s(), words_for(request)
    trial_offer.refuse_if_shut(record, now)
    sealed_trials.refuse_a_second(record, now)
    offer = trial_offer.look(request, record, now)
    if not offer.stands:
        return HttpResponseRedirect("/trial/offer")
    place = trial_rows.Place.of(offer.diary)
    today = (now + 60 * place.offset_at(now)) // DAY_S
    draft = Draft.of_kept(request.session.get(DRAFT)) or Draft.usual(offer.diary.leading_outcome, today)
    problem = None
    try:
        if request.method == "POST":
            draft = draft.with_said(request.POST.dict())
            request.session[DRAFT] = draft.said
            if "look" not in request.POST:
                request.session[trial_offer.AGREED] = request.POST.get("agreed") == "1"
                designed(request, record, now)
                return HttpResponseRedirect("/trial/hand-over")
    except EntryError as found:
        problem = found
    return _page(request, record, words, draft, offer, problem)


def hand_over(request: HttpRequest) -> HttpResponse:
    """What was chosen, once more; then the device goes to the helper, and this browser is let out."""
    record, now, words = entries.own_record(), now_s(), words_for(request)
    if Draft.of_kept(request.session.get(DRAFT)) is None:
        return HttpResponseRedirect("/trial/plan")
    design, _, eligible = designed(request, record, now)
    return render(
        request, "trial_hand_over.html.j2", place="help", design=design, first=day_of(design.starts),
        last=day_of(design.last_day), unasked=[words.say(each.asks) for each in eligible.unasked],
        less=words.say("half less") if "-50%" in design.levels else words.say("a quarter less"),
        usual=words.say("a quarter less") if "-50%" in design.levels else words.say("your usual amount"),
        much=design.capsules_a_day > load_knowledge().choice("trial_capsules_a_day_ask"),
        outcome=_label(words, design.outcome), points=_points(words, design.margin_nrs),
        by_phone=devices.came_by_phone(request),
    )  # fmt: skip


@require_POST
def to_helper(request: HttpRequest) -> HttpResponse:
    """From here on this browser shows the helper's page alone: the person opens the app anew when it is back.

    Raises
    ------
    EntryError : the trial isn't offered any more, or the device is a phone.
    """
    record, now = entries.own_record(), now_s()
    if devices.came_by_phone(request):
        raise EntryError("the packing page opens on the computer alone", todo="go on there")
    designed(request, record, now)
    held = {key: request.session.get(key) for key in (DRAFT, trial_offer.ANSWERS, trial_offer.AGREED)}
    request.session.flush()
    for key, value in held.items():
        if value is not None:
            request.session[key] = value
    request.session[HELPER] = lock.current().generation
    return HttpResponseRedirect("/packing/new")


def designed(request: HttpRequest, record: Record, now: int) -> tuple[TrialDesign, UsualDay, Eligibility]:
    """The design that was chosen, as the record allows it at this instant.

    Raises
    ------
    EntryError : it isn't offered (any more), or the first day has come meanwhile.
    """
    trial_offer.refuse_if_shut(record, now)
    sealed_trials.refuse_a_second(record, now)
    draft = Draft.of_kept(request.session.get(DRAFT))
    if draft is None:
        raise EntryError(
            "nothing was chosen yet, or the app was locked meanwhile", todo="choose again on the trial's page"
        )
    offer = trial_offer.look(request, record, now, less=draft.less)
    if offer.eligible.refused or isinstance(offer.usual, NotAssessed):
        first = offer.eligible.refused[0]
        asks = "tick that a clinician agreed" if first.code.startswith("clinician") else f"talk to {first.talk_to}"
        raise EntryError("a trial isn't offered now", why=first.why.rstrip("."), todo=asks)
    place = trial_rows.Place.of(offer.diary)
    if day_of(draft.starts) <= (now + 60 * place.offset_at(now)) // DAY_S:
        raise EntryError("a trial begins tomorrow at the earliest", todo="give the helper some days")
    return TrialDesign.of_usual(
        offer.usual, load_knowledge(), starts=draft.starts, levels=LEVELS[draft.less],
        period_d=draft.period_d, blocks=draft.blocks, margin_nrs=draft.margin, outcome=draft.outcome,
    ), offer.usual, offer.eligible  # fmt: skip


def _page(
    request: HttpRequest, record: Record, words: Wording, draft: Draft, offer: trial_offer.Offer,
    problem: EntryError | None,
) -> HttpResponse:  # fmt: skip
    knowledge = load_knowledge()
    power = trial_power.kept_power(request, record, now_s())
    chance = power.of(draft.less, draft.margin, draft.period_d, draft.blocks) if power else None
    outcomes = [(each, _label(words, each)) for each in _outcomes(offer, draft)]
    now_says = working.state()
    return render(
        request, "trial_plan.html.j2", place="help", status=400 if problem else 200, problem=problem, draft=draft,
        may_halve=offer.may_halve, agreed=bool(request.session.get(trial_offer.AGREED)), outcomes=outcomes,
        periods=trial_chances.PERIODS_D, pairs=list(trial_chances.pairs(knowledge)),
        margins=[(each, _points(words, each)) for each in trial_chances.margins(knowledge)], power=power,
        about=_label(words, power.outcome) if power else "",
        chance=chance, so_many=lambda value: trial_power.so_many(words, value),
        sure=words.number(100 * knowledge.choice("trial_not_worse_prob"), 1),
        power_why=words.say(power.why) if power else "",
        table=json.dumps([astuple(each) for each in power.chances] if power else []),
        first_day=day_name(day_of(draft.starts)), fell=bool(now_says.failed) and power is None,
        says=working.step_says(words, now_says), waits=power is None,
    )  # fmt: skip


def _outcomes(offer: trial_offer.Offer, draft: Draft) -> list[str]:
    """Scores that could answer: the leading one, pain, and what was scored lately."""
    from speciosa.record import Kind  # noqa: PLC0415

    scored = [each for each in offer.diary.entries.names(Kind.RATING) if load_knowledge().outcome(each).known]
    return list(dict.fromkeys([draft.outcome, offer.diary.leading_outcome, "pain", *scored]))[:_MOST_OUTCOMES]


def _points(words: Wording, margin: float) -> str:
    if margin == 0.5:
        return words.say("half a point")
    return words.count("{n} point", "{n} points", int(margin)) if margin == int(margin) else words.number(margin, 1)


def _label(words: Wording, outcome: str) -> str:
    return words.within(words.say(load_knowledge().outcome(outcome).label))


paths = [
    path("trial/plan", plan, name="trial_plan"),
    path("trial/hand-over", hand_over, name="trial_hand_over"),
    path("trial/to-helper", to_helper, name="trial_to_helper"),
]
