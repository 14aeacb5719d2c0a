"""What looks like a slip is kept and asked about."""

from collections.abc import Callable

from speciosa.record import Diary

DiaryOf = Callable[..., Diary]


def asked(diary: Diary) -> dict[str, tuple[int, ...]]:
    return {each.code: each.lines for each in diary.reading.questions}


def test_three_thousand_grams_are_a_slip_of_the_unit(diary_of: DiaryOf) -> None:
    diary = diary_of("2026-03-01T08:00+01:00,dose,kratom,3,g", "2026-03-02T08:00+01:00,dose,kratom,3000,g")
    assert asked(diary) == {"dose_size": (3,)}
    assert diary.entries.value.tolist() == [3, 3000], "asked, not mended"


def test_three_milligrams_written_as_grams_are_not_but_three_thousandths_are(diary_of: DiaryOf) -> None:
    assert asked(diary_of("2026-03-01T08:00+01:00,dose,kratom,0.003,g")) == {"dose_size": (2,)}


def test_another_substance_has_other_sizes(diary_of: DiaryOf) -> None:
    assert asked(diary_of("2026-03-01T08:00+01:00,dose,coffee,300,ml")) == {}


def test_a_product_of_ones_own_is_kratom_if_the_list_says_so(diary_of: DiaryOf) -> None:
    diary = diary_of("2026-03-01T08:00+01:00,dose,green jar,300,g", products="product,substance\ngreen jar,kratom\n")
    assert "dose_size" in asked(diary)


def test_forty_doses_in_a_day_are_asked_about(diary_of: DiaryOf) -> None:
    diary = diary_of(*(f"2026-03-01T{at // 4:02d}:{at % 4 * 15:02d}+00:00,dose,kratom,1,g" for at in range(40)))
    assert list(asked(diary)) == ["doses_a_day"]


def test_the_future_is_asked_about(diary_of: DiaryOf) -> None:
    assert asked(diary_of("2036-03-01T08:00+01:00,dose,kratom,3,g")) == {"in_future": (2,)}


def test_an_empty_clock_is_asked_about(diary_of: DiaryOf) -> None:
    assert asked(diary_of("1970-01-01T00:00+00:00,dose,kratom,3,g")) == {"long_ago": (2,)}


def test_writing_down_before_it_happened_is_asked_about(diary_of: DiaryOf) -> None:
    diary = diary_of("2026-03-02T08:00+01:00,dose,kratom,3,g,,,,2026-03-01T08:00+01:00")
    assert asked(diary) == {"recorded_before": (2,)}


def test_the_report_leads_with_a_pain_if_the_primary_outcome_was_never_rated(diary_of: DiaryOf) -> None:
    diary = diary_of(
        *(f"2026-03-0{day}T08:00+01:00,rating,mood,6" for day in range(1, 6)),
        "2026-03-01T08:00+01:00,rating,knee pain,6",
    )
    assert diary.leading_outcome == "knee pain"
    assert list(asked(diary)) == ["primary_outcome"]


def test_a_day_with_a_dose_and_none_is_asked_about(diary_of: DiaryOf) -> None:
    none = "2026-03-01T21:00+01:00,no_dose,kratom,"
    assert asked(diary_of("2026-03-01T08:00+01:00,dose,kratom,3,g", none)) == {"dose_and_none": (3,)}
    assert asked(diary_of("2026-03-01T08:00+01:00,dose,coffee,1,cup", none)) == {}
    assert asked(diary_of("2026-03-01T08:00+01:00,dose,kratom,0,g", none)) == {}


def test_a_corrected_slip_is_not_asked_about_again(diary_of: DiaryOf) -> None:
    diary = diary_of(
        "2026-03-01T08:00+01:00,dose,kratom,3000,g,,,,,d1", "2026-03-01T08:00+01:00,dose,kratom,3,g,,,,,d2,d1"
    )
    assert asked(diary) == {}
