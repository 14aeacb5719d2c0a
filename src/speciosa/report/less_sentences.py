"""What a record gives for a talk about taking less: how often, how much, since when, what happened before."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from speciosa.report.wording import Wording
from speciosa.safety import dependence, withdrawal
from speciosa.values.timeline import DAY_S, offset_at

_MOST_CUTS = 4
_MOST_SIGNS = 8
_NO_SIGNS = "Nothing about feeling ill without it was written down. That is no proof that there was none."
_NO_SIGNS_BUT_DOSES = "Some doses were against feeling ill without it. Which signs that were was not written down."
_SIGNS = "Signs that can come from going without: {listed}. They have other causes, too."
_AFTER = "They came about {middle} hours after the last dose ({low} to {high})."
_LESS = "You took clearly less from {first} to {last}."
_LESS_AND_BACK = "You took clearly less from {first} to {last}; by {back} it was about as much as before."


def taper_says(words: Wording, talk: dependence.TaperTalk, zone: ZoneInfo | None) -> list[str]:
    """Facts, one a line. There is no amount to take among them, and no plan."""
    since = (talk.since_s + (offset_at(talk.since_s, zone) if zone else 0) * 60) // DAY_S
    said = [words.say("The first dose in this record is of {day}; you may have begun before.", day=words.date(since))]
    if talk.doses_a_day is None:
        said.append(words.say("How often a day: too few recorded days in the last 4 weeks to say."))
    else:
        often = words.say(
            "On a usual day of the last 4 weeks: about {doses} times a day", doses=words.number(talk.doses_a_day, 1)
        )
        counted = words.count("{often} ({n} recorded day).", "{often} ({n} recorded days).", talk.days, often=often)
        said.append(counted)
    if talk.amount_a_day is not None:
        amount = words.number(talk.amount_a_day, 1)
        said.append(words.say("In all about {amount} {unit} on such a day.", amount=amount, unit=talk.unit))
    if not talk.cuts:
        said.append(words.say("No time of clearly less is in this record."))
    for cut in talk.cuts[-_MOST_CUTS:]:
        first, last = words.date(cut.first_day), words.date(cut.last_day)
        back = "" if cut.back_day is None else words.date(cut.back_day)
        said.append(words.say(_LESS_AND_BACK if back else _LESS, first=first, last=last, back=back))
    return said


def withdrawal_says(words: Wording, diary: withdrawal.WithdrawalDiary | None, *, dosed_against_it: bool) -> list[str]:
    """Which signs of going without were written down, and how long after the last dose.

    Parameters
    ----------
    dosed_against_it : some doses were said to be against feeling ill without it.
    """
    if diary is None:
        return [words.say(_NO_SIGNS_BUT_DOSES if dosed_against_it else _NO_SIGNS)]
    listed = [
        words.count("{label} ({n} time)", "{label} ({n} times)", each.count, label=words.say(each.label.lower()))
        for each in diary.signs[:_MOST_SIGNS]
    ]
    said = [words.say(_SIGNS, listed=words.listed(listed))]
    if diary.hours_since_dose:
        middle, low, high = (words.number(each) for each in diary.hours_since_dose)
        said.append(words.say(_AFTER, middle=middle, low=low, high=high))
    return said
