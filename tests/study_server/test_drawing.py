"""The list of a site and the order of a person: balanced, hidden, and each admissible order as likely as any other."""

from __future__ import annotations

import hashlib
import itertools
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from speciosa.knowledge import load_knowledge
from speciosa.trial import TrialDesign
from speciosa.trial.sequences import Sequences

TWO = ("usual", "-25%")


def design(**changes: object) -> TrialDesign:
    said: dict[str, object] = {
        "starts": "2026-03-08", "product": "leaf", "dose_hours_h": (8.0,), "capsules": (5,), "capsule_g": 0.5, **changes
    }  # fmt: skip
    return TrialDesign(**said)  # type: ignore[arg-type]


class Fresh:
    """Seeds that can be had again, counted."""

    def __init__(self, name: str) -> None:
        self.name, self.count = name, 0

    def __call__(self, size: int) -> bytes:
        self.count += 1
        return hashlib.sha256(f"{self.name} {self.count}".encode()).digest()[:size]


@pytest.mark.parametrize(
    "made",
    [
        design(blocks=4), design(blocks=2, levels=("usual", "-15%", "-30%"), step_most=0.3),
        design(blocks=3, most_equal_borders=1), design(blocks=2, levels=("usual", "-15%", "-25%"), step_most=0.25),
        design(blocks=2, levels=("usual", "-25%", "-50%"), step_most=0.5), design(levels=("-25%", "-50%")),
    ],
)  # fmt: skip
def test_levels_that_an_order_can_begin_with_are_those_of_all_orders_written_down(made: TrialDesign) -> None:
    from speciosa.study.server.allocation.drawing import first_levels

    sequences = Sequences(made)
    assert set(first_levels(made)) == {sequences[number][0] for number in range(len(sequences))}


@pytest.mark.parametrize("made", [design(blocks=4), design(blocks=4, most_equal_borders=1)])
def test_given_its_beginning_each_order_is_as_likely_as_the_others(
    made: TrialDesign, monkeypatch: pytest.MonkeyPatch
) -> None:
    from speciosa.study.server.allocation import drawing

    monkeypatch.setattr(drawing, "load_knowledge", lambda: _Few(load_knowledge(), 8))
    sequences = Sequences(made)
    for start in TWO:
        there = [sequences[at] for at in range(len(sequences)) if sequences[at][0] == start]
        draws, fresh = 100 * len(there), Fresh(start)
        found = Counter(drawing.drawn(made, start, fresh=fresh).arms for _ in range(draws))
        assert set(found) == set(there)
        expected = draws / len(there)
        chi2 = sum((found[each] - expected) ** 2 / expected for each in there)
        assert chi2 < 2.5 * len(there)  # far beyond the 99.9th percentile for 5 to 8 orders: 20.5 of 5, 24.3 of 8
        assert chi2 > 0


class _Few:
    """The knowledge with fewer tries, so that the test is quick."""

    def __init__(self, knowledge: object, tries: int) -> None:
        self._knowledge, self._tries = knowledge, tries

    def choice(self, key: str) -> float:
        return self._tries if key == "study_allocation_tries" else self._knowledge.choice(key)  # type: ignore[attr-defined]


def test_as_many_orders_are_drawn_whatever_the_list_says(monkeypatch: pytest.MonkeyPatch) -> None:
    from speciosa.study.server.allocation import drawing

    made = design(blocks=3, most_equal_borders=1)
    tries = int(load_knowledge().choice("study_allocation_tries"))
    for start, name in itertools.product(TWO, map(str, range(20))):
        fresh = Fresh(name)
        drawing.drawn(made, start, fresh=fresh)
        assert fresh.count == tries


def test_a_beginning_that_no_order_has_is_no_beginning() -> None:
    from speciosa.study.server.allocation import drawing

    with pytest.raises(ValueError, match="begins with"):
        drawing.drawn(design(levels=("-25%", "-50%")), "-50%")


@settings(max_examples=60)
@given(seed=st.binary(min_size=32, max_size=32), count=st.integers(2, 3))
def test_a_list_is_balanced_at_the_end_of_each_block_and_blocks_differ_in_length(seed: bytes, count: int) -> None:
    from speciosa.study.server.allocation.starts import start_at

    levels = ("usual", "-25%", "-50%")[:count]
    found = [start_at(seed, place, levels) for place in range(1, 61)]
    most = int(load_knowledge().choice("study_list_repeats_most"))
    ahead = [max(Counter(found[:n])[each] for each in levels) - n / count for n in range(1, 61)]
    assert max(ahead) <= most  # never further ahead than one whole block
    even = [n for n in range(1, 61) if len({Counter(found[:n])[each] for each in levels}) == 1]
    assert even  # it comes back into balance, at the latest at the end of the longest block
    assert max(b - a for a, b in itertools.pairwise([0, *even, 60])) <= most * count


def test_every_place_of_a_list_is_as_likely_either_and_block_lengths_are_all_there() -> None:
    from speciosa.study.server.allocation.starts import start_at

    fresh = Fresh("lists")
    seeds = [fresh(32) for _ in range(400)]
    for place in (1, 2, 3, 7):
        usual = sum(start_at(seed, place, TWO) == "usual" for seed in seeds)
        assert abs(usual - 200) < 5 * 10  # five standard deviations
    # two in a row alike, and then a third one alike: a block of 2 can't do that, one of 6 can
    thrice = sum(len({start_at(seed, place, TWO) for place in (1, 2, 3)}) == 1 for seed in seeds)
    assert thrice > 0
