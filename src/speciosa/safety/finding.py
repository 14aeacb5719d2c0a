"""One result of screening, and all of them together with what was not looked at."""

from __future__ import annotations

from dataclasses import dataclass

from speciosa.knowledge import Act, Urgency
from speciosa.safety.dependence import TaperTalk
from speciosa.safety.listed import Listed
from speciosa.safety.liver import LiverPicture
from speciosa.safety.pain_plan import NOTHING_PLANNED, PainPlan
from speciosa.safety.side_effects import SideEffect
from speciosa.safety.withdrawal import WithdrawalDiary
from speciosa.values.gaps import NotAssessed
from speciosa.values.sources import HowRead


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that the record gives cause to act on.

    Parameters
    ----------
    code : stable word for scripts. part: what it is about, from `SAFETY_PARTS`.
    urgency, act : how soon, and what to do.
    title : words that a frightened person understands.
    seen : what in the record it is, one sentence; empty where the entries say it all.
    because : why that matters, in plain words.
    why : ids of the entries behind it. facts: keys of `person.toml` behind it.
    who, say : whom to go to, and what to say there.
    adds : further advice below it, whole sentences.
    sources : citation keys.
    evidence : A to E for an interaction, as in `Interaction`; empty elsewhere. n: people or reports behind it.
    how_read, act_how_read : of the source, and of how soon.
    time_s : of the latest entry behind it, UTC seconds; None where it is no matter of time.
    """

    code: str
    part: str
    urgency: Urgency
    act: Act
    title: str
    seen: str
    because: str
    why: tuple[str, ...]
    facts: tuple[str, ...]
    who: str
    say: str
    adds: tuple[str, ...]
    sources: tuple[str, ...]
    evidence: str
    n: int | None
    how_read: HowRead
    act_how_read: HowRead
    time_s: int | None

    @property
    def needs_review(self) -> bool:
        """Whether a clinician still has to look at the rule behind it."""
        return HowRead.NEEDS_CLINICAL_REVIEW in (self.how_read, self.act_how_read)


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found, most urgent first, and everything that was not assessed.

    Parameters
    ----------
    findings : most urgent first. None of them is not "safe". not_assessed : what was not looked at, and why.
    listed : what else the person takes, and what was known of each name.
    side_effects : what was recorded of symptoms, against exposure; for professionals.
    liver : laboratory values and what a causality scale for the liver asks; None without any of it.
    withdrawal : the record of feeling ill without it; None without any.
    taper : the facts for a talk about taking less; None for a record without doses.
    plan : the pain, the goals, and everything that is being tried, with its reviews.
    """

    findings: tuple[Finding, ...]
    not_assessed: tuple[NotAssessed, ...]
    listed: tuple[Listed, ...] = ()
    side_effects: tuple[SideEffect, ...] = ()
    liver: LiverPicture | None = None
    withdrawal: WithdrawalDiary | None = None
    taper: TaperTalk | None = None
    plan: PainPlan = NOTHING_PLANNED
