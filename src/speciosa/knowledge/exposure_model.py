"""How a body takes a substance up, moves it and clears it, as data.

``<substance>_model.toml`` says what each parameter is, how far people differ and why; each line of
``<substance>_sets.csv`` is one typical person that the literature allows. What follows from them is
for the room `exposure` to say.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from speciosa.values.errors import KnowledgeError
from speciosa.values.sources import HowRead

if TYPE_CHECKING:  # the room itself loads no array library
    import numpy as np
    from numpy.typing import NDArray

MODELS = ("kratom",)
"""Substances that have a model. Another one is a word here and two files."""


@dataclass(frozen=True, slots=True)
class ModelParameter:
    """One number of a model, in plain words.

    Parameters
    ----------
    name : as in `speciosa.exposure.Kinetics` where it is one of its fields.
    unit : from the closed list `speciosa.knowledge.vocabulary.UNITS`.
    what : what it is.
    kind : ``calibrated`` (a column of the sets), ``fixed`` (`typical` holds for a typical person),
        ``occasion`` (differs from dose to dose) or ``option`` (part of a larger model that is off).
    why : the reason for the range and the spread.
    how_read : ``derived`` where it follows from its sources, ``own_choice`` where nobody measured it.
    sources : keys of the bibliography; empty for a choice that leans on none.
    typical : of a typical person, in `unit`; None where it stands in the sets.
    between_person_log_sd : standard deviation of its natural logarithm among people; None where
        people are not told apart in it.
    low, high : the range that was searched (``calibrated``) or that is thought possible, in `unit`.
    """

    name: str
    unit: str
    what: str
    kind: str
    why: str
    how_read: HowRead
    sources: tuple[str, ...] = ()
    typical: float | None = None
    between_person_log_sd: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class ModelCalibration:
    """How the sets were found: what they were fitted to, and how the study measured that.

    Parameters
    ----------
    fitted_to : keys of pk_parameters.csv, medians after one dose.
    sampled_h : when blood was drawn, h after the dose, ascending.
    quantified_from_low_ng_ml, quantified_from_high_ng_ml : the assay's limit lies between, ng/mL.
    last_points : points of the last fall that a half-life was read from, as a study would.
    model_log_error : what a model and a guessed rule of measuring may be off by, in log units.
    candidates : parameter sets that were tried at each step.
    sets : how many were kept.
    seed : of the random numbers.
    why : the reason for what of this is our own choice.
    """

    fitted_to: tuple[str, ...]
    sampled_h: tuple[float, ...]
    quantified_from_low_ng_ml: float
    quantified_from_high_ng_ml: float
    last_points: int
    model_log_error: float
    candidates: int
    sets: int
    seed: int
    why: str


@dataclass(frozen=True, slots=True, eq=False)
class ExposureModel:
    """A model of one substance and its metabolite.

    Parameters
    ----------
    key, title : its name in code and for people.
    analytes : the parent, then the metabolite.
    structure : the model in a few sentences.
    revision : goes up whenever the files change what they mean.
    sources : keys of the bibliography behind the model as a whole.
    calibration : how the sets were found.
    parameters : what each number is, by name.
    set_names : names of the columns of `sets`.
    sets : [set, parameter], equally plausible typical persons, in the units of `parameters`; the
        uncertainty of each parameter, and how they hang together.
    sets_made_from : fingerprint of what the sets were calibrated from, as their file says.
    """

    key: str
    title: str
    analytes: tuple[str, ...]
    structure: str
    revision: int
    sources: tuple[str, ...]
    calibration: ModelCalibration
    parameters: Mapping[str, ModelParameter]
    set_names: tuple[str, ...]
    sets: NDArray[np.float64]
    sets_made_from: str

    def typical(self, name: str) -> float:
        """The middle of a parameter that does not stand in the sets, in its unit.

        Raises
        ------
        KnowledgeError : it has none.
        """
        return self._stated(name, self.parameters[name].typical)

    def between(self, name: str) -> tuple[float, float]:
        """The lowest and highest value of a parameter, in its unit.

        Raises
        ------
        KnowledgeError : it has none.
        """
        return self._stated(name, self.parameters[name].low), self._stated(name, self.parameters[name].high)

    def _stated(self, name: str, value: float | None) -> float:
        if value is None:
            raise KnowledgeError("a number of the model is missing", where=f"{self.key} {name}")
        return value

    @property
    def cited(self) -> tuple[str, ...]:
        """Every source of the model and of its parameters, each once, in the order of their keys."""
        return tuple(sorted({*self.sources, *(key for each in self.parameters.values() for key in each.sources)}))


def model_files(key: str) -> tuple[str, str]:
    """Names of the two files of a model.

    Examples
    --------
    >>> model_files("kratom")
    ('kratom_model.toml', 'kratom_sets.csv')
    """
    return f"{key}_model.toml", f"{key}_sets.csv"
