"""How much of a receptor the concentrations in blood could hold: exploratory, and never an input of effect.

    free = fu C / M,   over = free / Ki,   held = free / (free + Ki)

Numbers from test tubes meet a concentration in plasma here. What reaches the brain is not known, what
a held receptor does is another question still, and one of the affinities is printed in a doubtful
order. So the bands are wide, and nothing that tells a person whether kratom helps is made from them:
a test keeps the room `effect` from importing this file.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import numpy as np

from speciosa.exposure.curve import Band, ExposureCurve, band_of
from speciosa.exposure.kinetics import Array
from speciosa.knowledge import Knowledge
from speciosa.values.gaps import NotAssessed

_STREAM = 7
_NM_PER_UM = 1000.0
_UNBOUND = "unbound"


@dataclass(frozen=True, slots=True, eq=False)
class Engagement:
    """One substance at one receptor, over the times of a curve.

    Parameters
    ----------
    target, compound : the receptor; the substance in blood.
    free_nm : unbound concentration in plasma, each of the band [time], nM.
    over_affinity : the same over Ki, [time]; 1 means that half of the receptors could be held.
    held : share of receptors that could be held, [time], 0 to 1.
    ki_low_nm, ki_high_nm : the affinities that were drawn from, nM.
    sources : keys of the bibliography.
    """

    target: str
    compound: str
    free_nm: Band
    over_affinity: Band
    held: Band
    ki_low_nm: float
    ki_high_nm: float
    sources: tuple[str, ...]


def receptor_engagement(
    curve: ExposureCurve, knowledge: Knowledge, *, seed: int
) -> tuple[Engagement | NotAssessed, ...]:
    """Every receptor of receptors.csv: a wide band where there are numbers, the reason where there are none.

    Unbound share and affinity are drawn log-uniform over their bounds, once for each draw of the
    curve: within a draw they stay the same at all times.

    Parameters
    ----------
    curve : concentrations as draws; NaN stays NaN.
    seed : the same seed gives the same bands.

    Exploratory: never an input of effect.
    """
    molar = {row.analyte: row.value for row in knowledge.pk_parameters if row.what == "molar mass"}
    free = {row.compound: row for row in knowledge.receptors if row.quantity == _UNBOUND}
    affinities: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for row in knowledge.receptors:
        if row.quantity in ("ki", "conversion"):
            affinities[row.target, row.compound].append(row)
    found: list[Engagement | NotAssessed] = []
    for at, ((target, compound), rows) in enumerate(affinities.items()):
        bounds = _bounds(rows)
        if bounds is None or compound not in curve.analytes or molar.get(compound) is None:
            found.append(NotAssessed(f"receptor_{rows[0].key}", _why(target, compound, rows, bounds)))
            continue
        rng = np.random.default_rng([seed, _STREAM, at])
        unbound, leaned_on = _unbound_bounds(free[compound], knowledge)
        conc = curve.conc_ng_ml[:, curve.analytes.index(compound)]
        nm = conc * (_NM_PER_UM / (molar[compound] or np.nan)) * _log_uniform(unbound, len(conc), rng)
        over = nm / _log_uniform(bounds, len(conc), rng)
        sources = {key for row in (*rows, free[compound]) for key in row.source} | set(leaned_on)
        bands = (band_of(nm), band_of(over), band_of(over / (1.0 + over)))
        found.append(Engagement(target, compound, *bands, *bounds, tuple(sorted(sources))))
    return tuple(found)


def _bounds(rows: list[Any]) -> tuple[float, float] | None:
    """The lowest and highest affinity that any row gives, nM."""
    known = [each for row in rows if row.unit == "nM" for each in (row.low, row.value, row.high) if each is not None]
    return (min(known), max(known)) if known else None


def _unbound_bounds(row: Any, knowledge: Knowledge) -> tuple[tuple[float, float], tuple[str, ...]]:
    """Bounds of the unbound share; our own wide ones where none was read, and what they lean on."""
    if row.low is not None and row.high is not None:
        return (row.low, row.high), ()
    keys = [f"{row.key}_{end}" for end in ("low", "high")]
    leaned_on = tuple(source for key in keys for source in knowledge.choices[key].source)
    return (knowledge.choice(keys[0]), knowledge.choice(keys[1])), leaned_on


def _log_uniform(bounds: tuple[float, float], count: int, rng: np.random.Generator) -> Array:
    """One value for each draw, [draw, 1]."""
    return np.exp(rng.uniform(np.log(bounds[0]), np.log(bounds[1]), (count, 1)))


def _why(target: str, compound: str, rows: list[Any], bounds: tuple[float, float] | None) -> str:
    if rows[0].quantity == "conversion":
        return f"How much {compound} {rows[0].what} in people is not known."
    if bounds is None:
        return f"How tightly {compound} binds to the {target} receptor: no number was read."
    return f"How much {compound} is in the blood is not worked out here, so its {target} receptors are left open."
