"""What was started and not stopped goes on."""

from __future__ import annotations

import pytest

from speciosa.knowledge import Knowledge
from speciosa.record import Columns, Event, Kind
from speciosa.record.going_on import going_on


def events(*said: tuple[str, str]) -> Columns:
    return Columns.of([Event(at * 86_400, 0, Kind.EVENT, word, text=text, id=f"e{at}")
                       for at, (word, text) in enumerate(said)])  # fmt: skip


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ([("started", "Oxycodone 10 mg")], ["Oxycodone 10 mg"]),
        ([("started", "Oxycodone 10 mg"), ("stopped", "Oxycodone 10 mg")], []),
        ([("started", "Oxycodone 10 mg"), ("stopped", "OxyContin")], []),
        ([("started", "oxycodone"), ("stopped", "diazepam")], ["oxycodone"]),
        ([("started", "oxycodone"), ("stopped", "")], ["oxycodone"]),
        ([("started", "oxycodone"), ("stopped", "oxycodone"), ("begonnen", "oxycodone")], ["oxycodone"]),
        ([("started", ""), ("recalled", "oxycodone")], []),
        ([("started", "a name nobody knows"), ("stopped", "another one")], ["a name nobody knows"]),
    ],
)
def test_the_last_word_counts(knowledge: Knowledge, said: list[tuple[str, str]], left: list[str]) -> None:
    assert [each.written for each in going_on(events(*said), knowledge)] == left
