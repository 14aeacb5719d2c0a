"""What one person may hand to a study: a posterior in a few hundred numbers. No entry, no date, no free text.

Every word in a packet comes from a list of ours, every other letter is a hexadecimal digit: nothing that
a person wrote can get in. ``docs/reference/evidence-packet.md`` describes the file.
"""

from __future__ import annotations

import hmac
import math
import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from speciosa.effect.pooling.stage_prior import StagePrior
from speciosa.effect.posterior import Grade

Array = NDArray[np.float64]

SCHEMA = 1
VALUES = 200
"""Equally likely values to a number, in schema 1."""
CONTRASTS = ("settled", "stopping_days_1_14", "stopping_days_15_60", "one_step_less", "acute_now")
HORIZON_D = 30
SOFTWARE = re.compile(r"\d{1,4}\.\d{1,4}\.\d{1,4}((a|b|rc|\.dev)\d{1,4})?", re.ASCII)
KNOWLEDGE = re.compile(r"[0-9a-f]{12}")
PACKET_ID = re.compile(r"[0-9a-f]{32}")
_DIGITS = 3
"""Of a value, counted from the first digit of its spread."""


@dataclass(frozen=True, slots=True, eq=False)
class Summary:
    """One number with its uncertainty, and the prior that is in it.

    Parameters
    ----------
    grade : of this number alone.
    values : [value], equally likely, ascending, the outcome's unit.
    prior : what was assumed of this very number before the record was looked at.
    """

    grade: Grade
    values: Array
    prior: StagePrior

    @property
    def mean(self) -> float:
        return float(self.values.mean())

    @property
    def variance(self) -> float:
        """Of the values, in the outcome's unit, squared."""
        return float(self.values.var())


@dataclass(frozen=True, slots=True)
class RecordSize:
    """How much was written down, coarsely: whole weeks, ratings to the nearest ten, blocks that ended."""

    weeks: int
    ratings: int
    blocks: int


@dataclass(frozen=True, slots=True)
class MadeWith:
    """The version of the software, and the 12 digits of its knowledge tables."""

    software: str
    knowledge: str


@dataclass(frozen=True, slots=True, eq=False)
class EvidencePacket:
    """One person's evidence on kratom and one outcome: one number at least.

    Parameters
    ----------
    id : 32 hexadecimal digits, see `packet_id`; says which packets are one person's within one study, no more.
    outcome, unit, better : a word of the outcome table, its unit, ``lower`` or ``higher``.
    horizon_d : of the effect: the mean over so many days on the usual pattern minus on none.
    effect : that number; None where the record can't tell it, as in a trial of two amounts in which nobody goes
        without.
    contrasts : name and number, of those that could be answered.
    dose_response : relative dose (0 to 1, of the own usual one, ascending) and the effect there.
    k_hat : of the first stage.
    record, made_with : how much it rests on, and what made it.
    """

    id: str
    outcome: str
    unit: str
    better: str
    horizon_d: int
    effect: Summary | None
    contrasts: tuple[tuple[str, Summary], ...]
    dose_response: tuple[tuple[float, Summary], ...]
    k_hat: float
    record: RecordSize
    made_with: MadeWith

    def number(self, name: str) -> Summary | None:
        """The number of that name, or None where the packet lacks it.

        Parameters
        ----------
        name : ``effect``, a contrast's name, or ``dose_0.5`` for half the own usual dose.
        """
        return self.numbers.get(name)

    @property
    def numbers(self) -> dict[str, Summary]:
        """All that it holds, by name: ``effect``, contrasts, then ``dose_0.5`` and so on."""
        effect = {} if self.effect is None else {"effect": self.effect}
        doses = {f"dose_{dose:g}": each for dose, each in self.dose_response}
        return effect | dict(self.contrasts) | doses


def packet_id(secret: bytes, study: str) -> str:
    """The id that a participant's packets carry in one study: HMAC-BLAKE2b of the study's name under the secret.

    The same secret gives unrelated ids in two studies, and no id says anything of the secret.

    Parameters
    ----------
    secret : random, made on the participant's own machine and kept there; 16 bytes or more.
    study : the study's name.

    Raises
    ------
    ValueError : the secret is too short to be one.

    Examples
    --------
    >>> one, other = packet_id(bytes(32), "leaf"), packet_id(bytes(32), "tablets")
    >>> len(one), one == other
    (32, False)
    """
    if len(secret) < 16:
        raise ValueError("a participant's secret has 16 random bytes or more")
    message = b"speciosa evidence packet\0" + study.encode()
    return hmac.new(secret, message, "blake2b").hexdigest()[:32]


def equally_likely(draws: Array, count: int = VALUES) -> Array:
    """A few values that stand for many draws: the mean of each of `count` slices of equal probability.

    Their mean is the draws' own; of the variance only what lies within slices is lost, about a thousandth.
    Rounded to three digits counted from the first digit of the spread.

    Parameters
    ----------
    draws : [draw], finite, not all the same.

    Returns
    -------
    [count], ascending.

    Raises
    ------
    ValueError : a draw is not finite, or there is no spread.

    Examples
    --------
    >>> equally_likely(np.arange(8.0), 4).tolist()
    [0.5, 2.5, 4.5, 6.5]
    """
    spread = float(draws.std())
    if not (math.isfinite(spread) and spread > 0):
        raise ValueError("draws have to be finite and to differ")
    total = np.concatenate([[0.0], np.cumsum(np.sort(draws))])
    at = np.interp(np.linspace(0, draws.size, count + 1), np.arange(draws.size + 1), total)
    values: Array = np.round(np.diff(at) * count / draws.size, _DIGITS - 1 - math.floor(math.log10(spread)))
    # a sum's last bit can put two equal slices in the wrong order; no -0.0
    return np.maximum.accumulate(values) + 0.0
