"""Files as they come in, from people at home or from whoever else: read, checked, counted; the wrong ones named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from speciosa.effect.pooling import EvidencePacket, Rejected, collect
from speciosa.effect.pooling.packet import PACKET_ID
from speciosa.knowledge import Knowledge
from speciosa.study.federated.disclosure import fault_of
from speciosa.study.federated.enrolment import LONGEST, REGISTRATION, WITHDRAWAL, enrolment_of
from speciosa.study.federated.packet_paper import Paper, read_paper
from speciosa.values.errors import EntryError

_LARGEST = 200_000
"""Bytes: more than twice the largest packet that can be made."""


@dataclass(frozen=True, slots=True)
class Inbox:
    """What lies in the files.

    Parameters
    ----------
    packets : by the name of their file, each person once, all about one outcome.
    rejected : files that hold none, with reasons.
    agreed : names of the packets that carry a consent.
    sent : ids that stand on any file that looks like a packet, read or not.
    withdrawn : ids of withdrawals.
    outcome : that the packets are about; the one that most files name, unless it was said.
    files : how many there were, registrations aside.
    """

    packets: dict[str, EvidencePacket]
    rejected: tuple[Rejected, ...]
    agreed: frozenset[str]
    sent: frozenset[str]
    withdrawn: frozenset[str]
    outcome: str
    files: int


@dataclass(frozen=True, slots=True)
class Registry:
    """Who said on day 0 that they take part: `ids` in the study `study`; `rejected`: files that say nothing of it."""

    study: str
    ids: frozenset[str]
    rejected: tuple[Rejected, ...]


def read_inbox(
    paths: Sequence[Path], knowledge: Knowledge, *, outcome: str = "", show: Callable[[int], None] = lambda _: None
) -> Inbox:
    """Read packets and withdrawals.

    Parameters
    ----------
    paths : files, and folders with all that lies below them.
    outcome : that packets have to be about; empty: the one that most of them name.
    show : told how many files were read so far.
    """
    papers: dict[str, Paper] = {}
    rejected: list[Rejected] = []
    withdrawn: set[str] = set()
    files = _named(paths)
    registrations = 0
    for count, (name, file) in enumerate(files.items(), start=1):
        show(count)
        try:
            paper = read_paper(_text_of(file, _LARGEST))
            if paper.kind == WITHDRAWAL:
                withdrawn.add(enrolment_of(paper.text).id)
            elif paper.kind == REGISTRATION:
                registrations += 1
            else:
                papers[name] = paper
        except EntryError as problem:
            rejected.append(Rejected(name, problem.reason))
    meant = outcome or _most_named(papers, knowledge)
    found = collect({name: each.text for name, each in papers.items()}, knowledge, outcome=meant)
    too_much = {name: fault for name, each in found.packets.items() if (fault := fault_of(each, knowledge))}
    rejected += [Rejected(name, f"It tells more than a packet may: {why}.") for name, why in too_much.items()]
    packets = {name: each for name, each in found.packets.items() if name not in too_much}
    return Inbox(
        packets, tuple(sorted([*rejected, *found.rejected])),
        frozenset(name for name in packets if papers[name].consent),
        frozenset(each.id for each in papers.values() if PACKET_ID.fullmatch(each.id)),
        frozenset(withdrawn), meant, len(files) - registrations,
    )  # fmt: skip


def read_registry(paths: Sequence[Path]) -> Registry:
    """Read registrations; packets and withdrawals that lie beside them are passed over.

    Raises
    ------
    EntryError : there is none, or they are of more than one study.
    """
    found, rejected = [], []
    for name, file in _named(paths).items():
        try:
            paper = read_paper(_text_of(file, _LARGEST))
            if paper.kind == REGISTRATION:
                found.append(enrolment_of(paper.text if len(paper.text) <= LONGEST else ""))
            elif not paper.kind:
                rejected.append(Rejected(name, "this is no registration"))
        except EntryError as problem:
            rejected.append(Rejected(name, problem.reason))
    studies = {each.study for each in found}
    if len(studies) != 1:
        what = "these registrations are of more than one study" if studies else "there is no registration here"
        raise EntryError(what, where="--registered", todo="name the registrations of the one study that is pooled")
    return Registry(studies.pop(), frozenset(each.id for each in found), tuple(sorted(rejected)))


def _named(paths: Sequence[Path]) -> dict[str, Path]:
    """Each file once, under its name, or under its path where another has the same name."""
    files = list({each.resolve(): each for path in paths for each in _files_of(path)}.values())
    names = Counter(each.name for each in files)
    return {each.name if names[each.name] == 1 else str(each): each for each in files}


def _files_of(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    for each in sorted(path.rglob("*")):
        if each.is_file() and not any(part.startswith(".") for part in each.relative_to(path).parts):
            yield each


def _text_of(file: Path, largest: int) -> str:
    """A file's text, never more of it than such a file can be long.

    Raises
    ------
    EntryError : it is not there, no file, too long, or no text.
    """
    todo = "it is left out"
    if not file.is_file():
        raise EntryError("there is no such file", todo=todo)
    try:
        with file.open("rb") as opened:
            body = opened.read(largest + 1)
        if len(body) > largest:
            raise EntryError("this is too long to be a packet", todo=todo)
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise EntryError("this is not text in UTF-8", todo=todo) from None
    except OSError:
        raise EntryError("this can't be read", todo="look at its permissions") from None


def _most_named(papers: dict[str, Paper], knowledge: Knowledge) -> str:
    """The outcome that most packets name, of two the one that comes first in the alphabet; pain without any."""
    named = Counter(each.outcome for each in papers.values() if each.outcome in knowledge.outcomes)
    return min(named, key=lambda word: (-named[word], word)) if named else "pain"
