"""What is true of a simulated person: how kratom goes through them, what it does, how their pain goes."""

from __future__ import annotations

import math
from dataclasses import MISSING, dataclass, fields
from typing import Any, TypeVar

from speciosa.knowledge import Knowledge

_Chosen = TypeVar("_Chosen")


@dataclass(frozen=True, slots=True)
class Kinetics:
    """Two compartments with first-order absorption; every volume is apparent (over unknown F).

    Parameters
    ----------
    ka_per_h : absorption rate.
    t_lag_h : wait before absorption begins.
    cl_f_l_h, q_f_l_h : clearance, and exchange with the second compartment.
    v_f_l, v2_f_l : central and second volume.
    """

    ka_per_h: float
    t_lag_h: float
    cl_f_l_h: float
    v_f_l: float
    q_f_l_h: float
    v2_f_l: float


@dataclass(frozen=True, slots=True)
class Response:
    """What an exposure does to pain.

    Parameters
    ----------
    effect_site_half_time_h : how far the effect runs behind the blood.
    ec50_ng_ml : effect-site concentration of half the largest relief.
    emax_nrs : largest relief, points; zero for a person whom it does nothing for, negative harms.
    tolerance_nrs : pain that full tolerance adds, points; what of it is left after stopping is the rebound.
    tolerance_half_time_d : how fast tolerance comes and goes.
    """

    effect_site_half_time_h: float
    ec50_ng_ml: float
    emax_nrs: float
    tolerance_nrs: float
    tolerance_half_time_d: float

    @property
    def ke0_per_h(self) -> float:
        return math.log(2) / self.effect_site_half_time_h

    @property
    def k_tolerance_per_h(self) -> float:
        return math.log(2) / (self.tolerance_half_time_d * 24)


@dataclass(frozen=True, slots=True)
class Course:
    """How pain would go without kratom, and how exactly it is given a number.

    Parameters
    ----------
    baseline_nrs : mean on the first day.
    trend_nrs_per_30_d : slow change.
    daily_amplitude_nrs, worst_hour_h : daily cycle: half its height, and the local hour of its top.
    ou_sd_nrs, ou_time_constant_h : slow unexplained ups and downs (Ornstein-Uhlenbeck).
    flare_nrs : height of a flare.
    flare_every_d : mean wait from the end of one flare to the next.
    flare_shortest_d, flare_longest_d : a flare's whole length is even between these.
    flare_rise_h, flare_fall_h : how long it takes to come and to go, within its length.
    noise_sd_nrs : white noise of one score before it is rounded.
    """

    baseline_nrs: float
    trend_nrs_per_30_d: float
    daily_amplitude_nrs: float
    worst_hour_h: float
    ou_sd_nrs: float
    ou_time_constant_h: float
    flare_nrs: float
    flare_every_d: float
    flare_shortest_d: float
    flare_longest_d: float
    flare_rise_h: float
    flare_fall_h: float
    noise_sd_nrs: float


@dataclass(frozen=True, slots=True)
class PersonModel:
    """The truth behind a simulated person.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from speciosa.knowledge import load_knowledge
    >>> typical = PersonModel.typical(load_knowledge())
    >>> unmoved = replace(typical, response=replace(typical.response, emax_nrs=0.0, tolerance_nrs=0.0))
    >>> unmoved.kinetics == typical.kinetics
    True
    """

    kinetics: Kinetics
    response: Response
    course: Course

    @classmethod
    def typical(cls, knowledge: Knowledge) -> PersonModel:
        """The person whom our own choices describe: simulation.csv."""
        return cls(chosen(Kinetics, knowledge), chosen(Response, knowledge), chosen(Course, knowledge))


def chosen(kind: type[_Chosen], knowledge: Knowledge, **explicit: Any) -> _Chosen:
    """A parameter value whose fields are rows of simulation.csv.

    A field that has a default keeps it: it is no number that somebody had to choose.

    Parameters
    ----------
    kind : a dataclass of numbers.
    explicit : fields that are given instead of looked up.

    Raises
    ------
    KnowledgeError : a field has no row.

    Examples
    --------
    >>> from speciosa.knowledge import load_knowledge
    >>> chosen(Response, load_knowledge(), emax_nrs=0.0).emax_nrs
    0.0
    """
    looked_up = [
        each.name
        for each in fields(kind)  # type: ignore[arg-type]
        if each.name not in explicit and each.default is MISSING
    ]
    return kind(**{name: knowledge.simulated(name) for name in looked_up}, **explicit)
