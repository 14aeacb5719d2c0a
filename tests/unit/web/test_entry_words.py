"""What an entry says stands in words: no key of a table, no batch mark, no bare ISO date."""

from __future__ import annotations

import pytest

from speciosa.record import Answer, Event, Kind
from speciosa.report import wording
from speciosa.web.entry_words import whole


@pytest.mark.parametrize(
    ("event", "says"),
    [
        (Event(0, 0, Kind.SCALE, "peg.1", 5.0, Answer.GIVEN, unit="score"), ", question 1: 5"),
        (Event(0, 0, Kind.EVENT, "product_changed", text="kratom leaf powder#2"), "Product changed: Leaf, batch 2"),
        (Event(0, 0, Kind.MEDICINE, "Green Borneo#7", 1.0, Answer.GIVEN, unit="g"), "Green Borneo, batch 7: 1 g"),
        (Event(0, 0, Kind.STRATEGY, "heat", text="2026-03-01"), "Heat: look again on "),
    ],
)
def test_an_entry_is_said_in_words(event: Event, says: str) -> None:
    found = whole(wording("en"), event)
    assert says in found
    assert not {each for each in ("peg.", "#", "2026-03-01") if each in found}
