"""What the other medicines of a record mean for a rule."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from speciosa.knowledge import Act
from speciosa.record import Columns, Kind
from speciosa.safety.case import Case
from speciosa.safety.listed import Listed, names_of, taken
from speciosa.safety.meeting import joined
from speciosa.safety.sighting import Sighting
from speciosa.safety.taking import HYDROXY_GROUP, taking_of
from speciosa.values.timeline import DAY_S, HOUR_S

SEROTONERGIC = frozenset({"serotonergic", "serotonergic_strong", "maoi", "venlafaxine"})
STRONG_SEDATIVE = frozenset(
    {"opioid", "opioid_maintenance", "benzodiazepine", "barbiturate", "z_drug", "strong_other_sedative"}
)
SEDATIVE = STRONG_SEDATIVE | {"gabapentinoid", "sedating_antihistamine", "alcohol", "muscle_relaxant", "other_sedative"}

_STARTED = frozenset({"started", "start", "begonnen"})
_STOPPED = frozenset({"stopped", "stop", "abgesetzt"})
_REGULAR_WITHIN_D = 28


def serotonergic_medicine(case: Case) -> Sighting | None:
    """A medicine that acts on serotonin is listed; one of an unknown name that is for nerves or mood counts, too."""
    found = [each for each in case.listed if each.current and (each.groups & SEROTONERGIC or "nerves" in each.answers)]
    return _listing(found)


def strong_sedative(case: Case) -> Sighting | None:
    """An opioid, a benzodiazepine or another strong sedative is listed, and kratom or a 7-OH product is taken."""
    found = [each for each in case.listed if each.current and each.groups & STRONG_SEDATIVE]
    return _listing(found) if found and taking_of(case).now else None


def sedatives_or_alcohol(case: Case) -> Sighting | None:
    """Alcohol or something that makes sleepy was taken within hours of kratom or a 7-OH product, of late."""
    calming = [each for each in case.listed if each.groups & SEDATIVE and each.ids]
    taking = taking_of(case)
    if not calming or not len(taking.times):
        return None
    wanted = {entry for each in calming for entry in each.ids}
    rows = taken(case.diary.entries)
    since_s = case.end_s - case.knowledge.choice("safety_kratom_recent_d") * DAY_S
    rows = rows.take(rows.time_s >= since_s)
    rows = rows.take(np.array([each in wanted for each in rows.id.tolist()], dtype=bool))
    near = _nearest_h(rows, taking.times) <= case.knowledge.choice("safety_sedative_within_h")
    rows = rows.take(near)
    if not len(rows):
        return None
    within_s = case.knowledge.choice("safety_sedative_within_h") * HOUR_S
    doses = [
        (int(time_s), entry)
        for each in (taking.leaf, taking.hydroxy)
        for time_s, entry in zip(each.time_s.tolist(), each.id.tolist(), strict=True)
        if time_s >= since_s - within_s and bool((np.abs(rows.time_s - time_s) <= within_s).any())
    ]
    both = sorted({*doses, *zip(rows.time_s.tolist(), rows.id.tolist(), strict=True)})
    together = joined(names_of(each for each in calming if set(each.ids) & set(rows.id.tolist())))
    days = len(np.unique(rows.day()))
    hours = within_s / HOUR_S
    says = f"{together} within {hours:.0f} hours of kratom or 7-OH on {days} {'day' if days == 1 else 'days'}."
    return Sighting(both[-1][0], tuple(entry for _, entry in both), says[:1].upper() + says[1:])


def several_sedatives_at_once(case: Case) -> bool:
    """A strong sedative with another one or alcohol, within hours of each other and of kratom, in the last days."""
    hours = case.knowledge.choice("safety_sedative_within_h")
    named = {entry: each for each in case.listed if each.groups & SEDATIVE for entry in each.ids}
    taking = taking_of(case)
    if not named or not len(taking.times):
        return False
    rows = taken(case.diary.entries)
    late = rows.time_s >= case.end_s - case.knowledge.choice("safety_with_symptom_d") * DAY_S
    rows = rows.take(late & np.array([each in named for each in rows.id.tolist()], dtype=bool))
    rows = rows.take(_nearest_h(rows, taking.times) <= hours)
    found = [(time_s, named[entry]) for time_s, entry in zip(rows.time_s.tolist(), rows.id.tolist(), strict=True)]
    return any(
        one.groups & STRONG_SEDATIVE and set(one.meant) != set(other.meant) and abs(at - then) <= hours * HOUR_S
        for at, one in found
        for then, other in found
    )


def high_potency_product(case: Case) -> Sighting | None:
    """A 7-OH product or one of its kin was logged, or a product whose entered content of 7-OH is far above leaf's."""
    taking = taking_of(case)
    least = case.knowledge.choice("safety_hydroxy_label_mg_per_g")
    strong = [each.product for each in case.diary.products if (each.hydroxymitragynine_mg_per_g or 0) >= least]
    plain = {" ".join(each.split()).casefold() for each in strong}
    named = [" ".join(word.partition("#")[0].split()).casefold() in plain for word in taking.leaf.name.vocabulary]
    strong_rows = np.array(named, dtype=bool)[taking.leaf.name.codes] if len(taking.leaf) else np.zeros(0, dtype=bool)
    leaf = taking.leaf.take(strong_rows)
    since_s = case.end_s - case.knowledge.choice("safety_kratom_recent_d") * DAY_S
    rows = [
        (time_s, entry)
        for each in (leaf, taking.hydroxy)
        for time_s, entry in zip(each.time_s.tolist(), each.id.tolist(), strict=True)
        if time_s >= since_s
    ]
    if rows:
        rows.sort()
        says = f"It was written down {len(rows)} {'time' if len(rows) == 1 else 'times'} in the last 4 weeks."
        return Sighting(rows[-1][0], tuple(entry for _, entry in rows), says)
    standing = any(each.standing and HYDROXY_GROUP in each.groups for each in case.listed)
    return Sighting(None, facts=("medicines",)) if standing else None


def medicine_change(case: Case) -> Sighting | None:
    """Another medicine of a group that matters was started or stopped of late, while kratom or 7-OH is taken."""
    matter = _urgent_groups(case)
    listed = [each for each in case.listed if each.groups & matter and each.kind in ("medicine", "supplement", "class")]
    changes = [*_first_or_last(listed, case), *_told(listed, case)]
    if not changes or not taking_of(case).now:
        return None
    said = dict.fromkeys(says for _, _, says in sorted(changes))
    ids = tuple(dict.fromkeys(entry for _, entry, _ in sorted(changes)))
    return Sighting(max(time_s for time_s, _, _ in changes), ids, " ".join(said))


def _listing(found: list[Listed]) -> Sighting | None:
    if not found:
        return None
    times = [each.last_s for each in found if each.last_s is not None]
    facts = dict.fromkeys(
        ["medicines"] * any(each.standing for each in found)
        + ["medicine_answers"] * any(each.answers for each in found)
    )
    ids = tuple(each.ids[-1] for each in found if each.ids)
    says = f"Your record lists {joined(names_of(found))}."
    return Sighting(max(times, default=None), ids, says, tuple(facts))


def _nearest_h(rows: Columns, times: NDArray[np.int64]) -> NDArray[np.float64]:
    """Hours from each entry to the nearest of these instants, which are in order and not none."""
    after = np.clip(np.searchsorted(times, rows.time_s), 0, len(times) - 1)
    before = np.clip(after - 1, 0, None)
    near_s = np.minimum(np.abs(times[after] - rows.time_s), np.abs(times[before] - rows.time_s))
    return np.asarray(near_s / HOUR_S, dtype=np.float64)


def _first_or_last(listed: Iterable[Listed], case: Case) -> Iterator[tuple[int, str, str]]:
    """Names that came up for the first time lately, and regular ones that are gone."""
    recent_d = case.knowledge.choice("safety_medicine_change_d")
    gone_d = case.knowledge.choice("safety_medicine_gone_d")
    begun_s = int(case.diary.entries.time_s[0]) if len(case.diary.entries) else case.end_s
    for each in listed:
        if each.standing or each.first_s is None or each.last_s is None or not each.ids:
            continue
        if case.days_before_end(each.first_s) <= recent_d <= (each.first_s - begun_s) / DAY_S:
            yield each.first_s, each.ids[0], f"New in your record: {joined(names_of([each]))}."
        ago_d = case.days_before_end(each.last_s)
        if gone_d <= ago_d <= gone_d + recent_d and _regular(each, case):
            yield each.last_s, each.ids[-1], f"No longer in your record: {joined(names_of([each]))}."


def _regular(listed: Listed, case: Case) -> bool:
    """Taken on enough days of the weeks before its last entry."""
    rows = taken(case.diary.entries)
    mine = np.isin(np.array(rows.id.tolist()), list(listed.ids)) if len(rows) else np.zeros(0, dtype=bool)
    days = np.unique(rows.take(mine).day())
    within = days[days > days[-1] - _REGULAR_WITHIN_D] if len(days) else days
    return len(within) >= case.knowledge.choice("safety_regular_days_least")


def _told(listed: Iterable[Listed], case: Case) -> Iterator[tuple[int, str, str]]:
    """An event that names the medicine in its words, or a strategy that is the medicine, was started or stopped."""
    names = {name for each in listed for name in each.meant}
    entries = case.diary.entries
    since_s = case.end_s - case.knowledge.choice("safety_medicine_change_d") * DAY_S
    for kind in (Kind.EVENT, Kind.STRATEGY):
        rows = entries.of_kind(kind)
        rows = rows.take(rows.time_s >= since_s)
        for time_s, entry, name, text in zip(
            rows.time_s.tolist(), rows.id.tolist(), rows.name.tolist(), rows.text.tolist(), strict=True
        ):
            word, medicine = (name, text) if kind is Kind.EVENT else (text, name)
            meant = {each.name for each in case.knowledge.medicine(medicine).medicines}
            said = word.strip().casefold()
            if said not in _STARTED | _STOPPED or not medicine or not _matters(meant, names, case):
                continue
            what = "started" if said in _STARTED else "stopped"
            yield time_s, entry, f"You wrote that you {what} {joined(sorted(meant))}."


def _matters(meant: set[str], names: set[str], case: Case) -> bool:
    """Whether it is listed, or is in a group that an interaction names, and is a medicine."""
    matter = _urgent_groups(case)
    return bool(meant & names) or any(case.knowledge.groups_of(each) & matter for each in meant)


def _urgent_groups(case: Case) -> set[str]:
    """Groups of medicines with a row that does not wait for the next visit."""
    rows = case.knowledge.interactions
    return {group for row in rows if row.act not in (None, Act.NEXT_VISIT) for group in row.groups}
