"""The diary: everything that the person told us, frozen, in the order of time."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, fields, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from speciosa.knowledge import Knowledge
from speciosa.record.amend import amend
from speciosa.record.columns import Columns
from speciosa.record.going_on import GoingOn, going_on
from speciosa.record.kinds import KIND_CODE, RETRACTED, Kind
from speciosa.record.person import Person, Product
from speciosa.record.substance import is_kratom, substance_of
from speciosa.record.words import Words
from speciosa.values.reading import Reading


@dataclass(frozen=True)
class Diary:
    """A person's record. Append-only: a correction supersedes, nothing is overwritten.

    Parameters
    ----------
    history : every entry ever made, corrections and what they correct.
    person, products : what is known of the person and of what they take.
    reading : how many rows were read, refused and merged, and what we would ask.

    Two diaries are equal if they say the same, whatever files they came from.
    """

    history: Columns
    person: Person = field(default_factory=Person)
    products: tuple[Product, ...] = ()
    reading: Reading = field(default_factory=Reading)

    @cached_property
    def entries(self) -> Columns:
        """What stands today: without the entries that were corrected or taken back."""
        keep = amend(self.history).standing & ~self.retractions
        return self.history if keep.all() else self.history.take(keep)

    @cached_property
    def logged(self) -> Columns:
        """The entries without photos: a photo now and then is no log of a day, and says nothing about doses."""
        photos = np.equal(self.entries.kind, KIND_CODE[Kind.PHOTO])
        return self.entries.take(~photos) if photos.any() else self.entries

    @property
    def retractions(self) -> NDArray[np.bool_]:
        """Where in the history an `event` called ``retracted`` takes an entry back, bool[n]."""
        is_event = np.equal(self.history.kind, KIND_CODE[Kind.EVENT])
        return is_event & self.history.name.equal(RETRACTED) & ~self.history.supersedes.equal("")

    def as_of(self, time_s: int) -> Diary:
        """What had been written down by that instant, with the corrections known then.

        An entry whose own time lies later was not known either.
        """
        known = (self.history.recorded_s <= time_s) & (self.history.time_s <= time_s)
        return self if known.all() else replace(self, history=self.history.take(known))

    @property
    def span_s(self) -> tuple[int, int] | None:
        """First and last instant that stand, UTC seconds; None for an empty diary."""
        times = self.entries.time_s
        return (int(times[0]), int(times[-1])) if len(times) else None

    @property
    def leading_outcome(self) -> str:
        """The rated word that leads the report: the person's primary outcome if it was rated, else
        the most frequent rating of a pain, else the most frequent one.
        """
        names = self.entries.names(Kind.RATING)
        if self.person.primary_outcome in names or not names:
            return self.person.primary_outcome
        return next((name for name in names if "pain" in name.split()), names[0])

    def is_kratom(self, name: str, knowledge: Knowledge) -> bool:
        """Whether a dose of this name is one of kratom or of a 7-OH product; a trial's capsule counts."""
        return is_kratom(name, self.products, knowledge)

    def kratom_doses(self, knowledge: Knowledge) -> Columns:
        """The doses of kratom and of 7-OH products that stand, those without an answer among them."""
        doses = self.entries.of_kind(Kind.DOSE)
        codes = [code for code in np.unique(doses.name.codes) if self.is_kratom(doses.name.vocabulary[code], knowledge)]
        return doses.take(np.isin(doses.name.codes, codes))

    def going_on(self, knowledge: Knowledge) -> tuple[GoingOn, ...]:
        """Medicines that were started and, as far as the entries say, not stopped."""
        return going_on(self.entries, knowledge)

    def substance_of(self, name: str, knowledge: Knowledge) -> str:
        """The substance behind a dose's name: ``kratom``, ``7-hydroxymitragynine``, or another in lower case."""
        return substance_of(name, self.products, knowledge)

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 over what the diary says, 16 characters; the lines of its file do not count."""
        digest = hashlib.sha256(repr((self.person, self.products)).encode())
        for each in fields(Columns):
            column = getattr(self.history, each.name)
            if each.name != "line":
                digest.update(_canonical(column) if isinstance(column, Words) else column.tobytes())
        return digest.hexdigest()[:16]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Diary) and self.fingerprint == other.fingerprint

    def __hash__(self) -> int:
        return hash(self.fingerprint)


def _canonical(words: Words) -> bytes:
    """A column of words as bytes that do not depend on the order of its vocabulary."""
    used, codes = np.unique(words.codes, return_inverse=True)
    vocabulary = [words.vocabulary[code] for code in used.tolist()]
    order = sorted(range(len(vocabulary)), key=vocabulary.__getitem__)
    rank = np.empty(len(order), dtype=np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    return "\x1f".join(sorted(vocabulary)).encode("utf-8", "surrogatepass") + rank[codes].tobytes()
