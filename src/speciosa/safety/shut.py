"""Which functions are shut: for this person by age, or on this copy by whoever runs it."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from speciosa.knowledge import Knowledge
from speciosa.record import Person
from speciosa.values.errors import EntryError
from speciosa.values.gaps import NotAssessed

_ALWAYS = "safety"
_TOO_YOUNG = (
    "By the year of birth in this record you are under {age}, or may be. Until then this is for writing things down "
    "and for warning signs only."
)


def shut_for(
    person: Person, knowledge: Knowledge, *, now_s: int, without: Collection[str] = ()
) -> Mapping[str, NotAssessed]:
    """Why each function that is shut is shut; the others are missing.

    Parameters
    ----------
    now_s : the instant of asking, UTC seconds: a year of birth leaves a year's doubt, and the doubt counts as younger.
    without : keys of the functions table that this copy leaves out.

    Raises
    ------
    EntryError : a key of `without` is not in the table, or is safety: that is never shut.

    Examples
    --------
    >>> from speciosa.knowledge import load_knowledge
    >>> sorted(shut_for(Person(), load_knowledge(), now_s=0, without=["effect"]))
    ['effect']
    """
    open_to_all = [each for each in without if each not in knowledge.functions or each == _ALWAYS]
    if open_to_all:
        could = ", ".join(key for key in knowledge.functions if key != _ALWAYS)
        raise EntryError("no such function can be switched off", where=open_to_all[0], todo=f"use some of {could}")
    shut = {}
    for key, row in knowledge.functions.items():
        if row.from_age and person.may_be_under(row.from_age, now_s):
            shut[key] = NotAssessed(key, _TOO_YOUNG.format(age=row.from_age))
        elif key in without:
            shut[key] = NotAssessed(key, "Whoever runs this copy switched this off.")
    return shut
