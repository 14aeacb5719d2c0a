"""What one row about safety is: when to see somebody, what to say, whom to reach, and what the evidence says.

As in `literature_rows`: a field without a default is a column of the file, spelt the same.
"""

from __future__ import annotations

from dataclasses import dataclass

from speciosa.knowledge.vocabulary import Act, Urgency
from speciosa.values.sources import HowRead

SAFETY_PARTS = (
    "warning",
    "liver",
    "pregnancy",
    "medicines",
    "conditions",
    "dependence",
    "harm",
    "skin",
    "product",
    "pain",
)
"""What a finding is about; within one urgency they stand in this order."""


@dataclass(frozen=True, slots=True)
class SafetyRule:
    """One rule: what in the record sends a person to a professional, how soon, and with which words.

    Parameters
    ----------
    key : stable code of the finding.
    part : one of `SAFETY_PARTS`.
    title : the sign in plain words.
    urgency, act : how soon, and what to do.
    who : whom to turn to.
    why : the reason in plain words.
    say : words the person can use there.
    symptoms : diary words that set it off; each is a word of the outcomes table.
    at_least : how many of them it takes, within a day of each other; 0 where there are none.
    trigger : code of the condition that has to hold as well, or that alone sets it off where there
        are no symptoms; empty where symptoms are enough.
    for_d : days before the record's last entry in which `act` holds; None: whenever it was.
    then_act : what to do where it was earlier than that; None: nothing any more.
    then_d : days before `for_d` in which `then_act` holds; None: whenever it was.
    unless : keys of rules that say it already where they are met, as soon or sooner; then this one is silent, and its
        entries stand with theirs.
    adds : keys of further advice that stands below it.
    n : people, reports or calls behind it.
    how_read : of the source.
    act_how_read : of the urgency.
    version : 1 for a rule that was never changed since it was first released.
    """

    key: str
    part: str
    title: str
    urgency: Urgency
    act: Act
    who: str
    why: str
    say: str
    symptoms: tuple[str, ...]
    at_least: int
    trigger: str
    for_d: float | None
    then_act: Act | None
    then_d: float | None
    unless: tuple[str, ...]
    adds: tuple[str, ...]
    n: int | None
    source: tuple[str, ...]
    how_read: HowRead
    act_how_read: HowRead
    version: int
    note: str


@dataclass(frozen=True, slots=True)
class Advice:
    """One thing that is said in several places, in the same words everywhere.

    Parameters
    ----------
    key : stable. part: what it belongs to: ``stopping``, ``harm_reduction``, ``liver``, ``bystander``, ``crisis`` ...
    text : for the person. Rows of one part stand in the order in which they are read out.
    """

    key: str
    part: str
    text: str
    source: tuple[str, ...]
    how_read: HowRead
    note: str


@dataclass(frozen=True, slots=True)
class Help:
    """How to reach help in one country.

    Parameters
    ----------
    key : ISO 3166 code, lower case; ``any`` for the words where the country is not known.
    country : its name. zones: time zones by which it is guessed.
    emergency : number or numbers. crisis: line for people who think of ending their life. poison: poison
        information. youth: line for people under 18.
    checked : ISO date of the day on which somebody looked.
    hours : of lines that are not always open, as far as they were read: ``youth: 14 to 20 h``.
    """

    key: str
    country: str
    zones: tuple[str, ...]
    emergency: str
    crisis: str
    poison: str
    youth: str
    checked: str
    source: tuple[str, ...]
    how_read: HowRead
    note: str
    hours: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CausalityAnswer:
    """One answer to one item of a published causality scale, and the points that it brings.

    Parameters
    ----------
    key : unique. scale: ``naranjo``, ``rucam_hepatocellular`` or ``rucam_cholestatic``.
    item : the item's key, the same in all its answers. asks: the item in our own words.
    answer : ``yes``, ``no``, ``unknown``, or the range meant.
    points : may be negative.
    """

    key: str
    scale: str
    item: str
    asks: str
    answer: str
    points: float
    source: tuple[str, ...]
    how_read: HowRead
    note: str


@dataclass(frozen=True, slots=True)
class WhoUmcCriterion:
    """One criterion of a WHO-UMC causality category, in our own words.

    Parameters
    ----------
    category : ``certain``, ``probable``, ``possible``, ``unlikely``, ``conditional``, ``unassessable``.
    criterion : stable word. says: what has to hold.
    """

    key: str
    category: str
    criterion: str
    says: str
    source: tuple[str, ...]
    how_read: HowRead
    note: str


@dataclass(frozen=True, slots=True)
class Item:
    """One question of an instrument, as it may be shown.

    Parameters
    ----------
    key : as in the diary, with ``_`` for the dot: ``phq4_1``. instrument: key of the instruments table.
    asks : the question. answers: what each number from the lowest on means.
    notice : what has to stand beside it; empty where nothing has to.
    own_wording : whether the words are ours.
    """

    key: str
    instrument: str
    asks: str
    answers: tuple[str, ...]
    notice: str
    own_wording: bool
    source: tuple[str, ...]
    how_read: HowRead
    note: str


@dataclass(frozen=True, slots=True)
class Claim:
    """One common claim about kratom and chronic pain, and what the evidence says of it.

    Parameters
    ----------
    claim : as people say it. verdict: ``supported``, ``partly supported``, ``unsupported`` or ``contradicted``.
    why : what it rests on. consequence: what this product does about it.
    """

    key: str
    claim: str
    verdict: str
    why: str
    consequence: str
    n: int | None
    source: tuple[str, ...]
    how_read: HowRead
    note: str


@dataclass(frozen=True, slots=True)
class Function:
    """One thing that the product does: what it is for, and what it is not for. A host may switch it off.

    Parameters
    ----------
    key : by which it is switched off. title, purpose, never : for a reader.
    from_age : years; 0: for everybody.
    """

    key: str
    title: str
    purpose: str
    never: str
    from_age: int
