"""The model held against what was found after one and after fifteen daily doses.

Every finding is predicted as its study would have measured it: at the dose given, after as many days,
and half-lives above the limit of an assay. None of the findings was used to fit the model.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

import numpy as np

from speciosa.exposure.calibration.calibrate import as_measured, assay_limits
from speciosa.exposure.curve import Band, band_of
from speciosa.exposure.kinetics import Array, Kinetics
from speciosa.exposure.modes import modes_of
from speciosa.exposure.superpose import superpose
from speciosa.knowledge import ExposureModel, Knowledge

_DAY_S = 86_400
_STEP_S = 300
_S_PER_H = 3600.0
_PERSONS_PER_SET = 3
_IN_WORDS = "reported in words"
PARENT, METABOLITE = 0, 1


class Check(NamedTuple):
    """One finding and what the model says of it.

    Parameters
    ----------
    key : of the row in pk_findings.csv.
    typical : median and 90 % of typical persons: what is not known of the body.
    people : the same with people's differences.
    rank : share of typical persons below the published middle, 0 to 1; NaN where nothing was printed.
    verdict : ``inside``, ``inside with people's differences``, ``outside``, ``not comparable`` or ``open``.
    """

    key: str
    typical: Band
    people: Band
    rank: float
    verdict: str


def checks(knowledge: Knowledge, key: str = "kratom") -> tuple[Check, ...]:
    """Every row of pk_findings.csv against the model, in file order."""
    model = knowledge.exposure_models[key]
    rng = np.random.default_rng(model.calibration.seed)
    daily = {1, *(row.doses for row in knowledge.pk_findings)}
    typical, people = (followed(each, daily) for each in (typical_persons(model), persons(model, rng)))
    within = knowledge.choice("steady_state_within")
    found = []
    for row in knowledge.pk_findings:
        analyte = METABOLITE if row.analyte == model.analytes[METABOLITE] else PARENT
        predict = PREDICTIONS[row.metric]
        asked = Asked(model, analyte, row.doses, row.dose_low_mg, row.dose_high_mg, within, rng)
        values = [predict(each, asked) for each in (typical, people)]
        bands = [band_of(each[np.isfinite(each)]) for each in values]
        published = middle(row.value, row.low, row.high)
        rank = float(np.mean(values[0] < published)) if row.use == "check" else np.nan
        found.append(Check(row.key, bands[0], bands[1], rank, _verdict(row.use, row.stat, published, *bands)))
    return tuple(found)


def typical_persons(model: ExposureModel) -> Kinetics:
    """Every set of the model, [set]."""
    return Kinetics(**{name: model.sets[:, at] for at, name in enumerate(model.set_names)})


def persons(model: ExposureModel, rng: np.random.Generator) -> Kinetics:
    """Some different people for every set, [person]; what reaches the blood (`f`) is put into their volumes."""
    sets = np.repeat(model.sets, _PERSONS_PER_SET, axis=0)
    spread = {
        name: np.exp(rng.normal(0.0, each.between_person_log_sd or 0.0, len(sets)))
        for name, each in model.parameters.items()
    }
    body = {name: sets[:, at] * spread[name] for at, name in enumerate(model.set_names)}
    for name in ("cl", "v", "q", "v2", "clm", "vm"):  # f times the dose is the dose in volumes f times smaller
        body[name] = body[name] / spread["f"]
    return Kinetics(**body)


class People(NamedTuple):
    """Kinetics and the course of a day that many predictions share.

    `last_day`: by number of daily doses, [person, analyte, time], ng/mL for each mg, every five minutes
    of the day after the last dose.
    """

    kinetics: Kinetics
    last_day: Mapping[int, Array]


class Asked(NamedTuple):
    """What was given, and what is asked: of which analyte, after how many daily doses of which size."""

    model: ExposureModel
    analyte: int
    doses: int
    low_mg: float
    high_mg: float
    steady_within: float
    rng: np.random.Generator


def followed(kinetics: Kinetics, daily_doses: Iterable[int]) -> People:
    """People and the day after the last of so many daily doses of 1 mg."""
    modes = modes_of(kinetics)
    time_s = np.arange(0, _DAY_S + 1, _STEP_S)
    days = {count: _DAY_S * np.arange(count) for count in daily_doses}
    return People(kinetics, {n: superpose(modes, each, np.ones(n), each[-1] + time_s) for n, each in days.items()})


def _tmax(people: People, asked: Asked) -> Array:
    return np.asarray(people.last_day[asked.doses][:, asked.analyte].argmax(axis=1) * (_STEP_S / _S_PER_H))


def _t_half(people: People, asked: Asked) -> Array:
    limit = assay_limits(asked.model, len(people.kinetics), asked.rng)
    seen = as_measured(asked.model, people.kinetics, asked.high_mg, limit, [asked.analyte], asked.doses)
    return seen[asked.analyte].t_half_h


def ratio_of_day(people: People, doses: int) -> Array:
    """Mean concentration of the metabolite over the parent's, by mass, of the day after the last dose, [person]."""
    area = people.last_day[doses].sum(axis=2)
    quotient: Array = area[:, METABOLITE] / area[:, PARENT]
    return quotient


def _ratio(people: People, asked: Asked) -> Array:
    return ratio_of_day(people, asked.doses)


def _steady_state(people: People, asked: Asked) -> Array:
    """First day whose lowest concentration is within so much of the last day's."""
    days = _DAY_S * np.arange(asked.doses)
    lowest = superpose(modes_of(people.kinetics), days, np.ones(asked.doses), days + _DAY_S)[:, asked.analyte]
    return np.asarray(1.0 + (lowest < (1.0 - asked.steady_within) * lowest[:, -1:]).sum(axis=1))


def _cmax(people: People, asked: Asked) -> Array:
    highest: Array = asked.high_mg * people.last_day[asked.doses][:, asked.analyte].max(axis=1)
    return highest


def _trough(people: People, asked: Asked) -> Array:
    return asked.high_mg * people.last_day[asked.doses][:, asked.analyte, -1]


def _cmax_accumulation(people: People, asked: Asked) -> Array:
    return _cmax(people, asked) / _cmax(people, asked._replace(doses=1))


def _auc_accumulation(people: People, asked: Asked) -> Array:
    first, last = (people.last_day[doses][:, asked.analyte].sum(axis=1) for doses in (1, asked.doses))
    return np.asarray(last / first)


def _power(figure: str) -> Callable[[People, Asked], Array]:
    """The power of the dose by which a measured figure grows; a tail below the limit makes it more than 1."""

    def predict(people: People, asked: Asked) -> Array:
        limit = assay_limits(asked.model, len(people.kinetics), asked.rng)
        low, high = (
            getattr(as_measured(asked.model, people.kinetics, mg, limit, [asked.analyte])[asked.analyte], figure)
            for mg in (asked.low_mg, asked.high_mg)
        )
        return np.asarray(np.log(high / low) / np.log(asked.high_mg / asked.low_mg))

    return predict


PREDICTIONS: Mapping[str, Callable[[People, Asked], Array]] = {
    "tmax": _tmax,
    "t_half": _t_half,
    "ratio": _ratio,
    "steady_state": _steady_state,
    "cmax": _cmax,
    "trough": _trough,
    "cmax_accumulation": _cmax_accumulation,
    "auc_accumulation": _auc_accumulation,
    "cmax_power": _power("cmax"),
    "auc_power": _power("auc_inf"),
}
"""How each metric of pk_findings.csv is predicted, [person]."""


def middle(value: float | None, low: float | None, high: float | None) -> float:
    """The number that stands for a finding: its value, or the middle of its range, or the end that it has."""
    known = [each for each in (low, high) if each is not None]
    return value if value is not None else float(np.sqrt(np.prod(known))) if len(known) == 2 else known[0]


def _verdict(use: str, stat: str, published: float, typical: Band, people: Band) -> str:
    if use == "prediction":
        return "open"
    if stat == _IN_WORDS:
        return "not comparable"
    if typical.low <= published <= typical.high:
        return "inside"
    return "inside with people's differences" if people.low <= published <= people.high else "outside"
