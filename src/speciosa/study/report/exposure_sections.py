"""What goes with exposure between people: side effects and the skin. Nothing here is randomised."""

from __future__ import annotations

import math

import numpy as np

from speciosa.report.chart_svg import draw
from speciosa.report.tables import Table
from speciosa.report.wording import Wording
from speciosa.study.pooled import SideEffect, Slope, StudyAnswers
from speciosa.study.report.blocks import Block, Figure, Numbers, Par, Section
from speciosa.study.report.chart_line import PAGE, PHONE, line_spec
from speciosa.study.report.chart_rows import Row, rows_spec
from speciosa.study.report.sentences import count_says, interval_says, signed, slope_says, times_says
from speciosa.values.gaps import NotAssessed

_LN2 = math.log(2)
_GRAMS = 10.0
_TIMES = {-2.0: "a quarter", -1.0: "half", 0.0: "the same", 1.0: "twice", 2.0: "4 times", 3.0: "8 times"}
_WHY_NOT = "Not assessed. {why}"


def side_effects(words: Wording, answers: StudyAnswers) -> Section:
    """How much oftener each symptom comes with twice the exposure, within people, then over them."""
    say, found = words.say, answers.side_effects
    whys = [each.why for each in answers.not_assessed if each.code.startswith("side_effect")]
    if not found:
        return Section("side-effects", say("Side effects"), tuple(Par(say(_WHY_NOT, why=say(why))) for why in whys))
    blocks: list[Block] = [
        Par(say("Evidence: observational. A symptom goes with exposure, whatever the reason."), "soft"),
        Par(say(
            "Each person's days with more in the blood are held against their own days with less, within the same two "
            "weeks; then people are put together."
        )),
        _figure(words, found),
    ]  # fmt: skip
    level = (
        "A symptom is said to go with exposure only where that would come by chance less than once in 20, corrected "
        "for all {n} symptoms asked (Holm)."
    )
    blocks.append(Par(say(level, n=len(found)), "soft"))
    return Section("side-effects", say("Side effects"), tuple(blocks))


def skin(words: Wording, answers: StudyAnswers) -> Section:
    """Does the skin differ with what was taken?"""
    say, found = words.say, answers.skin
    title = say("Skin")
    if isinstance(found, NotAssessed) or found.line.slope is None:
        why = found.why if isinstance(found, NotAssessed) else ""
        return Section("skin", title, (Par(say(_WHY_NOT, why=say(why))),))
    low, high = found.line.slope.interval(0.95)
    text = "No clear sign that change goes with what was taken: {slope} delta E for every 10 g of mitragynine."
    if low > 0 or high < 0:
        text = "Change of skin goes with what was taken: {slope} delta E for every 10 g of mitragynine."
    blocks: tuple[Block, ...] = (
        Par(say(text, slope=slope_says(words, found)), "state"),
        Par(say("Evidence: observational; {n} people.", n=count_says(words, found.n)), "soft"),
        Par(say(
            "Of each person the uncovered place that was followed longest counts. A change is never below 0, and "
            "cameras, light and sun alone give some, so the line does not begin at 0. Sun and time go along with it."
        )),
        _skin_figure(words, found),
    )  # fmt: skip
    return Section("skin", title, blocks)


def _figure(words: Wording, found: tuple[SideEffect, ...]) -> Figure:
    say = words.say
    rows = [
        Row(say(each.label), each.line.start.mean / _LN2, low / _LN2, high / _LN2, low / _LN2, high / _LN2, each.clear)
        for each in found
        for low, high in [each.line.start.interval(0.95)]
    ]
    reach = max(1.0, *(math.ceil(max(-row.low, row.high)) for row in rows))
    ticks = {at: say(text) for at, text in _TIMES.items() if abs(at) <= min(reach, 3.0)}
    title = say("How often each came, with twice as much in the blood")
    clear = sum(each.clear for each in found)
    says = words.count(
        "{n} of {all} symptoms clearly goes with exposure.", "{n} of {all} symptoms clearly go with exposure.", clear,
        all=len(found),
    )  # fmt: skip
    sides = (say("less often"), say("more often"))
    drawn = [
        draw(rows_spec(rows, ticks=ticks, sides=sides, wide=wide), name=f"side{int(wide)}", title=title, says=says)
        for wide in (False, True)
    ]
    key = (
        ("full", say("clearly goes with exposure")),
        ("ring data", say("not clear")),
        ("line", say("19 in 20 answers")),
    )
    cells = tuple(
        (say(each.label), times_says(words, each), _chance(words, each.p_holm), count_says(words, each.n))
        for each in found
    )
    head = (say("Symptom"), say("As often, with twice as much"), say("By chance"), say("People"))
    caption = say("In brackets 19 in 20; the chance is corrected for all symptoms asked")
    return Figure(
        title, says, drawn[0], drawn[1], key, Numbers(Table(caption, head, cells), fractions=(1.4, 1.6, 1, 1))
    )


def _skin_figure(words: Wording, found: Slope) -> Figure:
    say = words.say
    title = say("Change of skin against mitragynine taken")
    says = say(
        "To the right: grams taken up to the last photo. Upwards: delta E; from about 2 on, people see a difference."
    )
    drawn = [
        draw(line_spec(words, found, frame, x_times=_GRAMS, unit="g"), name=f"skin{at}", title=title, says=says)
        for at, frame in enumerate((PHONE, PAGE))
    ]
    xs = [found.low + share * (found.high - found.low) for share in (0.0, 0.5, 1.0)]
    cells = tuple(
        (
            say("{n} g", n=words.number(x * _GRAMS)),
            signed(float(mid)),
            interval_says(words, float(low), float(high)),
        )
        for x in xs
        for low, mid, high in [(each[0] for each in found.line.at(_one(x - found.centre)))]
    )
    key = [("line", say("the middle answer")), ("inner", say("19 in 20 answers"))]
    key += [("ring", say("a person"))] if found.points else []
    head = (say("Taken"), say("Delta E"), say("19 in 20"))
    return Figure(
        title,
        says,
        drawn[0],
        drawn[1],
        tuple(key),
        Numbers(Table(say("Along the line"), head, cells), fractions=(1, 1, 1)),
    )


def _one(x: float) -> np.ndarray:
    return np.array([x])


def _chance(words: Wording, p: float) -> str:
    return words.say("under 1 in 1,000") if p < 0.001 else words.number(p, 3 if p < 0.01 else 2)
