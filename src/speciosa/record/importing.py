"""Another app's file into a diary folder, with a receipt for every row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from zoneinfo import ZoneInfo

from speciosa.knowledge import Knowledge
from speciosa.record.append import append_events
from speciosa.record.columns import Columns
from speciosa.record.diary_file import Progress, read_diary
from speciosa.record.door import Door
from speciosa.record.event import Event
from speciosa.record.folder import DIARY_FILE
from speciosa.record.person import Product
from speciosa.record.person_file import add_time_zone, read_person, read_products
from speciosa.record.readers import FORMATS
from speciosa.record.readers.format import Format, Found, Note, Request
from speciosa.record.row import Row, readable
from speciosa.record.versions import Versions
from speciosa.values.errors import EntryError
from speciosa.values.reading import Question, Reading, Refused, Tally

_REPORT_EVERY = 20_000


@dataclass(frozen=True, slots=True)
class Receipt:
    """What an import did: rows = kept + refused + merged, counted in the source's own rows.

    `entries`: how many new entries the kept rows became; `corrected`: how many entries of an earlier
    import they correct. `format`, `title`: the file's kind. `time_zone`: in which bare local times
    were read.
    """

    format: str
    title: str
    time_zone: str
    entries: int
    corrected: int
    reading: Reading

    def to_json(self) -> dict[str, object]:
        return {
            "schema": 1, "format": self.format, "title": self.title, "time_zone": self.time_zone,
            "entries": self.entries, "corrected": self.corrected, "read": self.reading.to_json(),
        }  # fmt: skip


def import_file(
    file: Path,
    folder: Path,
    knowledge: Knowledge,
    *,
    zone_name: str,
    now_s: int,
    format_name: str = "",
    mapping: Path | None = None,
    progress: Progress = lambda _rows: None,
) -> Receipt:
    """Read another app's file and add its entries to a diary folder.

    Importing the same file twice adds nothing, whatever the person changed in the diary since then;
    a record that was edited in the app is added as a correction of the entry that it was.

    Parameters
    ----------
    zone_name : zone for local times without an offset; written to `person.toml` if none stands there.
    format_name : one of `FORMATS`, or empty to recognise it.

    Raises
    ------
    EntryError : the file cannot be read, or nobody knows its kind.
    """
    products, notices = read_products(folder)
    known = read_diary(folder, knowledge, now_s=now_s).history if (folder / DIARY_FILE).exists() else Columns.of(())
    source = _Source(
        file, known, knowledge, products=products, zone_name=zone_name, now_s=now_s, format_name=format_name,
        mapping=mapping, notices=notices, progress=progress,
    )  # fmt: skip
    with source.named():
        append_events(folder, source.events())
    source.tally.notices += _about(folder, zone_name)
    return source.receipt()


def read_import(
    file: Path,
    known: Columns,
    knowledge: Knowledge,
    *,
    zone_name: str,
    now_s: int,
    products: Sequence[Product] = (),
    format_name: str = "",
    mapping: Path | None = None,
    progress: Progress = lambda _rows: None,
) -> tuple[Columns, Receipt]:
    """Read another app's file for a record that lies in no folder: the entries to add, and the receipt.

    Nothing is written. The entries are those that `import_file` would append to a diary with this history.

    Parameters
    ----------
    known : every entry of the record.
    zone_name : zone for local times without an offset.
    products : the person's own.
    format_name : one of `format_titles`, or empty to recognise it.
    mapping : says what the columns of a CSV mean.
    progress : called now and then with the number of rows read so far.

    Raises
    ------
    EntryError : the file cannot be read, or nobody knows its kind.
    """
    source = _Source(
        file, known, knowledge, products=products, zone_name=zone_name, now_s=now_s, format_name=format_name,
        mapping=mapping, notices=[], progress=progress,
    )  # fmt: skip
    with source.named():
        columns = Columns.of(source.events())
    return columns, source.receipt()


def format_titles() -> dict[str, str]:
    """The kinds of file that can be read: name for ``--format``, and what it is called.

    Examples
    --------
    >>> format_titles()["daylio-backup"]
    'Daylio backup (.daylio)'
    """
    return {each.name: each.title for each in FORMATS}


class _Source:
    """One file while it is read: its kind, what it is compared with, and the count of its rows."""

    def __init__(
        self, file: Path, known: Columns, knowledge: Knowledge, *, products: Sequence[Product], zone_name: str,
        now_s: int, format_name: str, mapping: Path | None, notices: list[str], progress: Progress,
    ) -> None:  # fmt: skip
        self._file, self._zone_name, self._progress = file, zone_name, progress
        self._kind = _format_of(file, format_name, mapping)
        self.tally = Tally(notices=notices)
        self._door = Door(knowledge, ZoneInfo(zone_name), products=products, ask=self.tally.ask)
        self._versions = Versions(known, now_s=now_s, ask=self.tally.ask)
        self._request = Request(file, ZoneInfo(zone_name), knowledge, mapping)

    @contextmanager
    def named(self) -> Iterator[None]:
        """Says the file's name in what goes wrong."""
        try:
            yield
        except EntryError as problem:
            raise problem if problem.where else problem.at(self._file.name) from None

    def events(self) -> Iterator[Event]:
        """The entries that the file adds, counted as they come."""
        return _events(self._kind, self._request, self._door, self.tally, self._versions, self._progress)

    def receipt(self) -> Receipt:
        """What became of its rows; ask when the last of `events` was taken."""
        tally, versions = self.tally, self._versions
        if versions.corrected:
            tally.notices.append(
                f"Records edited in the app since the last import: {versions.corrected}. What they say now stands; "
                "what they said before is kept as corrected."
            )
        kept = tally.rows - len(tally.refused) - tally.merged
        done = tally.done(kept)
        return Receipt(self._kind.name, self._kind.title, self._zone_name, versions.new, versions.corrected, done)


def _format_of(file: Path, name: str, mapping: Path | None) -> Format:
    if not file.is_file():
        raise EntryError("there is no such file", where=file.name, todo="check the name")
    if name or mapping:
        wanted = name or "mapped"
        for each in FORMATS:
            if each.name == wanted:
                return each
        raise EntryError(
            f"{wanted} is not a format that is known",
            where="--format",
            todo=f"use one of {', '.join(each.name for each in FORMATS)}",
        )
    with file.open("rb") as opened:
        head = opened.read(4096)
    if not head:
        raise EntryError("this file is empty", where=file.name, todo="export it again")
    for each in FORMATS:
        if each.recognises(file, head):
            return each
    raise EntryError(
        "this file is of no kind that is known here",
        where=file.name,
        todo="name it with --format, or describe its columns with --map FILE.toml",
    )


def _events(
    kind: Format, request: Request, door: Door, tally: Tally, versions: Versions, progress: Progress
) -> Iterator[Event]:
    """The entries that the file adds. A source row counts once, however many entries it makes."""
    for line, found in groupby(_without_notes(kind.read(request), tally), key=lambda each: each.line):
        tally.rows += 1
        if tally.rows % _REPORT_EVERY == 0:
            progress(tally.rows)
        whys: list[str] = []
        understood = added = 0
        for each in found:
            if isinstance(each, Refused):
                whys.append(each.why)
                continue
            try:
                row = Row._make([*readable(list(each[:-1])), each.line])
                event = versions.fresh(row, door.admit(row))
            except EntryError as problem:
                whys.append(problem.reason)
                continue
            understood += 1
            if event is not None:
                added += 1
                yield event
        if whys and not understood:
            tally.refuse(line, "; ".join(whys))
            continue
        tally.questions += [Question("partly_read", f"A part of this row was not read: {why}", (line,)) for why in whys]
        tally.merged += not added
    if tally.rows and tally.rows == len(tally.refused):
        first = tally.refused[0]
        what = f"none of the {tally.rows} rows could be read"
        raise EntryError(what, where=request.file.name, why=f"line {first.line}: {first.why}")


def _without_notes(found: Iterator[Found], tally: Tally) -> Iterator[Row | Refused]:
    for each in found:
        if isinstance(each, Note):
            tally.notices.append(each.text)
        else:
            yield each


def _about(folder: Path, zone_name: str) -> Iterator[str]:
    """What the receipt says about the folder; a zone that was not known yet is written down."""
    theirs = read_person(folder)[0].time_zone
    if not theirs:
        add_time_zone(folder, zone_name)
    elif theirs != zone_name:
        yield f"This diary's own time zone is {theirs}. Entries that were there already keep the time that they have."
