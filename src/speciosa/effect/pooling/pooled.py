"""What a pool of packets says: a value, and its JSON form."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from speciosa.effect.posterior import Grade, Middle
from speciosa.values.draws import Draws
from speciosa.values.gaps import NotAssessed


class Basis(StrEnum):
    """Whose numbers a mean rests on: it decides how it may be worded."""

    RANDOMISED = "randomised"
    BOTH = "randomised_and_observational"
    OBSERVATIONAL = "observational"


class Rejected(NamedTuple):
    """A packet that was left out, and why, in one plain sentence."""

    file: str
    why: str


@dataclass(frozen=True, slots=True)
class PooledPerson:
    """One person's effect, seen among the others, in the outcome's unit.

    Parameters
    ----------
    id : of the packet.
    grade : of the number that was pooled.
    mean, low, high : of the true effect, any bias taken out; a 95 % interval.
    k_hat : of the reweighting; above the limit a bell curve took the values' place.
    bell_curve : whether it did.
    """

    id: str
    grade: Grade
    mean: float
    low: float
    high: float
    k_hat: float
    bell_curve: bool


@dataclass(frozen=True, slots=True, eq=False)
class Pooled:
    """Many people's numbers as one.

    Parameters
    ----------
    of : which number was pooled: ``effect``, a contrast, ``dose_0.5`` ...
    outcome, unit, better : of the packets.
    basis : who was randomised; `says` repeats it in words.
    n, n_randomised : people pooled, and those of them whose number is randomised.
    effect : mean effect of people like these, draws; a bias common to those not randomised is taken out,
        and allowed for where nobody is.
    between_sd : how much true effects differ, draws.
    association, bias, bias_sd : mean of the answers that are not randomised, how far they are off in
        common, and by how much that differs; None where all are randomised.
    new_person : draws of the effect in one more person like these.
    share_better : share of such people whose outcome is better with it.
    people : by id.
    rejected : left out, with reasons.
    says : plain sentences that have to stand beside the numbers.
    k_hat, ess, method : of the population's weights.
    """

    of: str
    outcome: str
    unit: str
    better: str
    basis: Basis
    n: int
    n_randomised: int
    effect: Draws
    between_sd: Draws
    association: Draws | None
    bias: Draws | None
    bias_sd: Draws | None
    new_person: Draws
    share_better: Middle
    people: tuple[PooledPerson, ...]
    rejected: tuple[Rejected, ...]
    says: tuple[str, ...]
    k_hat: float
    ess: float
    method: str
    not_assessed: tuple[NotAssessed, ...] = ()


def pooled_json(pooled: Pooled) -> dict[str, Any]:
    """The document of ``study pool --json``: plain values, for `json_form.dump`."""
    return {
        "schema": 1, "of": pooled.of, "outcome": pooled.outcome, "unit": pooled.unit, "better": pooled.better,
        "n": pooled.n, "n_randomised": pooled.n_randomised, "basis": pooled.basis,
        "effect": _spread(pooled.effect),
        "between_person_sd": _spread(pooled.between_sd),
        "association": _spread(pooled.association),
        "bias": _spread(pooled.bias),
        "bias_between_person_sd": _spread(pooled.bias_sd),
        "new_person": _spread(pooled.new_person),
        "share_better": {
            "median": pooled.share_better.median, "interval_95": [pooled.share_better.low, pooled.share_better.high],
        },
        "per_person": [
            {
                "id": each.id, "mean": each.mean, "interval_95": [each.low, each.high], "k_hat": each.k_hat,
                "grade": each.grade, "bell_curve": each.bell_curve,
            }
            for each in pooled.people
        ],
        "rejected": [{"file": each.file, "why": each.why} for each in pooled.rejected],
        "says": pooled.says,
        "diagnostics": {"method": pooled.method, "k_hat": pooled.k_hat, "ess": pooled.ess},
        "not_assessed": pooled.not_assessed,
    }  # fmt: skip


def _spread(draws: Draws | None) -> dict[str, Any] | None:
    return None if draws is None else {"mean": draws.mean, "sd": draws.sd, "interval_95": draws.interval(0.95)}
