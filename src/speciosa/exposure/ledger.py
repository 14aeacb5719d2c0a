"""What a curve was made of, kept so that it can be asked again: at other times, and for doses that were not taken."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from speciosa.exposure.intake import Intake
from speciosa.exposure.kinetics import Array
from speciosa.exposure.stories import Stories
from speciosa.exposure.unsayable import Stretch


@dataclass(frozen=True, slots=True, eq=False)
class Ledger:
    """The doses, the equally likely stories behind them, and where nothing can be said.

    Parameters
    ----------
    intake : the doses with a number on them, and those without.
    stories : one for each draw of the curve.
    stretches : about which nothing can be said.
    shown : positions in `ANALYTES` of the analytes that the curve shows.
    """

    intake: Intake
    stories: Stories
    stretches: tuple[Stretch, ...]
    shown: tuple[int, ...]

    def conc_at(self, time_s: NDArray[np.int64], shown: int = 0) -> Array:
        """Concentration of one analyte at any times, [draw, time], ng/mL, from the doses that have a number.

        Where `known_at` is False it may be far from the truth.

        Parameters
        ----------
        time_s : [time], UTC seconds, ascending.
        shown : position among the curve's analytes.
        """
        return self.stories.conc_ng_ml(time_s)[:, self.shown[shown]]

    def known_at(self, time_s: NDArray[np.int64], shown: int = 0) -> NDArray[np.bool_]:
        """Whether anything can be said of one analyte at these times, [time]."""
        known = np.ones(len(time_s), dtype=bool)
        for each in self.stretches:
            if self.shown[shown] in each.analytes:
                known &= (time_s < each.from_s) | (time_s >= each.until_s)
        return known

    def conc_of(
        self, dose_time_s: NDArray[np.int64], nominal_mg: NDArray[np.float64], time_s: NDArray[np.int64], shown: int = 0
    ) -> Array:
        """What other doses would leave in the same body, of the strength that was last at hand, [draw, time], ng/mL.

        Parameters
        ----------
        dose_time_s : [dose], ascending, on any clock in seconds.
        nominal_mg : [analyte, dose], mg of both of `ANALYTES`, as in `Intake`: with all that is unknown at
            its middle.
        time_s : [time], the same clock, ascending.
        """
        return self.stories.conc_of(dose_time_s, nominal_mg, time_s)[:, self.shown[shown]]
