"""What one row from the literature is: frozen values, with the columns of the file as their fields.

A field without a default is a column of the file, spelt the same; a field with a default is not.
Lists inside a cell are separated by ``;`` or ``|``; an empty cell means "not known" or "does not
apply", never zero.
"""

from __future__ import annotations

from dataclasses import dataclass

from speciosa.knowledge.vocabulary import Better
from speciosa.values.sources import HowRead


@dataclass(frozen=True, slots=True)
class Figure:
    """One number from the literature.

    Parameters
    ----------
    key : unique within its table.
    what : the thing counted or measured, in a few words.
    value, low, high : in `unit`; what they are (mean, median and range, ...) says `stat`.
    unit : from the closed list `speciosa.knowledge.vocabulary.UNITS`.
    stat : the kind of number: ``median (range)``, ``share of calls``, ...
    population : in whom it was found.
    n : people, reports or products behind it; None where that was not read.
    source : keys of the bibliography.
    how_read : how far somebody read the source.
    note : what else has to be known before the number is used.
    """

    key: str
    what: str
    value: float | None
    unit: str
    low: float | None
    high: float | None
    stat: str
    population: str
    n: int | None
    source: tuple[str, ...]
    how_read: HowRead
    note: str


@dataclass(frozen=True, slots=True)
class Instrument:
    """One questionnaire or scale.

    Parameters
    ----------
    key : the name a diary uses: ``peg``, ``phq2``, ``pgic``, ...
    title : its usual name.
    items : number of questions; None where it varies or was not read.
    low, high : range of the score, `unit`.
    item_low, item_high : range of one item.
    scoring : ``mean``, ``sum``, ``as_answered``, ``count`` or ``t_score``.
    important_change : change of the score that matters to people; None where none was read.
    bands : what ranges of the score are called, e.g. ``0-2 none``.
    better : which end is the good one.
    embed : ``yes``, ``with_notice``, ``own_wording`` or ``no``: may its text be shown?
    licence : what was found about its rights.
    loinc : code of the whole instrument, only where two independent sources agree; else empty.
    """

    key: str
    title: str
    items: int | None
    unit: str
    low: float | None
    high: float | None
    item_low: float | None
    item_high: float | None
    scoring: str
    important_change: float | None
    bands: tuple[str, ...]
    better: Better
    embed: str
    licence: str
    loinc: str
    population: str
    n: int | None
    source: tuple[str, ...]
    how_read: HowRead
    note: str


@dataclass(frozen=True, slots=True)
class Code:
    """A code of a public code system, shipped only where two independent sources agree on it.

    Parameters
    ----------
    key : stable name.
    what : the thing coded.
    system : ``loinc`` or ``unii``.
    code, display : as the system writes them.
    seen_in : independent public implementations that agree on it, at least 2.
    """

    key: str
    what: str
    system: str
    code: str
    display: str
    seen_in: int
    source: tuple[str, ...]
    how_read: HowRead
    note: str
