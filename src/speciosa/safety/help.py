"""How to reach help where the person is, as a dated table says it."""

from __future__ import annotations

from dataclasses import dataclass

from speciosa.knowledge import Knowledge
from speciosa.record import Person

ANYWHERE = "any"
"""Key of the row of words for a country that is not known."""


@dataclass(frozen=True, slots=True)
class HelpLines:
    """Numbers to call, or the words for one.

    Parameters
    ----------
    country : its name; empty where it is not known.
    guessed : whether it was taken from the time zone, which the page then says.
    emergency, crisis, poison, youth : number or words; empty where none is known. youth: for people under 18.
    own : which of them the person wrote: ``emergency``, ``crisis``.
    checked : ISO date of the day on which somebody looked.
    hours : of lines that are not always open, as the table knows them: ``youth: 14 to 20 h``.
    """

    country: str
    guessed: bool
    emergency: str
    crisis: str
    poison: str
    youth: str
    own: tuple[str, ...]
    checked: str
    hours: tuple[str, ...] = ()

    def to_json(self) -> dict[str, object]:
        return {
            "country": self.country or None, "guessed": self.guessed, "emergency": self.emergency,
            "crisis": self.crisis or None, "poison": self.poison or None, "youth": self.youth or None,
            "own": self.own, "checked": self.checked,
        }  # fmt: skip


def help_for(person: Person, knowledge: Knowledge) -> HelpLines:
    """The numbers of the person's country: as they named it, else by their time zone, else words that hold anywhere.

    What the person wrote themselves as `emergency` and `crisis` goes before the table. A number that the table lacks
    stays empty, except that the emergency line always has words.

    Valid when: the table's date is not long ago; numbers change.

    Examples
    --------
    >>> from speciosa.knowledge import load_knowledge
    >>> found = help_for(Person(time_zone="Europe/Vienna"), load_knowledge())
    >>> found.country, found.guessed, found.crisis
    ('Austria', True, '142')
    """
    rows = knowledge.help_lines
    row = rows.get(person.country.lower())
    guessed = False
    if row is None and not person.country:
        row = next((each for each in rows.values() if person.time_zone and person.time_zone in each.zones), None)
        guessed = row is not None
    anywhere = rows[ANYWHERE]
    row = row or anywhere
    own = tuple(key for key in ("emergency", "crisis") if getattr(person, key))
    return HelpLines(
        country="" if row is anywhere else row.country,
        guessed=guessed,
        emergency=person.emergency or row.emergency or anywhere.emergency,
        crisis=person.crisis or row.crisis or anywhere.crisis,
        poison=row.poison or anywhere.poison,
        youth=row.youth or anywhere.youth,
        own=own,
        checked=row.checked,
        hours=tuple(each for each in row.hours if each.partition(":")[0] not in own),
    )
