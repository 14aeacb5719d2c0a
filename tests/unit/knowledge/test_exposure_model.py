"""The kratom model as data: what it holds, and how a broken one is refused."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from speciosa.knowledge import Knowledge
from speciosa.knowledge.loader import knowledge_from
from speciosa.knowledge.model_page import model_page
from speciosa.values.errors import KnowledgeError
from speciosa.values.sources import HowRead

Copy = Any
KINETICS = ("ka", "alag", "cl", "v", "q", "v2", "fm", "fp", "clm", "vm")


def edit(tables: Copy, name: str, old: str, new: str) -> list[str]:
    path: Path = tables.folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    problems: list[str] = tables.problems()
    return problems


def test_kratom_has_a_model_of_mitragynine_and_its_metabolite(knowledge: Knowledge) -> None:
    model = knowledge.exposure_models["kratom"]
    assert model.analytes == ("mitragynine", "7-hydroxymitragynine")
    assert model.set_names == KINETICS


def test_the_sets_are_four_hundred_plausible_persons(knowledge: Knowledge) -> None:
    sets = knowledge.exposure_models["kratom"].sets
    assert sets.shape == (400, 10)
    assert np.isfinite(sets).all()
    assert (sets > 0).all()
    assert len(np.unique(sets, axis=0)) > 300


def test_every_set_lies_in_the_range_that_was_searched(knowledge: Knowledge) -> None:
    model = knowledge.exposure_models["kratom"]
    for name, column in zip(model.set_names, model.sets.T, strict=True):
        parameter = model.parameters[name]
        assert parameter.low is not None
        assert parameter.high is not None
        assert parameter.low <= column.min() <= column.max() <= parameter.high, name


def test_nobody_can_change_the_sets_by_accident(knowledge: Knowledge) -> None:
    with pytest.raises(ValueError, match="read-only"):
        knowledge.exposure_models["kratom"].sets[0, 0] = 1.0


def test_a_process_pool_can_send_the_model(knowledge: Knowledge) -> None:
    model = knowledge.exposure_models["kratom"]
    sent = pickle.loads(pickle.dumps(model))
    assert np.array_equal(sent.sets, model.sets)
    assert sent.parameters == model.parameters


def test_every_number_has_a_reason_and_what_nobody_measured_is_marked_as_ours(knowledge: Knowledge) -> None:
    for parameter in knowledge.exposure_models["kratom"].parameters.values():
        assert parameter.why
        assert parameter.sources or parameter.how_read is HowRead.OWN_CHOICE, parameter.name


def test_people_differ_in_every_parameter_of_their_body(knowledge: Knowledge) -> None:
    for parameter in knowledge.exposure_models["kratom"].parameters.values():
        assert (parameter.between_person_log_sd is not None) == (parameter.kind in {"calibrated", "fixed"})


def test_the_third_compartment_is_described_and_off(knowledge: Knowledge) -> None:
    model = knowledge.exposure_models["kratom"]
    assert {name for name, each in model.parameters.items() if each.kind == "option"} == {"q3", "v3"}
    assert not {"q3", "v3"} & set(model.set_names)


def test_seven_hydroxymitragynine_taken_as_such_has_an_uptake_of_its_own_and_a_wide_one(knowledge: Knowledge) -> None:
    parameters = knowledge.exposure_models["kratom"].parameters
    for name in ("ka_m", "alag_m", "f_m"):
        assert parameters[name].how_read is HowRead.OWN_CHOICE
        assert (parameters[name].between_person_log_sd or 0) >= 0.5


def test_an_edit_of_the_sets_changes_the_version(tables: Copy, knowledge: Knowledge) -> None:
    files = {path.name: path.read_bytes() for path in tables.folder.iterdir()}
    lines = files["kratom_sets.csv"].splitlines(keepends=True)
    changed = knowledge_from({**files, "kratom_sets.csv": b"".join(lines[:-1])})
    assert len(changed.exposure_models["kratom"].sets) == 399
    assert changed.version != knowledge.version


BROKEN_MODELS = {
    "an_unknown_field_is_named": ("kratom_model.toml", 'title = "', 'heading = "', "has the unknown field heading"),
    "an_unknown_unit_is_named": ("kratom_model.toml", 'unit = "1/h"', 'unit = "1/y"', "[ka]: unit '1/y' is not in the list"),
    "a_kind_outside_the_list_is_named": ("kratom_model.toml", 'kind = "calibrated"', 'kind = "guessed"', "[ka]: kind 'guessed' is none of calibrated, fixed, occasion, option"),
    "a_range_that_is_swapped_is_named": ("kratom_model.toml", "low = 0.4\nhigh = 8.0", "low = 8.0\nhigh = 0.4", "[ka]: low and high do not make a range"),
    "a_number_below_zero_is_named": ("kratom_model.toml", "between_person_log_sd = 0.4", "between_person_log_sd = -0.4", "[ka]: between_person_log_sd is no positive number"),
    "a_parameter_without_a_source_is_named": ("kratom_model.toml", 'sources = ["dmd2023_001005"]\nhow_read', "how_read", "[ka]: has no source and is not marked as our own choice"),
    "an_unknown_source_is_named": ("kratom_model.toml", 'sources = ["huestis2024"]', 'sources = ["nobody1999"]', "source nobody1999 is not in bibliography.toml"),
    "a_parameter_that_stands_twice_is_named": ("kratom_model.toml", 'name = "alag"', 'name = "ka"', "[ka]: stands twice"),
    "a_calibration_without_its_seed_is_named": ("kratom_model.toml", "seed = 2022\n", "", "calibration lacks seed"),
    "a_broken_file_is_named": ("kratom_model.toml", "[calibration]", "[calibration", "cannot be read"),
    "another_column_is_named": ("kratom_sets.csv", "ka,alag", "ka,tlag", "kratom_sets.csv line 1: begins with"),
}  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "sentence"), BROKEN_MODELS.values(), ids=BROKEN_MODELS)
def test_a_broken_model_is_refused(tables: Copy, name: str, old: str, new: str, sentence: str) -> None:
    problems = edit(tables, name, old, new)
    assert [each for each in problems if sentence in each], problems


@pytest.mark.parametrize("cell", ["-1", "0", "nan", "much", ""])
def test_a_set_that_is_no_positive_number_is_named_with_its_line(tables: Copy, cell: str) -> None:
    path = tables.folder / "kratom_sets.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[4] = ",".join([cell, *lines[4].split(",")[1:]])
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert "kratom_sets.csv line 5: has to have 10 positive numbers" in tables.problems()


def test_a_missing_file_of_the_model_stops_the_loading(tables: Copy) -> None:
    files = {path.name: path.read_bytes() for path in tables.folder.iterdir() if path.name != "kratom_sets.csv"}
    with pytest.raises(KnowledgeError, match=r"kratom_sets\.csv: is missing"):
        knowledge_from(files)


def test_the_page_shows_every_parameter_with_its_reason(knowledge: Knowledge) -> None:
    model = knowledge.exposure_models["kratom"]
    page = model_page(model)
    for name, parameter in model.parameters.items():
        assert f"| `{name}` |" in page
        assert parameter.why in page


@pytest.mark.parametrize(
    ("medicine", "parameters"),
    [
        ("Ketoconazole", ["f", "cl", "fm", "fp", "clm"]),
        ("grapefruit  JUICE", ["f", "cl", "fm", "fp", "clm"]),
        ("St John's-wort", ["f", "cl", "fm", "fp", "clm"]),
        ("stardust", []),
    ],
)
def test_a_medicine_that_may_change_the_clearing_is_found_however_it_is_written(
    knowledge: Knowledge, medicine: str, parameters: list[str]
) -> None:
    assert [each.parameter for each in knowledge.exposure_modifiers_for(medicine)] == parameters


def test_no_medicine_is_certain_to_change_anything(knowledge: Knowledge) -> None:
    for row in knowledge.exposure_modifiers:
        assert 1.0 in (row.factor_low, row.factor_high), row.key


def test_a_group_is_in_one_class_only(knowledge: Knowledge) -> None:
    classes: dict[str, str] = {}
    for row in knowledge.exposure_modifiers:
        assert classes.setdefault(row.group, row.what) == row.what, row.group


def test_a_medicine_is_no_strong_and_moderate_one_of_its_kind(knowledge: Knowledge) -> None:
    for name in knowledge.medicines:
        groups = knowledge.groups_of(name)
        for kind in ("inhibitor", "inducer"):
            assert not {f"cyp3a_{kind}_strong", f"cyp3a_{kind}_moderate"} <= groups, name


def test_the_sentence_for_the_person_is_short_and_promises_no_number(knowledge: Knowledge) -> None:
    for row in knowledge.exposure_modifiers:
        said = row.says.format(medicine="Rifampicin")
        assert "Rifampicin" in said
        assert all(len(sentence.split()) <= 15 for sentence in said.split(". "))
        assert not any(letter.isdigit() for letter in said)


BROKEN_ROWS = {
    "a_factor_without_a_one_is_named": ("exposure_modifiers", "cyp3a_inhibitor_strong_cl", {"factor_high": "0.9"}, "one end of the factors has to be 1"),
    "a_modifier_of_no_parameter_is_named": ("exposure_modifiers", "cyp3a_inhibitor_strong_cl", {"parameter": "hair"}, "parameter 'hair' is in no exposure model"),
    "a_sentence_without_the_medicine_is_named": ("exposure_modifiers", "cyp3a_inhibitor_strong_cl", {"says": "Careful."}, "says does not name the {medicine}"),
    "a_finding_that_nobody_can_predict_is_named": ("pk_findings", "huestis_single_ratio", {"metric": "colour"}, "metric 'colour' is not in the list"),
    "a_finding_without_doses_is_named": ("pk_findings", "huestis_single_ratio", {"doses": "0"}, "its doses do not make sense"),
    "an_affinity_in_another_unit_is_named": ("receptors", "mu_mitragynine", {"unit": "uM"}, "an affinity has to be in nM"),
}  # fmt: skip


@pytest.mark.parametrize(("table", "name", "cells", "sentence"), BROKEN_ROWS.values(), ids=BROKEN_ROWS)
def test_a_broken_row_is_refused(tables: Copy, table: str, name: str, cells: dict[str, str], sentence: str) -> None:
    tables.change(table, name, **cells)
    assert [each for each in tables.problems() if f"{table}.csv [{name}]" in each and sentence in each]


def test_the_repeated_dose_findings_are_as_the_abstract_prints_them(knowledge: Knowledge) -> None:
    found = {row.key: row for row in knowledge.pk_findings}
    assert found["huestis_repeated_mitragynine_t_half"].value == 67.9
    assert (found["huestis_repeated_ratio"].low, found["huestis_repeated_ratio"].high) == (0.15, 0.21)
    assert {row.how_read for row in found.values() if row.use == "check"} == {HowRead.ABSTRACT}
