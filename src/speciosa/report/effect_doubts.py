"""How an answer could be wrong: said beside every answer, never folded away."""

from __future__ import annotations

from speciosa.effect import Grade
from speciosa.report.difference import higher_or_lower
from speciosa.report.effect_names import outcome_name
from speciosa.report.effect_section import Effect
from speciosa.report.wording import Wording
from speciosa.values.timeline import DAY_S


def doubts(words: Wording, effect: Effect) -> tuple[str, ...]:
    """Each doubt in a sentence or two; none where there is no answer to doubt."""
    if effect.difference is None and not effect.contrasts:
        return ()
    said = (
        _grade(words, effect), _unrecorded(words, effect), _prior(words, effect), _looks(words, effect),
        _other_causes(words, effect),
        words.say("It is about one person, you, in the time of this record: another year or another bag may differ."),
    )  # fmt: skip
    return tuple(each for each in said if each)


def _grade(words: Wording, effect: Effect) -> str:
    """What kind of evidence it is, and what that kind cannot rule out."""
    name = outcome_name(words, effect.posterior)
    grade = effect.posterior.evidence_grade
    if grade is Grade.RANDOMISED_MASKED:
        return words.say(
            "Chance decided when it was the real thing and you were not told, which is the surest kind of answer for "
            "one person. If you could tell by taste or feeling, what you expected counts in it too."
        )
    if grade is Grade.RANDOMISED_OPEN:
        return words.say(
            "Chance decided when it was its turn, but you knew. What people expect changes their scores, and that "
            "part is in the answer."
        )
    return words.say(
        "This is a record and not a trial. Whatever led to a dose may have changed your {outcome} as well: a bad "
        "night, rest, another medicine, the day. And you knew what you took; what people expect changes their scores.",
        outcome=name,
    )


def _unrecorded(words: Wording, effect: Effect) -> str:
    """What went unrecorded, and how much of it would be needed to turn the answer."""
    sensitivity, name = effect.posterior.sensitivity, outcome_name(words, effect.posterior)
    if sensitivity is None or effect.posterior.evidence_grade.randomised:
        return ""
    rho = sensitivity.tipping_point_rho
    if rho is None:
        return words.say(
            "Something that nobody wrote down would have to go almost step for step with your doses to explain all of "
            "it."
        )
    how = "loosely" if rho < 0.2 else "fairly" if rho < 0.5 else "closely"
    text = {
        "loosely": "Something that nobody wrote down and that went even loosely with both your doses and your "
        "{outcome} would be enough to explain all of it (a correlation of {rho}).",
        "fairly": "Something that nobody wrote down could explain all of it, if it went fairly closely with both your "
        "doses and your {outcome} (a correlation of {rho}).",
        "closely": "Something that nobody wrote down would have to go closely with your doses and your {outcome} to "
        "explain all of it (a correlation of {rho}).",
    }[how]
    return words.say(text, outcome=name, rho=words.number(rho, 1))


def _prior(words: Wording, effect: Effect) -> str:
    """What was believed before, and how far the record moved it."""
    sensitivity, found = effect.posterior.sensitivity, effect.difference
    if sensitivity is None or found is None:
        return ""
    low, high = (sensitivity.prior_mean + side * 2 * sensitivity.prior_sd for side in (-1, 1))
    return words.say(
        "Before your record we allowed for anything from {low} to {high}; {moved}.",
        low=higher_or_lower(words, low, 0.5), high=higher_or_lower(words, high, 0.5),
        moved=_moved(words, sensitivity.moved),
    )  # fmt: skip


def others_say(words: Wording, effect: Effect) -> str:
    """What somebody who began with another belief would now say; empty where it was not worked out."""
    sensitivity, found = effect.posterior.sensitivity, effect.difference
    if sensitivity is None or found is None:
        return ""
    sceptical, optimistic = (
        higher_or_lower(words, each, found.step) for each in (sensitivity.sceptical, sensitivity.optimistic)
    )
    others = "Somebody doubtful would now say {sceptical}, somebody hopeful {optimistic}."
    if sceptical == optimistic:
        others = "Somebody doubtful and somebody hopeful would now both say about {sceptical}."
    said = words.say(others, sceptical=sceptical, optimistic=optimistic)
    if sensitivity.state_changes:
        return f"{said} {words.say('One of the two would have put the first sentence differently.')}"
    return said


def _moved(words: Wording, moved: float) -> str:
    """How much narrower the record made it."""
    tenths = round(10 * moved)
    if tenths <= 0:
        return words.say("your record hardly narrowed that")
    if tenths >= 10:
        return words.say("your record narrowed that to almost nothing")
    return words.say("your record narrowed that by about {n} tenths", n=tenths)


def _looks(words: Wording, effect: Effect) -> str:
    """When the state is decided: looking every day would make a find of chance."""
    looks = effect.posterior.looks
    if looks.last_s is None:
        return ""
    said = words.say(
        "What may be said is decided only at times fixed beforehand, since who looks often enough finds something by "
        "chance. Last time: {date} (look {n}).",
        date=words.date(looks.last_s // DAY_S), n=looks.number,
    )  # fmt: skip
    if looks.next_s is None:
        return said
    return f"{said} {words.say('Next time: {date}.', date=words.date(looks.next_s // DAY_S))}"


def _other_causes(words: Wording, effect: Effect) -> str:
    """Less effect, a worse illness and a weaker product look alike."""
    if not effect.is_kratom or effect.posterior.tolerance is not None:
        return ""
    return words.say(
        "Whether it wears off can't be told from this record: less effect, a worse illness and a weaker product look "
        "alike in it."
    )
