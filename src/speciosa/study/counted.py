"""Which number of a packet counts in a mean over people."""

from __future__ import annotations

from speciosa.effect.pooling import EvidencePacket
from speciosa.effect.pooling.packet import Summary

LESS = "one_step_less"
NOT_BY_CHANCE = "Its number is not from a trial, and a quarter less is asked of those alone whom chance gave it."


def counted(packet: EvidencePacket, of: str) -> Summary | None:
    """The number, or None: there is none, or it is a quarter less that chance did not give.

    Parameters
    ----------
    of : ``effect``, ``one_step_less``, ``dose_0.5`` ...
    """
    number = packet.number(of)
    return None if number is None or (of == LESS and not number.grade.randomised) else number
