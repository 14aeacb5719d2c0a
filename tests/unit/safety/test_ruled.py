"""The table of rules put to a record: what fires, how soon, and what does not."""

from __future__ import annotations

from collections.abc import Callable

from speciosa.knowledge import Act, Urgency
from speciosa.safety import Findings

Screened = Callable[..., Findings]
DOSE = "2026-05-01T08:00+02:00,dose,kratom leaf powder,3,g,,,,,d1,,"


def row(day: str, what: str, value: str = "", *, kind: str = "symptom", entry: str = "s1") -> str:
    return f"2026-05-{day}T10:00+02:00,{kind},{what},{value},,,,,,{entry},,"


def codes(found: Findings) -> dict[str, Act]:
    return {each.code: each.act for each in found.findings}


def test_yellow_eyes_are_a_matter_of_today_on_any_day(findings_of: Screened) -> None:
    for day in ("01", "03", "28"):
        found = findings_of(DOSE, row(day, "yellow eyes"))
        first = found.findings[0]
        assert (first.code, first.urgency, first.act, first.why) == ("liver", Urgency.NOW, Act.TODAY, ("s1",))


def test_a_sign_that_was_scored_zero_sets_nothing_off(findings_of: Screened) -> None:
    assert "liver" not in codes(findings_of(DOSE, row("03", "jaundice", "0")))


def test_the_entries_behind_a_finding_stand_in_the_order_of_time(findings_of: Screened) -> None:
    rows = [row(day, "jaundice", entry=f"s{day}") for day in ("12", "03", "20")]
    (liver,) = [each for each in findings_of(DOSE, *rows).findings if each.code == "liver"]
    assert liver.why == ("s03", "s12", "s20")


def test_a_sign_that_was_denied_later_was_there(findings_of: Screened) -> None:
    assert (
        codes(findings_of(DOSE, row("03", "dark urine"), row("04", "dark urine", "0", entry="s2")))["liver"]
        is Act.TODAY
    )


def test_a_seizure_of_the_last_days_is_an_emergency_and_one_before_is_for_today(findings_of: Screened) -> None:
    assert codes(findings_of(DOSE, row("20", "seizure")))["seizure"] is Act.CALL_EMERGENCY
    later = row("25", "pain", "3", kind="rating", entry="r1")
    assert codes(findings_of(DOSE, row("20", "seizure"), later))["seizure"] is Act.TODAY


def test_of_two_rules_that_say_the_same_the_sooner_one_speaks_and_holds_the_entries_of_both(
    findings_of: Screened,
) -> None:
    found = findings_of(DOSE, row("20", "itching"), row("20", "dark urine", entry="s2"))
    assert "liver_weak" not in codes(found)
    (liver,) = [each for each in found.findings if each.code == "liver"]
    assert set(liver.why) == {"s1", "s2"}
