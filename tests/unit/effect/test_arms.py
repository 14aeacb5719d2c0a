"""What was assigned when, as the diary holds it."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.effect.records import arms_from, assigned, at_s, blocks, diary, no_arms

from speciosa.effect.arms import arms_of, level_of


@pytest.mark.parametrize(
    ("arm", "level"),
    [("usual", 1.0), (" Usual ", 1.0), ("-25%", 0.75), ("−25 %", 0.75), ("–50%", 0.5), ("none", 0.0), ("placebo", 0.0)],
)
def test_a_name_means_a_share_of_the_usual_amount(arm: str, level: float) -> None:
    assert level_of(arm) == pytest.approx(level)


@pytest.mark.parametrize("arm", ["K7", "capsule 3", "", "25%", "+25%", "more"])
def test_any_other_name_is_sealed(arm: str) -> None:
    assert math.isnan(level_of(arm))


@given(st.text(max_size=12))
def test_no_name_breaks_it_and_none_means_more_than_usual(arm: str) -> None:
    level = level_of(arm)
    assert math.isnan(level) or 0.0 <= level <= 1.0


def test_a_period_ends_where_the_next_begins() -> None:
    found = arms_of(diary(blocks(21, 7, ("usual", "none"))))
    assert found.name == ("usual", "none", "usual")
    assert found.start_s.tolist() == [at_s(0), at_s(7), at_s(14)]
    assert found.end_s.tolist()[:2] == [at_s(7), at_s(14)]
    assert found.end_s[2] == at_s(21)  # as long as the longest of the others
    times = np.array([at_s(0) - 60, at_s(0), at_s(6, 23.9), at_s(7), at_s(30)])
    assert found.period_at(times).tolist() == [-1, 0, 0, 1, -1]
    assert found.level_at(times).tolist()[1:4] == [1.0, 1.0, 0.0]
    assert np.isnan(found.level_at(times)[[0, 4]]).all()


def test_a_trial_that_ends_frees_the_days_after_it() -> None:
    found = arms_of(diary([assigned(0, "usual"), assigned(7, "none"), assigned(14, "free")]))
    assert len(found) == 2
    assert found.period_at(np.array([at_s(13), at_s(15)])).tolist() == [1, -1]


def test_where_nothing_was_assigned_every_time_is_free() -> None:
    found = no_arms()
    assert (len(found), found.sealed, found.changes(0.01, 0.9)) == (0, False, 0)
    assert found.period_at(np.array([at_s(1)])).tolist() == [-1]
    assert np.isnan(found.level_at(np.array([at_s(1)]))).all()


def test_one_code_that_is_not_opened_seals_the_trial() -> None:
    found = arms_of(diary([assigned(0, "usual", "masked"), assigned(7, "K7", "masked")]))
    assert found.sealed
    assert found.masked.all()


def test_only_changes_across_the_bounds_count_and_levels_between_do_not() -> None:
    names = ["usual", "-25%", "none", "none", "usual", "-50%", "usual", "none"]
    found = arms_from([(7.0 * at, name) for at, name in enumerate(names)], until=56)
    assert found.changes(0.01, 0.9) == 3
    assert found.changes(0.8, 0.9) == 5


@given(st.lists(st.sampled_from(["usual", "-25%", "-50%", "none"]), min_size=1, max_size=12))
def test_there_are_fewer_changes_than_periods_and_reversing_keeps_them(names: list[str]) -> None:
    forth = arms_from([(7.0 * at, name) for at, name in enumerate(names)], until=7 * len(names))
    back = arms_from([(7.0 * at, name) for at, name in enumerate(reversed(names))], until=7 * len(names))
    assert forth.changes(0.01, 0.9) == back.changes(0.01, 0.9) < len(names)
