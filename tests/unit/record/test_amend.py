"""Corrections: nothing is overwritten, and what was known then can be seen again."""

from collections.abc import Callable

from speciosa.record import Diary

DiaryOf = Callable[..., Diary]
FIRST = "2026-03-01T08:00+01:00,dose,kratom,30,g,,,,,d1"
FIXED = "2026-03-01T08:00+01:00,dose,kratom,3,g,,,,2026-03-01T20:00+01:00,d2,d1"
EVENING_S = 1_772_391_600  # 2026-03-01T20:00+01:00


def test_a_correction_stands_and_the_old_entry_stays_in_the_history(diary_of: DiaryOf) -> None:
    diary = diary_of(FIRST, FIXED)
    assert diary.entries.value.tolist() == [3]
    assert sorted(diary.history.value.tolist()) == [3, 30]


def test_before_the_correction_was_written_down_the_old_entry_stood(diary_of: DiaryOf) -> None:
    diary = diary_of(FIRST, FIXED)
    assert diary.as_of(EVENING_S - 1).entries.value.tolist() == [30]
    assert diary.as_of(EVENING_S).entries.value.tolist() == [3]


def test_what_happens_later_was_not_known(diary_of: DiaryOf) -> None:
    diary = diary_of(FIRST, "2026-03-05T08:00+01:00,rating,pain,4")
    assert len(diary.as_of(EVENING_S).entries) == 1


def test_an_entry_can_be_taken_back(diary_of: DiaryOf) -> None:
    diary = diary_of(FIRST, "2026-03-01T09:00+01:00,event,retracted,,,,,,,d2,d1")
    assert len(diary.entries) == 0
    assert len(diary.history) == 2


def test_a_chain_of_corrections_leaves_the_last(diary_of: DiaryOf) -> None:
    diary = diary_of(FIRST, FIXED, "2026-03-01T08:00+01:00,dose,kratom,4,g,,,,2026-03-02T20:00+01:00,d3,d2")
    assert diary.entries.value.tolist() == [4]


def test_of_two_corrections_the_later_stands_and_somebody_is_asked(diary_of: DiaryOf) -> None:
    diary = diary_of(FIRST, FIXED, "2026-03-01T08:00+01:00,dose,kratom,4,g,,,,2026-03-02T20:00+01:00,d3,d1")
    assert diary.entries.value.tolist() == [4]
    assert [each.code for each in diary.reading.questions if each.code == "corrected_twice"] == ["corrected_twice"]


def test_a_correction_of_a_missing_entry_is_refused(diary_of: DiaryOf) -> None:
    diary = diary_of("2026-03-01T08:00+01:00,dose,kratom,3,g,,,,,d2,nothing")
    assert (diary.reading.kept, diary.reading.refused[0].line) == (0, 2)
    assert "not in this diary" in diary.reading.refused[0].why


def test_corrections_that_go_in_a_circle_are_refused(diary_of: DiaryOf) -> None:
    diary = diary_of(
        "2026-03-01T08:00+01:00,dose,kratom,3,g,,,,,a,b",
        "2026-03-01T08:00+01:00,dose,kratom,4,g,,,,,b,a",
        "2026-03-01T09:00+01:00,dose,kratom,5,g,,,,,c,c",
        "2026-03-01T10:00+01:00,rating,pain,5",
    )
    assert [each.line for each in diary.reading.refused] == [2, 3, 4]
    assert diary.reading.kept == 1


def test_a_correction_may_stand_above_what_it_corrects(diary_of: DiaryOf) -> None:
    assert diary_of(FIXED, FIRST).entries.value.tolist() == [3]


def test_the_branch_that_loses_falls_whole(diary_of: DiaryOf) -> None:
    diary = diary_of(
        FIRST,
        FIXED,
        "2026-03-01T08:00+01:00,dose,kratom,4,g,,,,2026-03-02T20:00+01:00,d3,d2",
        "2026-03-01T08:00+01:00,dose,kratom,5,g,,,,2026-03-03T20:00+01:00,d4,d1",
    )
    assert diary.entries.value.tolist() == [5]


def test_a_long_chain_of_corrections_is_followed_to_its_end(diary_of: DiaryOf) -> None:
    rows = [
        f"2026-03-01T08:00+01:00,dose,kratom,{at % 9 + 1},g,,,,,d{at},{'' if at == 0 else f'd{at - 1}'}"
        for at in range(5000)
    ]
    assert len(diary_of(*rows).entries) == 1
