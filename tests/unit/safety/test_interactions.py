"""Every row of the interactions put to a record: one that sets it off, and near misses that do not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from speciosa.knowledge import Act, Knowledge, Urgency, load_knowledge, medicine_rows
from speciosa.safety.case import Case
from speciosa.safety.finding import Finding
from speciosa.safety.interactions import interaction_findings

Cases = Callable[..., Case]
LAST = "2026-05-27T10:00+02:00,rating,pain,3,,,,,,end,,"
KRATOM = "2026-05-26T12:00+02:00,dose,kratom leaf powder,3,g,,,,,k1,,"
HYDROXY = "2026-05-26T12:00+02:00,dose,7-OH tablet,1,tablet,,,,,h1,,"
SPECIAL = ("answer_sleepy", "answer_nerves", "answer_heart", "on_stopping", "hydroxy_products")


def row(day: str, kind: str, name: str, value: str = "50", unit: str = "mg", entry: str = "m1") -> str:
    return f"2026-{day}T10:00+02:00,{kind},{name},{value},{unit},,,,,{entry},,"


def found_in(case: Case) -> dict[str, Finding]:
    return {each.code: each for each in interaction_findings(case)}


def member_of(group: str, wanted: medicine_rows.Interaction, knowledge: Knowledge) -> str:
    """A medicine of the group that no narrower row of the same mechanism takes."""
    earlier = {
        other for each in knowledge.interactions[: knowledge.interactions.index(wanted)]
        if each.mechanism == wanted.mechanism and each.act for other in each.groups
    }  # fmt: skip
    members = [name for each in knowledge.medicine_groups if each.group == group for name in each.members]
    return next(
        (name for name in members if knowledge.medicines[name].kind != "class" and not knowledge.medicines[name].parts
         and not knowledge.groups_of(name) & earlier and [m.name for m in knowledge.medicine(name).medicines] == [name]),
        "",
    )  # fmt: skip


ROWS = [each for each in load_knowledge().interactions if each.act is not None and each.key not in SPECIAL]
FIRING = [
    (each.key, group, name)
    for each in ROWS
    for group in each.groups
    if (name := member_of(group, each, load_knowledge()))
]


def test_every_row_with_an_act_has_a_medicine_that_sets_it_off() -> None:
    assert {key for key, _, _ in FIRING} == {each.key for each in ROWS}


@pytest.mark.parametrize(("key", "group", "name"), FIRING, ids=[f"{key}-{group}" for key, group, _ in FIRING])
def test_a_current_medicine_of_each_group_sets_its_row_off(case_of: Cases, key: str, group: str, name: str) -> None:
    entry = row("05-25", "medicine", name)
    found = found_in(case_of(KRATOM, entry, LAST))[f"interaction_{key}"]
    wanted = next(each for each in ROWS if each.key == key)
    assert found.act is wanted.act
    assert found.evidence == wanted.evidence
    assert found.sources == wanted.source
    assert name in found.title.casefold()
    assert "{medicine}" not in f"{found.title}{found.because}{found.say}{''.join(found.adds)}"
    assert {"m1", "k1"} <= set(found.why)
    assert found.because
    assert found.who
    # near misses: the same medicine without kratom, not taken, or long gone
    code = f"interaction_{key}"
    assert code not in found_in(case_of(entry, LAST)), group
    assert code not in found_in(case_of(KRATOM, row("05-25", "medicine", name, "0"), LAST))
    assert code not in found_in(case_of(KRATOM, row("01-25", "medicine", name), LAST))


@pytest.mark.parametrize("key", [each.key for each in ROWS])
def test_a_medicine_of_no_group_of_the_row_does_not_set_it_off(case_of: Cases, key: str) -> None:
    wanted = next(each for each in ROWS if each.key == key)
    knowledge = load_knowledge()
    other = next(
        name for _, _, name in FIRING if not knowledge.groups_of(name) & set(wanted.groups)
    )  # fmt: skip
    assert f"interaction_{key}" not in found_in(case_of(KRATOM, row("05-25", "medicine", other), LAST))


@pytest.mark.parametrize("answer", ["sleepy", "nerves", "heart"])
def test_an_answer_about_an_unknown_name_may_warn(case_of: Cases, answer: str) -> None:
    person = f'medicines = ["Zzyxquorn"]\n[medicine_answers]\n"Zzyxquorn" = ["{answer}"]'
    found = found_in(case_of(KRATOM, LAST, person=person))
    assert list(found) == [f"interaction_answer_{answer}"]
    (warning,) = found.values()
    assert "may" in f"{warning.title} {warning.because}"
    assert "Zzyxquorn" in warning.title


def test_the_answer_that_all_are_no_warns_of_nothing(case_of: Cases) -> None:
    person = 'medicines = ["Zzyxquorn"]\n[medicine_answers]\n"Zzyxquorn" = ["none"]'
    assert found_in(case_of(KRATOM, LAST, person=person)) == {}


def test_a_near_name_counts_for_nothing(case_of: Cases) -> None:
    assert found_in(case_of(KRATOM, row("05-25", "medicine", "oxycodonne"), LAST)) == {}


def test_two_medicines_of_one_row_stand_in_one_title(case_of: Cases) -> None:
    case = case_of(
        KRATOM, row("05-25", "medicine", "oxycodone"), row("05-26", "dose", "beer", "1", "serving", "b1"), LAST
    )
    found = found_in(case)["interaction_sedatives"]
    assert found.title.startswith("Oxycodone and alcohol with kratom")
    assert "beer (alcohol)" in found.seen
    assert set(found.why) == {"m1", "b1", "k1"}


def test_a_medicine_of_which_little_matters_is_not_said_twice(case_of: Cases) -> None:
    found = found_in(case_of(KRATOM, LAST, person='medicines = ["tacrolimus"]'))
    assert "interaction_cyp3a_substrates" in found
    assert "interaction_cyp3a_substrates_other" not in found
    assert any("less kratom" in each for each in found["interaction_cyp3a_substrates"].adds)
    assert not any("less kratom" in each for each in found["interaction_pgp_substrates"].adds)


def test_with_a_7_oh_product_alone_rows_about_leaf_are_no_findings(case_of: Cases) -> None:
    person = 'medicines = ["tacrolimus", "oxycodone", "naltrexone"]'
    keys = set(found_in(case_of(HYDROXY, LAST, person=person)))
    assert keys == {"interaction_sedatives", "interaction_naltrexone"}
    assert "interaction_cyp3a_substrates" in found_in(case_of(KRATOM, LAST, person=person))


def test_a_7_oh_product_on_top_of_leaf_is_a_finding_and_either_alone_is_none(case_of: Cases) -> None:
    code = "interaction_hydroxy_products"
    both = found_in(case_of(KRATOM, HYDROXY, LAST))[code]
    assert both.title.startswith("A 7-OH product on top of kratom")
    assert "h1" in both.why
    kin = row("05-26", "dose", "MGM-15", "1", "tablet", "h2")
    assert code in found_in(case_of(KRATOM, kin, LAST))
    for alone in (KRATOM, HYDROXY, kin):
        assert code not in found_in(case_of(alone, LAST))


def symptom(day: str, word: str, value: str = "", entry: str = "s1") -> str:
    return f"2026-{day}T10:00+02:00,symptom,{word},{value},,,,,,{entry},,"


OPIOID = row("05-26", "medicine", "oxycodone")


@pytest.mark.parametrize(
    ("medicine", "sign", "key", "act"),
    [
        ("oxycodone", ("drowsiness", ""), "sedatives", Act.TODAY),
        ("oxycodone", ("drowsiness", "7.9"), "sedatives", Act.TODAY),
        ("oxycodone", ("drowsiness", "8"), "sedatives", Act.CALL_EMERGENCY),
        ("oxycodone", ("slow_breathing", ""), "sedatives", Act.CALL_EMERGENCY),
        ("oxycodone", ("drowsiness", "0"), "sedatives", Act.THIS_WEEK),
        ("oxycodone", ("nausea", "9"), "sedatives", Act.THIS_WEEK),
        ("quetiapine", ("fever", ""), "quetiapine", Act.TODAY),
        ("quetiapine", ("fainting", ""), "quetiapine", Act.CALL_EMERGENCY),
        ("methadone", ("fainting", ""), "qt_medicines", Act.CALL_EMERGENCY),
        ("methadone", ("drowsiness", "5"), "buprenorphine_methadone", Act.TODAY),
        ("methotrexate", ("dark_urine", ""), "liver_medicines", Act.TODAY),
        ("sertraline", ("fever", "9"), "serotonin_other", Act.NEXT_VISIT),
    ],
)
def test_signs_of_the_same_days_make_a_row_urgent(
    case_of: Cases, medicine: str, sign: tuple[str, str], key: str, act: Act
) -> None:
    case = case_of(KRATOM, row("05-26", "medicine", medicine), symptom("05-27", *sign))
    found = found_in(case)[f"interaction_{key}"]
    assert found.act is act
    urgent = act in (Act.TODAY, Act.CALL_EMERGENCY)
    assert (found.urgency is Urgency.NOW) is urgent
    assert ("s1" in found.why) is urgent
    assert ("emergency" in found.who) is (act is Act.CALL_EMERGENCY)


@pytest.mark.parametrize(
    ("medicine_day", "kratom_day", "sign_day", "urgent"),
    [
        ("05-25", "05-25", "05-27", True),
        ("05-24", "05-25", "05-27", False),
        ("05-25", "05-24", "05-27", False),
        ("05-25", "05-25", "05-25", True),
        ("05-24", "05-24", "05-24", False),
    ],
)
def test_signs_two_days_apart_belong_together_and_three_days_do_not(
    case_of: Cases, medicine_day: str, kratom_day: str, sign_day: str, urgent: bool
) -> None:
    case = case_of(
        row(kratom_day, "dose", "kratom", "3", "g", "k1"), row(medicine_day, "medicine", "oxycodone"),
        symptom(sign_day, "slow_breathing"), LAST,
    )  # fmt: skip
    assert (found_in(case)["interaction_sedatives"].act is Act.CALL_EMERGENCY) is urgent


def test_signs_an_hour_more_than_two_days_apart_do_not_belong_together(case_of: Cases) -> None:
    medicine = row("05-25", "medicine", "oxycodone").replace("T10:00", "T09:00")
    found = found_in(case_of(KRATOM, medicine, symptom("05-27", "slow_breathing")))
    assert found["interaction_sedatives"].act is Act.THIS_WEEK


def test_a_sign_that_was_denied_later_is_for_today(case_of: Cases) -> None:
    later = "2026-05-27T12:00+02:00,symptom,slow_breathing,0,,,,,,s2,,"
    case = case_of(KRATOM, OPIOID, symptom("05-27", "slow_breathing"), later)
    assert found_in(case)["interaction_sedatives"].act is Act.TODAY


def daily(first: int, last: int, doses: int = 1) -> list[str]:
    """Kratom on each of these days of May, so many doses a day."""
    return [
        f"2026-05-{day:02d}T{8 + hour:02d}:00+02:00,dose,kratom,3,g,,,,,k{day}-{hour},,"
        for day in range(first, last + 1) for hour in range(doses)
    ]  # fmt: skip


def mood(first: int = 1, last: int = 27) -> list[str]:
    return [f"2026-05-{day:02d}T10:00+02:00,rating,mood,5,,,,,,r{day},," for day in range(first, last + 1)]


PERSON = 'medicines = ["tacrolimus"]'
CODE = "interaction_on_stopping"


@pytest.mark.parametrize(
    ("rows", "stops"),
    [
        ([*daily(1, 26), *mood()], False),
        ([*daily(1, 24), *mood()], True),  # three days and two hours without
        ([*daily(1, 25), *mood()], False),  # two days
        ([*(each.replace("T08", "T12") for each in daily(1, 24)), *mood()], False),  # two days and 22 hours
        ([*daily(18, 24), *mood()], True),  # seven days with it, then none
        ([*daily(19, 24), *mood()], False),  # six days with it
        ([*daily(1, 26), *mood(), row("05-26", "event", "stopped", "kratom", "", "x")], True),
        ([*daily(1, 26), *mood(), row("05-26", "event", "stopped", "sertraline", "", "x")], False),
        ([*daily(1, 26), *mood(), row("05-20", "event", "stopped", "kratom", "", "x")], False),  # taken again since
        ([*daily(1, 26), *mood(), row("05-26", "strategy", "kratom", "stop", "", "x")], True),
        ([*daily(1, 26), *mood(), row("05-26", "strategy", "kratom", "start", "", "x")], False),
        ([*daily(1, 26), *mood(), row("05-20", "assignment", "-25%", "1", "open", "x")], True),
        ([*daily(1, 26), *mood(), row("05-20", "assignment", "usual", "1", "open", "x")], False),
        ([*daily(1, 13, 3), *daily(14, 26, 2), *mood()], True),  # 26 after 39: two thirds
        ([*daily(1, 13, 4), *daily(14, 26, 3), *mood()], False),  # three quarters
        ([*daily(1, 10), *daily(20, 26), *mood()], False),  # 7 after 10
        ([*daily(1, 13, 3), *daily(21, 26, 3), *mood(1, 13), *mood(21, 27)], True),
        ([*daily(1, 13, 3), *daily(24, 26, 2), *mood(1, 13), *mood(24, 27)], False),  # little was written down at all
    ],
)  # fmt: skip
def test_a_stop_or_a_cut_says_that_other_medicines_may_change(case_of: Cases, rows: list[str], stops: bool) -> None:
    found = found_in(case_of(*rows, person=PERSON))
    assert "interaction_cyp3a_substrates" in found
    assert (CODE in found) is stops
    if stops:
        assert "tacrolimus" in found[CODE].title
        assert "can fall" in found[CODE].because
        assert any("don't stop suddenly" in each for each in found[CODE].adds)


@pytest.mark.parametrize(("stop", "dose", "stops"), [("04-29", "04-30", True), ("04-28", "04-29", False)])
def test_a_stop_counts_for_four_weeks(case_of: Cases, stop: str, dose: str, stops: bool) -> None:
    taken = row(dose, "dose", "kratom", "3", "g", "k1")
    case = case_of(row(stop, "event", "stopped", "kratom", "", "x"), taken, LAST, person=PERSON)
    assert (CODE in found_in(case)) is stops


def test_a_stop_without_a_medicine_that_would_change_says_nothing(case_of: Cases) -> None:
    assert CODE not in found_in(case_of(*daily(1, 24), *mood(), person='medicines = ["lorazepam"]'))


def test_no_row_names_a_dose_or_says_that_it_is_safe() -> None:
    for each in load_knowledge().interactions:
        said = f"{each.title} {each.plain} {each.who} {each.say} {each.on_stopping}".casefold()
        assert not any(
            word in said for word in ("safe", "optimal", "recommended", " mg", " grams", "!", "no interaction")
        )


def test_the_same_record_gives_the_same_findings(case_of: Cases) -> None:
    rows = (KRATOM, OPIOID, LAST)
    person = 'medicines = ["tacrolimus", "quetiapine"]'
    assert list(interaction_findings(case_of(*rows, person=person))) == list(
        interaction_findings(case_of(*rows, person=person))
    )


def test_an_opioid_within_hours_of_kratom_is_one_finding_that_speaks_of_naloxone(case_of: Cases) -> None:
    rows = (
        "2026-05-26T12:00+02:00,dose,kratom leaf powder,3,g,,,,,k1,,",
        "2026-05-26T13:00+02:00,medicine,oxycodone,5,mg,,,,,m1,,",
    )
    found = found_in(case_of(*rows))["interaction_sedatives"]
    assert set(found.why) == {"k1", "m1"}
    assert "within" in found.seen
    assert any("naloxone" in each for each in found.adds)
    later = found_in(case_of(rows[0], row("05-26", "medicine", "pregabalin")))["interaction_sedatives"]
    assert not any("naloxone" in each for each in later.adds)


@pytest.mark.parametrize(("score", "act"), [("3", Act.THIS_WEEK), ("4", Act.TODAY)])
def test_a_little_sleepiness_beside_a_beer_is_no_matter_of_today(score: str, act: Act, case_of: Cases) -> None:
    beer, sleepy = (
        row("05-26", "medicine", "beer", "0.3", "l"),
        row("05-26", "symptom", "drowsiness", score, "nrs", "s1"),
    )
    assert found_in(case_of(KRATOM, beer, sleepy, LAST))["interaction_sedatives"].act is act


@pytest.mark.parametrize(
    ("other", "hour", "act"),
    [
        ("wine", "14", Act.TODAY),
        ("lorazepam", "14", Act.TODAY),
        ("wine", "23", Act.THIS_WEEK),
        ("ibuprofen", "14", Act.THIS_WEEK),
    ],
)
def test_a_strong_sedative_with_another_one_or_alcohol_at_once_is_for_today(
    other: str, hour: str, act: Act, case_of: Cases
) -> None:
    strong = "2026-05-26T13:00+02:00,medicine,oxycodone,5,mg,,,,,m1,,"
    beside = f"2026-05-26T{hour}:00+02:00,medicine,{other},1,serving,,,,,m2,,"
    assert found_in(case_of(KRATOM, strong, beside, LAST))["interaction_sedatives"].act is act
