"""Feeling ill without it: the diary of it, in free words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from speciosa.record import Answer, Columns, Kind
from speciosa.safety.cuts import cuts_of
from speciosa.safety.dose_days import dose_days
from speciosa.safety.sighting import Sighting
from speciosa.values.timeline import DAY_S, HOUR_S
from speciosa.values.units import score_bounds

if TYPE_CHECKING:
    from speciosa.safety.case import Case

INSTRUMENT = "withdrawal_diary"
SIGNS = (
    "muscle_ache", "poor_sleep", "watery_eyes_or_nose", "hot_flushes", "poor_appetite", "diarrhoea", "restlessness",
    "tension", "anger", "sadness",
)  # fmt: skip
"""Diary words of the ten questions of `withdrawal_diary`, in their order: what 293 people who took it daily named."""
_TOGETHER_D = 28  # strong answers of one time stand behind one finding
_NAMED = ("withdrawal", "craving")


@dataclass(frozen=True, slots=True)
class WithdrawalSign:
    """One sign over the record.

    Parameters
    ----------
    word, label : of the outcomes table, or as written.
    named : the person wrote of it as of going without; any other has many other causes, too.
    count : entries that say that it was there. latest_s : the last of them, UTC seconds.
    strongest : the highest score as a share of its own scale; None where it was never scored.
    """

    word: str
    label: str
    named: bool
    count: int
    latest_s: int
    strongest: float | None


@dataclass(frozen=True, slots=True)
class WithdrawalDiary:
    """The record of feeling ill without it.

    Parameters
    ----------
    signs : those that were there, most often first; those that were named as going without before all others.
    hours_since_dose : median, lowest and highest hours from the last dose to such an entry; None without doses.
    cut_d : days from the beginning of the last time of less to the last such entry; None without either.
    ids : of the entries, in the order of time.
    """

    signs: tuple[WithdrawalSign, ...]
    hours_since_dose: tuple[float, float, float] | None
    cut_d: float | None
    ids: tuple[str, ...]


def withdrawal_diary(case: Case) -> WithdrawalDiary | None:
    """The record of feeling ill without it; None without any.

    Signs that nobody named as such count only where some of them stand on one day: a loose stool alone is no sign
    of going without.
    """
    rows, words, shares = _present(case)
    if not len(rows):
        return None
    named = np.array([_is_named(word) or kind == _SCALE for word, kind in zip(words, rows.kind.tolist(), strict=True)])
    if not named.any() and not (len(case.kratom) and _together(rows, words, case)):
        return None
    signs = []
    for word in sorted(set(words)):
        at = np.flatnonzero(np.array(words) == word)
        strongest = float(np.nanmax(shares[at])) if np.isfinite(shares[at]).any() else None
        label = case.knowledge.outcome(word).label
        signs.append(WithdrawalSign(word, label, bool(named[at].any()), len(at), int(rows.time_s[at[-1]]), strongest))
    return WithdrawalDiary(
        signs=tuple(sorted(signs, key=lambda each: (not each.named, -each.count, each.word))),
        hours_since_dose=_hours(rows, case),
        cut_d=_since_cut(rows, case),
        ids=tuple(rows.id.tolist()),
    )


def withdrawal_strong(case: Case) -> Sighting | None:
    """Feeling ill without it was scored in the upper part of its scale."""
    rows, words, shares = _present(case)
    ours = np.array([_is_named(word) and word != "craving" for word in words], dtype=bool)
    items = rows.kind == _SCALE
    strong = rows.take((ours | items) & (shares >= case.knowledge.choice("trial_withdrawal_bad_share")))
    if not len(strong):
        return None
    last = int(strong.time_s[-1])
    return Sighting(last, tuple(strong.take(strong.time_s > last - _TOGETHER_D * DAY_S).id.tolist()))


_SCALE = list(Kind).index(Kind.SCALE)


def _present(case: Case) -> tuple[Columns, list[str], NDArray[np.float64]]:
    """Entries that say that a sign was there, its word, and its score as a share of its own scale, NaN without one."""
    entries = case.diary.entries
    meant = {each: _word_of(each, case) for each in entries.name.vocabulary}
    kinds = [list(Kind).index(each) for each in (Kind.SYMPTOM, Kind.RATING, Kind.SCALE)]
    wanted = np.array([meant[each] != "" for each in entries.name.vocabulary], dtype=bool)
    rows = entries.take(
        np.isin(entries.kind, kinds) & (wanted[entries.name.codes] if len(entries) else np.zeros(0, dtype=bool))
    )
    # an item is one on the scale alone, and a word never is
    items = np.array([each.startswith(f"{INSTRUMENT}.") for each in rows.name.tolist()], dtype=bool)
    rows = rows.take((rows.kind == _SCALE) == items) if len(rows) else rows
    item = case.knowledge.instruments[INSTRUMENT]
    bounds = [
        (item.item_low or 0.0, item.item_high or 1.0) if kind == _SCALE else score_bounds(unit) or (0.0, 10.0)
        for kind, unit in zip(rows.kind.tolist(), rows.unit.tolist(), strict=True)
    ]
    low, high = np.array(bounds, dtype=np.float64).reshape(-1, 2).T
    share = (rows.value - low) / (high - low)
    there = np.where(rows.answer == Answer.GIVEN, share > 0, rows.answer == Answer.NONE)
    kept = rows.take(there)
    return kept, [meant[each] for each in kept.name.tolist()], share[there]


def _word_of(name: str, case: Case) -> str:
    """The sign that a name means; empty for anything else."""
    instrument, sign, item = name.partition(".")
    if instrument == INSTRUMENT and sign:
        return SIGNS[int(item) - 1] if item.isdecimal() and 1 <= int(item) <= len(SIGNS) else ""
    word = case.knowledge.outcome(name).word
    return word if word in SIGNS or _is_named(word) else ""


def _is_named(word: str) -> bool:
    """Whether the word itself speaks of going without; a trial asks ``withdrawal_body`` and the like."""
    return word in _NAMED or (word.startswith("withdrawal") and not word.startswith(INSTRUMENT))


def _together(rows: Columns, words: list[str], case: Case) -> bool:
    """Whether enough different signs stand on one local day."""
    pairs = {(day, word) for day, word in zip(rows.day().tolist(), words, strict=True)}
    counts = np.unique([day for day, _ in pairs], return_counts=True)[1]
    return bool((counts >= case.knowledge.choice("safety_withdrawal_signs_least")).any())


def _hours(rows: Columns, case: Case) -> tuple[float, float, float] | None:
    doses = case.kratom.time_s
    at = np.searchsorted(doses, rows.time_s, side="right") - 1
    if not (at >= 0).any():
        return None
    hours = (rows.time_s[at >= 0] - doses[at[at >= 0]]) / HOUR_S
    return float(np.median(hours)), float(hours.min()), float(hours.max())


def _since_cut(rows: Columns, case: Case) -> float | None:
    last = int(rows.day()[-1])
    begun = [each.first_day for each in cuts_of(case, dose_days(case)) if each.first_day <= last]
    return float(last - begun[-1]) if begun else None
