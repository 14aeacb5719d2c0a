"""What one row about skin is: the card's patches, causes of darker skin, reported cases, the questions of a session.

The rules of a row are those of `own_rows`: a field without a default is a column, spelt the same.
"""

from __future__ import annotations

from dataclasses import dataclass

from speciosa.knowledge.vocabulary import Act, Urgency
from speciosa.values.sources import HowRead


@dataclass(frozen=True, slots=True)
class CardPatch:
    """One colour of the window card: a choice of ours.

    Parameters
    ----------
    key : its name on the card, e.g. ``top_grey_1``.
    side : of the window: ``top``, ``right``, ``bottom`` or ``left``.
    row : ``grey`` (beside the frame) or ``colour`` (outside of that).
    place : 0 to 5, to the right or downwards.
    kind : ``grey``, ``skin`` or ``colour``.
    red, green, blue : as sent to the printer, 0-255; 255 in all three is the bare paper.
    """

    key: str
    side: str
    row: str
    place: int
    kind: str
    red: int
    green: int
    blue: int


@dataclass(frozen=True, slots=True)
class SkinCause:
    """Something else that darkens skin: never ruled out here, only named.

    Parameters
    ----------
    key : its name in the code.
    title : the words for a person.
    kinds : kinds of change that it may look like: ``sun_like``, ``dermal``, ``diffuse``.
    sites : where it is usually seen.
    colour : in words.
    tells_apart : what a professional looks at or asks.
    medicines : names in a diary that make it worth naming first; empty where there are none.
    population, n : in whom it was described.
    """

    key: str
    title: str
    kinds: tuple[str, ...]
    sites: str
    colour: str
    tells_apart: str
    medicines: tuple[str, ...]
    population: str
    n: int | None
    source: tuple[str, ...]
    how_read: HowRead


@dataclass(frozen=True, slots=True)
class SkinCase:
    """One reported person whose skin darkened with kratom. Columns as in the reports; empty: not said, or not read."""

    key: str
    n: int | None
    age: int | None
    sex: str
    skin_type: str
    dose: str
    duration: str
    onset: str
    sites: str
    colour: str
    course_after_stopping: str
    source: tuple[str, ...]
    how_read: HowRead


@dataclass(frozen=True, slots=True)
class SkinQuestion:
    """What every session asks besides the photo; a yes bypasses all statistics.

    Parameters
    ----------
    key : symptom word of the diary that says yes, e.g. ``gums_darker``.
    asks : the question.
    urgency, act : how soon, and what to do, when the answer is yes.
    who : who to go to. says: what to say there.
    """

    key: str
    asks: str
    urgency: Urgency
    act: Act
    who: str
    says: str
    why: str
    source: tuple[str, ...]
    how_read: HowRead
