"""The answer for scripts: exactly the contract's keys, and a reason for every null."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from tests.unit.report.conftest import FULL_ROWS, ReportOf
from tests.unit.report.made_effects import (
    ALL,
    NAMES,
    helping,
    made_effect,
    nothing,
    physiotherapy,
    walking,
    wearing_off,
)

from speciosa.effect import EffectPosterior, Grade, State
from speciosa.report import report_json
from speciosa.report.effect_json import effect_json
from speciosa.values.json_form import dump

KEYS = {
    "outcome", "unit", "better", "estimand", "state", "reasons", "evidence_grade", "effect", "contrasts", "tolerance",
    "rebound", "dose_response", "sensitivity", "settle_in", "diagnostics", "not_assessed",
}  # fmt: skip
ADDED = {"of", "primary", "prior", "looks", "course"}
OF_EFFECT = ("effect", "tolerance", "rebound", "dose_response", "course")


def document(posterior: EffectPosterior, *, seconds: float | None = 0.1) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(dump(effect_json(posterior, seconds=seconds)))
    return found


@pytest.mark.parametrize("name", ALL)
def test_every_answer_has_the_keys_of_the_contract_and_those_that_were_added(name: str) -> None:
    found = document(ALL[name]())
    assert found.keys() == KEYS | ADDED
    assert set(found["diagnostics"]) >= {"method", "k_hat", "ess", "n_ratings", "n_doses", "cpu_s"}
    assert found["sensitivity"].keys() == {"prior", "tipping_point_rho"}
    assert found["sensitivity"]["prior"].keys() == {"sceptical", "optimistic", "state_changes"}
    assert found["settle_in"].keys() == {"days", "blocks"}


def test_an_answer_carries_the_numbers_of_its_draws() -> None:
    posterior = helping()
    found = document(posterior)
    assert posterior.effect
    values = posterior.effect.values
    assert found["estimand"] == ("as if starting fresh: mean outcome over 30 days on the usual pattern minus on none")
    assert found["effect"]["mean"] == pytest.approx(-1.1, abs=1e-6)
    assert found["effect"]["interval_95"] == pytest.approx(np.quantile(values, [0.025, 0.975]), rel=1e-5)
    assert found["effect"]["interval_50"] == pytest.approx(np.quantile(values, [0.25, 0.75]), rel=1e-5)
    assert found["effect"]["prob_relief_1"] == pytest.approx((values <= -1).mean())
    assert found["effect"]["prob_relief_2"] == pytest.approx((values <= -2).mean())
    assert found["dose_response"].keys() == {"dose_g", "mean", "interval_95", "tried_range_g"}
    assert [len(each) for each in found["dose_response"]["interval_95"]] == [2] * 5


def test_relief_of_mood_is_a_rise() -> None:
    posterior = ALL["mood"]()
    assert posterior.effect
    assert document(posterior)["effect"]["prob_relief_1"] == pytest.approx((posterior.effect.values >= 1).mean())


def test_the_five_questions_stand_in_their_order_and_a_null_has_its_reason() -> None:
    contrasts = document(helping())["contrasts"]
    assert [each["name"] for each in contrasts] == list(NAMES)
    for each in contrasts:
        assert each.keys() >= {"name", "says", "grade", "mean", "sd", "interval_95", "why_null"}
        assert (each["mean"] is None) == bool(each["why_null"])
        assert ("prob_not_worse" in each) == (each["name"] == "one_step_less")


@pytest.mark.parametrize("name", ["made_effect", "association"])
def test_without_enough_data_there_is_no_number_of_the_effect(name: str) -> None:
    found = document(ALL[name]())
    assert [found[key] for key in OF_EFFECT] == [None] * 5
    assert set(found["sensitivity"]["prior"].values()) | {found["sensitivity"]["tipping_point_rho"]} == {None}
    assert found["state"] == "not_enough_data"
    assert "effect" in {each["code"] for each in found["not_assessed"]}


@pytest.mark.parametrize(
    "change", [{"state": State.NOT_ENOUGH_DATA}, {"evidence_grade": Grade.ASSOCIATION_ONLY}], ids=["state", "grade"]
)
def test_numbers_that_are_not_earned_are_held_back_even_where_they_are_there(change: dict[str, Any]) -> None:
    found = document(replace(wearing_off(), **change))
    assert [found[key] for key in OF_EFFECT] == [None] * 5
    assert found["prior"] == {"mean": None, "sd": None, "moved": None}


def nulls(value: Any, path: str = "") -> list[str]:
    if value is None:
        return [path]
    if isinstance(value, dict):
        return [each for key, part in value.items() for each in nulls(part, f"{path}.{key}")]
    if isinstance(value, list):
        return [each for part in value for each in nulls(part, f"{path}[]")]
    return []


REASON = {  # where a null may stand, and the code of its reason; a contrast carries its own
    ".effect": "effect", ".tolerance": "effect_tolerance", ".rebound": "effect_rebound",
    ".dose_response": "effect_dose_response", ".sensitivity.tipping_point_rho": "effect_tipping_point",
    ".settle_in.days": "effect_settle_in", ".settle_in.blocks": "effect_settle_in", ".looks.last": "effect_looks",
    ".looks.next": "effect_looks", ".course": "effect_course", ".course.recorded[]": "effect_course_days",
    ".course.median[]": "effect_course_days", ".course.low_90[]": "effect_course_days",
    ".course.high_90[]": "effect_course_days", ".diagnostics.k_hat": "effect_k_hat", ".diagnostics.ess": "effect_k_hat",
    ".diagnostics.rated_before_share": "effect_rated_before_share",
    **{f".sensitivity.prior.{each}": "effect_sensitivity" for each in ("sceptical", "optimistic", "state_changes")},
    **{f".prior.{each}": "effect_sensitivity" for each in ("mean", "sd", "moved")},
}  # fmt: skip


@pytest.mark.parametrize("name", ALL)
def test_every_null_has_its_reason(name: str) -> None:
    found = document(ALL[name]())
    codes = {each["code"] for each in found["not_assessed"]}
    unexplained = [
        path for path in nulls({key: each for key, each in found.items() if key != "contrasts"})
        if REASON[path] not in codes and "effect" not in codes
    ]  # fmt: skip
    assert unexplained == []
    for each in found["contrasts"]:
        assert each["mean"] is not None or each["why_null"]
    assert all(each["why"].strip() for each in found["not_assessed"])


def test_what_is_not_finite_is_null_with_a_reason_and_a_reason_of_the_estimate_stands() -> None:
    found = document(nothing())
    assert found["diagnostics"]["k_hat"] is None
    whys = {each["code"]: each["why"] for each in found["not_assessed"]}
    assert whys["effect_k_hat"]
    assert whys["effect_tolerance"] == "There is no low or off period with one batch."


def test_an_activity_has_its_own_unit_and_a_strategy_no_doses() -> None:
    found = document(walking())["dose_response"]
    assert (found["dose_unit"], found["dose"][-1]) == ("min", 30)
    assert "dose_g" not in found
    assert document(physiotherapy())["dose_response"] is None


def test_timings_stand_in_no_written_file(report_of: ReportOf) -> None:
    assert "cpu_s" not in document(helping(), seconds=None)["diagnostics"]
    assert document(helping(), seconds=0.25)["diagnostics"]["cpu_s"] == 0.25
    written = json.loads(report_json(report_of(*FULL_ROWS)))["effect"]
    assert "cpu_s" not in written["diagnostics"]
    assert written.keys() == (KEYS | ADDED) - {"not_assessed"}


def test_a_look_is_a_time_with_an_offset() -> None:
    looks = document(helping())["looks"]
    assert looks == {"number": 3, "last": "2026-03-09T08:00:00+00:00", "next": "2026-03-23T08:00:00+00:00"}
    assert document(made_effect())["looks"]["last"] is None
