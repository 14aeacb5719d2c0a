"""One result of screening, and all of them together with what was not looked at."""

from __future__ import annotations

from dataclasses import dataclass

from speciosa.knowledge import Act, Urgency
from speciosa.values.gaps import NotAssessed


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that the record gives cause to act on.

    Parameters
    ----------
    code : stable word for scripts.
    urgency, act : how soon, and what to do.
    title : words that a frightened person understands.
    why : ids of the entries behind it.
    who, say : whom to go to, and what to say there.
    sources : citation keys.
    """

    code: str
    urgency: Urgency
    act: Act
    title: str
    why: tuple[str, ...]
    who: str
    say: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found, most urgent first, and everything that was not assessed."""

    findings: tuple[Finding, ...]
    not_assessed: tuple[NotAssessed, ...]
