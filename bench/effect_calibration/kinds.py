"""Six ways that scores come about which the model knows nothing of."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from bench.effect_calibration.generators import MATCHED, slow_process
from speciosa.simulate import PersonModel
from speciosa.simulate.course import ou_path
from speciosa.simulate.response import occupied, tolerance_path

Array = NDArray[np.float64]
_HILL = 2.5
_SLOW_HALF_D, _QUICK_HALF_D = 12.0, 4.0
_BOUND_SHARE, _WITHDRAWAL_SHARE = 0.5, 0.8
_SCALE_LOSS, _SCALE_UP_NRS = 0.3, 0.6
_JUMP_EVERY_D, _JUMP_NRS = 18.0, 0.8
_FLARE_EVERY_D, _FLARE_NRS, _T_DEGREES = 14.0, 2.5, 3
_PREMIUM = 1.5
_FORGOTTEN = 0.1


def _flares(model: PersonModel, hours: int, rng: np.random.Generator) -> Array:
    """Flares of hours to days on top: up at once, down by half a day."""
    path, at = slow_process(model, hours, rng), 0.0
    while (at := at + rng.exponential(24 * _FLARE_EVERY_D)) < hours:
        length_h, height = rng.uniform(12, 96), rng.exponential(_FLARE_NRS)
        since = np.arange(hours) - at
        path += height * (since >= 0) * np.exp(-np.maximum(since - length_h, 0) / 12)
    return path


def _heavy(model: PersonModel, count: int, rng: np.random.Generator) -> Array:
    return model.course.noise_sd_nrs * rng.standard_t(_T_DEGREES, count)


def _jumps(model: PersonModel, hours: int, rng: np.random.Generator) -> Array:
    """Level shifts at unforeseen times, and ups and downs of a few hours: no process with one memory."""
    waits = np.cumsum(rng.exponential(24 * _JUMP_EVERY_D, 40))
    level = _JUMP_NRS * rng.standard_normal(len(waits) + 1)
    quick = ou_path(hours, 0.6 * model.course.ou_sd_nrs, 5.0, rng)
    return level[np.searchsorted(waits, np.arange(hours))] + quick


def _steep(model: PersonModel, site: Array) -> Array:
    """Nothing below a threshold, then quickly all: a Hill curve of 2.5."""
    ec50, response = 0.7 * model.response.ec50_ng_ml, model.response
    share = site**_HILL / (ec50**_HILL + site**_HILL)
    tolerance = tolerance_path(share, response.k_tolerance_per_h)
    found: Array = 0.7 * (response.tolerance_nrs * tolerance - response.emax_nrs * share)
    return found


def _used_up(model: PersonModel, site: Array) -> Array:
    """What answers is used up and comes back slowly; withdrawal is a state of its own, driven by a fall."""
    response, share = model.response, occupied(site, model.response.ec50_ng_ml)
    slow, quick = (np.log(2) / (24 * each) for each in (_SLOW_HALF_D, _QUICK_HALF_D))
    left, used_to = 1.0, 0.0
    found = np.empty(len(share))
    for hour, now in enumerate(share.tolist()):
        left += slow * (1 - left) * (1 + left) - 2 * slow * _BOUND_SHARE * now * left / (1 - _BOUND_SHARE)
        used_to += quick * (now - used_to)
        withdrawal = response.tolerance_nrs * _WITHDRAWAL_SHARE * max(used_to - now, 0.0)
        found[hour] = withdrawal - response.emax_nrs * now * left
    return found


def _changing_scale(felt: Array, at: Array) -> Array:
    """The same pain gets another number as time goes on, and only even numbers are used."""
    said = 5 + (felt - 5) * (1 - _SCALE_LOSS * at) + _SCALE_UP_NRS * at
    even: Array = np.clip(2 * np.rint(said / 2), 0, 10) + 0.0
    return even


def _more_of_more(amt_mg: Array) -> Array:
    """Twice the dose is nearly three times the exposure."""
    return amt_mg * (np.maximum(amt_mg, 1e-9) / 45.0) ** (_PREMIUM - 1)


MISSPECIFIED = (
    replace(MATCHED, name="flares", says="sudden flares, single scores far out (Student's t of 3)",
        slow=_flares, noise=_heavy),
    replace(MATCHED, name="jumps", says="the level jumps every 18 days or so; no one memory", slow=_jumps),
    replace(MATCHED, name="threshold", says="nothing below a threshold, then quickly all (Hill 2.5)", answer=_steep),
    replace(
        MATCHED, name="used up", says="the answer is used up, and withdrawal is a state of its own", answer=_used_up
    ),
    replace(
        MATCHED, name="another scale", says="the scale shrinks by 30 % and drifts by 0.6; even numbers only",
        scored=_changing_scale, slope=1 - _SCALE_LOSS / 2,
    ),
    replace(
        MATCHED, name="other doses",
        says="exposure grows faster than the dose, a bag labelled 18 mg/g holds 10, every tenth dose is forgotten",
        absorbed=_more_of_more, forgotten=_FORGOTTEN, bags=True,
    ),
)  # fmt: skip
