"""What is true of a simulated person, beside the diary that they kept."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from speciosa.simulate.course import Flare
from speciosa.simulate.design import Design
from speciosa.simulate.estimand import UsualPattern
from speciosa.simulate.living import Doses
from speciosa.values.json_form import SCHEMA, fingerprint
from speciosa.values.timeline import format_moment

GENERATOR = "speciosa.simulate 2"
"""Its number rises whenever the same design and seed come to give another person."""


@dataclass(frozen=True, slots=True, eq=False)
class Truth:
    """Everything that a real record hides.

    Parameters
    ----------
    design, seed, knowledge_version : what the person was generated with.
    time_s : [hour], UTC seconds, whole hours from local midnight of the first day.
    pain_nrs : [hour], true pain, neither rounded nor clipped: `drug_free_nrs` + `effect_nrs`.
    drug_free_nrs : [hour], as it would have been with no kratom ever.
    effect_nrs : [hour], what kratom adds; above zero it is rebound.
    tolerance_nrs : [hour], the part of it that tolerance adds, 0 or more.
    conc_ng_ml, site_ng_ml : [hour], mitragynine in blood and at the effect site.
    doses : all that were taken, the run-in's and the forgotten ones included.
    content_mg_per_g : mitragynine in each batch.
    flares : of the whole record.
    pattern : the usual pattern at the end.
    true_effect_nrs : mean over 30 days on `pattern` minus on none, both started washed out.
    """

    design: Design
    seed: int
    knowledge_version: str
    time_s: NDArray[np.int64]
    pain_nrs: NDArray[np.float64]
    drug_free_nrs: NDArray[np.float64]
    effect_nrs: NDArray[np.float64]
    tolerance_nrs: NDArray[np.float64]
    conc_ng_ml: NDArray[np.float64]
    site_ng_ml: NDArray[np.float64]
    doses: Doses
    content_mg_per_g: tuple[float, ...]
    flares: tuple[Flare, ...]
    pattern: UsualPattern
    true_effect_nrs: float

    @property
    def fingerprint(self) -> str:
        """16 characters over the JSON form."""
        return fingerprint(self.to_json())

    def to_json(self) -> dict[str, object]:
        """The form of `truth.json`; `speciosa.values.json_form.dump` makes text of it."""
        return {
            "schema": SCHEMA, "simulated": True, "generator": GENERATOR, "seed": self.seed,
            "knowledge": self.knowledge_version, "outcome": "pain", "unit": "nrs", "better": "lower",
            "estimand": "as if starting fresh: mean outcome over 30 days on the usual pattern minus on none",
            "true_effect": self.true_effect_nrs,
            "usual_pattern": self.pattern.to_json(),
            "flares": [each.to_json() for each in self.flares],
            "content_mg_per_g": self.content_mg_per_g,
            "design": self.design.to_json(),
            "doses": {
                "time": _moments(self.doses.time_s, self.doses.offset_min), "amt_g": self.doses.amt_g,
                "mitragynine_mg": self.doses.amt_mg, "batch": self.doses.batch,
            },
            "hours": {
                "from": format_moment(int(self.time_s[0]), 0), "step_h": 1, "pain_nrs": self.pain_nrs,
                "drug_free_nrs": self.drug_free_nrs, "effect_nrs": self.effect_nrs,
                "tolerance_nrs": self.tolerance_nrs, "conc_ng_ml": self.conc_ng_ml, "site_ng_ml": self.site_ng_ml,
            },
        }  # fmt: skip


def _moments(time_s: NDArray[np.int64], offset_min: NDArray[np.int16]) -> list[str]:
    return [format_moment(t, o) for t, o in zip(time_s.tolist(), offset_min.tolist(), strict=True)]
