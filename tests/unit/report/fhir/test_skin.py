"""Skin in numbers: a session each with its place, the change with its interval, and no cause."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from tests.unit.report.fhir import validators
from tests.unit.report.fhir.conftest import NOW_S, resources, told
from tests.unit.report.made_skin import course, covered, sessions, skin

from speciosa.knowledge import Knowledge
from speciosa.record import Answer, Columns, Diary, Event, Kind
from speciosa.report import skin_section, wording
from speciosa.report.fhir import fhir_bundle
from speciosa.skin.series import ChangeKind

PICTURE = b"\x89PNG and so on"


@pytest.fixture
def made(knowledge: Knowledge) -> list[dict[str, object]]:
    return bundle_with(knowledge)


def bundle_with(knowledge: Knowledge) -> list[dict[str, object]]:
    """The Observations and Media of a site that changed and of a covered one."""
    followed = sessions(26, drift=8.0)
    photo_id = followed[0].event_ids[0]
    photo = Event(
        followed[0].time_s, 60, Kind.PHOTO, "forearm_dorsal_left", math.nan, Answer.NONE, "p/0.png", id=photo_id
    )
    diary = Diary(Columns.of([photo]))
    found = skin(course(ChangeKind.DERMAL, drift=8.0), covered())
    section = skin_section.skin_of(found, diary, knowledge, wording("en"), now_s=NOW_S)
    report = replace(told(diary, knowledge, now_s=NOW_S), skin=section)
    bundle = fhir_bundle(report, diary, knowledge, parts=("skin",), photos={"p/0.png": PICTURE})
    assert validators.all_wrong(bundle) == []
    return [*resources(bundle, "Observation"), *resources(bundle, "Media")]


def test_a_session_has_its_place_and_its_colour(made: list[dict[str, object]]) -> None:
    first = made[0]
    assert first["bodySite"]["text"] == "Left forearm, outer side"  # type: ignore[index]
    parts = {each["code"]["text"]: each["valueQuantity"] for each in first["component"]}  # type: ignore[attr-defined]
    assert list(parts)[:3] == ["L*", "a*", "b*"]
    lightness, blue = parts["L*"]["value"], parts["b*"]["value"]
    angle = parts["Individual typology angle (ITA)"]
    assert angle["code"] == "deg"
    assert angle["value"] == pytest.approx(math.degrees(math.atan2(lightness - 50, blue)), abs=0.2)


def test_the_change_has_an_interval_and_words_and_no_cause(made: list[dict[str, object]]) -> None:
    change = next(each for each in made if "Change" in each["code"]["text"])  # type: ignore[index]
    codes = [each["code"]["coding"][0]["code"] for each in change["component"]]  # type: ignore[attr-defined]
    assert codes[:2] == ["skin-delta-e", "skin-delta-e-interval-95"]
    assert "kratom" not in str(change).casefold()


def test_a_session_is_derived_from_the_photo_that_goes_along(made: list[dict[str, object]]) -> None:
    media = made[-1]
    assert media["resourceType"] == "Media"
    assert made[0]["derivedFrom"] == [{"reference": f"urn:uuid:{media['id']}"}]
    assert "derivedFrom" not in made[1]
