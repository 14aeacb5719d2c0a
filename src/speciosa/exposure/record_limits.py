"""What the record itself leaves open, so that no curve falls without a word.

A name that is not known to be kratom, a row that could not be read, a day without a word about doses and
the time before the first entry may all hide doses. None of them blanks the curve; each is said.
"""

from __future__ import annotations

import numpy as np

from speciosa.knowledge import Knowledge
from speciosa.record import Diary, Kind
from speciosa.values.gaps import NotAssessed
from speciosa.values.timeline import DAY_S

_MOST_NAMED = 5


def limits_of(diary: Diary, knowledge: Knowledge, *, first_s: int) -> tuple[NotAssessed, ...]:
    """Everything of the record that may hide doses or change what they leave, each once.

    Parameters
    ----------
    first_s : the first dose of kratom, UTC seconds.
    """
    found = [
        _other_names(diary, knowledge),
        _refused(diary),
        _silent_days(diary, knowledge),
        _beginning(diary, first_s),
    ]
    return tuple(each for each in (*found, _other_medicines(diary, knowledge)) if each)


def _other_names(diary: Diary, knowledge: Knowledge) -> NotAssessed | None:
    names = [each for each in diary.entries.names(Kind.DOSE) if not diary.is_kratom(each, knowledge)]
    if not names:
        return None
    why = f"Doses called {_listed(names)} do not count as kratom here. If they are, say so in products.csv, or write "
    return NotAssessed("exposure_other_names", f"{why}kratom into the name.")


def _refused(diary: Diary) -> NotAssessed | None:
    rows = len(diary.reading.refused)
    if not rows:
        return None
    was = "1 row of the record" if rows == 1 else f"{rows} rows of the record"
    return NotAssessed("exposure_refused_rows", f"{was} could not be read. A dose among them is missing in the curve.")


def _silent_days(diary: Diary, knowledge: Knowledge) -> NotAssessed | None:
    """Days with entries and no word about kratom, between the first and the last dose."""
    entries = diary.entries
    doses = entries.of_kind(Kind.DOSE)
    told = np.union1d(diary.kratom_doses(knowledge).day(), entries.of_kind(Kind.NO_DOSE).day())
    days = np.unique(diary.logged.day())
    silent = np.setdiff1d(days[(days >= told.min(initial=0)) & (days >= doses.day().min(initial=0))], told)
    if not len(silent):
        return None
    on = "On 1 day there are" if len(silent) == 1 else f"On {len(silent)} days there are"
    why = f'{on} entries, but no word about kratom. The curve counts that as none taken. Write "none" on such days, '
    return NotAssessed("exposure_silent_days", f"{why}or the dose.")


def _beginning(diary: Diary, first_s: int) -> NotAssessed | None:
    started = diary.entries.of_kind(Kind.EVENT, "started").time_s
    if ((started <= first_s + DAY_S) & (started >= first_s - DAY_S)).any():
        return None
    why = "What you took before the first entry is not known. If you took kratom then, the first week or two of the "
    return NotAssessed("exposure_beginning", f"{why}curve are too low.")


def _other_medicines(diary: Diary, knowledge: Knowledge) -> NotAssessed | None:
    names = dict.fromkeys((*diary.entries.names(Kind.MEDICINE), *diary.person.medicines))
    other = [each for each in names if not knowledge.exposure_modifiers_for(diary.person.meaning(each))]
    if not other:
        return None
    why = f"Whether {_listed(other)} changes how kratom leaves the body was not looked at."
    return NotAssessed("exposure_medicines", why)


def _listed(names: list[str]) -> str:
    more = len(names) - _MOST_NAMED
    shown = names[:_MOST_NAMED]
    return ", ".join(shown) + (f" and {more} more" if more > 0 else "")
