"""The chances of a trial on the page that plans one: shown while the length is chosen."""

from __future__ import annotations

from django.http import HttpRequest

from speciosa.report import Wording
from speciosa.store import answers
from speciosa.store.models import Record
from speciosa.values.timeline import DAY_S
from speciosa.web import working
from speciosa.web.trial_chances import LANGUAGE, NAME, Power, read_power

_OF = 10
_OLD_S = 7 * DAY_S


def kept_power(request: HttpRequest, record: Record, now_s: int) -> Power | None:
    """The chances; None where they are being worked out, which is asked for here if need be."""
    kept = answers.kept_answer(record, NAME, language=LANGUAGE)
    if kept is None or not 0 <= now_s - kept.made_s < _OLD_S:
        working.ask_power(request)
    return None if kept is None else read_power(kept.body)


def so_many(words: Wording, chance: float) -> str:
    """Never all of ten: nothing is certain."""
    many = round(_OF * chance)
    return words.say("more than 9 of 10") if many == _OF else words.say("about {n} of 10", n=many)
