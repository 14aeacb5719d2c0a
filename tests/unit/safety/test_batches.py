"""A batch that was marked as bad, and whether it was taken."""

from __future__ import annotations

import pytest
from tests.unit.safety.dosing import CaseOf, FindingsOf, acts, dose, rated, row

from speciosa.knowledge import Act
from speciosa.safety.batches import BAD, batch_recalled, gaps

JAR = "product,batch\nmy jar,7\nmy jar,8\n"
OTHER = "my other tea"


def bad(text: str, name: str = "recalled", ago: int = 0) -> str:
    return row(ago, 9, "event", name, text)


@pytest.mark.parametrize("name", [*sorted(BAD), "Batch_Recalled"])
def test_every_word_for_a_bad_batch_is_read(case_of: CaseOf, name: str) -> None:
    seen = batch_recalled(case_of(dose(3, name="my jar#7"), bad("my jar#7", name), products=JAR))
    assert seen is not None
    assert len(seen.ids) == 2


@pytest.mark.parametrize(
    ("text", "doses"),
    [
        ("my jar#7", 2), ("My  Jar #7", 2), ("#7", 2), ("7", 2), ("my jar", 4), ("", 5), ("my jar#8", 1), ("my jar#9", 0),
        ("another", 0),
    ],
)  # fmt: skip
def test_what_a_text_names_is_matched_to_what_was_taken(case_of: CaseOf, text: str, doses: int) -> None:
    """Two doses of batch 7 (one by the change), one of 8, one of 6, and one of plain leaf."""
    rows = [
        dose(9, name="my jar#6"), dose(8, name="my jar#7"), row(7, 7, "event", "product_changed", "my jar#7"),
        dose(6, name="my jar"), dose(5, name="my jar#8"), dose(4, name="kratom leaf powder#2"),
    ]  # fmt: skip
    seen = batch_recalled(case_of(*rows, bad(text), products=JAR))
    assert (len(seen.ids) - 1 if seen else 0) == doses


def test_a_dose_of_no_known_batch_may_have_been_of_it(case_of: CaseOf) -> None:
    seen = batch_recalled(case_of(dose(3, name="my jar"), bad("my jar#7"), products=JAR))
    assert seen is not None
    assert "may have been" in seen.says


@pytest.mark.parametrize(("ago", "seen"), [(89, True), (90, False), (91, False)])
def test_doses_of_the_last_three_months_count(case_of: CaseOf, ago: int, seen: bool) -> None:
    rows = [dose(ago, 9, name="my jar#7"), dose(2, 8, name="kratom leaf powder"), bad("my jar#7")]
    assert (batch_recalled(case_of(*rows, products=JAR)) is not None) is seen


def test_a_change_of_product_alone_is_no_recall(case_of: CaseOf) -> None:
    assert batch_recalled(case_of(dose(3), row(2, 9, "event", "product_changed", "kratom leaf powder#2"))) is None


@pytest.mark.parametrize(("ago", "act"), [(30, Act.TODAY), (31, Act.THIS_WEEK)])
def test_it_is_a_matter_of_today_for_a_month(findings_of: FindingsOf, ago: int, act: Act) -> None:
    rows = [dose(ago + 1, name="my jar#7"), bad("my jar#7", ago=ago), rated(0, 9, "pain", 4)]
    assert acts(findings_of(*rows, products=JAR))["batch_recalled"] is act


def test_what_was_not_matched_is_said(case_of: CaseOf) -> None:
    assert [each.code for each in gaps(case_of(dose(1)))] == ["recalls"]
    assert [each.code for each in gaps(case_of(dose(1), bad(OTHER)))] == ["recalls", "batch"]
    assert list(gaps(case_of(rated(1, 8, "pain", 4)))) == []
