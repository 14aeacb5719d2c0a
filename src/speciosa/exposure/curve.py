"""The concentration curve: many equally likely ones, not one line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from speciosa.exposure.ledger import Ledger
from speciosa.values.draws import quantiles
from speciosa.values.gaps import NotAssessed


class Band(NamedTuple):
    """Middle and limits of equally likely values; each of the same shape, NaN where nothing can be said."""

    median: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]


class Shift(NamedTuple):
    """Something known of the person that moved or widened the curves.

    `name`: as in the record (a medicine, ``blood level``). `says`: one plain sentence. `sources`:
    keys of the bibliography.
    """

    name: str
    says: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class ExposureCurve:
    """Plasma concentration over time.

    Parameters
    ----------
    time_s : [time], UTC seconds, ascending.
    analytes : names of the second axis: ``mitragynine``, ``7-hydroxymitragynine``.
    conc_ng_ml : [draw, analyte, time], ng/mL, not negative; NaN where it cannot be said.
    basis : the weakest knowledge of strength that was used: ``assay``, ``label`` or ``population``.
    dose_time_s, dose_offset_min : [dose], the doses taken, told or not, and their local time's offset.
    cmax_ng_ml : [draw, analyte], the highest concentration of the record.
    auc_24_ng_h_ml : [draw, analyte], area under the curve of one day, mean of the last seven; NaN
        where it cannot be said.
    shifts : what was known of the person and used.
    gaps : what could not be said, and why.
    sources : keys of the bibliography behind the numbers.
    ledger : what it was made of, to be asked at other times; None for a curve that comes from elsewhere.

    A draw is one whole story: the same strength of a batch, the same body, at all times. So ratios
    within a draw (today against last week) are sure where ng/mL are not.
    """

    time_s: NDArray[np.int64]
    analytes: tuple[str, ...]
    conc_ng_ml: NDArray[np.float64]
    basis: str
    dose_time_s: NDArray[np.int64]
    dose_offset_min: NDArray[np.int16]
    cmax_ng_ml: NDArray[np.float64]
    auc_24_ng_h_ml: NDArray[np.float64]
    shifts: tuple[Shift, ...] = ()
    gaps: tuple[NotAssessed, ...] = ()
    sources: tuple[str, ...] = ()
    ledger: Ledger | None = None

    def band(self, share: float = 0.9) -> Band:
        """Median and the central interval that holds `share` of the draws, each [analyte, time], ng/mL."""
        return band_of(self.conc_ng_ml, share)

    def relative(self, share: float = 0.9) -> Band:
        """The same as multiples of the person's own mean over the times shown, each [analyte, time].

        The unknown strength and most of the unknown body cancel: this is what can be relied on.
        """
        return band_of(self.conc_ng_ml / self.own_mean(), share)

    def own_mean(self, first: int = 0) -> NDArray[np.float64]:
        """Each draw's mean over the times from position `first` on, [draw, analyte, 1]; NaN where that is nothing."""
        conc = self.conc_ng_ml[:, :, first:]
        total, known = np.nansum(conc, axis=2, keepdims=True), np.isfinite(conc).sum(axis=2, keepdims=True)
        return np.where(total > 0, total / np.maximum(known, 1), np.nan)


def band_of(values: NDArray[np.float64], share: float = 0.9) -> Band:
    """Median and central interval over the first axis; NaN where any draw is NaN.

    Examples
    --------
    >>> [round(float(each), 9) for each in band_of(np.arange(1.0, 100.0))]
    [50.0, 5.0, 95.0]
    """
    low, median, high = quantiles(values, [(1 - share) / 2, 0.5, (1 + share) / 2])
    return Band(median, low, high)
