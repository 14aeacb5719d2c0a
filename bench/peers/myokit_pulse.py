"""Myokit (CVODES), one person after the other; it has no instant dose, so each is a pulse of 0.001 h."""

from __future__ import annotations

from functools import cache

import myokit  # type: ignore[import-not-found]
import numpy as np

from bench.peers.protocol import Array, Task, serve

PULSE_H = 0.001
_PARENT = """
[engine]
pace = 0 bind pace
time = 0 bind time

[pk]
ka = 1
cl = 1
v = 1
q = 1
v2 = 1
dot(gut) = engine.pace - ka * gut
dot(central) = ka * gut - (cl + q) / v * central + q / v2 * peripheral
dot(peripheral) = q / v * central - q / v2 * peripheral
parent = 1000 * central / v
"""
_FULL = """fp = 1
fm = 1
clm = 1
vm = 1
ke0 = 1
dot(formed) = fp * ka * gut + fm * cl / v * central - clm / vm * formed
dot(effect_site) = ke0 * (parent - effect_site)
metabolite = 1000 * formed / vm
"""
_NAMES = ("ka", "cl", "v", "q", "v2", "fp", "fm", "clm", "vm", "ke0")
_SHOWN = ("pk.parent", "pk.metabolite", "pk.effect_site")


@cache
def _simulation(*, full: bool) -> myokit.Simulation:
    """Compiled once: the first of two calls pays for it."""
    more = "pk.formed = 0\npk.effect_site = 0\n" if full else ""
    text = "[[model]]\npk.gut = 0\npk.central = 0\npk.peripheral = 0\n" + more + _PARENT + (_FULL if full else "")
    return myokit.Simulation(myokit.parse_model(text))


def solve(task: Task) -> Array:
    simulation = _simulation(full=task.outputs > 1)
    return np.stack([_person(simulation, task, person) for person in range(len(task.dose_mg))])


def _person(simulation: myokit.Simulation, task: Task, person: int) -> Array:
    doses = myokit.Protocol()
    for at_h, mg in zip(task.dose_time_h[person] + task.parameters["alag"][person], task.dose_mg[person], strict=True):
        doses.schedule(mg / PULSE_H, at_h, PULSE_H)
    simulation.reset()
    simulation.set_protocol(doses)
    for name in _NAMES[: 5 if task.outputs == 1 else None]:
        simulation.set_constant(f"pk.{name}", task.parameters[name][person])
    shown = list(_SHOWN[: task.outputs])
    end_h = task.obs_time_h[-1] + 1
    found = simulation.run(end_h, log=shown, log_times=task.obs_time_h)
    return np.array([found[name] for name in shown])


if __name__ == "__main__":
    serve(f"myokit {myokit.__version__}", solve)
