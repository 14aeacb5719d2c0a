"""What a diary doesn't hold and a trial has to know: from a file, or asked at a terminal."""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

from speciosa.cli.terminal import say
from speciosa.values.errors import EntryError

_YES, _NO = {"y", "yes"}, {"n", "no"}


def answers_in(file: Path | None) -> Mapping[str, bool]:
    """Answers by the code of the question; true: it applies. Without a file there are none.

    Raises
    ------
    EntryError : the file is not there, no TOML, or says something else than true or false.
    """
    if file is None:
        return {}
    try:
        said = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise EntryError("this file is not there", where=str(file), todo="check the name") from None
    except ValueError:
        raise EntryError(
            "this file is not valid TOML", where=file.name, todo="write lines like seizures = false"
        ) from None
    for key, value in said.items():
        if not isinstance(value, bool):
            raise EntryError(f"{key} should be true or false", where=file.name, todo=f"write {key} = false")
    return said


def refuse_unknown(answers: Mapping[str, bool], known: Sequence[str], file: Path | None) -> None:
    """A key with a slip in it must not pass for an answer.

    Raises
    ------
    EntryError : a key is not the code of a question.
    """
    unknown = [key for key in answers if key not in known]
    if unknown and file is not None:
        raise EntryError(f"{unknown[0]} is not a question", where=file.name, todo=f"use {', '.join(known)}")


def can_ask() -> bool:
    """Whether somebody sits at the terminal."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()


def asked(questions: Sequence[tuple[str, str]]) -> dict[str, bool]:
    """Ask each question, given as code and text; an empty answer leaves it open, and then no trial is planned."""
    say("A few questions before a trial. y: yes, n: no. An open question (Enter) means no trial.", "")
    found: dict[str, bool] = {}
    for code, text in questions:
        word = ""
        while word not in _YES | _NO:
            print(f"{text} [y/n] ", end="", flush=True)
            word = sys.stdin.readline().strip().lower()
            if not word:
                break
        if word:
            found[code] = word in _YES
    return found
