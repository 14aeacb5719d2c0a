"""Made-up people for the tests of pooling: exact posteriors, and packets of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from speciosa.effect.pooling import EvidencePacket, PopulationPrior, StagePrior, packet_id
from speciosa.effect.pooling.packet import MadeWith, RecordSize, Summary
from speciosa.effect.pooling.stage_prior import Family
from speciosa.effect.posterior import Grade

Array = NDArray[np.float64]
PRIOR = PopulationPrior(1.5, 1.0, 0.7, 0.5, 0.7, 1e-4, 0.01, 0.1)
NORMAL = StagePrior(0.0, 1.5)
STUDENT = StagePrior(0.0, 1.5, Family.STUDENT_T, 6.0)
GRID = np.linspace(-12.0, 12.0, 24_001)
TRIAL, DIARY = Grade.RANDOMISED_MASKED, Grade.OBSERVATIONAL


def slices(density: Array, count: int) -> Array:
    """Means of slices of equal probability of a density on `GRID`."""
    mass = np.concatenate([[0.0], np.cumsum(density[1:] + density[:-1])])
    mass /= mass[-1]
    moment = np.concatenate([[0.0], np.cumsum(np.diff(mass) * (GRID[1:] + GRID[:-1]) / 2)])
    ends = np.interp(np.linspace(0, 1, count + 1), mass, moment)
    return np.maximum.accumulate(np.diff(ends) * count)


def number(
    likelihood: Callable[[Array], Array], *, grade: Grade = TRIAL, prior: StagePrior = NORMAL, count: int = 200
) -> Summary:
    """The exact posterior of a log likelihood under a first-stage prior."""
    log_density = likelihood(GRID) + prior.log_density(GRID)
    return Summary(grade, slices(np.exp(log_density - log_density.max()), count), prior)


def bell(y: float, s: float) -> Callable[[Array], Array]:
    return lambda theta: -0.5 * ((theta - y) / s) ** 2


def packet(value: Summary, person: int, **parts: object) -> EvidencePacket:
    given = {"contrasts": (), "dose_response": (), "k_hat": 0.1} | parts
    return EvidencePacket(
        packet_id(person.to_bytes(16, "big"), "test"), "pain", "nrs", "lower", 30, value,
        record=RecordSize(12, 180, 6), made_with=MadeWith("0.1.0", "0123456789ab"), **given,  # type: ignore[arg-type]
    )  # fmt: skip


def packets(numbers: Sequence[Summary]) -> dict[str, EvidencePacket]:
    return {f"{person:05}.json": packet(each, person) for person, each in enumerate(numbers)}


def crowd(
    rng: np.random.Generator, people: int, *, mean: float = -0.8, spread: float = 0.5, randomised: float = 1.0,
    bias: float = 0.4, bias_spread: float = 0.3, prior: StagePrior = NORMAL, count: int = 200,
) -> tuple[list[Summary], Array]:  # fmt: skip
    """Numbers of people, and their true effects."""
    true = rng.normal(mean, spread, people)
    trial = rng.random(people) < randomised
    answer = np.where(trial, true, true + rng.normal(bias, bias_spread, people))
    s = rng.uniform(0.3, 0.8, people)
    y = rng.normal(answer, s)
    found = [
        number(bell(y[at], s[at]), grade=TRIAL if trial[at] else DIARY, prior=prior, count=count)
        for at in range(people)
    ]
    return found, true
