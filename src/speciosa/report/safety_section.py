"""What stands beside the findings: all that screening found, how to reach help, what is always said."""

from __future__ import annotations

from dataclasses import dataclass

from speciosa.knowledge import Knowledge
from speciosa.record import Diary
from speciosa.report.days import span_of
from speciosa.safety import Findings, HelpLines, help_for, shut_for
from speciosa.values.timeline import DAY_S, offset_at


@dataclass(frozen=True, slots=True)
class Watch:
    """The part of the page about watching.

    Parameters
    ----------
    screened : all that screening found, the tables for professionals with it.
    help : how to reach help.
    bystander : what somebody beside the person should do, in reading order.
    harm_reduction : what keeps out of danger.
    dont_stop : the sentence that stands beside every word of harm.
    young : under 18, or may be.
    old_d : days since the last entry, where that is long; None: it is not.
    """

    screened: Findings
    help: HelpLines
    bystander: tuple[str, ...]
    harm_reduction: tuple[str, ...]
    dont_stop: str
    young: bool
    old_d: int | None


def watch_of(findings: Findings, diary: Diary, knowledge: Knowledge, *, now_s: int) -> Watch:
    """The findings with everything that is said beside them.

    Parameters
    ----------
    now_s : the instant of asking, UTC seconds.
    """
    return Watch(
        screened=findings,
        help=help_for(diary.person, knowledge),
        bystander=_advice(knowledge, "bystander"),
        harm_reduction=_advice(knowledge, "harm_reduction"),
        dont_stop=knowledge.advice["dont_stop_suddenly"].text,
        young="trial" in shut_for(diary.person, knowledge, now_s=now_s),
        old_d=days_since_last(diary, knowledge, now_s=now_s),
    )


def days_since_last(diary: Diary, knowledge: Knowledge, *, now_s: int) -> int | None:
    """Local days since the last entry, where they are so many that the page says it; None where they are not."""
    span = span_of(diary.logged)
    if span is None:
        return None
    zone = diary.person.zone
    offset_min = offset_at(now_s, zone) if zone else span.last_offset_min
    days = (now_s + offset_min * 60) // DAY_S - span.last_day
    return days if days >= knowledge.choice("safety_stale_d") else None


def _advice(knowledge: Knowledge, part: str) -> tuple[str, ...]:
    return tuple(each.text for each in knowledge.advice.values() if each.part == part)
