"""How to reach somebody, where the person is: for a note box, and for the worst night."""

from __future__ import annotations

import re
from dataclasses import dataclass

from speciosa.knowledge import load_knowledge
from speciosa.report import Wording
from speciosa.safety import help_for
from speciosa.store.details import person_of
from speciosa.store.models import Record
from speciosa.store.opening import arrived_s

_NUMBER = re.compile(r"\+?\d[\d \-]*\d")


@dataclass(frozen=True, slots=True)
class Line:
    """`label`: whose line. `says`: its number, or words for it. `call`: digits to dial, empty where there are none."""

    label: str
    says: str
    call: str


def lines_of(record: Record, words: Wording) -> list[Line]:
    """Whom to call when somebody thinks of ending their life: young people's own line first, the emergency last."""
    person = person_of(record)
    found = help_for(person, load_knowledge())
    young = person.may_be_under(18, arrived_s())
    said = [(words.say("A line for young people"), found.youth)] if young else []
    said += [(words.say("A crisis line"), found.crisis), (words.say("If you might do it now"), found.emergency)]
    kept = [
        (label, number) for at, (label, number) in enumerate(said) if number and number not in [n for _, n in said[:at]]
    ]
    return [Line(label, words.say(number), dialled(number)) for label, number in kept]


def note_line(record: Record, words: Wording) -> str:
    """What stands beside a note box: one number and one line, or words."""
    person = person_of(record)
    found = help_for(person, load_knowledge())
    crisis = (found.youth if person.may_be_under(18, arrived_s()) else "") or found.crisis
    if not dialled(crisis) or crisis == found.emergency:
        return words.say(found.emergency)
    return words.say("{emergency}, or {crisis} to talk", emergency=found.emergency, crisis=crisis)


def dialled(text: str) -> str:
    """The first number in a text, as a telephone dials it.

    Examples
    --------
    >>> dialled("144 or 112"), dialled("1-800-222-1222"), dialled("a doctor"), dialled("your number (112 in Europe)")
    ('144', '18002221222', '', '')
    """
    found = _NUMBER.match(text)
    return re.sub(r"[ \-]", "", found[0]) if found else ""
