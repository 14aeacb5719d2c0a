"""Signs that should not wait: general ones from the literature, and what was found in the record."""

from __future__ import annotations

from dataclasses import dataclass

from speciosa.knowledge import Act, Knowledge, Urgency
from speciosa.record import Columns, Event, Kind
from speciosa.safety import Finding
from speciosa.values.sources import HowRead
from speciosa.values.timeline import DAY_S

_BREATH_FIRST = ("breathing", "allergic_swelling", "took_too_much", "seizure", "heart", "suicide")
"""What can't wait a minute, the quickest first."""


@dataclass(frozen=True, slots=True)
class Sign:
    """One general sign: its title, what to do, and whether a clinician still has to look at its row."""

    title: str
    act: Act
    needs_review: bool
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One of the person's own entries behind a finding: when and what, never its note.

    Parameters
    ----------
    name : as written; of a photo the place on the body, in words.
    """

    time_s: int
    offset_min: int
    day: int
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Shown:
    """One finding with the entries behind it; `past_d`: of an urgent one that is old by now, days since."""

    finding: Finding
    entries: tuple[Evidence, ...]
    past_d: int | None

    @property
    def first(self) -> tuple[int, int]:
        """What comes first where several are for now: the emergency number, and of its signs what stops the breath."""
        return alarm_rank(self.finding.code, is_call=self.finding.act is Act.CALL_EMERGENCY)


def alarm_rank(code: str, *, is_call: bool) -> tuple[int, int]:
    """Where an alarm stands among others, the least first.

    Parameters
    ----------
    code : of a finding. is_call: whether it is for the emergency number.

    Examples
    --------
    >>> alarm_rank("breathing", is_call=True) < alarm_rank("heart", is_call=True) < alarm_rank("liver", is_call=False)
    True
    """
    plain = code.removeprefix("perhaps_")
    at = _BREATH_FIRST.index(plain) if plain in _BREATH_FIRST else len(_BREATH_FIRST)
    return (0 if is_call else 1), at


def urgent_signs(knowledge: Knowledge) -> tuple[Sign, ...]:
    """The red flags of urgency ``now``, those for the emergency number first."""
    signs = [
        Sign(row.title, row.act, row.how_read is HowRead.NEEDS_CLINICAL_REVIEW, row.source)
        for row in knowledge.safety_rules.values()
        if row.urgency is Urgency.NOW
    ]
    return tuple(sorted(signs, key=lambda each: each.act is not Act.CALL_EMERGENCY))


def shown(findings: tuple[Finding, ...], entries: Columns, knowledge: Knowledge, *, now_s: int) -> tuple[Shown, ...]:
    """The findings in their order, each with its entries in the order of time.

    Parameters
    ----------
    entries : of the record. now_s: the instant of asking, UTC seconds.
    """
    wanted = {each for finding in findings for each in finding.why}
    found: dict[str, Evidence] = {}
    if wanted:
        day = entries.day()
        for at, name in enumerate(entries.id.tolist()):
            if name in wanted:
                event = entries.event(at)
                found[name] = Evidence(
                    event.time_s, event.offset_min, int(day[at]), event.kind.value, _name(event, knowledge)
                )
    return tuple(
        Shown(
            finding,
            tuple(sorted((found[each] for each in finding.why if each in found), key=lambda each: each.time_s)),
            _past_d(finding, now_s, knowledge.choice("safety_stale_d")),
        )
        for finding in findings
    )


def _name(event: Event, knowledge: Knowledge) -> str:
    site = knowledge.body_sites.get(event.name) if event.kind is Kind.PHOTO else None
    return site.label if site else event.name


def _past_d(finding: Finding, now_s: int, stale_d: float) -> int | None:
    if finding.urgency is not Urgency.NOW or finding.time_s is None:
        return None
    days = (now_s - finding.time_s) // DAY_S
    return days if days >= stale_d else None
