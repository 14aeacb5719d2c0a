"""What is said of exposure, on the page and in the terminal. No concentration is called much or little."""

from __future__ import annotations

import math

from speciosa.report.exposure_panel import WEEK_D, Panel, Spread
from speciosa.report.exposure_section import WINDOW_D, Exposure
from speciosa.report.wording import Wording

_WIDE = 1.6  # limits further apart than this earn one digit, not two
_SAME = 0.1  # a tenth is the last digit that is printed
_LEAST = 0.1  # ng/mL; less is not told apart from nothing


def analyte_name(words: Wording, analyte: str) -> str:
    """``Mitragynine``, ``7-hydroxymitragynine (7-OH)``."""
    known = {"mitragynine": "Mitragynine", "7-hydroxymitragynine": "7-hydroxymitragynine (7-OH)"}
    return words.say(known[analyte]) if analyte in known else analyte


def short_name(words: Wording, analyte: str) -> str:
    """The same for a narrow column."""
    return words.say({"mitragynine": "Mitragynine", "7-hydroxymitragynine": "7-OH"}.get(analyte, analyte))


def lead_says(words: Wording, exposure: Exposure) -> str:
    """Where the curves come from, and what they are not."""
    return words.count(
        "This is how much is likely in your blood, worked out from {n} dose that you wrote down. Nobody measured it. "
        "What you feel is something else: it comes a little later and wears off sooner.",
        "This is how much is likely in your blood, worked out from {n} doses that you wrote down. Nobody measured it. "
        "What you feel is something else: it comes a little later and wears off sooner.",
        exposure.doses,
    )


def own_title(words: Wording, exposure: Exposure) -> str:
    """What the first picture shows."""
    return words.say("Your own ups and downs, {when}", when=_when(words, exposure))


def amount_title(words: Wording, exposure: Exposure) -> str:
    """What the second picture shows."""
    return words.say("How much it may be in ng/mL, {when}", when=_when(words, exposure))


def week_title(words: Wording, exposure: Exposure, panel: Panel) -> str:
    """What the terminal's picture of one analyte shows."""
    name = analyte_name(words, panel.analyte)
    return words.say("{analyte}, {when}; 1 is your own average", analyte=name, when=_when(words, exposure, WEEK_D))


def _when(words: Wording, exposure: Exposure, days: int = WINDOW_D) -> str:
    if exposure.ends_now:
        return words.count("last {n} day", "last {n} days", days)
    date = words.date(exposure.last_day)
    return words.count("the {n} day up to {date}", "the {n} days up to {date}", days, date=date)


def own_says(words: Wording, exposure: Exposure) -> str:
    """What is to be seen in the first picture: the person against themselves."""
    said = [
        words.say("1 is your own average of the {n} days up to {date}.", n=WINDOW_D, date=words.date(exposure.last_day))
    ]
    if exposure.basis == "assay":
        said.append(words.say("This is the surer of the two pictures."))
    else:
        said.append(words.say("How strong your leaf is hardly matters here, so this is the surer picture."))
    if exposure.ends_now:
        said.append(compared_says(words, exposure))
    else:
        said.append(words.say("Later days are left out: they have no dose, or too little is known of them."))
    return " ".join(each for each in said if each)


def compared_says(words: Wording, exposure: Exposure) -> str:
    """The last week against the three before it, for the analyte that leads; empty where it cannot be said."""
    panel = next((each for each in exposure.drawn if each.compared), None)
    if panel is None or panel.compared is None:
        return words.say("The record is too short, or has too many holes, to compare the last week with those before.")
    low, middle, high = (words.number(each, 1) for each in panel.compared)
    if panel.compared.low >= 1 - _SAME and panel.compared.high <= 1 + _SAME:
        text = "In the last 7 days there was about as much {what} in your blood as in the 3 weeks before."
    elif panel.compared.low >= 1 + _SAME / 2:
        text = "In the last 7 days there was more {what} in your blood than in the 3 weeks before: {share}."
    elif panel.compared.high <= 1 - _SAME / 2:
        text = "In the last 7 days there was less {what} in your blood than in the 3 weeks before: {share}."
    else:
        text = "In the last 7 days there was {share} as much {what} in your blood as in the 3 weeks before."
        span = words.say("between {low} and {high} times", low=low, high=high)
        return words.say(text, what=_of(words, panel), share=span)
    share = words.say("about {middle} times as much", middle=middle)
    if low != high:
        share = words.say("{share} ({low} to {high})", share=share, low=low, high=high)
    return words.say(text, what=_of(words, panel), share=share)


def _of(words: Wording, panel: Panel) -> str:
    return words.say("7-OH") if panel.analyte.startswith("7") else words.say(panel.analyte)


def amount_says(words: Wording, exposure: Exposure) -> str:
    """Why the second picture is a band."""
    why = {
        "assay": "In ng/mL the band is wide: bodies differ.",
        "label": "In ng/mL the band is wide: nobody checks labels, and bodies differ.",
        "population": "In ng/mL the band is wide: nobody knows how strong the leaf was, and bodies differ.",
    }
    return words.say(
        "{why} The truth may lie anywhere in it, so read the band and not its middle.",
        why=words.say(why[exposure.basis]),
    )


def no_line_says(words: Wording) -> str:
    """Why no height is marked."""
    return words.say("No height of this curve is known to be harmless, and none is known to be where harm begins.")


def basis_says(words: Wording, exposure: Exposure) -> str:
    """How the strength of what was taken is known."""
    said = {
        "assay": "Strength: as a laboratory measured it.",
        "label": "Strength: as the label says, for at least some doses. Nobody checked the label.",
        "population": "Strength: not known for at least some doses. They count as leaf of the usual spread.",
    }
    return words.say(said[exposure.basis])


def bodies_say(words: Wording) -> str:
    """How the body is known."""
    return words.say("Body: nobody measured yours. The curves follow a few studied people, and how far they differed.")


def highest_says(words: Wording, exposure: Exposure, panel: Panel) -> str:
    """Highest of the record and average of the last days, each as a band; empty where neither can be said."""
    said = []
    if panel.highest and rounded(words, panel.highest[1], panel.highest) == words.number(0):
        said.append(words.say("highest: can't be said yet"))  # so soon after a first dose
    elif panel.highest:
        said.append(words.say("highest: {value}", value=amount(words, panel.highest)))
    if panel.week_mean and exposure.ends_now:
        value = amount(words, panel.week_mean)
        one, many = "average of the last day {value}", "average of the last {n} days {value}"
        said.append(words.count(one, many, exposure.week_d, value=value))
    return "; ".join(said)


def amount(words: Wording, spread: Spread) -> str:
    """``about 30 ng/mL (10 to 90)``: as many digits as the band earns."""
    if spread.high < _LEAST:
        return words.say("less than {least} ng/mL", least=words.number(_LEAST, 1))
    low, middle, high = (rounded(words, each, spread) for each in spread)
    return words.say("about {middle} ng/mL ({low} to {high})", middle=middle, low=low, high=high)


def rounded(words: Wording, value: float, spread: Spread) -> str:
    """A concentration or a limit with the digits that its band earns: one of a wide band, two of a narrow one.

    A first digit of 1 counts in halves: from 10 to 20 is a large step.

    Examples
    --------
    >>> from speciosa.report.wording import wording
    >>> wide, narrow = Spread(11.8, 34.2, 93.0), Spread(31.0, 34.2, 38.0)
    >>> [rounded(wording("en"), each, wide) for each in wide], rounded(wording("en"), 34.2, narrow)
    (['10', '30', '90'], '34')
    """
    if value < _LEAST / 2:
        return words.number(0)
    wide = spread.high > _WIDE * max(spread.low, 1e-9)
    tens = 10.0 ** math.floor(math.log10(value))
    step = (tens / 2 if value < 2 * tens else tens) if wide else tens / 10
    places = max(0, -math.floor(math.log10(step)))
    return words.number(math.floor(value / step + 0.5) * step, places)
