"""What one row of our own is: the words we know, the places on the body, and our choices.

A field without a default is a column of the file, spelt the same; a field with a default is not.
Lists inside a cell are separated by ``;`` or ``|``; an empty cell means "not known" or "does not
apply", never zero.
"""

from __future__ import annotations

from dataclasses import dataclass

from speciosa.knowledge.vocabulary import Better
from speciosa.values.sources import HowRead


@dataclass(frozen=True, slots=True)
class Outcome:
    """A word that people rate, and which way is better.

    Parameters
    ----------
    word : the word in the diary, lower case with underscores.
    label : the word for a person, English.
    unit : ``nrs``, 0 to 10.
    better : which end is the good one.
    aliases : other spellings.
    known : False for a word that the table does not have; then `better` is a guess that has to be
        said.
    """

    word: str
    label: str
    unit: str
    better: Better
    aliases: tuple[str, ...]
    known: bool = True


@dataclass(frozen=True, slots=True)
class KnownSubstance:
    """A product word that needs no row in the person's own product list.

    Parameters
    ----------
    product : the word.
    aliases : other spellings, other languages.
    substance : ``kratom`` or ``7-hydroxymitragynine``.
    form : ``leaf powder``, ``capsule``, ``tea``, ``extract``, ``shot``, ``tablet``, ``resin`` or
        ``unknown``.
    label_needed : the strength must come from a label or an assay; never guess it.
    """

    product: str
    aliases: tuple[str, ...]
    substance: str
    form: str
    label_needed: bool


@dataclass(frozen=True, slots=True)
class BodySite:
    """A place on the body where a photo may be taken.

    Parameters
    ----------
    site : the word in the diary.
    label : the words for a person, English.
    covered : usually under clothes, fit as a comparison.
    sun_exposed : usually in the sun.
    twin : the same place on the other side; empty for a place in the middle.
    why : why this place is in the list.
    """

    site: str
    label: str
    covered: bool
    sun_exposed: bool
    twin: str
    why: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A threshold of our own: nobody else is to blame for it.

    Parameters
    ----------
    key : its name in the code.
    value : in `unit`.
    why : the reason, in one or two sentences.
    source : what the reason leans on, if anything.
    how_read : always ``own_choice``.
    """

    key: str
    value: float
    unit: str
    why: str
    source: tuple[str, ...]
    how_read: HowRead
