"""Does the 90 % band hold the truth in nine of ten people? The draws written a second time, same assumptions.

Each takes leaf of unknown strength from two bags; what they really swallowed and when, and whose body
they have, follows the knowledge tables. The diary holds what they would have written down.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from speciosa.exposure import ExposureCurve, Kinetics, expose, modes_of
from speciosa.exposure.curve import band_of
from speciosa.exposure.superpose import superpose_plainly
from speciosa.knowledge import Knowledge
from speciosa.record import Answer, Columns, Diary, Event, Food, Kind, Reason
from speciosa.values.timeline import Precision

_START_S, _DAY_S, _HOUR_S = 1_772_352_000, 86_400, 3600
_DAYS, _BAG_LASTS_D = 10, 6
_RATES = ("ka", "alag", "cl", "v", "q", "v2", "fm", "fp", "clm", "vm")


class Inside(NamedTuple):
    """Whether the truth of one person lay inside the band: at a random hour, at the peak, over the day."""

    at_an_hour: tuple[bool, bool]
    peak: tuple[bool, bool]
    area: tuple[bool, bool]


def coverage(knowledge: Knowledge, people: int, *, seed: int = 20) -> NDArray[np.float64]:
    """Share of people inside, [at an hour, peak, day's area] x [mitragynine, 7-hydroxymitragynine]."""
    random = np.random.default_rng(seed)
    inside = [_inside(knowledge, random) for _ in range(people)]
    shares: NDArray[np.float64] = np.array(inside, dtype=float).mean(axis=0)
    return shares


def _inside(knowledge: Knowledge, random: np.random.Generator) -> Inside:
    days = np.repeat(np.arange(_DAYS), 3)
    recorded = _START_S + days * _DAY_S + np.tile([8, 14, 20], _DAYS) * _HOUR_S + random.integers(0, 3600, len(days))
    amt_g = random.choice([2.0, 2.5, 3.0, 4.0], len(days))
    end_s = int(recorded[-1]) + 4 * _HOUR_S
    hour = int(random.integers(3, (end_s - recorded[0]) // _HOUR_S))
    seen = np.unique(np.concatenate([np.arange(recorded[0], end_s + 1, 600), [recorded[0] + hour * _HOUR_S]]))
    true = _true_conc(knowledge, random, recorded, amt_g, days >= _BAG_LASTS_D, seen)
    curve = expose(_diary(recorded, amt_g, days), knowledge, seed=int(random.integers(2**31)), now_s=end_s)
    if not isinstance(curve, ExposureCurve):
        raise SystemExit(curve.why)
    week = seen >= end_s - 7 * _DAY_S
    area = np.asarray(np.trapezoid(true[:, week], seen[week] / _HOUR_S, axis=1)) / 7
    at = int(np.searchsorted(seen, recorded[0] + hour * _HOUR_S))
    return Inside(
        _within(curve.conc_ng_ml[:, :, hour], true[:, at]),
        _within(curve.cmax_ng_ml, true.max(axis=1)),
        _within(curve.auc_24_ng_h_ml, area),
    )


def _within(draws: NDArray[np.float64], truth: NDArray[np.float64]) -> tuple[bool, bool]:
    band = band_of(draws)
    inside = (band.low <= truth) & (truth <= band.high)
    return bool(inside[0]), bool(inside[1])


def _true_conc(
    knowledge: Knowledge, random: np.random.Generator, recorded: NDArray[np.int64], amt_g: NDArray[np.float64],
    second_bag: NDArray[np.bool_], seen: NDArray[np.int64],
) -> NDArray[np.float64]:  # fmt: skip
    """What was really in this person's blood, [analyte, time]."""
    model, choice = knowledge.exposure_models["kratom"], knowledge.choice
    typical = dict(zip(model.set_names, model.sets[random.integers(len(model.sets))], strict=True))
    body = {}
    for name in (*_RATES, "f"):
        spread = model.parameters[name].between_person_log_sd or 0.0
        body[name] = typical.get(name, 1.0) * np.exp(spread * random.standard_normal())
    heavier = np.exp(choice("weight_log_sd") * random.standard_normal())
    for name in ("cl", "q", "clm"):
        body[name] *= heavier ** choice("allometric_clearance_exponent")
    for name in ("v", "v2", "vm"):
        body[name] *= heavier ** choice("allometric_volume_exponent")
    bags = choice("content_leaf_median_mg_per_g") * np.exp(choice("content_leaf_cv") * random.standard_normal(2))
    each_time = np.hypot(choice("weighing_scale_cv"), model.typical("f_occasion_log_sd"))
    mg = amt_g * bags[second_bag.astype(int)] * body["f"] * np.exp(each_time * random.standard_normal(len(amt_g)))
    shortest_h, longest_h = model.between("alag_fed_h")
    held_up_h = shortest_h * (longest_h / shortest_h) ** random.random()
    meal_h = held_up_h * (random.random(len(amt_g)) < choice("dose_with_food_share"))
    late_min = choice("time_entry_clock_sd_min") * random.standard_normal(len(amt_g))
    taken = (recorded + late_min * 60 + meal_h * _HOUR_S).astype(np.int64)
    kinetics = Kinetics(**{name: np.array([body[name]]) for name in _RATES})
    conc: NDArray[np.float64] = superpose_plainly(modes_of(kinetics), taken, mg, seen)[0]
    return conc


def _diary(recorded: NDArray[np.int64], amt_g: NDArray[np.float64], days: NDArray[np.intp]) -> Diary:
    rows = [
        Event(
            int(time), 0, Kind.DOSE, "kratom#" + ("b" if day >= _BAG_LASTS_D else "a"), float(grams), Answer.GIVEN, "",
            "g", Reason.NOT_SAID, Food.NOT_SAID, Precision.CLOCK, int(time), f"d{at}", "", "", at + 2,
        )
        for at, (time, grams, day) in enumerate(zip(recorded, amt_g, days, strict=True))
    ]  # fmt: skip
    return Diary(Columns.of(rows))
