"""The skin chart's false alarms and delays, on courses that the room did not make itself."""

from __future__ import annotations

import pytest
from bench.skin_alarms import Row, covered_false_alarms, figures, rows
from tests.scale import examples

from speciosa.knowledge import Knowledge

SERIES = examples(1000, release=10)
THREE_SE = 3 * (0.02 * 0.98 / SERIES) ** 0.5


@pytest.fixture(scope="module")
def found(knowledge: Knowledge) -> list[Row]:
    return rows(SERIES, seed=11, knowledge=knowledge)


def test_a_seasonal_tan_alarms_one_person_in_fifty_at_most_whatever_tone_and_lamp(found: list[Row]) -> None:
    ours = [each for each in found if each.chart == "ours"]
    assert {(each.tone, each.lamp) for each in ours} == {
        (tone, lamp) for tone in ("light", "intermediate", "tan", "brown", "dark") for lamp in ("same", "any")
    }
    assert max(each.false_alarms[0] for each in ours) <= 0.02
    assert max(each.false_alarms[1] for each in ours) <= 0.02
    assert max(each.false_alarms[2] for each in ours) <= 0.02 + THREE_SE


def test_deep_pigment_is_found_within_eight_weeks_where_it_can_be_told_from_a_tan(found: list[Row]) -> None:
    for each in found:
        if each.chart == "ours" and each.lamp == "same" and each.tone in {"light", "intermediate", "tan"}:
            assert each.weeks is not None
            assert each.weeks <= 8


def test_the_typology_angle_alarms_for_a_tan_and_misses_deep_pigment(found: list[Row]) -> None:
    angle = [each for each in found if each.chart == "ITA"]
    assert min(each.false_alarms[0] for each in angle) > 0.1
    assert all(each.weeks is None or each.weeks > 12 for each in angle)


def test_textbook_limits_alarm_half_of_the_people(found: list[Row]) -> None:
    assert min(each.false_alarms[0] for each in found if each.chart == "matched, textbook limits") > 0.4


def test_a_covered_place_that_tans_a_little_stays_quiet(knowledge: Knowledge) -> None:
    assert max(covered_false_alarms(SERIES, knowledge=knowledge).values()) <= 0.02


def test_the_figures_name_their_command() -> None:
    assert all("bench.skin_alarms" in each.how for each in figures(200))
