"""diffrax: Tsit5 from event to event, people mapped side by side; it knows no doses, so we step to each."""

from __future__ import annotations

import diffrax  # type: ignore[import-not-found]
import jax  # type: ignore[import-not-found]
import jax.numpy as jnp  # type: ignore[import-not-found]
import numpy as np

from bench.peers.protocol import Array, Task, serve

TOLERANCE = 1e-6
_MOST_STEPS = 4096


def _change(_time_h: jax.Array, mg: jax.Array, one: dict[str, jax.Array]) -> jax.Array:
    """d/dt of gut, central, peripheral, and for the full model of metabolite (mg) and effect site (mg/L)."""
    absorbed = one["ka"] * mg[0]
    out, back = one["q"] / one["v"] * mg[1], one["q"] / one["v2"] * mg[2]
    cleared = one["cl"] / one["v"] * mg[1]
    parent = [-absorbed, absorbed - cleared - out + back, out - back]
    if len(mg) == 3:
        return jnp.stack(parent)
    metabolite = one["fp"] * absorbed + one["fm"] * cleared - one["clm"] / one["vm"] * mg[3]
    return jnp.stack([*parent, metabolite, one["ke0"] * (mg[1] / one["v"] - mg[4])])


def _person(time_h: jax.Array, mg: jax.Array, one: dict[str, jax.Array], size: int) -> jax.Array:
    """State [event, compartment] after each event."""
    control = diffrax.PIDController(rtol=TOLERANCE, atol=TOLERANCE)

    def step(
        carried: tuple[jax.Array, jax.Array], event: tuple[jax.Array, jax.Array]
    ) -> tuple[tuple[jax.Array, jax.Array], jax.Array]:
        (since, state), (until, dose) = carried, event
        found = diffrax.diffeqsolve(
            diffrax.ODETerm(_change), diffrax.Tsit5(), since, until, None, state, one,
            stepsize_controller=control, max_steps=_MOST_STEPS,
        )  # fmt: skip
        state = found.ys[-1].at[0].add(dose)
        return (until, state), state

    _, states = jax.lax.scan(step, (time_h[0] - 1e-3, jnp.zeros(size)), (time_h, mg))
    return states


_people = jax.jit(jax.vmap(_person, in_axes=(0, 0, 0, None)), static_argnums=3)


def solve(task: Task) -> Array:
    arrival_h = task.dose_time_h + task.parameters["alag"][:, None]
    people, doses = arrival_h.shape
    time_h = np.hstack([arrival_h, np.tile(task.obs_time_h, (people, 1))])
    mg = np.hstack([task.dose_mg, np.zeros((people, len(task.obs_time_h)))])
    order = np.argsort(time_h, axis=1, kind="stable")
    sorted_h, sorted_mg = (np.take_along_axis(each, order, axis=1) for each in (time_h, mg))
    states = _people(sorted_h, sorted_mg, task.parameters, 3 if task.outputs == 1 else 5)
    seen = np.empty(states.shape)
    np.put_along_axis(seen, order[:, :, None], np.asarray(states), axis=1)
    volume = {name: task.parameters[name][:, None] for name in ("v", "vm")}
    amounts = seen[:, doses:]
    curves = [amounts[:, :, 1] / volume["v"]]
    if task.outputs > 1:
        curves += [amounts[:, :, 3] / volume["vm"], amounts[:, :, 4]]
    return 1000.0 * np.stack(curves, axis=1)


if __name__ == "__main__":
    jax.config.update("jax_enable_x64", val=True)
    serve(f"diffrax {diffrax.__version__}", solve)
