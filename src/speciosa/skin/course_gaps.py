"""What a course cannot say, and why, in plain sentences."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from speciosa.knowledge import Knowledge
from speciosa.skin.course_data import CourseData
from speciosa.skin.doubts import setup_of
from speciosa.skin.layout import Layout
from speciosa.values.gaps import NotAssessed

_UNPAIRED = "Left out: {sessions} without a photo of the covered place within days, with the same card, phone and lamp."
_NO_CONTROL = (
    "There are no photos of a covered place, so changes of light and camera count as noise here, and a change all over "
    "the body can't be told from one in the sun."
)
_TOO_FEW = (
    "There are too few photo sessions to compare with: {missing} more with the same card, phone and lamp make a start, "
    "{target} in all are better."
)
_ALIKE = "On this skin a tan and deep pigment look nearly alike in a photo, so the two were not told apart."
_NO_POWER = (
    "With this skin tone and this spread of photos, a clear change would be missed more often than found, so finding "
    "none says nothing."
)
_RESTARTED = (
    "Card, phone or lamp changed, so the comparison began anew: the photos after it were set level with those just "
    "before. A change of colour in those weeks can't be seen."
)
_BEFORE = "Left out: {sessions} at the start, too few with one card, phone and lamp to compare with."
_NOT_YET = (
    "Not compared yet: {sessions} after a change of card, phone or lamp. It takes {needed} or more with the same ones."
)


def gaps_of(
    data: CourseData, knowledge: Knowledge, *, covered: bool, power: float | None, told_apart: bool
) -> tuple[NotAssessed, ...]:
    """Everything that was not assessed of one site.

    Parameters
    ----------
    power : probability that a deep change would have been found; None where there is no baseline yet.
    told_apart : whether a tan and deep pigment can be told from each other at this tone.
    """
    return tuple(_gaps(data, knowledge, covered=covered, power=power, told_apart=told_apart))


def _gaps(
    data: CourseData, knowledge: Knowledge, *, covered: bool, power: float | None, told_apart: bool
) -> Iterator[NotAssessed]:
    if data.unpaired:
        yield NotAssessed("skin_control", _UNPAIRED.format(sessions=_times(data.unpaired)))
    if not covered and not data.paired:
        yield NotAssessed("skin_control", _NO_CONTROL)
    if data.layout is None:
        least, target = int(knowledge.choice("skin_baseline_least")), int(knowledge.choice("skin_baseline_target"))
        yield NotAssessed("skin_baseline", _TOO_FEW.format(missing=_missing(data, least), target=target))
        return
    yield from _of_layout(data.layout, knowledge)
    if not told_apart:
        yield NotAssessed("skin_directions", _ALIKE)
    if power is not None and power < knowledge.choice("skin_power_least"):
        yield NotAssessed("skin_power", _NO_POWER)


def _of_layout(layout: Layout, knowledge: Knowledge) -> Iterator[NotAssessed]:
    if not layout.charted.any():
        yield NotAssessed("skin_baseline", "All sessions so far are the start that later ones are compared with.")
    if layout.restarts:
        yield NotAssessed("skin_setup", _RESTARTED)
    first = int(layout.baseline.argmax())
    if first:
        yield NotAssessed("skin_setup", _BEFORE.format(sessions=_times(first)))
    left = int((~(layout.baseline | layout.overlap | layout.charted)).sum()) - first
    if left > 0:
        needed = int(knowledge.choice("skin_overlap_sessions")) + 1
        yield NotAssessed("skin_setup", _NOT_YET.format(sessions=_times(left), needed=needed))


def _times(count: int) -> str:
    return "1 session" if count == 1 else f"{count} sessions"


def _missing(data: CourseData, least: int) -> int:
    """Sessions missing with the latest set-up."""
    if not data.used:
        return least
    last = data.used[-1]
    same = len(list(takewhile(lambda each: setup_of(each) == setup_of(last), reversed(data.used))))
    return max(least - same, 1)
