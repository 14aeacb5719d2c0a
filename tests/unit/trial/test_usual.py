"""The usual day comes from the record and never lies above it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.scale import examples
from tests.unit.trial.made import NOW_S, daily, design, said

from speciosa.knowledge import Knowledge
from speciosa.record import Diary
from speciosa.trial import TrialDesign, usual_amounts
from speciosa.trial.design import in_capsules
from speciosa.trial.usual import UsualDay
from speciosa.values.errors import EntryError
from speciosa.values.gaps import NotAssessed


def usual_day(diary: Diary, knowledge: Knowledge) -> UsualDay:
    found = usual_amounts(diary, knowledge, now_s=NOW_S, offset_min=60)
    assert isinstance(found, UsualDay)
    return found


def why_not(diary: Diary, knowledge: Knowledge) -> str:
    found = usual_amounts(diary, knowledge, now_s=NOW_S, offset_min=60)
    assert isinstance(found, NotAssessed)
    return found.code


def test_it_is_the_median_pattern_with_its_batch(tmp_path: Path, knowledge: Knowledge) -> None:
    found = usual_day(said(tmp_path, daily(28, (2.5, 3.0))), knowledge)
    assert found.amt_g == (2.5, 3.0)
    assert found.product == "kratom leaf powder#2"
    assert [round(each, 2) for each in found.hours_h] == [7.08, 13.08]
    assert found.days == 28


def test_a_few_heavy_days_don_t_raise_it(tmp_path: Path, knowledge: Knowledge) -> None:
    heavy = "2026-02-20T20:00+00:00,dose,kratom leaf powder#2,9,g,,,,\n2026-02-21T20:00+00:00,dose,kratom leaf powder#2,9,g,,,,\n"
    found = usual_day(said(tmp_path, daily() + heavy), knowledge)
    assert found.amt_g == (2.5, 2.5)
    assert found.dose_most_g == 2.5
    assert found.day_most_g == 5.0


def test_reduced_days_are_not_usual_days(tmp_path: Path, knowledge: Knowledge) -> None:
    rows = daily(14) + "".join(
        f"2026-02-{day}T07:05+00:00,dose,kratom leaf powder#2,1,g,,,,\n" for day in range(15, 29)
    )
    rows += "2026-02-15T00:00+00:00,assignment,-50%,1,open,,,,\n"
    assert usual_day(said(tmp_path, rows), knowledge).amt_g == (2.5, 2.5)


@pytest.mark.parametrize(
    ("rows", "products", "code"),
    [
        ("", "", "not_using"),
        (daily(6).replace("2026-02-0", "2026-02-1"), "", "days_few"),
        (daily() + "2026-02-20T20:00+00:00,dose,7-OH tablets,1,tablet,,,,\n", "", "not_leaf"),
        (daily(product="kratom extract"), "", "not_leaf"),
        (daily(product="my jar"), "product,form\nmy jar,extract\n", "not_leaf"),
        (daily() + "2026-02-20T20:00+00:00,dose,kratom leaf powder#2,2,tsp,,,,\n", "", "not_weighed"),
        (daily() + "2026-02-20T20:00+00:00,dose,kratom leaf powder#2,unknown,g,,,,\n", "", "not_weighed"),
        (daily() + "2026-02-20T20:00+00:00,dose,trial capsule,5,capsule,,,,\n", "", "not_weighed"),
    ],
)
def test_without_a_usual_day_it_says_why(
    tmp_path: Path, knowledge: Knowledge, rows: str, products: str, code: str
) -> None:
    assert (
        why_not(said(tmp_path, rows or "2026-02-01T08:00+00:00,rating,pain,5,,,,,\n", products=products), knowledge)
        == code
    )


def test_capsules_of_a_known_weight_are_grams(tmp_path: Path, knowledge: Knowledge) -> None:
    rows = daily(product="my capsules", grams=(4, 4)).replace(",g,", ",capsule,")
    found = usual_day(said(tmp_path, rows, products="product,form,unit_weight_g\nmy capsules,capsule,0.6\n"), knowledge)
    assert found.amt_g == (2.4, 2.4)


def test_doses_that_never_come_together_make_no_larger_day(tmp_path: Path, knowledge: Knowledge) -> None:
    patterns = [(4, 4, 0.5), (4, 0.5, 4), (0.5, 4, 4)]  # each dose is mostly 4 g, and no day has three of them
    rows = "".join(
        f"2026-02-{day:02d}T{6 + 5 * at:02d}:00+00:00,dose,kratom leaf powder,{each},g,,,,\n"
        for day in range(1, 28)
        for at, each in enumerate(patterns[day % 3])
    )
    found = usual_day(said(tmp_path, rows), knowledge)
    assert found.day_most_g == 8.5
    assert found.amt_g == (2.83, 2.83, 2.83)


def test_one_large_dose_among_ten_small_ones_is_capped(tmp_path: Path, knowledge: Knowledge) -> None:
    rows = "".join(
        f"2026-02-{day:02d}T{6 + at:02d}:00+00:00,dose,kratom leaf powder,{4 if at == 10 else 0.5},g,,,,\n"
        for day in range(1, 29)
        for at in range(11)
    )
    found = usual_day(said(tmp_path, rows), knowledge)
    assert (found.dose_most_g, max(found.amt_g)) == (0.5, 0.5)


@settings(max_examples=examples(40))
@given(data=st.data())
def test_no_amount_lies_above_nine_tenths_of_doses_and_days(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory, knowledge: Knowledge
) -> None:
    rows, by_day = [], []
    for day in range(1, 29):
        doses = data.draw(st.lists(st.sampled_from([0.5, 1.0, 2.0, 2.5, 4.0, 8.0]), min_size=1, max_size=5))
        by_day.append(sum(doses))
        rows += [
            f"2026-02-{day:02d}T{6 + 3 * at:02d}:00+00:00,dose,kratom leaf powder,{each},g,,,,\n"
            for at, each in enumerate(doses)
        ]
    found = usual_day(said(tmp_path_factory.mktemp("d"), "".join(rows)), knowledge)
    doses_g = [float(row.split(",")[3]) for row in rows]
    assert max(found.amt_g) <= np.quantile(doses_g, 0.9) + 1e-9
    assert sum(found.amt_g) <= np.quantile(by_day, 0.9) + 1e-9


@settings(max_examples=examples(200))
@given(st.lists(st.integers(5, 900).map(lambda each: each / 100), min_size=1, max_size=6))
def test_capsules_never_hold_more_than_the_dose(doses_g: list[float]) -> None:
    counts, filling_g = in_capsules(doses_g, 0.5)
    assert 0 < filling_g <= 0.5
    assert all(count * filling_g <= dose + 1e-9 for count, dose in zip(counts, doses_g, strict=True))
    loss = 1 - sum(counts) * filling_g / sum(doses_g)
    assert loss < 0.5
    assert len(set(doses_g)) > 1 or loss < 0.1


@pytest.mark.parametrize(
    "chosen",
    [{"period_d": 9}, {"period_d": 15}, {"blocks": 1}, {"blocks": 13}, {"margin_nrs": 0.0}, {"margin_nrs": 5.0}],
)
def test_a_design_outside_the_bounds_is_refused(knowledge: Knowledge, chosen: dict[str, float]) -> None:
    usual = UsualDay("leaf", (8.0,), (2.5,), 2.5, 2.5, 28)
    with pytest.raises(EntryError):
        TrialDesign.of_usual(usual, knowledge, starts="2026-03-08", **chosen)


def test_more_capsules_than_anybody_swallows_are_refused(knowledge: Knowledge) -> None:
    usual = UsualDay("leaf", (8.0, 16.0), (9.0, 9.0), 9.0, 18.0, 28)
    with pytest.raises(EntryError, match="36 capsules"):
        TrialDesign.of_usual(usual, knowledge, starts="2026-03-08")


def test_no_level_lies_above_usual() -> None:
    with pytest.raises(EntryError, match="no dose level"):
        design(levels=("+25%", "usual")).amount_g("+25%")
