"""Reading a diary: a folder, a bare CSV file or a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from operator import itemgetter
from pathlib import Path

import numpy as np

from speciosa.knowledge import Knowledge
from speciosa.record.amend import amend
from speciosa.record.columns import Columns
from speciosa.record.diary import Diary
from speciosa.record.door import Door
from speciosa.record.event import Event, content_id
from speciosa.record.folder import DIARY_FILE, SPREADSHEET_FILE, find_diary
from speciosa.record.formula_guard import unguarded
from speciosa.record.kinds import Kind
from speciosa.record.person_file import read_person, read_products
from speciosa.record.plausible import plausibility_questions
from speciosa.record.row import COLUMNS, REQUIRED_COLUMNS, Row, readable
from speciosa.record.table import Table, opened_table
from speciosa.record.template import EXAMPLE_IDS
from speciosa.values.errors import EntryError
from speciosa.values.reading import Question, Refused, Tally

Progress = Callable[[int], None]
"""Called now and then with the number of rows read so far."""
_REPORT_EVERY = 20_000
_MOST_NAMED = 10
Places = Callable[[list[str]], tuple[str, ...]]


def read_diary(path: Path, knowledge: Knowledge, *, now_s: int, progress: Progress = lambda _rows: None) -> Diary:
    """Read a diary; a row that cannot be understood is listed, and reading goes on.

    Parameters
    ----------
    path : a folder with `diary.csv` or `diary.xlsx`, or one such file.
    now_s : the instant of reading, UTC seconds: what lies later is asked about.

    Raises
    ------
    EntryError : there is no diary, it is no text, or its header lacks a required column.
    """
    file = find_diary(path)
    folder = file.parent
    person, notices = read_person(folder)
    products, product_notices = read_products(folder)
    tally = Tally(notices=[*notices, *product_notices])
    with opened_table(file) as table:
        places = _places(table.header, file.name, tally)
        door = Door(knowledge, person.zone, products=products, decimal_comma=table.decimal_comma, ask=tally.ask)
        columns = Columns.of(_events(table, places, door, tally, progress))
    columns = _corrected(columns, tally)
    diary = Diary(columns, person, products)
    tally.questions += plausibility_questions(diary, knowledge, now_s=now_s)
    tally.questions += _missing_photos(diary.entries.of_kind(Kind.PHOTO), folder)
    if file.name == DIARY_FILE and (folder / SPREADSHEET_FILE).exists():
        tally.notices.append(f"this folder also holds a {SPREADSHEET_FILE}, which was not read")
    return replace(diary, reading=tally.done(len(columns)))


def _missing_photos(photos: Columns, folder: Path) -> Iterator[Question]:
    missing = [
        at
        for at, path in enumerate(photos.text.tolist())
        if not (folder / path).is_file() and photos.id[at] not in EXAMPLE_IDS
    ]
    if missing:
        ask = f"The file of this photo is not in the folder ({len(missing)} in all). Is its path right?"
        named = missing[:_MOST_NAMED]
        lines = tuple(int(photos.line[at]) for at in named)
        yield Question("photo_missing", ask, lines, tuple(photos.id[at] for at in named))


def _places(header: list[str], name: str, tally: Tally) -> Places:
    """A function that picks the columns of a `Row` out of a line's cells.

    Raises
    ------
    EntryError : a required column is missing, or one stands twice.
    """
    words = [cell.strip().lower() for cell in header]
    missing = [column for column in REQUIRED_COLUMNS if column not in words]
    if missing:
        raise EntryError(
            f"the header has no column {' or '.join(missing)}",
            where=name,
            todo=f"the first line must name {', '.join(REQUIRED_COLUMNS)}",
        )
    twice = [column for column in COLUMNS if words.count(column) > 1]
    if twice:
        raise EntryError(f"the header names {twice[0]} twice", where=name, todo="rename one of the two")
    unknown = [word for word in words if word and word not in COLUMNS]
    if unknown:
        more = f" and {len(unknown) - _MOST_NAMED} more" if len(unknown) > _MOST_NAMED else ""
        tally.notices.append(f"columns that are not known and were not used: {', '.join(unknown[:_MOST_NAMED])}{more}")
    return itemgetter(*(words.index(column) if column in words else len(header) for column in COLUMNS))


def _events(table: Table, places: Places, door: Door, tally: Tally, progress: Progress) -> Iterator[Event]:
    """The rows that are understood, each once."""
    once = _Once()
    width = len(table.header)
    for rows, raw in enumerate(table.rows, start=1):
        tally.rows = rows
        if not rows % _REPORT_EVERY:
            progress(rows)
        if isinstance(raw, Refused):
            tally.refused.append(raw)
            continue
        line, cells = raw
        try:
            row = _row(cells, places, width, line)
            event = door.admit(row)
            is_new = once.is_new(event, id_given=bool(row.id))
        except EntryError as problem:
            tally.refuse(line, problem.reason)
            continue
        if is_new:
            yield event
        else:
            tally.merged += 1


class _Once:
    """Lets each entry through once: equal rows are one entry, an id belongs to one.

    Its memory is dicts of plain words and numbers: Python's garbage collector does not walk through
    those, and with a million ids in a set it would do little else.
    """

    def __init__(self) -> None:
        self._said_by: dict[str, str] = {}
        self._line_of: dict[str, int] = {}

    def is_new(self, event: Event, *, id_given: bool) -> bool:
        """Whether this entry was not there yet.

        Raises
        ------
        EntryError : its id belongs to another entry.
        """
        said = content_id(event) if id_given else event.id  # an id that we make is what the entry says
        before = len(self._said_by)
        earlier = self._said_by.setdefault(event.id, said)
        if len(self._said_by) > before:
            if id_given:
                self._line_of[event.id] = event.line
            return True
        if earlier != said:
            where = f"on line {self._line_of[event.id]}" if event.id in self._line_of else "further up"
            raise EntryError(
                f"its id stands already {where} with other words",
                todo="give it an id of its own, or name that id under supersedes",
            )
        return False


def _row(cells: list[str], places: Places, width: int, line: int) -> Row:
    """The cells as a `Row`.

    Raises
    ------
    EntryError : too few, too many or damaged cells.
    """
    if len(cells) > width and any(cells[width:]):
        raise EntryError(
            "this row has more cells than the header", todo="put a text that holds a separator into quotation marks"
        )
    if len(cells) < len(REQUIRED_COLUMNS):
        raise EntryError("this row has too few cells", todo="use the same separator as the header")
    together = "".join(cells)
    if "'" in together or not together.isprintable():
        cells = [unguarded(cell) for cell in readable(cells)]
    # one cell more than the header: the place of the columns that the file lacks
    cells += [""] * (width + 1 - len(cells))
    return Row._make((*places(cells), line))


def _corrected(columns: Columns, tally: Tally) -> Columns:
    """Refuse corrections that correct nothing; ask about two corrections of one entry."""
    found = amend(columns)
    for at in found.orphans:
        tally.refuse(
            int(columns.line[at]),
            "it corrects an entry that is not in this diary; check the id under supersedes, or leave it empty",
        )
    for at in found.circular:
        tally.refuse(
            int(columns.line[at]), "these corrections lead back to themselves; look at the ids under supersedes"
        )
    for at in found.rivals:
        ask = "This correction was corrected again; the one written down last stands. Is that right?"
        tally.questions.append(Question("corrected_twice", ask, (int(columns.line[at]),), (columns.id[at],)))
    bad = np.array([*found.orphans, *found.circular], dtype=np.intp)
    if not len(bad):
        return columns
    keep = np.ones(len(columns), dtype=bool)
    keep[bad] = False
    return columns.take(keep)
