"""How to reach somebody, where the person is: for a note box, and for the worst night."""

from __future__ import annotations

import re
from dataclasses import dataclass

from speciosa.knowledge import load_knowledge
from speciosa.record import Person
from speciosa.report import Wording
from speciosa.safety import HelpLines, help_for
from speciosa.safety.help import ANYWHERE
from speciosa.store.details import person_of
from speciosa.store.models import Record
from speciosa.store.opening import arrived_s

_NUMBER = re.compile(r"\+?\d[\d \-]*\d")


@dataclass(frozen=True, slots=True)
class Line:
    """`label`: whose line. `says`: its number, or words for it. `call`: digits to dial, empty where there are none.
    `hours`: when it is open, where that is not always. `is_emergency`: the number for now.
    """

    label: str
    says: str
    call: str
    hours: str = ""
    is_emergency: bool = False


def lines_of(record: Record, words: Wording) -> list[Line]:
    """Whom to call when somebody thinks of ending their life: what is always open first, young people's own line
    before the others, the emergency last.
    """
    person = person_of(record)
    return _lines(help_for(person, load_knowledge()), words, young=person.may_be_under(18, arrived_s()))


def poison_lines_of(record: Record, words: Wording) -> list[Line]:
    """Whom to call when too much was taken: poison information, then the emergency number."""
    found = help_for(person_of(record), load_knowledge())
    poison = [Line(words.say("Poison information"), words.say(found.poison), dialled(found.poison))]
    emergency = Line("", words.say(found.emergency), dialled(found.emergency) or "112", is_emergency=True)
    return [*(poison if found.poison and found.poison != found.emergency else []), emergency]


def lines_anywhere(person: Person, words: Wording) -> list[Line]:
    """The same for somebody of whom nothing else is known.

    Parameters
    ----------
    person : of whom at most the country is known.
    """
    return _lines(help_for(person, load_knowledge()), words, young=False)


def countries(words: Wording) -> list[tuple[str, str, list[Line]]]:
    """Each country of the table by its name: its key, its name, and whom to call there."""
    rows = load_knowledge().help_lines.values()
    found = [
        (each.key, words.say(each.country), lines_anywhere(Person(country=each.key), words))
        for each in rows
        if each.key != ANYWHERE
    ]
    return sorted(found, key=lambda each: each[1])


def _lines(found: HelpLines, words: Wording, *, young: bool) -> list[Line]:
    hours = {key: said.strip() for key, _, said in (each.partition(":") for each in found.hours)}
    said = [("youth", words.say("A line for young people"), found.youth)] if young else []
    said += [("crisis", words.say("A crisis line"), found.crisis)]
    said.sort(key=lambda each: each[0] in hours)
    said += [("emergency", words.say("If you might do it now"), found.emergency)]
    kept = [each for at, each in enumerate(said) if each[2] and each[2] not in [n for _, _, n in said[:at]]]
    return [
        Line(
            label, words.say(number), dialled(number) or ("112" if key == "emergency" else ""),
            words.say(hours[key]) if key in hours else "", key == "emergency",
        )
        for key, label, number in kept
    ]  # fmt: skip


def note_line(record: Record, words: Wording) -> str:
    """What stands beside a note box: one number and one line, or words."""
    person = person_of(record)
    found = help_for(person, load_knowledge())
    young = person.may_be_under(18, arrived_s()) and not any(each.startswith("youth:") for each in found.hours)
    crisis = (found.youth if young else "") or found.crisis
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
