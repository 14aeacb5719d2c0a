"""Every admissible order is there once, and each is as likely as the others."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.scale import examples
from tests.unit.trial.made import design

from speciosa.trial import Allocation, allocate
from speciosa.trial.levels import share_of
from speciosa.trial.seeded import SeededStream
from speciosa.trial.sequences import Sequences
from speciosa.values.errors import EntryError


def by_hand(levels: tuple[str, ...], blocks: int, step: float, borders: int | None) -> set[tuple[str, ...]]:
    """The slow reference: every order of every block, thrown away where it is not allowed."""
    found = set()
    for orders in itertools.product(itertools.permutations(levels), repeat=blocks):
        flat = tuple(itertools.chain(*orders))
        shares = [1.0, *(share_of(each) for each in flat)]
        equal = sum(a[-1] == b[0] for a, b in itertools.pairwise(orders))
        steps = all(abs(a - b) <= step + 1e-9 for a, b in itertools.pairwise(shares))
        if steps and (borders is None or equal <= borders):
            found.add(flat)
    return found


@settings(max_examples=examples(60))
@given(
    levels=st.sampled_from([("usual", "-25%"), ("-25%", "-50%"), ("usual", "-10%", "-20%"), ("usual", "-50%")]),
    blocks=st.integers(2, 4),
    step=st.sampled_from([0.1, 0.25, 0.5]),
    borders=st.sampled_from([None, 0, 1, 2]),
)
def test_counting_finds_the_orders_that_writing_them_all_down_finds(
    levels: tuple[str, ...], blocks: int, step: float, borders: int | None
) -> None:
    wanted = by_hand(levels, blocks, step, borders)
    made = design(levels=levels, blocks=blocks, step_most=step, most_equal_borders=borders)
    if len(wanted) < 2:
        with pytest.raises(EntryError, match="left to chance"):
            Sequences(made)
        return
    sequences = Sequences(made)
    found = [sequences[number] for number in range(len(sequences))]
    assert len(found) == len(wanted)
    assert set(found) == wanted
    assert [tuple(made.levels[at] for at in row) for row in sequences.levels().tolist()] == found
    with pytest.raises(IndexError):
        sequences[len(sequences)]


def test_each_order_is_drawn_as_often_as_the_others() -> None:
    made = design(blocks=3)
    counts: dict[tuple[str, ...], int] = {}
    for seed in range(4000):
        arms = allocate(made, f"{seed}".encode()).arms
        counts[arms] = counts.get(arms, 0) + 1
    assert len(counts) == 8
    chi2 = sum((count - 500) ** 2 / 500 for count in counts.values())
    assert chi2 < 24.3  # one in a thousand at 7 degrees of freedom


def test_a_number_below_a_bound_is_not_tipped_to_the_low_side() -> None:
    stream = SeededStream(b"1", "test")
    drawn = np.array([stream.below(200) for _ in range(40_000)])  # a byte modulo 200 would favour 0 to 55 by 2 to 1
    low = (drawn < 56).mean()
    assert abs(low - 56 / 200) < 0.01
    assert (drawn.min(), drawn.max()) == (0, 199)


def test_half_less_begins_with_a_quarter_less_and_never_jumps() -> None:
    sequences = Sequences(design(levels=("-25%", "-50%"), blocks=4))
    assert len(sequences) == 8
    assert all(sequences[number][0] == "-25%" for number in range(8))


def test_three_levels_in_steps_of_a_quarter_leave_nothing_to_chance() -> None:
    with pytest.raises(EntryError, match="left to chance"):
        allocate(design(levels=("usual", "-25%", "-50%")), b"1")


@settings(max_examples=examples(50))
@given(seed=st.binary(min_size=1, max_size=40), blocks=st.integers(2, 12))
def test_a_schedule_comes_back_from_its_bytes_and_codes_tell_nothing(seed: bytes, blocks: int) -> None:
    drawn = allocate(design(blocks=blocks), seed)
    assert Allocation.of_schedule(drawn.schedule()) == drawn
    assert drawn.schedule() == allocate(design(blocks=blocks), seed).schedule()
    assert len(set(drawn.codes)) == 2 * blocks
    for block in range(blocks):
        assert set(drawn.arms[2 * block : 2 * block + 2]) == {"usual", "-25%"}
    assert drawn.codes == allocate(design(blocks=blocks, levels=("-25%", "-50%")), seed).codes
