"""Every rule of the tables, broken once on a copy."""

from __future__ import annotations

from typing import Any

import pytest

Copy = Any


def test_the_shipped_tables_keep_every_rule(tables: Copy) -> None:
    assert tables.problems() == []


BROKEN_CELLS = {
    "an_unknown_unit_is_named": ("adverse", "product_lead", {"unit": "ug/kg"}, "unit 'ug/kg' is not in the list"),
    "a_number_without_a_unit_is_named": ("content", "glass_of_tea", {"unit": ""}, "has a number without a unit"),
    "a_value_below_its_range_is_named": (
        "pk_parameters", "tanna_mitragynine_cmax", {"value": "50.0"},
        "low, value and high are out of order: 50.1, 50, 177",
    ),
    "swapped_bounds_are_named": (
        "adverse", "product_lead", {"low": "1.6", "high": "0.16"}, "low, value and high are out of order: 1.6, 0.16",
    ),
    "an_unknown_source_key_is_named": (
        "adverse", "ecg_abnormal", {"source": "nobody1999"}, "source nobody1999 is not in bibliography.toml",
    ),
    "a_source_named_twice_is_named": (
        "adverse", "ecg_abnormal", {"source": "leongabdullah2021_ecg;leongabdullah2021_ecg"}, "names a source twice",
    ),
    "a_row_without_a_source_is_named": (
        "safety_rules", "doses_rising", {"source": "", "how_read": "abstract"}, "has no source",
    ),
    "an_urgent_rule_without_source_has_to_be_marked": (
        "safety_rules", "stroke", {"source": "", "how_read": "text"}, "has no source",
    ),
    "a_choice_without_a_why_is_named": ("choices", "coverage_gap_d", {"why": ""}, "has no why"),
    "a_choice_read_in_a_paper_is_no_choice": (
        "choices", "coverage_gap_d", {"how_read": "abstract"}, "how_read has to be own_choice",
    ),
    "a_number_of_simulated_people_without_a_why_is_named": ("simulation", "dose_g", {"why": ""}, "has no why"),
    "an_own_choice_among_the_literature_is_named": (
        "content", "glass_of_tea", {"how_read": "own_choice"}, "own_choice belongs into choices.csv",
    ),
    "a_word_that_means_two_outcomes_is_named": (
        "outcomes", "stress", {"aliases": "angst"}, "the word 'angst' already means anxiety",
    ),
    "a_product_word_that_means_two_products_is_named": (
        "substances", "maeng da", {"aliases": "RED-BALI"}, "the word 'RED-BALI' already means red kratom",
    ),
    "a_form_outside_the_list_is_named": (
        "substances", "kratom tea", {"form": "soup"}, "form 'soup' is not in the list",
    ),
    "a_substance_outside_the_list_is_named": (
        "substances", "kratom tea", {"substance": "kava"}, "substance 'kava' is not in the list",
    ),
    "a_twin_that_does_not_point_back_is_named": (
        "body_sites", "cheek_left", {"twin": "temple_right"}, "twin 'temple_right' does not point back",
    ),
    "twins_that_differ_are_named": (
        "body_sites", "arm_inner_left", {"covered": "no"},
        "differs from its twin arm_inner_right in covered or sun_exposed",
    ),
    "a_place_both_covered_and_in_the_sun_is_named": (
        "body_sites", "belly", {"sun_exposed": "yes"}, "is both covered and sun_exposed",
    ),
    "items_that_do_not_add_up_are_named": (
        "instruments", "phq2", {"high": "7"}, "the items do not add up to the score",
    ),
    "a_score_without_a_range_is_named": ("instruments", "phq2", {"high": ""}, "the score has no range"),
    "an_important_change_beyond_the_scale_is_named": (
        "instruments", "peg", {"important_change": "10"}, "important_change does not fit the score",
    ),
    "a_scoring_outside_the_list_is_named": (
        "instruments", "peg", {"scoring": "median"}, "scoring 'median' is not in the list",
    ),
    "a_permission_outside_the_list_is_named": (
        "instruments", "peg", {"embed": "perhaps"}, "embed 'perhaps' is not in the list",
    ),
    "an_instrument_code_that_was_not_checked_is_named": (
        "instruments", "gad2", {"loinc": "70273-8"}, "code 70273-8 is not in codes.csv",
    ),
    "a_code_seen_in_one_place_is_named": (
        "codes", "phq2_total", {"seen_in": "1"}, "was not seen in two independent places",
    ),
    "a_code_with_swapped_digits_is_named": (
        "codes", "phq2_total", {"code": "57558-7"}, "57558-7 is no LOINC code: its check digit is wrong",
    ),
    "a_code_system_outside_the_list_is_named": (
        "codes", "phq2_total", {"system": "icd"}, "system 'icd' is neither loinc nor unii",
    ),
    "a_derived_figure_that_claims_a_table_is_named": (
        "pk_parameters", "derived_ka", {"how_read": "table"}, "is derived, so how_read has to be derived",
    ),
    "a_published_figure_that_was_derived_is_named": (
        "pk_parameters", "trakulsrichai_tmax", {"how_read": "derived"}, "how_read is derived, so it was not published",
    ),
    "a_status_outside_the_list_is_named": (
        "pk_parameters", "derived_ka", {"status": "guess"}, "status 'guess' is not in the list",
    ),
    "a_row_that_says_nothing_is_named": (
        "adverse", "product_lead", {"low": "", "high": "", "note": ""}, "has no number and no note",
    ),
    "a_figure_from_nobody_is_named": (
        "adverse", "product_lead", {"population": ""}, "has no what, stat or population",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("table", "name", "cells", "sentence"), BROKEN_CELLS.values(), ids=BROKEN_CELLS)
def test_a_broken_rule_is_named_with_its_row(
    tables: Copy, table: str, name: str, cells: dict[str, str], sentence: str
) -> None:
    tables.change(table, name, **cells)
    assert f"{table}.csv [{name}]: {sentence}" in tables.problems()


UNREADABLE_CELLS = {
    "a_word_for_a_number": ("adverse", "product_lead", {"low": "little"}, "column low: 'little' is not a number"),
    "infinity": ("adverse", "product_lead", {"high": "inf"}, "column high: 'inf' is not a number"),
    "a_share_of_a_person": ("adverse", "product_lead", {"n": "7.5"}, "column n: '7.5' is not a whole number"),
    "an_empty_choice": ("choices", "coverage_gap_d", {"value": ""}, "column value: '' is not a number"),
    "a_reading_nobody_does": (
        "adverse", "product_lead", {"how_read": "memory"},
        (
            "column how_read: 'memory' is none of table, text, abstract, registry, "
            "secondary, derived, own_choice, needs_clinical_review"
        ),
    ),
    "an_urgency_outside_the_list": (
        "safety_rules", "liver", {"urgency": "urgent"}, "column urgency: 'urgent' is none of now, soon, watch",
    ),
    "a_direction_outside_the_list": (
        "outcomes", "pain", {"better": "up"}, "column better: 'up' is none of lower, higher",
    ),
    "neither_yes_nor_no": (
        "body_sites", "belly", {"covered": "mostly"}, "column covered: 'mostly' is neither yes nor no",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("table", "name", "cells", "sentence"), UNREADABLE_CELLS.values(), ids=UNREADABLE_CELLS)
def test_a_cell_that_cannot_be_read_is_named_with_its_line(
    tables: Copy, table: str, name: str, cells: dict[str, str], sentence: str
) -> None:
    line = 2 + [next(iter(row.values())) for row in tables.rows(table)].index(name)
    tables.change(table, name, **cells)
    assert f"{table}.csv line {line}: {sentence}" in tables.problems()


def test_an_urgent_rule_without_source_ships_when_it_is_marked(tables: Copy) -> None:
    tables.change("safety_rules", "stroke", source="", how_read="needs_clinical_review")
    assert not [each for each in tables.problems() if "[stroke]" in each]


def test_a_less_urgent_rule_never_ships_without_a_source(tables: Copy) -> None:
    tables.change("safety_rules", "doses_rising", source="", how_read="needs_clinical_review")
    assert "safety_rules.csv [doses_rising]: has no source" in tables.problems()


def test_a_rule_whose_words_are_our_own_may_say_so(tables: Copy) -> None:
    tables.change("safety_rules", "doses_rising", source="", how_read="own_choice")
    assert not [each for each in tables.problems() if "[doses_rising]" in each]


def test_a_key_that_stands_twice_is_named(tables: Copy) -> None:
    rows = tables.rows("choices")
    tables.write("choices", [*rows, rows[0]])
    assert tables.problems() == ["choices.csv [coverage_gap_d]: stands 2 times"]


def test_a_key_with_a_space_is_named(tables: Copy) -> None:
    tables.change("choices", "coverage_gap_d", key="coverage gap")
    assert "choices.csv [coverage gap]: is not lower-case letters, digits and _" in tables.problems()


def test_a_source_that_no_row_cites_is_named(tables: Copy) -> None:
    with (tables.folder / "bibliography.toml").open("a", encoding="utf-8") as file:
        file.write('\n[lonely2020]\ndoi = "10.1000/182"\n')
    assert tables.problems() == ["bibliography.toml [lonely2020]: no row cites it"]


def test_all_problems_are_listed_and_not_only_the_first(tables: Copy) -> None:
    tables.change("choices", "coverage_gap_d", why="")
    tables.change("adverse", "product_lead", unit="lots")
    assert len(tables.problems()) == 2


def test_a_missing_table_is_named(tables: Copy) -> None:
    (tables.folder / "codes.csv").unlink()
    assert "codes.csv: is missing" in tables.problems()


def test_a_table_of_no_room_is_named(tables: Copy) -> None:
    (tables.folder / "red_flags.csv").write_text("key\n", encoding="utf-8")
    assert tables.problems() == ["red_flags.csv: is no table of this room"]


def test_a_table_in_another_encoding_is_named(tables: Copy) -> None:
    path = tables.folder / "outcomes.csv"
    path.write_bytes(path.read_text(encoding="utf-8").encode("latin-1"))
    assert "outcomes.csv: is not UTF-8" in tables.problems()


def test_missing_and_unknown_columns_are_named(tables: Copy) -> None:
    rows = [
        {"reason" if column == "why" else column: cell for column, cell in row.items()}
        for row in tables.rows("choices")
    ]
    tables.write("choices", rows)
    assert "choices.csv line 1: lacks the column why; has the unknown column reason" in tables.problems()


def test_a_line_with_a_cell_too_many_is_named(tables: Copy) -> None:
    path = tables.folder / "body_sites.csv"
    path.write_text(
        path.read_text(encoding="utf-8").replace("second covered comparison site", "second, covered"), encoding="utf-8"
    )
    assert [each for each in tables.problems() if each.endswith("has not as many cells as the header has columns")]


def test_a_quote_that_never_ends_is_named(tables: Copy) -> None:
    path = tables.folder / "body_sites.csv"
    path.write_text(path.read_text(encoding="utf-8") + '"open', encoding="utf-8")
    assert [each for each in tables.problems() if each.startswith("body_sites.csv line") and "is no CSV" in each]
