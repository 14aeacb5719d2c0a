"""NumPyro's NUTS on the density that we explore: five numbers, everything linear integrated out."""

from __future__ import annotations

from functools import partial

import jax  # type: ignore[import-not-found]
import numpy as np
import numpyro  # type: ignore[import-not-found]
from numpyro import distributions
from numpyro.infer import MCMC, NUTS  # type: ignore[import-not-found]

from bench.peers.effect_density import Record, collapsed, degrees
from bench.peers.protocol import Array, sample

_samplers: list[MCMC] = []


def model(record: Record) -> None:
    z = numpyro.sample("z", distributions.Normal(0, 1).expand([5]).to_event(1))
    log_like, middle, scale = collapsed(record, z)
    numpyro.factor("like", log_like)
    numpyro.deterministic("middle", middle)
    numpyro.deterministic("scale", scale)
    numpyro.deterministic("log_like", log_like)


def chain(record: Record, seed: int, warm_up: int, draws: int) -> Array:
    """[draw, 8]: the effect, z, and what was given of it for comparing: log likelihood and conditional mean."""
    if not _samplers:  # the same one for all chains: it keeps what it compiled
        kernel = NUTS(partial(model, record))
        _samplers.append(MCMC(kernel, num_warmup=warm_up, num_samples=draws, progress_bar=False))
    sampler = _samplers[0]
    sampler.run(jax.random.PRNGKey(seed))
    found = {name: np.asarray(values) for name, values in sampler.get_samples().items()}
    student = np.random.default_rng(seed).standard_t(degrees(record), draws)
    effect = found["middle"] + found["scale"] * student
    return np.column_stack([effect, found["z"], found["log_like"], found["middle"]])


if __name__ == "__main__":
    numpyro.enable_x64()
    sample(f"NumPyro {numpyro.__version__}, JAX {jax.__version__}", chain)
