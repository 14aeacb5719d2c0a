"""What else a record lists: from where, until when, and what does not count."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from speciosa.safety.case import Case
from speciosa.safety.listed import Listed
from speciosa.safety.unmatched import gaps

Cases = Callable[..., Case]
LAST = "2026-05-27T10:00+02:00,rating,pain,3,,,,,,end,,"
KRATOM = "2026-05-26T08:00+02:00,dose,kratom leaf powder,3,g,,,,,k1,,"


def row(day: str, kind: str, name: str, value: str = "50", unit: str = "mg", entry: str = "m1") -> str:
    return f"2026-{day}T10:00+02:00,{kind},{name},{value},{unit},,,,,{entry},,"


def only(case: Case) -> Listed:
    (found,) = case.listed
    return found


@pytest.mark.parametrize(
    "entry",
    [
        row("05-20", "medicine", "Quetiapine"),
        row("05-20", "dose", "quetiapine"),
        row("05-20", "strategy", "quetiapine", "start", ""),
        row("05-20", "strategy", "quetiapine", "2026-07-01", ""),
    ],
)
def test_a_medicine_is_listed_from_each_kind_of_entry(case_of: Cases, entry: str) -> None:
    found = only(case_of(KRATOM, entry, LAST))
    assert (found.meant, found.current, found.standing, found.ids) == (("quetiapine",), True, False, ("m1",))
    assert "quetiapine" in found.groups


@pytest.mark.parametrize(
    "entry",
    [
        row("05-20", "medicine", "quetiapine", "0"),
        row("05-20", "strategy", "physiotherapy", "start", ""),
        row("05-20", "strategy", "walking instead of oxycodone", "start", ""),
        row("05-20", "medicine", "no alcohol", "1", "serving"),
        row("05-20", "dose", "kratom capsules", "3", "capsule"),
        row("05-20", "dose", "7-OH tablet", "1", "tablet"),
        row("05-20", "medicine", "kratom powder", "2", "g"),
    ],
)
def test_what_was_not_taken_and_kratom_itself_are_not_listed(case_of: Cases, entry: str) -> None:
    assert case_of(KRATOM, entry, LAST).listed == ()


def test_a_declined_answer_is_not_listed(case_of: Cases) -> None:
    assert case_of(KRATOM, row("05-20", "medicine", "quetiapine", "declined"), LAST).listed == ()


@pytest.mark.parametrize(("day", "current"), [("04-28", True), ("04-27", True), ("04-26", False), ("03-01", False)])
def test_thirty_days_after_the_last_entry_a_medicine_has_ended(case_of: Cases, day: str, current: bool) -> None:
    # the record ends on 27 May at the same hour: 27 April is 30 days before
    assert only(case_of(KRATOM, row(day, "medicine", "quetiapine"), LAST)).current is current


def test_a_strategy_lasts_until_its_stop(case_of: Cases) -> None:
    start = row("01-05", "strategy", "quetiapine", "start", "", "a")
    assert only(case_of(start, LAST)).current
    assert not only(case_of(start, row("03-05", "strategy", "quetiapine", "stop", "", "b"), LAST)).current


def test_what_stands_in_the_persons_file_is_current_and_of_no_time(case_of: Cases) -> None:
    found = only(case_of(KRATOM, LAST, person='medicines = ["Quetiapine"]'))
    assert (found.meant, found.current, found.standing) == (("quetiapine",), True, True)
    assert (found.ids, found.first_s, found.last_s) == ((), None, None)


def test_a_name_in_both_places_is_listed_once(case_of: Cases) -> None:
    found = only(case_of(row("01-20", "medicine", "Quetiapine"), LAST, person='medicines = ["quetiapine"]'))
    assert (found.standing, found.current, found.ids) == (True, True, ("m1",))


@pytest.mark.parametrize("nothing", ["none", "keine", "", "kratom"])
def test_a_word_for_nothing_is_no_medicine(case_of: Cases, nothing: str) -> None:
    assert case_of(KRATOM, LAST, person=f'medicines = ["{nothing}"]').listed == ()


def test_a_mapped_name_counts_as_what_it_was_mapped_to(case_of: Cases) -> None:
    person = 'medicines = ["my blue pill"]\n[medicine_names]\n"My blue pill" = "quetiapine"'
    found = only(case_of(KRATOM, LAST, person=person))
    assert (found.written, found.meant, found.mapped) == ("my blue pill", ("quetiapine",), True)


def test_an_unknown_name_counts_as_nothing_and_keeps_its_answers(case_of: Cases) -> None:
    person = 'medicines = ["Zzyxquorn"]\n[medicine_answers]\n"zzyxquorn" = ["sleepy"]'
    found = only(case_of(KRATOM, LAST, person=person))
    assert (found.meant, found.groups, found.answers, found.kind) == ((), frozenset(), ("sleepy",), "")


def test_names_are_listed_in_the_order_of_first_mention(case_of: Cases) -> None:
    case = case_of(
        row("05-20", "medicine", "sertraline", entry="b"), row("05-10", "medicine", "oxycodone", entry="a"),
        row("05-25", "medicine", "Oxycodone", entry="c"), LAST, person='medicines = ["apixaban"]',
    )  # fmt: skip
    assert [(each.written, each.ids) for each in case.listed] == [
        ("oxycodone", ("a", "c")), ("sertraline", ("b",)), ("apixaban", ()),
    ]  # fmt: skip


def codes(case: Case) -> dict[str, str]:
    return {each.code: each.why for each in gaps(case)}


def test_an_unknown_name_is_a_gap_with_the_three_questions(case_of: Cases) -> None:
    why = codes(case_of(KRATOM, row("05-20", "medicine", "Zzyxquorn"), LAST))["medicine_unknown"]
    assert "Zzyxquorn" in why
    assert "sleepy" in why
    assert "pain, sleep, nerves or mood" in why
    assert "heart" in why
    assert "[medicine_answers]" in why


def test_answers_that_are_all_no_do_not_reassure(case_of: Cases) -> None:
    person = 'medicines = ["Zzyxquorn"]\n[medicine_answers]\n"Zzyxquorn" = ["none"]'
    case = case_of(KRATOM, LAST, person=person)
    assert "Not compared" in codes(case)["medicine_unknown"]


def test_a_near_name_never_counts_and_says_when_it_would_matter(case_of: Cases) -> None:
    case = case_of(KRATOM, row("05-20", "medicine", "oxycodonne"), LAST)
    assert only(case).meant == ()
    assert only(case).maybe[0] == "oxycodone"
    assert "If it is oxycodone, talk to your pharmacist this week." in codes(case)["medicine_unknown"]


def test_a_known_name_without_a_row_is_said_to_be_unlooked_and_never_to_have_none(case_of: Cases) -> None:
    known = case_of(KRATOM, LAST).knowledge
    named = {group for each in known.interactions if each.act for group in each.groups}
    bare = next(
        name for name, each in sorted(known.medicines.items())
        if not known.groups_of(name) & named and each.kind == "medicine" and not each.parts
        and known.medicine(name).medicines
    )  # fmt: skip
    why = codes(case_of(KRATOM, row("05-20", "medicine", bare), LAST))["medicine_not_studied"]
    assert bare in why.casefold()
    assert "does not mean" in why


@pytest.mark.parametrize(
    ("rows", "person", "code"),
    [
        ((KRATOM, LAST), "", "medicines_none"),
        ((LAST,), 'medicines = ["quetiapine"]', "kratom_none"),
        ((row("03-01", "dose", "kratom", "3", "g", "k"), LAST), "", "kratom_ended"),
        ((KRATOM, row("03-01", "medicine", "quetiapine"), LAST), "", "medicine_ended"),
        ((row("05-20", "dose", "trial capsule", "1", "capsule"), LAST), "", "interactions_masked"),
        ((row("05-20", "dose", "7-OH tablet", "1", "tablet"), LAST), 'medicines = ["tacrolimus"]', "interactions_7oh"),
    ],
)
def test_what_could_not_be_compared_is_said(case_of: Cases, rows: tuple[str, ...], person: str, code: str) -> None:
    assert code in codes(case_of(*rows, person=person))


def test_no_gap_is_said_where_there_is_none(case_of: Cases) -> None:
    assert codes(case_of(KRATOM, LAST, person='medicines = ["quetiapine"]')) == {}


@pytest.mark.parametrize(("day", "ended"), [("04-29", False), ("04-28", True)])
def test_kratom_four_weeks_ago_has_ended(case_of: Cases, day: str, ended: bool) -> None:
    # 29 April 10:00 is 28 days before the last entry
    dose = row(day, "dose", "kratom", "3", "g", "k")
    assert ("kratom_ended" in codes(case_of(dose, LAST, person='medicines = ["quetiapine"]'))) is ended


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("diazepam if I can not sleep", "diazepam"),
        ("oxycodone off and on", "oxycodone"),
        ("tramadol not daily", "tramadol"),
        ("zolpidem when stopped by pain", "zolpidem"),
    ],
)
def test_a_denying_word_amid_a_name_drops_nothing(case_of: Cases, written: str, meant: str) -> None:
    by_row = case_of(KRATOM, row("05-20", "medicine", written), LAST)
    by_file = case_of(KRATOM, LAST, person=f'medicines = ["{written}"]')
    for case in (by_row, by_file):
        assert only(case).meant == (meant,)
        assert "medicine_not_taken" not in codes(case)


@pytest.mark.parametrize("written", ["no tramadol", "Tramadol abgesetzt", "diazepam, stopped", "kein Diazepam"])
def test_what_was_read_as_not_taken_is_said(case_of: Cases, written: str) -> None:
    by_row = case_of(KRATOM, row("05-20", "medicine", f'"{written}"'), LAST)
    by_file = case_of(KRATOM, LAST, person=f'medicines = ["{written}"]')
    for case in (by_row, by_file):
        assert case.listed == ()
        assert codes(case)["medicine_not_taken"].startswith(f'"{written}" was read as not taken')


def test_of_a_name_that_is_denied_in_part_the_other_part_counts(case_of: Cases) -> None:
    case = case_of(KRATOM, LAST, person='medicines = ["sertraline, no tramadol"]')
    assert (only(case).meant, only(case).rest, only(case).denied) == (("sertraline",), (), ("no tramadol",))
    assert codes(case)["medicine_not_taken"].startswith('"no tramadol" was read as not taken')
    assert "medicine_part_unknown" not in codes(case)
