"""What a person deciding today asks, and what the record answers: each with its own kind of evidence."""

from __future__ import annotations

from speciosa.effect import Contrast, Grade
from speciosa.report.difference import Difference, about, difference_of, higher_or_lower, points, range_says
from speciosa.report.effect_names import outcome_name
from speciosa.report.effect_section import DOTS, Effect
from speciosa.report.wording import Wording

_QUESTIONS = {
    "settled": "Settled with it, against settled without it",
    "stopping_days_1_14": "What the first two weeks after stopping would be like, the rough days included",
    "stopping_days_15_60": "What weeks three to eight after stopping would be like",
    "one_step_less": "Whether a quarter less does as well",
    "acute_now": "What the hours after a dose do, as things are today",
}
# what is said where the whole interval lies on one side: from a record alone, and where chance decided
_SAYS = {
    "settled": ("Goes with {outcome} {change}.", "Because of it, your {outcome} is {change}."),
    "stopping_days_1_14": (
        "Against going on: {outcome} {change}.",
        "Because of stopping, your {outcome} was {change}.",
    ),
    "stopping_days_15_60": (
        "Against going on: {outcome} {change}.",
        "Because of stopping, your {outcome} was {change}.",
    ),
    "one_step_less": ("In your trial, a quarter less meant {outcome} {change}.",) * 2,
    "acute_now": ("In the 4 hours after, {outcome} is {change}, against just before.",) * 2,
}
_TURNED = frozenset({"one_step_less"})  # given as usual minus less; people ask about less
_CUTS = frozenset({"stopping_days_1_14", "stopping_days_15_60", "one_step_less"})


def contrast_question(words: Wording, contrast: Contrast, ended_day: int | None = None) -> str:
    """What is asked.

    Parameters
    ----------
    ended_day : local day of the last entry of a record that ended long ago: nobody knows how things are today.
    """
    if contrast.name == "acute_now" and ended_day is not None:
        text = "What the hours after a dose did, as things were on {date}, the last day of this record"
        return words.say(text, date=words.date(ended_day))
    return words.say(_QUESTIONS.get(contrast.name, contrast.says))


def contrast_answer(words: Wording, effect: Effect, contrast: Contrast) -> str:
    """The answer in a sentence or two, or why there is none."""
    if contrast.difference is None:
        return words.say("Not assessed. {why}", why=why_not(words, contrast.why_null))
    found = difference_of(contrast.difference, notice=effect.posterior.notice)
    found = found.turned() if contrast.name in _TURNED else found
    if contrast.name == "one_step_less" and not contrast.grade.randomised:
        said = [_less_as_recorded(words, effect, contrast, found)]
    else:
        said = [_says(words, effect, contrast, found)]
    if contrast.name == "one_step_less" and contrast.grade.randomised:
        said += [_not_worse(words, contrast)]
    if effect.is_kratom and contrast.name == "stopping_days_1_14":
        said += [words.say("Don't stop suddenly; talk to somebody first.")]
    if contrast.name == "acute_now":
        said += [words.say("Part of that may be relief from the last dose wearing off.")]
    cuts = (each.name for each in effect.contrasts if each.name in _CUTS and each.difference is not None)
    if effect.is_kratom and contrast.name == next(cuts, None):  # once: it stands in the box beneath as well
        said += [words.say("After a break or a cut, your old dose can be too much now.")]
    return " ".join(each for each in said if each)


def why_not(words: Wording, why: str) -> str:
    """Why something was not assessed, as a sentence."""
    said = words.say(why).strip() or words.say("The record does not say enough.")
    return f"{said[:1].upper()}{said[1:]}{'' if said.endswith(('.', '?')) else '.'}"


def grade_says(words: Wording, grade: Grade) -> str:
    """The kind of evidence in a few words."""
    said = {
        Grade.ASSOCIATION_ONLY: "no comparison", Grade.OBSERVATIONAL: "from your record alone",
        Grade.RANDOMISED_OPEN: "from your open trial", Grade.RANDOMISED_MASKED: "from your blind trial",
    }  # fmt: skip
    return words.say(said[grade])


def _says(words: Wording, effect: Effect, contrast: Contrast, found: Difference) -> str:
    name = outcome_name(words, effect.posterior)
    if contrast.name == "one_step_less" and effect.as_well:
        text = "A quarter less did about as well in your trial: {outcome} {change}."
        return words.say(text, outcome=name, change=about(words, found))
    if not found.clear:
        middle, range_ = higher_or_lower(words, found.mean, found.step), range_says(words, found)
        if abs(found.mean) < found.step / 2:
            return words.say("Not clear which way: {outcome} {range}.", outcome=name, range=range_)
        if not found.both_ways:
            text = "Not clear whether there is a difference: {outcome} about {middle} ({range})."
            return words.say(text, outcome=name, middle=middle, range=range_)
        text = "Not clear which way: {outcome} about {middle}, but {range}."
        return words.say(text, outcome=name, middle=middle, range=range_)
    observed, randomised = _SAYS.get(contrast.name, ("{outcome} {change}.",) * 2)
    text = randomised if contrast.grade.randomised else observed
    return words.say(text, outcome=name, change=about(words, found))


def _not_worse(words: Wording, contrast: Contrast) -> str:
    """In how many answers less is not worse by what matters."""
    if contrast.prob_not_worse is None or contrast.margin is None:
        return ""
    n = min(DOTS, round(DOTS * contrast.prob_not_worse))
    size = points(words, contrast.margin, 0.5)
    return words.say(
        "In {n} of {all} equally likely answers less is not worse by {size} or more.", n=n, all=DOTS, size=size
    )


def _less_as_recorded(words: Wording, effect: Effect, contrast: Contrast, found: Difference) -> str:
    """Days with less, as they were: no count of answers, since what made the day may have made the dose."""
    name, notice = outcome_name(words, effect.posterior), effect.posterior.notice
    low, high = (higher_or_lower(words, each, found.step) for each in (found.low, found.high))
    if max(-found.low, found.high) < notice and abs(found.mean) < notice / 4:
        text = "On days with a quarter less your {outcome} was about the same (anywhere from {low} to {high})."
        said = words.say(text, outcome=name, low=low, high=high)
    elif found.clear:
        text = "On days with a quarter less your {outcome} was about {middle} ({range})."
        middle = higher_or_lower(words, found.mean, found.step)
        said = words.say(text, outcome=name, middle=middle, range=range_says(words, found))
    else:
        said = _says(words, effect, contrast, found)
    more = words.say("Better days may simply have needed less. Only a trial can tell.")
    return f"{said} {more}"
