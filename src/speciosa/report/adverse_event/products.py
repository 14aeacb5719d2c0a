"""What is suspected, and what else was taken: each product and batch with its dates and amounts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from speciosa.knowledge import Knowledge
from speciosa.record import Answer, Columns, Diary, Event, Kind, Product, Reason
from speciosa.report.adverse_event.capsules import Planned
from speciosa.report.fhir.stops import stop_of
from speciosa.report.middle import Middle, middle_of
from speciosa.safety import Listed
from speciosa.values.timeline import DAY_S

SEALED = "trial capsule"
"""Name of a dose in a blind trial: what is in it stays unknown until the trial is opened."""
_MOST_IDS = 20
_TAKEN = (Kind.MEDICINE, Kind.DOSE)


@dataclass(frozen=True, slots=True)
class SuspectProduct:
    """One product, or one batch of it, that was taken before the reaction began or while it lasted.

    Parameters
    ----------
    name, batch : as written; `batch` is empty where none is known. product : its line in `products.csv`, if any.
    first_day, last_day, last_s : of its doses in this record, local days and UTC seconds.
    going_on : taken until the record's end, as far as it is written down.
    stopped_day, stop_id : local day and id of the entry that says that it was stopped; None and empty without one.
    doses, days : how many, on how many local days.
    unit, amount : of one dose; None where no amount is known or units differ. a_day : doses on a day with it.
    reasons : why doses were taken, most often first. ids : of its first and last doses.
    planned : of capsules of a blind trial: what its plan says of them.
    """

    name: str
    batch: str
    product: Product | None
    first_day: int
    last_day: int
    last_s: int
    going_on: bool
    doses: int
    days: int
    unit: str
    amount: Middle | None
    a_day: Middle | None
    reasons: tuple[Reason, ...]
    ids: tuple[str, ...]
    stopped_day: int | None = None
    stop_id: str = ""
    planned: Planned | None = None

    @property
    def sealed(self) -> bool:
        """Whether it is a capsule of a blind trial: how much is in it stands in no entry."""
        return self.name == SEALED


@dataclass(frozen=True, slots=True)
class OtherMedicine:
    """One other medicine, herb or supplement.

    Parameters
    ----------
    written : as the person wrote it. meant : what it was read as; empty where unknown.
    first_day, last_day : local days; None where it only stands in `person.toml`.
    amount, unit : of one entry, the middle one; None where unknown. entries : how many.
    at_the_time : taken around the reaction, as far as it is known; else it was earlier or later.
    ids : of its first and last entries.
    """

    written: str
    meant: tuple[str, ...]
    first_day: int | None
    last_day: int | None
    amount: float | None
    unit: str
    entries: int
    standing: bool
    at_the_time: bool
    ids: tuple[str, ...]


def suspects_of(
    known: Diary, knowledge: Knowledge, *, first_s: int, last_s: int, planned: Planned | None = None
) -> tuple[SuspectProduct, ...]:
    """Kratom and 7-OH products with a dose between four weeks before a reaction and its last entry, oldest first.

    Parameters
    ----------
    known : the record as of the instant of asking. first_s, last_s : of the reaction, UTC seconds.
    planned : of the capsules of a blind trial.
    """
    doses = known.kratom_doses(knowledge)
    doses = doses.take((doses.answer != Answer.DECLINED) & ~(doses.value == 0))
    if not len(doses):
        return ()
    keys = _batches(doses, known)
    begin = first_s - int(knowledge.choice("report_suspect_d")) * DAY_S
    inside = (doses.time_s >= begin) & (doses.time_s <= last_s)
    wanted = dict.fromkeys(keys[at] for at in np.flatnonzero(inside).tolist())
    end_s = int(known.entries.time_s[-1]) - int(knowledge.choice("report_going_on_d")) * DAY_S
    which = {key: np.array([each == key for each in keys]) for key in wanted}
    found = (_suspect(key, doses.take(which[key]), known.products, end_s) for key in wanted)
    return tuple(_as_said(each, known, knowledge, planned if each.sealed else None) for each in found)


def others_of(
    listed: tuple[Listed, ...], known: Diary, knowledge: Knowledge, *, first_s: int, last_s: int
) -> tuple[OtherMedicine, ...]:
    """Everything else that the record lists, in the order of first mention."""
    entries = known.entries
    place = {each: at for at, each in enumerate(entries.id.tolist())} if listed else {}
    begin = first_s - int(knowledge.choice("report_suspect_d")) * DAY_S
    stops = {each.written: _stop_of_medicine(each, known) for each in listed}
    return tuple(_other(each, entries, place, (begin, last_s), stops[each.written]) for each in listed)


def _other(
    each: Listed, entries: Columns, place: Mapping[str, int], around: tuple[int, int], stop: Event | None
) -> OtherMedicine:
    rows = entries.take(np.array([place[one] for one in each.ids if one in place], dtype=np.intp))
    days = rows.day()
    taken = rows.take(np.isin(rows.kind, [list(Kind).index(one) for one in _TAKEN]))
    units = set(taken.unit.tolist())
    values = taken.value[np.isfinite(taken.value)]
    known = len(units) == 1 and len(values) > 0
    begin, end = around
    last_s = each.last_s if stop is None else stop.time_s
    near = each.first_s is not None and last_s is not None and each.first_s <= end and last_s >= begin
    last_day = int(days[-1]) if len(days) else None
    standing = each.standing and stop is None
    if stop is not None:
        last_day = max(_day_of(stop), last_day or 0)
        near |= each.first_s is None and last_s is not None and last_s >= begin
    return OtherMedicine(
        each.written, each.meant, int(days[0]) if len(days) else None, last_day,
        float(np.median(values)) if known else None, units.pop() if known else "", len(rows), standing,
        near or standing, _ends(rows),
    )  # fmt: skip


def _suspect(key: tuple[str, str], rows: Columns, products: tuple[Product, ...], going_on_s: int) -> SuspectProduct:
    name, batch = key
    days = rows.day()
    units = set(rows.unit.tolist())
    values = rows.value[np.isfinite(rows.value)]
    counts = np.unique(days, return_counts=True)[1].astype(np.float64)
    said = rows.reason[rows.reason != Reason.NOT_SAID]
    codes, often = np.unique(said, return_counts=True)
    reasons = tuple(Reason(int(codes[at])) for at in np.argsort(-often, kind="stable"))
    return SuspectProduct(
        name, batch, _line_of(name, batch, products), int(days[0]), int(days[-1]), int(rows.time_s[-1]),
        int(rows.time_s[-1]) >= going_on_s, len(rows), len(counts), next(iter(units)) if len(units) == 1 else "",
        middle_of(values) if len(values) and len(units) == 1 else None, middle_of(counts), reasons, _ends(rows),
    )  # fmt: skip


def _as_said(each: SuspectProduct, known: Diary, knowledge: Knowledge, planned: Planned | None) -> SuspectProduct:
    """With what the person wrote about stopping it, and what the plan of a trial says: both beside the doses."""
    names = {_plain(each.name), *([_plain(planned.product)] if planned else [])}
    leaf = each.sealed or known.substance_of(each.name, knowledge) == "kratom"

    def is_it(text: str) -> bool:
        name, _, batch = (_plain(part) for part in text.partition("#"))
        return (not name and not batch) or (name == "kratom" and leaf and not batch) or (
            name in names and batch in ("", _plain(each.batch))
        )  # fmt: skip

    stop = stop_of(known, is_it, last_s=each.last_s)
    if stop is None:
        return replace(each, planned=planned)
    return replace(each, planned=planned, going_on=False, stopped_day=_day_of(stop), stop_id=stop.id)


def _stop_of_medicine(each: Listed, known: Diary) -> Event | None:
    """When the person wrote that they stopped it; a strategy's own entries are no doses."""
    taken = known.entries.take(np.isin(known.entries.kind, [list(Kind).index(one) for one in _TAKEN]))
    taken = taken.take(np.isin(taken.id.tolist(), list(each.ids)))
    names = {_plain(each.written), *map(_plain, each.meant)}
    last_s = int(taken.time_s[-1]) if len(taken) else None
    return stop_of(known, lambda text: _plain(text) in names, last_s=last_s)


def _day_of(event: Event) -> int:
    return (event.time_s + event.offset_min * 60) // DAY_S


def _line_of(name: str, batch: str, products: tuple[Product, ...]) -> Product | None:
    """The line of this batch; without a batch, the product's only line."""
    mine = [each for each in products if _plain(each.product) == _plain(name)]
    if batch:
        return next((each for each in mine if _plain(each.batch) == _plain(batch)), None)
    return mine[0] if len(mine) == 1 else None


def _batches(doses: Columns, known: Diary) -> list[tuple[str, str]]:
    """Name and batch of each dose: as the dose says, else by the latest change of the product, else its only one."""
    changes = known.entries.of_kind(Kind.EVENT, "product_changed")
    began = [
        (when, _plain(text.partition("#")[0]), text.partition("#")[2].strip())
        for when, text in zip(changes.time_s.tolist(), changes.text.tolist(), strict=True)
    ]
    first: dict[str, str] = {}
    found = []
    for written, time_s in zip(doses.name.tolist(), doses.time_s.tolist(), strict=True):
        name, _, batch = (" ".join(part.split()) for part in written.partition("#"))
        plain = _plain(name)
        if not batch and plain != SEALED:
            batch = next((each for when, of, each in reversed(began) if when <= time_s and of in ("", plain)), "")
        if not batch:
            mine = [each for each in known.products if _plain(each.product) == plain]
            batch = mine[0].batch if len(mine) == 1 else ""
        found.append((first.setdefault(plain, name), batch))
    return found


def _ends(rows: Columns) -> tuple[str, ...]:
    ids = rows.id.tolist()
    return tuple(ids if len(ids) <= _MOST_IDS else [*ids[: _MOST_IDS // 2], *ids[-_MOST_IDS // 2 :]])


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
