"""The table of docs/explanation/receptors.md: one serving of leaf, by people who differ."""

from __future__ import annotations

import numpy as np

from speciosa.exposure.calibration.repeated_doses import persons
from speciosa.exposure.curve import Band, ExposureCurve
from speciosa.exposure.modes import modes_of
from speciosa.exposure.receptors import Engagement, receptor_engagement
from speciosa.exposure.superpose import superpose
from speciosa.knowledge import Knowledge
from speciosa.values.gaps import NotAssessed

_HOURS = (1, 6, 24)
_S_PER_H = 3600


def receptor_table(knowledge: Knowledge, key: str = "kratom") -> str:
    """Markdown: what could be held at some hours after one serving, then what was not assessed."""
    model = knowledge.exposure_models[key]
    rng = np.random.default_rng(model.calibration.seed)
    dose_mg = knowledge.choice("serving_leaf_median_mg")
    time_s = _S_PER_H * np.array(_HOURS, dtype=np.int64)
    start = np.zeros(1, dtype=np.int64)
    conc = superpose(modes_of(persons(model, rng)), start, np.array([dose_mg]), time_s)
    none = np.full(conc.shape[:2], np.nan)
    curve = ExposureCurve(
        time_s=time_s,
        analytes=model.analytes,
        conc_ng_ml=conc,
        basis="population",
        dose_time_s=start,
        dose_offset_min=np.zeros(1, dtype=np.int16),
        cmax_ng_ml=none,
        auc_24_ng_h_ml=none,
    )
    found = receptor_engagement(curve, knowledge, seed=model.calibration.seed)
    serving = f"One serving of leaf with {dose_mg:g} mg of mitragynine, the median of many products"
    lines = [
        f"{serving}; not a recommended amount. Nine in ten draws lie between the two numbers.",
        "",
        "| Receptor | Substance | Hours after | Free in plasma, nM | Over affinity | Could be held, % |",
        "|---|---|---|---|---|---|",
    ]
    for each in found:
        if isinstance(each, Engagement):
            lines += [_row(each, at, hour) for at, hour in enumerate(_HOURS)]
    gaps = [f"- {each.why}" for each in found if isinstance(each, NotAssessed)]
    return "\n".join([*lines, "", "Not assessed:", "", *gaps])


def _row(each: Engagement, at: int, hour: int) -> str:
    held = Band(*(100 * part for part in each.held))
    cells = (_span(each.free_nm, at), _span(each.over_affinity, at), _span(held, at))
    return f"| {each.target} | {each.compound} | {hour} | " + " | ".join(cells) + " |"


def _span(band: Band, at: int) -> str:
    return " to ".join(f"{float(f'{each[at]:.1g}'):g}" for each in (band.low, band.high))
