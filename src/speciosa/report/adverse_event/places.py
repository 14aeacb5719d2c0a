"""Where the person is, which form they fill in there, and which offices take it."""

from __future__ import annotations

from speciosa.knowledge import Knowledge
from speciosa.record import Person
from speciosa.report.adverse_event.draft import Place
from speciosa.report.wording import Wording

_ANYWHERE = "any"
_MEDWATCH, _EUROPEAN = "medwatch", "european"
_OF_MEDWATCH = frozenset({"us"})


def country_of(answer: str, person: Person, knowledge: Knowledge, words: Wording | None = None) -> str:
    """ISO code, lower case: as answered, else as the person named it, else by their time zone; empty where unknown.

    Parameters
    ----------
    words : of a language whose names for countries count, too.

    Examples
    --------
    >>> from speciosa.knowledge import load_knowledge
    >>> country_of("Germany", Person(), load_knowledge())
    'de'
    >>> country_of("", Person(time_zone="Europe/Rome"), load_knowledge())
    'it'
    """
    rows = knowledge.help_lines
    plain = " ".join(answer.split()).casefold()
    for key, row in rows.items():
        if plain and key != _ANYWHERE and plain in {key, row.country.casefold(), _said(row.country, words)}:
            return key
    if answer:
        return ""
    if person.country:
        return person.country.lower()
    return next((key for key, row in rows.items() if person.time_zone and person.time_zone in row.zones), "")


def forms_of(country: str) -> tuple[str, ...]:
    """The forms whose questions are asked: the country's own, or all where the country is not known.

    Examples
    --------
    >>> forms_of("us"), forms_of("de"), forms_of("")
    (('medwatch',), ('european',), ('medwatch', 'european'))
    """
    if not country:
        return _MEDWATCH, _EUROPEAN
    return (_MEDWATCH,) if country in _OF_MEDWATCH else (_EUROPEAN,)


def places_of(country: str, knowledge: Knowledge) -> tuple[Place, ...]:
    """The offices of a country and what holds everywhere; all that we know where the country is not known."""
    found = [
        each for each in knowledge.report_places
        if country in each.countries or _ANYWHERE in each.countries or not country
    ]  # fmt: skip
    return tuple(Place(each.name, each.address, each.takes, each.checked) for each in found)


def _said(country: str, words: Wording | None) -> str:
    return words.say(country).casefold() if words else ""
