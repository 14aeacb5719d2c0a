"""JAX in 64 bits: the sum of modes, scanned over doses with people side by side, gathered at observations."""

from __future__ import annotations

import jax  # type: ignore[import-not-found]
import jax.numpy as jnp  # type: ignore[import-not-found]
import numpy as np

from bench.peers.protocol import Array, Task, serve


def _modes(one: dict[str, jax.Array], outputs: int) -> tuple[list[jax.Array], list[list[jax.Array]]]:
    """Rates [mode], 1/h, and weights [output][mode], ng/mL a mg: partial fractions, for rates well apart."""
    k10, k12, k21 = one["cl"] / one["v"], one["q"] / one["v"], one["q"] / one["v2"]
    total = k10 + k12 + k21
    fast = (total + jnp.sqrt(total**2 - 4 * k10 * k21)) / 2
    slow, ka = k10 * k21 / fast, one["ka"]
    rates = [fast, slow, ka]
    amount = [ka * (k21 - a) / ((ka - a) * (b - a)) for a, b in ((fast, slow), (slow, fast))]
    amount.append(-amount[0] - amount[1])
    weights = [[1000 * each / one["v"] for each in amount]]
    if outputs > 1:
        km, ke0 = one["clm"] / one["vm"], one["ke0"]
        made = [one["fm"] * k10 * each for each in amount]
        made[2] = made[2] + one["fp"] * ka
        left = [1000 * each / one["vm"] / (km - rate) for each, rate in zip(made, rates, strict=True)]
        felt = [each * ke0 / (ke0 - rate) for each, rate in zip(weights[0], rates, strict=True)]
        weights = [[*weights[0], None, None], [*left, -sum(left), None], [*felt, None, -sum(felt)]]
        rates = [*rates, km, ke0]
    return rates, weights


def _curves(dose_h: jax.Array, mg: jax.Array, obs_h: jax.Array, one: dict[str, jax.Array], outputs: int) -> jax.Array:
    """[output, observation, person] of doses [dose, person]: people last, so that they lie side by side."""
    rates, weights = _modes(one, outputs)
    arrival_h = dose_h + one["alag"]
    since_h = jnp.diff(arrival_h, axis=0, prepend=arrival_h[:1])
    count = _taken(arrival_h, obs_h)
    last = jnp.maximum(count - 1, 0)
    after_h = jnp.where(count > 0, obs_h[:, None] - jnp.take_along_axis(arrival_h, last, axis=0), jnp.inf)
    lefts = []
    for rate in rates:
        held = jnp.take_along_axis(_held(rate, since_h, mg), last, axis=0)
        lefts.append(held * jnp.exp(-rate * after_h))
    lefts = jax.lax.optimization_barrier(lefts)  # else each output works them out again
    return jnp.stack([sum(w * left for w, left in zip(each, lefts, strict=True) if w is not None) for each in weights])


def _held(rate: jax.Array, since_h: jax.Array, mg: jax.Array) -> jax.Array:
    """What one mode holds after each dose, [dose, person]."""

    def carry(held: jax.Array, event: tuple[jax.Array, jax.Array]) -> tuple[jax.Array, jax.Array]:
        held = held * jnp.exp(-rate * event[0]) + event[1]
        return held, held

    return jax.lax.scan(carry, jnp.zeros_like(rate), (since_h, mg))[1]


def _taken(arrival_h: jax.Array, obs_h: jax.Array) -> jax.Array:
    """How many doses were taken up by each observation: quicker counted than searched for."""
    first = jnp.searchsorted(obs_h, arrival_h)
    people = arrival_h.shape[1]
    new = jnp.zeros((len(obs_h) + 1, people), jnp.int32).at[first, jnp.arange(people)].add(1)

    def carry(count: jax.Array, more: jax.Array) -> tuple[jax.Array, jax.Array]:
        return count + more, count + more

    return jax.lax.scan(carry, new[0] * 0, new[:-1])[1]


_compiled = jax.jit(_curves, static_argnums=4)


def solve(task: Task) -> Array:
    curves = _compiled(task.dose_time_h.T, task.dose_mg.T, task.obs_time_h, task.parameters, task.outputs)
    return np.asarray(curves.block_until_ready()).transpose(2, 0, 1)


if __name__ == "__main__":
    jax.config.update("jax_enable_x64", val=True)
    serve(f"JAX {jax.__version__}", solve)
