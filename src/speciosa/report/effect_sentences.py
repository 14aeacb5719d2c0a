"""What is said of an effect beside its verdict, on the page and in the terminal."""

from __future__ import annotations

from speciosa.effect import State
from speciosa.report.difference import points
from speciosa.report.effect_contrasts import contrast_answer, contrast_question, grade_says, why_not
from speciosa.report.effect_doubts import doubts, others_say
from speciosa.report.effect_names import outcome_name, thing_name
from speciosa.report.effect_section import DOTS, Effect
from speciosa.report.effect_verdict import lead_says, reasons_say, short_says
from speciosa.report.wording import Wording

__all__ = [
    "asked_title", "care_says", "contrast_answer", "contrast_question", "dots_ends", "dots_says", "dots_title",
    "doubts", "fresh_says", "grade_says", "lead_says", "made_facts", "month_says", "others_say", "question",
    "reasons_say", "rebound_says",
    "settle_says", "short_says", "wearing_off_says", "why_not", "withdrawal_says",
]  # fmt: skip

_MONTH_D = range(28, 32)


def question(words: Wording, effect: Effect) -> str:
    """What is asked: ``Kratom and your pain``."""
    posterior = effect.posterior
    return words.say(
        "{thing} and your {outcome}", thing=thing_name(words, posterior), outcome=outcome_name(words, posterior)
    )


def asked_title(words: Wording, effect: Effect) -> str:
    """What stands above the contrasts."""
    if effect.ended_day is None:
        return words.say("What you may want to know today")
    return words.say(
        "What you may want to know of {date}, the last day of the record", date=words.date(effect.ended_day)
    )


def month_says(words: Wording, effect: Effect) -> str:
    """The same in plain words, which stand first; what exactly is compared, `fresh_says`, stands in the fold."""
    if not effect.is_kratom:
        return fresh_says(words, effect)
    days = effect.posterior.horizon_d
    more = words.say("You may be used to it: then stopping feels different, often worse at first.")
    if days in _MONTH_D:
        said = words.say("This compares a month with it and a month without it, for somebody not used to it.")
    else:
        text = "This compares {n} days with it and {n} days without it, for somebody not used to it."
        said = words.say(text, n=days)
    return f"{said} {more}"


def fresh_says(words: Wording, effect: Effect) -> str:
    """What the first number is a number of: it is not what stopping today would do."""
    if not effect.is_kratom:
        text = "That is {n} days with it as usual against {n} days without, both begun fresh."
        return words.say(text, n=effect.posterior.horizon_d)
    return words.say(
        "That is as if you were starting fresh: {n} days on your usual pattern against {n} days on none, both begun "
        "with none in the body and not used to it. It is not what stopping today would be like.",
        n=effect.posterior.horizon_d,
    )


def dots_title(words: Wording, effect: Effect) -> str:
    """What the picture of dots shows."""
    return words.say("Fifty equally likely answers, as if starting fresh") if effect.dots is not None else ""


def dots_ends(words: Wording, effect: Effect) -> tuple[str, str]:
    """What stands at both ends of its axis."""
    name = outcome_name(words, effect.posterior)
    return words.say("lower {outcome}", outcome=name), words.say("higher {outcome}", outcome=name)


def dots_says(words: Wording, effect: Effect) -> str:
    """What is to be seen in it: on which side the dots lie."""
    higher_is_more = effect.lower * 2 < DOTS
    n = DOTS - effect.lower if higher_is_more else effect.lower
    text = (
        "In {n} of {all} equally likely answers your {outcome} is higher with it."
        if higher_is_more
        else "In {n} of {all} equally likely answers your {outcome} is lower with it."
    )
    name = outcome_name(words, effect.posterior)
    said = words.say(text, n=n, all=DOTS, outcome=name)
    if n == DOTS:
        said = f"{said} {words.say('That is not the same as certain.')}"
    if effect.posterior.evidence_grade.randomised:
        return said
    return f"{said} {words.say('The dots allow for what was not written down.')}"


def settle_says(words: Wording, effect: Effect) -> str:
    """How much more it would take; empty where nobody worked it out."""
    posterior = effect.posterior
    if posterior.settle_in_blocks is not None:
        one = "About {n} more trial period would probably settle it."
        many = "About {n} more trial periods would probably settle it."
        return words.count(one, many, posterior.settle_in_blocks)
    if posterior.settle_in_d is not None:
        one = "About {n} day of record, kept as it is now, would probably settle it."
        many = "About {n} days of record, kept as it is now, would probably settle it."
        return words.count(one, many, posterior.settle_in_d)
    return ""


def withdrawal_says(words: Wording, effect: Effect) -> str:
    """Relief of pain and relief of withdrawal look alike; whether this record can tell them apart."""
    if not effect.is_kratom or effect.difference is None:
        return ""
    relief = effect.posterior.better == "lower" and effect.posterior.state is State.HELPS
    said = words.say(
        "Part of the relief may be relief from the last dose wearing off."
        if relief
        else "Part of what it seems to do may be the last dose wearing off, and the next one ending that."
    )
    without = ("settled", "stopping_days_15_60")
    if any(each.name in without for each in effect.contrasts):
        more = "The time without it in your record can tell the two apart; the hours after a dose can't."
    else:
        more = (
            "Your record can't tell the two apart. A score for withdrawal beside each score before a dose would begin "
            "to; so would a longer time without it, if your doctor agrees to one."
        )
    return f"{said} {words.say(more)}"


def wearing_off_says(words: Wording, effect: Effect) -> str:
    """Whether it does less than it did, where the record can tell it; `doubts` say so where it can't."""
    tolerance = effect.posterior.tolerance
    if not effect.is_kratom or effect.difference is None or tolerance is None:
        return ""
    low, high = (words.number(100 * each) for each in tolerance.share_lost[1:])
    if effect.wears_off is None:
        return words.say("It may do less than at first: your record can't say how much.")
    range_ = words.say("between {low} and {high} % of what it does at first is lost", low=low, high=high)
    if effect.wears_off:
        return words.say(
            "It seems to do less than it did: {range} in settled use. Your record has times with less of it or none "
            "from one bag, so it can tell this from a worse illness or a weaker product. Taking more, or more often, "
            "seldom brings it back for long and makes stopping harder.",
            range=range_,
        )
    return words.say("It does about as much as at first: {range} in settled use.", range=range_)


def rebound_says(words: Wording, effect: Effect) -> str:
    """How it was, or would be, just after stopping; empty where the record does not tell."""
    rebound = effect.posterior.rebound
    if rebound is None or effect.difference is None:
        return ""
    peak = [points(words, each, 0.5) for each in rebound.peak]
    if peak[0] == points(words, 0.0, 0.5) or round(rebound.days[0]) == 0:
        return words.say(
            "What the first days after stopping are like for you: your record can't tell. They can be hard. Don't stop "
            "suddenly."
        )
    return words.say(
        "Just after stopping, {outcome} may be worse for a while than it is later without it: by {peak} at its worst "
        "({low} to {high}), for about {days} days ({first} to {last}).",
        outcome=outcome_name(words, effect.posterior), peak=peak[0], low=peak[1], high=peak[2],
        **dict(zip(("days", "first", "last"), (words.number(each) for each in rebound.days), strict=True)),
    )  # fmt: skip


def care_says(words: Wording, effect: Effect) -> str:
    """What stands beside every answer on kratom, whichever way it goes; empty of anything else."""
    if not effect.is_kratom:
        return ""
    return words.say(
        "If you take it most days, don't stop suddenly. Talk to somebody first: a doctor, a pharmacist. After a break "
        "or a cut, your old dose can be too much now."
    )


def made_facts(words: Wording, effect: Effect) -> tuple[tuple[str, str], ...]:
    """How it was computed and from how much: label and value."""
    found = effect.posterior.diagnostics
    how = {"importance": "weighted draws", "smc": "draws in steps", "nuts": "a chain of draws"}
    facts = [
        (words.say("Scores used"), words.number(found.n_ratings)),
        (words.say("Doses used"), words.number(found.n_doses)),
        (words.say("Way of computing"), words.say(how.get(found.method, found.method))),
        (words.say("Independent draws it is worth"), words.number(float(f"{found.ess:.2g}"))),
    ]
    if found.rated_before_share is not None:
        share = words.say("about {n} in 10", n=round(10 * found.rated_before_share))
        facts.insert(2, (words.say("Doses with a score just before"), share))
    return tuple(facts)
