"""The liver: laboratory values against their limits, the watched weeks, the ratio, and the causality scale."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from speciosa.knowledge import Act
from speciosa.safety import Findings, liver
from speciosa.safety.case import Case
from speciosa.safety.liver_values import liver_values

Made = Callable[..., Case]
Screened = Callable[..., Findings]
LAST = "2026-05-20T20:00+02:00,rating,pain,4,,,,,,last,,"


def row(day: str, what: str, key: str) -> str:
    """`what`: kind,name,value,unit. `day`: of May, or a whole date."""
    date = day if "-" in day else f"2026-05-{day}"
    return f"{date}T10:00+02:00,{what},,,,,{key},,"


def labs(day: str = "18", limit_day: str = "01", **values: float) -> list[str]:
    """Values in U/L (bilirubin in mg/dL), and limits that make them as many times their limit as they say."""
    rows = []
    for name, value in values.items():
        unit, limit = ("mg/dL", 1) if name == "bilirubin" else ("U/L", 40)
        amount = value if name == "INR" else value * limit
        if name != "INR":
            rows.append(row(limit_day, f"lab,{name}.uln,{limit},{unit}", f"{name}-limit"))
        rows.append(row(day, f"lab,{name},{amount:g},{'ratio' if name == 'INR' else unit}", f"{name}-{day}"))
    return rows


def act_of(found: Findings, code: str = "liver_values") -> Act | None:
    """What to do by a rule; by default by either rule of the values, where it is more than for the next visit."""
    acts = {each.code: each.act for each in found.findings}
    if code == "liver_values" and acts.get("liver_value_alone") is Act.THIS_WEEK:
        return Act.THIS_WEEK
    return acts.get(code)


@pytest.mark.parametrize(
    ("values", "act"),
    [
        ({"ALT": 3.0}, None),
        ({"ALT": 3.025}, Act.THIS_WEEK),
        ({"AST": 3.025}, Act.THIS_WEEK),
        ({"ALT": 10.0}, Act.THIS_WEEK),
        ({"ALT": 10.025}, Act.TODAY),
        ({"bilirubin": 2.0}, None),
        ({"bilirubin": 2.05}, Act.THIS_WEEK),
        ({"ALP": 2.0}, None),
        ({"ALP": 2.025}, Act.THIS_WEEK),
        ({"ALT": 3.0, "bilirubin": 2.0}, None),
        ({"ALT": 3.025, "bilirubin": 2.0}, Act.THIS_WEEK),
        ({"ALT": 3.025, "INR": 1.49}, Act.THIS_WEEK),
        ({"ALT": 3.025, "INR": 1.5}, Act.TODAY),
        ({"INR": 3.0}, None),
        ({"GGT": 20.0}, None),
    ],
)
def test_each_bound_of_the_values_counts_above_it_alone(
    values: dict[str, float], act: Act | None, findings_of: Screened
) -> None:
    rows = labs(**values)  # type: ignore[arg-type]
    assert act_of(findings_of(*rows, LAST)) is act


def test_high_enzymes_with_high_bilirubin_are_said_together(case_of: Made) -> None:
    seen = liver.values_high(case_of(*labs(ALT=4.2, bilirubin=2.5), LAST))
    assert seen is not None
    assert seen.act is Act.TODAY
    assert seen.says == "ALT 4.2 times its upper limit and bilirubin 2.5 times its upper limit."
    assert set(seen.ids) == {"ALT-18", "ALT-limit", "bilirubin-18", "bilirubin-limit"}


@pytest.mark.parametrize(("day", "together"), [("04", True), ("03", False)])
def test_enzymes_and_bilirubin_belong_together_within_two_weeks(day: str, together: bool, case_of: Made) -> None:
    case = case_of(*labs(day="18", bilirubin=2.5), *labs(day=day, ALT=4), LAST)
    seen = liver.values_high(case) or liver.value_alone(case)
    assert seen is not None
    assert (" and " in seen.says) is together


def test_a_high_enzyme_with_a_sign_of_the_liver_is_for_today(findings_of: Screened) -> None:
    beside = row("18", "symptom,itching,,", "s")
    assert act_of(findings_of(*labs(ALT=4), beside, LAST)) is Act.TODAY
    assert act_of(findings_of(*labs(ALT=2), beside, LAST)) is None


def test_without_the_limit_nothing_is_normal_and_it_is_said(case_of: Made) -> None:
    case = case_of(row("18", "lab,ALT,900,U/L", "v"), LAST)
    assert liver.values_high(case) is None
    (gap,) = [each for each in liver.gaps(case) if each.code == "liver_alt"]
    assert "no upper limit" in gap.why
    assert "does not mean that it was normal" in gap.why


def test_a_limit_in_another_unit_is_not_used_and_one_entered_later_is_better_than_none(case_of: Made) -> None:
    other = case_of(row("01", "lab,bilirubin.uln,1,mg/dL", "l"), row("18", "lab,bilirubin,90,umol/L", "v"), LAST)
    assert liver.values_high(other) is None
    assert "different units" in next(each.why for each in liver.gaps(other) if each.code == "liver_bilirubin")
    later = case_of(row("18", "lab,ALT,900,U/L", "v"), row("19", "lab,ALT.uln,40,U/L", "l"), LAST)
    seen = liver.values_high(later)
    assert seen is not None
    assert set(seen.ids) == {"v", "l"}


def test_the_latest_limit_before_a_value_is_the_one(case_of: Made) -> None:
    rows = [
        row("01", "lab,ALT.uln,40,U/L", "a"),
        row("10", "lab,GPT.uln,50,IU/L", "b"),
        row("18", "lab,SGPT,100,u/l", "v"),
    ]
    (value,) = liver_values(case_of(*rows, LAST).diary.entries)
    assert (value.test, value.times, value.ids) == ("ALT", 2.0, ("v", "b"))


def test_no_tests_at_all_are_not_looked_at(case_of: Made) -> None:
    assert [each.code for each in liver.gaps(case_of(LAST))] == ["liver_tests"]
    assert liver.liver_picture(case_of(LAST)) is None


def test_later_values_within_their_limits_make_it_a_matter_of_the_week(findings_of: Screened) -> None:
    before, after = labs(day="04", ALT=12), labs(day="18", ALT=0.9)[1:]
    assert act_of(findings_of(*before, *after, LAST)) is Act.THIS_WEEK
    assert act_of(findings_of(*before, *labs(day="18", ALT=1.1)[1:], LAST)) is Act.TODAY


@pytest.mark.parametrize(
    ("date", "act"), [("2026-02-20", Act.TODAY), ("2026-02-18", Act.THIS_WEEK), ("2023-02-18", Act.THIS_WEEK)]
)
def test_high_values_are_for_today_for_three_months_and_never_forgotten(
    date: str, act: Act, findings_of: Screened
) -> None:
    assert act_of(findings_of(*labs(day=date, limit_day="2022-01-01", ALT=4, bilirubin=3), LAST)) is act


def dose(date: str, name: str = "kratom leaf powder") -> str:
    return row(date, f"dose,{name},3,g", f"d{date}")


@pytest.mark.parametrize(
    ("started", "watched"),
    [("2026-05-18", True), ("2026-05-19", False), ("2026-03-21", True), ("2026-03-20", False)],
)
def test_a_weak_sign_is_for_today_from_day_2_to_day_60_after_a_start(
    started: str, watched: bool, findings_of: Screened
) -> None:
    rows = [row(started, "event,started,kratom,", "b"), row("20", "symptom,itching,,", "s")]
    found = findings_of(*rows, LAST)
    assert (act_of(found, "liver_watch") is Act.TODAY) is watched
    assert act_of(found, "liver_weak") is (None if watched else Act.THIS_WEEK)


def test_a_new_product_a_first_dose_and_one_after_a_pause_are_starts_and_others_are_not(case_of: Made) -> None:
    sign = row("20", "symptom,fever,,", "s")
    early = row("2026-01-01", "rating,pain,4,", "r")

    def says(*rows: str) -> str | None:
        seen = liver.weak_sign_after_start(case_of(*rows, sign, LAST))
        return seen.says if seen else None

    habit = [dose(f"2026-0{month}-{day:02}") for month in (3, 4, 5) for day in (1, 8, 15, 20 - 2 * (month == 5))]
    assert says(*habit) is None
    assert (
        says(*habit, row("08", "event,product_changed,kratom leaf powder#2,", "p"))
        == "Fever, 12 days after a new product."
    )
    assert says(early, dose("2026-05-08"), dose("2026-05-15")) == "Fever, 12 days after you started."
    assert says(early, dose("2026-01-02"), dose("2026-05-08")) == "Fever, 12 days after you took it again."
    assert says(row("08", "event,started,physiotherapy,", "x"), *habit) is None


def test_two_weak_signs_within_a_day_are_for_today_and_one_is_not(findings_of: Screened) -> None:
    itch, belly = row("19", "symptom,itching,,", "a"), row("19", "symptom,right upper belly pain,,", "b")
    assert act_of(findings_of(itch, belly, LAST), "liver_weak_two") is Act.TODAY
    assert act_of(findings_of(itch, LAST), "liver_weak_two") is None
    assert act_of(findings_of(itch, row("17", "symptom,fever,,", "c"), LAST), "liver_weak_two") is None


def test_tired_and_without_appetite_together_are_for_the_week(findings_of: Screened) -> None:
    tired, no_food = row("19", "symptom,tiredness,5,", "a"), row("19", "symptom,loss of appetite,,", "b")
    assert act_of(findings_of(tired, no_food, LAST), "liver_tired") is Act.THIS_WEEK
    assert act_of(findings_of(tired, LAST), "liver_tired") is None


@pytest.mark.parametrize(
    ("alt", "alp", "pattern"),
    [(10.0, 2.0, "hepatocellular"), (9.9, 2.0, "mixed"), (4.1, 2.0, "mixed"), (4.0, 2.0, "cholestatic")],
)
def test_the_ratio_names_the_pattern_at_its_published_bounds(
    alt: float, alp: float, pattern: str, case_of: Made
) -> None:
    picture = liver.liver_picture(case_of(*labs(ALT=alt, ALP=alp), LAST))
    assert picture is not None
    assert picture.pattern == pattern
    assert [each.scale for each in picture.scales] == [
        f"rucam_{'hepatocellular' if pattern[0] == 'h' else 'cholestatic'}"
    ]


@pytest.mark.parametrize(("day", "known"), [("15", True), ("14", False)])
def test_the_ratio_needs_both_values_within_three_days(day: str, known: bool, case_of: Made) -> None:
    picture = liver.liver_picture(case_of(*labs(day="18", ALT=6), *labs(day=day, ALP=1), LAST))
    assert picture is not None
    assert (picture.r is not None) is known


def test_a_note_about_yellow_eyes_is_never_read(findings_of: Screened) -> None:
    noted = "2026-05-18T10:00+02:00,rating,pain,4,,,,,,n,,my eyes are yellow and I have jaundice"
    assert not {each.code for each in findings_of(noted, LAST).findings} & {"liver", "liver_watch", "liver_weak"}


@pytest.mark.parametrize(("date", "leads"), [("2026-02-21", True), ("2026-02-17", False)])
def test_an_urgent_value_of_three_months_leads_before_a_newer_milder_one(date: str, leads: bool, case_of: Made) -> None:
    rows = [*labs(day=date, limit_day="2026-01-01", ALT=6, bilirubin=3), *labs(day="18", ALT=4)[1:]]
    case = case_of(*rows, LAST)
    seen = liver.values_high(case) or liver.value_alone(case)
    assert seen is not None
    assert (" and " in seen.says) is leads


@pytest.mark.parametrize(("date", "again"), [("2026-04-17", True), ("2026-04-18", False)])
def test_four_weeks_without_a_dose_make_the_next_one_a_start(date: str, again: bool, case_of: Made) -> None:
    rows = [dose(date), dose("2026-05-15"), row("20", "symptom,fever,,", "s")]
    assert (liver.weak_sign_after_start(case_of(*rows, LAST)) is not None) is again


def test_a_value_a_little_above_its_limit_is_for_the_next_visit_and_one_at_it_is_not(findings_of: Screened) -> None:
    acts = [
        {each.code: each.act for each in findings_of(*labs(ALT=times), LAST).findings}.get("liver_value_alone")
        for times in (1.025, 1.0)
    ]
    assert acts == [Act.NEXT_VISIT, None]
