"""What the answers of a study say in words. Observational and randomised numbers are never worded alike."""

from __future__ import annotations

import math

from speciosa.effect.pooling.pooled import Basis
from speciosa.effect.posterior import Middle
from speciosa.report.difference import Difference, about, difference_of, points, range_says, step_of_sd
from speciosa.report.wording import Wording
from speciosa.study.pooled import Answered, Count, Less, Shown, SideEffect, Slope, StudyAnswers
from speciosa.values.gaps import NotAssessed

GRADES = {
    "randomised_masked": "chance decided, and the person did not know",
    "randomised_open": "chance decided, and the person knew",
    "observational": "from the diary alone",
}
BASES = {
    Basis.RANDOMISED: "randomised: chance decided in each person's own trial",
    Basis.BOTH: "partly randomised: some people's own trials, other people's diaries alone",
    Basis.OBSERVATIONAL: "observational: nobody was randomised",
}


def count_says(words: Wording, count: Count) -> str:
    """A number of people as it may be given out.

    Examples
    --------
    >>> from speciosa.report.wording import wording
    >>> from speciosa.study.suppression import alone
    >>> count_says(wording("en"), alone(3, 10)), count_says(wording("en"), alone(46, 10))
    ('fewer than 10', '46')
    """
    if count.how is Shown.EXACT and count.n is not None:
        return words.number(count.n)
    return words.say("fewer than {n}", n=count.least) if count.how is Shown.FEWER else words.say("not shown")


def people_says(words: Wording, count: Count) -> str:
    """The same with the word for them: ``40 people``."""
    if count.how is Shown.EXACT and count.n is not None:
        return words.count("{n} person", "{n} people", count.n)
    return words.say("{count} people", count=count_says(words, count))


def grade_says(words: Wording, found: Answered) -> str:
    """What kind of evidence it is, and of how many."""
    return words.say(
        "{grade}; {people}", grade=words.say(BASES[found.pooled.basis]), people=people_says(words, found.n)
    )


def mean_says(words: Wording, answers: StudyAnswers, found: Answered | NotAssessed) -> str:
    """The mean effect in one sentence: what the evidence allows to say, and no more."""
    if isinstance(found, NotAssessed):
        return words.say("These records can't say yet whether it helps. {why}", why=words.say(found.why))
    label = words.within(words.say(answers.outcome.label))
    change = difference_of(found.pooled.effect, notice=answers.notice)
    if not change.clear:
        if max(-change.low, change.high) < answers.notice:
            text = "On average over people, any difference in {label} is too small to notice: {range}."
            return words.say(text, label=label, range=range_says(words, change))
        text = "We can't tell yet which way it goes on average: {label} is {range} with it."
        return words.say(text, label=label, range=range_says(words, change))
    if found.pooled.basis is Basis.RANDOMISED:
        text = "Because of it, {label} was on average {about}."
        return words.say(text, label=label, about=about(words, change))
    text = {
        Basis.BOTH: (
            "Taking the usual amount goes with {way} {label}: on average about {size} ({range}). Part of this rests on "
            "diaries alone."
        ),
        Basis.OBSERVATIONAL: (
            "Taking the usual amount goes with {way} {label}: on average about {size} ({range}). Whether it is because "
            "of it, nobody can tell from diaries alone."
        ),
    }[found.pooled.basis]
    way = words.say("lower" if change.mean < 0 else "higher")
    size = points(words, change.mean, change.step)
    return words.say(text, label=label, way=way, size=size, range=range_says(words, change))


def randomised_says(words: Wording, answers: StudyAnswers) -> str:
    """The mean of those whom chance gave it, where others are among all."""
    found = answers.randomised
    if not isinstance(found, Answered):
        return ""
    change = difference_of(found.pooled.effect, notice=answers.notice)
    label = words.within(words.say(answers.outcome.label))
    text = (
        "In the {people} whose own trial had times without it, {label} was {about} because of it."
        if change.clear
        else "In the {people} whose own trial had times without it, {label} was {about}: too unsure to say more."
    )
    return words.say(text, people=people_says(words, found.n), label=label, about=about(words, change))


def less_says(words: Wording, less: Less | NotAssessed, *, sure: float) -> str:
    """Does a quarter less do as well?"""
    if isinstance(less, NotAssessed):
        return words.say("Not assessed. {why}", why=words.say(less.why))
    margin = points(words, less.margin, 0.1)
    if less.prob_not_worse >= sure:
        text = "A quarter less did about as well on average: worse by less than {margin}, the margin fixed beforehand."
    elif less.prob_not_worse <= 1 - sure:
        text = "A quarter less did worse on average, by more than {margin}, the margin fixed beforehand."
    else:
        text = (
            "We can't tell yet whether a quarter less does as well on average; the margin fixed beforehand is {margin}."
        )
    return words.say(text, margin=margin)


def less_numbers_say(words: Wording, less: Less, notice: float) -> str:
    """By how much, how sure, and for how many."""
    gain = -1.0 if less.answered.pooled.better == "lower" else 1.0
    loss = difference_of(less.answered.pooled.effect, notice=notice)
    loss = loss if gain > 0 else loss.turned()
    worse = worse_says(words, loss)
    text = "Less was {worse}. That it is worse by less than the margin: {sure}. It does as well for {share}."
    return words.say(
        text, worse=worse, sure=chance_says(words, less.prob_not_worse), share=share_says(words, less.share_not_worse)
    )


def worse_says(words: Wording, loss: Difference) -> str:
    """A loss and how unsure it is: ``0.2 points worse (0.1 to 0.3)``."""
    text = "{mean} points worse ({low} to {high})"
    places = max(0, -math.floor(math.log10(loss.step)))
    mean, low, high = (signed(each, places) for each in (loss.mean, loss.low, loss.high))
    return words.say(text, mean=mean, low=low, high=high)


def share_says(words: Wording, share: Middle) -> str:
    """``6 of 10 people (4 to 8)``: no more digits than a share of people can have."""
    low, mid, high = (_tenths(words, each) for each in (share.low, share.median, share.high))
    if low == high:
        return words.say("{mid} of 10 people", mid=mid)
    return words.say("{mid} of 10 people ({low} to {high})", mid=mid, low=low, high=high)


def chance_says(words: Wording, chance: float) -> str:
    """A probability in so many of 100, never all and never none."""
    if chance > 0.99:
        return words.say("more than 99 in 100")
    return words.say("less than 1 in 100") if chance < 0.01 else words.say("{n} in 100", n=round(100 * chance))


def times_says(words: Wording, effect: SideEffect) -> str:
    """How many times as often with twice the exposure."""
    draws = effect.line.start
    low, high = (math.exp(each) for each in draws.interval(0.95))
    return words.say(
        "{mean} times ({low} to {high})", mean=words.number(math.exp(draws.mean), 2), low=words.number(low, 2),
        high=words.number(high, 2),
    )  # fmt: skip


def slope_says(words: Wording, slope: Slope, *, places: int = 2) -> str:
    """A slope with its interval: ``0.9 (0.5 to 1.3)``."""
    if slope.line.slope is None:
        return ""
    draws = slope.line.slope
    places = min(places, max(0, -math.floor(math.log10(step_of_sd(draws.sd)))))
    low, high = (signed(each, places) for each in draws.interval(0.95))
    return words.say("{mean} ({low} to {high})", mean=signed(draws.mean, places), low=low, high=high)


def interval_says(words: Wording, low: float, high: float, places: int = 1) -> str:
    """``-1.2 to -0.8``, with a true minus."""
    return words.say("{low} to {high}", low=signed(low, places), high=signed(high, places))


def signed(value: float, places: int = 1) -> str:
    """A number with a true minus."""
    said = f"{abs(value):,.{places}f}"
    return f"\u2212{said}" if value < 0 and said.strip("0.,") else said


def _tenths(words: Wording, share: float) -> str:
    tenths = 10 * share
    if tenths < 0.5:
        return words.say("fewer than 1")
    return words.say("more than 9") if tenths > 9.5 else words.number(round(tenths))
