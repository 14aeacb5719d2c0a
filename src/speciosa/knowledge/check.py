"""The rules that the tables keep, each on its own and among each other.

Every broken rule is one sentence that begins with its place: file and row. A test breaks each.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from speciosa.knowledge.contents import BIBLIOGRAPHY, Contents, read_contents
from speciosa.knowledge.exposure_model import model_files
from speciosa.knowledge.rules import RULES
from speciosa.knowledge.vocabulary import NAMES_OF_ROWS, UNITS, Urgency
from speciosa.values.sources import HowRead

_KEY = re.compile(r"[a-z][a-z0-9_]*")
_OWN_TABLES = frozenset({"outcomes", "substances", "body_sites", "card_patches", "functions", "medicines"})
"""Tables that are vocabulary of ours and cite nobody."""
_NAMED_IN_WORDS = frozenset({"substances", "medicines"})
"""Tables whose rows go by a word that people use."""
_CHOSEN_TABLES = frozenset({"choices", "simulation", "skin_optics"})
"""Tables of numbers that we chose ourselves, each with its reason."""
_WORDED_TABLES = frozenset({"advice", "instrument_items", "safety_rules"})
"""Tables whose words may be our own choice; nothing in them is then said to be known."""
_MIXED_TABLES = frozenset({"spectra_columns"})
"""Tables where a choice of ours may stand beside what was read."""


def check(knowledge_dir: Path) -> list[str]:
    """Everything that is wrong with the data files of a folder; empty where all is well.

    Parameters
    ----------
    knowledge_dir : folder with the tables and the bibliography.

    Returns
    -------
    sentences like ``choices.csv [coverage_gap_d]: has no why``, files first, then rows.
    """
    contents, problems = read_folder(knowledge_dir)
    return [*problems, *problems_in(contents)]


def read_folder(knowledge_dir: Path) -> tuple[Contents, list[str]]:
    """The tables and the bibliography of a folder, and what could not be read of them."""
    texts: dict[str, str] = {}
    unreadable = []
    for path in sorted(knowledge_dir.iterdir()):
        if path.suffix in (".csv", ".toml"):
            try:
                texts[path.name] = path.read_text(encoding="utf-8-sig")
            except UnicodeDecodeError:
                unreadable.append(f"{path.name}: is not UTF-8")
    contents, problems = read_contents(texts)
    return contents, [*unreadable, *problems]


def problems_in(contents: Contents) -> list[str]:
    """What is wrong with rows that could be read: the rules between columns, rows and tables."""
    return [*_row_problems(contents), *_source_problems(contents)]


def _row_problems(contents: Contents) -> Iterator[str]:
    for table, rows in contents.rows.items():
        name = NAMES_OF_ROWS.get(table, "key")
        counts = Counter(getattr(row, name) for row in rows)
        yield from (f"{table}.csv [{key}]: stands {count} times" for key, count in counts.items() if count > 1)
        for row in rows:
            key = getattr(row, name)
            if table not in _NAMED_IN_WORDS and not _KEY.fullmatch(key):
                yield f"{table}.csv [{key}]: is not lower-case letters, digits and _"
            wrong = [*_figure_problems(row), *_reading_problems(table, row)]
            yield from (f"{table}.csv [{key}]: {each}" for each in wrong)
        if table in RULES:
            yield from (f"{table}.csv [{key}]: {each}" for key, each in RULES[table](contents))


def _figure_problems(row: Any) -> Iterator[str]:
    """Units and ranges, for every table that has them."""
    unit = getattr(row, "unit", "")
    if unit and unit not in UNITS:
        yield f"unit {unit!r} is not in the list"
    value, low, high = (getattr(row, column, None) for column in ("value", "low", "high"))
    if any(each is not None for each in (value, low, high)) and not unit:
        yield "has a number without a unit"
    ordered = [each for each in (low, value, high) if each is not None]
    if ordered != sorted(ordered):
        yield f"low, value and high are out of order: {', '.join(f'{each:g}' for each in ordered)}"


def _reading_problems(table: str, row: Any) -> Iterator[str]:
    """Who said it, and how far somebody read that."""
    if table in _OWN_TABLES:
        return
    if len(set(row.source)) != len(row.source):
        yield "names a source twice"
    if table in _CHOSEN_TABLES or (table in _MIXED_TABLES and row.how_read is HowRead.OWN_CHOICE):
        if row.how_read is not HowRead.OWN_CHOICE:
            yield "how_read has to be own_choice"
        if not row.why:
            yield "has no why"
        return
    if table in _WORDED_TABLES and row.how_read is HowRead.OWN_CHOICE:
        return
    if row.how_read is HowRead.OWN_CHOICE:
        yield "own_choice belongs into choices.csv"
    if not row.source and not _urgent_without_source(row):
        yield "has no source"


def _urgent_without_source(row: Any) -> bool:
    """A red flag of urgency `now` is never dropped for want of a source; it ships marked."""
    return getattr(row, "urgency", None) is Urgency.NOW and row.how_read is HowRead.NEEDS_CLINICAL_REVIEW


def _source_problems(contents: Contents) -> Iterator[str]:
    used: set[str] = set()
    for table, rows in contents.rows.items():
        for row in rows:
            keys = getattr(row, "source", ())
            used.update(keys)
            for key in keys:
                if key not in contents.sources:
                    name = getattr(row, NAMES_OF_ROWS.get(table, "key"))
                    yield f"{table}.csv [{name}]: source {key} is not in {BIBLIOGRAPHY}"
    for model in contents.models.values():
        used.update(model.cited)
        unknown = [key for key in model.cited if key not in contents.sources]
        yield from (f"{model_files(model.key)[0]}: source {key} is not in {BIBLIOGRAPHY}" for key in unknown)
    yield from (f"{BIBLIOGRAPHY} [{key}]: no row cites it" for key in contents.sources if key not in used)
