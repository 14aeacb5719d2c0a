"""What every step here asks for, and how it is told to the trail."""

from __future__ import annotations

from datetime import UTC, datetime

from speciosa.knowledge import load_knowledge
from speciosa.study.server import trail
from speciosa.study.server.models import Link
from speciosa.study.server.seat import Seat
from speciosa.study.server.trail.chain import Doing
from speciosa.values.errors import EntryError


def reason_of(typed: str) -> str:
    """A reason as somebody typed it.

    Raises
    ------
    EntryError : it is missing, or too short to say anything.

    Examples
    --------
    >>> reason_of("  the printed code was lost ")
    'the printed code was lost'
    """
    reason = " ".join(typed.split())
    if len(reason) < load_knowledge().choice("study_reason_letters_least"):
        raise EntryError("a reason is needed", todo="say in a sentence why, for whoever reads it later")
    return reason


def tell(chain: str, doing: Doing, seat: Seat) -> Link:
    """One more link, by whoever sits in this seat."""
    return trail.add(chain, doing, actor=actor_of(seat), role=seat.role)


def actor_of(seat: Seat) -> str:
    """How the trail names them."""
    return f"account {seat.account}"


def utc(at_s: int) -> str:
    """An instant as the pages write it.

    Examples
    --------
    >>> utc(0)
    '1970-01-01 00:00 UTC'
    """
    return f"{datetime.fromtimestamp(at_s, UTC):%Y-%m-%d %H:%M} UTC"
