"""What a day with kratom held, then and now, against what plain counting gives."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from tests.unit.report.conftest import NOW_S

from speciosa.exposure import expose
from speciosa.knowledge import Knowledge
from speciosa.record import Diary
from speciosa.report.day_amounts import Amounts, amounts_of
from speciosa.values.gaps import NotAssessed

DiaryOf = Callable[..., Diary]
TODAY = 20524  # 2026-03-12
HEAD = "product,substance,form,mitragynine_mg_per_g,hydroxymitragynine_mg_per_g,unit_weight_g,batch,basis\n"


def doses(days: list[str], grams: list[str], *, unit: str = "g", product: str = "my leaf") -> list[str]:
    return [
        f"{day}T{8 + 3 * at:02d}:00+01:00,dose,{product},{amount},{unit}"
        for day in days
        for at, amount in enumerate(grams)
    ]


def of(diary: Diary, knowledge: Knowledge) -> Amounts:
    curve = expose(diary, knowledge, seed=0, now_s=NOW_S)
    assert not isinstance(curve, NotAssessed)
    found = amounts_of(curve, today=TODAY, seed=0)
    assert found is not None
    return found


def test_the_milligrams_of_a_measured_product_are_grams_times_strength(diary_of: DiaryOf, knowledge: Knowledge) -> None:
    rows = doses([f"2026-03-{day:02d}" for day in range(1, 11)], ["2", "3"])
    found = of(diary_of(*rows, products=f"{HEAD}my leaf,kratom,powder,12,0,,,assay\n"), knowledge)
    last = found.last
    assert (last.days, last.doses.median, found.basis, found.untold) == (10, 2, "assay", 0)
    assert last.grams is not None
    assert last.grams.median == 5
    assert last.mitragynine_mg is not None
    assert last.mitragynine_mg.median == pytest.approx(5 * 12, rel=0.02)
    assert found.first is None


@pytest.mark.parametrize(("basis", "text"), [("assay", "12,0,,,assay"), ("label", "12,0,,,label")])
def test_the_less_is_known_of_the_strength_the_wider_is_the_band(
    diary_of: DiaryOf, knowledge: Knowledge, basis: str, text: str
) -> None:
    rows = doses([f"2026-03-{day:02d}" for day in range(1, 11)], ["2"])
    known = of(diary_of(*rows, products=f"{HEAD}my leaf,kratom,powder,{text}\n"), knowledge)
    guessed = of(diary_of(*rows, products=f"{HEAD}my leaf,kratom,powder,,,,,unknown\n"), knowledge)
    assert (known.basis, guessed.basis) == (basis, "population")
    widths = [each.last.mitragynine_mg.high / each.last.mitragynine_mg.low for each in (known, guessed)]  # type: ignore[union-attr]
    assert widths[0] < widths[1]


def test_the_first_thirty_days_stand_apart_only_where_the_record_is_long_enough(
    diary_of: DiaryOf, knowledge: Knowledge
) -> None:
    early = doses([f"2026-01-{day:02d}" for day in range(1, 31, 3)], ["2"], product="kratom leaf powder")
    late = doses([f"2026-03-{day:02d}" for day in range(2, 12)], ["3", "3"], product="kratom leaf powder")
    found = of(diary_of(*early, *late), knowledge)
    assert found.first is not None
    assert (found.first.days, found.first.doses.median, found.last.days, found.last.doses.median) == (10, 1, 10, 2)
    assert found.first.grams is not None
    assert found.last.grams is not None
    assert (found.first.grams.median, found.last.grams.median) == (2, 6)
    first, last = found.first.mitragynine_mg, found.last.mitragynine_mg
    assert first is not None
    assert last is not None
    assert last.median / first.median == pytest.approx(3, rel=0.15)  # one batch: the same unknown strength


def test_a_day_with_a_dose_of_unknown_amount_counts_as_a_day_but_not_in_the_grams(
    diary_of: DiaryOf, knowledge: Knowledge
) -> None:
    rows = doses(["2026-03-01", "2026-03-02"], ["2"], product="kratom leaf powder")
    rows.append("2026-03-02T20:00+01:00,dose,kratom leaf powder,unknown,g")
    found = of(diary_of(*rows), knowledge)
    assert (found.last.days, found.last.doses.highest, found.untold) == (2, 2, 1)
    assert found.last.grams is not None
    assert (found.last.grams.n, found.last.grams.median) == (1, 2)


def test_the_band_is_that_of_drawing_each_dose_by_hand(diary_of: DiaryOf, knowledge: Knowledge) -> None:
    rows = doses([f"2026-03-{day:02d}" for day in range(1, 11)], ["2", "3"])
    found = of(diary_of(*rows, products=f"{HEAD}my leaf,kratom,powder,12,0,,,label\n"), knowledge)
    rng, spread = np.random.default_rng(1), knowledge.choice("label_cv")
    scale = knowledge.choice("weighing_scale_cv")
    slow = []
    for _ in range(4000):
        batch = np.exp(rng.normal(0, spread))
        slow.append(sum(12 * grams * batch * np.exp(rng.normal(0, scale)) for _ in range(10) for grams in (2, 3)) / 10)
    assert found.last.mitragynine_mg is not None
    assert tuple(found.last.mitragynine_mg) == pytest.approx(tuple(np.quantile(slow, [0.05, 0.5, 0.95])), rel=0.1)
