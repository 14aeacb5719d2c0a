"""Making a packet: what is in it, what never is, and when there is none."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from speciosa.effect.pooling import DoseLevel, EvidencePacket, StagePrior, packet_from_json, packet_id, packet_of
from speciosa.effect.pooling import to_json as text_of
from speciosa.effect.pooling.packet import CONTRASTS, equally_likely
from speciosa.effect.posterior import (
    Contrast,
    Course,
    Diagnostics,
    EffectPosterior,
    Grade,
    Looks,
    Sensitivity,
    State,
)
from speciosa.knowledge import Knowledge
from speciosa.values.draws import Draws
from speciosa.values.gaps import NotAssessed

ID = packet_id(bytes(range(32)), "test")
CANARY = "Zaphod 2026-03-01 lost my job"
NOW_S = 1_780_000_123
PRIMARY = True
Make = Callable[..., EvidencePacket | NotAssessed]


def draws(mean: float = -1.0, sd: float = 0.4) -> Draws:
    return Draws(np.random.default_rng(1).normal(mean, sd, 2000), "nrs")


def answer(**parts: Any) -> EffectPosterior:
    """An answer that carries words of the diary wherever one may stand."""
    contrasts = tuple(
        Contrast(name, CANARY, Grade.RANDOMISED_OPEN, None if name == "settled" else draws(-0.2, 0.2), CANARY)
        for name in CONTRASTS
    )
    none = np.zeros(1)
    given = EffectPosterior(
        "pain", CANARY, "kratom", "nrs", "lower", PRIMARY, State.HELPS, (CANARY,), Grade.OBSERVATIONAL, 30, 1.0, 2.0,
        Diagnostics("importance", 0.123456, 900.0, 486, 300, tried=(CANARY,)), effect=draws(), contrasts=contrasts,
        sensitivity=Sensitivity(-0.8, -1.1, not PRIMARY, 0.3, 0.0, 1.5, 0.7),
        course=Course(np.array([20_513]), none, none, none, none), looks=Looks(NOW_S, NOW_S, 3),
        not_assessed=(NotAssessed(CANARY, CANARY),), sources=(CANARY,),
    )  # fmt: skip
    return replace(given, **parts)


@pytest.fixture
def make(knowledge: Knowledge) -> Make:
    def made(posterior: EffectPosterior, **parts: Any) -> EvidencePacket | NotAssessed:
        given: dict[str, Any] = {"weeks": 26, "blocks": 8, "software": "0.1.0"} | parts
        return packet_of(posterior, given.pop("packet_id", ID), knowledge, **given)

    return made


def packet(found: EvidencePacket | NotAssessed) -> EvidencePacket:
    assert isinstance(found, EvidencePacket)
    return found


def words(value: object) -> Iterator[str]:
    """Every string of a document, keys too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from (key, *words(each))
    elif isinstance(value, list):
        for each in value:
            yield from words(each)


def own_words(text: str, knowledge: Knowledge) -> list[str]:
    """The words of a packet that are not on a list of ours."""
    fields = {
        "schema", "kind", "id", "of", "outcome", "unit", "better", "horizon_d", "effect", "contrasts", "dose_response",
        "relative_dose", "k_hat", "record", "made_with", "weeks", "ratings", "blocks", "software", "knowledge", "grade",
        "prior", "values", "family", "location", "scale", "df",
    }  # fmt: skip
    listed = fields | set(CONTRASTS) | set(Grade) | set(knowledge.outcomes)
    listed |= {"evidence packet", "kratom", "nrs", "lower", "higher", "normal", "student_t", "0.1.0"}
    hexadecimal = re.compile(r"[0-9a-f]{12}|[0-9a-f]{32}")
    return [each for each in words(json.loads(text)) if each not in listed and not hexadecimal.fullmatch(each)]


def test_it_holds_the_number_its_prior_and_how_much_it_rests_on(make: Make, knowledge: Knowledge) -> None:
    found = packet(make(answer()))
    assert (found.id, found.outcome, found.better, found.horizon_d) == (ID, "pain", "lower", 30)
    assert found.effect is not None
    assert found.effect.mean == pytest.approx(draws().mean, abs=0.001)
    assert found.effect.grade is Grade.OBSERVATIONAL
    assert found.effect.prior == StagePrior(0.0, 1.5)
    assert (found.record.weeks, found.record.ratings, found.record.blocks) == (26, 490, 8)
    assert (found.k_hat, found.made_with.knowledge) == (0.12, knowledge.version)


def test_only_contrasts_with_a_prior_and_an_answer_go_along(make: Make) -> None:
    priors = {"one_step_less": StagePrior(0.0, 0.5), "settled": StagePrior(0.0, 0.5)}
    found = packet(make(answer(), contrast_priors=priors))
    assert [name for name, _ in found.contrasts] == ["one_step_less"]
    less = found.number("one_step_less")
    assert less is not None
    assert (less.grade, less.prior) == (Grade.RANDOMISED_OPEN, StagePrior(0.0, 0.5))
    assert found.number("acute_now") is None


def test_the_dose_response_is_relative_to_the_own_usual_dose(make: Make) -> None:
    levels = [DoseLevel(dose, Grade.OBSERVATIONAL, draws(-dose, 0.2), StagePrior(0, 1.5)) for dose in (0.25, 0.5, 1.0)]
    found = packet(make(answer(), dose_levels=levels))
    half = found.number("dose_0.5")
    assert half is not None
    assert half.mean == pytest.approx(-0.5, abs=0.02)
    with pytest.raises(ValueError, match="ascend"):
        make(answer(), dose_levels=levels[::-1])
    with pytest.raises(ValueError, match="hundredths"):
        make(answer(), dose_levels=[levels[0]._replace(relative_dose=1 / 3)])


def test_without_an_effect_whatever_else_the_record_tells_is_sent(make: Make, knowledge: Knowledge) -> None:
    only = answer(state=State.NOT_ENOUGH_DATA, effect=None, sensitivity=None, evidence_grade=Grade.ASSOCIATION_ONLY)
    found = packet(make(only, contrast_priors={"one_step_less": StagePrior(0.0, 0.5)}))
    assert found.effect is None
    assert list(found.numbers) == ["one_step_less"]
    assert packet_from_json(text_of(found), knowledge).number("effect") is None
    untrusted = replace(only, diagnostics=Diagnostics("nuts", 0.9, 10.0, 100, 100))
    assert isinstance(make(untrusted, contrast_priors={"one_step_less": StagePrior(0.0, 0.5)}), NotAssessed)


@pytest.mark.parametrize(
    ("parts", "why"),
    [
        ({"state": State.NOT_ENOUGH_DATA, "effect": None}, "not enough"),
        ({"effect": None}, "not enough"),
        ({"evidence_grade": Grade.ASSOCIATION_ONLY}, "association"),
        ({"outcome": "knee pain"}, "word of your own"),
        ({"outcome": CANARY}, "word of your own"),
        ({"of": "my uncle's tea"}, "about kratom"),
        ({"unit": CANARY}, "measured"),
        ({"horizon_d": 14}, "measured"),
        ({"sensitivity": None}, "hardly more"),
        ({"effect": draws(sd=1.6)}, "hardly more"),
        ({"effect": draws(sd=0.001)}, "hardly more"),
        ({"effect": Draws(np.full(100, -1.0), "nrs")}, "hardly more"),
        ({"diagnostics": Diagnostics("nuts", float("inf"), 10.0, 100, 100)}, "trusted"),
        ({"diagnostics": Diagnostics("nuts", float("nan"), 10.0, 100, 100)}, "trusted"),
    ],
)  # fmt: skip
def test_there_is_none_where_no_number_was_earned(make: Make, parts: dict[str, Any], why: str) -> None:
    found = make(answer(**parts))
    assert isinstance(found, NotAssessed)
    assert found.code == "packet"
    assert why in found.why
    assert CANARY not in found.why


@pytest.mark.parametrize("wrong", [{"packet_id": CANARY}, {"packet_id": ID.upper()}, {"software": "0.1.0 " + CANARY}])
def test_an_id_or_a_version_with_words_in_it_is_refused(make: Make, wrong: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="form"):
        make(answer(), **wrong)


def test_no_word_and_no_day_of_the_diary_gets_in(make: Make, knowledge: Knowledge) -> None:
    priors = dict.fromkeys(CONTRASTS, StagePrior(0.0, 0.5))
    text = text_of(packet(make(answer(), contrast_priors=priors)))
    assert own_words(text, knowledge) == []
    for part in ("Zaphod", "2026", str(NOW_S), "20513"):
        assert part not in text


@settings(max_examples=60)
@given(word=st.text(min_size=1), where=st.sampled_from(["outcome", "label", "of", "unit", "better"]))
def test_whatever_word_stands_in_an_answer_none_of_it_gets_in(word: str, where: str, knowledge: Knowledge) -> None:
    given = answer(**{where: word}, reasons=(word,), sources=(word,))
    found = packet_of(given, ID, knowledge, weeks=3, blocks=0, software="0.1.0")
    if isinstance(found, EvidencePacket):
        assert own_words(text_of(found), knowledge) == []
    else:
        assert found.why in {
            "This outcome is a word of your own, and a packet carries only words from our list.",
            "A packet is about kratom only.",
            "The answer is not measured the way packets are.",
        }


@settings(max_examples=60)
@given(
    seed=st.integers(0, 2**32), mean=st.floats(-12, 12), sd=st.floats(1e-4, 4), count=st.integers(2, 3000),
    prior_sd=st.floats(0.01, 20),
)  # fmt: skip
def test_a_packet_that_was_made_is_one_that_can_be_read(
    seed: int, mean: float, sd: float, count: int, prior_sd: float, knowledge: Knowledge
) -> None:
    values = Draws(np.random.default_rng(seed).normal(mean, sd, count), "nrs")
    prior = StagePrior(0.0, prior_sd)
    found = packet_of(answer(effect=values), ID, knowledge, weeks=3, blocks=0, software="0.1.0", prior=prior)
    if isinstance(found, EvidencePacket):
        text = text_of(found)
        assert text_of(packet_from_json(text, knowledge)) == text


@settings(max_examples=60)
@given(seed=st.integers(0, 2**32), count=st.integers(2, 2000), scale=st.floats(1e-3, 1e3), to=st.integers(1, 300))
def test_equally_likely_values_keep_mean_and_order(seed: int, count: int, scale: float, to: int) -> None:
    given = scale * np.random.default_rng(seed).standard_t(4, count)
    found = equally_likely(given, to)
    assert len(found) == to
    assert (np.diff(found) >= 0).all()
    assert found.mean() == pytest.approx(given.mean(), abs=0.006 * given.std())


def test_equally_likely_values_keep_the_spread_and_three_digits_of_it() -> None:
    given = np.random.default_rng(1).normal(-1.0, 0.4, 100_000)
    found = equally_likely(given)
    assert found.std() == pytest.approx(given.std(), rel=2e-3)
    np.testing.assert_array_equal(found, np.round(found, 3))
    assert "-0.0" not in map(str, equally_likely(np.array([-1e-9, 1.0, 2.0]), 3).tolist())
    with pytest.raises(ValueError, match="differ"):
        equally_likely(np.ones(100))
    with pytest.raises(ValueError, match="finite"):
        equally_likely(np.array([1.0, np.nan]))


def test_an_id_tells_people_and_studies_apart_and_nothing_else() -> None:
    one, other = bytes(range(32)), bytes(range(1, 33))
    found = {packet_id(secret, study) for secret in (one, other) for study in ("leaf", "tablets")}
    assert len(found) == 4
    assert packet_id(one, "leaf") == packet_id(one, "leaf")
    assert packet_id(one, "leaf") == "1afefe9585a62997f0c65351c9ecca8d"
    with pytest.raises(ValueError, match="16"):
        packet_id(b"short", "leaf")
