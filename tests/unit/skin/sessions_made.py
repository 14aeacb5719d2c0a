"""Sessions of made-up skin, with a colour that is known."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from speciosa.skin.directions import Directions
from speciosa.skin.measurement import WindowMap
from speciosa.skin.series import Session
from speciosa.values.timeline import DAY_S

Array = NDArray[np.float64]
BEGIN_S = 1_735_732_800  # 2025-01-01
LIGHT, COVERED = np.array([64.0, 9.0, 17.0]), np.array([70.0, 7.0, 15.0])
REPEAT_SD = np.array([0.6, 0.45, 0.5])
NO_MAP = WindowMap(np.zeros((1, 1, 3), dtype=np.float32), 0.4)


def unit(vector: tuple[float, float, float]) -> Array:
    found: Array = np.array(vector) / np.linalg.norm(vector)
    return found


def directions(apart_deg: float = 60.0, spread_deg: float = 20.0) -> Directions:
    """A tan, and deep pigment this far from it: away from yellow."""
    tan = unit((-0.82, 0.22, 0.53))
    away = unit((-0.55, -0.2, -0.81))
    across = away - (away @ tan) * tan
    across /= np.linalg.norm(across)
    turn = np.radians(apart_deg)
    dermal = np.cos(turn) * tan + np.sin(turn) * across
    return Directions(tan, dermal, unit((-0.8, 0.6, 0.0)), unit((-0.97, -0.12, -0.2)), apart_deg, spread_deg)


def session(site: str, day: float, lab: Array, *, card: int = 1, phone: str = "one", lamp: int = 0) -> Session:
    """One session of three photos, `day` days after the begin."""
    return Session(
        site, BEGIN_S + round(day * DAY_S), 60, np.asarray(lab, dtype=np.float64), REPEAT_SD, 3, 3, card, phone, lamp,
        f"{site}-{day}.jpg", (f"{site}-{day}",), NO_MAP,
    )  # fmt: skip


def weekly(weeks: int) -> Array:
    """Two a week for four weeks, then one a week: days."""
    return np.concatenate([np.arange(8) * 3.5, 24.5 + 7 * np.arange(1, weeks + 1)])


def both_sites(
    days: Array, shift: Callable[[float], Array], *, covered_shift: Callable[[float], Array] | None = None,
    seed: int = 1, noise: float = 0.5, **setup: int | str,
) -> tuple[list[Session], list[Session]]:  # fmt: skip
    """Sessions of the forearm and of the covered arm; `shift`: CIELAB by day. `noise`: share of the repeat error."""
    rng = np.random.default_rng(seed)
    exposed, covered = [], []
    for day in days:
        strays = noise * REPEAT_SD * rng.standard_normal((2, 3))
        cover = covered_shift(day) if covered_shift else np.zeros(3)
        exposed.append(session("forearm_dorsal_left", day, LIGHT + shift(day) + cover + strays[0], **setup))  # type: ignore[arg-type]
        covered.append(session("arm_inner_left", day, COVERED + cover + strays[1], **setup))  # type: ignore[arg-type]
    return exposed, covered
