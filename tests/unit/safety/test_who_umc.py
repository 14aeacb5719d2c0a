"""The WHO-UMC criteria: each met, not met or not known; no category assigned."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from speciosa.knowledge import Knowledge
from speciosa.safety.naranjo import NaranjoAnswer
from speciosa.safety.who_umc import Met, criteria

CATEGORIES = ("certain", "probable", "possible", "unlikely", "conditional", "unassessable")


def answered(**given: str) -> list[NaranjoAnswer]:
    return [NaranjoAnswer(f"q{n}", "", given.get(f"q{n}", "unknown"), 0, f"evidence {n}") for n in range(1, 11)]


def met(found: Sequence[Met], criterion: str) -> list[bool | None]:
    return [each.met for each in found if each.criterion == criterion]


def test_every_category_stands_with_its_criteria_and_none_is_assigned(knowledge: Knowledge) -> None:
    found = criteria(answered(), knowledge)
    assert tuple(dict.fromkeys(each.category for each in found)) == CATEGORIES
    assert all(each.evidence and each.says for each in found)
    assert not hasattr(found[0], "assigned")


@pytest.mark.parametrize(("answer", "reasonable", "improbable"), [
    ("yes", True, False), ("no", False, True), ("unknown", None, None),
])  # fmt: skip
def test_timing_follows_the_item_on_timing(
    answer: str, reasonable: bool | None, improbable: bool | None, knowledge: Knowledge
) -> None:
    found = criteria(answered(q2=answer), knowledge)
    assert met(found, "time_plausible") == [reasonable]
    assert met(found, "time_reasonable") == [reasonable, reasonable]
    assert met(found, "time_improbable") == [improbable]


def test_stopping_and_restart_follow_their_items(knowledge: Knowledge) -> None:
    found = criteria(answered(q3="yes", q4="no"), knowledge)
    assert met(found, "stopping_plausible") == met(found, "stopping_reasonable") == [True]
    assert met(found, "stopping_unclear") == [False]
    assert met(found, "again_on_restart") == [False]
    assert met(criteria(answered(), knowledge), "stopping_unclear") == [True]


def test_what_only_a_clinician_can_say_is_not_known_whatever_the_diary_holds(knowledge: Knowledge) -> None:
    found = criteria(answered(**{f"q{n}": "yes" for n in range(1, 11)}), knowledge)
    for criterion in ("no_other_cause", "other_cause_unlikely", "other_cause_could", "definitive_event"):
        assert met(found, criterion) == [None]


def test_more_data_are_wanted_while_an_item_is_open(knowledge: Knowledge) -> None:
    all_known = criteria(answered(**{f"q{n}": "no" for n in range(1, 11)}), knowledge)
    assert met(all_known, "more_data") == [False]
    assert met(criteria(answered(q1="yes"), knowledge), "more_data") == [True]
