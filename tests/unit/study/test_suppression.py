"""What is given out tells no small count, however it is added and subtracted."""

from __future__ import annotations

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from speciosa.study.suppression import Count, Shelf, Shown, alone, partition, with_total

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


GROUPS = st.lists(st.sets(st.integers(0, 39), min_size=1), min_size=1, max_size=7)


@settings(max_examples=300)
@given(GROUPS)
def test_no_sum_or_difference_of_shown_counts_is_a_small_group(groups: list[set[int]]) -> None:
    shelf = Shelf(range(40), K)
    shown = [group for group in groups if shelf.count(group).how is Shown.EXACT]
    assert not any(0 < len(group) < K for group in shown)
    assert not any(inner < outer and len(outer - inner) < K for inner in shown for outer in shown)
    for one, two, whole in product(shown, repeat=3):
        if not one & two and one | two < whole:
            assert len(whole - one - two) >= K


@settings(max_examples=300)
@given(st.lists(st.integers(0, 30), min_size=1, max_size=8))
def test_a_total_that_is_shown_tells_no_hidden_count(counts: list[int]) -> None:
    shown, total = with_total(counts, K)
    hidden = [n for n, each in zip(counts, shown, strict=True) if each.how is not Shown.EXACT]
    if hidden and total.how is Shown.EXACT:
        assert len(hidden) > 1
        assert sum(hidden) >= K
    if not hidden:
        assert total == alone(sum(counts), K)


def test_who_comes_first_is_shown_and_the_rest_as_it_fits() -> None:
    shelf = Shelf(range(60), K)
    assert [shelf.count(range(n)).n for n in (50, 52, 60)] == [50, None, 60]


def test_all_is_shown_to_whoever_may_see_it() -> None:
    assert [each.n for each in partition([1, 2, 50], 0)] == [1, 2, 50]
    assert alone(1, 0).n == 1
    assert Shelf(range(50), 0).count(range(49)).n == 49
