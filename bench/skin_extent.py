"""Area of a darker place in the window: agreement with the truth, and what is called one where there is none."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bench.figure import Figure
from bench.skin_windows import PITCH_MM, Skin, area_of, place, window
from speciosa.knowledge import Knowledge, load_knowledge
from speciosa.skin.extent import extent_of
from speciosa.skin.measurement import WindowMap

MAPS, PEOPLE = 200, 60
_BASELINE, _LATEST = 6, 3


class Areas(NamedTuple):
    """Areas of the same places, cm2: the truth, ours, and that of one threshold (Otsu) on the plain L*."""

    truth: NDArray[np.float64]
    ours: NDArray[np.float64]
    otsu: NDArray[np.float64]


def skin_of(rng: np.random.Generator) -> Skin:
    """A person drawn at random, light to brown."""
    tone = rng.uniform()
    return Skin(
        lab=(68 - 26 * tone, 8 + 4 * tone, 15 + 4 * tone), grain=rng.uniform(0.6, 1.6), mottle=rng.uniform(0.1, 0.6),
        freckles=int(rng.integers(0, 12)), hairs=int(rng.integers(0, 25)), slope=rng.uniform(0, 2.5),
    )  # fmt: skip


def areas(maps: int = MAPS, seed: int = 0) -> Areas:
    """Places of 0.3 to 8 cm2, 3 to 9 units darker, edges 0.2 to 1.5 mm soft; one session after six of a baseline."""
    rng, knowledge = np.random.default_rng(seed), load_knowledge()
    rows = []
    for _ in range(maps):
        skin = skin_of(rng)
        baseline = [window(skin, rng) for _ in range(_BASELINE)]
        alpha = place(float(np.exp(rng.uniform(np.log(0.3), np.log(8)))), rng, edge_sd_mm=rng.uniform(0.2, 1.5))
        latest = window(skin, rng, alpha=alpha, contrast=rng.uniform(3, 9))
        extent, _ = extent_of(baseline, [latest], knowledge)
        assert extent is not None
        rows.append((area_of(alpha), extent.mean, _otsu_cm2(latest)))
    return Areas(*np.array(rows).T)


def icc(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    """Intraclass correlation of two raters, absolute agreement, single rating: ICC(A,1)."""
    both = np.stack([one, other], axis=1)
    n, k = both.shape
    middle = both.mean()
    rows = k * ((both.mean(axis=1) - middle) ** 2).sum() / (n - 1)
    columns = n * ((both.mean(axis=0) - middle) ** 2).sum() / (k - 1)
    left = both - both.mean(axis=1, keepdims=True) - both.mean(axis=0) + middle
    error = (left**2).sum() / ((n - 1) * (k - 1))
    return float((rows - error) / (rows + (k - 1) * error + k * (columns - error) / n))


def false_extents(people: int = PEOPLE, seed: int = 1) -> tuple[float, float, float]:
    """Of people without a change: share whose interval leaves zero, share called changed all over, mean extent, cm2."""
    rng, knowledge = np.random.default_rng(seed), load_knowledge()
    above, all_over, total = 0, 0, 0.0
    for _ in range(people):
        skin = skin_of(rng)
        extent, _ = extent_of(*_sessions(skin, rng), knowledge)
        assert extent is not None
        above += extent.low_95 > 0
        all_over += extent.mean > 10
        total += extent.mean
    return above / people, all_over / people, total / people


def found_all_over(shift: float, people: int = PEOPLE, seed: int = 2) -> float:
    """Share of people whose whole window is called changed where all of it moved by that many units."""
    rng, knowledge = np.random.default_rng(seed), load_knowledge()
    return float(np.mean([_all_over(skin_of(rng), rng, knowledge, shift) for _ in range(people)]))


def figures() -> list[Figure]:
    """The lines of the page."""
    found = areas()
    off = np.abs(found.ours / found.truth - 1)
    plain = np.abs(found.otsu / found.truth - 1)
    above, all_over, mean = false_extents()
    return [
        Figure("extent: agreement with the truth, ICC(A,1)", f"{icc(found.truth, found.ours):.3f}",
               ">= 0.95 (human raters 0.5)", f"{MAPS} simulated windows; one threshold on L*: "
               f"{icc(found.truth, found.otsu):.2f}"),
        Figure("extent: area error, mean / median / 95 %",
               " / ".join(f"{100 * each:.1f} %" for each in (off.mean(), np.median(off), np.quantile(off, 0.95))),
               "<= 5 %", f"the same; one threshold on L*: {100 * plain.mean():.0f} %"),
        Figure("extent where nothing changed: interval above zero; all over; mean",
               f"{100 * above:.1f} %; {100 * all_over:.1f} %; {mean:.2f} cm2", "", f"{PEOPLE} people"),
        Figure("whole window 3 units darker, found", f"{100 * found_all_over(3.0):.0f} %", "", f"{PEOPLE} people"),
    ]  # fmt: skip


def _all_over(skin: Skin, rng: np.random.Generator, knowledge: Knowledge, shift: float) -> bool:
    extent, visibility = extent_of(*_sessions(skin, rng, shift), knowledge)
    return extent is not None and extent.mean > 10 and visibility is None


def _sessions(skin: Skin, rng: np.random.Generator, shift: float = 0.0) -> tuple[list[WindowMap], list[WindowMap]]:
    baseline = [window(skin, rng) for _ in range(_BASELINE)]
    return baseline, [window(skin, rng, shift=shift) for _ in range(_LATEST)]


def _otsu_cm2(latest: WindowMap) -> float:
    """What one threshold on the plain L* makes of it."""
    light = -latest.lab[..., 0][np.isfinite(latest.lab[..., 0])].astype(np.float64)
    ordered = np.sort(light)
    below = np.arange(1, len(ordered))
    summed = np.cumsum(ordered)[:-1]
    gap = summed / below - (ordered.sum() - summed) / (len(ordered) - below)
    return float((light > ordered[np.argmax(below * (len(ordered) - below) * gap**2)]).sum()) * PITCH_MM**2 / 100


if __name__ == "__main__":
    for each in figures():
        print(" | ".join(each))
