"""What stands before all charts: an answer that should not wait, and whom to see about a change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from speciosa.knowledge import Act, Knowledge, Urgency
from speciosa.report.skin_panel import Panel, Says
from speciosa.skin import series
from speciosa.values.sources import HowRead

_GREY_BLUE = "skin_grey_blue"
_DOCTOR = "A doctor"
_ALL_OVER = (
    "My skin got darker where the sun doesn't reach, too. I have photos. Can you look for a cause, in my blood too?"
)
_DARKER = "My skin got darker in this place. I take kratom, and I have photos. What could it be?"


@dataclass(frozen=True, slots=True)
class ShownSign:
    """A yes to a question of a session.

    Parameters
    ----------
    asks : the question. `day`: local day of the latest yes. `times`: how often it was said.
    urgency, act, who, says, why : as in its row.
    needs_review : whether a clinician still has to look at that row.
    """

    key: str
    asks: str
    day: int
    times: int
    urgency: Urgency
    act: Act
    who: str
    says: str
    why: str
    needs_review: bool
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Advice:
    """Whom to see about a change that was measured, and what to say there."""

    who: str
    say: str
    sources: tuple[str, ...]


def signs_of(found: series.SkinSeries, knowledge: Knowledge, day_of: Callable[[int], int]) -> tuple[ShownSign, ...]:
    """The signs with their rows, in the order that they came in: the most urgent first.

    Parameters
    ----------
    day_of : the local day of an instant in UTC seconds.
    """
    rows = {each.key: each for each in knowledge.skin_questions}
    shown = []
    for sign in found.signs:
        row, day = rows.get(sign.key), day_of(sign.time_s)
        if row is None:  # its row was taken out since; the person still said yes
            asks = f"{sign.key.replace('_', ' ').capitalize()}?"
            shown.append(ShownSign(
                sign.key, asks, day, len(sign.event_ids), Urgency.SOON, Act.THIS_WEEK, "A doctor", asks, "",
                needs_review=True, sources=(),
            ))  # fmt: skip
            continue
        review = row.how_read is HowRead.NEEDS_CLINICAL_REVIEW
        shown.append(ShownSign(
            sign.key, row.asks, day, len(sign.event_ids), row.urgency, row.act, row.who, row.says, row.why,
            needs_review=review, sources=row.source,
        ))  # fmt: skip
    return tuple(shown)


def advice_of(panel: Panel, knowledge: Knowledge) -> Advice | None:
    """Whom to see: with grey-blue skin that lasts a skin doctor, with skin darker all over a doctor."""
    if panel.says not in {Says.LASTING, Says.WATCH}:
        return None
    diffuse = panel.course.kind is series.ChangeKind.DIFFUSE
    deep = panel.course.kind in {series.ChangeKind.DERMAL, series.ChangeKind.UNCLEAR, series.ChangeKind.NONE}
    if not diffuse and not (deep and panel.says is Says.LASTING):
        return None
    row = knowledge.safety_rules["skin_with_weakness" if diffuse else _GREY_BLUE]
    # the rows' own words are for somebody who feels weak, too, and for grey-blue skin
    if diffuse:
        return Advice(_DOCTOR, _ALL_OVER, row.source)
    return Advice(row.who, row.say if panel.course.kind is series.ChangeKind.DERMAL else _DARKER, row.source)
