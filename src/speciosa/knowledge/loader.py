"""The tables that come with the package, or somebody's own, read once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from speciosa.knowledge.check import problems_in
from speciosa.knowledge.contents import FILES, read_contents
from speciosa.knowledge.lookup import Knowledge
from speciosa.knowledge.medicine_rows import MedicineGroup
from speciosa.knowledge.outcome_names import NearWords
from speciosa.values.errors import KnowledgeError
from speciosa.values.words import folded

_IN_FILE_ORDER = (
    "adverse", "content", "medicine_groups", "interactions", "conditions", "causality", "who_umc",
    "instrument_items", "claims", "exposure_modifiers", "pk_parameters", "pk_findings", "receptors", "codes",
    "card_patches", "skin_causes", "skin_cases", "skin_questions", "skin_tones", "skin_tan",
    "report_places",
)  # fmt: skip


@cache
def load_knowledge() -> Knowledge:
    """The tables that come with the package. Read at the first call, kept afterwards.

    Raises
    ------
    KnowledgeError : a table breaks its rules; names the first broken thing.

    Examples
    --------
    >>> knowledge = load_knowledge()
    >>> knowledge.body_sites["arm_inner_left"].covered
    True
    """
    folder = Path(__file__).parent / "data"
    return knowledge_from({name: (folder / name).read_bytes() for name in FILES})


def knowledge_from(files: Mapping[str, bytes]) -> Knowledge:
    """The same from given files: for tests and for somebody's own tables.

    Parameters
    ----------
    files : bytes by file name, e.g. ``choices.csv``; every table and the bibliography.

    Raises
    ------
    KnowledgeError : a table breaks its rules; names the first broken thing.
    """
    try:
        texts = {name: raw.decode("utf-8-sig") for name, raw in files.items()}
    except UnicodeDecodeError as error:
        raise KnowledgeError("a table is not UTF-8", why=str(error.reason)) from None
    contents, problems = read_contents(texts)
    problems += problems_in(contents)
    if problems:
        raise KnowledgeError(problems[0], todo="run python -m speciosa.knowledge --check to see all")
    rows = contents.rows
    return Knowledge(
        **{name: tuple(rows[name]) for name in _IN_FILE_ORDER},
        version=_version(files),
        bibliography=contents.sources,
        instruments=_by("key", rows["instruments"]),
        outcomes=_by("word", rows["outcomes"]),
        substances=_by("product", rows["substances"]),
        body_sites=_by("site", rows["body_sites"]),
        choices=_by("key", rows["choices"]),
        simulation=_by("key", rows["simulation"]),
        safety_rules=_by("key", rows["safety_rules"]),
        advice=_by("key", rows["advice"]),
        help_lines=_by("key", rows["help_lines"]),
        functions=_by("key", rows["functions"]),
        report_fields=_by("key", rows["report_fields"]),
        medicines=_by("name", rows["medicines"]),
        skin_locus=_by("key", rows["skin_locus"]),
        skin_optics=_by("key", rows["skin_optics"]),
        spectra=contents.spectra,
        exposure_models=contents.models,
        _words=_by_word("word", rows["outcomes"]),
        _products=_by_word("product", rows["substances"]),
        _medicines=_by_word("name", rows["medicines"]),
        _groups=_groups_by_medicine(rows["medicine_groups"]),
        _near=NearWords.of(rows["outcomes"]),
    )


def _groups_by_medicine(rows: Iterable[MedicineGroup]) -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for row in rows:
        for name in row.members:
            found.setdefault(name, set()).add(row.group)
    return {name: frozenset(groups) for name, groups in found.items()}


def _by(column: str, rows: Iterable[Any]) -> Mapping[str, Any]:
    return {getattr(row, column): row for row in rows}


def _by_word(column: str, rows: Iterable[Any]) -> Mapping[str, Any]:
    return {folded(word): row for row in rows for word in (getattr(row, column), *row.aliases)}


def _version(files: Mapping[str, bytes]) -> str:
    """Line ends do not count: a checkout on another system has the same version."""
    digest = hashlib.sha256()
    for name in sorted(files):
        raw = files[name].replace(b"\r\n", b"\n")
        digest.update(f"{name} {len(raw)}\n".encode() + raw)
    return digest.hexdigest()[:12]
