"""Checking an exported trail on any machine: the file is enough, no server and no database."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from speciosa.study.trail_file import HEADS, STEPS, TABLE, cells
from speciosa.study.trail_step import NAMES, Head, Misfit, Step, heads_digest, misfit_of
from speciosa.values.errors import EntryError

_NUMBERS = ("number", "at_s")


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check of an export found. `misfits`: the first step of each chain that does not fit, and other faults."""

    chains: int
    steps: int
    digest: str
    misfits: tuple[Misfit, ...]


def check_export(path: Path, earlier: Path | None = None) -> Checked:
    """Walk each chain of an exported trail; nothing but the file is needed.

    Parameters
    ----------
    path : the ZIP, or its trail.jsonl alone. earlier: an earlier export or its heads.json, to compare with.

    Raises
    ------
    EntryError : it is not there, or no export of a trail.
    """
    known = {each.chain: each for each in read_heads(earlier)} if earlier is not None else {}
    said = {each.chain: each for each in read_heads(path)} if path.suffix == ".zip" else {}
    steps: dict[str, list[Step]] = {}
    for step in _steps_in(path):
        steps.setdefault(step.chain, []).append(step)
    misfits = []
    for name, own in sorted(steps.items()):
        found = misfit_of(name, own, said.pop(name, None), known.pop(name, None))
        misfits += [found] if found else []
    misfits += [Misfit(each.chain, 0, "the whole chain is gone") for each in said.values() if each.length]
    misfits += [
        Misfit(each.chain, 0, "the whole chain is gone, though the earlier list of ends has it")
        for each in known.values() if each.length
    ]  # fmt: skip
    if path.suffix == ".zip" and not misfits:
        misfits += _table_differs(path, steps)
    heads = [Head(name, len(own), own[-1].digest) for name, own in steps.items()]
    return Checked(len(steps), sum(map(len, steps.values())), heads_digest(heads), tuple(misfits))


def read_heads(path: Path) -> list[Head]:
    """The ends of the chains that an export, or a file ``heads.json``, names.

    Raises
    ------
    EntryError : it is not there, no such list, or its own hash does not fit it.
    """
    return heads_of(_text_of(path, HEADS) if path.suffix == ".zip" else _read(path, Path.read_text), path.name)


def heads_of(text: str, name: str) -> list[Head]:
    """The ends in the text of a ``heads.json``; `name`: of the file, for the message.

    Raises
    ------
    EntryError : it is no such list, or its own hash does not fit it.
    """
    try:
        document = json.loads(text)
        heads = [Head(str(chain), int(length), str(digest)) for chain, length, digest in document["chains"]]
        digest = str(document["digest"])
    except (ValueError, TypeError, KeyError):
        raise EntryError("this is no list of ends of a trail", where=name, todo="name a heads.json") from None
    if heads_digest(heads) != digest:
        raise EntryError("the hash of this list of ends does not fit it", where=name, todo="take another copy of it")
    return heads


def _steps_in(path: Path) -> Iterator[Step]:
    text = _text_of(path, STEPS) if path.suffix == ".zip" else _read(path, Path.read_text)
    for at, line in enumerate(text.split("\n"), start=1):
        if not line:
            continue
        try:
            read = json.loads(line)
            step = Step(**{name: read[name] for name in NAMES})
        except (ValueError, TypeError, KeyError):
            raise EntryError("this line is no step of a trail", where=f"{path.name}, line {at}") from None
        if any(type(getattr(step, name)) is not (int if name in _NUMBERS else str) for name in NAMES):
            raise EntryError("this line is no step of a trail", where=f"{path.name}, line {at}")
        yield step


def _table_differs(path: Path, steps: dict[str, list[Step]]) -> list[Misfit]:
    """Whether the CSV says something else than the JSON Lines."""
    found = list(csv.reader(io.StringIO(_text_of(path, TABLE), newline="")))[1:]
    wanted = [cells(step) for own in steps.values() for step in own]
    if sorted(found) == sorted(wanted):
        return []
    return [Misfit(TABLE, 0, f"it says something else than {STEPS}")]


def _text_of(path: Path, part: str) -> str:
    def read(file: Path) -> str:
        with zipfile.ZipFile(file) as opened:
            return opened.read(part).decode()

    return _read(path, read)


def _read(path: Path, how: Callable[[Path], str]) -> str:
    try:
        return how(path)
    except OSError:
        raise EntryError("this file is not there", where=str(path), todo="check the name") from None
    except (zipfile.BadZipFile, KeyError, UnicodeDecodeError):
        raise EntryError("this is no export of a trail", where=path.name, todo="name the ZIP as it was saved") from None
