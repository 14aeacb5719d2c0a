"""Workload F: our answer to whether it helps, and other samplers beside it in the same run."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from bench.effect_peers import CHAINS, PEERS, SAME, Peer, Sampled, apart, exact_effect, run
from bench.effect_pooling import pooling_figures
from bench.effect_workload import model, of_one_curve, person
from bench.figure import Figure
from bench.record import SPECIOSA, timed
from speciosa.effect.fit import Model
from speciosa.knowledge import load_knowledge
from speciosa.record import write_diary

_DIARY_D = (14, 90, 180, 365, 1825, 3650)
_PEOPLE = (1, 10, 100)
_MOST_S = 600
_STARTS = 7
Measured = dict[str, float]


def figures() -> list[Figure]:
    """What an answer takes, beside others, and how it grows."""
    single = _measure("single")
    return [
        *_own(_measure("many")), *_people(), *_peers(single), *_cold(), _diaries(), *_answers(), _threads(),
        *pooling_figures(),
    ]  # fmt: skip


def _measure(*words: str) -> Measured:
    """One measurement of ours, in a process of its own; empty where it took too long."""
    call = [sys.executable, "-m", "bench.effect_fit", *words]
    try:
        done = subprocess.run(call, check=True, stdout=subprocess.PIPE, timeout=_MOST_S)
    except subprocess.TimeoutExpired:
        return {}
    measured: Measured = json.loads(done.stdout)
    return measured


def _own(own: Measured) -> list[Figure]:
    cpu_s = own["cpu_s"]
    how = (
        f"person 1, warm, median of 40 fits of {own['asked']:.0f} evaluations: {cpu_s:.3f} CPU-s "
        f"({own['wall_s']:.3f} s), {own['ess']:.0f} effective by the weights (Kish), k-hat at most {own['k_hat']:.2f}; "
        f"{own['curves']:.0f} exposure curves as one more coordinate, {own['points']:.0f} grid points"
    )
    again = (
        f"posterior variance over that of the 40 fits' means: {own['drawn']:.0f} draws a fit where each point draws "
        f"its effect once, {own['exact']:.0f} with the effect exact given the other numbers, as it is reported; "
        "known to a quarter"
    )
    drawn, exact = (1000 * cpu_s / own[each] for each in ("drawn", "exact"))
    return [
        Figure(
            "F, CPU-s for 1,000 effective draws of the effect, speciosa", f"{1000 * cpu_s / own['ess']:.3f} CPU-s",
            "<= 0.03", how,
        ),
        Figure(
            "the same, draws counted by repeating the fit", f"{drawn:.3f} drawn, {exact:.3f} exact CPU-s", "-", again
        ),
    ]  # fmt: skip


def _people() -> list[Figure]:
    own = _measure("people")
    how = f"{own['people']:.0f} people, 5 fits each; median person; {own['slow']:.0f} fits took a slower way"
    thousand = f"{own['thousand_cpu_s']:.3f} CPU-s, the dearest person {own['worst_thousand_cpu_s']:.3f}"
    speed = f"{1 / own['cpu_s']:.1f} a second, the slowest {1 / own['worst_cpu_s']:.1f}"
    return [
        Figure("the same by the weights, other people", thousand, "<= 0.03", how),
        Figure("F-sized people a second a core, the fit", speed, ">= 30", f"{how}; exposures laid out beforehand"),
    ]


def _peers(own: Measured) -> list[Figure]:
    """The samplers on one known exposure, ours first: the same density for all of them."""
    record = of_one_curve(model(load_knowledge()))
    found = {peer: run(peer, record) for peer in PEERS}
    own_s = 1000 * own["cpu_s"] / own["ess"]
    how = (
        f"person 1 with the middle curve as if known; one fit {own['cpu_s']:.3f} CPU-s, {own['ess']:.0f} effective by "
        f"the weights, {own['drawn']:.0f} by repeating it; effect {own['mean']:.4f}, SD {own['sd']:.3f}"
    )
    rows = [Figure("F of one known exposure, 1,000 effective draws, speciosa", f"{own_s:.3f} CPU-s", "-", how)]
    rows += [_peer(peer, each, record) for peer, each in found.items()]
    stan = "by hand, bench/peers/brms.R: its model is an AR(1) simplification"
    rows.append(Figure("the same, brms on Stan", "not measured", "-", stan))
    return [*rows, *(_ratio(peer, each, own_s) for peer, each in found.items() if isinstance(each, Sampled))]


def _peer(peer: Peer, found: Sampled | str, record: Model) -> Figure:
    what = f"the same, {peer.name}"
    if isinstance(found, str):
        return Figure(what, found, "-", peer.how)
    chains = len(found.chains)
    ended = f"stopped after {found.stopped_s:.0f} CPU-s, {chains} of {CHAINS} chains done; " if found.stopped_s else ""
    mean, error, sd = found.effect
    same = ""
    if peer == SAME:
        exact, exact_error = exact_effect(found)
        same = f", with what is linear exact {exact:.4f} ({exact_error:.4f})"
        same += f"; log density off ours by {apart(found, record):.0e}"
    compiling = max(float(found.cpu_s[0] - found.cpu_s[1:].mean()), 0.0) if chains > 1 else 0.0
    how = (
        f"{found.version}; {peer.how}; {ended}{chains} chains of {peer.warm_up} + {peer.draws}: {found.warm_cpu_s:.0f} "
        f"CPU-s and about {compiling:.0f} of compiling before; {found.effect_ess:.0f} effective of the effect, "
        f"{found.least_ess:.0f} of the number that mixes worst, R-hat at most {found.worst_r_hat:.3f}; "
        f"effect {mean:.3f} (error {error:.3f}), SD {sd:.3f}{same}"
    )
    with_compiling = 1000 * (found.warm_cpu_s + compiling) / found.effect_ess
    return Figure(what, f"{found.thousand_cpu_s:.1f} CPU-s, {with_compiling:.1f} with compiling", "-", how)


def _ratio(peer: Peer, found: Sampled, own_s: float) -> Figure:
    target = ">= 300 times" if peer == SAME else "-"
    how = "compiling not counted; theirs by autocorrelation, ours by the weights"
    return Figure(f"{peer.name}, CPU over ours", f"{found.thousand_cpu_s / own_s:,.0f} times", target, how)


def _cold() -> list[Figure]:
    """From the start of the process to the answer."""
    diary = person(load_knowledge())
    now = f"{datetime.fromtimestamp(int(diary.entries.time_s[-1]), tz=UTC):%Y-%m-%dT%H:%MZ}"
    with tempfile.TemporaryDirectory() as name:
        write_diary(diary, Path(name) / "diary")
        call = [*SPECIOSA, "effect", str(Path(name) / "diary"), "--json", "--now", now]
        runs = [timed(call) for _ in range(_STARTS + 1)][1:]
    cpu, wall, memory = (statistics.median(each[at] for each in runs) for at in range(3))
    how = f"`speciosa effect DIARY --json` of F, median of {_STARTS}, caches warm; {memory:.0f} MB"
    return [Figure("cold start, process start to answer", f"{wall:.2f} s ({cpu:.2f} CPU-s)", "<= 1.5 s", how)]


def _diaries() -> Figure:
    """From a fortnight to ten years."""
    found = {days: _measure("long", str(days)) for days in _DIARY_D}
    fits = [f"{each['fit_cpu_s']:.3g}" if each else f"over {_MOST_S} s" for each in found.values()]
    answers = [f"{each['answer_cpu_s']:.3g}" if each else f"over {_MOST_S} s" for each in found.values()]
    ends = [each for each in found.values() if each]
    memory = ", ".join(f"{each['peak_mb']:.0f}" for each in ends)
    ess = ", ".join(f"{each['ess']:.0f}" for each in ends)
    used = ", ".join(f"{each['ratings']:.0f}" for each in ends)
    days = ", ".join(map(str, _DIARY_D))
    how = f"diaries of {days} days; {used} ratings used (the last two years'); {ess} effective; {memory} MB"
    return Figure(
        "a fit / a whole answer, 14 days to 10 years", f"{', '.join(fits)} / {', '.join(answers)} CPU-s", "-", how
    )


def _answers() -> list[Figure]:
    """From one person to many, diary to verdict."""
    found = [_measure("whole", str(people)) for people in _PEOPLE]
    most = found[-1]
    each = ", ".join(f"{one['cpu_s'] / one['people']:.2f}" for one in found)
    how = (
        f"exposure, all fits, contrasts and verdict of 1, 10, 100 people, F each; median {most['median_cpu_s']:.2f}, "
        f"at most {most['most_cpu_s']:.2f}; {most['slow']:.0f} of {most['people']:.0f} took a slower way; "
        f"{most['peak_mb']:.0f} MB"
    )
    scaled = most["cpu_s"] / most["people"] * 10_000 / 3600
    return [
        Figure("a person's whole answer, of 1 to 100", f"{each} CPU-s", "-", how),
        Figure(
            "10,000 people's whole answers", f"{scaled:.1f} CPU-h", "-", "100 scaled linearly: people share nothing"
        ),
    ]


def _threads() -> Figure:
    found = _measure("threads")
    once, twice = ((found[f"wall_s_{count}"], found[f"cpu_s_{count}"]) for count in (1, 2))
    how = f"16 fits; {once[0]:.2f} s ({once[1]:.2f} CPU-s) to {twice[0]:.2f} s ({twice[1]:.2f} CPU-s); the best of 3"
    return Figure("fits, from one thread to two", f"{once[0] / twice[0]:.2f} times quicker by the clock", "-", how)
