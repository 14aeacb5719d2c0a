"""nutpie on a PyMC model, as it is usually written: every coefficient, the noise and the slow process sampled."""

from __future__ import annotations

import numpy as np
import nutpie  # type: ignore[import-not-found]
import pymc as pm  # type: ignore[import-not-found]
import pytensor  # type: ignore[import-not-found]
import pytensor.tensor as pt  # type: ignore[import-not-found]

from bench.peers.effect_density import Record
from bench.peers.protocol import Array, sample

_compiled: list[object] = []


def model(record: Record) -> pm.Model:
    """The same as numpyro_latent; first-order recursions as scans."""
    count, linear = len(record["y"]), len(record["prior_sd"])
    with pm.Model() as made:
        z = pm.Normal("z", 0, 1, shape=5)
        value = record["median"] * pt.exp(record["log_sd"] * z)
        ke, ec50, kt, tau_h, rho = np.log(2) / value[0], value[1], np.log(2) / (24 * value[2]), value[3], value[4]
        usual_share, usual_tolerance = _felt(record["usual"], record["usual_step_h"], ke, ec50, kt)
        share, tolerance = (
            each[record["at"].astype(int)] for each in _felt(record["conc"], record["step_h"], ke, ec50, kt)
        )
        effect = share / usual_share.mean()
        own = [effect, tolerance - usual_tolerance.mean() * effect, pt.exp(-kt * record["since_h"])]
        columns = pt.concatenate([pt.stack(own, axis=1), pt.as_tensor(record["fixed"])], axis=1)
        sigma = pt.sqrt(
            pm.InverseGamma("variance", alpha=float(record["noise_shape"]), beta=float(record["noise_scale"]))
        )
        b = pm.Normal("b", 0, 1, shape=linear)
        coefficient = record["prior_mean"] + b * record["prior_sd"] * sigma
        w = pm.Normal("w", 0, 1, shape=count)
        kept = pt.set_subtensor(pt.exp(-record["rated_step_h"] / tau_h)[0], 0.0)
        slow = _first_order(kept, pt.sqrt(1 - kept**2) * w * rho * sigma)
        pm.Deterministic("effect", coefficient[0])
        pm.Normal("y", pt.dot(columns, coefficient) + slow, sigma, observed=record["y"])
    return made


def _felt(
    conc: Array, step_h: Array, ke: pt.TensorVariable, ec50: pt.TensorVariable, kt: pt.TensorVariable
) -> tuple[pt.TensorVariable, pt.TensorVariable]:
    """E and T at every point of one curve, washed out at the first."""
    moves = step_h > 0
    x = ke * np.where(moves, step_h, 1.0)
    left = pt.where(moves, pt.exp(-x), 1.0)
    lag = pt.where(moves, 1 - (1 - pt.exp(-x)) / x, 0.0)
    stays = pt.exp(-kt * step_h)
    before = np.concatenate([conc[:1], conc[:-1]])
    gain = pt.set_subtensor((before * (1 - left) + (conc - before) * lag)[0], 0.0)
    site = _first_order(left, gain)
    share = site / (ec50 + site)
    then = pt.concatenate([share[:1], share[:-1]])
    return share, _first_order(stays, (1 - stays) * 0.5 * (share + then))


def _first_order(left: pt.TensorVariable, gain: pt.TensorVariable) -> pt.TensorVariable:
    """x[i] = x[i - 1] left[i] + gain[i], from 0."""
    found, _ = pytensor.scan(
        lambda kept, more, x: x * kept + more, sequences=[left, gain], outputs_info=[pt.zeros(())], strict=True
    )
    return found


def chain(record: Record, seed: int, warm_up: int, draws: int) -> Array:
    """[draw, 6]: the effect and z."""
    if not _compiled:
        _compiled.append(nutpie.compile_pymc_model(model(record)))
    found = nutpie.sample(
        _compiled[0], draws=draws, tune=warm_up, chains=1, cores=1, seed=seed, progress_bar=False
    ).posterior
    return np.column_stack([found["effect"].values[0], found["z"].values[0]])


if __name__ == "__main__":
    sample(f"nutpie {nutpie.__version__}, PyMC {pm.__version__}", chain)
