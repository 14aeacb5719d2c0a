"""The tables of people with and without an effect."""

from __future__ import annotations

from collections import Counter

import numpy as np

from bench.effect_calibration.cases import USUAL, WASHOUT_D, Case
from bench.effect_calibration.generators import MATCHED
from bench.effect_calibration.markdown import flowing, percent, section, table
from bench.effect_calibration.platform import t_test_claims
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


def accuracy(moved: dict[str, list[Case]]) -> str:
    rows = []
    for name, found in moved.items():
        ours = our_score(found)
        states = Counter(each.last.state for each in found)
        share = ", ".join(f"{percent(count / len(found))} {state}" for state, count in states.most_common())
        rows.append([name, str(len(found)), f"{np.mean([each.truth for each in found]):.2f}", *scored(ours), share])
    head = ["kind", "people", "true effect", "bias", "RMSE", "95 % interval holds the truth", "width", "states"]
    words = f"""{_bound(moved)} The share of intervals that hold the truth is known to about
    {percent(1.96 * np.sqrt(0.95 * 0.05 / len(next(iter(moved.values())))))} to either side. The state is that of the
    last look, on day 105."""
    return section("People with an effect: ours", flowing(words), table(head, rows))


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


def usual(moved: dict[str, list[Case]]) -> str:
    rows = []
    for name, found in moved.items():
        for at, analysis in enumerate(USUAL):
            rows.append([name if not at else "", analysis, *scored(usual_score(found, at))])
    words = f"""Days with minus days without, measured against the same true effect, which is what people ask for:
    tolerance and what carries over count as error. After washout: without the first {WASHOUT_D} days of each period
    but the first."""
    head = ["kind", "analysis", "bias", "RMSE", "95 % interval holds the truth", "width"]
    return section("The usual analyses of the same people", flowing(words), table(head, rows))


def false_claims(unmoved: dict[str, list[Case]], sure: float, noticed: float) -> str:
    rows = []
    for name, found in unmoved.items():
        ours = our_claims(found, sure, noticed)
        rows.append([
            name, str(ours.people), percent(ours.last / ours.people), percent(ours.ever / ours.people),
            f"{percent(at_most(ours.ever, ours.people))}", *map(percent, usual_claims(found)),
        ])  # fmt: skip
    words = f"""Ours: a verdict with `effect_state_prob` {sure:g} and `effect_state_notice_prob` {noticed:g}, at the
    last look, and ever on the whole path of looks (every 21 days from day 21 on; in the short design on day 21 and at
    its end). The usual analyses: zero outside of the 95 % interval, once, at the record's end. Kinds that differ in the
    answer alone are left out: without an effect they are the first."""
    anchor = f"""The anchor of the short design, plain daily numbers with lag-1 correlation 0.7: Welch's t-test claims
    an effect in {percent(t_test_claims(drift=False))} of 2,000 made-up series without any, with drift in
    {percent(t_test_claims(drift=True))}."""
    head = ["kind", "people", "ours, last look", "ours, ever", "at most (95 %)", *USUAL]
    return section("People without any effect: false claims", flowing(words), table(head, rows), flowing(anchor))


def threshold(moved: dict[str, list[Case]], unmoved: dict[str, list[Case]], sure: float, noticed: float) -> str:
    rows = []
    for each in SURE:
        none = [our_claims(found, each, noticed) for found in unmoved.values()]
        some = [our_claims(found, each, noticed) for found in moved.values()]
        ever, people = sum(one.ever for one in none), sum(one.people for one in none)
        worst = max(one.ever / one.people for one in none)
        said, wrong = sum(one.ever for one in some), sum(one.wrong for one in some)
        rows.append([
            f"{each:g}", percent(ever / people), percent(at_most(ever, people)), percent(worst),
            percent(said / sum(one.people for one in some)), percent(wrong / max(said, 1)),
        ])  # fmt: skip
    smallest = smallest_sure(dict(unmoved), noticed)
    proposed = f"{smallest:g}" if smallest is not None else "none of these"
    head = [
        "`effect_state_prob`", "no effect: ever a claim", "at most (95 %)", "worst kind", "effect: a claim at the end",
        "of those, the wrong way",
    ]  # fmt: skip
    words = f"""The smallest threshold with at most one in twenty for every kind, and for all together with 95 %
    confidence: **{proposed}** (in use: {sure:g}; with `effect_state_notice_prob` {noticed:g})."""
    return section("How sure a claim has to be", flowing(words), table(head, rows))


def scored(found: Score) -> list[str]:
    return [f"{found.bias:+.2f}", f"{found.rmse:.2f}", percent(found.coverage), f"{found.width:.2f}"]
