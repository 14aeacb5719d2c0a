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


def app(*words: Words) -> None:
    """Open the app in your browser. (Not in this version.)

    Until then: speciosa report my-diary --out my-report
    """
    del words
    not_yet("app", "make a page with: speciosa report DIARY --out DIR")


def export(*words: Words) -> None:
    """Write the record as CSV, FHIR, NONMEM or an adverse-event draft. (Not in this version.)

    Your diary is already a plain CSV file: diary.csv in its folder.
    """
    del words
    not_yet("export", "your diary.csv is a plain file that you can copy")


def backup(*words: Words) -> None:
    """Back up the encrypted store. (Not in this version.)

    Until then: copy the diary's folder.
    """
    del words
    not_yet("backup", "copy the diary's folder")


def restore(*words: Words) -> None:
    """Restore the encrypted store from a backup. (Not in this version.)

    Until then: copy the diary's folder back.
    """
    del words
    not_yet("restore", "copy the diary's folder back")


def verify(*words: Words) -> None:
    """Check the encrypted store and its backups. (Not in this version.)

    Until then: speciosa check my-diary
    """
    del words
    not_yet("verify", "check a diary with: speciosa check DIARY")


def study(*words: Words) -> None:
    """Serve, analyse and pool studies of many people. (Not in this version.)

    Later: speciosa study cohort --diaries DIR
    """
    del words
    not_yet("study", "make each person's report with: speciosa report DIARY --out DIR")
