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


def asks(diary: Diary) -> list[str]:
    return [each.ask for each in diary.reading.questions if each.code == "medicine_name"]


def test_a_name_that_is_nearly_a_medicine_is_asked_about_once_with_its_lines(diary_of: DiaryOf) -> None:
    diary = diary_of(
        "2026-03-01T08:00+01:00,medicine,setraline,50,mg",
        "2026-03-01T09:00+01:00,medicine,sertraline 50 mg,50,mg",
        "2026-03-02T08:00+01:00,medicine,setraline,50,mg",
    )
    assert asked(diary) == {"medicine_name": (2, 4)}
    (ask,) = asks(diary)
    assert ask.startswith("Did you mean sertraline by setraline? It counts once you say so")
    assert ask.endswith("(2 entries)")


def test_a_dose_of_something_else_and_a_listed_medicine_are_asked_about_too(diary_of: DiaryOf) -> None:
    diary = diary_of(
        "2026-03-01T08:00+01:00,dose,gabapentn,300,mg", person='medicines = ["Tramadoll 50 mg"]\n'
    )  # fmt: skip
    assert [each.partition("?")[0] for each in asks(diary)] == [
        "Did you mean tramadol by Tramadoll 50 mg", "Did you mean gabapentin by gabapentn",
    ]  # fmt: skip
    assert [each.lines for each in diary.reading.questions] == [(), (2,)]


def test_what_was_said_to_mean_something_is_not_asked_about_again(diary_of: DiaryOf) -> None:
    row = "2026-03-01T08:00+01:00,medicine,Setraline  50,50,mg"
    assert asks(diary_of(row))
    assert asks(diary_of(row, person='[medicine_names]\n"setraline 50" = "sertraline"\n')) == []


def test_a_known_an_unknown_and_a_kratom_name_are_not_asked_about(diary_of: DiaryOf) -> None:
    diary = diary_of(
        "2026-03-01T08:00+01:00,medicine,Sertraline HCl 50mg,1,tablet",
        "2026-03-01T09:00+01:00,medicine,stardust,1,tablet",
        "2026-03-01T10:00+01:00,dose,kratom leaf powder,3,g",
        "2026-03-01T11:00+01:00,dose,tramadol#3,3,g",
        "2026-03-01T12:00+01:00,rating,tramadoll,3",
        products="product,substance\ntramadol,kratom\n",
    )
    assert asks(diary) == []


def test_of_many_near_names_twenty_are_asked_about_and_a_long_one_is_cut_short(diary_of: DiaryOf) -> None:
    slips = [f"2026-03-{day:02d}T08:00+01:00,medicine,setraline {day} mg,1,tablet" for day in range(1, 29)]
    assert len(asks(diary_of(*slips))) == 20
    long = f"2026-03-01T08:00+01:00,medicine,setraline {'and more ' * 12},1,tablet"
    (ask,) = asks(diary_of(long))
    assert len(ask.partition("?")[0]) < 100
    assert ask.partition("?")[0].endswith("...")
