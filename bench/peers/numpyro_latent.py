"""NumPyro's NUTS on the model as it is usually written: every coefficient, the noise and the slow process sampled."""

from __future__ import annotations

from functools import partial

import jax  # type: ignore[import-not-found]
import jax.numpy as jnp  # type: ignore[import-not-found]
import numpy as np
import numpyro  # type: ignore[import-not-found]
from numpyro import distributions
from numpyro.infer import MCMC, NUTS  # type: ignore[import-not-found]

from bench.peers.effect_density import Record, columns_of, theta_of
from bench.peers.protocol import Array, sample

_samplers: list[MCMC] = []


def model(record: Record) -> None:
    """The slow process by its innovations: u[i] = kept u[i - 1] + sqrt(1 - kept^2) rho sigma w[i]."""
    z = numpyro.sample("z", distributions.Normal(0, 1).expand([5]).to_event(1))
    theta = theta_of(record, z)
    variance = numpyro.sample("variance", distributions.InverseGamma(record["noise_shape"], record["noise_scale"]))
    sigma = jnp.sqrt(variance)
    count, linear = len(record["y"]), len(record["prior_sd"])
    b = numpyro.sample("b", distributions.Normal(0, 1).expand([linear]).to_event(1))
    coefficient = record["prior_mean"] + b * record["prior_sd"] * sigma
    w = numpyro.sample("w", distributions.Normal(0, 1).expand([count]).to_event(1))
    kept = jnp.exp(-record["rated_step_h"] / theta.tau_h).at[0].set(0.0)

    def carry(u: jax.Array, step: tuple[jax.Array, jax.Array]) -> tuple[jax.Array, jax.Array]:
        u = step[0] * u + step[1]
        return u, u

    moved = jnp.sqrt(1 - kept**2) * w * theta.rho * sigma
    slow = jax.lax.scan(carry, jnp.zeros(()), (kept, moved))[1]
    numpyro.deterministic("effect", coefficient[0])
    numpyro.sample("y", distributions.Normal(columns_of(record, theta) @ coefficient + slow, sigma), obs=record["y"])


def chain(record: Record, seed: int, warm_up: int, draws: int) -> Array:
    """[draw, 6]: the effect and z."""
    if not _samplers:
        _samplers.append(MCMC(NUTS(partial(model, record)), num_warmup=warm_up, num_samples=draws, progress_bar=False))
    sampler = _samplers[0]
    sampler.run(jax.random.PRNGKey(seed))
    found = sampler.get_samples()
    return np.column_stack([np.asarray(found["effect"]), np.asarray(found["z"])])


if __name__ == "__main__":
    numpyro.enable_x64()
    sample(f"NumPyro {numpyro.__version__}, JAX {jax.__version__}", chain)
