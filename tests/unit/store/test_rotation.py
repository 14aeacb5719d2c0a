"""Which backups stay: held against counting by hand, and against rules that hold for any clock."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from speciosa.knowledge import Knowledge
from speciosa.store.rotation import Kept, kept

DAY = 86_400
CHOSEN = Kept(days=7, weeks=4, months=12)


def test_the_numbers_stand_in_the_knowledge_tables(knowledge: Knowledge) -> None:
    assert Kept.chosen(knowledge) == CHOSEN


def test_two_years_of_daily_backups_leave_seven_days_four_weeks_and_twelve_months() -> None:
    begin = int(datetime(2024, 1, 1, 12, tzinfo=UTC).timestamp())
    made: list[int] = []
    for day in range(731):  # to 2025-12-31; thinned out after every one, as it happens
        made.append(begin + day * DAY)
        made = [each for each, stays in zip(made, kept(made, CHOSEN), strict=True) if stays]
    dates = [datetime.fromtimestamp(each, UTC).date().isoformat() for each in made]
    assert dates[-7:] == [f"2025-12-{day}" for day in range(25, 32)]
    assert [each for each in dates if each[:7] != "2025-12"] == [
        "2025-01-31", "2025-02-28", "2025-03-31", "2025-04-30", "2025-05-31", "2025-06-30", "2025-07-31",
        "2025-08-31", "2025-09-30", "2025-10-31", "2025-11-30",
    ]  # fmt: skip
    assert [each for each in dates if "2025-12-01" <= each < "2025-12-25"] == ["2025-12-14", "2025-12-21"]


@given(st.lists(st.integers(0, 4_000_000_000), min_size=1, max_size=60))
def test_whatever_the_clock_did_the_newest_stays_and_never_too_many(made: list[int]) -> None:
    stays = kept(made, CHOSEN)
    assert stays[-1]
    assert sum(stays) <= 7 + 4 + 12
    days = {each // DAY for each in made}
    assert sum(stays) >= min(7, len(days))


@given(st.lists(st.integers(0, 400 * DAY), min_size=1, max_size=60))
def test_thinning_out_twice_takes_nothing_more(made: list[int]) -> None:
    once = [each for each, stays in zip(made, kept(made, CHOSEN), strict=True) if stays]
    assert all(kept(once, CHOSEN))


def test_some_days_under_a_wrong_clock_do_not_push_out_the_right_ones_for_ever() -> None:
    ahead = 3_900_000_000
    made = [ahead + day * DAY for day in range(10)] + [day * DAY for day in range(8)]
    stays = kept(made, CHOSEN)
    assert all(stays[-7:])


def test_nothing_to_keep_is_nothing() -> None:
    assert kept([], CHOSEN) == ()
