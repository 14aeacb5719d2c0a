"""One step of a study's trail, the hash that holds it, and the first step of a chain that does not fit.

Nothing here needs the server: an auditor checks an export with it on any machine.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields
from typing import Any, NamedTuple

BEGINNING = "0" * 64
"""What stands before the first step of a chain."""


@dataclass(frozen=True, slots=True)
class Step:
    """Who did what, when, what stood there before, what after, and why.

    Parameters
    ----------
    chain : its name. number: 1 for the first. at_s: the server's clock, UTC seconds.
    actor, role, action, subject, reason : as the server wrote them down. old, new: JSON, or empty.
    previous : the hash of the step before it, `BEGINNING` for the first. digest: its own.
    """

    chain: str
    number: int
    at_s: int
    actor: str
    role: str
    action: str
    subject: str
    old: str
    new: str
    reason: str
    previous: str
    digest: str

    @property
    def worked_out(self) -> str:
        """The hash that this step must have."""
        return digest_of(
            self.previous, self.chain, self.number, self.at_s, self.actor, self.role, self.action, self.subject,
            self.old, self.new, self.reason,
        )  # fmt: skip


NAMES = tuple(each.name for each in fields(Step))
"""The columns of a step, in order."""


class Head(NamedTuple):
    """The end of a chain: its last hash and how long it is."""

    chain: str
    length: int
    digest: str


class Misfit(NamedTuple):
    """The first step of a chain that does not fit. `number`: 0 where the chain itself is the matter."""

    chain: str
    number: int
    why: str


def digest_of(previous: str, *said: Any) -> str:
    """SHA-256 over the hash before it and all that the step says, as UTF-8 JSON: 64 hexadecimal digits.

    Examples
    --------
    >>> digest_of(BEGINNING, "study leaf", 1, 0, "server", "", "made", "leaf", "", "", "")[:12]
    'd528435650c7'
    """
    text = json.dumps([previous, *said], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def heads_digest(heads: Iterable[Head]) -> str:
    """One hash over the ends of all chains: short enough to read out, to print and to sign.

    Examples
    --------
    >>> ends = [Head("study leaf", 2, "a" * 64), Head("participant leaf P0001", 1, "b" * 64)]
    >>> heads_digest(ends) == heads_digest(reversed(ends))
    True
    """
    text = json.dumps(sorted(heads), ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def misfit_of(chain: str, steps: Iterable[Step], end: Head | None = None, earlier: Head | None = None) -> Misfit | None:
    """The first step of a chain that does not fit; None where all do.

    Parameters
    ----------
    steps : of this chain, in the order of their numbers. end: what is said of its end, where something is.
    earlier : an end that was handed out before: the chain must still run through it.
    """
    last, number = BEGINNING, 0
    for step in steps:
        number += 1
        if why := _why_not(step, chain, number, last):
            return Misfit(chain, number, why)
        if earlier is not None and number == earlier.length and step.digest != earlier.digest:
            return Misfit(chain, number, "it is another one than in the earlier list of ends")
        last = step.digest
    if earlier is not None and number < earlier.length:
        return Misfit(chain, number + 1, f"it is gone: the earlier list of ends has {earlier.length} steps")
    if end is None or (end.length, end.digest) == (number, last):
        return None
    if number < end.length:
        return Misfit(chain, number + 1, f"it is gone: the chain is said to have {end.length} steps")
    return Misfit(chain, end.length + 1, "the end that is written down for the chain is another one")


def as_row(step: Step) -> tuple[Any, ...]:
    """The values of a step, in the order of `NAMES`."""
    return astuple(step)


def _why_not(step: Step, chain: str, number: int, last: str) -> str:
    if step.number != number:
        return "it is gone" if step.number > number else "its number stands there twice"
    if step.chain != chain:
        return "it belongs to another chain"
    if step.previous != last:
        return "it does not follow the step before it"
    return "" if step.worked_out == step.digest else "what it says was changed after it was written"
