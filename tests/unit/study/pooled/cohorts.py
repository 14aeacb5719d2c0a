"""Made-up participants of a study, with exact first stages."""

from __future__ import annotations

import numpy as np
from scipy.special import ndtri

from speciosa.effect import Grade
from speciosa.effect.pooling import EvidencePacket, StagePrior, packet_id
from speciosa.effect.pooling.packet import MadeWith, RecordSize, Summary
from speciosa.study.cohort.result import ExposureFigures, ParticipantResult, SkinFigures, State, SymptomFigures

NORMALS = ndtri((np.arange(200) + 0.5) / 200)


def summary(y: float, sd: float, grade: Grade, prior_sd: float = 1.5) -> Summary:
    """The posterior of a bell curve under a normal prior: exact."""
    variance = 1 / (1 / sd**2 + 1 / prior_sd**2)
    values = y * variance / sd**2 + np.sqrt(variance) * NORMALS
    return Summary(grade, np.maximum.accumulate(np.round(values, 4)), StagePrior(0.0, prior_sd))


def place(site: str, change: float, sd: float, mg: float) -> SkinFigures:
    return SkinFigures(site, site == "arm_inner_left", change, sd, "none", 90, mg)


def packet(at: int, effect: Summary, **parts: object) -> EvidencePacket:
    given = {"contrasts": (), "dose_response": ()} | parts
    return EvidencePacket(
        packet_id(at.to_bytes(16, "big"), "test"), "pain", "nrs", "lower", 30, effect, k_hat=0.1,
        record=RecordSize(12, 180, 6), made_with=MadeWith("0.1.0", "0123456789ab"), **given,  # type: ignore[arg-type]
    )  # fmt: skip


def cohort(
    rng: np.random.Generator, people: int = 80, *, randomised: float = 0.5, under_18: int = 0, mean: float = -0.9
) -> list[ParticipantResult]:
    """Effects with an SD of 0.5, a quarter less nearly as good, itching that goes with exposure, and skin that darkens."""
    rows = []
    for at in range(people):
        chance = at < randomised * people
        grade = Grade.RANDOMISED_MASKED if chance else Grade.OBSERVATIONAL
        true, log2_auc = rng.normal(mean, 0.5), rng.normal(9.0, 1.0)
        bias = 0.0 if chance else rng.normal(0.3, 0.2)

        def told(value: float, sd: float, grade: Grade = grade, bias: float = bias) -> Summary:
            return summary(value + bias + rng.normal(0, sd), sd, grade)

        levels = tuple((dose, told(true * dose**0.6, 0.5)) for dose in (0.25, 0.5, 0.75, 1.0) if rng.random() < 0.9)
        less = (("one_step_less", summary(-0.1 + rng.normal(0, 0.35), 0.35, grade, 0.5)),) if chance else ()
        total_g = 2 ** (log2_auc - 9.0) * 5 * rng.uniform(0.5, 2.0)
        rows.append(ParticipantResult(
            f"p{at:04}", State.WORKED_OUT, packet=packet(at, told(true, rng.uniform(0.3, 0.8)), contrasts=less, dose_response=levels),
            days=90, ratings=260, doses=240, grade=grade, trial_periods_planned=8 * chance, trial_periods_done=7 * chance,
            masked=chance, exposure=ExposureFigures("mitragynine", 2**log2_auc, 0.5, 60.0, total_g * 1000, "label"),
            symptoms=tuple(
                SymptomFigures(word, 12, 90, rate + rng.normal(0, 0.4), 0.35)
                for word, rate, share in (("itching", 0.5, 0.6), ("nausea", 0.05, 0.7), ("constipation", 0.15, 0.5), ("tremor", 0.1, 0.03))
                if rng.random() < share
            ),
            skin=(
                place("forearm_dorsal_left", abs(1.0 + 0.9 * total_g / 10 + rng.normal(0, 0.8)), 0.6, total_g * 1000),
                place("arm_inner_left", 0.6, 0.4, total_g * 1000),
            ) if rng.random() < 0.6 else (),
        ))  # fmt: skip
    gone = [
        ParticipantResult.without(f"y{at:03}", State.LEFT_OUT, "Under 18: no packet, no trial, no study.")
        for at in range(under_18)
    ]
    return [*rows, *gone]
