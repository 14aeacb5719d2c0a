"""The mean effect, the dose levels, and how people differ."""

from __future__ import annotations

import numpy as np

from speciosa.report.chart_frame import Spec
from speciosa.report.chart_svg import draw
from speciosa.report.tables import Table
from speciosa.report.wording import Wording
from speciosa.study.pooled import Answered, Less, Spread, StudyAnswers
from speciosa.study.report.blocks import Block, Figure, Heading, Numbers, Par, Section
from speciosa.study.report.chart_dots import PAGE, PHONE, dots_spec, fitting_step, point_ticks
from speciosa.study.report.chart_rows import Row, rows_spec
from speciosa.study.report.sentences import (
    BASES,
    count_says,
    grade_says,
    interval_says,
    less_numbers_say,
    less_says,
    mean_says,
    randomised_says,
    share_says,
    signed,
    slope_says,
)
from speciosa.values.draws import Draws
from speciosa.values.gaps import NotAssessed

_DOTS = 50
_NAMES = {0.25: "a quarter", 0.5: "half", 0.75: "three quarters", 1.0: "all of it"}
_FULL, _RING, _DASH = (
    ("full", "better with it"),
    ("ring data", "worse with it"),
    ("dash", "a difference that people notice"),
)


def answer(words: Wording, answers: StudyAnswers, *, sure: float) -> Section:
    """The mean effect as dots and numbers, and whether a quarter less does as well."""
    say, effect = words.say, answers.effect
    blocks: list[Block] = []
    if isinstance(effect, NotAssessed):
        blocks.append(Par(mean_says(words, answers, effect)))
    else:
        blocks.append(Par(say("Evidence: {grade}.", grade=grade_says(words, effect)), "soft"))
        blocks.append(Par(say(
            "The effect is the mean score over 30 days on each person's own usual amount minus 30 days on none, both "
            "begun with none in the body and not used to it."
        )))  # fmt: skip
        if told := randomised_says(words, answers):
            blocks.append(Par(told))
        blocks.append(_dots(words, answers, effect.pooled.effect, "mean"))
        blocks += [Par(say(each)) for each in effect.says]
        blocks.append(Numbers(_means(words, answers), fractions=(2.4, 0.8, 1.6, 1)))
    blocks.append(Heading(say("Does a quarter less do as well?")))
    blocks.append(Par(less_says(words, answers.less, sure=sure)))
    if isinstance(answers.less, Less):
        blocks.append(Par(less_numbers_say(words, answers.less, answers.notice)))
        blocks.append(Par(say("Evidence: {grade}.", grade=grade_says(words, answers.less.answered)), "soft"))
    return Section("answer", say("The mean over people"), tuple(blocks))


def levels(words: Wording, answers: StudyAnswers) -> Section | None:
    """The effect at each share of people's own usual amount."""
    if not answers.levels:
        return None
    say = words.say
    rows = [
        Row(
            say(_NAMES.get(dose, "{n} of it"), n=words.number(dose, 2)), each.pooled.effect.mean,
            *each.pooled.effect.interval(0.95), *each.joint, filled=_good(answers, each.pooled.effect.mean),
        )
        for dose, each in answers.levels
    ]  # fmt: skip
    title = say("The mean effect at shares of people's own usual amount")
    text = (
        "Each row is worked out by itself: nothing makes it rise or fall from one to the next. The thin lines hold for "
        "all rows at once, 19 times in 20."
    )
    head = (say("Amount"), say("Points"), say("19 in 20"), say("All at once"), say("People"))
    cells = tuple(
        (
            row.label[:1].upper() + row.label[1:],
            signed(row.middle),
            interval_says(words, row.low, row.high),
            interval_says(words, row.joint_low, row.joint_high),
            count_says(words, each.n),
        )
        for row, (_, each) in zip(rows, answers.levels, strict=True)
    )
    figure = _rows_figure(words, answers, rows, title, say(text), Table(_points_caption(words, answers), head, cells))
    bases = sorted({say(BASES[each.pooled.basis]) for _, each in answers.levels})
    grade = Par(say("Evidence: {grade}.", grade=words.listed(bases)), "soft")
    quiet = Par(
        say("No row says how much anybody should take. Side effects, and getting used to it, are not in it."), "quiet"
    )
    return Section("levels", say("Smaller amounts"), (figure, grade, quiet))


def people(words: Wording, answers: StudyAnswers) -> Section:
    """How people differ, what is chance in it, and whether exposure goes with it."""
    say, spread, effect = words.say, answers.spread, answers.effect
    blocks: list[Block] = []
    if isinstance(spread, Spread) and isinstance(effect, Answered):
        text = (
            "In one more person like these the effect lies, 19 times in 20, between {low} and {high} points; below 0 "
            "the score is lower with it."
        )
        ends = [signed(each) for each in (spread.one_more.low, spread.one_more.high)]
        blocks.append(Par(say(text, low=ends[0], high=ends[1]), "state"))
        low, mid, high = (
            words.number(round(10 * each)) for each in (spread.chance.low, spread.chance.median, spread.chance.high)
        )
        text = (
            "Of how much people's answers differ, about {mid} tenths ({low} to {high}) is chance: each answer is "
            "unsure by itself."
        )
        rest = (
            "The rest is people."
            if effect.pooled.n_randomised == effect.pooled.n
            else "The rest is people, and what their diaries left out."
        )
        blocks.append(Par(f"{say(text, mid=mid, low=low, high=high)} {say(rest)}"))
        blocks.append(_dots(words, answers, effect.pooled.new_person, "people"))
        blocks.append(Numbers(_shares(words, answers, spread), wordy=True, fractions=(3, 2)))
    else:
        why = spread.why if isinstance(spread, NotAssessed) else ""
        blocks.append(Par(say("Not assessed. {why}", why=say(why))))
    blocks.append(Heading(say("Does the effect go with exposure?")))
    blocks.append(Par(_trait_says(words, answers)))
    return Section("differences", say("How people differ"), tuple(blocks))


def _dots(words: Wording, answers: StudyAnswers, draws: Draws, what: str) -> Figure:
    """Fifty dots: of the mean, or of people."""
    say, label = words.say, words.within(words.say(answers.outcome.label))
    dots = draws.dots(_DOTS)
    lower = int((dots < 0).sum())
    of_people = what == "people"
    title = say("Fifty people like these") if of_people else say("Fifty equally likely answers for the mean")
    text = (
        "Of 50 people like these, {n} have a lower score of {label} with it."
        if of_people
        else "In {n} of 50 equally likely answers, the mean score of {label} is lower with it."
    )
    says = say(text, n=lower, label=label)
    sides = (say("lower {label}", label=label), say("higher {label}", label=label))
    drawn = [
        draw(
            dots_spec(words, dots, frame, notice=answers.notice, good_low=_good(answers, -1.0), sides=sides),
            name=f"{what}{at}", title=title, says=says,
        )
        for at, frame in enumerate((PHONE, PAGE))
    ]  # fmt: skip
    shares = (0.025, 0.25, 0.5, 0.75, 0.975)
    cells = tuple(
        (words.number(100 * share, 1), signed(float(value), 2))
        for share, value in zip(shares, np.quantile(draws.values, shares), strict=True)
    )
    table = Table(_points_caption(words, answers), (say("Percent below"), say("Points")), cells)
    key = tuple((sign, say(name)) for sign, name in (_FULL, _RING, _DASH))
    return Figure(title, says, drawn[0], drawn[1], key, Numbers(table, fractions=(1, 1)))


def _rows_figure(words: Wording, answers: StudyAnswers, rows: list[Row], title: str, says: str, table: Table) -> Figure:
    label = words.within(words.say(answers.outcome.label))
    reach = max(answers.notice, *(max(-each.joint_low, each.joint_high) for each in rows))
    low = -reach if any(each.joint_low < 0 for each in rows) else 0.0
    high = reach if any(each.joint_high > 0 for each in rows) else 0.25 * reach

    def spec(most: int, *, wide: bool) -> Spec:
        ticks = point_ticks(words, low, high, fitting_step(high - low, most))
        sides = (words.say("lower {label}", label=label), words.say("higher {label}", label=label))
        return rows_spec(rows, ticks=ticks, sides=sides, wide=wide)

    drawn = [draw(spec(3 + 4 * at, wide=bool(at)), name=f"levels{at}", title=title, says=says) for at in (0, 1)]
    key = (("line", words.say("19 in 20 answers")), ("line thin", words.say("for all rows at once")))
    return Figure(title, says, drawn[0], drawn[1], key, Numbers(table, fractions=(2.2, 0.9, 1.4, 1.4, 1.6)))


def _means(words: Wording, answers: StudyAnswers) -> Table:
    """All people, those whom chance gave it, and what diaries alone say."""
    say = words.say
    rows = []

    def row(name: str, draws: Draws, people: str) -> tuple[str, ...]:
        low, high = draws.interval(0.95)
        return say(name), signed(draws.mean), interval_says(words, low, high), people

    if isinstance(answers.effect, Answered):
        pooled, n = answers.effect.pooled, count_says(words, answers.effect.n)
        rows.append(
            row("All, what diaries are off by taken out", pooled.effect, n)
            if pooled.bias
            else row("All", pooled.effect, n)
        )
        if isinstance(answers.randomised, Answered):
            rows.append(
                row(
                    "Randomised people alone", answers.randomised.pooled.effect, count_says(words, answers.randomised.n)
                )
            )
        if pooled.association is not None and pooled.bias is not None:
            dash = "\u2013"
            rows.append(row("What diaries alone say", pooled.association, dash))
            rows.append(row("What diaries are off by, in common", pooled.bias, dash))
    head = (say("Whose mean"), say("Points"), say("19 in 20"), say("People"))
    return Table(_points_caption(words, answers), head, tuple(rows))


def _shares(words: Wording, answers: StudyAnswers, spread: Spread) -> Table:
    say, points = words.say, words.number(answers.notice, 2)
    rows = (
        (say("Better by {n} point or more", n=points), share_says(words, spread.better)),
        (say("Worse by {n} point or more", n=points), share_says(words, spread.worse)),
        (say("Neither"), share_says(words, spread.neither)),
        (
            say("Spread of true effects between people (SD, points)"),
            f"{words.number(spread.sd.median, 1)} ({interval_says(words, spread.sd.low, spread.sd.high)})",
        ),
    )
    return Table(say("People like these; in brackets how unsure that is"), (say("Who"), say("How many")), rows)


def _trait_says(words: Wording, answers: StudyAnswers) -> str:
    trait = answers.trait
    if isinstance(trait, NotAssessed) or trait.line.slope is None:
        return words.say("Not assessed. {why}", why=words.say(trait.why if isinstance(trait, NotAssessed) else ""))
    low, high = trait.line.slope.interval(0.95)
    text = (
        "The effect goes with exposure: {slope} points (below 0: lower {label}) for twice as much mitragynine in the "
        "blood, between people. People with more exposure differ in other ways, too. {n} people."
        if low > 0 or high < 0
        else "No clear sign: {slope} points for twice as much mitragynine in the blood, between people. {n} people."
    )
    label = words.within(words.say(answers.outcome.label))
    return words.say(text, slope=slope_says(words, trait), label=label, n=count_says(words, trait.n))


def _points_caption(words: Wording, answers: StudyAnswers) -> str:
    text = "Points of {label}, 0 to 10; below 0 is lower with it, which is {side}"
    side = "better" if answers.outcome.better == "lower" else "worse"
    return words.say(text, label=words.within(words.say(answers.outcome.label)), side=words.say(side))


def _good(answers: StudyAnswers, mean: float) -> bool:
    return (mean < 0) == (answers.outcome.better == "lower")
