"""What stands in the spectra, and what is known of skin from an archive of them.

`spectra.csv` holds numbers only: a row a wavelength, a column a spectrum. What each column is, and where it is from,
stands in `spectra_columns.csv`; the other rows here keep the rules of `own_rows`.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from speciosa.values.sources import HowRead

WAVELENGTHS_NM = tuple(range(400, 701, 10))
"""Where every spectrum is known."""
_FIRST = "wavelength_nm"


@dataclass(frozen=True, slots=True)
class SpectrumColumn:
    """What one column of `spectra.csv` is.

    Parameters
    ----------
    key : the column. title : what it is. unit : of its values.
    why : how it came about: the reason of a choice, or what was done to a source's figures.
    """

    key: str
    title: str
    unit: str
    why: str
    source: tuple[str, ...]
    how_read: HowRead


@dataclass(frozen=True, slots=True)
class Spectrum:
    """One spectrum.

    Parameters
    ----------
    key, title, unit, why, source, how_read : as in its `SpectrumColumn`.
    values : 31, at 400 to 700 nm, every 10 nm.
    """

    key: str
    title: str
    unit: str
    why: str
    source: tuple[str, ...]
    how_read: HowRead
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class ToneScore:
    """How one score of the skin spectra lies in people of one tone.

    A spectrum is ``exp(skin_mean + sum of score_k * skin_pc_k)``, k from 1 to 6.

    Parameters
    ----------
    key : tone and score, e.g. ``light_1``. tone : its name.
    ita_low_deg, ita_high_deg : the tone's band of the typology angle; empty where it has no end.
    n : spectra. score : 1 to 6.
    mean, sd : over the spectra of the band, in units of ln(reflectance).
    r_1 to r_6 : correlation with each score within the band.
    """

    key: str
    tone: str
    ita_low_deg: float | None
    ita_high_deg: float | None
    n: int
    score: int
    mean: float
    sd: float
    r_1: float
    r_2: float
    r_3: float
    r_4: float
    r_5: float
    r_6: float
    source: tuple[str, ...]
    how_read: HowRead


@dataclass(frozen=True, slots=True)
class DerivedNumber:
    """A number that was derived from data. Columns as in `own_rows.Choice`; `why` says what it is."""

    key: str
    value: float
    unit: str
    why: str
    source: tuple[str, ...]
    how_read: HowRead


@dataclass(frozen=True, slots=True)
class TanPair:
    """Outer minus inner arm of the same people, by the tone of their inner arm: what years of sun do to a colour.

    Parameters
    ----------
    key : the tone. n : people.
    lightness, a, b : mean colour half way between both arms, CIELAB.
    d_lightness, d_a, d_b : from the inner to the outer arm, mean.
    error_deg : standard error of that direction.
    spread_deg : root mean square angle between a person's own direction and it, over those whose arms differ by at
        least 4; measurement error included.
    """

    key: str
    n: int
    lightness: float
    a: float
    b: float
    d_lightness: float
    d_a: float
    d_b: float
    error_deg: float
    spread_deg: float
    source: tuple[str, ...]
    how_read: HowRead


def read_spectra(text: str, columns: Sequence[SpectrumColumn]) -> tuple[Mapping[str, Spectrum], list[str]]:
    """The spectra by key, and what is wrong with their file; a broken file gives none.

    Parameters
    ----------
    text : of `spectra.csv`, header line first.
    columns : rows of `spectra_columns.csv`: one for each column, and none besides.

    Returns
    -------
    spectra, problems : sentences like ``spectra.csv line 3: ...``.
    """
    lines = list(csv.reader(io.StringIO(text, newline="")))
    header = lines[0] if lines else []
    described = {column.key: column for column in columns}
    problems = [f"spectra.csv line 1: the first column is not {_FIRST}"] if header[:1] != [_FIRST] else []
    keys = header[1:]
    problems += [f"spectra.csv line 1: the column {key} stands twice" for key in sorted(_twice(keys))]
    problems += [f"spectra.csv line 1: no row of spectra_columns.csv says what {key} is" for key in keys
                 if key not in described]  # fmt: skip
    problems += [f"spectra_columns.csv [{key}]: spectra.csv lacks this column" for key in described if key not in keys]
    rows: list[list[float]] = []
    for number, cells in enumerate(lines[1:], start=2):
        values = _numbers(cells)
        if values is None or len(values) != len(header):
            problems.append(f"spectra.csv line {number}: is not a number in each column")
        else:
            rows.append(values)
    if not problems and tuple(row[0] for row in rows) != WAVELENGTHS_NM:
        problems.append(f"spectra.csv: the wavelengths are not {WAVELENGTHS_NM[0]} to {WAVELENGTHS_NM[-1]}, every 10")
    if problems:
        return {}, problems
    return {
        key: _spectrum(described[key], values)
        for key, values in zip(header, zip(*rows, strict=True), strict=True)
        if key != _FIRST
    }, []


def _spectrum(column: SpectrumColumn, values: tuple[float, ...]) -> Spectrum:
    return Spectrum(column.key, column.title, column.unit, column.why, column.source, column.how_read, values)


def _numbers(cells: Sequence[str]) -> list[float] | None:
    try:
        values = [float(cell) for cell in cells]
    except ValueError:
        return None
    return values if all(math.isfinite(each) for each in values) else None


def _twice(keys: Sequence[str]) -> set[str]:
    return {key for key in keys if keys.count(key) > 1}
