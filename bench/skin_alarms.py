"""How often the skin chart alarms for nothing, and how soon it finds deep pigment: `python -m bench.skin_alarms`.

The courses are made here and not by the room's own simulation: one correlation of 0.3 a week, people who differ in
how well they take photos, a tan that comes and goes by 10 degrees of the typology angle with the year, and tans that
lie 20 degrees off the direction that the room takes for theirs. Colour differences are distances in CIELAB.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bench.figure import Figure
from speciosa.knowledge import Knowledge, load_knowledge
from speciosa.skin.chart import Rule, rule_of, sun_swing
from speciosa.skin.colour import ita_deg
from speciosa.skin.directions import Directions, directions_at
from speciosa.skin.layout import Layout, layout_of
from speciosa.skin.limits import Limits, limits_of, spread
from speciosa.skin.noise import lab_of_choices
from speciosa.values.timeline import DAY_S

Array = NDArray[np.float64]
TONES = {
    "light": (66.0, 8.0, 16.0),
    "intermediate": (62.0, 10.5, 18.0),
    "tan": (55.0, 12.0, 19.0),
    "brown": (45.0, 12.0, 18.0),
    "dark": (35.0, 9.0, 11.0),
}
"""CIELAB in the middle of each class of the typology angle."""
SERIES = 10_000
TEXTBOOK = 3.0
_SWING_ITA, _OFF_DEG, _DELTA_E = 10.0, 20.0, 5.0
_RHO, _RHO_D, _PERSON_LOG_SD = 0.3, 7.0, 0.2
_ONSET, _POWER = 12, 0.8  # weeks after the baseline; share to be found
_YEAR_D = 365.25


class Row(NamedTuple):
    """One chart on one kind of course.

    Parameters
    ----------
    false_alarms : share of people alarmed within a year of photos: tan as expected, 20 degrees off in any direction,
        20 degrees off in the worst.
    weeks : until a deep change of delta E 5 is found in 80 %; None: not within a year.
    power_12 : share found within 12 weeks.
    """

    chart: str
    tone: str
    lamp: str
    false_alarms: tuple[float, float, float]
    weeks: int | None
    power_12: float


class Courses(NamedTuple):
    """Noise and season of many people at one tone: colour [series, session, 3], swing [series, session]."""

    noise: Array
    swing: Array


def rows(series: int = SERIES, *, seed: int = 5, knowledge: Knowledge | None = None) -> list[Row]:
    """Every chart, tone and lamp."""
    known = knowledge or load_knowledge()
    layout = weekly(known)
    limits = limits_of(layout, known, seed=seed)
    found = []
    for tone, lab in TONES.items():
        directions = directions_at(np.array(lab), known)
        cov = photo_cov(directions, known)
        rule = rule_of(np.array(lab), directions, cov, known, covered=False)
        for lamp in ("same", "any"):
            rng = np.random.default_rng([seed, list(TONES).index(tone), lamp == "any"])
            true = cov + (np.diag(lab_of_choices("skin_lamp_sd", known) ** 2) if lamp == "any" else 0)
            courses = made(np.array(lab), directions, true, layout, series, rng, known)
            for name, over in _charts(rule, np.array(lab), layout, limits, known).items():
                found.append(_row(name, tone, lamp, over, courses, directions, layout, rng))
    return found


def weekly(knowledge: Knowledge) -> Layout:
    """Two sessions a week for four weeks, then one a week for a year."""
    days = np.concatenate([np.arange(8) * 3.5, 24.5 + 7 * np.arange(1, 53)])
    layout = layout_of(np.rint(days * DAY_S).astype(np.int64), [0] * len(days), knowledge)
    if layout is None:
        raise SystemExit("no baseline")
    return layout


def photo_cov(directions: Directions, knowledge: Knowledge) -> Array:
    """[3, 3] of the difference of two places in one session, same lamp."""
    blood = knowledge.choice("skin_blood_flow_sd") ** 2 * np.outer(directions.blood, directions.blood)
    cov: Array = 2 * np.diag(lab_of_choices("skin_session_sd", knowledge) ** 2) + blood
    return cov


def made(
    lab: Array, directions: Directions, cov: Array, layout: Layout, series: int, rng: np.random.Generator,
    knowledge: Knowledge, *, swing_ita: float = _SWING_ITA,
) -> Courses:  # fmt: skip
    """People without a change: their noise, and a year's tan in delta E from winter to summer at a random date."""
    noise = rng.standard_normal((series, len(layout.time_s), 3))
    for at, apart_s in enumerate(np.diff(layout.time_s), 1):
        kept = _RHO ** (apart_s / DAY_S / _RHO_D)
        noise[:, at] = kept * noise[:, at - 1] + np.sqrt(1 - kept**2) * noise[:, at]
    noise = noise @ np.linalg.cholesky(cov).T * np.exp(_PERSON_LOG_SD * rng.standard_normal((series, 1, 1)))
    turn = 2 * np.pi * (layout.time_s / DAY_S / _YEAR_D + rng.random((series, 1)))
    return Courses(noise, sun_swing(lab, directions.tan, swing_ita, knowledge) / 2 * np.cos(turn))


def tans(directions: Directions, off_deg: float, turn: Array) -> Array:
    """[series, 3] tans this far off the usual one, turned around it; a turn of 0 goes towards deep pigment."""
    beside = directions.dermal - (directions.dermal @ directions.tan) * directions.tan
    beside /= np.linalg.norm(beside)
    across = np.cross(directions.tan, beside)
    around = np.cos(turn)[:, None] * beside + np.sin(turn)[:, None] * across
    off = np.radians(off_deg)
    found: Array = np.cos(off) * directions.tan + np.sin(off) * around
    return found


Over = Callable[[Array], NDArray[np.bool_]]


def _charts(rule: Rule, lab: Array, layout: Layout, limits: Limits, knowledge: Knowledge) -> dict[str, Over]:
    """Ours, and what is usually drawn: each from colours to [series, session] over the limit."""
    step = 0.5 * np.eye(3)
    ita = -(ita_deg(lab + step) - ita_deg(lab - step))
    lightness = np.array([-1.0, 0.0, 0.0])

    def single(weights: Array) -> Over:
        sd = float(np.sqrt(weights @ rule.cov @ weights))

        def over(colour: Array) -> NDArray[np.bool_]:
            score = colour @ weights
            width = spread(score, layout, sd, knowledge)[:, None] * limits.width
            return np.asarray(layout.charted & (score @ layout.average.T > np.nan_to_num(width, nan=np.inf)))

        return over

    def textbook(colour: Array) -> NDArray[np.bool_]:
        score = colour @ (rule.deep.falling if rule.deep else rule.darkening)
        sd = score[:, layout.baseline].std(axis=1, ddof=1)[:, None]
        part = knowledge.choice("skin_ewma_weight")
        at = np.cumsum(layout.charted)
        width = TEXTBOOK * sd * np.sqrt(part / (2 - part) * (1 - (1 - part) ** (2 * at)))
        return np.asarray(layout.charted & (score @ layout.average.T > width))

    return {
        "ours": lambda colour: rule.charts(colour, layout, limits, knowledge).over(),
        "ITA": single(ita),
        "L*": single(lightness),
        "matched, textbook limits": textbook,
    }


def _row(
    name: str, tone: str, lamp: str, over: Over, courses: Courses, directions: Directions, layout: Layout,
    rng: np.random.Generator,
) -> Row:  # fmt: skip
    series = len(courses.swing)

    def with_tan(off_deg: float, turn: Array) -> Array:
        return courses.noise + courses.swing[..., None] * tans(directions, off_deg, turn)[:, None, :]

    def alarmed(off_deg: float, turn: Array) -> float:
        return float(over(with_tan(off_deg, turn)).any(axis=1).mean())

    worst = max(alarmed(_OFF_DEG, np.full(series, turn)) for turn in np.arange(8) * np.pi / 4)
    onset = np.flatnonzero(layout.charted)[_ONSET]
    changed = with_tan(0.0, np.zeros(series))
    changed[:, onset:] += _DELTA_E * directions.dermal
    found = np.maximum.accumulate(over(changed)[:, onset:], axis=1).mean(axis=0)
    return Row(
        name, tone, lamp,
        (alarmed(0.0, np.zeros(series)), alarmed(_OFF_DEG, rng.uniform(0, 2 * np.pi, series)), worst),
        int(np.argmax(found >= _POWER)) + 1 if found.max() >= _POWER else None,
        float(found[11]),
    )  # fmt: skip


def covered_false_alarms(
    series: int = SERIES, *, seed: int = 5, knowledge: Knowledge | None = None
) -> dict[str, float]:
    """Share of people whose covered place alarms within a year, by tone: its own colour, a third of the tan."""
    known = knowledge or load_knowledge()
    layout = weekly(known)
    limits, found = limits_of(layout, known, seed=seed), {}
    for tone, lab in TONES.items():
        directions = directions_at(np.array(lab), known)
        cov = photo_cov(directions, known) - np.diag(lab_of_choices("skin_session_sd", known) ** 2)
        cov += np.diag(lab_of_choices("skin_absolute_sd", known) ** 2)
        rule = rule_of(np.array(lab), directions, cov, known, covered=True)
        rng = np.random.default_rng([seed, 9, list(TONES).index(tone)])
        swing = known.choice("skin_covered_swing_ita")
        courses = made(np.array(lab), directions, cov, layout, series, rng, known, swing_ita=swing)
        colour = courses.noise + courses.swing[..., None] * directions.tan
        found[tone] = float(rule.charts(colour, layout, limits, known).over().any(axis=1).mean())
    return found


def figures(series: int = SERIES) -> list[Figure]:
    """The two rows of the table of targets, each over all tones that are assessed."""
    found = [each for each in rows(series) if each.chart != "matched, textbook limits"]
    ours = [each for each in found if each.chart == "ours"]
    ita = [each.false_alarms[0] for each in found if each.chart == "ITA"]
    same = {each.tone: each for each in ours if each.lamp == "same"}
    weeks = ", ".join(f"{tone} {'> 40' if each.weeks is None else each.weeks}" for tone, each in same.items())
    covered = max(covered_false_alarms(series).values())
    how = f"{series:,} courses a tone and lamp, `python -m bench.skin_alarms`"
    return [
        Figure(
            "false alarms a person-year with a seasonal tan, worst tone and lamp",
            f"{max(each.false_alarms[0] for each in ours):.1%}; tan 20 degrees off {_worst(ours, 1):.1%}, in the worst "
            f"direction {_worst(ours, 2):.1%}; covered place {covered:.1%}; ITA chart {min(ita):.0%}-{max(ita):.0%}",
            "<= 2 %", how,
        ),
        Figure("weeks to a deep change of delta E 5 at 80 %, same lamp", weeks, "<= 8", how),
    ]  # fmt: skip


def _worst(found: list[Row], at: int) -> float:
    return max(each.false_alarms[at] for each in found)


def main() -> None:
    """Print the table."""
    print("| chart | tone | lamp | false alarms: tan as expected | 20 off, any | 20 off, worst | weeks | in 12 weeks |")
    print("|---|---|---|---|---|---|---|---|")
    for each in rows():
        share = " | ".join(f"{one:.1%}" for one in each.false_alarms)
        weeks = "> 40" if each.weeks is None else str(each.weeks)
        print(f"| {each.chart} | {each.tone} | {each.lamp} | {share} | {weeks} | {each.power_12:.0%} |")
    print("covered place:", {tone: f"{share:.1%}" for tone, share in covered_false_alarms().items()})


if __name__ == "__main__":
    main()
