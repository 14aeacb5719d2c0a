"""Other engines on the same work, where they are installed; none of them is part of this project.

SPECIOSA_PEERS_PYTHON names an interpreter that has jax, diffrax and myokit; Rscript is looked for on the
path, and SPECIOSA_PEERS_R_LIBS names a folder of R packages that has mrgsolve (deSolve may be R's own).
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bench.exposure_workload import Workload

PEOPLE = 10_000
_HERE = Path(__file__).parent
MISSING = ("No module named", "there is no package called")


class Peer(NamedTuple):
    """One engine in one form.

    Parameters
    ----------
    adapter : the file in bench/peers.
    form : further words of its command line.
    parent, full : people it is given; fewer than `PEOPLE` are scaled linearly; 0: not offered.
    """

    name: str
    adapter: str
    form: str
    parent: int
    full: int
    how: str


class Run(NamedTuple):
    """What an engine took for `people`, and its concentrations of the first of them, ng/mL."""

    cpu_s: float
    wall_s: float
    peak_mb: float
    version: str
    people: int
    conc: NDArray[np.float64]

    @property
    def everybody_cpu_s(self) -> float:
        """Scaled linearly to the whole workload."""
        return self.cpu_s * PEOPLE / self.people


MRGSOLVE = Peer("mrgsolve, closed form", "mrgsolve.R", "closed", PEOPLE, 0, "first call; it has no warm-up")
JAX = Peer("JAX, closed form, 64 bits", "jax_closed_form.py", "", PEOPLE, PEOPLE, "our own code on it; second call")
PEERS = (
    MRGSOLVE,
    JAX,
    Peer("mrgsolve, ODE", "mrgsolve.R", "ode", 500, 500, "LSODA, tolerances 1e-8"),
    Peer("diffrax", "diffrax_tsit5.py", "", 1000, 300, "Tsit5, tolerances 1e-6, from event to event; second call"),
    Peer(
        "myokit", "myokit_pulse.py", "", 20, 20, "CVODES, its own tolerances, a dose is a pulse of 0.001 h; second call"
    ),
    Peer("deSolve", "desolve.R", "", 3, 3, "LSODA, tolerances 1e-8, model written in R"),
)


def run(peer: Peer, work: Workload, outputs: int) -> Run | str:
    """Its figures, or why there are none."""
    call = _call(peer)
    if call is None:
        return "not installed here"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        work.write(folder)
        given = [*call, name, str(len(work)), str(outputs), *peer.form.split()]
        done = subprocess.run(given, cwd=_HERE.parent, env=_environment(), capture_output=True, text=True, check=False)
        if done.returncode:
            missing = any(each in done.stderr for each in MISSING)
            last = done.stderr.strip().rpartition("\n")[2].replace("|", "/")
            return "not installed here" if missing else f"failed: {last}"
        measured = json.loads((folder / "measured.json").read_text(encoding="utf-8"))
        conc = np.fromfile(folder / "conc", "<f8").reshape(-1, outputs, len(work.obs_time_s))
    return Run(people=len(work), conc=conc, **measured)


def _call(peer: Peer) -> list[str] | None:
    if peer.adapter.endswith(".R"):
        rscript = shutil.which("Rscript")
        return [rscript, str(_HERE / "peers" / peer.adapter)] if rscript else None
    python = os.environ.get("SPECIOSA_PEERS_PYTHON")
    return [python, "-m", f"bench.peers.{Path(peer.adapter).stem}"] if python else None


def _environment() -> dict[str, str]:
    libraries = os.environ.get("SPECIOSA_PEERS_R_LIBS")
    own = {"R_LIBS": libraries} if libraries else {}
    return {**os.environ, **own, "JAX_PLATFORMS": "cpu"}
