"""Every record of a source file is accounted for: it becomes rows, or is refused with a reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator

from speciosa.record.readers.format import Note
from speciosa.record.row import Row
from speciosa.values.errors import EntryError
from speciosa.values.reading import Refused

_LONGEST_NOTE = 10_000


def accounted(number: int, make: Callable[..., Row | Iterable[Row]], *arguments: object) -> Iterator[Row | Refused]:
    """The rows that `make` makes of one record, all with its number; one `Refused` where it can't.

    Examples
    --------
    >>> list(accounted(3, list))
    [Refused(line=3, why='nothing in this record is an entry of a diary')]
    """
    try:
        made = make(*arguments)
        rows = [made] if isinstance(made, Row) else list(made)
    except EntryError as problem:
        yield Refused(number, problem.reason)
        return
    if not rows:
        yield Refused(number, "nothing in this record is an entry of a diary")
    yield from (row._replace(line=number) for row in rows)


class LeftAside:
    """Counts what a diary has no place for, so that the receipt can name it without a line each."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()

    def add(self, what: str, count: int = 1) -> None:
        """`what`: a sentence as for `counted`."""
        if count:
            self._counts[what] += count

    def notes(self) -> Iterator[Note]:
        """One note a kind, in the order in which the kinds were met."""
        for what, count in self._counts.items():
            yield Note(counted(what, count))


def counted(sentence: str, count: int) -> str:
    """A sentence about a number of things, in the singular where it is one.

    Examples
    --------
    >>> counted("{n} record{s} {were} left aside: a diary has no place for {them}", 1)
    '1 record was left aside: a diary has no place for it'
    """
    words = {"{n}": str(count), "{s}": "s", "{were}": "were", "{are}": "are", "{stand}": "stand", "{them}": "them"}
    if count == 1:
        words |= {"{s}": "", "{were}": "was", "{are}": "is", "{stand}": "stands", "{them}": "it"}
    for mark, word in words.items():
        sentence = sentence.replace(mark, word)
    return sentence


class StableIds:
    """Ids out of what a source never changes, for sources that number nothing.

    Records that share a key and say the same get the same id, so that they are one entry; those that
    say something else get a number behind it.
    """

    def __init__(self) -> None:
        self._places: dict[str, dict[Hashable, int]] = {}

    def of(self, key: str, said: Hashable) -> str:
        """The id of a record under `key` that says `said`."""
        places = self._places.setdefault(key, {})
        place = places.setdefault(said, len(places) + 1)
        return key if place == 1 else f"{key}-{place}"


def noted(*parts: str) -> str:
    r"""The source's own words as one note: one line, without characters that a text file cannot hold.

    Examples
    --------
    >>> noted("half a cup\nwith honey", "", "estimate")
    'half a cup / with honey; estimate'
    """
    lines = (" / ".join(line.strip() for line in part.splitlines() if line.strip()) for part in parts)
    text = _storable("; ".join(line for line in lines if line))
    return text if len(text) <= _LONGEST_NOTE else f"{text[:_LONGEST_NOTE]} (shortened)"


def _storable(text: str) -> str:
    """The text with a replacement character for half characters and control characters."""
    if text.isascii() and text.isprintable():
        return text
    return "".join("\ufffd" if "\ud800" <= each <= "\udfff" or (each < " " and each != "\t") else each for each in text)
