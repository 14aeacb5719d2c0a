"""Pregnancy, breast-feeding and the newborn."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from speciosa.knowledge import Act
from speciosa.safety import Findings, pregnancy
from speciosa.safety.case import Case

Made = Callable[..., Case]
Screened = Callable[..., Findings]
LAST = "2026-05-20T20:00+02:00,rating,pain,4,,,,,,last,,"
DOSE = "2026-05-01T08:00+02:00,dose,kratom leaf powder,3,g,,,,,dose,,"


@pytest.fixture
def taken(case_of: Made) -> Made:
    """A record with kratom in it."""
    return lambda *rows, **files: case_of(DOSE, *rows, **files)


def row(date: str, what: str, key: str = "s") -> str:
    return f"{date}T10:00+02:00,{what},,,,,{key},,"


def acts(found: Findings) -> dict[str, Act]:
    return {each.code: each.act for each in found.findings}


@pytest.mark.parametrize(
    "person",
    ["pregnant = true\n", 'conditions = ["pregnant"]\n', 'conditions = ["Schwangerschaft, 20. Woche"]\n'],
)
def test_a_pregnancy_in_the_persons_file_is_for_today_by_phone(person: str, findings_of: Screened) -> None:
    found = findings_of(DOSE, LAST, person=person)
    (said,) = [each for each in found.findings if each.code == "pregnancy"]
    assert said.act is Act.TODAY
    assert "phone" in said.who
    assert any("don't stop suddenly" in each for each in said.adds)


@pytest.mark.parametrize(
    "person",
    ["pregnant = false\n", 'pregnant = false\nconditions = ["pregnancy"]\n', 'conditions = ["not pregnant"]\n',
     'conditions = ["postpartum depression after pregnancy"]\n', 'conditions = ["back pain"]\n'],
)  # fmt: skip
def test_no_pregnancy_is_read_where_none_was_said(person: str, findings_of: Screened) -> None:
    assert "pregnancy" not in acts(findings_of(DOSE, LAST, person=person))


@pytest.mark.parametrize(
    "what", ["event,pregnant,,", "event,positive pregnancy test,,", "symptom,pregnant,,", "event,schwanger,,"]
)
def test_a_pregnancy_in_the_diary_counts_even_against_the_file(what: str, taken: Made) -> None:
    seen = pregnancy.pregnant(taken(row("2026-05-18", what), LAST, person="pregnant = false\n"))
    assert seen is not None
    assert seen.ids == ("s",)


@pytest.mark.parametrize(("date", "seen"), [("2025-07-25", True), ("2025-07-23", False)])
def test_an_entry_of_a_pregnancy_ends_with_it(date: str, seen: bool, taken: Made) -> None:
    told = row(date, "event,pregnant,,")
    assert (pregnancy.pregnant(taken(told, LAST)) is not None) is seen
    assert pregnancy.pregnant(taken(told, row("2026-05-01", "event,birth,,", "b"), LAST)) is None


@pytest.mark.parametrize(
    "person",
    ["breast_feeding = true\n", 'conditions = ["breastfeeding"]\n', 'conditions = ["ich stille, Stillzeit"]\n'],
)
def test_breast_feeding_is_for_today(person: str, findings_of: Screened) -> None:
    assert acts(findings_of(DOSE, LAST, person=person))["breast_feeding"] is Act.TODAY
    assert "breast_feeding" not in acts(findings_of(DOSE, LAST, person="breast_feeding = false\n"))


@pytest.mark.parametrize(("date", "seen"), [("2025-05-21", True), ("2025-05-19", False)])
def test_an_entry_about_breast_feeding_counts_for_a_year(date: str, seen: bool, taken: Made) -> None:
    assert (pregnancy.breast_feeding(taken(row(date, "event,breast-feeding,,"), LAST)) is not None) is seen


def test_a_birth_after_kratom_is_for_today_and_one_without_is_not(findings_of: Screened) -> None:
    born = row("2026-05-19", "event,birth,,", "b")
    assert acts(findings_of(DOSE, born, LAST))["newborn"] is Act.TODAY
    assert "newborn" not in acts(findings_of(born, LAST))
    later = row("2026-05-20", "dose,kratom leaf powder,3,g", "d2")
    assert "newborn" not in acts(findings_of(born, later, LAST))


@pytest.mark.parametrize(("date", "seen"), [("2025-07-24", True), ("2025-07-22", False)])
def test_kratom_long_before_a_birth_does_not_count(date: str, seen: bool, case_of: Made) -> None:
    taken = row(date, "dose,kratom leaf powder,3,g", "d")
    assert (pregnancy.newborn(case_of(taken, row("2026-05-19", "event,birth,,", "b"), LAST)) is not None) is seen


def test_a_baby_that_shakes_is_an_emergency_and_one_that_does_not_is_none(findings_of: Screened) -> None:
    assert (
        acts(findings_of(DOSE, row("2026-05-20", "symptom,baby shaking,,"), LAST))["newborn_signs"]
        is Act.CALL_EMERGENCY
    )
    assert "newborn_signs" not in acts(findings_of(DOSE, row("2026-05-20", "symptom,baby shaking,0,"), LAST))


def test_pregnancy_is_not_assessed_where_nobody_said(case_of: Made) -> None:
    def codes(person: str) -> list[str]:
        return [each.code for each in pregnancy.gaps(case_of(DOSE, LAST, person=person))]

    assert codes("") == ["pregnancy"]
    assert codes('sex = "f"\n') == ["pregnancy"]
    assert codes('sex = "m"\n') == []
    assert codes("pregnant = false\n") == []
    assert codes("pregnant = true\n") == []


def test_without_kratom_in_the_record_nothing_is_said_of_a_pregnancy(case_of: Made) -> None:
    person = "pregnant = true\nbreast_feeding = true\n"
    assert pregnancy.pregnant(case_of(LAST, person=person)) is None
    assert pregnancy.breast_feeding(case_of(LAST, person=person)) is None
