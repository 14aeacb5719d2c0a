"""What the skin's course and its questions mean for whom to see: built by hand, as the skin room would give them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from tests.conftest import NOW_S
from tests.unit.report.made_skin import COVERED, LATEST_S, course, covered, skin
from tests.unit.safety.pain_days import row

from speciosa.knowledge import Act, Knowledge, Urgency
from speciosa.safety import Finding
from speciosa.safety.case import Case
from speciosa.safety.screen import screen
from speciosa.skin.series import ChangeKind, Sign, SiteCourse, SkinSeries

Cased = Callable[..., Case]
Looked = Callable[..., dict[str, Finding]]
Kind = ChangeKind


@pytest.fixture
def found_in(case_of: Cased, knowledge: Knowledge) -> Looked:
    """`found_in(skin, *rows)`: the findings about skin, by their code."""

    def look(seen: SkinSeries | None, *rows: str, person: str = "") -> dict[str, Finding]:
        case = case_of(*(rows or (row(0, "rating", "energy", 5),)), person=person)
        given = case.skin if seen is None else seen
        found = screen(case.diary, case.exposure, case.effect, given, knowledge, now_s=NOW_S)
        return {each.code: each for each in found.findings if each.part == "skin"}

    return look


def bluer(seen: SiteCourse, lightness: float, yellowness: float) -> SiteCourse:
    """The same course; its latest sessions have moved by this in L* and b*."""
    moved = [
        replace(each, lab=seen.sessions[0].lab + np.array([lightness, 0.0, yellowness])) for each in seen.sessions[-4:]
    ]
    still = [replace(each, lab=seen.sessions[0].lab) for each in seen.sessions[:-4]]
    return replace(seen, sessions=(*still, *moved))


# by photos


def test_grey_blue_skin_that_lasts_is_for_a_skin_doctor_this_week(found_in: Looked) -> None:
    found = found_in(skin(course(Kind.DERMAL), covered()))
    assert {code: each.act for code, each in found.items()} == {"skin_grey_blue": Act.THIS_WEEK}
    grey = found["skin_grey_blue"]
    assert grey.seen.startswith(
        "By your photos, for about 4 weeks, this skin has been darker and greyer, in a way that a tan is not: "
    )
    assert any("This can have several causes: Amiodarone" in each for each in grey.adds)
    assert not any("a tan;" in each for each in grey.adds)
    assert grey.why == ("e23", "e24", "e25")
    assert grey.time_s == LATEST_S
    assert grey.adds[0].startswith("They will ask which medicines")
    assert len(grey.adds) == 7


def test_a_change_that_does_not_last_sets_nothing_off(found_in: Looked) -> None:
    for kind in Kind:
        if kind is not Kind.DIFFUSE:
            assert found_in(skin(course(kind, significant=True, persistent=False))) == {}
    assert found_in(skin(course(Kind.DIFFUSE, significant=False, persistent=False))) == {}
    assert found_in(skin()) == {}
    assert found_in(None) == {}


def test_a_medicine_on_the_list_stands_first_among_the_causes(found_in: Looked) -> None:
    adds = found_in(skin(course(Kind.DERMAL)), row(0, "medicine", "Minocycline 50 mg", 1, unit="tablet"))[
        "skin_grey_blue"
    ].adds
    causes = adds[-1].partition("This can have several causes: ")[2]
    assert causes.startswith("Minocycline and related antibiotics (on your list: Minocycline 50 mg); ")
    assert "Amiodarone" in causes


@pytest.mark.parametrize(
    ("lightness", "yellowness", "code"),
    [
        (-4, -2, "skin_grey_blue"),
        (-4, -1.01, "skin_grey_blue"),
        (-4, -0.99, "skin_lasting_change"),
        (-3, 2, "skin_lasting_change"),
        (2, -2, "skin_lasting_change"),
    ],
)
def test_a_change_of_unclear_kind_is_deep_where_it_is_darker_and_less_yellow(
    found_in: Looked, lightness: float, yellowness: float, code: str
) -> None:
    found = found_in(skin(bluer(course(Kind.UNCLEAR), lightness, yellowness)))
    assert list(found) == [code]


def test_darker_where_the_sun_does_not_reach_is_for_this_week(found_in: Looked) -> None:
    found = found_in(skin(course(Kind.DIFFUSE), covered(Kind.DIFFUSE)))
    assert {code: each.act for code, each in found.items()} == {"skin_darker": Act.THIS_WEEK}
    assert "skin that the sun does not reach" in found["skin_darker"].seen
    assert "Addison disease" in found["skin_darker"].adds[-1]


@pytest.mark.parametrize(("sign", "ago", "fires"), [
    ("dizziness", 60, True), ("dizziness", 61, False), ("fatigue", 1, True), ("weight_loss", 1, True),
    ("vomiting", 1, True), ("nausea", 1, False),
])  # fmt: skip
def test_darker_skin_with_weakness_is_for_today(found_in: Looked, sign: str, ago: int, fires: bool) -> None:
    rows = [row(ago, "symptom", sign, 5, hour=20), row(0, "rating", "energy", 5, hour=20)]
    for found in (
        found_in(skin(course(Kind.DIFFUSE)), *rows),
        found_in(None, *rows, row(30, "symptom", "skin_darkening")),
    ):
        assert ("skin_with_weakness" in found) is fires
        if fires:
            weak = found["skin_with_weakness"]
            assert (weak.urgency, weak.act) == (Urgency.NOW, Act.TODAY)


def test_a_tan_or_a_lighter_place_that_stays_is_for_the_next_visit(found_in: Looked) -> None:
    for kind, said in ((Kind.SUN_LIKE, "the way a tan is"), (Kind.LIGHTER, "lighter, and it stays")):
        found = found_in(skin(course(kind, persistent=True)))
        assert {code: each.act for code, each in found.items()} == {"skin_lasting_change": Act.NEXT_VISIT}
        assert said in found["skin_lasting_change"].seen
    assert not any("several causes" in each for each in found["skin_lasting_change"].adds)


def test_only_the_sessions_of_the_run_stand_behind_it(found_in: Looked) -> None:
    two = course(Kind.DERMAL)
    two = replace(two, since_s=two.sessions[-2].time_s)
    assert found_in(skin(two))["skin_grey_blue"].why == ("e24", "e25")
    unknown = replace(two, since_s=None, site="elsewhere")
    assert found_in(skin(unknown))["skin_grey_blue"].seen.split(": ")[1].startswith("elsewhere.")


# by the questions of a session


def yes(key: str, *ids: str) -> SkinSeries:
    return skin(signs=(Sign(key, ids, LATEST_S),))


@pytest.mark.parametrize(
    "key", ["gums_darker", "creases_darker", "scars_darker", "spot_new_or_changing", "spot_itching_or_bleeding"]
)
def test_each_question_answered_with_yes_is_a_finding_with_its_rows_words(
    found_in: Looked, knowledge: Knowledge, key: str
) -> None:
    (question,) = [each for each in knowledge.skin_questions if each.key == key]
    (found,) = found_in(yes(key, "s1", "s2")).values()
    assert (found.code, found.act, found.why, found.say, found.because) == (
        f"skin_{key}", question.act, ("s1", "s2"), question.says, question.why,
    )  # fmt: skip
    assert found.seen == "You wrote this down 2 times."
    assert found.needs_review


@pytest.mark.parametrize(("key", "act"), [("gums_darker", Act.TODAY), ("spot_new_or_changing", Act.THIS_WEEK)])
def test_darker_gums_with_weakness_are_for_today_and_a_spot_is_not(found_in: Looked, key: str, act: Act) -> None:
    weak = [row(60, "symptom", "dizziness", 5), row(0, "rating", "energy", 5)]
    found = found_in(yes(key, "s1"), *weak)[f"skin_{key}"]
    assert (found.act, "symptom" in "".join(found.why)) == (act, act is Act.TODAY)
    late = [row(61, "symptom", "dizziness", 5), row(0, "rating", "energy", 5)]
    assert found_in(yes(key, "s1"), *late)[f"skin_{key}"].act is Act.THIS_WEEK
    assert (
        found_in(yes(key, "s1"), row(1, "symptom", "dizziness", 0), row(0, "rating", "energy", 5))[f"skin_{key}"].act
        is Act.THIS_WEEK
    )


def test_yellow_eyes_are_said_once(found_in: Looked) -> None:
    entry = row(1, "symptom", "jaundice")
    assert "skin_jaundice" not in found_in(yes("jaundice", "jaundice-symptom-1-20"), entry)
    assert found_in(yes("jaundice", "another"), entry)["skin_jaundice"].act is Act.TODAY


# by words alone


@pytest.mark.parametrize(("ago", "fires"), [(91, False), (90, True), (1, True)])
def test_skin_that_was_written_down_as_darker_is_for_this_week(found_in: Looked, ago: int, fires: bool) -> None:
    found = found_in(None, row(ago, "symptom", "darker skin"), row(0, "rating", "energy", 5))
    assert {code: each.act for code, each in found.items()} == ({"skin_darker": Act.THIS_WEEK} if fires else {})
    if fires:
        assert found["skin_darker"].seen == "You wrote down on 1 day that your skin got darker."
        assert found["skin_darker"].adds[-1].startswith("This can have several causes")


def test_skin_that_was_denied_as_darker_sets_nothing_off(found_in: Looked) -> None:
    assert found_in(None, row(1, "symptom", "skin_darkening", 0), row(0, "rating", "energy", 5)) == {}


def test_the_covered_place_alone_is_enough(found_in: Looked) -> None:
    found = found_in(skin(course(), covered(Kind.DIFFUSE)))
    assert list(found) == ["skin_darker"]
    assert COVERED  # the covered place is the one that changed
