"""Made-up people's packets, rounded as packets are, and the files of a study in a folder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from speciosa.effect import Grade
from speciosa.effect.pooling import EvidencePacket, StagePrior, packet_id
from speciosa.effect.pooling.packet import MadeWith, RecordSize, Summary, equally_likely
from speciosa.study.federated.enrolment import REGISTRATION, WITHDRAWAL, Enrolment
from speciosa.study.federated.packet_paper import paper_of

STUDY = "leaf"
PRIOR = StagePrior(0.0, 1.5)


def own_id(person: int, study: str = STUDY) -> str:
    return packet_id(person.to_bytes(32, "big"), study)


def number(mean: float, sd: float, *, grade: Grade = Grade.RANDOMISED_MASKED, seed: int = 0) -> Summary:
    draws = np.random.default_rng([seed, 3]).normal(mean, sd, 2000)
    return Summary(grade, equally_likely(draws), PRIOR)


def packet(person: int, *, mean: float = -0.8, grade: Grade = Grade.RANDOMISED_MASKED) -> EvidencePacket:
    rng = np.random.default_rng([person, 1])
    return EvidencePacket(
        own_id(person), "pain", "nrs", "lower", 30,
        number(float(rng.normal(mean, 0.4)), float(rng.uniform(0.25, 0.6)), grade=grade, seed=person), (), (), 0.1,
        RecordSize(12, 180, 6), MadeWith("0.1.0", "0123456789ab"),
    )  # fmt: skip


def inbox(folder: Path, packets: Sequence[EvidencePacket], *, agreed: bool = True) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for at, each in enumerate(packets):
        (folder / f"p{at:03}.json").write_text(paper_of(each, agreed=agreed))
    return folder


def registrations(folder: Path, people: Sequence[int]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for each in people:
        (folder / f"r{each:03}.json").write_text(Enrolment(REGISTRATION, STUDY, own_id(each)).to_text())
    return folder


def withdrawal(file: Path, person: int) -> Path:
    file.write_text(Enrolment(WITHDRAWAL, STUDY, own_id(person)).to_text())
    return file
