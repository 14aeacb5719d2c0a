"""What is reported: one symptom or event of the record with all its entries. Which one, the person says."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from speciosa.knowledge import Knowledge
from speciosa.record import Answer, Columns, Diary, Kind
from speciosa.report.report import Report
from speciosa.safety import side_effects
from speciosa.values.errors import EntryError
from speciosa.values.timeline import format_moment
from speciosa.values.words import folded

_OF_THE_RECORD = frozenset(
    {
        "started", "stopped", "product changed", "recalled", "recall", "batch recalled", "product recalled",
        "contaminated", "batch contaminated", "bad batch", "phone changed", "lamp changed", "room changed",
        "card changed", "guess", "emergency reveal",
    }
)  # fmt: skip
"""Events about products, phones and trials: none of them happened to the person."""
_MAY_BE = (Kind.SYMPTOM, Kind.EVENT, Kind.RATING, Kind.LAB)
_ANSWERED = (Kind.SYMPTOM, Kind.RATING)
_DO = "write it down as a symptom or an event first"


@dataclass(frozen=True, slots=True, eq=False)
class Reaction:
    """One thing that happened to the person.

    Parameters
    ----------
    kind, word : of its entries; `word` as in the outcomes table. label : for a person.
    written : how the person spelt it, most recent first.
    rows : entries that say that it was there, in the order of time; at least one.
    gone_id : of a later entry that says that it was not there any more; empty without one.
    chosen_id : the entry that the person named; empty where they named none.
    """

    kind: Kind
    word: str
    label: str
    written: tuple[str, ...]
    rows: Columns
    gone_id: str = ""
    chosen_id: str = ""

    @property
    def first_s(self) -> int:
        return int(self.rows.time_s[0])

    @property
    def last_s(self) -> int:
        return int(self.rows.time_s[-1])

    def ids(self, most: int = 50) -> tuple[str, ...]:
        """Ids of its entries, of the first ones if there are more."""
        return tuple(self.rows.id[at] for at in range(min(most, len(self.rows))))

    def to_json(self) -> dict[str, object]:
        """Snake-case keys, in this order; times are local ISO 8601."""
        first, last = 0, len(self.rows) - 1
        return {
            "kind": self.kind.value, "word": self.word, "label": self.label, "written": list(self.written),
            "entries": len(self.rows), "first": _moment(self.rows, first), "last": _moment(self.rows, last),
            "ids": list(self.ids()), "chosen": self.chosen_id or None,
        }  # fmt: skip


def events_to_report(report: Report, diary: Diary, knowledge: Knowledge) -> tuple[Reaction, ...]:
    """What of a record could be reported, the newest first: its side effects, and events that happened to the person.

    Parameters
    ----------
    report : made from `diary`; says as of when.

    Valid when: it is listed because it was written down. Nobody says that anything caused it.
    """
    known = diary.as_of(report.made.now_s)
    complaints = side_effects.complaints_of(known, knowledge)
    found = [_of_complaint(each, known) for each in complaints if len(_there(each.present))]
    events = known.entries.of_kind(Kind.EVENT)
    own = sorted(
        {each for each in map(_plain, events.name.used()) if each not in _OF_THE_RECORD and "trial " not in each}
    )
    found += [_of_rows(Kind.EVENT, name, _named(events, name)) for name in own]
    return tuple(sorted(found, key=lambda each: (-each.last_s, each.word)))


def picked(report: Report, diary: Diary, knowledge: Knowledge, event: str | None) -> Reaction:
    """The one that the person means.

    Parameters
    ----------
    event : id of one of its entries, or its word; None: the newest.

    Raises
    ------
    EntryError : there is none, or none of that id or word.
    """
    found = events_to_report(report, diary, knowledge)
    if event is None:
        if not found:
            raise EntryError("this record holds no side effect that could be reported", todo=_DO)
        return found[0]
    entries = diary.as_of(report.made.now_s).entries
    at = np.flatnonzero(entries.id.equal(event))
    if len(at):
        return _by_entry(entries, int(at[0]), found, event, knowledge)
    plain = folded(event)
    for each in found:
        if plain in {folded(each.word), folded(each.label), *(folded(one) for one in each.written)}:
            return each
    raise EntryError("no side effect of this record has that id or word", where="event", todo=_DO if not found else (
        "leave it out to report the newest one, or name the id of an entry"
    ))  # fmt: skip


def _by_entry(entries: Columns, at: int, found: tuple[Reaction, ...], event: str, knowledge: Knowledge) -> Reaction:
    row = entries.event(at)
    nothing = {Answer.DECLINED, Answer.UNKNOWN} if row.kind in _ANSWERED else {Answer.DECLINED}
    if row.kind not in _MAY_BE or row.answer in nothing or (row.kind is not Kind.LAB and row.value == 0):
        what = "this entry does not say that anything happened to you"
        raise EntryError(what, where="event", todo="name a symptom, an event, a rating or a laboratory value")
    for each in found:
        if event in each.rows.id.tolist():
            return Reaction(each.kind, each.word, each.label, each.written, each.rows, each.gone_id, event)
    same = entries.of_kind(row.kind, row.name)
    same = _there(same) if row.kind in _ANSWERED else same
    same = same.take((same.answer != Answer.DECLINED) & ~((same.value == 0) & (row.kind is not Kind.LAB)))
    made = _of_rows(row.kind, row.name, same)
    label = knowledge.outcome(row.name).label if row.kind in {Kind.SYMPTOM, Kind.RATING} else made.label
    return Reaction(made.kind, made.word, label, made.written, made.rows, "", event)


def _of_complaint(each: side_effects.Complaint, known: Diary) -> Reaction:
    entries, present = known.entries, _there(each.present)
    codes = set(each.present.name.codes.tolist())
    zero = np.isin(entries.name.codes, sorted(codes)) & (entries.value == 0)
    later = entries.take(zero & (entries.time_s > int(present.time_s[-1])))
    kind = list(Kind)[int(present.kind[-1])]
    return Reaction(kind, each.word, each.label, _spellings(present), present, later.id[0] if len(later) else "")


def _there(rows: Columns) -> Columns:
    """Without answers of "unknown": such a one does not say that it was there."""
    return rows.take(rows.answer != Answer.UNKNOWN)


def _of_rows(kind: Kind, word: str, rows: Columns) -> Reaction:
    label = word.replace("_", " ")
    return Reaction(kind, word, label[:1].upper() + label[1:], _spellings(rows), rows)


def _spellings(rows: Columns) -> tuple[str, ...]:
    return tuple(dict.fromkeys(rows.name[at] for at in range(len(rows) - 1, -1, -1)))


def _named(rows: Columns, plain: str) -> Columns:
    codes = [at for at, word in enumerate(rows.name.vocabulary) if _plain(word) == plain]
    return rows.take(np.isin(rows.name.codes, codes))


def _plain(name: str) -> str:
    return " ".join(name.replace("_", " ").split()).casefold()


def _moment(rows: Columns, at: int) -> str:
    return format_moment(int(rows.time_s[at]), int(rows.offset_min[at]))
