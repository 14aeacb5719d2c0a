"""The alarms of the strip that every page shows: each with its sign, what can't wait a minute first."""

from __future__ import annotations

import re
from dataclasses import dataclass

from speciosa.report import Wording
from speciosa.report.urgent import alarm_rank
from speciosa.store import answers
from speciosa.store.models import Record

STRIP = "urgent"
"""Name of the kept answer."""
CRISIS = "suicide"
"""The sign that is answered by the calm words for the worst night."""
TAKE_NO_MORE = frozenset({
    "breathing", "took_too_much", "very_drowsy", "short_of_breath", "allergic_swelling", "liver", "liver_watch",
    "liver_values", "liver_weak_two", "bleeding_inside", "heart", "seizure",
})  # fmt: skip
"""Signs with which nothing more is taken until somebody has looked."""
_WITH_A_BABY = frozenset({"pregnancy", "breast_feeding", "pregnancy_bleeding"})
_PLAN_FIRST = frozenset({"liver", "liver_watch", "liver_values", "liver_weak_two"})
_ALARM = re.compile(r'<p class="finding (now|today) alarm">.*?</p>', re.DOTALL)
_SIGN = re.compile(r'data-sign="(?:perhaps_)?([^"]+)"')


@dataclass(frozen=True, slots=True)
class Alarm:
    """One alarm. `sign`: key of its rule, also where the word was a guess. `is_call`: for the emergency number.
    `html`: as the strip shows it.
    """

    sign: str
    is_call: bool
    html: str

    @property
    def is_guess(self) -> bool:
        """Whether the word that it rests on may have meant something else."""
        return 'data-sign="perhaps_' in self.html


def alarms_in(strip: str) -> tuple[Alarm, ...]:
    """The alarms of a strip, the most urgent first.

    Examples
    --------
    >>> late = '<p class="finding today alarm"><a data-sign="liver">x</a></p>'
    >>> first = '<p class="finding now alarm"><a data-sign="perhaps_breathing">x</a></p>'
    >>> [each.sign for each in alarms_in(late + first)]
    ['breathing', 'liver']
    """
    found = []
    for each in _ALARM.finditer(strip):
        sign = _SIGN.search(each[0])
        found.append(Alarm(sign[1] if sign else "", each[1] == "now", each[0]))
    return tuple(sorted(found, key=lambda each: alarm_rank(each.sign, is_call=each.is_call)))


def alarms_of(record: Record, words: Wording) -> tuple[Alarm, ...]:
    """The alarms that stand now, the most urgent first."""
    strip = answers.kept_answer(record, STRIP, language=words.language)
    return alarms_in(strip.body.decode()) if strip else ()


def holds_all(alarms: tuple[Alarm, ...]) -> bool:
    """Whether nothing more is taken while these stand; with a baby at stake, a plan comes first."""
    signs = {each.sign for each in alarms}
    stops = signs & TAKE_NO_MORE
    return bool(stops) and not (signs & _WITH_A_BABY and stops <= _PLAN_FIRST)


def hold_says(words: Wording, alarms: tuple[Alarm, ...]) -> str:
    """What stands on Today in the place of the last dose while one of some alarms does; empty for all others."""
    if holds_all(alarms):
        return words.say("Don't take more now.")
    signs = {each.sign for each in alarms}
    return words.say("Talk to somebody first.") if signs & TAKE_NO_MORE or CRISIS in signs else ""
