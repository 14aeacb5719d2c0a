"""After how many doses something unwanted was written down: the quick count against a slow one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speciosa.knowledge import Knowledge
from speciosa.record import Columns, Diary, Event, Kind, Reason
from speciosa.record.kinds import Answer
from speciosa.report.dose_harms import dose_harms, wilson

START = datetime.fromisoformat("2026-02-01T00:00+00:00")
MINUTES = st.integers(0, 6 * 24 * 60)


def event(
    minute: int, kind: Kind, name: str, value: float = 0.0, unit: str = "", reason: Reason = Reason.NOT_SAID
) -> Event:
    at = int((START + timedelta(minutes=minute)).timestamp())
    answer = Answer.NONE if kind is Kind.SYMPTOM and value < 0 else Answer.GIVEN
    return Event(time_s=at, offset_min=0, kind=kind, name=name, value=max(value, 0.0), answer=answer, unit=unit,
                 reason=reason, recorded_s=at, id=f"{kind}{minute}{name}{value}{reason}")  # fmt: skip


DOSE = st.builds(
    lambda minute, grams, reason: event(minute, Kind.DOSE, "kratom", grams, "g", reason),
    MINUTES, st.sampled_from([0.5, 1.0, 2.0, 2.5, 3.0, 4.0]), st.sampled_from([Reason.PAIN, Reason.WITHDRAWAL]),
)  # fmt: skip
OTHER = st.one_of(
    st.builds(lambda minute, score: event(minute, Kind.SYMPTOM, "nausea", score, "nrs"), MINUTES, st.integers(-1, 3)),
    st.builds(lambda minute, score: event(minute, Kind.SYMPTOM, "craving", score, "nrs"), MINUTES, st.integers(-1, 3)),
    st.builds(lambda minute, score: event(minute, Kind.RATING, "withdrawal", score, "nrs"), MINUTES, st.integers(0, 3)),
    st.builds(lambda minute: event(minute, Kind.RATING, "pain", 5, "nrs"), MINUTES),
)


def counted_slowly(events: list[Event]) -> dict[bool, list[tuple[int, int]]]:
    """Dose by dose and entry by entry: (side effect, withdrawal) of each, by whether it is above the usual 2.5 g."""
    doses = sorted((each for each in events if each.kind is Kind.DOSE), key=lambda each: each.time_s)
    found: dict[bool, list[tuple[int, int]]] = {False: [], True: []}
    for at, dose in enumerate(doses):
        end = doses[at + 1].time_s if at + 1 < len(doses) else dose.time_s + 10**9
        side = later = 0
        for each in events:
            after_s = each.time_s - dose.time_s
            present = each.answer is Answer.NONE or each.value > 0
            ill = each.name in {"craving", "withdrawal"}
            if each.kind is Kind.SYMPTOM and not ill and present and 0 < after_s <= 6 * 3600:
                side = 1
            is_sign = (ill and present) or (each.kind is Kind.DOSE and each.reason is Reason.WITHDRAWAL)
            if is_sign and 0 < after_s <= 24 * 3600 and each.time_s <= end:
                later = 1
        found[dose.value > 2.5 * 1.05].append((side, later))
    return found


@given(st.lists(DOSE, min_size=1, max_size=12), st.lists(OTHER, max_size=12))
def test_the_quick_count_is_the_slow_count(doses: list[Event], others: list[Event]) -> None:
    from speciosa.knowledge import load_knowledge

    diary = Diary(Columns.of([*doses, *others]))
    found = dose_harms(diary, load_knowledge(), of="kratom", usual=2.5, unit="g")
    assert found
    slowly = counted_slowly([*doses, *others])
    assert found.counted == len(doses)
    for above in (False, True):
        groups = [each for each in found.groups if each.above is above]
        assert sum(each.side_effects.n for each in groups) == len(slowly[above])
        assert sum(each.side_effects.followed for each in groups) == sum(side for side, _ in slowly[above])
        assert sum(each.withdrawal.followed for each in groups) == sum(later for _, later in slowly[above])


def test_doses_are_grouped_by_their_share_of_the_usual_one(
    diary_of: Callable[..., Diary], knowledge: Knowledge
) -> None:
    rows = [f"2026-03-{day:02d}T08:00+01:00,dose,kratom,{grams},g" for day, grams in enumerate((1, 1.2, 2, 3, 3, 5), 1)]
    diary = diary_of(*rows, "2026-03-07T08:00+01:00,dose,kratom,4000,mg", "2026-03-08T08:00+01:00,dose,kratom,2,capsule",
                     "2026-03-09,dose,kratom,3,g", person='time_zone = "Europe/Berlin"')  # fmt: skip
    found = dose_harms(diary, knowledge, of="kratom", usual=3.0, unit="g")
    assert found
    assert [(each.smallest, each.largest, each.above, each.side_effects.n) for each in found.groups] == [
        (1.0, 1.2, False, 2), (2.0, 2.0, False, 1), (3.0, 3.0, False, 2), (4.0, 5.0, True, 2),
    ]  # fmt: skip
    assert (found.counted, found.left_out) == (7, 2)


def test_without_a_dose_that_can_be_counted_there_is_nothing(
    diary_of: Callable[..., Diary], knowledge: Knowledge
) -> None:
    diary = diary_of("2026-03-01T08:00+01:00,rating,pain,4", "2026-03-01T08:00+01:00,dose,kratom,3,capsule")
    assert dose_harms(diary, knowledge, of="kratom", usual=3.0, unit="g") is None
    assert dose_harms(diary, knowledge, of="heat", usual=3.0, unit="min") is None


def test_another_substance_and_an_activity_are_counted_in_their_own_unit(
    diary_of: Callable[..., Diary], knowledge: Knowledge
) -> None:
    diary = diary_of(
        "2026-03-01T08:00+01:00,activity,walking,30,min", "2026-03-01T10:00+01:00,symptom,dizziness,2",
        "2026-03-02T08:00+01:00,medicine,ibuprofen,400,mg",
    )  # fmt: skip
    walked = dose_harms(diary, knowledge, of="walking", usual=30.0, unit="min")
    taken = dose_harms(diary, knowledge, of="ibuprofen", usual=400.0, unit="mg")
    assert walked
    assert taken
    assert walked.groups[0].side_effects.followed == 1
    assert taken.groups[0].side_effects.followed == 0


@given(st.integers(1, 400), st.integers(0, 400))
def test_an_interval_holds_its_share_and_stays_between_none_and_all(n: int, followed: int) -> None:
    followed = min(followed, n)
    low, high = wilson(followed, n)
    assert 0 <= low <= followed / n <= high <= 1
    assert wilson(n - followed, n)[0] == pytest.approx(1 - high)
