"""What the archive says of people's skin: how a tan moves its colour, and how bright a colour usually is."""

from __future__ import annotations

import numpy as np

from bench.skin_archive import BANDS, CITED, SITES, Archive, Floats
from speciosa.skin.colour import WHITE, ita_deg, xyz_from

FEWEST_PAIRS = 20
LEAST_TAN = 4.0
DEGREE = 3
TESTED = 4


def arm_pairs(archive: Archive) -> tuple[Floats, Floats]:
    """[person, 3] CIELAB of the inner and of the outer arm, of people who have both."""
    means = {
        place: {
            int(person): archive.lab[(archive.person == person) & (archive.place == place)].mean(axis=0)
            for person in np.unique(archive.person[archive.place == place])
        }
        for place in ("Inner arm", "Outer arm")
    }
    both = sorted(means["Inner arm"].keys() & means["Outer arm"].keys())
    return np.array([means["Inner arm"][each] for each in both]), np.array([means["Outer arm"][each] for each in both])


def tan_rows(archive: Archive) -> list[dict[str, str]]:
    """Rows of skin_tan.csv; a tone with few pairs has none."""
    inner, outer = arm_pairs(archive)
    angle = ita_deg(inner)
    rows = []
    for tone, low, high in BANDS:
        within = (angle > low) & (angle <= high)
        if within.sum() < FEWEST_PAIRS:
            continue
        moved = outer[within] - inner[within]
        mean, middle = moved.mean(axis=0), (outer[within] + inner[within]).mean(axis=0) / 2
        unit = mean / np.linalg.norm(mean)
        across = np.cov(moved.T) - np.outer(unit, unit) * (unit @ np.cov(moved.T) @ unit)
        error = np.degrees(np.sqrt(np.trace(across) / within.sum()) / np.linalg.norm(mean))
        sizes = np.linalg.norm(moved, axis=1)
        tanned = (sizes >= LEAST_TAN) & (moved[:, 0] < 0)
        angles = np.degrees(np.arccos(np.clip(moved[tanned] @ unit / sizes[tanned], -1, 1)))
        names = ("lightness", "a", "b", "d_lightness", "d_a", "d_b")
        rows.append({
            "key": tone, "n": str(int(within.sum())),
            **{name: f"{value:.2f}" for name, value in zip(names, [*middle, *mean], strict=True)},
            "error_deg": f"{error:.1f}", "spread_deg": f"{np.sqrt(np.mean(angles**2)):.1f}",
            "source": CITED, "how_read": "derived",
        })  # fmt: skip
    return rows


def locus_rows(archive: Archive) -> tuple[list[dict[str, str]], str]:
    """Rows of skin_locus.csv, and how well they do in people who were left out."""
    xyz = xyz_from(archive.lab) / WHITE
    u, v, y = np.log(xyz[:, 0] / xyz[:, 1]), np.log(xyz[:, 2] / xyz[:, 1]), np.log(xyz[:, 1])
    middle, width = (u.mean(), v.mean()), (u.std(), v.std())
    p, q = (u - middle[0]) / width[0], (v - middle[1]) / width[1]
    powers = [(i, j) for i in range(DEGREE + 1) for j in range(DEGREE + 1 - i)]
    columns = np.stack([p**i * q**j for i, j in powers], axis=1)
    left_out = archive.person // 2 % TESTED == 0
    tried, *_ = np.linalg.lstsq(columns[~left_out], y[~left_out], rcond=None)
    rest = (y - columns @ tried)[left_out]
    places = np.array([SITES[str(place)] for place in archive.place])
    said = f"left out: sd {rest.std():.3f}, 1 % {np.percentile(rest, 1):.2f}, 99 % {np.percentile(rest, 99):.2f}"
    for place in ("arm", "hand", "face", "neck"):
        there = rest[places[left_out] == place]
        said += f"; {place} mean {there.mean():+.3f} sd {there.std():.3f}"
    terms, *_ = np.linalg.lstsq(columns, y, rcond=None)
    ends = [np.percentile(each, (0.5, 99.5)) for each in (p, q)]
    numbers = [
        ("middle_x", middle[0], "Mean of ln(X/Y), white at 1."), ("width_x", width[0], "Its SD over the spectra."),
        ("middle_z", middle[1], "Mean of ln(Z/Y), white at 1."), ("width_z", width[1], "Its SD over the spectra."),
        ("least_x", ends[0][0], "Skin has hardly less of it (0.5 %), in SD from the mean; beyond, this end counts."),
        ("most_x", ends[0][1], "Skin has hardly more of it (99.5 %), in SD from the mean; beyond, this end counts."),
        ("least_z", ends[1][0], "Skin has hardly less of it (0.5 %), in SD from the mean; beyond, this end counts."),
        ("most_z", ends[1][1], "Skin has hardly more of it (99.5 %), in SD from the mean; beyond, this end counts."),
        *((f"term_{i}_{j}", term, f"Of ln(Y): times x to the {i} and z to the {j}, both in SD from their mean.")
          for (i, j), term in zip(powers, terms, strict=True)),
        ("spread", float(rest.std()), "SD of ln(Y) about the curve, in people who were left out of its fit."),
    ]  # fmt: skip
    return [{"key": key, "value": f"{value:.5f}", "unit": "ratio" if key[:4] in ("leas", "most") else "ln(ratio)",
             "why": why, "source": CITED, "how_read": "derived"} for key, value, why in numbers], said  # fmt: skip
