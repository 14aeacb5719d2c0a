"""Who took part, step by step: what the study counted, and what became of the records."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from speciosa.study.cohort.result import ParticipantResult, State
from speciosa.study.suppression import Count, Shelf, Shown, with_total
from speciosa.values.errors import EntryError

STEPS = ("registered", "consented", "allocated", "began", "completed")
_LONGEST = 120


@dataclass(frozen=True, slots=True)
class Flow:
    """Counts that only whoever runs the study knows.

    Parameters
    ----------
    steps : people by `STEPS`; one that nobody counted is not there.
    withdrew : how many withdrew, by the reason that they gave.
    """

    steps: Mapping[str, int]
    withdrew: Mapping[str, int]

    @classmethod
    def none(cls) -> Flow:
        """Nothing was counted."""
        return cls({}, {})


@dataclass(frozen=True, slots=True)
class ShownFlow:
    """The flow as it may be given out.

    Parameters
    ----------
    steps : word and count, in order: those of `STEPS` that were counted, ``records`` and ``analysed``.
    withdrew, left_out : reason and count, the commonest first; records that give no number to the mean.
    withdrew_all, left_out_all : their totals.
    """

    steps: tuple[tuple[str, Count], ...]
    withdrew: tuple[tuple[str, Count], ...]
    withdrew_all: Count
    left_out: tuple[tuple[str, Count], ...]
    left_out_all: Count

    def step(self, name: str) -> Count | None:
        """The count of that step; None where nobody counted."""
        return dict(self.steps).get(name)

    def to_json(self) -> dict[str, object]:
        return {
            "steps": {name: count.to_json() for name, count in self.steps},
            "withdrew": {"all": self.withdrew_all.to_json(), "why": [_reason(each) for each in self.withdrew]},
            "left_out": {"all": self.left_out_all.to_json(), "why": [_reason(each) for each in self.left_out]},
        }


def flow_of_json(text: str) -> Flow:
    """The flow that a file tells of: any of `STEPS` as numbers, and ``withdrew`` as reasons with a number each.

    Raises
    ------
    EntryError : it is not like that, or more people are counted at a step than at the one before.

    Examples
    --------
    >>> flow_of_json('{"registered": 60, "consented": 55, "withdrew": {"moved away": 4}}').steps["consented"]
    55
    """
    try:
        read: Any = json.loads(text)
    except ValueError:
        raise EntryError("this is not JSON", where="--flow", todo="see read-a-study-report.md for an example") from None
    if not isinstance(read, dict) or set(read) - {*STEPS, "withdrew"}:
        named = ", ".join((*STEPS, "withdrew"))
        raise EntryError(
            "the flow holds something else than counts", where="--flow", todo=f"use only {named}"
        ) from None
    withdrew = read.pop("withdrew", {})
    if not isinstance(withdrew, dict) or not all(map(_is_count, (*read.values(), *withdrew.values()))):
        raise EntryError("a count of the flow is no whole number from 0 on", where="--flow", todo="write it as 12")
    if any(not name.strip() or len(name) > _LONGEST for name in withdrew):
        raise EntryError("a reason for withdrawing is empty or very long", where="--flow", todo="use a few words")
    steps = {name: read[name] for name in STEPS if name in read}
    counted = list(steps.values())
    if any(later > earlier for earlier, later in pairwise(counted)):
        raise EntryError("more people are counted at a step than at the one before", where="--flow", todo="look again")
    return Flow(steps, withdrew)


def shelf_of(flow: Flow, rows: Sequence[ParticipantResult], least: int) -> Shelf:
    """Where counts of these people are given out; of those without a record nobody knows more than how many."""
    return Shelf([*(row.id for row in rows), *_nameless(flow)], least)


def shown_flow(flow: Flow, rows: Sequence[ParticipantResult], apart: Mapping[str, str], shelf: Shelf) -> ShownFlow:
    """The flow with what became of the records.

    The last step is shown first, for all else rests on it. Steps are taken as groups of the same people, each within
    the one before, and whoever withdrew as some of the first.

    Parameters
    ----------
    rows : of all participants with a record.
    apart : of those with a packet, who does not count, and why.
    shelf : of `shelf_of`.
    """
    out = {row.id: _why_not(row) for row in rows if row.packet is None} | dict(apart)
    analysed = [row.id for row in rows if row.id not in out]
    records = [*analysed, *out]
    last = (("analysed", shelf.count(analysed)), ("records", shelf.count(records)))
    left_out, left_out_all = _listed(Counter(out.values()), shelf.count(out), shelf.least)
    shown_reasons = {why for why, count in left_out if count.how is Shown.EXACT}
    own = {why: shelf.count(id_ for id_, each in out.items() if each == why) for why in sorted(shown_reasons)}
    everybody: list[str | int] = [*records, *_nameless(flow)]
    counted = [(name, flow.steps[name]) for name in reversed(STEPS) if name in flow.steps]
    steps = [*last, *((name, shelf.count(everybody[:n])) for name, n in counted)]
    withdrew_all = shelf.count(_withdrew(flow, everybody))
    return ShownFlow(
        tuple(reversed(steps)), *_listed(flow.withdrew, withdrew_all, shelf.least),
        tuple((why, own.get(why, count)) for why, count in left_out), left_out_all,
    )  # fmt: skip


def _nameless(flow: Flow) -> range:
    """Numbers in place of people without a record, as many as there can be."""
    return range(max(flow.steps.values(), default=0) + sum(flow.withdrew.values()))


def _withdrew(flow: Flow, everybody: Sequence[str | int]) -> Sequence[str | int]:
    """Those of the first step who went farthest from the last; where no step was counted, or a smaller one, others."""
    many, first = sum(flow.withdrew.values()), max(flow.steps.values(), default=0)
    until = first if many <= first else len(everybody)
    return everybody[until - many : until]


def _why_not(row: ParticipantResult) -> str:
    """Why a record gives no number."""
    if row.state is State.FAILED:  # the sentence may be about that one record
        return "It could not be worked out."
    return row.why_no_packet or row.why or "No reason is known."


def _listed(reasons: Mapping[str, int], whole: Count, least: int) -> tuple[tuple[tuple[str, Count], ...], Count]:
    """Reasons, the commonest first, and their total; what would tell the total is hidden where that is."""
    ranked = sorted(reasons.items(), key=lambda each: (-each[1], each[0]))
    counts, total = with_total([n for _, n in ranked], least)
    total = total if whole.how is Shown.EXACT else whole
    if total.how is not Shown.EXACT:
        counts = tuple(Count(Shown.HIDDEN, None, least) if each.n else each for each in counts)
    return tuple((reason, count) for (reason, _), count in zip(ranked, counts, strict=True)), total


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _reason(each: tuple[str, Count]) -> dict[str, object]:
    return {"why": each[0], **each[1].to_json()}
