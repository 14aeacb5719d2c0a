"""How to reach help: the country that was named, the one that was guessed, and words for anywhere."""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo

from speciosa.knowledge import Knowledge
from speciosa.record import Person
from speciosa.safety.help import ANYWHERE, help_for


def test_the_country_that_was_named_goes_before_the_time_zone(knowledge: Knowledge) -> None:
    found = help_for(Person(country="DE", time_zone="America/New_York"), knowledge)
    assert (found.country, found.guessed, found.emergency) == ("Germany", False, "112")


def test_a_time_zone_is_a_guess_and_is_said_to_be(knowledge: Knowledge) -> None:
    found = help_for(Person(time_zone="America/Chicago"), knowledge)
    assert (found.country, found.guessed, found.emergency, found.crisis) == ("United States", True, "911", "988")


def test_without_either_there_are_words_that_hold_anywhere(knowledge: Knowledge) -> None:
    for person in (
        Person(),
        Person(time_zone="UTC"),
        Person(country="XX"),
        Person(country="XX", time_zone="Europe/Berlin"),
    ):
        found = help_for(person, knowledge)
        assert (found.country, found.guessed) == ("", False)
        assert "local emergency number" in found.emergency
        assert "crisis line" in found.crisis


def test_the_persons_own_numbers_go_before_the_table(knowledge: Knowledge) -> None:
    found = help_for(Person(country="DE", emergency="0151 1", crisis="my sister"), knowledge)
    assert (found.emergency, found.crisis, found.own) == ("0151 1", "my sister", ("emergency", "crisis"))
    assert help_for(Person(country="DE"), knowledge).own == ()


def test_a_number_that_the_table_lacks_is_never_another_countrys(knowledge: Knowledge) -> None:
    denmark = help_for(Person(country="DK"), knowledge)
    assert (denmark.emergency, denmark.poison, denmark.youth) == ("112", "", "")
    assert "crisis line" in denmark.crisis


def test_every_row_is_dated_sourced_and_guessed_by_one_zone_alone(knowledge: Knowledge) -> None:
    zones = [zone for each in knowledge.help_lines.values() for zone in each.zones]
    assert len(zones) == len(set(zones))
    for zone in zones:
        ZoneInfo(zone)
    for key, row in knowledge.help_lines.items():
        assert re.fullmatch(r"[a-z]{2}", key) or key == ANYWHERE
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", row.checked)
        assert row.source
        assert row.emergency or row.crisis
