"""Every word that a person reads goes through here, so that another language needs no code.

English is what the code says; another language is a gettext catalogue beside it:
``locale/LANGUAGE/LC_MESSAGES/report.mo``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from gettext import GNUTranslations, NullTranslations
from importlib import resources

from speciosa.values.errors import EntryError
from speciosa.values.timeline import DAY_S

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_MONTHS_SHORT = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Wording:
    """One language: its sentences, plurals, numbers and dates.

    Parameters
    ----------
    language : as in the page's ``lang``, e.g. ``en``.
    catalogue : the translations; none for English.

    Examples
    --------
    >>> en = wording("en")
    >>> en.count("{n} dose", "{n} doses", 1200), en.number(0.5, 1), en.date(20513)
    ('1,200 doses', '0.5', '1 March 2026')
    """

    language: str
    catalogue: NullTranslations

    def say(self, text: str, /, **values: object) -> str:
        """A sentence, with `values` in the places of its braces."""
        said = self.catalogue.gettext(text) if text else ""
        return said.format(**values) if values else said

    def count(self, one: str, many: str, n: int, /, **values: object) -> str:
        """A sentence about `n` things; ``{n}`` prints their number."""
        return self.catalogue.ngettext(one, many, n).format(n=self.number(n), **values)

    def number(self, value: float, places: int = 0) -> str:
        """A number with the marks of the language, and no more than `places` decimals."""
        pattern = self.say("1,234.5")
        plain = f"{value:,.{places}f}"
        plain = plain.rstrip("0").rstrip(".") if places else plain
        return plain.translate({ord(","): pattern[1], ord("."): pattern[-2]})

    def listed(self, parts: list[str]) -> str:
        """``a, b and c``."""
        if len(parts) < 2:
            return "".join(parts)
        return self.say("{first} and {last}", first=", ".join(parts[:-1]), last=parts[-1])

    def date(self, day: int) -> str:
        """A local day (days since 1970-01-01) in full."""
        at = _at(day)
        return self.say("{day} {month} {year}", day=at.day, month=self.say(_MONTHS[at.month - 1]), year=at.year)

    def short_date(self, day: int) -> str:
        """The same without its year, for an axis."""
        at = _at(day)
        return self.say("{day} {month}", day=at.day, month=self.say(_MONTHS_SHORT[at.month - 1]))

    def table_date(self, day: int) -> str:
        """A local day with a short month, for a narrow column."""
        return self.say("{date} {year}", date=self.short_date(day), year=_at(day).year)

    def month(self, day: int) -> str:
        """The month that holds the day, for an axis."""
        at = _at(day)
        return self.say("{month} {year}", month=self.say(_MONTHS_SHORT[at.month - 1]), year=at.year)

    def full_month(self, day: int) -> str:
        """The same in a sentence: ``March 2026``."""
        at = _at(day)
        return self.say("{month} {year}", month=self.say(_MONTHS[at.month - 1]), year=at.year)

    def year(self, day: int) -> str:
        """The year that holds the day, for an axis."""
        return self.say("{year}", year=_at(day).year)

    def moment(self, time_s: int, offset_min: int) -> str:
        """A local instant to the minute, with its distance from UTC."""
        wall_s = time_s + offset_min * 60
        clock = datetime.fromtimestamp(wall_s, tz=UTC)
        hours, minutes = divmod(abs(offset_min), 60)
        zone = f"UTC{'-' if offset_min < 0 else '+'}{hours}" + (f":{minutes:02d}" if minutes else "")
        return self.say("{date}, {clock} ({zone})", date=self.date(wall_s // DAY_S), clock=f"{clock:%H:%M}", zone=zone)


def wording(language: str) -> Wording:
    """The wording of a language.

    Raises
    ------
    EntryError : there is no catalogue for it; names those that exist.
    """
    folder = resources.files(__package__) / "locale"
    there = ["en", *sorted(each.name for each in folder.iterdir())] if folder.is_dir() else ["en"]
    if language not in there:
        todo = f"use one of {', '.join(there)}"
        raise EntryError("the report does not exist in this language", where="language", todo=todo)
    if language == "en":
        return Wording(language, NullTranslations())
    with (folder / language / "LC_MESSAGES" / "report.mo").open("rb") as file:
        return Wording(language, GNUTranslations(file))


def _at(day: int) -> datetime:
    return datetime.fromtimestamp(day * DAY_S, tz=UTC)
