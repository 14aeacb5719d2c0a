"""Workload E: our exposure kernel, and other engines beside it in the same run."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bench.exposure_close import NEARNESS, PARENT_PEOPLE, error_at, nearly_equal
from bench.exposure_coverage import coverage
from bench.exposure_peers import JAX, MRGSOLVE, PEERS, PEOPLE, Peer, Run, run
from bench.exposure_reference import reference, worst_error
from bench.exposure_workload import Workload, workload
from bench.figure import Figure
from speciosa.knowledge import load_knowledge

_PARTS = ("at a random hour", "peak", "area of a day")
_SHOWN = NEARNESS[2::3]  # 1e-3, 1e-6, 1e-9, 1e-12, 1e-15
_GROWTH = [10**power for power in range(1, 7)]


class Form(NamedTuple):
    """The parent alone, or with metabolite and effect site."""

    name: str
    outputs: int
    target: str


_PARENT, _FULL = Form("parent", 1, "<= 0.12 s"), Form("full", 3, "<= 0.20 s")


def figures() -> list[Figure]:
    """What exposure takes, and how right it is."""
    work = workload(PEOPLE)
    truth = reference(work.first(3))
    rows = []
    for form in (_PARENT, _FULL):
        own = _measure(form.name)
        found = [(peer, _peer(peer, form, work)) for peer in PEERS]
        rows += [_own(form, own), _plain(form)]
        rows += [_row(form, peer, each, truth) for peer, each in found if each is not None]
        rows += _ratios(form, own["cpu_s"], dict(found))
    return [*rows, *_close(), _grid(), _threads(), *_growth(), _coverage()]


def _measure(*name: str) -> dict[str, float]:
    """One measurement of ours, in a process of its own."""
    call = [sys.executable, "-m", "bench.exposure_kernel", *name]
    measured: dict[str, float] = json.loads(subprocess.run(call, check=True, stdout=subprocess.PIPE).stdout)
    return measured


def _peer(peer: Peer, form: Form, work: Workload) -> Run | str | None:
    people = peer.parent if form is _PARENT else peer.full
    return run(peer, work.first(people), form.outputs) if people else None


def _own(form: Form, own: dict[str, float]) -> Figure:
    reached = f"{own['cpu_s']:.3f} CPU-s ({own['wall_s']:.3f} s), {own['peak_mb']:.0f} MB, error {own['error']:.0e}"
    how = f"all {PEOPLE:,}; warm, median of 7; {own['held_cpu_s']:.3f} CPU-s into memory already held"
    return Figure(f"E {form.name}, speciosa", reached, form.target, how)


def _plain(form: Form) -> Figure:
    plain = _measure(f"plain {form.name}")
    scaled = plain["cpu_s"] * PEOPLE / plain["people"]
    how = f"{plain['people']:.0f} people, scaled linearly; the other path differs by {plain['apart']:.0e} of peak"
    return Figure(f"E {form.name}, speciosa in plain NumPy", f"{scaled:.0f} CPU-s", "-", how)


def _row(form: Form, peer: Peer, found: Run | str, truth: NDArray[np.float64]) -> Figure:
    what = f"E {form.name}, {peer.name}"
    if isinstance(found, str):
        return Figure(what, found, "-", "")
    scaled = "" if found.people == PEOPLE else ", scaled linearly"
    spent = f"{found.everybody_cpu_s:.3g}" if found.everybody_cpu_s < 1000 else f"{found.everybody_cpu_s:,.0f}"
    reached = f"{spent} CPU-s, {found.peak_mb:.0f} MB, error {worst_error(found.conc, truth):.0e}"
    people = f"all {PEOPLE:,}" if found.people == PEOPLE else f"{found.people:,} people"
    return Figure(what, reached, "-", f"{found.version}; {people}{scaled}; {peer.how}")


def _ratios(form: Form, own_cpu_s: float, found: dict[Peer, Run | str | None]) -> list[Figure]:
    """How many times more CPU the quickest simulator of others takes; JAX is a tool that we wrote one on."""
    others = {peer: each.everybody_cpu_s for peer, each in found.items() if isinstance(each, Run) and peer != JAX}
    if not others:
        return []
    best = min(others, key=lambda peer: others[peer])
    target = ">= 50 times" if form is _PARENT else "-"
    return [
        Figure(
            f"E {form.name}, the quickest other simulator's CPU over ours",
            f"{others[best] / own_cpu_s:.0f} times",
            target,
            f"{best.name}; JAX is a tool, not a simulator",
        )
    ]


def _close() -> list[Figure]:
    own = _measure("close")
    how = (
        f"{own['people']:.0f} people, each pair of rates from 0.1 apart to equal; {own['sent']:.0f} of them are sent to"
        " the matrix exponential"
    )
    rows = [Figure("worst error / peak, rates that nearly meet", f"{own['error']:.0e}", "<= 1e-10", how)]
    work = nearly_equal().first(PARENT_PEOPLE)
    truth = reference(work)
    for peer in (MRGSOLVE, JAX):
        found = run(peer, work, 1)
        errors = [] if isinstance(found, str) else [f"{error_at(each, found.conc, truth):.0e}" for each in _SHOWN]
        reached = found if isinstance(found, str) else ", ".join(errors)
        how = f"rates {', '.join(f'{each:.0e}' for each in _SHOWN)} apart"
        rows.append(Figure(f"the same, parent only, {peer.name}", reached, "-", how))
    return rows


def _grid() -> Figure:
    found = _measure("grid")
    reached = f"{found['parent']:.2f} ms parent, {found['full']:.2f} ms full"
    return Figure("one person, 90 days on a 5-minute grid", reached, "<= 10 ms", "CPU, warm, median of 50")


def _threads() -> Figure:
    found = _measure("threads")
    once, twice = ((found[f"wall_s_{count}"], found[f"cpu_s_{count}"]) for count in (1, 2))
    reached = f"{once[0] / twice[0]:.2f} times quicker by the clock"
    how = f"{once[0]:.3f} s ({once[1]:.3f} CPU-s) to {twice[0]:.3f} s ({twice[1]:.3f} CPU-s); the best of 15"
    return Figure("E full, from one thread to two", reached, "-", how)


def _growth() -> list[Figure]:
    found = {people: _measure("streamed parent", str(people)) for people in _GROWTH}
    full = _measure("streamed full", "100000")
    each_us = [f"{1e6 * one['cpu_s'] / one['people']:.0f}" for one in found.values()]
    million = found[_GROWTH[-1]]
    reached = f"{million['cpu_s']:.1f} CPU-s ({million['wall_s']:.1f} s), {million['peak_mb']:.0f} MB"
    how = "mean, peak and trough of the parent, 500 people at a time, one thread; making the people up is not counted"
    scaled = f"{10 * full['cpu_s']:.1f} CPU-s, {full['peak_mb']:.0f} MB"
    return [
        Figure("1,000,000 people, summaries", reached, "<= 60 s, < 2 GB", how),
        Figure("the same, full", scaled, "<= 60 s, < 2 GB", "100,000 people, scaled linearly"),
        Figure("a person, of 10 to 1,000,000", f"{', '.join(each_us)} µs", "-", "CPU of summaries, each tenfold more"),
    ]


def _coverage() -> Figure:
    found = coverage(load_knowledge(), 2000)
    parts = (
        f"{what} {parent:.1%} / {metabolite:.1%}" for what, (parent, metabolite) in zip(_PARTS, found, strict=True)
    )
    how = "2,000 made-up people, leaf of unknown strength; mitragynine / 7-hydroxymitragynine; SE 0.7 points"
    return Figure("90 % band of exposure holds the truth", "; ".join(parts), "88-92 %", how)
