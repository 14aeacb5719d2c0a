"""Every rule of the tables about safety and other medicines, broken once on a copy."""

from __future__ import annotations

from typing import Any

import pytest

Copy = Any

CHANGED = {
    "a_rule_without_a_title_is_named": ("safety_rules", "heart", {"title": ""}, "has no title"),
    "a_rule_that_sends_to_nobody_is_named": ("safety_rules", "heart", {"who": ""}, "has no who"),
    "a_rule_without_a_reason_is_named": ("safety_rules", "heart", {"why": ""}, "has no why"),
    "a_rule_without_words_to_say_is_named": ("safety_rules", "heart", {"say": ""}, "has no say"),
    "a_rule_of_no_part_is_named": ("safety_rules", "heart", {"part": "soul"}, "part 'soul' is not in the list"),
    "a_rule_that_is_urgent_but_may_wait_is_named": (
        "safety_rules", "liver", {"act": "next_visit"}, "urgency now does not go with act next_visit",
    ),
    "a_rule_that_can_wait_never_calls_the_emergency": (
        "safety_rules", "doses_rising", {"act": "call_emergency"}, "urgency soon does not go with act call_emergency",
    ),
    "a_symptom_that_nobody_can_enter_is_named": (
        "safety_rules", "seizure", {"symptoms": "seizures_of_joy"},
        "symptom 'seizures_of_joy' is not in outcomes.csv",
    ),
    "a_rule_that_asks_for_more_signs_than_it_has_is_named": (
        "safety_rules", "seizure", {"symptoms": "seizure", "at_least": "2"}, "asks for 2 of 1 symptoms",
    ),
    "a_rule_that_any_record_would_set_off_is_named": (
        "safety_rules", "seizure", {"symptoms": "seizure", "at_least": "0"}, "asks for 0 of 1 symptoms",
    ),
    "a_rule_that_counts_no_symptoms_is_named": (
        "safety_rules", "doses_rising", {"symptoms": "", "at_least": "1"}, "asks for 1 of 0 symptoms",
    ),
    "a_rule_that_nothing_sets_off_is_named": (
        "safety_rules", "seizure", {"symptoms": "", "at_least": "0", "trigger": ""},
        "has neither symptoms nor a trigger",
    ),
    "a_trigger_that_no_room_knows_is_named": (
        "safety_rules", "pregnancy", {"trigger": "full_moon"}, "trigger 'full_moon' is not in the list",
    ),
    "a_second_act_without_an_end_of_the_first_is_named": (
        "safety_rules", "seizure", {"for_d": "", "then_act": "today"},
        "says what to do later, and not until when to do the first",
    ),
    "advice_that_nobody_wrote_is_named": (
        "safety_rules", "seizure", {"adds": "sing_a_song"}, "advice 'sing_a_song' is not in advice.csv",
    ),
    "an_interaction_with_half_an_urgency_is_named": (
        "interactions", "naltrexone", {"act": ""}, "has an urgency without an act, or the other way round",
    ),
    "an_interaction_whose_act_is_too_slow_is_named": (
        "interactions", "naltrexone", {"act": "this_week"}, "urgency now does not go with act this_week",
    ),
    "an_urgent_interaction_without_words_to_say_is_named": (
        "interactions", "naltrexone", {"say": ""}, "has no say, who or plain",
    ),
    "an_urgent_interaction_that_sends_to_nobody_is_named": (
        "interactions", "naltrexone", {"who": ""}, "has no say, who or plain",
    ),
    "an_urgent_interaction_that_explains_nothing_is_named": (
        "interactions", "naltrexone", {"plain": ""}, "has no say, who or plain",
    ),
    "an_interaction_of_no_group_is_named": (
        "interactions", "naltrexone", {"groups": "opioid_antagonist|sweets"}, "group 'sweets' is not in the list",
    ),
    "an_evidence_letter_beyond_e_is_named": (
        "interactions", "naltrexone", {"evidence": "F"}, "evidence 'F' is not a letter from A to E",
    ),
    "an_interaction_with_something_else_is_named": (
        "interactions", "naltrexone", {"of": "kava"}, "of 'kava' is not in the list",
    ),
    "a_sign_of_an_interaction_that_nobody_can_enter_is_named": (
        "interactions", "naltrexone", {"now_with": "glee", "now_at_least": "1"},
        "symptom 'glee' is not in outcomes.csv",
    ),
    "an_interaction_that_asks_for_too_many_signs_is_named": (
        "interactions", "naltrexone", {"now_with": "seizure", "now_at_least": "2"}, "asks for 2 of 1 symptoms",
    ),
    "an_interaction_with_advice_that_nobody_wrote_is_named": (
        "interactions", "naltrexone", {"adds": "sing_a_song"}, "advice 'sing_a_song' is not in advice.csv",
    ),
    "a_medicine_name_in_capitals_is_named": (
        "medicines", "naltrexone", {"aliases": "ReVia"}, "'ReVia' is not lower case",
    ),
    "a_word_that_means_two_medicines_is_named": (
        "medicines", "tramadol", {"aliases": "NALTREXONE"}, "the word 'NALTREXONE' already means naltrexone",
    ),
    "a_medicine_of_no_kind_is_named": ("medicines", "naltrexone", {"kind": "joy"}, "kind 'joy' is not in the list"),
    "a_mixture_of_something_unknown_is_named": (
        "medicines", "naltrexone", {"parts": "stardust"}, "part 'stardust' has no row of its own",
    ),
    "a_group_outside_the_list_is_named": (
        "medicine_groups", "opioid_antagonist", {"group": "sweets"}, "group 'sweets' is not in the list",
    ),
    "a_member_that_is_no_medicine_is_named": (
        "medicine_groups", "opioid_antagonist", {"members": "naltrexone|stardust"},
        "'stardust' is not in medicines.csv",
    ),
    "a_modifier_of_no_group_is_named": (
        "exposure_modifiers", "cyp3a_inducer_strong_f", {"group": "sweets"}, "group 'sweets' is not in the list",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("table", "name", "cells", "sentence"), CHANGED.values(), ids=CHANGED)
def test_a_broken_cell_is_named_with_its_row(
    tables: Copy, table: str, name: str, cells: dict[str, str], sentence: str
) -> None:
    tables.change(table, name, **cells)
    assert f"{table}.csv [{name}]: {sentence}" in tables.problems()


_READ = {"source": "tanna2022", "how_read": "abstract"}
_CONDITION = {
    "key": "made", "title": "t", "words": "w", "of": "both", "evidence": "E", "urgency": "soon", "act": "this_week",
    "plain": "p", "who": "w", "say": "s", "act_how_read": "needs_clinical_review", **_READ,
}  # fmt: skip
_ITEM = {"key": "made", "instrument": "peg", "asks": "a", "answers": "0|10", "own_wording": "yes", **_READ}
_CAUSALITY = {"scale": "naranjo", "item": "made", "asks": "a", "points": "0", **_READ}
ADDED = {
    "a_condition_with_an_evidence_letter_beyond_e_is_named": (
        "conditions", [_CONDITION | {"evidence": "Z"}], "evidence 'Z' is not a letter from A to E",
    ),
    "a_condition_with_something_else_is_named": (
        "conditions", [_CONDITION | {"of": "kava"}], "of 'kava' is not in the list",
    ),
    "a_condition_whose_act_is_too_slow_is_named": (
        "conditions", [_CONDITION | {"act": "next_visit"}], "urgency soon does not go with act next_visit",
    ),
    "a_condition_without_words_is_named": (
        "conditions", [_CONDITION | {"words": ""}], "has no say, who, plain or words",
    ),
    "a_condition_without_words_to_say_is_named": (
        "conditions", [_CONDITION | {"say": ""}], "has no say, who, plain or words",
    ),
    "a_condition_that_sends_to_nobody_is_named": (
        "conditions", [_CONDITION | {"who": ""}], "has no say, who, plain or words",
    ),
    "a_condition_that_explains_nothing_is_named": (
        "conditions", [_CONDITION | {"plain": ""}], "has no say, who, plain or words",
    ),
    "a_condition_with_advice_that_nobody_wrote_is_named": (
        "conditions", [_CONDITION | {"adds": "sing_a_song"}], "advice 'sing_a_song' is not in advice.csv",
    ),
    "an_answer_of_no_scale_is_named": (
        "causality", [_CAUSALITY | {"key": "made", "scale": "guess"}], "scale 'guess' is not in the list",
    ),
    "an_item_asked_in_two_ways_is_named": (
        "causality", [_CAUSALITY | {"key": "made_a"}, _CAUSALITY | {"key": "made", "asks": "b"}],
        "asks made otherwise than another row",
    ),
    "a_verdict_outside_the_list_is_named": (
        "claims", [{"key": "made", "claim": "c", "verdict": "perhaps", **_READ}], "verdict 'perhaps' is not in the list",
    ),
    "an_item_of_no_instrument_is_named": (
        "instrument_items", [_ITEM | {"instrument": "stars"}], "instrument 'stars' is not in instruments.csv",
    ),
    "a_group_called_otherwise_is_named": (
        "medicine_groups",
        [{"key": "made", "group": "opioid", "what": "a poppy", "members": "morphine", **_READ}],
        "calls opioid otherwise than another row",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("table", "rows", "sentence"), ADDED.values(), ids=ADDED)
def test_a_broken_row_is_named(tables: Copy, table: str, rows: list[dict[str, str]], sentence: str) -> None:
    for cells in rows:
        tables.add(table, **cells)
    assert f"{table}.csv [made]: {sentence}" in tables.problems()


@pytest.mark.parametrize(
    ("table", "cells"), [("conditions", _CONDITION), ("instrument_items", _ITEM), ("causality", _CAUSALITY)]
)
def test_the_row_that_is_broken_above_is_whole_before(tables: Copy, table: str, cells: dict[str, str]) -> None:
    tables.add(table, **({"key": "made"} | cells))
    assert not [each for each in tables.problems() if each.startswith(f"{table}.csv") and "made" in each]


@pytest.mark.parametrize(
    ("embed", "cells", "sentence"),
    [
        ("no", {"own_wording": "yes"}, "the text of peg may not be shown"),
        ("own_wording", {"own_wording": "no"}, "the text of peg may be shown in our own words alone"),
        ("with_notice", {"own_wording": "no", "notice": ""}, "the text of peg needs its notice"),
    ],
)
def test_an_item_keeps_to_what_its_instrument_allows(
    tables: Copy, embed: str, cells: dict[str, str], sentence: str
) -> None:
    tables.change("instruments", "peg", embed=embed)
    tables.add("instrument_items", **(_ITEM | cells))
    assert f"instrument_items.csv [made]: {sentence}" in tables.problems()


def test_an_item_in_our_words_or_with_its_notice_is_fine(tables: Copy) -> None:
    for embed, cells in (("own_wording", {"own_wording": "yes"}), ("with_notice", {"notice": "n"})):
        tables.change("instruments", "peg", embed=embed)
        tables.add("instrument_items", **(_ITEM | cells | {"key": f"made_{embed}"}))
        assert not [each for each in tables.problems() if f"made_{embed}" in each]


def test_rows_of_one_class_say_the_same_of_the_same_group(tables: Copy) -> None:
    tables.change("exposure_modifiers", "cyp3a_inducer_strong_cl", group="cyp3a_inducer_moderate")
    assert [each for each in tables.problems() if "in group or says" in each]
