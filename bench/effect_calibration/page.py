"""The page of the calibration: what was run, and what came out."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

import numpy as np
from bench.effect_calibration.bands import leaves, simultaneous_band
from bench.effect_calibration.cases import (
    ABAB,
    ABAB_DRIFT,
    CASES,
    OBSERVED,
    USUAL,
    WASHOUT_D,
    YEAR,
    Case,
    says_of,
)
from bench.effect_calibration.cases import SEED as PEOPLE_SEED
from bench.effect_calibration.generators import MATCHED, MISSPECIFIED
from bench.effect_calibration.look import Look
from bench.effect_calibration.sbc import PARAMETERS, Person
from bench.effect_calibration.sbc import SEED as SBC_SEED
from bench.effect_calibration.tables import (
    SURE,
    Score,
    at_most,
    our_claims,
    our_score,
    smallest_sure,
    usual_claims,
    usual_score,
)

JOINT = 0.99


class Runs(NamedTuple):
    """Everything that was run: prior-drawn people, people with an effect and people without, by kind."""

    sbc: list[Person]
    moved: dict[str, list[Case]]
    unmoved: dict[str, list[Case]]


def page_of(runs: Runs, command: str, *, sure: float, noticed: float) -> str:
    """The whole page, Markdown.

    Parameters
    ----------
    command : that makes it.
    sure, noticed : the verdict's thresholds as they stand.
    """
    parts = [
        f"<!-- Written by `{command}`. Do not edit. -->",
        "# Calibration of the effect",
        f"Every figure here is made by `{command}`, on people whose truth is known. All of them are simulated. Points are "
        "of 0 to 10; below zero is relief. Seeds were fixed before the first run: "
        f"{SBC_SEED} (drawn from the priors), {PEOPLE_SEED} (all others).",
        _sbc(runs.sbc),
        _kinds(),
        _accuracy(runs.moved),
        _usual(runs.moved),
        _false_claims(runs.unmoved, sure, noticed),
        _threshold(runs.moved, runs.unmoved, sure, noticed),
        _computing(runs),
    ]
    return "\n\n".join(parts) + "\n"


def _sbc(people: list[Person]) -> str:
    pit = np.array([each.pit for each in people])
    band = simultaneous_band(len(people), (1 - JOINT) / len(PARAMETERS))
    out = [leaves(band, pit[:, at]) for at in range(len(PARAMETERS))]
    inside = ((pit > 0.025) & (pit < 0.975)).mean(axis=0)
    rows = [
        [name, _percent(share), "inside" if not away else f"leaves it by {away:.3f}"]
        for name, share, away in zip(PARAMETERS, inside, out, strict=True)
    ]
    held = sum(not each for each in out)
    return _section(
        "Drawn from the model's own priors",
        f"{len(people)} people: five nonlinear numbers, one of the equally likely exposure curves, noise and coefficients "
        "from the priors, ratings by the model's equations, written out a second time and plainly. If fit and draws are "
        "right, the truth's rank among the draws is even. The bands hold chance with 99 % for all "
        f"{len(PARAMETERS)} numbers together (Säilynoja, Bürkner and Vehtari 2022; doi 10.1007/s11222-022-10090-6). "
        f"{held} of {len(PARAMETERS)} stay inside. This tests the computing, not the model: the tables below do that.",
        "![Ranks of the truth among the draws, with the bands of chance](../../images/effect-sbc.svg)",
        _table(["number", "truth inside the 95 % interval", "band"], rows),
    )


def _kinds() -> str:
    rows = [[name, says_of(name)] for name in CASES]
    return _section(
        "Who else was simulated",
        f"One kind as the model thinks, {len(MISSPECIFIED)} kinds that it knows nothing of (the same doses as the first), "
        "one who doses because it hurts, and the design that self-tracking platforms use. The true effect is computed "
        "from each kind's own equations by the contract's definition: 30 days of the usual pattern minus none, both from "
        "washed out. On another scale it is in points of the scale at the record's middle.",
        _table(["kind", "what is different"], rows),
    )


def _accuracy(moved: dict[str, list[Case]]) -> str:
    rows = []
    for name, found in moved.items():
        ours = our_score(found)
        states = Counter(each.last.state for each in found)
        share = ", ".join(f"{_percent(count / len(found))} {state}" for state, count in states.most_common())
        rows.append([name, str(len(found)), f"{np.mean([each.truth for each in found]):.2f}", *_scored(ours), share])
    head = ["kind", "people", "true effect", "bias", "RMSE", "95 % interval holds the truth", "width", "states"]
    return _section(
        "People with an effect: ours",
        f"{_bound(moved)} The share of intervals that hold the truth is known to about "
        f"{_percent(1.96 * np.sqrt(0.95 * 0.05 / len(next(iter(moved.values())))))} to either side. The state is that of "
        "the last look, on day 105.",
        _table(head, rows),
    )


def _bound(moved: dict[str, list[Case]]) -> str:
    bounds = [each.bound for each in moved.get(MATCHED.name, []) if each.bound]
    if not bounds:
        return ""
    with_priors = np.sqrt(np.mean([each.with_priors for each in bounds]))
    return (
        "The Cramér-Rao bound of the RMSE of the first kind, from each person's Fisher information at the truth with "
        f"exposure, memory and noise as if known: {np.sqrt(np.median([each.unbiased for each in bounds])):.2f} for the "
        f"middle person without priors, {with_priors:.2f} over all with the priors' information added (van Trees)."
    )


def _usual(moved: dict[str, list[Case]]) -> str:
    rows = []
    for name, found in moved.items():
        for at, analysis in enumerate(USUAL):
            rows.append([name if not at else "", analysis, *_scored(usual_score(found, at))])
    return _section(
        "The usual analyses of the same people",
        "Days with minus days without, measured against the same true effect, which is what people ask for: tolerance and "
        f"what carries over count as error. After washout: without the first {WASHOUT_D} days of each period but the first.",
        _table(["kind", "analysis", "bias", "RMSE", "95 % interval holds the truth", "width"], rows),
    )


def _false_claims(unmoved: dict[str, list[Case]], sure: float, noticed: float) -> str:
    rows = []
    for name, found in unmoved.items():
        ours = our_claims(found, sure, noticed)
        rows.append([
            name, str(ours.people), _percent(ours.last / ours.people), _percent(ours.ever / ours.people),
            f"{_percent(at_most(ours.ever, ours.people))}", *map(_percent, usual_claims(found)),
        ])  # fmt: skip
    return _section(
        "People without any effect: false claims",
        f"Ours: a verdict with `effect_state_prob` {sure} and `effect_state_notice_prob` {noticed}, at the record's end, and "
        "ever on the whole path of looks (every 21 days from day 21 on, and at the end). The usual analyses: zero outside "
        "of the 95 % interval, at the end. Kinds that differ in the answer alone are left out: without an effect they are "
        "the first.",
        _table(["kind", "people", "ours, one look", "ours, ever", "at most (95 %)", *USUAL], rows),
    )


def _threshold(moved: dict[str, list[Case]], unmoved: dict[str, list[Case]], sure: float, noticed: float) -> str:
    rows = []
    for each in SURE:
        none = [our_claims(found, each, noticed) for found in unmoved.values()]
        some = [our_claims(found, each, noticed) for found in moved.values()]
        ever, people = sum(one.ever for one in none), sum(one.people for one in none)
        worst = max(one.ever / one.people for one in none)
        said, wrong = sum(one.ever for one in some), sum(one.wrong for one in some)
        rows.append([
            f"{each:g}", _percent(ever / people), _percent(at_most(ever, people)), _percent(worst),
            _percent(said / sum(one.people for one in some)), _percent(wrong / max(said, 1)),
        ])  # fmt: skip
    smallest = smallest_sure(dict(unmoved), noticed)
    proposed = f"{smallest:g}" if smallest is not None else "none of these"
    head = [
        "`effect_state_prob`",
        "no effect: ever a claim",
        "at most (95 %)",
        "worst kind",
        "effect: a claim at the end",
    ]
    return _section(
        "How sure a claim has to be",
        f"The smallest threshold with at most one in twenty for every kind, and for all together with 95 % confidence: "
        f"**{proposed}** (in use: {sure:g}; with `effect_state_notice_prob` {noticed:g}).",
        _table([*head, "of those, the wrong way"], rows),
    )


def _computing(runs: Runs) -> str:
    looks = [
        one
        for kinds in (runs.moved, runs.unmoved)
        for found in kinds.values()
        for each in found
        for one in (*each.path, each.last)
    ]
    fits = Counter(each.method for each in runs.sbc)
    over = sum(not each.k_hat <= 0.7 for each in runs.sbc)
    fit_s = np.mean([each.cpu_s for each in runs.sbc])
    return _section(
        "Computing",
        f"Of {len(runs.sbc)} fits from the priors: {_counted(fits)}; k-hat above 0.7 in {over}; {fit_s:.3f} CPU-s each. "
        f"Of {len(looks)} answers to the others: {_counted(Counter(each.method for each in looks))}; k-hat above 0.7 in "
        f"{sum(not each.k_hat <= 0.7 for each in looks)}; {np.mean([each.cpu_s for each in looks]):.2f} CPU-s each, the "
        f"slowest {max(each.cpu_s for each in looks):.1f}{_slow(looks)}.",
    )


def _slow(looks: list[Look]) -> str:
    slow = [each.cpu_s for each in looks if each.method != "importance"]
    return f"; where the quick way was not enough {np.mean(slow):.1f} CPU-s" if slow else ""


def _counted(counter: Counter[str]) -> str:
    return ", ".join(f"{count} by {name}" for name, count in counter.most_common())


def _scored(found: Score) -> list[str]:
    return [f"{found.bias:+.2f}", f"{found.rmse:.2f}", _percent(found.coverage), f"{found.width:.2f}"]


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"


def _section(title: str, *parts: str) -> str:
    return "\n\n".join([f"## {title}", *parts])


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(each)} |" for each in lines)


NULL_KINDS = (MATCHED.name, *(each.name for each in MISSPECIFIED if each.name in ("flares", "jumps", "another scale")))
NULL_KINDS = (*NULL_KINDS, OBSERVED, YEAR, ABAB, ABAB_DRIFT)
MOVED_KINDS = tuple(each for each in CASES if each not in (ABAB, ABAB_DRIFT, YEAR))
