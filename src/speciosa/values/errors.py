"""What can go wrong, as a tree.

    SpeciosaError
    ├── EntryError        the person can mend it: a row, a file, an argument
    ├── KnowledgeError    a table of ours is wrong: stops the build
    └── FitError          a computation could not be trusted

A gap in the record is no error: it becomes a `NotAssessed` (see `gaps.py`).
A message says what, where, why and what to do. It never holds a diary's value: `where` is a
physical line, an event id, a file's name or an option.
"""

from __future__ import annotations


class SpeciosaError(Exception):
    """Base of every error that speciosa raises on purpose.

    Parameters
    ----------
    what : what happened, without a full stop, in plain words.
    where : line, event id, file name or option; empty where it adds nothing.
    why : the reason, if `what` does not say it already.
    todo : what to do about it.

    Examples
    --------
    >>> print(EntryError("this row has no time", where="line 17", todo="write one like 2026-03-01T08:05+01:00"))
    line 17: this row has no time; write one like 2026-03-01T08:05+01:00
    """

    def __init__(self, what: str, *, where: str = "", why: str = "", todo: str = "") -> None:
        super().__init__(what)
        self.what, self.where, self.why, self.todo = what, where, why, todo

    @property
    def reason(self) -> str:
        """The sentence without its place: what a refused row is listed with."""
        return "; ".join(part for part in (self.what, self.why, self.todo) if part)

    def at(self, where: str) -> SpeciosaError:
        """The same error with its place filled in by the reader that knows it."""
        return type(self)(self.what, where=where, why=self.why, todo=self.todo)

    def __str__(self) -> str:
        return f"{self.where}: {self.reason}" if self.where else self.reason


class EntryError(SpeciosaError):
    """Something in an entry, a file or a call that the person can mend."""


class KnowledgeError(SpeciosaError):
    """A knowledge table breaks its own rules."""


class FitError(SpeciosaError):
    """A computation ran, but its own checks say that its answer cannot be trusted."""
