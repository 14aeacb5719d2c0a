"""The causality scale for the liver: what a diary can answer, and the totals that stay possible."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.unit.safety.test_liver import LAST, dose, labs, row

from speciosa.knowledge import Knowledge
from speciosa.safety import liver
from speciosa.safety.case import Case
from speciosa.safety.rucam import NOT_KNOWN, Rucam

Made = Callable[..., Case]


def items(scale: Rucam) -> dict[str, tuple[str, float, float]]:
    return {each.item: (each.answer, each.low, each.high) for each in scale.items}


def test_with_nothing_known_the_totals_of_the_scale_are_those_that_were_published(case_of: Made) -> None:
    picture = liver.liver_picture(case_of(row("18", "symptom,jaundice,,", "s"), LAST))
    assert picture is not None
    hepatocellular, cholestatic = picture.scales
    # the published range is -9 to 14; kratom's own record is known (1 of 0 to 2), no course means 0 and no medicine 0
    assert (hepatocellular.low, hepatocellular.high) == (1 + 0 + 0 + 0 + 0 - 3 + 1 - 2, 2 + 0 + 1 + 1 + 0 + 2 + 1 + 3)
    assert items(hepatocellular)["onset"] == (NOT_KNOWN, 1, 2)
    assert "pregnancy" in items(cholestatic)
    assert "pregnancy" not in items(hepatocellular)


def test_every_point_of_the_scale_lies_in_its_published_range(knowledge: Knowledge) -> None:
    rows = [each for each in knowledge.causality if each.scale == "rucam_hepatocellular"]
    of = {item: [each.points for each in rows if each.item == item] for item in {each.item for each in rows}}
    assert sum(min(each) for each in of.values()) == -9
    assert sum(max(each) for each in of.values()) == 14


@pytest.mark.parametrize(
    ("started", "answer"),
    [("2026-05-13", "5 to 90 days"), ("2026-05-14", "other"), ("2026-02-17", "5 to 90 days"), ("2026-02-16", "other")],
)
def test_the_time_to_onset_counts_from_the_start(started: str, answer: str, case_of: Made) -> None:
    days = ("2026-02-17", "2026-03-10", "2026-04-01", "2026-04-25", "2026-05-17")
    kept = [dose(day) for day in days if day >= started]
    rows = [row(started, "event,started,kratom,", "b"), *kept, row("18", "symptom,jaundice,,", "s")]
    picture = liver.liver_picture(case_of(*rows, LAST))
    assert picture is not None
    assert items(picture.scales[0])["onset"][0] == answer


@pytest.mark.parametrize(
    ("last", "hepatocellular", "cholestatic"),
    [
        ("2026-05-03", "after stopping", "after stopping"),
        ("2026-05-02", NOT_KNOWN, "after stopping"),
        ("2026-04-18", NOT_KNOWN, "after stopping"),
        ("2026-04-17", NOT_KNOWN, NOT_KNOWN),
    ],
)
def test_after_stopping_each_scale_has_days_of_its_own(
    last: str, hepatocellular: str, cholestatic: str, case_of: Made
) -> None:
    picture = liver.liver_picture(case_of(dose(last), row("18", "symptom,jaundice,,", "s"), LAST))
    assert picture is not None
    assert [items(each)["onset"][0] for each in picture.scales] == [hepatocellular, cholestatic]


@pytest.mark.parametrize(
    ("later", "answer"),
    [
        ({"day": "09", "ALT": 5.5}, "half within 8 days"),
        ({"day": "09", "ALT": 5.6}, "no information"),
        ({"day": "10", "ALT": 5.5}, "half within 30 days"),
        ({"day": "2026-06-01", "ALT": 5.5}, "half after 30 days"),
        ({"day": "2026-06-01", "ALT": 5.6}, "no half after 30 days"),
    ],
)
def test_the_course_after_stopping_is_that_of_the_excess_over_the_limit(
    later: dict[str, float | str], answer: str, case_of: Made
) -> None:
    rows = [dose("2026-05-01"), *labs(day="01", limit_day="2026-04-01", ALT=10, ALP=1)]
    after = labs(limit_day="2026-04-01", **later)[1:]  # type: ignore[arg-type]
    picture = liver.liver_picture(case_of(*rows, *after, now_s=1_790_000_000))
    assert picture is not None
    assert items(picture.scales[0])["course"][0] == answer


@pytest.mark.parametrize(("born", "answer"), [(1970, "55 or older"), (1971, NOT_KNOWN), (1972, "under 55")])
def test_age_counts_from_55_and_is_open_where_the_year_leaves_it_open(born: int, answer: str, case_of: Made) -> None:
    case = case_of(row("18", "symptom,jaundice,,", "s"), LAST, person=f"birth_year = {born}\n")
    picture = liver.liver_picture(case)
    assert picture is not None
    assert items(picture.scales[0])["age"][0] == answer


@pytest.mark.parametrize(("date", "answer"), [("2026-05-15", NOT_KNOWN), ("2026-05-14", "after stopping")])
def test_what_comes_more_than_three_days_after_the_last_dose_came_after_stopping(
    date: str, answer: str, case_of: Made
) -> None:
    picture = liver.liver_picture(case_of(dose(date), row("18", "symptom,jaundice,,", "s"), LAST))
    assert picture is not None
    assert items(picture.scales[0])["onset"][0] == answer
