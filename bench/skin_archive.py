"""The skin archive: which spectra are used, and what is derived from them."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
SITES = {
    "Inner arm": "arm",
    "Outer arm": "arm",
    "Back of hand": "hand",
    "Cheek": "face",
    "Cheek bone": "face",
    "Forehead": "face",
    "Chin": "face",
    "Neck": "neck",
}
"""The sites that a photo may show; palm, nose tip, ear and finger are left out."""
BANDS: tuple[tuple[str, float, float], ...] = (
    ("very_light", 55, np.inf),
    ("light", 41, 55),
    ("intermediate", 28, 41),
    ("tan", 10, 28),
    ("brown", -30, 10),
    ("dark", -np.inf, -30),
)
"""Tones by the typology angle, degrees: name, from, to."""
SCORES = 6
CITED = "issa2025;issa_data"


@dataclass(frozen=True, slots=True, eq=False)
class Archive:
    """Spectra of the usable sites.

    Parameters
    ----------
    reflectance : [spectrum, 31]. lab : [spectrum, 3] and ita_deg [spectrum], as the archive states them.
    person : [spectrum]. place : [spectrum], the archive's word. group : [spectrum].
    """

    reflectance: Floats
    lab: Floats
    ita_deg: Floats
    person: NDArray[np.int64]
    place: NDArray[np.str_]
    group: NDArray[np.str_]


def read_archive(folder: Path) -> Archive:
    """The usable spectra below a folder that has ``issa/``."""
    stored = np.load(folder / "issa" / "issa_400_700_10.npz")
    with (folder / "issa" / "issa_meta.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    used = np.array([row["site"] in SITES for row in rows])
    kept = [row for row in rows if row["site"] in SITES]
    return Archive(
        stored["R"].astype(np.float64)[used],
        np.array([[float(row[each]) for each in "Lab"] for row in kept]),
        np.array([float(row["ita"]) for row in kept]),
        np.array([int(row["subj"]) for row in kept]),
        np.array([row["site"] for row in kept]),
        np.array([row["eth"] for row in kept]),
    )


def components(archive: Archive) -> tuple[Floats, Floats, Floats]:
    """Mean of ln(reflectance) [31], its first directions [6, 31] of length 1, scores [spectrum, 6]."""
    logs = np.log(archive.reflectance)
    mean = logs.mean(axis=0)
    _, _, right = np.linalg.svd(logs - mean, full_matrices=False)
    directions = right[:SCORES]
    directions *= np.where(directions[:, -1:] < 0, -1.0, 1.0)  # the same sign on any machine: up at 700 nm
    return mean, directions, (logs - mean) @ directions.T


def tone_rows(archive: Archive) -> list[dict[str, str]]:
    """Rows of skin_tones.csv."""
    _, _, scores = components(archive)
    rows: list[dict[str, str]] = []
    for tone, low, high in BANDS:
        within = scores[(archive.ita_deg > low) & (archive.ita_deg <= high)]
        together = np.asarray(np.corrcoef(within.T))
        rows += [{
                "key": f"{tone}_{at + 1}", "tone": tone, "ita_low_deg": _end(low), "ita_high_deg": _end(high),
                "n": str(len(within)), "score": str(at + 1),
                "mean": f"{within[:, at].mean():.4f}", "sd": f"{within[:, at].std(ddof=1):.4f}",
                **{f"r_{other + 1}": f"{together[at, other]:.3f}" for other in range(SCORES)},
                "source": CITED, "how_read": "derived",
        } for at in range(SCORES)]  # fmt: skip
    return rows


def _end(angle: float) -> str:
    return f"{angle:g}" if np.isfinite(angle) else ""
