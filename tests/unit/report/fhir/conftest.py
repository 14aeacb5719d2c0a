"""Bundles of a few rows, of the example person, and of simulated people."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from speciosa.knowledge import Knowledge, load_knowledge
from speciosa.record import Diary, Person
from speciosa.report import Report
from speciosa.report.fhir import fhir_bundle
from speciosa.simulate import Batch, Calendar, Design, Phase, SimulatedPerson, example_person, simulate_person
from speciosa.simulate.design import Gap, Milestone
from speciosa.story import tell

Bundle = dict[str, Any]
BundleOf = Callable[..., Bundle]
NOW_S = 1_773_302_400  # 2026-03-12T08:00Z
_ZONES = ("Europe/Berlin", "Asia/Kathmandu", "America/St_Johns", "Pacific/Kiritimati")
_OTHERS = ((), ("amitriptyline 10 mg", "alcohol"), ("sertraline", "ibuprofen"), ("St John's wort",))


def resources(bundle: Bundle, kind: str = "") -> list[dict[str, Any]]:
    """The resources of a bundle, or those of one type."""
    return [each["resource"] for each in bundle["entry"] if kind in ("", each["resource"]["resourceType"])]


def simulated(seed: int, knowledge: Knowledge) -> SimulatedPerson:
    """A made-up person, each in circumstances of their own."""
    days = 20 + seed * 7 % 50
    calendar = Calendar(
        "2025-01-20", days, _ZONES[seed % 4], run_in_d=20,
        phases=(Phase(days // 3, days // 2, (0.0, 0.5, 1.0)[seed % 3]),),
        batches=(Batch(0, "1", label_mg_per_g=12.0 + seed % 5), Batch(days // 2, "2", content_mg_per_g=13.0)),
        gaps=(Gap(5, 6),) if seed % 2 else (),
        milestones=(Milestone(3, "strategy", "heat", "start"), Milestone(9, "event", "fainting", "in the kitchen")),
    )  # fmt: skip
    design = Design.usual(knowledge, calendar)
    recording = replace(design.recording, late_entries=1, corrections=seed % 3, declined=1)
    person = Person(birth_year=1950 + seed % 50, sex=("f", "m", "x", "")[seed % 4], medicines=_OTHERS[seed % 4])
    return simulate_person(replace(design, recording=recording), knowledge, seed=seed, person=person)


def told(diary: Diary, knowledge: Knowledge, *, now_s: int, **more: Any) -> Report:
    """Its report; without photos unless they are given."""
    return tell(diary, knowledge, photos=more.get("photos") or {}, now_s=now_s, seed=0,
                language=more.get("language", "en"))  # fmt: skip


def bundle_of_person(person: SimulatedPerson, knowledge: Knowledge, **more: Any) -> Bundle:
    """The bundle of a simulated person at their last entry."""
    now_s = int(person.diary.history.recorded_s.max())
    return fhir_bundle(told(person.diary, knowledge, now_s=now_s), person.diary, knowledge, **more)


@cache
def _example() -> tuple[Diary, Report]:
    knowledge = load_knowledge()
    diary = example_person(knowledge, seed=0).diary
    return diary, told(diary, knowledge, now_s=int(diary.history.recorded_s.max()))


@pytest.fixture
def example() -> tuple[Diary, Report]:
    """The bundled example person and the report of their record."""
    return _example()


@pytest.fixture
def bundle_of(diary_of: Callable[..., Diary], knowledge: Knowledge) -> BundleOf:
    """A bundle from the rows of a diary."""

    def make(
        *rows: str, person: str = "", products: str = "", now_s: int = NOW_S, language: str = "en",
        photos: Mapping[str, bytes] | None = None, **more: Any,
    ) -> Bundle:  # fmt: skip
        diary = diary_of(*rows, person=person, products=products, now_s=now_s)
        report = told(diary, knowledge, now_s=now_s, language=language)
        return fhir_bundle(report, diary, knowledge, photos=photos, **more)

    return make
