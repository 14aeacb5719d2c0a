"""A study of people at home whose truth is known, diary to pool: the interval of the mean effect holds the true mean.

A stock of people is drawn, everybody keeps a diary, and each one's packet is made at home as `study packet` makes it,
once. A study is some of them, drawn anew; its truth is the mean of true effects in the stock. Four in ten are in a
trial of all and none that they keep to in part: doses missed, and days of none on which they took it. The others dose
when it hurts, some of it not written down: doses forgotten, scores missing.

Pooling takes out what every analysis assumed of the effect itself, and nothing else: what all of them assumed of
tolerance is in every packet, in the same direction, and does not average out. So there are two stocks: people whose
tolerance is, on average, what is assumed of anybody, and people of the simulation, who get used to it more than twice
as much. Of those the pool of 16 is off by about a tenth of a point, half of its own SD.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pytest
from bench.effect_calibration.people import Plan, anybody, on_recorded_pain, randomised
from numpy.typing import NDArray
from tests.scale import examples

from speciosa.effect.pooling import EvidencePacket, Pooled, PopulationPrior, packet_from_json, packet_id, pool
from speciosa.knowledge import Knowledge, load_knowledge
from speciosa.simulate import Phase, simulate_person
from speciosa.study.federated.contribution import contribution_of
from speciosa.study.federated.packet_paper import paper_of, read_paper

SEED = 20_261_123
"""Fixed before the first run."""
PEOPLE, STUDIES, OF_A_STUDY, IN_TRIALS = examples(10, release=40), examples(20, release=10), 16, 0.4
AS_ASSUMED, MORE = "tolerance as assumed", "more tolerance than assumed"
TOLERANCE_SD = 0.3
KEPT_TO, SLIPS = 0.85, 0.15


class Member(NamedTuple):
    """A person of the stock: the packet (None: none was earned) and the truth."""

    packet: EvidencePacket | None
    effect: float


def member(number: int, knowledge: Knowledge, kind: str) -> Member:
    rng = np.random.default_rng([SEED, number])
    model = anybody(knowledge, rng, unmoved=False)
    if kind == AS_ASSUMED:
        usual = float(np.clip(rng.normal(knowledge.choice("effect_tolerance_mean"), TOLERANCE_SD), 0.0, None))
        model = replace(model, response=replace(model.response, tolerance_nrs=usual))
    in_trial = number % 10 < 10 * IN_TRIALS
    plan = kept_in_part(randomised(knowledge, model, rng), rng) if in_trial else partly_written(knowledge, model, rng)
    person = simulate_person(plan.design, knowledge, seed=int(rng.integers(1 << 31)))
    now_s = int(person.diary.entries.time_s[-1])
    own = packet_id(number.to_bytes(16, "big"), "calibration")
    found = contribution_of(person.diary, own, knowledge, outcome="pain", now_s=now_s, seed=number)
    packet = None
    if isinstance(found, EvidencePacket):
        packet = packet_from_json(read_paper(paper_of(found, agreed=True)).text, knowledge)
    return Member(packet, person.truth.true_effect_nrs)


def kept_in_part(plan: Plan, rng: np.random.Generator) -> Plan:
    """Doses are missed, and on some days of none the usual amount is taken though none was assigned."""
    phases: list[Phase] = []
    for each in plan.design.calendar.phases:
        for day in range(each.first_day, each.last_day + 1):
            slipped = each.share == 0 and rng.random() < SLIPS
            phases.append(Phase(day, day, 1.0 if slipped else each.share, each.arm))
    design = plan.design
    return replace(
        plan,
        design=replace(
            design, calendar=replace(design.calendar, phases=tuple(phases)),
            dosing=replace(design.dosing, planned_share=KEPT_TO),
        ),
    )  # fmt: skip


def partly_written(knowledge: Knowledge, model: object, rng: np.random.Generator) -> Plan:
    plan = on_recorded_pain(knowledge, model, rng)  # type: ignore[arg-type]
    recording = replace(plan.design.recording, forgotten_dose_share=0.1, missed_share=0.1)
    return replace(plan, design=replace(plan.design, recording=recording))


@pytest.fixture(scope="module", params=[AS_ASSUMED, MORE])
def stock(request: pytest.FixtureRequest) -> list[Member]:
    knowledge = load_knowledge()
    return [member(number, knowledge, request.param) for number in range(PEOPLE)]


class Studied(NamedTuple):
    """One study: mean and 95 % interval of the pool."""

    mean: float
    low: float
    high: float


def study(stock: list[Member], number: int) -> Studied:
    rng = np.random.default_rng([SEED, 1, number])
    few = rng.choice(len(stock), size=min(OF_A_STUDY, len(stock) * 3 // 4), replace=False)
    packets = {f"{at}.json": packet for at in few if (packet := stock[at].packet) is not None}
    found = pool(packets, rng, prior=PopulationPrior.of(load_knowledge()))
    assert isinstance(found, Pooled)
    low, high = found.effect.interval(0.95)
    return Studied(found.effect.mean, low, high)


def test_the_interval_of_a_study_s_mean_holds_the_true_mean_as_often_as_it_says(stock: list[Member]) -> None:
    truth = float(np.mean([each.effect for each in stock]))
    made: NDArray[np.bool_] = np.array([each.packet is not None for each in stock])
    found = [study(stock, number) for number in range(STUDIES)]
    inside = np.mean([each.low <= truth <= each.high for each in found])
    off = np.mean([each.mean for each in found]) - truth
    width = np.mean([each.high - each.low for each in found])
    print(  # the figure, for whoever runs it with -s
        f"{len(found)} studies of {OF_A_STUDY} out of {len(stock)} people ({made.mean():.0%} with a packet): "
        f"the 95 % interval holds {truth:.2f} in {inside:.1%}; off by {off:+.3f} on average, {width:.2f} wide"
    )
    assert made.mean() > 0.7
    assert inside >= 0.95 - 3.3 * math.sqrt(0.95 * 0.05 / STUDIES)
    assert abs(off) < width / 4
