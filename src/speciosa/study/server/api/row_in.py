"""An entry as a program sends it, as a row of the diary; and what nobody writes by program."""

from __future__ import annotations

from hashlib import blake2b

from speciosa.record import Kind
from speciosa.record.row import Row
from speciosa.study.server.api.forms import RowIn
from speciosa.values.errors import EntryError

_OF_A_TRIAL = "trial-"
_TRIAL_EVENTS = frozenset({"trial_planned", "trial_revealed", "emergency_reveal"})


def row_of(said: RowIn) -> Row:
    """The row; one without an id gets one made of its words, so that the same words are the same entry.

    Examples
    --------
    >>> one = RowIn(time="2026-03-01T08:05+01:00", kind="rating", name="pain", value=6)
    >>> row_of(one) == row_of(one), row_of(one).value, len(row_of(one).id)
    (True, '6', 21)
    """
    value = said.value if isinstance(said.value, str) else repr(said.value)
    row = Row(
        said.time, said.kind, said.name, value, said.unit, said.reason, said.food, said.precision, said.recorded,
        said.id or "", said.supersedes, said.note,
    )  # fmt: skip
    return row if row.id else row._replace(id=_id_of(row))


def refuse_what_is_not_theirs(row: Row) -> None:
    """Periods and arms come from the allocation alone, and photos with their pixels.

    Raises
    ------
    EntryError : this row is one of those.
    """
    kind, name = row.kind.strip().casefold(), row.name.strip().casefold()
    if kind == Kind.ASSIGNMENT or (kind == Kind.EVENT and name in _TRIAL_EVENTS):
        raise EntryError("what a trial fixes is written by the study alone", todo="leave this entry out")
    if row.id.startswith(_OF_A_TRIAL) or row.supersedes.startswith(_OF_A_TRIAL):
        raise EntryError("a row of a trial stays as the study wrote it", todo="leave this entry out")
    if kind == Kind.PHOTO:
        raise EntryError("a photo comes with its picture", todo="add it in the app")


def _id_of(row: Row) -> str:
    words = "\x1f".join(row[:-1])
    return "a" + blake2b(words.encode("utf-8", "surrogatepass"), digest_size=10).hexdigest()
