"""Masked trials of two amounts, from the diary to the pool and the report: nobody went without, less is answered."""

from __future__ import annotations

import html
import re
from pathlib import Path

import numpy as np
import pytest
from tests.unit.study.level_trials import ENDED_S, level_trial

from speciosa.effect import Grade
from speciosa.effect.pooling import EvidencePacket, Pooled, PopulationPrior, packet_from_json, packet_id, pool
from speciosa.effect.pooling.pooled import Basis
from speciosa.knowledge import Knowledge, load_knowledge
from speciosa.report.report import Made
from speciosa.study.cohort.answer import answer_of
from speciosa.study.cohort.diary_folders import DiaryFolders
from speciosa.study.cohort.participant import work_out
from speciosa.study.cohort.question import CohortQuestion
from speciosa.study.cohort.result import ParticipantResult
from speciosa.study.federated.contribution import contribution_of
from speciosa.study.federated.packet_paper import paper_of, read_paper
from speciosa.study.federated.told import what_is_in
from speciosa.study.pooled import Answered, Less, answers_json, answers_of
from speciosa.study.report import study_report, study_report_html
from speciosa.values.gaps import NotAssessed

PEOPLE = 4
ASKED = CohortQuestion("pain", ENDED_S, 0, ("skin",))
LESS = "one_step_less"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    knowledge, place = load_knowledge(), tmp_path_factory.mktemp("people")
    for person in range(PEOPLE):
        level_trial(person, place / f"p{person}", knowledge)
    return place


@pytest.fixture(scope="module")
def rows(folder: Path) -> list[ParticipantResult]:
    knowledge, source = load_knowledge(), DiaryFolders(folder)
    return [work_out(f"p{person}", source, ASKED, knowledge) for person in range(PEOPLE)]


def test_a_diary_gives_a_packet_of_less_alone_and_packets_of_it_are_pooled(folder: Path, knowledge: Knowledge) -> None:
    packets = {}
    for person in range(2):
        diary, own = level_trial(person, folder / f"p{person}", knowledge), packet_id(bytes([person] * 32), "test")
        found = contribution_of(diary, own, knowledge, outcome="pain", now_s=ENDED_S, seed=0)
        assert isinstance(found, EvidencePacket)
        assert list(found.numbers) == [LESS]
        assert found.numbers[LESS].grade is Grade.RANDOMISED_MASKED
        said = " ".join(line for each in what_is_in(found, "pain") for line in each.lines)
        assert "a quarter less: pain about" in said
        assert "against one on none: no answer" in said
        sent = read_paper(paper_of(found, agreed=True)).text
        packets[f"{person}.json"] = packet_from_json(sent, knowledge)
    pooled = pool(packets, np.random.default_rng(1), prior=PopulationPrior.of(knowledge), of=LESS)
    assert isinstance(pooled, Pooled)
    assert (pooled.n, pooled.basis) == (2, Basis.RANDOMISED)
    middle = np.mean([each.numbers[LESS].mean for each in packets.values()])
    assert pooled.effect.mean == pytest.approx(middle, abs=0.15)
    nothing = pool(packets, np.random.default_rng(1), prior=PopulationPrior.of(knowledge))
    assert isinstance(nothing, NotAssessed)


def test_a_cohort_of_them_answers_less_and_says_who_has_no_effect(
    rows: list[ParticipantResult], knowledge: Knowledge
) -> None:
    assert all(each.packet is not None and each.packet.effect is None for each in rows)
    assert all(each.masked for each in rows)
    found = answer_of(rows, [], ASKED, knowledge)
    assert found["effect"] is None
    assert found["contrasts"][LESS]["n"] == PEOPLE
    assert found["contrasts"][LESS]["basis"] == "randomised"
    assert [each["file"] for each in found["rejected"]] == [each.id for each in rows]
    assert {each["why"] for each in found["rejected"]} == {f"It has no such number. It holds {LESS}."}


def test_the_report_leads_with_less_and_counts_them_apart(rows: list[ParticipantResult], knowledge: Knowledge) -> None:
    found = answers_of(rows, knowledge, np.random.default_rng(0), released=False)
    assert isinstance(found.effect, NotAssessed)
    assert found.randomised is None
    assert isinstance(found.less, Less)
    assert (found.less.answered.n.n, found.less.answered.pooled.basis) == (PEOPLE, Basis.RANDOMISED)
    assert [(each.value, count.n) for each, count in found.grades if count.n] == [("randomised_masked", PEOPLE)]
    assert [count.n for reason, count in found.flow.left_out if "of less" in reason] == [PEOPLE]
    assert not any("does not fit" in reason for reason, _ in found.flow.left_out)
    assert not any(isinstance(each, Answered) for _, each in found.levels)
    assert answers_json(found)["one_step_less"]["basis"] == "randomised"
    report = study_report(
        found, knowledge, Made(1_795_435_200, 0, "0.1.0", knowledge.version, 0, "0123456789abcdef", "en")
    )
    assert "a quarter less" in report.lead.lower()
    page = " ".join(html.unescape(re.sub("<[^>]+>", " ", study_report_html(report))).split())
    assert "Evidence: randomised: chance decided in each person's own trial; 4 people." in page
