"""A compartment model as a matrix: dA/dt = K A, what CMT means, and what is read out of A.

Every entry of K off the diagonal is zero or positive, so `propagate` can carry amounts from time to
time without a subtraction. Names and numbers are those of NONMEM's ADVAN 1-4, 11 and 12 with TRANS 4,
but `v` is always the central volume and `v2`, `v3` the peripheral ones.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from speciosa.values.errors import EntryError

MAY_BE_ZERO = frozenset({"cl", "q", "q3", "fm", "fp", "f", "alag"})
"""Parameters that may be 0; all others are above."""

_FASTEST_PER_H = 1e6
"""Twice as fast as this a matrix exponential over weeks would lose more than eight of its sixteen digits."""


@dataclass(frozen=True, slots=True)
class Structure:
    """One kind of compartment model.

    Parameters
    ----------
    name : as MODEL.toml writes it, e.g. ``2cmt_oral``.
    peripherals : 0, 1 or 2.
    is_oral : has a depot, which is then compartment 1.
    has_metabolite : a metabolite formed at first pass and from the central compartment.
    """

    name: str
    peripherals: int
    is_oral: bool
    has_metabolite: bool = False

    @property
    def needs(self) -> tuple[str, ...]:
        """Parameters without which it means nothing."""
        names = ["cl", "v", *("q", "v2", "q3", "v3")[: 2 * self.peripherals]]
        return tuple(names + ["ka"] * self.is_oral + ["clm", "vm"] * self.has_metabolite)

    @property
    def takes(self) -> tuple[str, ...]:
        """Those that it needs, and those that it may have."""
        return (*self.needs, "ke0", *(("fm", "fp") if self.has_metabolite else ()))

    @property
    def dosable(self) -> tuple[str, ...]:
        """Compartments that a dose can go to, in the order of CMT 1, 2, ..."""
        names = ["depot"] * self.is_oral + ["central", "peripheral", "peripheral 2"][: 1 + self.peripherals]
        return tuple(names + ["metabolite"] * self.has_metabolite)

    def outputs(self, *, with_effect_site: bool) -> tuple[str, ...]:
        """Names of what is read out, in the order of the columns."""
        return ("CONC", *["METABOLITE"] * self.has_metabolite, *["CE"] * with_effect_site)

    @property
    def numbered(self) -> str:
        """What CMT means, for a message: 1 depot, 2 central."""
        named = ", ".join(f"{at} {name}" for at, name in enumerate(self.dosable, start=1))
        return f"{self.name} has the compartments {named}"


STRUCTURES = {
    each.name: each
    for each in (
        *(Structure(f"{1 + more}cmt", more, is_oral=False) for more in (0, 1, 2)),
        *(Structure(f"{1 + more}cmt_oral", more, is_oral=True) for more in (0, 1, 2)),
        *(Structure(f"{1 + more}cmt_oral_metabolite", more, is_oral=True, has_metabolite=True) for more in (0, 1)),
    )
}


@dataclass(frozen=True, slots=True, eq=False)
class Compartments:
    """One person's model in numbers.

    Parameters
    ----------
    names : of the compartments; those that take doses first, in the order of CMT, an effect site last.
    rates_per_h : K, [to, from], 1/h; the diagonal holds what leaves, negative or zero; nothing else is negative.
    read_out : [output, compartment], output per amount: 1 / volume; rows in the order of `Structure.outputs`.
    """

    names: tuple[str, ...]
    rates_per_h: NDArray[np.float64]
    read_out: NDArray[np.float64]


def assemble(structure: Structure, parameters: Mapping[str, float]) -> Compartments:
    """The matrix of a structure with these parameters.

    With the depot D, the central amount A, the metabolite M and the effect site Ce:
    metabolite input = fp ka D + fm (cl / v) A, its loss (clm / vm) M; dCe/dt = ke0 (A / v - Ce).
    `fp` is in addition to what reaches the central compartment; nothing is taken from A for it.

    Parameters
    ----------
    structure : which compartments there are.
    parameters : cl, q, q3, clm in L/h; v, v2, v3, vm in L; ka, ke0 in 1/h; fm, fp as fractions
        (in units of mass they hold the ratio of molar masses as well).

    Raises
    ------
    EntryError : a parameter is below zero, or zero where that means nothing.

    Examples
    --------
    >>> one = assemble(STRUCTURES["1cmt_oral"], {"cl": 2.0, "v": 20.0, "ka": 1.5})
    >>> one.names, one.rates_per_h.tolist()
    (('depot', 'central'), [[-1.5, 0.0], [1.5, -0.1]])
    """
    for name, value in parameters.items():
        if not (value >= 0 if name in MAY_BE_ZERO else value > 0):
            least = "zero or more" if name in MAY_BE_ZERO else "above zero"
            raise EntryError(f"the parameter {name} is not {least}", todo="correct it")
    names = [*structure.dosable, *(["effect site"] if "ke0" in parameters else [])]
    place = {name: at for at, name in enumerate(names)}
    rates = np.zeros((len(names), len(names)))
    read_out = {"CONC": ("central", 1.0 / parameters["v"])}

    def flow(source: str, to: str | None, per_h: float, *, lost: bool = True) -> None:
        if to is not None:
            rates[place[to], place[source]] += per_h
        if lost:
            rates[place[source], place[source]] -= per_h

    elimination = parameters["cl"] / parameters["v"]
    flow("central", None, elimination)
    for peripheral, q, volume in (("peripheral", "q", "v2"), ("peripheral 2", "q3", "v3"))[: structure.peripherals]:
        flow("central", peripheral, parameters[q] / parameters["v"])
        flow(peripheral, "central", parameters[q] / parameters[volume])
    if structure.is_oral:
        flow("depot", "central", parameters["ka"])
    if structure.has_metabolite:
        flow("depot", "metabolite", parameters.get("fp", 0.0) * parameters["ka"], lost=False)
        flow("central", "metabolite", parameters.get("fm", 0.0) * elimination, lost=False)
        flow("metabolite", None, parameters["clm"] / parameters["vm"])
        read_out["METABOLITE"] = ("metabolite", 1.0 / parameters["vm"])
    if "ke0" in parameters:
        flow("central", "effect site", parameters["ke0"] / parameters["v"], lost=False)
        flow("effect site", None, parameters["ke0"])
        read_out["CE"] = ("effect site", 1.0)
    if not np.abs(rates).max() < _FASTEST_PER_H:
        raise EntryError("a rate constant is beyond all bounds", todo="look at the clearances and volumes")
    per_amount = np.zeros((len(read_out), len(names)))
    for row, (name, share) in enumerate(read_out.values()):
        per_amount[row, place[name]] = share
    return Compartments(tuple(names), rates, per_amount)
