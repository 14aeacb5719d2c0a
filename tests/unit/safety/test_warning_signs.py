"""Signs that don't wait: what fires, how soon by how long ago, and what is said with it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from speciosa.knowledge import Act, Knowledge
from speciosa.safety import Findings

Screened = Callable[..., Findings]
LAST = "2026-05-20T20:00+02:00,rating,pain,4,,,,,,last,,"
CALL, TODAY, WEEK = Act.CALL_EMERGENCY, Act.TODAY, Act.THIS_WEEK


def sign(date: str, word: str, value: str = "", key: str = "s", clock: str = "20:00") -> str:
    return f"{date}T{clock}+02:00,symptom,{word},{value},,,,,,{key},,"


def acts(found: Findings) -> dict[str, Act]:
    return {each.code: each.act for each in found.findings}


@pytest.mark.parametrize(
    ("code", "word", "windows"),
    [
        ("breathing", "slow breathing", [(2, CALL), (3, TODAY), (78, TODAY), (79, None)]),
        ("breathing", "cannot_be_woken", [(2, CALL)]),
        ("breathing", "blue lips", [(2, CALL)]),
        ("seizure", "seizure", [(2, CALL), (3, TODAY), (92, TODAY), (93, None)]),
        ("heart", "chest pain", [(2, CALL), (3, TODAY), (32, TODAY), (33, None)]),
        ("heart", "fainted", [(2, CALL)]),
        ("palpitations", "palpitations", [(0, TODAY), (7, TODAY), (8, WEEK), (30, WEEK), (31, None)]),
        ("stroke", "weakness", [(2, CALL), (3, TODAY), (32, TODAY), (33, None)]),
        ("stroke", "confusion", [(2, CALL)]),
        ("cauda_equina", "saddle_numbness", [(2, CALL), (3, TODAY), (90, TODAY), (91, None)]),
        ("cauda_equina", "incontinence", [(0, CALL)]),
        ("leg_weakness", "weak leg", [(0, TODAY)]),
        ("suicide", "thoughts of suicide", [(14, CALL), (15, TODAY), (90, TODAY), (91, None)]),
        ("pain_with_illness", "weight loss", [(28, WEEK), (29, None)]),
        ("pain_with_illness", "night pain", [(1, WEEK)]),
        ("liver", "dark urine", [(90, TODAY), (91, WEEK), (900, WEEK)]),
        ("liver_weak", "itching", [(14, WEEK), (15, None)]),
        ("newborn_signs", "baby not feeding", [(2, CALL), (3, TODAY), (28, TODAY), (29, None)]),
    ],
)  # fmt: skip
def test_how_soon_it_is_depends_on_how_long_ago_it_was(
    code: str, word: str, windows: list[tuple[int, Act | None]], findings_of: Screened
) -> None:
    for days, act in windows:
        day = date(2026, 5, 20) - timedelta(days=days)
        assert acts(findings_of(sign(f"{day}", word), LAST)).get(code) is act, (word, days)
    assert code not in acts(findings_of(sign("2026-05-20", word, "0"), LAST))


def test_a_racing_heart_alone_is_no_call_and_with_chest_pain_it_is(findings_of: Screened) -> None:
    alone = acts(findings_of(sign("2026-05-20", "palpitations"), LAST))
    assert "heart" not in alone
    both = acts(findings_of(sign("2026-05-20", "palpitations"), sign("2026-05-20", "chest pain", key="c"), LAST))
    assert both["heart"] is CALL


def test_a_headache_with_fever_is_for_this_week_and_a_stiff_neck_with_either_is_a_call(findings_of: Screened) -> None:
    ache, fever = sign("2026-05-20", "headache", "5"), sign("2026-05-20", "fever", key="o")
    assert acts(findings_of(ache, fever, LAST))["headache_with_fever"] is Act.THIS_WEEK
    assert acts(findings_of(ache, sign("2026-05-20", "stiff neck", key="o"), LAST))["stiff_neck"] is CALL
    assert "headache_with_fever" not in acts(findings_of(ache, LAST))
    assert "headache_with_fever" not in acts(findings_of(ache, sign("2026-05-18", "fever", key="o"), LAST))


def test_the_stop_sentence_stands_with_the_strong_signs_of_the_liver_and_with_nothing_else(
    knowledge: Knowledge,
) -> None:
    rules = knowledge.safety_rules.values()
    assert {rule.key for rule in rules if "until_seen" in rule.adds} == {"liver", "liver_values"}
    said = knowledge.advice["until_seen"].text.lower()
    for part in ("until a clinician has seen you", "don't take more", "packet", "daily"):
        assert part in said


def test_a_pregnant_person_is_never_told_to_take_no_more(findings_of: Screened) -> None:
    dose = "2026-05-01T08:00+02:00,dose,kratom leaf powder,3,g,,,,,dose,,"
    found = findings_of(dose, sign("2026-05-20", "jaundice"), LAST, person="pregnant = true\n")
    assert {"pregnancy", "liver"} <= set(acts(found))
    said = " ".join(each for finding in found.findings for each in finding.adds)
    assert "don't take more" not in said
    assert "maternity ward" in said


def test_nobody_is_asked_to_begin_again_after_the_liver_a_seizure_or_the_heart(knowledge: Knowledge) -> None:
    for code in ("liver", "liver_values"):
        assert "no_restart" in knowledge.safety_rules[code].adds
    for code in ("seizure", "seizure_past", "heart", "palpitations"):
        assert "ask_before_next" in knowledge.safety_rules[code].adds
    assert "Ask before you take it again" in knowledge.advice["ask_before_next"].text


def test_every_text_of_pregnancy_says_not_to_stop_suddenly(knowledge: Knowledge) -> None:
    for rule in knowledge.safety_rules.values():
        if rule.part == "pregnancy":
            assert "dont_stop_suddenly" in rule.adds, rule.key


def test_the_card_for_bystanders_goes_wake_call_naloxone_side_stay(knowledge: Knowledge) -> None:
    card = [each.key for each in knowledge.advice.values() if each.part == "bystander"]
    assert card == [
        "bystander_wake", "bystander_call", "bystander_naloxone", "bystander_breathe", "bystander_side",
        "bystander_stay", "bystander_packet",
    ]  # fmt: skip


def test_notes_are_never_read(findings_of: Screened) -> None:
    noted = "2026-05-20T10:00+02:00,rating,pain,4,,,,,,n,,seizure chest pain suicide jaundice pregnant can't be woken"
    assert findings_of(noted, LAST).findings == ()
