"""From a diary with photos to a course: the way through, on few pictures that stand for many."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from tests.conftest import NOW_S
from tests.unit.skin.photos_made import OncePerPicture, darker_photo, file_of, usual_photo

import speciosa.skin.sessions as room
from speciosa.knowledge import Knowledge
from speciosa.record import Diary
from speciosa.report import skin_section
from speciosa.skin import SkinSeries, follow_skin
from speciosa.skin.colour import ita_deg
from speciosa.skin.series import ChangeKind, Fading, SiteCourse
from speciosa.values.gaps import NotAssessed
from speciosa.values.json_form import dump

DiaryOf = Callable[..., Diary]
ARM, INNER = "forearm_dorsal_left", "arm_inner_left"
START = datetime(2026, 1, 5, 8, 5, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _each_picture_is_measured_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "PhotoReader", OncePerPicture)


class Made:
    """A diary of weekly photos, row by row, with its photos."""

    def __init__(self) -> None:
        self.rows: list[str] = []
        self.photos: dict[str, bytes] = {}

    def weekly(self, site: str, weeks: Iterator[int] | range, *, darker_from: int = 999, day: int = 0) -> Made:
        for week in weeks:
            name = f"{site}-{week}.jpg"
            at = START + timedelta(days=7 * week + day, minutes=len(self.rows) % 3)
            self.rows.append(f"{at.isoformat()},photo,{site},{name}")
            picture = darker_photo() if week >= darker_from else usual_photo()
            self.photos[name] = file_of(picture, len(self.photos))
        return self

    def plus(self, *rows: str) -> Made:
        self.rows += rows
        return self

    def followed(self, diary_of: DiaryOf, knowledge: Knowledge, *, seed: int = 0) -> SkinSeries:
        found = follow_skin(diary_of(*self.rows), self.photos, knowledge, now_s=NOW_S, seed=seed)
        assert isinstance(found, SkinSeries), found
        return found


def course_of(found: SkinSeries, site: str) -> SiteCourse:
    return next(each for each in found.sites if each.site == site)


def gaps_of(found: SkinSeries, site: str) -> set[str]:
    return {each.code for each in course_of(found, site).gaps}


def test_without_photos_and_without_signs_nothing_was_looked_at(diary_of: DiaryOf, knowledge: Knowledge) -> None:
    answer = follow_skin(diary_of("2026-03-01T08:00+01:00,rating,pain,5"), {}, knowledge, now_s=NOW_S, seed=0)
    assert isinstance(answer, NotAssessed)
    assert answer.code == "skin"


def test_a_sign_without_photos_is_said_all_the_same(diary_of: DiaryOf, knowledge: Knowledge) -> None:
    found = Made().plus("2026-05-20T08:00+01:00,symptom,jaundice,").followed(diary_of, knowledge)
    assert [each.key for each in found.signs] == ["jaundice"]
    assert found.sites == ()
    assert "skin" in {each.code for each in found.gaps}


def test_skin_that_stays_as_it_is_has_no_change(diary_of: DiaryOf, knowledge: Knowledge) -> None:
    found = Made().weekly(ARM, range(12)).weekly(INNER, range(12)).followed(diary_of, knowledge)
    assert [each.site for each in found.sites] == [ARM, INNER]
    for course in found.sites:
        assert course.kind is ChangeKind.NONE
        assert not course.significant
        assert not course.persistent
        assert course.since_s is None
        assert course.baseline_sessions == 7  # of six weeks, the first and the last with them
        assert len(course.sessions) == 12
        assert course.ita_deg_change is not None
        assert course.ita_deg_change.low_95 < 0 < course.ita_deg_change.high_95
    assert course_of(found, ARM).control == INNER
    assert course_of(found, INNER).control == ""
    assert [each.covered for each in found.sites] == [False, True]
    assert found.dechallenge is None


def test_a_darker_forearm_is_found_and_its_size_is_right(diary_of: DiaryOf, knowledge: Knowledge) -> None:
    made = Made().weekly(ARM, range(15), darker_from=9).weekly(INNER, range(15))
    found = made.followed(diary_of, knowledge)
    arm, inner = course_of(found, ARM), course_of(found, INNER)
    true_deg = float(ita_deg(darker_photo().truth_lab) - ita_deg(usual_photo().truth_lab))
    assert arm.ita_deg_change is not None
    assert arm.ita_deg_change.low_95 < true_deg < arm.ita_deg_change.high_95 < 0
    assert arm.delta_e_00 is not None
    assert arm.delta_e_00.low_95 > 1
    assert arm.kind in {ChangeKind.SUN_LIKE, ChangeKind.DERMAL, ChangeKind.UNCLEAR}
    assert arm.darkening is not None
    assert arm.darkening.over()[-1]
    assert inner.kind is ChangeKind.NONE


def test_a_place_that_the_list_does_not_have_is_refused_and_the_rest_is_followed_without_a_comparison(
    diary_of: DiaryOf, knowledge: Knowledge
) -> None:
    made = Made().weekly("hand_dorsal_left", range(5)).weekly("left thumb", range(5))
    assert len(diary_of(*made.rows).reading.refused) == 5
    (course,) = made.followed(diary_of, knowledge).sites
    assert (course.site, course.control, course.covered) == ("hand_dorsal_left", "", False)
    assert "skin_control" in {each.code for each in course.gaps}
    assert course.baseline_sessions == 5


def test_an_exposed_place_is_never_what_another_is_compared_with(diary_of: DiaryOf, knowledge: Knowledge) -> None:
    found = Made().weekly(ARM, range(5)).weekly("hand_dorsal_left", range(5)).followed(diary_of, knowledge)
    assert [each.control for each in found.sites] == ["", ""]


def test_the_covered_place_of_the_same_side_is_compared_with(diary_of: DiaryOf, knowledge: Knowledge) -> None:
    made = Made().weekly("arm_inner_left", range(2)).weekly("arm_inner_right", range(2))
    made.weekly("forearm_dorsal_right", range(2)).weekly("forearm_dorsal_left", range(2))
    found = made.followed(diary_of, knowledge)
    assert course_of(found, "forearm_dorsal_right").control == "arm_inner_right"
    assert course_of(found, "forearm_dorsal_left").control == "arm_inner_left"


def test_of_two_covered_places_the_one_with_more_photos_is_compared_with(
    diary_of: DiaryOf, knowledge: Knowledge
) -> None:
    made = Made().weekly("arm_inner_left", range(1)).weekly("belly", range(3)).weekly(ARM, range(3))
    assert course_of(made.followed(diary_of, knowledge), ARM).control == "belly"


@pytest.mark.parametrize("name", ["lamp_changed", "phone_changed"])
def test_after_another_lamp_or_phone_the_comparison_begins_anew(
    diary_of: DiaryOf, knowledge: Knowledge, name: str
) -> None:
    changed = START + timedelta(days=7 * 7 + 3)
    made = Made().weekly(ARM, range(13), darker_from=8).weekly(INNER, range(13), darker_from=8)
    found = made.plus(f"{changed.isoformat()},event,{name},new").followed(diary_of, knowledge)
    course = course_of(found, ARM)
    assert [each.lamp for each in course.sessions] == [0] * 8 + [1] * 5
    assert "skin_setup" in gaps_of(found, ARM)
    assert course.kind is ChangeKind.NONE  # what changed with the lamp is not the skin's


def test_too_few_photos_say_so_and_how_many_more(diary_of: DiaryOf, knowledge: Knowledge) -> None:
    found = Made().weekly(ARM, range(2)).followed(diary_of, knowledge)
    (course,) = found.sites
    assert course.chart is None
    assert course.delta_e_00 is None
    assert course.kind is ChangeKind.NONE
    why = next(each.why for each in course.gaps if each.code == "skin_baseline")
    assert "2 more" in why


def test_a_place_without_a_colour_is_a_gap_by_its_name(diary_of: DiaryOf, knowledge: Knowledge) -> None:
    made = Made().weekly(ARM, range(2))
    made.plus("2026-03-01T08:00+01:00,photo,cheek_left,gone.jpg", "2026-03-01T08:05+01:00,photo,cheek_left,bad.jpg")
    made.photos["bad.jpg"] = b"no photo"
    found = made.followed(diary_of, knowledge)
    assert [each.site for each in found.sites] == [ARM]
    assert [(each.name, each.code) for each in found.refused] == [("gone.jpg", "missing"), ("bad.jpg", "unreadable")]
    (gap,) = (each.why for each in found.gaps if each.code == "skin_site")
    assert "left cheek" in gap


def test_a_stop_not_long_ago_is_too_early_to_tell(diary_of: DiaryOf, knowledge: Knowledge) -> None:
    made = Made().weekly(ARM, range(14), darker_from=7)
    stop = START + timedelta(days=7 * 9)
    found = made.plus(f"{stop.isoformat()},event,stopped,kratom").followed(diary_of, knowledge)
    assert found.dechallenge is not None
    assert found.dechallenge.site == ARM
    assert found.dechallenge.stopped_s == int(stop.timestamp())
    assert found.dechallenge.answer is Fading.TOO_EARLY


def test_the_same_seed_says_the_same_to_the_last_digit(diary_of: DiaryOf, knowledge: Knowledge) -> None:
    made = Made().weekly(ARM, range(8), darker_from=7)
    one, same, other = (
        dump(skin_section.skin_json(made.followed(diary_of, knowledge, seed=seed))) for seed in (3, 3, 4)
    )
    assert one == same
    assert one != other


def test_each_question_is_asked_once(diary_of: DiaryOf, knowledge: Knowledge) -> None:
    found = Made().weekly(ARM, range(4)).followed(diary_of, knowledge)
    codes = [each.code for each in found.sites[0].asked]
    assert codes.count("clock_wrong") == 1  # these pictures are all of one day
    assert len(codes) == len(set(codes))
