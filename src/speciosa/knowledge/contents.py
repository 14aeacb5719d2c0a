"""The data files as values: every table's rows and the bibliography, not yet checked against each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from speciosa.knowledge.bibliography import read_bibliography
from speciosa.knowledge.exposure_model import MODELS, ExposureModel, model_files
from speciosa.knowledge.model_files import read_exposure_model
from speciosa.knowledge.spectral_rows import Spectrum, read_spectra
from speciosa.knowledge.tables import ROW_TYPES, read_table
from speciosa.values.sources import Source

BIBLIOGRAPHY = "bibliography.toml"
SPECTRA = "spectra.csv"
FILES = (
    BIBLIOGRAPHY,
    SPECTRA,
    *(f"{table}.csv" for table in ROW_TYPES),
    *(name for key in MODELS for name in model_files(key)),
)
"""Every data file of this room."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What stands in the data files.

    Parameters
    ----------
    rows : rows by table name, in file order.
    sources : the bibliography by key.
    models : exposure models by their key.
    spectra : by their key.
    """

    rows: Mapping[str, tuple[Any, ...]]
    sources: Mapping[str, Source]
    models: Mapping[str, ExposureModel]
    spectra: Mapping[str, Spectrum]


def read_contents(texts: Mapping[str, str]) -> tuple[Contents, list[str]]:
    """Read every file, and say what is wrong with each on its own.

    Parameters
    ----------
    texts : the files' text by name; a missing one is a problem, and so is a foreign one.

    Returns
    -------
    contents, problems : what could be read, and one sentence for each thing that could not.
    """
    wanted = set(FILES)
    problems = [f"{name}: is missing" for name in sorted(wanted - texts.keys())]
    problems += [f"{name}: is no table of this room" for name in sorted(texts.keys() - wanted)]
    sources, wrong = read_bibliography(texts.get(BIBLIOGRAPHY, ""))
    problems += wrong
    rows: dict[str, tuple[Any, ...]] = {}
    for table in ROW_TYPES:
        found, wrong = read_table(table, texts[f"{table}.csv"]) if f"{table}.csv" in texts else ([], [])
        rows[table] = tuple(found)
        problems += wrong
    models: dict[str, ExposureModel] = {}
    for key in MODELS:
        if texts.keys() >= set(model_files(key)):
            model, wrong = read_exposure_model(key, *(texts[name] for name in model_files(key)))
            models |= {key: model} if model else {}
            problems += wrong
    spectra, wrong = read_spectra(texts.get(SPECTRA, ""), rows["spectra_columns"])
    problems += wrong if SPECTRA in texts else []
    return Contents(rows, sources, models, spectra), problems
