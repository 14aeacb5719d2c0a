"""What a trial writes into a diary: a promise without an arm, and later everything."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.scale import examples
from tests.unit.trial.made import NOW_S, daily, design, folder, read

from speciosa.record import Diary, Kind
from speciosa.record.append import append_events
from speciosa.record.diary_writer import cells_of
from speciosa.trial import Allocation, Trial, TrialDesign, allocate, trial_rows
from speciosa.trial.concealment import commitment
from speciosa.trial.rows import Place

NONCE = bytes(range(32))
DAY = 86_400


def planned(
    path: Path, made: TrialDesign | None = None, seed: bytes = b"7", rows: str = "", place: Place | None = None
) -> Allocation:
    """A diary with a planned trial in a folder."""
    drawn = allocate(made or design(), seed)
    folder(path, rows or daily())
    promise = commitment(drawn.schedule(), NONCE)
    where = place or Place.of(read(path))
    append_events(path, trial_rows.planned_events(drawn, promise, now_s=NOW_S, place=where, seed_by_hand=True))
    return drawn


def take_capsules(path: Path, trial: Trial, *, days: int, count: float = 5) -> None:
    rows = ""
    for day in range(days):
        for hour in (8, 14):
            at = np.datetime64(trial.start_s + day * DAY + hour * 3600, "s")
            rows += f"{at}+00:00,dose,trial capsule,{count:g},capsule,pain,,,\n"
    with (path / "diary.csv").open("a") as file:
        file.write(rows)


def test_the_promise_reads_back_as_the_design(tmp_path: Path) -> None:
    made = design(product="my; jar|2 \\s#b;c", outcome="knee pain", most_equal_borders=2, dose_hours_h=(7.0833, 22.5))
    drawn = planned(tmp_path, made)
    trial = Trial.all_in(read(tmp_path))[-1]
    assert trial.design == made
    assert [each.code for each in trial.periods] == list(drawn.codes)
    assert trial.revealed_s is None
    assert trial.seed_by_hand


def test_periods_begin_at_local_midnight_through_a_change_of_clocks(tmp_path: Path) -> None:
    planned(tmp_path, design(starts="2026-03-28"))
    arms = read(tmp_path).entries.of_kind(Kind.ASSIGNMENT)
    assert [each.local_time for each in arms][:3] == [
        "2026-03-28T00:00:00+01:00", "2026-04-07T00:00:00+02:00", "2026-04-17T00:00:00+02:00",
    ]  # fmt: skip
    assert arms.unit.tolist() == ["masked"] * 8 + ["open"]
    assert arms.value.tolist() == list(range(1, 10))
    assert arms.name[8] == "usual"


def test_without_a_zone_days_begin_where_the_last_entry_was_written(tmp_path: Path) -> None:
    planned(tmp_path, place=Place(None, -330))
    assert read(tmp_path).entries.of_kind(Kind.ASSIGNMENT).event(0).local_time == "2026-03-08T00:00:00-05:30"


@settings(max_examples=examples(25))
@given(seed=st.binary(min_size=1, max_size=32), blocks=st.integers(2, 6))
def test_the_diary_holds_no_byte_that_depends_on_the_arms_but_the_hash(seed: bytes, blocks: int) -> None:
    drawn = allocate(design(blocks=blocks), seed)
    swapped = {"usual": "-25%", "-25%": "usual"}
    other = replace(drawn, arms=tuple(swapped[each] for each in drawn.arms))
    place = Place(None, 60)

    def written(allocation: Allocation) -> str:
        promise = commitment(allocation.schedule(), NONCE)
        rows = trial_rows.planned_events(allocation, promise, now_s=NOW_S, place=place, seed_by_hand=False)
        return "\n".join(",".join(cells_of(row)) for row in rows).replace(promise, "HASH")

    assert drawn.arms != other.arms
    assert written(drawn) == written(other)
    assert "HASH" in written(drawn)


def revealed(path: Path, drawn: Allocation, now_s: int) -> Diary:
    diary = read(path, now_s)
    trial = Trial.all_in(diary)[-1]
    append_events(path, trial_rows.revealed_events(diary, trial, drawn.arms, NONCE, now_s=now_s))
    return read(path, now_s)


def test_the_reveal_restores_the_schedule_and_the_grams(tmp_path: Path) -> None:
    drawn = planned(tmp_path)
    before = (tmp_path / "diary.csv").read_text()
    trial = Trial.all_in(read(tmp_path))[-1]
    take_capsules(tmp_path, trial, days=80)
    end_s = trial.end_s + DAY
    diary = revealed(tmp_path, drawn, end_s)
    assert (tmp_path / "diary.csv").read_text().startswith(before), "rows that stood there stay as they are"
    arms = diary.entries.of_kind(Kind.ASSIGNMENT)
    assert tuple(arms.name.tolist()) == (*drawn.arms, "usual")
    assert [each.name for each in Trial.all_in(diary)[-1].periods] == list(drawn.arms)
    doses = diary.entries.take(diary.entries.time_s >= trial.start_s).of_kind(Kind.DOSE)
    assert set(doses.name.tolist()) == {"kratom leaf powder#2"}
    share = {"usual": 2.5, "-25%": 1.875}
    assert doses.value.tolist() == [share[arm] for arm in drawn.arms for _ in range(20)]
    assert set(doses.reason.tolist()) == {2}
    assert len(diary.history.of_kind(Kind.DOSE, "trial capsule")) == 160, "what stood there is still in its history"
    known = diary.as_of(trial.end_s)
    assert len(known.entries.of_kind(Kind.DOSE, "trial capsule")) == 160, "nobody knew the grams then"
    assert set(known.entries.of_kind(Kind.ASSIGNMENT).name.tolist()) == {*drawn.codes, "usual"}


def test_a_second_reveal_adds_only_what_came_in_between(tmp_path: Path) -> None:
    drawn = planned(tmp_path)
    trial = Trial.all_in(read(tmp_path))[-1]
    take_capsules(tmp_path, trial, days=3)
    end_s = trial.end_s + DAY
    diary = revealed(tmp_path, drawn, end_s)
    again = Trial.all_in(diary)[-1]
    assert again.revealed_s == end_s
    assert trial_rows.revealed_events(diary, again, drawn.arms, NONCE, now_s=end_s + 60) == ()
    with (tmp_path / "diary.csv").open("a") as file:
        file.write(f"{np.datetime64(trial.start_s + 5 * DAY, 's')}+00:00,dose,trial capsule,2,capsule,,,,\n")
    diary = read(tmp_path, end_s)
    late = trial_rows.revealed_events(diary, Trial.all_in(diary)[-1], drawn.arms, NONCE, now_s=end_s + 60)
    assert [each.kind for each in late] == [Kind.DOSE]
    assert revealed(tmp_path, drawn, end_s + 60).entries.of_kind(Kind.DOSE, "trial capsule").id.tolist() == []


def test_unknown_amounts_stay_unknown_and_other_days_stay_as_they_are(tmp_path: Path) -> None:
    drawn = planned(tmp_path)
    trial = Trial.all_in(read(tmp_path))[-1]
    with (tmp_path / "diary.csv").open("a") as file:
        for at_s, value in ((trial.start_s + 3600, "unknown"), (trial.start_s - 60, "5"), (trial.end_s, "5")):
            file.write(f"{np.datetime64(at_s, 's')}+00:00,dose,trial capsule,{value},capsule,,,,\n")
    diary = revealed(tmp_path, drawn, trial.end_s + DAY)
    assert len(diary.entries.of_kind(Kind.DOSE, "trial capsule")) == 2
    assert len(trial_rows.masked_doses(diary, trial)[1]) == 2
    doses = diary.entries.of_kind(Kind.DOSE)
    assert doses.answer[doses.time_s == trial.start_s + 3600].tolist() == [2]


def test_after_a_stop_the_periods_that_never_began_are_taken_back(tmp_path: Path) -> None:
    drawn = planned(tmp_path)
    trial = Trial.all_in(read(tmp_path))[-1]
    stop_s = trial.periods[2].start_s + 3 * DAY
    with (tmp_path / "diary.csv").open("a") as file:
        file.write(f"{np.datetime64(stop_s, 's')}+00:00,event,trial_stopped,,,,,,\n")
    diary = revealed(tmp_path, drawn, stop_s + DAY)
    later = diary.as_of(trial.end_s + 100 * DAY)
    arms = later.entries.of_kind(Kind.ASSIGNMENT)
    assert arms.name.tolist() == [*drawn.arms[:3], "usual", "usual"]
    assert arms.time_s[3] == stop_s
    assert arms.unit.tolist() == ["masked"] * 3 + ["open"] * 2
    assert trial_rows.revealed_events(diary, Trial.all_in(diary)[-1], drawn.arms, NONCE, now_s=stop_s + 2 * DAY) == ()
