"""What a side-effect report is made from: the record and what was worked out of it, once for the whole visit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from speciosa.knowledge import load_knowledge
from speciosa.store.way_in import WayIn, entered
from speciosa.values.errors import EntryError
from speciosa.web.leaving import chains

if TYPE_CHECKING:
    from speciosa.record import Diary
    from speciosa.report import Report
    from speciosa.report.adverse_event import AdverseEventDraft
    from speciosa.store.models import Record
    from speciosa.store.report_drafts import KeptDraft

_SAYS = "Getting your entries together."


@dataclass(frozen=True, slots=True)
class Happened:
    """One thing that could be reported.

    `entry_id`: of its newest entry; stands in addresses. `label`: for a person. `last_day`: since 1970-01-01.
    `ids`: of all its entries and of what they were before corrections.
    """

    entry_id: str
    label: str
    last_day: int
    ids: frozenset[str] = field(repr=False)


@dataclass(frozen=True, slots=True, eq=False)
class Gathered:
    """The record as it was when somebody asked, and what happened, the newest first.

    `basis`: what it was made from, as `Basis.written`; something written down since has another.
    """

    report: Report = field(repr=False)
    diary: Diary = field(repr=False)
    happened: tuple[Happened, ...]
    basis: bytes

    def about(self, entry_id: str) -> Happened:
        """What an entry is about, by its id or by that of any other of its entries.

        Raises
        ------
        EntryError : nothing that could be reported has such an entry.
        """
        found = next((each for each in self.happened if entry_id in each.ids), None)
        if found is None:
            raise EntryError(
                "no side effect of your record stands at this address", todo="go back and choose one of the list"
            )
        return found

    def draft(self, entry_id: str, answers: Mapping[str, str], *, notes: bool = False) -> AdverseEventDraft:
        """The draft about it with these answers, by the draft's own keys.

        Raises
        ------
        EntryError : nothing that could be reported has such an entry.
        """
        from speciosa.report import adverse_event  # noqa: PLC0415

        return adverse_event.draft_of(
            self.report, self.diary, load_knowledge(), event=self.about(entry_id).entry_id, answers=answers, notes=notes
        )


def gather(way: WayIn, asked: tuple[str, int, tuple[str, ...]], step: Callable[..., None]) -> Gathered:
    """Open the store, and gather.

    Parameters
    ----------
    asked : the language, the instant (UTC seconds), and functions that are shut.
    """
    with entered(way) as record:
        return gathered_of(record, asked, step)


def gathered_of(record: Record, asked: tuple[str, int, tuple[str, ...]], step: Callable[..., None]) -> Gathered:
    """What an open store holds; no photo is looked at, since a report of a side effect has none."""
    from speciosa.report import adverse_event  # noqa: PLC0415
    from speciosa.store.diary import diary_of  # noqa: PLC0415
    from speciosa.story import tell  # noqa: PLC0415
    from speciosa.web.basis import basis_now  # noqa: PLC0415

    language, now_s, without = asked
    basis, diary, knowledge = basis_now(record, now_s), diary_of(record), load_knowledge()
    told = tell(
        diary, knowledge, photos={}, now_s=now_s, seed=0, language=language, without=without,
        step=lambda _room: step(_SAYS, 0, 0),
    )  # fmt: skip
    root = chains(diary.history.id.tolist(), diary.history.supersedes.tolist())
    versions: dict[str, set[str]] = {}
    for id_, first in root.items():
        versions.setdefault(first, set()).add(id_)
    happened = []
    for each in adverse_event.events_to_report(told, diary, knowledge):
        ids = each.rows.id.tolist()
        known = frozenset(one for own in ids for one in versions.get(root.get(own, own), {own}))
        happened.append(Happened(ids[-1], each.label, int(each.rows.day()[-1]), known))
    return Gathered(told, diary, tuple(happened), basis.written())


def draft_for(gathered: Gathered, drafts: list[KeptDraft], entry_id: str) -> KeptDraft | None:
    """The kept draft about the same thing, whichever of its entries it was begun from."""
    ids = gathered.about(entry_id).ids
    return next((each for each in drafts if each.entry_id in ids), None)
