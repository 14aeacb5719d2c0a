"""What stands under the pictures of an effect."""

from __future__ import annotations

from speciosa.report.days import Grain
from speciosa.report.difference import higher_or_lower
from speciosa.report.dose_harms import DoseHarms, HarmCount
from speciosa.report.effect_names import outcome_name
from speciosa.report.effect_section import Effect
from speciosa.report.printed import unit_alone, with_unit
from speciosa.report.wording import Wording


def course_title(words: Wording, effect: Effect, grain: Grain) -> str:
    """What the picture of the course shows."""
    by = {
        Grain.DAY: "Your {outcome} and what went with it, day by day",
        Grain.WEEK: "Your {outcome} and what went with it, week by week",
        Grain.MONTH: "Your {outcome} and what went with it, month by month",
        Grain.YEAR: "Your {outcome} and what went with it, year by year",
    }
    return words.say(by[grain], outcome=outcome_name(words, effect.posterior))


def course_says(words: Wording, effect: Effect) -> str:
    """How to read it."""
    lower = effect.posterior.better == "lower"
    text = (
        "Above: your scores; down is better. Beneath: how much of that goes with it; below the line is better with "
        "it. Where nothing is drawn, no score was written down, or, beneath, nothing was taken."
        if lower
        else "Above: your scores; up is better. Beneath: how much of that goes with it; above the line is better with "
        "it. Where nothing is drawn, no score was written down, or, beneath, nothing was taken."
    )
    return words.say(text)


def response_title(words: Wording, effect: Effect) -> str:
    """What the picture of doses shows."""
    response = effect.posterior.dose_response
    if response is not None and not effect.is_kratom:
        unit = unit_alone(words, response.unit)
        return words.say("Less of it, up to your usual amount ({unit})", unit=unit)
    return words.say("Smaller doses, up to your usual one, and what was unwanted")


def response_says(words: Wording, effect: Effect) -> str:
    """Where the curve ends, and which part of it was never tried."""
    response, found = effect.posterior.dose_response, effect.difference
    if response is None or found is None:
        return ""
    usual = with_unit(words, float(f"{response.dose[-1]:.2g}"), None, response.unit)
    at_usual = higher_or_lower(words, float(response.mean[-1]), found.step)
    said = [
        words.say(
            "The curve ends at your usual amount, {usual} ({change} there); it says nothing of larger ones.",
            usual=usual, change=at_usual,
        )
    ]  # fmt: skip
    if response.dose[0] < 0.95 * response.tried_low:
        tried = with_unit(words, float(f"{response.tried_low:.2g}"), None, response.unit)
        said.append(words.say("There was none below {tried}: that part of the curve is a guess.", tried=tried))
    return " ".join(said)


def harms_say(words: Wording, effect: Effect) -> str:
    """What was written down after doses. That nothing was is said, and is no sign that there was nothing."""
    harms = effect.harms
    if not effect.is_kratom and (harms is None or not harms.symptoms):
        return ""
    if harms is None:
        return words.say("No dose has both a time of day and an amount, so nothing unwanted could be counted to one.")
    if not harms.symptoms and not harms.withdrawals:
        return words.say(
            "You wrote down no side effects and no withdrawal. That is not the same as having none: nobody asked."
        )
    side, later = _all(harms, "side_effects"), _all(harms, "withdrawal")
    counted = words.count(
        "Of {n} dose with a time and an amount", "Of {n} doses with a time and an amount", harms.counted
    )
    parts = []
    if harms.symptoms:
        text = "{n} had a side effect written down within {hours} hours"
        parts.append(words.say(text, n=words.number(side), hours=words.number(harms.side_effect_h)))
    if harms.withdrawals:
        parts.append(words.say("{n} had withdrawal written down before the next dose", n=words.number(later)))
    said = [words.say("{of}, {what}.", of=counted, what=words.listed(parts))]
    if not harms.withdrawals:
        said.append(words.say("You never wrote down withdrawal; that is not the same as having none."))
    if not harms.symptoms:
        said.append(words.say("You never wrote down a side effect; that is not the same as having none."))
    if harms.left_out:
        one = "{n} dose without a time of day or an amount in {unit} could not be counted."
        many = "{n} doses without a time of day or an amount in {unit} could not be counted."
        said.append(words.count(one, many, harms.left_out, unit=harms.unit))
    return " ".join(said)


def beside_dose(words: Wording, count: HarmCount) -> str:
    """``3 of 40``."""
    return words.say("{part} of {whole}", part=words.number(count.followed), whole=words.number(count.n))


def _all(harms: DoseHarms, which: str) -> int:
    return sum(getattr(each, which).followed for each in harms.groups)
