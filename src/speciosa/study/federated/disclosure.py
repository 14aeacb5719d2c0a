"""What a packet may hold: rounded values, coarse counts, nothing that tells two records apart without need.

`effect.pooling.packet_file` sees to the form: fields, words, ranges, whole weeks, tens of ratings. Here is what a
packet could still carry in its digits. Who makes one and who reads one ask the same.
"""

from __future__ import annotations

import math

import numpy as np

from speciosa.effect.pooling import EvidencePacket
from speciosa.effect.pooling.packet import VALUES, Summary
from speciosa.knowledge import Knowledge

_DIGITS = 3  # of a value, counted from the first digit of its spread, as `packet.equally_likely` rounds
_TOLERANCE = 1e-9


def fault_of(packet: EvidencePacket, knowledge: Knowledge) -> str:
    """What a packet tells that it need not, without a full stop; empty where it does not.

    Examples
    --------
    >>> from speciosa.effect.pooling.packet import MadeWith, RecordSize, equally_likely
    >>> from speciosa.effect.pooling import StagePrior
    >>> from speciosa.effect import Grade
    >>> from speciosa.knowledge import load_knowledge
    >>> values = equally_likely(np.random.default_rng(1).normal(-1, 0.4, 2000))
    >>> effect = Summary(Grade.OBSERVATIONAL, values, StagePrior(0.0, 1.234))
    >>> made, size = MadeWith("0.1.0", "0" * 12), RecordSize(12, 180, 0)
    >>> packet = EvidencePacket("0" * 32, "pain", "nrs", "lower", 30, effect, (), (), 0.1, size, made)
    >>> fault_of(packet, load_knowledge())
    'what was assumed beforehand has more digits than it may'
    """
    others = (each for _, each in (*packet.contrasts, *packet.dose_response))
    numbers = [each for each in (packet.number("effect"), *others) if each is not None]
    if any(not _is_rounded(each) for each in numbers):
        return "its values have more digits than their uncertainty earns"
    priors = [
        number for each in numbers for number in (each.prior.location, each.prior.scale, each.prior.df)
        if number is not None
    ]  # fmt: skip
    if any(not math.isclose(told_apart_by(each, knowledge), each, rel_tol=_TOLERANCE) for each in priors):
        return "what was assumed beforehand has more digits than it may"
    if round(packet.k_hat, 2) != packet.k_hat:
        return "its k-hat has more than two digits"
    if packet.record.ratings % 10:
        return "its ratings are not rounded to tens"
    return ""


def told_apart_by(number: float, knowledge: Knowledge) -> float:
    """A number with as many digits as may be told of what was assumed.

    Examples
    --------
    >>> from speciosa.knowledge import load_knowledge
    >>> told_apart_by(1.23456, load_knowledge()), told_apart_by(0.0, load_knowledge())
    (1.23, 0.0)
    """
    return float(f"{number:.{int(knowledge.choice('study_packet_prior_digits'))}g}")


def _is_rounded(number: Summary) -> bool:
    """Whether values are as coarse as `equally_likely` makes them; their spread is a little less than the draws'."""
    spread = float(number.values.std())
    place = _DIGITS - 1 - math.floor(math.log10(spread))
    return len(number.values) == VALUES and bool(
        np.allclose(np.round(number.values, place), number.values, rtol=0, atol=_TOLERANCE)
    )
