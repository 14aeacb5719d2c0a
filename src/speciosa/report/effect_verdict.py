"""The state of an effect in words: one line for the head of the page, and the sentence with its numbers.

A record alone "goes with"; only where chance decided is something said to happen because of it.
"""

from __future__ import annotations

from speciosa.effect import State
from speciosa.report.difference import about, better_or_worse, higher_or_lower, points, range_says
from speciosa.report.effect_names import outcome_name, thing_name
from speciosa.report.effect_section import Effect
from speciosa.report.wording import Wording


def short_says(words: Wording, effect: Effect) -> str:
    """The state in one line, for the head of the page; its reasons and numbers stand in `lead_says`."""
    posterior, found = effect.posterior, effect.difference
    if found is None:
        return words.say("We can't say yet.")
    if _is_hint(effect):
        return words.say("A hint, and not an answer.")
    if posterior.state is State.NO_CLEAR_DIFFERENCE or not posterior.primary:
        if effect.small:
            return words.say("Too small to notice, if there is any difference.")
        return words.say("We can't tell yet." if found.clear else "We can't tell yet which way it goes.")
    return _first(words, effect, numbers=False)


def lead_says(words: Wording, effect: Effect) -> str:
    """The state in words, with what it rests on."""
    posterior, found = effect.posterior, effect.difference
    if found is None:
        return words.say("We can't say yet.")
    if _is_hint(effect):
        said = _hint(words, effect)
    elif posterior.state is State.NO_CLEAR_DIFFERENCE or not posterior.primary:
        said = _no_clear(words, effect)
    else:
        said = _first(words, effect, numbers=True)
        if posterior.state is State.WORSE:
            said = words.say("{said} Worth showing to your doctor.", said=said)
    if posterior.sensitivity and posterior.sensitivity.state_changes:
        more = words.say("Starting from a more doubtful or a more hopeful view, this would have been put differently.")
        said = f"{said} {more}"
    return said


def reasons_say(words: Wording, effect: Effect) -> str:
    """Why no more can be said. Scores that were only written after a dose are said to be that."""
    said = [words.say(each) for each in effect.posterior.reasons]
    if effect.difference is None and effect.after_only and not effect.withheld and effect.is_kratom:
        turned = words.say(
            "You mostly wrote scores after a dose, not before. That can turn the answer upside down, so we don't give "
            "one. From tomorrow: first the score, then the dose."
        )
        said = [turned, *said]
    return " ".join(said)


def _is_hint(effect: Effect) -> bool:
    """An outcome that was not chosen beforehand, and that lies on one side: it has numbers and no verdict."""
    found = effect.difference
    return not effect.posterior.primary and found is not None and found.clear and not effect.small


def _first(words: Wording, effect: Effect, *, numbers: bool) -> str:
    """The sentence of a verdict. Without numbers it is the line at the head of the page."""
    posterior, found = effect.posterior, effect.difference
    if found is None:
        return ""
    name, down = outcome_name(words, posterior), found.mean < 0
    randomised, worse = posterior.evidence_grade.randomised, posterior.state is State.WORSE
    change = _change(words, effect, numbers=numbers)
    if randomised:
        text = (
            "Because of it, your {outcome} is probably {change}."
            if worse
            else "Because of it, your {outcome} is {change}."
        )
        return words.say(text, outcome=name, change=change)
    if worse:
        side = words.say("lower") if down else words.say("higher")
        if not numbers:
            return words.say("Your {outcome} is probably {side} with it.", outcome=name, side=side)
        return words.say(
            "Your {outcome} is probably {side} with it: {how}.", outcome=name, side=side, how=_how(words, effect)
        )
    text = "{thing} goes with lower {outcome}" if down else "{thing} goes with higher {outcome}"
    said = words.say(text, thing=thing_name(words, posterior), outcome=name)
    if numbers:
        return words.say("{said}: {how}.", said=said, how=_how(words, effect))
    little = "" if effect.noticeable else words.say(", but probably only a little")
    return f"{said}{little}."


def _change(words: Wording, effect: Effect, *, numbers: bool) -> str:
    """``about 1 point lower (between half a point and 2 points)``, or ``a little lower``."""
    found = effect.difference
    if found is None:
        return ""
    side = words.say("lower") if found.mean < 0 else words.say("higher")
    if effect.noticeable:
        plain = words.say("about {change}", change=higher_or_lower(words, found.mean, found.step))
        return about(words, found) if numbers else plain
    little = words.say("a little {side}, less than most people notice", side=side)
    return words.say("{little} ({range})", little=little, range=range_says(words, found)) if numbers else little


def _how(words: Wording, effect: Effect) -> str:
    """``about 1 point (between half a point and 2 points)``; ``probably a little ...`` where few would notice."""
    found = effect.difference
    if found is None:
        return ""
    if not effect.noticeable:
        text = "probably a little, less than most people notice ({range})"
        if effect.posterior.state is State.WORSE:
            text = "a little, less than most people notice ({range})"
        return words.say(text, range=range_says(words, found))
    return words.say(
        "about {points} ({range})", points=points(words, found.mean, found.step), range=range_says(words, found)
    )


def _hint(words: Wording, effect: Effect) -> str:
    """An outcome that was not chosen beforehand has numbers and no verdict."""
    found = effect.difference
    if found is None:
        return ""
    name = outcome_name(words, effect.posterior)
    text = (
        "With it, {outcome} was {change} in your trial."
        if effect.posterior.evidence_grade.randomised
        else ("With it, {outcome} is {change} in this record.")
    )
    said = words.say(text, outcome=name, change=about(words, found))
    if effect.posterior.reasons:
        return said
    more = "It is not the outcome that was chosen beforehand, so this is a hint and not an answer."
    return f"{said} {words.say(more)}"


def _no_clear(words: Wording, effect: Effect) -> str:
    found, better = effect.difference, effect.posterior.better
    if found is None:
        return ""
    if effect.small:
        return words.say("Too small to notice, if there is any difference: {range}.", range=_either_way(words, effect))
    if found.clear:
        side = better_or_worse(words, found.mean, found.step, better)
        return words.say("We can't tell yet. It may be {side} ({range}), but that is not sure enough to say so.",
                         side=side, range=range_says(words, found))  # fmt: skip
    return words.say("We can't tell yet which way it goes: {range}.", range=_either_way(words, effect))


def _either_way(words: Wording, effect: Effect) -> str:
    """``anywhere from 1 point better to half a point worse``."""
    found, better = effect.difference, effect.posterior.better
    if found is None:
        return ""
    # of what is too small to notice no end may be printed as if it were enough
    step = min(found.step, effect.posterior.notice / 10) if effect.small else found.step
    best, worst = (found.low, found.high) if better == "lower" else (found.high, found.low)
    return words.say(
        "anywhere from {best} to {worst}",
        best=better_or_worse(words, best, step, better), worst=better_or_worse(words, worst, step, better),
    )  # fmt: skip
