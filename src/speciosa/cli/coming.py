"""Commands of the contract whose room is still empty: each says so and ends with status 2."""

from __future__ import annotations

from typing import Annotated, NoReturn

from cyclopts import Parameter

from speciosa.values.errors import EntryError

Words = Annotated[str, Parameter(show=False, allow_leading_hyphen=True)]


def not_yet(command: str, instead: str) -> NoReturn:
    """End a command whose room is empty.

    Raises
    ------
    EntryError : always; `instead` says what to do until then.
    """
    raise EntryError("this version can't do this yet", where=f"speciosa {command}", todo=instead)


def study(*words: Words) -> None:
    """Serve, analyse and pool studies of many people. (Not in this version.)

    Later: speciosa study cohort --diaries DIR
    """
    del words
    not_yet("study", "make each person's report with: speciosa report DIARY --out DIR")
