"""The elements of an Apple Health export, one after another, however large the file is.

Some versions of iOS write an inline DTD that breaks XML's own rules, so that it is cut out before
parsing. Entities are refused, and nothing outside the file is ever loaded.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, NoReturn, Protocol
from xml.parsers import expat

from speciosa.values.errors import EntryError

_PIECE = 1 << 18
_LONGEST_PROLOGUE = 1 << 20
_LONGEST_TOKEN = 1 << 24
_ROOT = b"<HealthData"
_AGAIN = "export it again"


class Source(Protocol):
    """Anything that bytes can be read from."""

    def read(self, size: int, /) -> bytes: ...


class Element(NamedTuple):
    """An element directly below the root. `number`: its position among them, from 1."""

    name: str
    attributes: dict[str, str]
    number: int


def elements(source: Source, where: str) -> Iterator[Element]:
    """Each element below the root; what stands inside a correlation or workout is passed over.

    The records of a correlation stand a second time at the top level.

    Raises
    ------
    EntryError : not such an export, damaged, or with entities in it.
    """
    found: list[Element] = []
    parser = _parser(found, where)
    piece, fed = _prologue(source, where), 0
    try:
        while piece:
            parser.Parse(piece, False)  # noqa: FBT003
            yield from found
            found.clear()
            fed += len(piece)
            if fed - parser.CurrentByteIndex > _LONGEST_TOKEN:
                raise EntryError("this export is damaged: one of its elements does not end", where=where, todo=_AGAIN)
            piece = source.read(_PIECE)
        parser.Parse(b"", True)  # noqa: FBT003
        yield from found
    except expat.ExpatError:
        raise EntryError("this export is damaged or breaks off", where=where, todo=_AGAIN) from None


def _parser(found: list[Element], where: str) -> expat.XMLParserType:
    depth = number = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth, number
        if depth == 0 and name != "HealthData":
            raise EntryError("this is not an Apple Health export", where=where, todo="choose export.xml or export.zip")
        if depth == 1:
            number += 1
            found.append(Element(name, attributes, number))
        depth += 1

    def end(_name: str) -> None:
        nonlocal depth
        depth -= 1

    def entity(*_declared: object) -> NoReturn:
        raise _entities(where)

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler, parser.EntityDeclHandler = start, end, entity
    return parser


def _prologue(source: Source, where: str) -> bytes:
    """The file's beginning, up to and including some of the root, without its DTD."""
    head = b""
    while (root := head.find(_ROOT)) < 0:
        piece = source.read(_PIECE)
        if not piece or len(head) > _LONGEST_PROLOGUE:
            return head + piece
        head += piece
    if b"<!ENTITY" in head[:root]:
        raise _entities(where)
    begin = head.find(b"<!DOCTYPE", 0, root)
    return head if begin < 0 else head[:begin] + head[root:]


def _entities(where: str) -> EntryError:
    return EntryError("this file declares XML entities, which no health export does", where=where, todo=_AGAIN)
