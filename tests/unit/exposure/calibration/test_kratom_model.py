"""The kratom model against what was published, misses included."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import numpy as np
import pytest
from tests.conftest import ROOT

from speciosa.exposure.__main__ import main
from speciosa.exposure.calibration.model_page import model_page
from speciosa.exposure.calibration.repeated_doses import Check, checks, followed, persons, ratio_of_day, typical_persons
from speciosa.exposure.calibration.single_dose_fit import single_dose_fit
from speciosa.exposure.calibration.structures import PATHS, Structure, structures
from speciosa.knowledge import Knowledge


@pytest.fixture(scope="module")
def found(knowledge: Knowledge) -> dict[str, Check]:
    return {each.key: each for each in checks(knowledge)}


@pytest.fixture(scope="module")
def shapes(knowledge: Knowledge) -> dict[str, Structure]:
    return {each.name: each for each in structures(knowledge)}


def test_every_published_median_lies_within_the_sets(knowledge: Knowledge) -> None:
    for each in single_dose_fit(knowledge):
        assert each.predicted.low <= each.median.value <= each.predicted.high, each.median.key


def test_the_middle_of_the_sets_is_within_the_error_of_each_median(knowledge: Knowledge) -> None:
    for each in single_dose_fit(knowledge):
        error = np.hypot(each.median.log_error, each.median.shared)
        assert abs(np.log(each.predicted.median / each.median.value)) < error, each.median.key


def test_the_area_lies_above_the_published_one_as_the_page_says(knowledge: Knowledge) -> None:
    fit = {each.median.key: each for each in single_dose_fit(knowledge)}["tanna_mitragynine_auc_inf"]
    assert fit.predicted.median > fit.median.value


def test_seven_oh_to_mitragynine_ratio_falls_with_repeated_doses_as_published(knowledge: Knowledge) -> None:
    people = followed(typical_persons(knowledge.exposure_models["kratom"]), (1, 15))
    change = ratio_of_day(people, 15) / ratio_of_day(people, 1)
    assert (change < 1.0).mean() > 0.8
    assert np.median(change) < 0.97
    assert np.quantile(change, 0.05) < 0.71 < np.quantile(change, 0.95)


def test_the_ratio_falls_less_than_published_at_the_middle_as_the_page_says(shapes: dict[str, Structure]) -> None:
    assert 0.71 < shapes["both"].ratio_change.median < 1.0


def test_seven_oh_lasts_longer_after_repeated_doses(found: dict[str, Check]) -> None:
    single, repeated = (found[f"huestis_{each}_hydroxymitragynine_t_half"] for each in ("single", "repeated"))
    assert repeated.typical.median > 2 * single.typical.median


def test_peaks_are_predicted_earlier_than_found_as_the_page_says(found: dict[str, Check]) -> None:
    assert found["huestis_repeated_mitragynine_tmax"].verdict != "inside"
    assert all(check.rank > 0.5 for key, check in found.items() if key.endswith("_tmax"))


def test_the_longest_half_life_is_at_the_edge_as_the_page_says(found: dict[str, Check]) -> None:
    assert found["huestis_repeated_mitragynine_t_half"].rank > 0.85


def test_as_measured_the_area_grows_slightly_more_than_the_dose(found: dict[str, Check]) -> None:
    assert found["huestis_cmax_power"].typical.median == pytest.approx(1.0)
    assert 1.0 < found["huestis_auc_power"].typical.median < 1.1


def test_what_was_reported_in_words_is_not_compared(found: dict[str, Check]) -> None:
    assert {found[key].verdict for key in ("huestis_cmax_power", "huestis_auc_power")} == {"not comparable"}


def test_predictions_that_nobody_could_check_yet_stay_open(knowledge: Knowledge, found: dict[str, Check]) -> None:
    predictions = [row.key for row in knowledge.pk_findings if row.use == "prediction"]
    assert len(predictions) == 6
    assert {found[key].verdict for key in predictions} == {"open"}


def test_different_people_spread_more_than_typical_ones(found: dict[str, Check]) -> None:
    cmax = found["open_single_cmax_high"]
    assert cmax.people.high / cmax.people.low > 1.5 * cmax.typical.high / cmax.typical.low


def test_people_who_take_up_more_have_more_of_both(knowledge: Knowledge) -> None:
    model = knowledge.exposure_models["kratom"]
    people = persons(model, np.random.default_rng(1))
    ratio = followed(people, (1,)).last_day[1].max(axis=2)
    assert np.corrcoef(np.log(ratio.T))[0, 1] > 0.3
    spread = np.log(people.cl).std() ** 2 - np.log(model.sets[:, model.set_names.index("cl")]).std() ** 2
    assert np.sqrt(spread) == pytest.approx(knowledge.choice("between_person_cl_f_log_sd"), abs=0.08)


def test_one_path_alone_cannot_do_both(shapes: dict[str, Structure]) -> None:
    assert list(shapes) == list(PATHS)
    blood, first_pass, both = (shapes[name] for name in PATHS)
    assert blood.ratio_change.low > 0.99  # the ratio cannot fall
    assert first_pass.lengthens == 0.0  # the half-life cannot lengthen
    assert both.ratio_change.low < 0.71
    assert both.lengthens > 0.2


def numbers(tree: ast.AST) -> Iterator[float]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
            yield float(node.value)


def test_no_number_of_the_model_stands_in_code(knowledge: Knowledge) -> None:
    model = knowledge.exposure_models["kratom"]
    figures = {
        value for row in (*knowledge.pk_parameters, *knowledge.pk_findings) for value in (row.value, row.low, row.high)
    }
    figures |= {
        value
        for each in model.parameters.values()
        for value in (each.typical, each.low, each.high, each.between_person_log_sd)
    }
    telling = {each for each in figures if each is not None and len(f"{each:.10g}".replace(".", "").strip("0")) > 1}
    for path in (ROOT / "src/speciosa/exposure").rglob("*.py"):
        if path.name == "exponential.py":  # bits of a float: 52 is one of them
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        assert not telling & set(numbers(tree)), path.name


def test_the_page_says_what_is_missed_and_that_it_was_no_blind_test(knowledge: Knowledge) -> None:
    page = model_page(knowledge)
    for words in ("had been read before the model was built", "inside with people's differences", "not comparable"):
        assert words in page
    for row in knowledge.pk_findings:
        assert f"| {row.what} |" in page


def test_the_committed_pages_and_sets_are_fresh() -> None:
    assert main([str(ROOT), "--check"]) == 0
