"""What is given out tells no small count, however it is added and subtracted."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from speciosa.study.pooled.suppression import Count, Shown, alone, chain, part, partition

K = 5


def ways(counts: list[int], shown: tuple[Count, ...], least: int) -> list[set[int]]:
    """What each cell can be, for somebody who knows the total, what is shown, and how it was hidden."""
    hidden = [at for at, each in enumerate(shown) if each.how is not Shown.EXACT]
    left = sum(counts[at] for at in hidden)
    lows = [1 for _ in hidden]
    highs = [least - 1 if shown[at].how is Shown.FEWER else left for at in hidden]
    found = []
    for own in range(len(hidden)):
        others = [at for at in range(len(hidden)) if at != own]
        low = max(lows[own], left - sum(highs[at] for at in others))
        high = min(highs[own], left - sum(lows[at] for at in others))
        found.append(set(range(low, high + 1)))
    return found


@settings(max_examples=400)
@given(st.lists(st.integers(0, 30), min_size=1, max_size=8))
def test_no_hidden_cell_of_a_table_follows_from_its_total(counts: list[int]) -> None:
    shown = partition(counts, K)
    assert all(each.n == n for each, n in zip(shown, counts, strict=True) if each.how is Shown.EXACT)
    assert not any(each.how is Shown.EXACT and 0 < n < K for each, n in zip(shown, counts, strict=True))
    total, several = sum(counts), sum(n > 0 for n in counts)
    if total >= K and several > 1 and total > several:  # else the total is hidden, or tells of one each
        assert all(len(each) > 1 for each in ways(counts, shown, K))


@settings(max_examples=300)
@given(st.lists(st.one_of(st.none(), st.integers(0, 60)), min_size=1, max_size=6).map(lambda each: sorted(
    (n for n in each if n is not None), reverse=True) + [n for n in each if n is None]))  # fmt: skip
def test_two_shown_steps_never_differ_by_a_small_number(counts: list[int | None]) -> None:
    shown = [each.n for each in chain(counts, K) if each is not None and each.n]
    assert all(a - b == 0 or a - b >= K for a, b in pairwise(shown))
    assert all(n >= K for n in shown)


def test_the_last_step_is_shown_first_for_everything_else_rests_on_it() -> None:
    assert [each and each.n for each in chain([60, 52, 50], K)] == [60, None, 50]


def test_all_is_shown_to_whoever_may_see_it() -> None:
    assert [each.n for each in partition([1, 2, 50], 0)] == [1, 2, 50]
    assert alone(1, 0).n == 1
    assert part(49, 50, 0).n == 49


def test_a_part_that_lacks_few_of_the_whole_is_not_told_exactly() -> None:
    assert part(47, 50, K).to_json() == {"n": None, "shown": "all_but_fewer", "cell_least": K}
    assert part(2, 50, K).how is Shown.FEWER
