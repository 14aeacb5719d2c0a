"""Pregnancy, breast-feeding and the newborn."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from speciosa.record import Columns, Kind
from speciosa.safety.case import Case
from speciosa.safety.sighting import Sighting
from speciosa.values.gaps import NotAssessed
from speciosa.values.timeline import DAY_S

_PREGNANT = re.compile(r"\b(pregnan|schwanger|enceinte|embarazad|gravid)|\bexpecting a baby\b", re.IGNORECASE)
_NOT = re.compile(
    r"\b(not|no|never|was|were|nicht|keine?)\b|\bpostpartum\b|\bdepression\b|\btest negativ", re.IGNORECASE
)
_NURSING = re.compile(r"breast[- ]?fe|\bnursing\b|\blactat|\bstille(n|nd)\b|\bstillzeit\b", re.IGNORECASE)
_BORN = re.compile(r"^(birth|born|baby born|gave birth|delivery|geburt|entbindung|childbirth)$", re.IGNORECASE)
_ENDED = re.compile(
    r"^(miscarriage|stillbirth|abortion|not pregnant|pregnancy test negative|negative pregnancy test"
    r"|fehlgeburt|totgeburt|schwangerschaftsabbruch|nicht schwanger)$", re.IGNORECASE,
)  # fmt: skip
_MALE = frozenset({"m", "male", "man", "männlich", "mann"})


def pregnant(case: Case) -> Sighting | None:
    """The person said that they are pregnant, or could be: in `person.toml`, an event or a sign.

    ``pregnant = false`` stands against words of the file, and an entry of the diary stands against it. Without kratom
    in the record there is nothing to say of it.
    """
    if not _kratom_named(case):
        return None
    since_s = case.end_s - case.knowledge.choice("safety_pregnancy_d") * DAY_S
    ended_s = [*_events(case, _BORN).time_s.tolist(), *_events(case, _ENDED).time_s.tolist()]
    since_s = max([since_s, *ended_s])
    told = case.told.take(_named(case.told, _PREGNANT) & (case.told.time_s >= since_s) & ~(case.told.value == 0))
    if len(told):
        return Sighting(None, tuple(told.id.tolist()), "Your record says that you are pregnant.")
    person = case.diary.person
    if person.pregnant and not ended_s:
        return Sighting(None, (), "You said that you are pregnant.", ("pregnant",))
    if person.pregnant is None and not ended_s and any(_says(_PREGNANT, each) for each in person.conditions):
        return Sighting(None, (), "You listed that you are pregnant.", ("conditions",))
    return None


def breast_feeding(case: Case) -> Sighting | None:
    """The person said that they breast-feed, and kratom is in the record."""
    if not _kratom_named(case):
        return None
    person = case.diary.person
    if person.breast_feeding:
        return Sighting(None, (), "You said that you breast-feed.", ("breast_feeding",))
    if person.breast_feeding is None and any(_says(_NURSING, each) for each in person.conditions):
        return Sighting(None, (), "You listed that you breast-feed.", ("conditions",))
    since_s = case.end_s - case.knowledge.choice("safety_nursing_d") * DAY_S
    told = case.told.take(_named(case.told, _NURSING) & (case.told.time_s >= since_s) & ~(case.told.value == 0))
    return Sighting(None, tuple(told.id.tolist()), "Your record says that you breast-feed.") if len(told) else None


def newborn(case: Case) -> Sighting | None:
    """A birth was written down, and kratom in the months before it."""
    births = _events(case, _BORN)
    if not len(births):
        return None
    born_s = int(births.time_s[-1])
    since_s = born_s - case.knowledge.choice("safety_pregnancy_d") * DAY_S
    doses = case.kratom
    before = doses.take((doses.time_s <= born_s) & (doses.time_s >= since_s))
    if not len(before):
        return None
    return Sighting(born_s, (before.id[len(before) - 1], births.id[len(births) - 1]), "A birth, and kratom before it.")


def _kratom_named(case: Case) -> bool:
    """Whether kratom stands anywhere in the record: as a dose, a medicine, an event, or in the person's file."""
    entries = case.diary.entries
    names = {*entries.name.used(), *entries.text.used(), *case.diary.person.medicines}
    return len(case.kratom) > 0 or any(case.diary.is_kratom(each, case.knowledge) for each in names if each)


def gaps(case: Case) -> Iterator[NotAssessed]:
    """Pregnancy was not asked about, and may be; or it was said, and no kratom is known."""
    person = case.diary.person
    if (person.pregnant or person.breast_feeding) and not _kratom_named(case):
        why = (
            "You are pregnant or breast-feed, and no kratom is in this record. If you take any, call your midwife or "
            "doctor today, and don't stop suddenly."
        )
        yield NotAssessed("pregnancy_kratom", why)
    if person.pregnant is None and person.sex.lower() not in _MALE and pregnant(case) is None:
        why = (
            "Whether you are pregnant, or could be, is not in your record, so pregnancy was not looked at. "
            "If you could be, ask your doctor or midwife about kratom today."
        )
        yield NotAssessed("pregnancy", why)


def _says(pattern: re.Pattern[str], words: str) -> bool:
    return bool(pattern.search(words)) and not _NOT.search(words)


def _named(rows: Columns, pattern: re.Pattern[str]) -> NDArray[np.bool_]:
    """Where the name says it, each different name looked at once, bool[n]."""
    meant = np.array([_says(pattern, each.replace("_", " ").strip()) for each in rows.name.vocabulary], dtype=bool)
    return meant[rows.name.codes] if len(rows) else np.zeros(0, dtype=bool)


def _events(case: Case, pattern: re.Pattern[str]) -> Columns:
    rows = case.diary.entries.of_kind(Kind.EVENT)
    return rows.take(_named(rows, pattern))
