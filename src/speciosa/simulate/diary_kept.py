"""The diary that a simulated person kept: what reached it of what happened."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from speciosa.record import Columns, Diary, Event, Food, Kind, Person, Product, Reason
from speciosa.simulate.days import Days
from speciosa.simulate.design import Design
from speciosa.simulate.entry import declined, entry, minutes_on
from speciosa.simulate.living import Doses
from speciosa.simulate.prompts import Prompts
from speciosa.simulate.streams import stream
from speciosa.values.timeline import DAY_S, Moment

_NOON_H = 12.0
_BAG_OPENED_MIN = -4


def core_entries(design: Design, days: Days, prompts: Prompts, scores: list[int], doses: Doses) -> Iterator[Event]:
    """Pain scores, doses, days without, bags, trial periods, milestones: what an analysis of kratom and pain reads."""
    yield from _scores(design, prompts, scores)
    yield from _doses(design, prompts, scores, doses)
    yield from _days_without(design, prompts, doses)
    yield from _bags(design, prompts)
    yield from _periods(design, days)
    for each in design.calendar.milestones:
        yield entry(days.at(each.day, _NOON_H), Kind(each.kind), each.name, text=each.text)


def keep_diary(design: Design, entries: list[Event], person: Person, *, seed: int) -> Diary:
    """The diary, with the slips that people make: late entries, corrections, questions not answered.

    Parameters
    ----------
    entries : as they would stand without a slip, in any order.
    seed : of the stream ``slips``.
    """
    recording, rng = design.recording, stream(seed, "slips")
    kept = [
        each._replace(id=f"s{number:05d}")
        for number, each in enumerate(sorted(entries, key=lambda each: each.time_s), start=1)
    ]

    def some(count: int, fits: Callable[[Event], bool]) -> list[int]:
        found = [at for at, each in enumerate(kept) if fits(each)]
        return sorted(rng.choice(found, size=min(count, len(found)), replace=False).tolist())

    last_s = kept[-1].time_s if kept else 0
    late = some(recording.late_entries, lambda each: each.name == "pain" and each.time_s < last_s - 2 * DAY_S)
    wrong = some(recording.corrections, lambda each: each.kind is Kind.DOSE and each.time_s < last_s)
    silent = some(recording.declined, lambda each: each.name == "mood")
    for at in late:
        kept[at] = kept[at]._replace(recorded_s=kept[at].time_s + DAY_S)
    for at in silent:
        kept[at] = declined(kept[at])
    typed = [kept[at]._replace(value=kept[at].value * recording.typing_slip_factor) for at in wrong]
    for at, first in zip(wrong, typed, strict=True):
        noticed_s = first.recorded_s + round(60 * recording.noticed_after_min)
        kept[at] = kept[at]._replace(id=f"{first.id}c", recorded_s=noticed_s, supersedes=first.id)
    return Diary(Columns.of([*kept, *typed]), person, products_of(design))


def products_of(design: Design) -> tuple[Product, ...]:
    """One line a bag: what its label says, or that nobody knows."""
    return tuple(
        Product(
            design.recording.product, form="leaf powder", mitragynine_mg_per_g=each.label_mg_per_g, batch=each.name,
            basis="unknown" if each.label_mg_per_g is None else "label",
        )
        for each in design.calendar.batches
    )  # fmt: skip


def _scores(design: Design, prompts: Prompts, scores: list[int]) -> Iterator[Event]:
    for at, score in enumerate(scores):
        if not prompts.missed[at] and not design.calendar.is_gap(int(prompts.day[at])):
            yield entry(_moment(prompts, at), Kind.RATING, "pain", float(score), "nrs")


def _doses(design: Design, prompts: Prompts, scores: list[int], doses: Doses) -> Iterator[Event]:
    for at, prompt in enumerate(doses.prompt.tolist()):
        if prompt < 0 or prompts.forgotten[prompt] or design.calendar.is_gap(int(doses.day[at])):
            continue
        for_pain = not prompts.planned[prompt] or scores[prompt] > design.dosing.indication_at_nrs
        said = prompts.reasoned[prompt]
        when = Moment(int(doses.time_s[at]), int(doses.offset_min[at]))
        first_today = at == 0 or doses.day[at - 1] != doses.day[at]
        yield entry(
            when, Kind.DOSE, design.recording.product, float(doses.amt_g[at]), "g",
            reason=(Reason.PAIN if for_pain else Reason.PLANNED) if said else Reason.NOT_SAID,
            food=(Food.FASTED if first_today else Food.FED) if said else Food.NOT_SAID,
        )  # fmt: skip


def _days_without(design: Design, prompts: Prompts, doses: Doses) -> Iterator[Event]:
    """`no_dose` at the day's last moment; where that score was missed, this was, too."""
    for day in np.setdiff1d(prompts.day, doses.day).tolist():
        last = int(np.flatnonzero(prompts.day == day)[-1])
        if not prompts.missed[last] and not design.calendar.is_gap(day):
            yield entry(minutes_on(_moment(prompts, last), 2), Kind.NO_DOSE, "kratom")


def _bags(design: Design, prompts: Prompts) -> Iterator[Event]:
    """`product_changed` before a bag's first dose, the first bag's included; a single bag needs none.

    Its text is ``name#batch``: a dose that names no batch is of the latest one that was opened.
    """
    calendar, in_use = design.calendar, -1
    for day in np.unique(prompts.day).tolist() if len(calendar.batches) > 1 else ():
        if (batch := calendar.batch_on(day)) != in_use:
            in_use = batch
            first = _moment(prompts, int(np.flatnonzero(prompts.day == day)[0]))
            text = f"{design.recording.product}#{calendar.batches[batch].name}"
            yield entry(minutes_on(first, _BAG_OPENED_MIN), Kind.EVENT, "product_changed", text=text)


def _periods(design: Design, days: Days) -> Iterator[Event]:
    """An assignment at each trial period's start; what follows one and is none is the person's usual."""
    before, period = None, 0
    for day in range(design.calendar.days):
        now = design.calendar.arm_on(day)
        if now != before:
            period += 1
            arm = "usual" if now is None else now.arm
            yield entry(days.at(day, 0), Kind.ASSIGNMENT, arm, float(period), "open")
        before = now


def _moment(prompts: Prompts, at: int) -> Moment:
    return Moment(int(prompts.time_s[at]), int(prompts.offset_min[at]))
