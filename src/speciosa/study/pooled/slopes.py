"""What goes with exposure between people: side effects, the effect itself, and the skin.

All of it is observational: people with more exposure differ in other ways, too.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from speciosa.effect.pooling import PopulationPrior
from speciosa.effect.pooling.evidence import Evidence
from speciosa.knowledge import Knowledge
from speciosa.study.cohort.result import ParticipantResult, SkinFigures
from speciosa.study.pooled.regression import Line, LinePrior, People, fit_line
from speciosa.study.suppression import Count, Limit, Shelf
from speciosa.values.errors import FitError
from speciosa.values.gaps import NotAssessed

MG_PER_STEP = 10_000.0
"""The skin's slope is for 10 g of mitragynine."""
_FEWER = "Fewer than {n} people have what this needs."


@dataclass(frozen=True, slots=True, eq=False)
class SideEffect:
    """One symptom against exposure, over people.

    Parameters
    ----------
    symptom, label : the word of the outcome table, and the words for a person.
    n : people whose own record says how their rate goes with exposure.
    line : of the log rate for each doubling of exposure: `start` the mean, `spread` between people.
    p, p_holm : chance of a mean as far from none or farther, and that corrected for all symptoms asked.
    clear : whether the corrected one is small enough to say that it goes with exposure.
    """

    symptom: str
    label: str
    n: Count
    line: Line
    p: float
    p_holm: float
    clear: bool


@dataclass(frozen=True, slots=True, eq=False)
class Slope:
    """A number of people against their exposure.

    Parameters
    ----------
    n : people.
    line : `slope` for each doubling (the effect) or each 10 g (the skin); x of the line is counted so, too.
    low, high : the 5th and the 95th percentile of x: beyond them the line says nothing.
    centre : x of the line is counted from there.
    points : x and y of each person; empty where the report is given out.
    """

    n: Count
    line: Line
    low: float
    high: float
    centre: float
    points: tuple[tuple[float, float], ...]


def side_effects_of(
    rows: Sequence[ParticipantResult], knowledge: Knowledge, rng: np.random.Generator, *, limit: Limit, shelf: Shelf
) -> tuple[tuple[SideEffect, ...], tuple[NotAssessed, ...]]:
    """Each symptom that enough people recorded, the clearest first; and those that were not looked at.

    log rate ratios of people -> `fit_line` without a line -> p of the mean -> Holm over the symptoms asked.

    Parameters
    ----------
    limit, shelf : what is shown of few people, and counts that are given out.
    """
    found: dict[str, list[tuple[str, float, float]]] = defaultdict(list)
    for row in rows:
        for each in row.symptoms:
            if each.log_rate_mean is not None and each.log_rate_sd:
                found[each.symptom].append((row.id, each.log_rate_mean, each.log_rate_sd))
    need = max(limit.people, int(knowledge.choice("study_side_effect_people_least")))
    enough = {symptom: numbers for symptom, numbers in sorted(found.items()) if len(numbers) >= need}
    gaps = (
        [NotAssessed("side_effect_people", _too_few(len(found) - len(enough), need))]
        if len(found) > len(enough)
        else []
    )
    if not found:
        gaps = [NotAssessed("side_effect", "No record says how a symptom goes with exposure.")]
    prior = LinePrior.of(
        knowledge, knowledge.choice("study_side_effect_mean_sd"), 0.0,
        knowledge.choice("study_side_effect_spread_scale"),
    )  # fmt: skip
    lines = {}
    for symptom, numbers in enough.items():
        y, sd = np.array([each[1:] for each in numbers]).T
        try:
            lines[symptom] = fit_line(People.mean_only(y, sd), prior, rng, unit="ln(ratio)")
        except FitError as problem:
            gaps.append(NotAssessed("side_effect_fit", f"{knowledge.outcome(symptom).label}: {problem}."))
    chances = {symptom: _two_sided(line) for symptom, line in lines.items()}
    corrected = holm(chances)
    level = knowledge.choice("study_holm_level")
    told = [
        SideEffect(
            symptom, knowledge.outcome(symptom).label, shelf.count(id_ for id_, *_ in enough[symptom]), line,
            chances[symptom], corrected[symptom], corrected[symptom] <= level,
        )
        for symptom, line in lines.items()
    ]  # fmt: skip
    return tuple(sorted(told, key=lambda each: (each.p, each.symptom))), tuple(gaps)


def trait_of(
    rows: Sequence[ParticipantResult], knowledge: Knowledge, rng: np.random.Generator, *, limit: Limit,
    shelf: Shelf, prior: PopulationPrior,
) -> Slope | NotAssessed:  # fmt: skip
    """Does the effect differ with exposure? Slope for each doubling of mitragynine in the blood over a day.

    Each person's number enters as the bell curve of its likelihood (`Evidence`). Whose exposure has no known spread, as
    after stopping, counts in none of it.
    """
    chosen = [
        (row.id, number, math.log2(row.exposure.auc_24_ng_h_ml), row.exposure.auc_24_log_sd / math.log(2))
        for row in rows
        if row.packet and row.exposure and row.exposure.analyte == "mitragynine" and row.exposure.auc_24_ng_h_ml
        if row.exposure.auc_24_log_sd is not None
        if (number := row.packet.number("effect")) is not None
    ]
    need = max(limit.people, int(knowledge.choice("study_slope_people_least")))
    if len(chosen) < need:
        return NotAssessed("trait_exposure", _FEWER.format(n=need))
    x, x_sd = (np.array(each, dtype=float) for each in list(zip(*chosen, strict=True))[2:])
    if x.std() < knowledge.choice("study_trait_exposure_sd_least"):
        return NotAssessed("trait_exposure", "These people's exposures hardly differ, so nothing can be compared.")
    evidence = Evidence.of([number for _, number, _, _ in chosen])
    line_prior = LinePrior.of(
        knowledge, math.hypot(prior.mean_sd, prior.bias_sd), knowledge.choice("study_trait_slope_sd_nrs"),
        math.hypot(prior.between_scale, prior.bias_scale),
    )  # fmt: skip
    people = People(evidence.centre, np.sqrt(evidence.variance), x, x_sd)
    n = shelf.count(id_ for id_, *_ in chosen)
    return _slope(people, float(x.mean()), line_prior, rng, n, code="trait_exposure")


def skin_of(
    rows: Sequence[ParticipantResult], knowledge: Knowledge, rng: np.random.Generator, *, limit: Limit, shelf: Shelf
) -> Slope | NotAssessed:
    """Does the skin differ with what was taken? Slope of delta E 2000 for each 10 g of mitragynine.

    Of each person the uncovered site that was followed longest counts. What was taken is as unsure as the exposure that
    it gives: nobody counts whose exposure has no known spread.
    """
    chosen = []
    for row in rows:
        site = _longest(row.skin)
        log_sd = row.exposure.auc_24_log_sd if row.exposure else None
        if site is not None and site.total_mg is not None and site.delta_e_00_sd > 0 and log_sd is not None:
            grams = site.total_mg / MG_PER_STEP
            chosen.append((row.id, (site.delta_e_00_mean, site.delta_e_00_sd, grams, grams * log_sd)))
    need = max(limit.people, int(knowledge.choice("study_slope_people_least")))
    if len(chosen) < need:
        return NotAssessed("skin", _FEWER.format(n=need))
    prior = LinePrior.of(
        knowledge, knowledge.choice("study_skin_start_sd"), knowledge.choice("study_skin_slope_sd"),
        knowledge.choice("study_skin_spread_scale"),
    )  # fmt: skip
    y, sd, x, x_sd = np.array([numbers for _, numbers in chosen]).T
    n = shelf.count(id_ for id_, _ in chosen)
    return _slope(People(y, sd, x, x_sd), 0.0, prior, rng, n, code="skin")


def holm(chances: dict[str, float]) -> dict[str, float]:
    """p-values corrected for their number, by Holm.

    Examples
    --------
    >>> {word: round(p, 2) for word, p in holm({"itching": 0.01, "nausea": 0.03, "hair": 0.04}).items()}
    {'itching': 0.03, 'nausea': 0.06, 'hair': 0.06}
    """
    corrected, most = {}, 0.0
    for at, word in enumerate(sorted(chances, key=lambda each: (chances[each], each))):
        most = max(most, min(1.0, (len(chances) - at) * chances[word]))
        corrected[word] = most
    return corrected


def _slope(
    people: People, centre: float, prior: LinePrior, rng: np.random.Generator, n: Count, *, code: str
) -> Slope | NotAssessed:
    x = people.x
    try:
        line = fit_line(People(people.y, people.sd, x - centre, people.x_sd), prior, rng)
    except FitError as problem:
        return NotAssessed(code, f"{problem}.")
    low, high = np.quantile(x, [0.05, 0.95])
    points = () if n.least else tuple(zip(x.tolist(), people.y.tolist(), strict=True))
    return Slope(n, line, float(low), float(high), centre, points)


def _longest(sites: Sequence[SkinFigures]) -> SkinFigures | None:
    return max((each for each in sites if not each.covered), key=lambda each: (each.days, each.site), default=None)


def _two_sided(line: Line) -> float:
    """From the mean's draws as a bell curve: draws alone could not tell a small chance from none."""
    return math.erfc(abs(line.start.mean) / line.start.sd / math.sqrt(2))


def _too_few(symptoms: int, need: int) -> str:
    which = "One symptom was" if symptoms == 1 else f"{symptoms} symptoms were"
    return f"{which} recorded by people of whom fewer than {need} have days enough with and without it."
