"""The example person's year of photos."""

import io
from collections import Counter
from datetime import date, timedelta

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from speciosa.knowledge import Knowledge
from speciosa.simulate.skin_year import COVERED, EXPOSED, PlannedPhoto, photo_year, taken
from speciosa.skin.colour import delta_e_00


@pytest.fixture(scope="module")
def year(knowledge: Knowledge) -> tuple[PlannedPhoto, ...]:
    return photo_year(knowledge, starts="2025-01-20", seed=0)


def days(year: tuple[PlannedPhoto, ...], site: str) -> list[int]:
    return sorted({each.day for each in year if each.site == site})


def colour(year: tuple[PlannedPhoto, ...], site: str, first: int, last: int) -> NDArray[np.float64]:
    labs = [each.lab for each in year if each.site == site and first <= each.day <= last]
    return np.asarray(np.mean(labs, axis=0))


def test_there_are_as_many_photos_as_a_person_would_take(year: tuple[PlannedPhoto, ...]) -> None:
    assert 110 <= len(year) <= 130
    assert len({each.name for each in year}) == len(year)
    assert days(year, EXPOSED) == days(year, COVERED)
    assert sum(day < 28 for day in days(year, EXPOSED)) == 8
    assert set(Counter((each.site, each.day) for each in year).values()) == {1, 2, 3}
    assert Counter(each.kind for each in year) == {"good": len(year) - 2, "blurred": 1, "no_card": 1}


def test_photos_stand_in_the_order_of_time_and_a_session_takes_minutes(year: tuple[PlannedPhoto, ...]) -> None:
    times = [each.at for each in year]
    assert times == sorted(times)
    for each in year:
        assert each.at.date() == date(2025, 1, 20) + timedelta(days=each.day)
        assert each.name.startswith(each.at.date().isoformat())


def test_a_shorter_record_has_the_first_photos_of_the_year(
    knowledge: Knowledge, year: tuple[PlannedPhoto, ...]
) -> None:
    half = photo_year(knowledge, starts="2025-01-20", days=168, seed=0)
    assert half == year[: len(half)]
    assert max(each.day for each in half) < 168


def test_the_forearm_tans_in_summer_and_turns_grey_blue_later(year: tuple[PlannedPhoto, ...]) -> None:
    start = colour(year, EXPOSED, 0, 27)
    summer, end = colour(year, EXPOSED, 130, 150) - start, colour(year, EXPOSED, 350, 365) - start
    assert summer[0] < -1.5
    assert summer[2] > 1  # a tan is yellower
    assert end[0] < -4
    assert end[2] < -2  # deep pigment is bluer
    assert 4.5 < delta_e_00(start + end, start) < 6


def test_the_covered_arm_hardly_changes(year: tuple[PlannedPhoto, ...]) -> None:
    start = colour(year, COVERED, 0, 27)
    assert delta_e_00(colour(year, COVERED, 190, 215), start) < 1.2
    assert delta_e_00(colour(year, COVERED, 350, 365), start) < 0.3
    assert all(each.deep == 0 for each in year if each.site == COVERED)


def test_a_photo_is_small_says_its_time_and_is_true_to_its_plan(
    knowledge: Knowledge, year: tuple[PlannedPhoto, ...]
) -> None:
    for planned in (year[0], year[-2], year[-1]):
        photo = taken(planned, knowledge, seed=0)
        assert taken(planned, knowledge, seed=0).file == photo.file
        with Image.open(io.BytesIO(photo.file)) as image:
            assert image.width * image.height <= 1.5e6
            said = image.getexif().get_ifd(0x8769)[36867]
        assert said == planned.at.strftime("%Y:%m:%d %H:%M:%S")
        assert delta_e_00(photo.truth_lab, np.array(planned.lab)) < 1.2  # that day's blood, that place's spots


def test_deep_pigment_lies_in_spots(knowledge: Knowledge, year: tuple[PlannedPhoto, ...]) -> None:
    last = [each for each in year if each.site == EXPOSED][-1]
    photo = taken(last, knowledge, seed=0)
    assert photo.lesion_lab is not None
    assert photo.lesion_lab[0] < photo.truth_lab[0] - 1
    assert photo.skin_lab[0] > photo.truth_lab[0] + 1
