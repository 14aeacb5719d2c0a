"""Text of a table in, typed rows and a list of what is wrong with it out."""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from enum import StrEnum
from functools import cache
from typing import Any, get_type_hints

from speciosa.knowledge.kinetic_rows import ExposureModifier, PkFinding, PkParameter, Receptor
from speciosa.knowledge.literature_rows import Code, Figure, Instrument
from speciosa.knowledge.medicine_rows import Condition, Interaction, Medicine, MedicineGroup
from speciosa.knowledge.own_rows import BodySite, Choice, KnownSubstance, Outcome
from speciosa.knowledge.report_rows import ReportField, ReportPlace
from speciosa.knowledge.safety_rows import (
    Advice,
    CausalityAnswer,
    Claim,
    Function,
    Help,
    Item,
    SafetyRule,
    WhoUmcCriterion,
)
from speciosa.knowledge.skin_rows import CardPatch, SkinCase, SkinCause, SkinQuestion
from speciosa.knowledge.spectral_rows import DerivedNumber, SpectrumColumn, TanPair, ToneScore
from speciosa.knowledge.vocabulary import Act, Better, Urgency
from speciosa.values.sources import HowRead

ROW_TYPES: Mapping[str, type] = {
    "instruments": Instrument,
    "outcomes": Outcome,
    "substances": KnownSubstance,
    "body_sites": BodySite,
    "choices": Choice,
    "simulation": Choice,
    "adverse": Figure,
    "content": Figure,
    "safety_rules": SafetyRule,
    "advice": Advice,
    "help_lines": Help,
    "causality": CausalityAnswer,
    "who_umc": WhoUmcCriterion,
    "instrument_items": Item,
    "claims": Claim,
    "functions": Function,
    "medicines": Medicine,
    "medicine_groups": MedicineGroup,
    "interactions": Interaction,
    "conditions": Condition,
    "exposure_modifiers": ExposureModifier,
    "pk_parameters": PkParameter,
    "pk_findings": PkFinding,
    "receptors": Receptor,
    "codes": Code,
    "report_fields": ReportField,
    "report_places": ReportPlace,
    "card_patches": CardPatch,
    "skin_causes": SkinCause,
    "skin_cases": SkinCase,
    "skin_questions": SkinQuestion,
    "spectra_columns": SpectrumColumn,
    "skin_tones": ToneScore,
    "skin_tan": TanPair,
    "skin_locus": DerivedNumber,
    "skin_optics": Choice,
}
"""Name of each table (its file without ``.csv``) and what a row of it is."""


def columns_of(row_type: type) -> tuple[str, ...]:
    """The columns that a table of this row type must have: its fields without a default.

    Examples
    --------
    >>> columns_of(BodySite)
    ('site', 'label', 'covered', 'sun_exposed', 'twin', 'why')
    """
    return tuple(each.name for each in fields(row_type) if each.default is MISSING)


def read_table(name: str, text: str) -> tuple[list[Any], list[str]]:
    """Rows of one table and what is wrong with it; a broken row is left out of the rows.

    Parameters
    ----------
    name : a key of `ROW_TYPES`.
    text : the CSV text, header line first.

    Returns
    -------
    rows, problems : the typed rows in file order; sentences like ``choices.csv line 4: ...``.
    """
    row_type = ROW_TYPES[name]
    columns = columns_of(row_type)
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    rows: list[Any] = []
    try:
        wrong_columns = _wrong_columns(reader.fieldnames or (), columns)
        problems = [f"{name}.csv line 1: {wrong_columns}"] if wrong_columns else []
        for cells in () if wrong_columns else reader:
            row, wrong = _read_row(row_type, columns, cells)
            rows += [] if wrong else [row]
            problems += [f"{name}.csv line {reader.line_num}: {each}" for each in wrong]
    except csv.Error as error:
        return rows, [f"{name}.csv line {reader.line_num}: is no CSV: {error}"]
    return rows, problems


def _read_row(row_type: type, columns: tuple[str, ...], cells: Mapping[Any, Any]) -> tuple[Any, list[str]]:
    if None in cells or None in cells.values():
        return None, ["has not as many cells as the header has columns"]
    readers = _readers_of(row_type)
    values: dict[str, Any] = {}
    wrong = []
    for column in columns:
        try:
            values[column] = readers[column](cells[column].strip())
        except ValueError as error:
            wrong.append(f"column {column}: {error}")
    return (None if wrong else row_type(**values)), wrong


@cache
def _readers_of(row_type: type) -> Mapping[str, Callable[[str], Any]]:
    hints = get_type_hints(row_type)
    return {column: _READERS[hints[column]] for column in columns_of(row_type)}


def _wrong_columns(found: Any, wanted: tuple[str, ...]) -> str:
    missing = [each for each in wanted if each not in found]
    unknown = [each for each in found if each not in wanted]
    parts = [f"lacks the column {each}" for each in missing]
    parts += [f"has the unknown column {each}" for each in unknown]
    return "; ".join(parts)


def _number(cell: str) -> float:
    try:
        value = float(cell)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise ValueError(f"{cell!r} is not a number")
    return value


def _number_or_none(cell: str) -> float | None:
    return _number(cell) if cell else None


def _count(cell: str) -> int:
    if not (cell.isascii() and cell.isdigit()):
        raise ValueError(f"{cell!r} is not a whole number")
    return int(cell)


def _count_or_none(cell: str) -> int | None:
    return _count(cell) if cell else None


def _yes_or_no(cell: str) -> bool:
    if cell not in ("yes", "no"):
        raise ValueError(f"{cell!r} is neither yes nor no")
    return cell == "yes"


def _list(cell: str) -> tuple[str, ...]:
    return tuple(part for part in re.split(r"\s*[;|]\s*", cell) if part)


def _one_of(words: type[StrEnum]) -> Callable[[str], StrEnum]:
    def read(cell: str) -> StrEnum:
        try:
            return words(cell)
        except ValueError:
            raise ValueError(f"{cell!r} is none of {', '.join(words)}") from None

    return read


def _maybe_one_of(words: type[StrEnum]) -> Callable[[str], StrEnum | None]:
    read = _one_of(words)
    return lambda cell: read(cell) if cell else None


_READERS: Mapping[Any, Callable[[str], Any]] = {
    str: str,
    float: _number,
    float | None: _number_or_none,
    int: _count,
    int | None: _count_or_none,
    bool: _yes_or_no,
    tuple[str, ...]: _list,
    HowRead: _one_of(HowRead),
    Better: _one_of(Better),
    Urgency: _one_of(Urgency),
    Act: _one_of(Act),
    Urgency | None: _maybe_one_of(Urgency),
    Act | None: _maybe_one_of(Act),
}
"""How a cell becomes a value, by the type that the row declares for it."""
