"""How a body takes a substance up, moves it and clears it: the parameters of many people at once.

All are apparent: clearances and volumes are divided by the share that reaches the blood (CL/F, V/F),
because nobody has given mitragynine to people by vein.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Kinetics:
    """One, two or three compartments for the parent, one for its metabolite, and an effect site.

    Each field is an array [person]; "person" may as well be a draw of one person. NONMEM's names.

    Parameters
    ----------
    ka : uptake from the gut, 1/h.
    alag : time before uptake begins, h.
    cl, v : clearance and central volume of the parent, L/h and L.
    q, v2 : exchange with the peripheral compartment and its volume, L/h and L. None: one compartment.
    fm : share (by mass) of the parent cleared from blood that becomes metabolite.
    fp : mass of metabolite made on the way from the gut, for each mg of parent that reaches the blood.
    clm, vm : clearance and volume of the metabolite, L/h and L. None: no metabolite.
    ke0 : rate at which the effect site follows the parent, 1/h. None: no effect site.
    q3, v3 : exchange with a third compartment and its volume. None: two compartments.
    """

    ka: Array
    alag: Array
    cl: Array
    v: Array
    q: Array | None = None
    v2: Array | None = None
    fm: Array | None = None
    fp: Array | None = None
    clm: Array | None = None
    vm: Array | None = None
    ke0: Array | None = None
    q3: Array | None = None
    v3: Array | None = None

    def __len__(self) -> int:
        return len(self.cl)

    def take(self, chosen: NDArray[np.intp] | NDArray[np.bool_] | slice) -> Kinetics:
        """The chosen people, by position, mask or slice."""
        given: dict[str, Any] = {
            each.name: value[chosen] for each in fields(self) if (value := getattr(self, each.name)) is not None
        }
        return replace(self, **given)

    @property
    def parent_rates(self) -> Array:
        """K of the parent's compartments, [person, to, from], 1/h; the central one is first."""
        pairs = [(self.q, self.v2), (self.q3, self.v3)]
        peripheral = [(q, volume) for q, volume in pairs if q is not None and volume is not None]
        rates = np.zeros((len(self), 1 + len(peripheral), 1 + len(peripheral)))
        rates[:, 0, 0] = -self.cl / self.v
        for at, (q, volume) in enumerate(peripheral, start=1):
            rates[:, 0, 0] -= q / self.v
            rates[:, at, 0] = q / self.v
            rates[:, 0, at] = q / volume
            rates[:, at, at] = -q / volume
        return rates

    @property
    def outputs(self) -> tuple[str, ...]:
        """What is computed: the parent, and the metabolite and effect site where there are any."""
        return (
            "parent",
            *(("metabolite",) if self.clm is not None else ()),
            *(("effect_site",) if self.ke0 is not None else ()),
        )
