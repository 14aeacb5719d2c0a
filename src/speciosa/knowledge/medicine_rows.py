"""What one row about another medicine is: its names, the groups that it is in, and what may happen with kratom.

As in `literature_rows`: a field without a default is a column of the file, spelt the same.
"""

from __future__ import annotations

from dataclasses import dataclass

from speciosa.knowledge.vocabulary import Act, Urgency
from speciosa.values.sources import HowRead


@dataclass(frozen=True, slots=True)
class Medicine:
    """One other medicine, drink, food or supplement, and the names that people give it.

    Parameters
    ----------
    name : its international name in English, lower case.
    aliases : brands, names in other languages, usual short forms; lower case.
    parts : names of the medicines in it, where it is a mixture; then its groups are theirs.
    kind : ``medicine``, ``alcohol``, ``food``, ``supplement``, ``recreational``, or ``class`` for a word
        like "an opioid".
    """

    name: str
    aliases: tuple[str, ...]
    parts: tuple[str, ...]
    kind: str
    note: str


@dataclass(frozen=True, slots=True)
class MedicineGroup:
    """Medicines of one group, as far as one source names them; a group may have several rows.

    Parameters
    ----------
    key : unique. group: from `speciosa.knowledge.vocabulary.MEDICINE_GROUPS`.
    what : the group in plain words, the same in all its rows: ``an opioid``.
    members : names of the medicines table, each found in that source.
    """

    key: str
    group: str
    what: str
    members: tuple[str, ...]
    source: tuple[str, ...]
    how_read: HowRead
    note: str


@dataclass(frozen=True, slots=True)
class Interaction:
    """What may happen where kratom, or a 7-OH product, meets a medicine of some groups.

    Parameters
    ----------
    key : stable code.
    title : for the person; ``{medicine}`` stands for the name.
    groups : of medicines; empty where no medicine is known to be concerned.
    of : ``kratom``, ``7-hydroxymitragynine`` or ``both``: what it was found with, or is feared with.
    mechanism, direction, size : what is known, in words.
    value, low, high, unit : the main number where there is one.
    evidence : ``A`` controlled human study, ``B`` registry association, ``C`` laboratory or
        animal, ``D`` case report, ``E`` mechanism only.
    urgency, act : None where nothing needs doing.
    now_with : diary words that make it urgent (``now``).
    now_at_least : how many of them it takes; 0 where there are none.
    plain : what is known and what is not, for the person.
    who, say : whom to ask, and words for it.
    on_stopping : what may change when less kratom is taken, or none; empty where nothing is expected.
    adds : keys of further advice that stands below it.
    act_how_read : how sure the urgency is.
    """

    key: str
    title: str
    groups: tuple[str, ...]
    of: str
    mechanism: str
    direction: str
    size: str
    value: float | None
    unit: str
    low: float | None
    high: float | None
    evidence: str
    urgency: Urgency | None
    act: Act | None
    now_with: tuple[str, ...]
    now_at_least: int
    plain: str
    who: str
    say: str
    on_stopping: str
    adds: tuple[str, ...]
    n: int | None
    source: tuple[str, ...]
    how_read: HowRead
    act_how_read: HowRead
    note: str


@dataclass(frozen=True, slots=True)
class Condition:
    """An illness, or a time of life, in which kratom needs a talk.

    Parameters
    ----------
    key : stable code.
    title : for the person.
    words : by which one of the person's conditions is recognised; a word ending in ``*`` is the beginning of one.
    others as in `Interaction`.
    """

    key: str
    title: str
    words: tuple[str, ...]
    of: str
    evidence: str
    urgency: Urgency
    act: Act
    plain: str
    who: str
    say: str
    adds: tuple[str, ...]
    n: int | None
    source: tuple[str, ...]
    how_read: HowRead
    act_how_read: HowRead
    note: str


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a name that a person wrote means, as far as it is known here.

    Parameters
    ----------
    written : as the person wrote it.
    medicines : what it names, letter by letter up to case, marks and amounts; of a mixture its parts, too.
    maybe : what it may name, the closest first: to be asked, never to be counted.
    rest : words of it that nothing is known of, and what is denied.
    denied : what it says is not taken, or not any more.
    """

    written: str
    medicines: tuple[Medicine, ...]
    maybe: tuple[Medicine, ...]
    rest: tuple[str, ...]
    denied: tuple[str, ...] = ()
