"""Write what the skin room knows of spectra: `python -m bench.skin_spectra [--data FOLDER] [--out FOLDER]`.

FOLDER holds ``issa/`` (the International Skin Spectra Archive, CC BY 4.0, doi:10.6084/m9.figshare.28228571) and
``optics/`` (pigments from omlc.org); neither is part of this project. Lamps and observer come from colour-science.
The files are rewritten whole, so that nothing in them is by hand.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bench.skin_archive import CITED, SCORES, Archive, components, read_archive, tone_rows
from bench.skin_people import locus_rows, tan_rows
from bench.skin_standards import NM, Column, own_columns, pigment_columns, standard_columns

DATA = Path("../shared/data/skin")
TABLES = Path(__file__).parents[1] / "src" / "speciosa" / "knowledge" / "data"


def main() -> None:
    """Read the archive and write the tables."""
    parser = argparse.ArgumentParser(prog="python -m bench.skin_spectra", description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA, help="folder of the archive (default: %(default)s)")
    parser.add_argument("--out", type=Path, default=TABLES, help="folder of the tables (default: the package's)")
    chosen = parser.parse_args()
    archive = read_archive(chosen.data)
    columns = [*standard_columns(), *pigment_columns(chosen.data), *own_columns(), *skin_columns(archive)]
    write_spectra(chosen.out, columns)
    write_rows(chosen.out / "skin_tones.csv", tone_rows(archive))
    write_rows(chosen.out / "skin_tan.csv", tan_rows(archive))
    rows, said = locus_rows(archive)
    write_rows(chosen.out / "skin_locus.csv", rows)
    print(f"brightness against colour, {said}")


def skin_columns(archive: Archive) -> list[Column]:
    """Mean and main directions of the logarithm of skin's reflectance."""
    mean, directions, _ = components(archive)
    people = len(set(archive.person.tolist()))
    why = (
        f"From {len(archive.reflectance)} spectra of {people} people: arms, hands, faces, necks; gloss included. "
        "The data are CC BY 4.0."
    )
    columns = [Column("skin_mean", "Skin: mean of ln(reflectance)", "ln(ratio)", why, CITED, "derived", mean)]
    return columns + [
        Column(f"skin_pc{at + 1}", f"Skin: main direction {at + 1} of ln(reflectance), of length 1", "ln(ratio)", why,
               CITED, "derived", directions[at])
        for at in range(SCORES)
    ]  # fmt: skip


def write_spectra(folder: Path, columns: Sequence[Column]) -> None:
    """spectra.csv and spectra_columns.csv; five digits, which is more than any of it is known to."""
    with (folder / "spectra.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["wavelength_nm", *(column.key for column in columns)])
        for at, wavelength in enumerate(NM):
            writer.writerow([f"{wavelength:g}", *(f"{np.round(column.values[at], 8):.5g}" for column in columns)])
    rows = [{name: getattr(each, name) for name in ("key", "title", "unit", "why", "source", "how_read")}
            for each in columns]  # fmt: skip
    write_rows(folder / "spectra_columns.csv", rows)


def write_rows(path: Path, rows: Sequence[dict[str, str]]) -> None:
    """A table, its header from the first row."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    main()
