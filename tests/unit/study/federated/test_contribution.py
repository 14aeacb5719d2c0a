"""From a diary to a packet: what goes along, what stays at home, and that pooling packets is pooling diaries."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from bench.effect_calibration.people import anybody, on_recorded_pain, randomised
from tests.unit.trial.made import NOW_S, daily, said

from speciosa.effect import EffectPosterior, Grade, estimate_effect
from speciosa.effect.pooling import EvidencePacket, Pooled, PopulationPrior, packet_from_json, packet_id, pool
from speciosa.effect.pooling.packet import Summary
from speciosa.effect.pooling.stage_prior import Family
from speciosa.exposure import expose
from speciosa.knowledge import Knowledge, load_knowledge
from speciosa.record import Columns, Diary
from speciosa.simulate import Calendar, Design, Phase, simulate_person
from speciosa.study.federated.contribution import contribution_of, packet_of_answer
from speciosa.study.federated.disclosure import fault_of
from speciosa.study.federated.packet_paper import paper_of, read_paper
from speciosa.study.federated.told import what_is_in
from speciosa.values.gaps import NotAssessed

PEOPLE = 6
Worked = list[tuple[Diary, EffectPosterior, EvidencePacket]]


def answer(diary: Diary, knowledge: Knowledge, now_s: int, seed: int) -> EffectPosterior:
    curve = expose(diary, knowledge, seed=seed, now_s=now_s, grid_s=86_400)
    return estimate_effect(diary, curve, knowledge, outcome="pain", now_s=now_s, seed=seed)


@pytest.fixture(scope="module")
def worked() -> Worked:
    """Half of these people are in a trial of all and none, half dose when it hurts."""
    knowledge, found = load_knowledge(), []
    for person in range(PEOPLE):
        rng = np.random.default_rng([11, person])
        plan = (randomised if person % 2 else on_recorded_pain)(knowledge, anybody(knowledge, rng, unmoved=False), rng)
        diary = simulate_person(plan.design, knowledge, seed=person).diary
        now_s = int(diary.entries.time_s[-1])
        told = answer(diary, knowledge, now_s, person)
        own = packet_id(person.to_bytes(32, "big"), "test")
        packet = packet_of_answer(told, diary, own, knowledge, now_s=now_s)
        assert isinstance(packet, EvidencePacket)
        found.append((diary, told, packet))
    return found


def test_pooling_packets_is_pooling_diaries(worked: Worked, knowledge: Knowledge) -> None:
    """Packets of 200 rounded values, written and read, against every draw of each person's answer."""
    sent, whole = {}, {}
    for at, (_, told, packet) in enumerate(worked):
        sent[f"{at}.json"] = packet_from_json(read_paper(paper_of(packet, agreed=True)).text, knowledge)
        assert told.effect is not None
        assert told.sensitivity is not None
        assert packet.effect is not None
        prior = replace(packet.effect.prior, scale=told.sensitivity.prior_sd)
        assert told.for_pooling is not None
        draws = Summary(told.evidence_grade, np.sort(told.for_pooling.effect.values), prior)
        whole[f"{at}.json"] = replace(packet, effect=draws)
    pooled = [pool(each, np.random.default_rng(1), prior=PopulationPrior.of(knowledge)) for each in (sent, whole)]
    one, other = pooled
    assert isinstance(one, Pooled)
    assert isinstance(other, Pooled)
    assert one.n == other.n == PEOPLE
    for name in ("effect", "between_sd", "association", "bias", "new_person"):
        first, second = getattr(one, name), getattr(other, name)
        assert first.mean == pytest.approx(second.mean, abs=0.08 * second.sd), name
        assert first.sd == pytest.approx(second.sd, rel=0.08), name
    for mine, theirs in zip(one.people, other.people, strict=True):
        assert mine.mean == pytest.approx(theirs.mean, abs=0.05)


def test_a_smaller_dose_goes_along_only_where_it_was_tried(worked: Worked) -> None:
    """Days on less happen to those who dose when it hurts; a trial of all and none has none that chance decided."""
    for person, (_, told, packet) in enumerate(worked):
        sent = [dose for dose, _ in packet.dose_response]
        assert told.for_pooling is not None
        assert [each.relative_dose for each in told.for_pooling.levels] == sent
        if person % 2:
            assert sent == []
            assert told.for_pooling.allowance == 0
        else:
            assert sent in ([0.75, 1.0], [0.5, 0.75, 1.0])
            assert {each.grade for _, each in packet.dose_response} == {Grade.OBSERVATIONAL}
            assert told.for_pooling.allowance > 0
            sds = [each.prior.scale for _, each in packet.dose_response]
            assert sds == sorted(sds)


def test_a_packet_holds_no_more_than_it_may(worked: Worked, knowledge: Knowledge) -> None:
    for diary, _, packet in worked:
        assert fault_of(packet, knowledge) == ""
        days = diary.entries.day()
        assert packet.record.weeks == (int(days[-1] - days[0]) + 1) // 7
        text = paper_of(packet, agreed=False)
        assert "2025" not in text
        assert "kratom leaf" not in text
        assert packet.effect is not None
        finer = replace(packet, effect=replace(packet.effect, values=packet.effect.values + 1e-5))
        assert "more digits" in fault_of(finer, knowledge)


def test_all_of_it_is_said_in_words(worked: Worked) -> None:
    said_of_it = " ".join(line for group in what_is_in(worked[0][2], "pain") for line in group.lines)
    for word in (
        "200 equally likely",
        "weeks",
        "nearest ten",
        "k-hat",
        "version",
        "id of 32",
        "assumed before",
        "pain",
    ):
        assert word in said_of_it
    assert "goes with kratom" in said_of_it
    assert "because chance" not in said_of_it


@pytest.fixture(scope="module")
def levels() -> EffectPosterior:
    """A trial of usual, a quarter less and none, each thirty days in all."""
    knowledge, rng = load_knowledge(), np.random.default_rng(3)
    order = [arm for _ in range(3) for arm in rng.permutation(["usual", "-25%", "none"])]
    share = {"usual": 1.0, "-25%": 0.75, "none": 0.0}
    phases = tuple(Phase(10 * at, 10 * at + 9, share[arm], arm) for at, arm in enumerate(order))
    design = Design.usual(knowledge, Calendar("2025-01-20", 90, "UTC", phases=phases))
    dosing = replace(design.dosing, indication_strength=0.0, planned_share=0.97, unplanned_share=0.0)
    design = replace(design, dosing=dosing, recording=replace(design.recording, everyday=False))
    diary = simulate_person(design, knowledge, seed=2).diary
    return answer(diary, knowledge, int(diary.entries.time_s[-1]), 0)


def test_a_randomised_step_goes_along_with_its_exact_prior_and_nothing_else_does(
    levels: EffectPosterior, knowledge: Knowledge
) -> None:
    packet = packet_of_answer(levels, Diary(Columns.of([])), "0" * 32, knowledge, now_s=0)
    assert isinstance(packet, EvidencePacket)
    assert [name for name, _ in packet.contrasts] == ["one_step_less"]
    assert [(dose, each.grade) for dose, each in packet.dose_response] == [
        (0.75, Grade.RANDOMISED_OPEN), (1.0, Grade.RANDOMISED_OPEN),
    ]  # fmt: skip
    whole = packet.number("dose_1")
    assert packet.effect is not None
    assert whole is not None
    assert (whole.values == packet.effect.values).all()
    assert whole.prior == packet.effect.prior
    prior = packet.contrasts[0][1].prior
    assert (prior.family, prior.location) == (Family.STUDENT_T, 0.0)
    # by hand: the coefficient's prior is N(0, (1.5 / 0.8 s)^2), and s^2 an inverse gamma, drawn many times
    rng, choice = np.random.default_rng(1), knowledge.choice
    s2 = choice("effect_noise_scale") / rng.gamma(choice("effect_noise_shape"), 1.0, 400_000)
    drawn = rng.normal(0, choice("effect_effect_sd") / choice("effect_noise_typical") * np.sqrt(s2))
    exact = np.random.default_rng(2).standard_t(prior.df or 0, 400_000) * prior.scale
    at = [0.1, 0.25, 0.75, 0.9]
    np.testing.assert_allclose(np.quantile(exact, at), np.quantile(drawn, at), rtol=0.02)


def test_a_diary_that_says_too_little_makes_no_packet_and_says_why(knowledge: Knowledge, tmp_path: Path) -> None:
    few = said(tmp_path / "d", daily(4))
    found = contribution_of(few, "0" * 32, knowledge, outcome="pain", now_s=NOW_S, seed=0)
    assert isinstance(found, NotAssessed)
    assert "not enough in the record" in found.why


def test_while_a_blind_trial_runs_there_is_no_packet(knowledge: Knowledge, tmp_path: Path) -> None:
    rows = daily() + "2026-02-10T00:00+00:00,assignment,K7,1,masked,,,,\n"
    sealed = said(tmp_path / "d", rows)
    found = contribution_of(sealed, "0" * 32, knowledge, outcome="pain", now_s=NOW_S, seed=0)
    assert isinstance(found, NotAssessed)
    assert "blind trial is under way" in found.why
