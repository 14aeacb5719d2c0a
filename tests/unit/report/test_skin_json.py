"""The courses for scripts: exactly the contract's keys, and a reason for every null."""

from __future__ import annotations

import json
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from tests.unit.report.made_skin import (
    ASKED,
    COVERED,
    EVERY_KIND,
    GAP,
    REFUSED,
    SIGN,
    SUNNY,
    Kind,
    course,
    covered,
    skin,
    stopped,
)

from speciosa.report.skin_json import skin_json
from speciosa.skin.series import Estimate, Fading
from speciosa.values.gaps import NotAssessed
from speciosa.values.json_form import dump

SITE = {
    "site", "sessions", "baseline_sessions", "significant", "persistent", "since", "kind", "delta_e_00", "ita_deg_change",
    "extent_cm2",
}  # fmt: skip
ADDED = {
    "covered", "compared_with", "visibility", "tan_dermal_deg", "power", "chart", "darkening", "points", "asked",
}  # fmt: skip
DECHALLENGE = {"stopped", "answer", "delta_e_00_per_year_before", "delta_e_00_per_year_after"}
MAY_BE_NULL = ("delta_e_00", "ita_deg_change", "extent_cm2", "visibility", "tan_dermal_deg", "power")


def document(*arguments: Any, **changes: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(dump(skin_json(*arguments, **changes)))
    return found


@pytest.mark.parametrize("kind", EVERY_KIND)
@pytest.mark.parametrize("n", [1, 26])
def test_every_site_has_the_keys_of_the_contract_and_those_that_were_added(kind: Kind, n: int) -> None:
    (site,) = document(skin(course(kind, n=n)))["sites"]
    assert site.keys() == SITE | ADDED
    assert (site["kind"], site["sessions"]) == (kind.value, n)
    for name in ("delta_e_00", "ita_deg_change", "extent_cm2"):
        assert site[name] is None or (
            site[name].keys() == {"mean", "interval_95"} and len(site[name]["interval_95"]) == 2
        )


def test_every_null_number_of_a_site_has_its_reason() -> None:
    bare = course(n=2, tan_dermal_deg=None, delta_e_00=Estimate(float("nan"), 0.0, 0.0))
    found = document(skin(bare, covered(), gaps=(GAP,)))
    whys = {(each["code"], each.get("site")) for each in found["not_assessed"]}
    assert (GAP.code, None) in whys
    for site in found["sites"]:
        for name in MAY_BE_NULL:
            assert (site[name] is None) == ((name, site["site"]) in whys), name
    assert all(each.keys() <= {"code", "why", "site"} and each["why"] for each in found["not_assessed"])


def test_times_are_in_the_persons_own_offset() -> None:
    found = document(skin(course(Kind.DERMAL), dechallenge=stopped(Fading.FADING)), zone=ZoneInfo("Europe/Berlin"))
    assert found["sites"][0]["since"] == "2026-02-08T09:00:00+01:00"
    assert found["sites"][0]["points"][-1]["time"] == "2026-03-08T09:00:00+01:00"
    assert found["dechallenge"]["stopped"] == "2025-08-20T10:00:00+02:00", "summer time at home"
    assert document(skin(dechallenge=stopped(Fading.FADING)))["dechallenge"]["stopped"] == "2025-08-20T09:00:00+01:00"


def test_stopping_has_the_names_of_the_contract() -> None:
    found = document(skin(dechallenge=stopped(Fading.NOT_FADING)))["dechallenge"]
    assert found.keys() >= DECHALLENGE
    assert found["answer"] == "not_fading"
    assert found["delta_e_00_per_year_after"] == {"mean": -2.2, "interval_95": [-4.1, -0.3]}
    early = document(skin(dechallenge=stopped(Fading.TOO_EARLY, before=None, after=None)))
    assert early["dechallenge"]["delta_e_00_per_year_before"] is None
    assert "dechallenge" in {each["code"] for each in early["not_assessed"]}
    assert document(skin())["dechallenge"] is None


def test_a_chart_has_a_point_a_session_and_null_before_its_line_begins() -> None:
    site = document(skin(course(Kind.DERMAL, drift=6)))["sites"][0]
    chart = site["chart"]
    assert {len(chart[key]) for key in ("time", "score", "average", "limit", "over")} == {26}
    assert chart["average"][:8] == [None] * 8
    assert chart["over"] == [
        average is not None and average > limit for average, limit in zip(chart["average"], chart["limit"], strict=True)
    ]
    assert any(chart["over"])


def test_a_new_phone_is_a_new_setup_and_its_name_is_not_written() -> None:
    points = document(skin(course(phones=2)))["sites"][0]["points"]
    assert [each["setup"] for each in points] == [1] * 13 + [2] * 13
    assert "phone 1" not in dump(skin_json(skin(course(phones=2))))


def test_refused_photos_signs_and_questions_are_all_there() -> None:
    found = document(skin(refused=REFUSED, signs=(SIGN,), asked=ASKED))
    assert [each["reason"] for each in found["refused"]] == ["no_card", "no_card", "blurred"]
    assert found["refused"][0].keys() == {"file", "site", "reason", "why", "retake"}
    assert found["signs"] == [{"key": "gums_darker", "time": "2026-03-08T09:00:00+01:00", "why": ["s1", "s2"]}]
    assert found["asked"] == [{"code": "makeup", "asks": ASKED[0].asks}]
    assert [each["site"] for each in found["sites"]] == [SUNNY, COVERED]
    assert found["sites"][0]["compared_with"] == COVERED
    assert found["sites"][1]["compared_with"] is None


def test_what_was_not_assessed_is_a_whole_document() -> None:
    found = document(NotAssessed("skin", "There are no photos."))
    assert (found["sites"], found["dechallenge"]) == ([], None)
    assert found["not_assessed"] == [{"code": "skin", "why": "There are no photos."}]
    assert found.keys() == document(skin()).keys()


def test_the_same_courses_are_the_same_bytes() -> None:
    assert dump(skin_json(skin(course(Kind.DERMAL)))) == dump(skin_json(skin(course(Kind.DERMAL))))
