from __future__ import annotations

import json
from collections.abc import Iterator

import numpy as np
import pytest
from tests.unit.study.cohort.made_up import ASKED

from speciosa.effect import Grade
from speciosa.effect.pooling import EvidencePacket, PopulationPrior, Rejected, StagePrior, pool
from speciosa.effect.pooling.packet import MadeWith, RecordSize, Summary, equally_likely
from speciosa.knowledge import Knowledge
from speciosa.study.cohort.answer import answer_of
from speciosa.study.cohort.result import ParticipantResult, State
from speciosa.values.errors import EntryError
from speciosa.values.json_form import dump


def packet(id_: str, mean: float, *, less: bool = False, less_grade: Grade = Grade.RANDOMISED_MASKED) -> EvidencePacket:
    def summary(middle: float, grade: Grade) -> Summary:
        draws = np.random.default_rng(list(id_.encode())).normal(middle, 0.4, 2000)
        return Summary(grade, equally_likely(draws), StagePrior(0.0, 1.5))

    contrasts = (("one_step_less", summary(-0.1, less_grade)),) if less else ()
    return EvidencePacket(
        ASKED.packet_id_of(id_), "pain", "nrs", "lower", 30, summary(mean, Grade.OBSERVATIONAL), contrasts, (), 0.1,
        RecordSize(10, 100, 0), MadeWith("0.1.0", "0" * 12),
    )  # fmt: skip


def people() -> Iterator[ParticipantResult]:
    for at in range(8):
        id_ = f"{at} is me"
        yield ParticipantResult(
            id_, State.WORKED_OUT, packet=packet(id_, -1 + 0.1 * at, less=at < 3), rows=9, rows_kept=9
        )
    yield ParticipantResult("minor", State.LEFT_OUT, "Under 18.")
    yield ParticipantResult("torn", State.FAILED, "It can't be read.")
    yield ParticipantResult("short", State.WORKED_OUT, why_no_packet="Too short.", rows=10, rows_kept=6, rows_merged=1)


def test_the_document_is_the_one_that_the_contract_describes(knowledge: Knowledge) -> None:
    found = json.loads(dump(answer_of(people(), [Rejected("a.txt", "A file.")], ASKED, knowledge)))
    assert found["schema"] == 1
    assert found["n"] == 8
    assert set(found["effect"]) == set(found["between_person_sd"]) == {"mean", "sd", "interval_95"}
    assert [each["id"] for each in found["per_person"]] == [f"{at} is me" for at in range(8)]
    assert all({"mean", "interval_95", "k_hat"} <= set(each) for each in found["per_person"])
    assert {each["file"]: each["why"] for each in found["rejected"]} == {
        "a.txt": "A file.", "minor": "Under 18.", "torn": "It can't be read.", "short": "Too short.",
    }  # fmt: skip
    assert found["participants"] == {"found": 11, "worked_out": 9, "left_out": 1, "failed": 1}


def test_the_numbers_are_those_of_pooling_the_packets(knowledge: Knowledge) -> None:
    found = answer_of(people(), [], ASKED, knowledge)
    packets = {each.id: each.packet for each in people() if each.packet}
    plainly = pool(packets, np.random.default_rng(5), prior=PopulationPrior.of(knowledge))
    assert found["effect"]["mean"] == pytest.approx(plainly.effect.mean, abs=0.05)  # type: ignore[union-attr]
    assert found["between_person_sd"]["mean"] == pytest.approx(plainly.between_sd.mean, abs=0.05)  # type: ignore[union-attr]


def test_each_number_stands_under_its_own_participant(knowledge: Knowledge) -> None:
    found = answer_of(people(), [], ASKED, knowledge)["per_person"]
    own = [each.packet.effect.mean for each in people() if each.packet and each.packet.effect]
    assert np.corrcoef(own, [each["mean"] for each in found])[0, 1] > 0.99


def test_a_contrast_is_pooled_from_those_who_have_it(knowledge: Knowledge) -> None:
    found = answer_of(people(), [], ASKED, knowledge)["contrasts"]
    assert set(found) == {"one_step_less"}
    assert [each["id"] for each in found["one_step_less"]["per_person"]] == ["0 is me", "1 is me", "2 is me"]
    assert found["one_step_less"]["basis"] == "randomised"


def test_a_quarter_less_that_chance_did_not_give_is_in_no_mean(knowledge: Knowledge) -> None:
    diary = packet("9 is me", -0.5, less=True, less_grade=Grade.OBSERVATIONAL)
    diaries = [ParticipantResult("9 is me", State.WORKED_OUT, packet=diary)]
    found = answer_of([*people(), *diaries], [], ASKED, knowledge)
    assert (found["n"], found["contrasts"]["one_step_less"]["n"]) == (9, 3)
    assert found["contrasts"]["one_step_less"]["basis"] == "randomised"
    assert answer_of(diaries, [], ASKED, knowledge)["contrasts"] == {}


def test_rows_that_could_not_be_read_are_counted_and_said(knowledge: Knowledge) -> None:
    read = answer_of(people(), [], ASKED, knowledge)["read"]
    assert (read["rows"], read["kept"], read["merged"]) == (82, 78, 1)
    assert [(each["file"], each["why"].split(" rows")[0]) for each in read["refused"]] == [("short", "3 of 10")]


def test_nobody_with_a_number_is_an_answer_too(knowledge: Knowledge) -> None:
    found = json.loads(dump(answer_of([ParticipantResult("a", State.LEFT_OUT, "Under 18.")], [], ASKED, knowledge)))
    assert (found["n"], found["effect"], found["per_person"]) == (0, None, [])
    assert found["not_assessed"][0]["why"]


def test_nothing_readable_at_all_is_an_error(knowledge: Knowledge) -> None:
    torn = [ParticipantResult(id_, State.FAILED, "It can't be read.") for id_ in "ab"]
    with pytest.raises(EntryError, match=r"none of the 2 records could be read; a: It can't be read$"):
        answer_of(torn, [Rejected("z", "A file.")], ASKED, knowledge)
