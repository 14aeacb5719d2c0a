"""From a simulated person's doses to what is in their blood and at the effect site: `speciosa.exposure`, for one."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from speciosa.exposure import Kinetics as Bodies
from speciosa.exposure import Modes, modes_of, superpose
from speciosa.simulate.person_model import PersonModel

_S_PER_H = 3600


def modes(model: PersonModel) -> Modes:
    """What 1 mg leaves in this person's blood and, after it, at the effect site: the two outputs.

    Examples
    --------
    >>> from speciosa.knowledge import load_knowledge
    >>> modes(PersonModel.typical(load_knowledge())).outputs
    ('parent', 'effect_site')
    """
    body = model.kinetics
    one = np.ones(1)
    return modes_of(
        Bodies(
            ka=body.ka_per_h * one, alag=body.t_lag_h * one, cl=body.cl_f_l_h * one, v=body.v_f_l * one,
            q=body.q_f_l_h * one, v2=body.v2_f_l * one, ke0=model.response.ke0_per_h * one,
        )
    )  # fmt: skip


def blood_and_site_ng_ml(
    model: PersonModel, time_h: NDArray[np.float64], dose_time_h: NDArray[np.float64], amt_mg: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Concentrations in blood and at the effect site, each [time], ng/mL.

    Parameters
    ----------
    time_h : [time], hours since the record's origin, ascending.
    dose_time_h, amt_mg : [dose], the same clock, in any order; mg of mitragynine. To the second.

    Examples
    --------
    >>> from speciosa.knowledge import load_knowledge
    >>> model = PersonModel.typical(load_knowledge())
    >>> blood_and_site_ng_ml(model, np.arange(4.0), np.zeros(1), np.array([39.0]))[0].round().tolist()
    [0.0, 32.0, 26.0, 15.0]
    """
    order = np.argsort(dose_time_h, kind="stable")
    conc = superpose(modes(model), _seconds(dose_time_h[order]), amt_mg[order], _seconds(time_h))
    blood, site = np.maximum(conc[0], 0.0)  # at once after a dose the terms cancel, to rounding
    return blood, site


def _seconds(time_h: NDArray[np.float64]) -> NDArray[np.int64]:
    seconds: NDArray[np.int64] = np.rint(time_h * _S_PER_H).astype(np.int64)
    return seconds
