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
        ("breathing", "slow breathing", [(2, CALL), (3, TODAY), (16, TODAY), (17, None)]),
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
        ("cauda_equina", "weak leg", [(0, CALL)]),
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


def test_headache_with_fever_or_a_stiff_neck_is_for_today_and_alone_it_is_not(findings_of: Screened) -> None:
    ache = sign("2026-05-20", "headache", "5")
    for other in ("fever", "stiff neck"):
        assert acts(findings_of(ache, sign("2026-05-20", other, key="o"), LAST))["headache_with_fever"] is TODAY
    assert "headache_with_fever" not in acts(findings_of(ache, LAST))
    assert "headache_with_fever" not in acts(findings_of(ache, sign("2026-05-18", "fever", key="o"), LAST))


def test_the_stop_sentence_stands_with_every_strong_sign_of_the_liver(knowledge: Knowledge) -> None:
    for code in ("liver", "liver_values", "liver_watch", "liver_weak_two"):
        assert {"until_seen", "no_restart"} <= set(knowledge.safety_rules[code].adds)
    said = knowledge.advice["until_seen"].text.lower()
    for part in ("until a clinician has seen you", "don't take more", "packet", "daily"):
        assert part in said


def test_nobody_is_asked_to_begin_again_after_the_liver_a_seizure_or_the_heart(knowledge: Knowledge) -> None:
    for code in ("liver", "liver_values", "seizure", "heart", "palpitations"):
        assert "no_restart" in knowledge.safety_rules[code].adds


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
