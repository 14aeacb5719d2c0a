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
    YEAR,
    Case,
    says_of,
)
from bench.effect_calibration.cases import SEED as PEOPLE_SEED
from bench.effect_calibration.kinds import MISSPECIFIED
from bench.effect_calibration.look import Look
from bench.effect_calibration.markdown import flowing, percent, section, table
from bench.effect_calibration.people_tables import accuracy, false_claims, threshold, usual
from bench.effect_calibration.sbc import PARAMETERS, Person
from bench.effect_calibration.sbc import SEED as SBC_SEED

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
        _how(command),
        _sbc(runs.sbc),
        _kinds(),
        accuracy(runs.moved),
        usual(runs.moved),
        false_claims(runs.unmoved, sure, noticed),
        threshold(runs.moved, runs.unmoved, sure, noticed),
        _computing(runs),
    ]
    return "\n\n".join(parts) + "\n"


def _how(command: str) -> str:
    return (
        f"Every figure here is made by `{command}`, on people whose truth is known. All of them are simulated. Points "
        "are of 0 to 10; below zero is relief. Seeds were fixed before the first run: "
        f"{SBC_SEED} (drawn from the priors), {PEOPLE_SEED} (all others)."
    )


def _sbc(people: list[Person]) -> str:
    pit = np.array([each.pit for each in people])
    band = simultaneous_band(len(people), (1 - JOINT) / len(PARAMETERS))
    out = [leaves(band, pit[:, at]) for at in range(len(PARAMETERS))]
    inside = ((pit > 0.025) & (pit < 0.975)).mean(axis=0)
    rows = [
        [name, percent(share), "inside" if not away else f"leaves it by {away:.3f}"]
        for name, share, away in zip(PARAMETERS, inside, out, strict=True)
    ]
    held = sum(not each for each in out)
    words = f"""{len(people)} people: five nonlinear numbers, one of the equally likely exposure curves, noise and
    coefficients from the priors, ratings by the model's equations, written out a second time and plainly. If fit and
    draws are right, the truth's rank among the draws is even. The bands hold chance with 99 % for all {len(PARAMETERS)}
    numbers together (Säilynoja, Bürkner and Vehtari 2022; doi 10.1007/s11222-022-10090-6). {held} of {len(PARAMETERS)}
    stay inside. This tests the computing, not the model: the tables below do that."""
    picture = "![Ranks of the truth among the draws, with the bands of chance](../../images/effect-sbc.svg)"
    head = ["number", "truth inside the 95 % interval", "band"]
    return section("Drawn from the model's own priors", flowing(words), picture, table(head, rows))


def _kinds() -> str:
    rows = [[name, says_of(name)] for name in CASES]
    words = f"""One kind as the model thinks, {len(MISSPECIFIED)} kinds that it knows nothing of (the same doses as the
    first), one who doses because it hurts, and the design that self-tracking platforms use. The true effect is computed
    from each kind's own equations by the contract's definition: 30 days of the usual pattern minus none, both from
    washed out. On another scale it is in points of the scale at the record's middle."""
    return section("Who else was simulated", flowing(words), table(["kind", "what is different"], rows))


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
    ways = _counted(Counter(each.method for each in looks))
    stuck = sum(not each.k_hat <= 0.7 for each in looks)
    mean_s, most_s = np.mean([each.cpu_s for each in looks]), max(each.cpu_s for each in looks)
    words = f"""Of {len(runs.sbc)} fits from the priors: {_counted(fits)}; k-hat above 0.7 in {over};
    {fit_s:.3f} CPU-s each. Of {len(looks)} answers to the others: {ways}; k-hat above 0.7 in {stuck};
    {mean_s:.2f} CPU-s each, the slowest {most_s:.1f}{_slow(looks)}."""
    return section("Computing", flowing(words))


def _slow(looks: list[Look]) -> str:
    slow = [each.cpu_s for each in looks if each.method != "importance"]
    return f"; where the quick way was not enough {np.mean(slow):.1f} CPU-s" if slow else ""


def _counted(counter: Counter[str]) -> str:
    return ", ".join(f"{count} by {name}" for name, count in counter.most_common())


_SAME_WITHOUT_EFFECT = ("threshold", "used up", "other doses")
NULL_KINDS = tuple(
    each
    for each in (*CASES[: CASES.index(OBSERVED)], ABAB, ABAB_DRIFT, OBSERVED, YEAR)
    if each not in _SAME_WITHOUT_EFFECT
)
MOVED_KINDS = tuple(each for each in CASES if each not in (ABAB, ABAB_DRIFT, YEAR))
