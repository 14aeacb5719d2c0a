"""However corrections branch, one entry stands of each first one: the end of the branch with the last word."""

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.scale import examples

from speciosa.record import Columns, Event, Kind
from speciosa.record.amend import amend


@st.composite
def forests(draw: st.DrawFn) -> list[Event]:
    count = draw(st.integers(1, 12))
    aims = [draw(st.none() | st.integers(0, at - 1)) if at else None for at in range(count)]
    recorded = draw(st.permutations(range(count)))
    return [
        Event(
            0,
            0,
            Kind.RATING,
            "pain",
            id=f"e{at}",
            supersedes="" if aim is None else f"e{aim}",
            recorded_s=recorded[at],
            line=at,
        )
        for at, aim in enumerate(aims)
    ]


def standing_by_the_book(events: list[Event]) -> set[str]:
    """Slow and obvious: from each first entry, always into the branch whose last word is the latest."""

    def corrections(event: Event) -> list[Event]:
        return [each for each in events if each.supersedes == event.id]

    def last_word(event: Event) -> int:
        return max([event.recorded_s, *map(last_word, corrections(event))])

    def end(event: Event) -> Event:
        return end(max(corrections(event), key=last_word)) if corrections(event) else event

    return {end(event).id for event in events if not event.supersedes}


@settings(max_examples=examples(300))
@given(forests())
def test_the_fast_way_agrees_with_the_book(events: list[Event]) -> None:
    columns = Columns.of(events)
    found = amend(columns)
    assert {columns.id[int(at)] for at in found.standing.nonzero()[0]} == standing_by_the_book(events)
    assert found.orphans == found.circular == ()
