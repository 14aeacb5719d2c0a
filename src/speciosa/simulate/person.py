"""A simulated person: the diary that they kept, and the truth beside it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from speciosa.knowledge import Knowledge
from speciosa.record import Diary, Event, Person
from speciosa.simulate.course import drug_free_nrs
from speciosa.simulate.days import Days
from speciosa.simulate.design import Design
from speciosa.simulate.diary_kept import core_entries, keep_diary
from speciosa.simulate.estimand import true_effect_nrs, usual_pattern
from speciosa.simulate.everyday import Everyday, everyday_entries, ibuprofen_entries, nausea_entries, noted_days
from speciosa.simulate.living import Doses, live
from speciosa.simulate.person_model import chosen
from speciosa.simulate.prompts import Prompts, prompts_of
from speciosa.simulate.response import paths_of
from speciosa.simulate.streams import stream
from speciosa.simulate.truth import Truth


@dataclass(frozen=True, slots=True, eq=False)
class SimulatedPerson:
    """`diary`: as a person would have kept it; `truth`: what no diary holds."""

    diary: Diary
    truth: Truth


def simulate_person(
    design: Design, knowledge: Knowledge, *, seed: int, person: Person | None = None
) -> SimulatedPerson:
    """A person whose truth is known.

    Parameters
    ----------
    design : what is true of them, what they do, and when.
    knowledge : where a batch's content and the everyday entries come from.
    seed : not negative; the same gives the same person.
    person : what stands in `person.toml`; its time zone is the calendar's, and it is marked as simulated.

    Examples
    --------
    >>> from speciosa.knowledge import load_knowledge
    >>> from speciosa.simulate.design import Calendar
    >>> knowledge = load_knowledge()
    >>> design = Design.usual(knowledge, Calendar("2025-01-20", 30, "Europe/Berlin"))
    >>> simulate_person(design, knowledge, seed=1).truth.true_effect_nrs < 0
    True
    """
    days = Days(design.calendar)
    prompts = prompts_of(design, days, seed=seed)
    content = _contents(design, knowledge, seed=seed)
    without, flares = drug_free_nrs(design.model.course, days.time_h, days.local_hour_h, seed=seed)
    scores, doses = live(design, days, prompts, without, content)
    hours = np.arange(days.first_hour, days.time_h[-1] + 1)
    paths = paths_of(design.model, hours, days.hours(doses.time_s), doses.amt_mg)
    recorded = slice(-days.first_hour, None)
    pattern = usual_pattern(doses, design.calendar)
    effect = paths.effect_nrs[recorded]
    truth = Truth(
        design, seed, knowledge.version, days.time_s, without + effect, without, effect,
        design.model.response.tolerance_nrs * paths.tolerance[recorded], paths.conc_ng_ml[recorded],
        paths.site_ng_ml[recorded], doses, content, flares, pattern, true_effect_nrs(design.model, pattern),
    )  # fmt: skip
    entries = list(core_entries(design, days, prompts, scores.tolist(), doses))
    if design.recording.everyday:
        felt = np.interp(days.hours(prompts.time_s), days.time_h, truth.pain_nrs)
        entries += _everyday(design, knowledge, days, prompts, scores, felt, doses, seed=seed)
    diary = keep_diary(design, entries, _simulated(person or Person(), design), seed=seed)
    return SimulatedPerson(diary, truth)


def _contents(design: Design, knowledge: Knowledge, *, seed: int) -> tuple[float, ...]:
    """Mitragynine in each bag, mg/g: as the design says, else log-normal about unlabelled leaf."""
    median, cv = knowledge.choice("content_leaf_median_mg_per_g"), knowledge.choice("content_leaf_cv")
    z = stream(seed, "content").standard_normal(len(design.calendar.batches))
    drawn = median * np.exp(np.sqrt(np.log1p(cv**2)) * z)
    return tuple(
        float(chance) if each.content_mg_per_g is None else each.content_mg_per_g
        for each, chance in zip(design.calendar.batches, drawn, strict=True)
    )


def _everyday(
    design: Design,
    knowledge: Knowledge,
    days: Days,
    prompts: Prompts,
    scores: NDArray[np.int64],
    felt_nrs: NDArray[np.float64],
    doses: Doses,
    *,
    seed: int,
) -> list[Event]:
    everyday = chosen(Everyday, knowledge)
    noted = noted_days(design, prompts, felt_nrs)
    return [
        *everyday_entries(design, everyday, days, noted, seed=seed),
        *nausea_entries(design, everyday, days, doses, seed=seed),
        *ibuprofen_entries(design, everyday, prompts, scores.tolist()),
    ]


def _simulated(person: Person, design: Design) -> Person:
    return replace(person, time_zone=design.calendar.time_zone, simulated=True)
