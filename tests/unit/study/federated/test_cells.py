"""Small counts stay hidden, and nothing that is shown tells them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from speciosa.study.federated.cells import hidden

PARTS = st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 40), min_size=1)


@given(PARTS, st.integers(2, 20))
def test_no_hidden_count_follows_from_what_is_shown(parts: dict[str, int], least: int) -> None:
    shown = hidden(parts, least, open_parts=["a"])
    out = [name for name, count in shown.parts.items() if count is None]
    assert all(shown.parts[name] == parts[name] for name in parts if name not in out)
    assert all(name in out for name, count in parts.items() if 0 < count < least)
    if out and shown.total is not None:
        together = shown.total - sum(count for count in shown.parts.values() if count is not None)
        assert len(out) >= 2
        assert together >= least


@given(PARTS)
def test_where_all_are_large_nothing_is_hidden(parts: dict[str, int]) -> None:
    large = {name: count + 20 for name, count in parts.items()}
    shown = hidden(large, 10)
    assert shown.parts == large
    assert shown.total == sum(large.values())
