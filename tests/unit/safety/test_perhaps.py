"""Words for symptoms that nobody knows here: an urgent one that may be meant is said, the others are listed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from speciosa.knowledge import Act
from speciosa.safety import Findings

Screened = Callable[..., Findings]
DOSE = "2026-05-01T08:00+02:00,dose,kratom leaf powder,3,g,,,,,d1,,"


def told(word: str, value: str = "") -> str:
    return f"2026-05-20T10:00+02:00,symptom,{word},{value},,,,,,s1,,"


@pytest.mark.parametrize(
    ("written", "code", "act"),
    [
        ("siezure", "perhaps_seizure", Act.CALL_EMERGENCY),
        ("urine very dark", "perhaps_liver", Act.TODAY),
        ("chest pain on the left", "perhaps_heart", Act.CALL_EMERGENCY),
        ("suicidal thoughs", "perhaps_suicide", Act.CALL_EMERGENCY),
    ],
)
def test_a_word_that_may_mean_an_urgent_sign_is_said_as_a_guess(
    written: str, code: str, act: Act, findings_of: Screened
) -> None:
    found = findings_of(DOSE, told(written))
    (guess,) = [each for each in found.findings if each.code == code]
    assert (guess.act, guess.why) == (act, ("s1",))
    assert guess.title.startswith("Perhaps: ")
    assert written in guess.seen
    assert "correct the entry" in guess.seen


def test_a_word_that_is_close_to_nothing_urgent_is_listed_and_sets_nothing_off(findings_of: Screened) -> None:
    found = findings_of(DOSE, told("cramps in the calf"), told("wobbly").replace("s1", "s2"))
    assert not [each for each in found.findings if each.code.startswith("perhaps")]
    (gap,) = [each for each in found.not_assessed if each.code == "symptom_unknown"]
    assert "wobbly" in gap.why
    assert "emergency number" in gap.why


def test_a_guess_that_was_scored_zero_is_none_and_neither_is_one_of_long_ago(findings_of: Screened) -> None:
    late = "2026-12-20T10:00+01:00,rating,pain,3,,,,,,r1,,"
    now_s = 1_800_000_000
    for rows in ((told("siezure", "0"),), (told("siezure"), late)):
        found = findings_of(DOSE, *rows, now_s=now_s)
        assert not [each for each in found.findings if each.code.startswith("perhaps")]


def test_a_guess_says_nothing_where_the_rule_itself_is_met(findings_of: Screened) -> None:
    found = findings_of(DOSE, told("siezure"), "2026-05-20T11:00+02:00,symptom,seizure,,,,,,,s2,,")
    assert [each.code for each in found.findings if "seizure" in each.code] == ["seizure"]


def test_every_usual_word_for_an_urgent_sign_is_known(findings_of: Screened) -> None:
    said = {
        "liver": "yellow eyes|Gelbsucht|brown urine|dunkler Harn|pale stools|heller Stuhl",
        "seizure": "fit|Krampfanfall|epileptic fit", "heart": "chest pain|blackout|heart attack|Brustenge",
        "breathing": "can't breathe|Atemnot|blue lips|unresponsive|overdose",
        "suicide": "suicidal|want to die|bad thoughts|Selbstmordgedanken|lebensmüde",
        "bleeding_inside": "throwing up blood|Teerstuhl", "cauda_equina": "can't pee|numb groin",
        "palpitations": "heart racing|Herzrasen", "newborn_signs": "baby shaking",
    }  # fmt: skip
    for code, words in said.items():
        for word in words.split("|"):
            assert code in {each.code for each in findings_of(DOSE, told(word)).findings}, word
