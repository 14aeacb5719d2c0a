"""What a reader of another app's file is, and what it yields."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from speciosa.knowledge import Knowledge
from speciosa.record.row import Row
from speciosa.values.reading import Refused


class Request(NamedTuple):
    """One import that somebody asked for.

    `file`: what to read. `zone`: in which local times without an offset were meant.
    `knowledge`: the tables that product words are looked up in.
    `mapping`: a TOML file that says what the columns of an unknown CSV mean, if one was named.
    """

    file: Path
    zone: ZoneInfo
    knowledge: Knowledge
    mapping: Path | None = None


class Note(NamedTuple):
    """Something about the whole import that the receipt has to say, e.g. whose doses were left out."""

    text: str


Found = Row | Refused | Note
"""A reader yields, for every row or record of its file, one or more `Row`s, or one `Refused` with
the reason. `Refused.line` is the physical line, or the record's number (from 1) where the file has
no lines. Nothing is left out in silence."""


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of file.

    `name`: for ``--format``. `title`: for people. `recognises`: from the file's name and its first
    4096 bytes, without decoding the whole. `read`: raises `EntryError` where the file as a whole
    cannot be read; rows that cannot be are `Refused`.
    """

    name: str
    title: str
    recognises: Callable[[Path, bytes], bool]
    read: Callable[[Request], Iterator[Found]]
