"""Workload E: made-up people who take a dose about three times a day for 90 days, the same every time."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

DAYS = 90
DOSES = 3 * DAYS
OBSERVATIONS = 1000

_TYPICAL = {
    "cl": (233.0, 0.4),
    "v": (504.0, 0.4),
    "q": (583.0, 0.3),
    "v2": (10_600.0, 0.4),
    "ka": (2.1, 0.5),
    "alag": (0.25, 0.3),
    "fp": (0.06, 0.3),
    "fm": (0.08, 0.3),
    "clm": (126.0, 0.4),
    "vm": (302.0, 0.3),
    "ke0": (0.5, 0.4),
}
"""Median and log-sd between people; names and units (L, h) are those of `Kinetics`."""


@dataclass(frozen=True, slots=True, eq=False)
class Workload:
    """Doses, times to look at, and people.

    Parameters
    ----------
    dose_time_s : [person, dose], seconds from the first midnight, ascending.
    dose_mg : [person, dose], mg.
    obs_time_s : [observation], the same seconds, ascending.
    parameters : [person] each.
    """

    dose_time_s: NDArray[np.int64]
    dose_mg: NDArray[np.float64]
    obs_time_s: NDArray[np.int64]
    parameters: dict[str, NDArray[np.float64]]

    def __len__(self) -> int:
        return len(self.dose_mg)

    def first(self, people: int) -> Workload:
        """The same for the first few people only."""
        few = {name: values[:people] for name, values in self.parameters.items()}
        return Workload(self.dose_time_s[:people], self.dose_mg[:people], self.obs_time_s, few)

    def write(self, folder: Path) -> None:
        """As raw little-endian doubles, which R reads as quickly as Python does; times in hours."""
        times = {"dose_time_h": self.dose_time_s / 3600, "obs_time_h": self.obs_time_s / 3600}
        for name, values in {**times, "dose_mg": self.dose_mg, **self.parameters}.items():
            values.astype("<f8").tofile(folder / f"{name}.f64")


def workload(people: int, *, seed: int = 1) -> Workload:
    """Morning, afternoon and evening, each up to three hours off; amounts by the spoon."""
    random = np.random.default_rng(seed)
    clock_h = (24.0 * np.arange(DAYS)[:, None] + np.array([8.0, 14.0, 20.0])).ravel()
    off_h = random.normal(0.0, 0.8, (people, DOSES)).clip(-2.9, 2.9)
    dose_time_s = np.rint((clock_h + off_h) * 3600).astype(np.int64)
    dose_mg = random.lognormal(np.log(25.0), 0.4, (people, DOSES))
    obs_time_s = np.sort(np.random.default_rng(2).choice(DAYS * 86_400, OBSERVATIONS, replace=False))
    parameters = {name: random.lognormal(np.log(middle), sd, people) for name, (middle, sd) in _TYPICAL.items()}
    return Workload(dose_time_s, dose_mg, obs_time_s, parameters)
