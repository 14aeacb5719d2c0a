from __future__ import annotations

import json
from typing import Any

import hypothesis.strategies as st
import numpy as np
from hypothesis import given

from speciosa.effect import Grade
from speciosa.effect.pooling import EvidencePacket, StagePrior, packet_id, to_json
from speciosa.effect.pooling.packet import MadeWith, RecordSize, Summary, equally_likely
from speciosa.knowledge import Knowledge, load_knowledge
from speciosa.study.cohort.result import ExposureFigures, ParticipantResult, SkinFigures, State, SymptomFigures

number = st.floats(-1e6, 1e6)
maybe = st.none() | number
counts = st.integers(0, 10**6)
exposures = st.builds(ExposureFigures, st.just("mitragynine"), maybe, maybe, maybe, number, st.just("label"))
symptoms = st.builds(SymptomFigures, st.text(), counts, counts, maybe, maybe)
skins = st.builds(SkinFigures, st.text(), st.booleans(), number, number, st.just("none"), counts, maybe)
people = st.builds(
    ParticipantResult, st.text(), st.sampled_from(State), st.text(), st.none(), st.text(), counts, counts, counts,
    st.none() | st.sampled_from(Grade), counts, counts, st.booleans(), st.none() | exposures,
    st.lists(symptoms, max_size=3).map(tuple), st.lists(skins, max_size=3).map(tuple), counts, counts, counts,
    st.text(), number,
)  # fmt: skip
KNOWLEDGE = load_knowledge()


def fields(person: ParticipantResult) -> dict[str, Any]:
    return {name: getattr(person, name) for name in person.__slots__}


@given(people)
def test_a_row_says_all_that_the_result_says(person: ParticipantResult) -> None:
    assert fields(ParticipantResult.of_row(person.to_row(), KNOWLEDGE)) == fields(person)


@given(people)
def test_a_row_holds_plain_values_alone(person: ParticipantResult) -> None:
    assert all(value is None or type(value) in {str, int, float, bool} for value in person.to_row().values())


def test_a_packet_travels_in_a_row(knowledge: Knowledge) -> None:
    values = equally_likely(np.random.default_rng(1).normal(-1, 0.5, 2000))
    packet = EvidencePacket(
        packet_id(bytes(32), "x"), "pain", "nrs", "lower", 30,
        Summary(Grade.OBSERVATIONAL, values, StagePrior(0.0, 1.5)), (), (), 0.1, RecordSize(3, 60, 0),
        MadeWith("0.1.0", "0" * 12),
    )  # fmt: skip
    found = ParticipantResult.of_row(ParticipantResult("ada", State.WORKED_OUT, packet=packet).to_row(), knowledge)
    assert found.packet is not None
    assert to_json(found.packet) == to_json(packet)


def test_columns_of_a_newer_version_are_passed_over(knowledge: Knowledge) -> None:
    row = {**ParticipantResult.without("ada", State.FAILED, "No.").to_row(), "later": 1}
    assert ParticipantResult.of_row(row, knowledge).why == "No."
    assert json.dumps(row)
