"""Every word that a person reads goes through here, so that another language needs no code.

English is what the code says; another language is a gettext catalogue beside it:
``locale/LANGUAGE/LC_MESSAGES/report.mo``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from gettext import GNUTranslations, NullTranslations
from importlib import resources
from pathlib import Path

from speciosa.report.phrase_book import PhraseBook
from speciosa.report.phrases import Phrases
from speciosa.values.errors import EntryError
from speciosa.values.timeline import DAY_S

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC).toordinal()
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
    phrases : finished English sentences in the language; none for English.

    Examples
    --------
    >>> en = wording("en")
    >>> en.count("{n} dose", "{n} doses", 1200), en.number(0.5, 1), en.date(20513)
    ('1,200 doses', '0.5', '1 March 2026')
    """

    language: str
    catalogue: NullTranslations
    phrases: Phrases | None = None

    @property
    def missing(self) -> frozenset[str]:
        """What was said and stayed English."""
        return frozenset(self.phrases.missing) if self.phrases else frozenset()

    def say(self, text: str, /, **values: object) -> str:
        """A sentence, with `values` in the places of its braces."""
        if self.phrases and text:
            return self._translated(self.phrases, text, values)
        said = self.catalogue.gettext(text) if text else ""
        return said.format(**values) if values else said

    def count(self, one: str, many: str, n: int, /, **values: object) -> str:
        """A sentence about `n` things; ``{n}`` prints their number."""
        said = self.form(one, many, n)
        if not self.phrases:
            return said.format(n=self.number(n), **values)
        return self.phrases.own(said.format(n=self.number(n), **_translated(self.phrases, values)))

    def form(self, one: str, many: str, n: int, /) -> str:
        """The text for so many, its places still open."""
        said = self.catalogue.ngettext(one, many, n)
        if self.phrases and said in {one, many} and not self.phrases.book.entries.get(one):
            self.phrases.missing.add(one)
        return said

    def within(self, label: str) -> str:
        """A label within a sentence: English begins it small, but for an abbreviation; others as they write it.

        Examples
        --------
        >>> wording("en").within("Pain"), wording("en").within("PEG score")
        ('pain', 'PEG score')
        """
        return label if self.language != "en" or label[1:2].isupper() else label[:1].lower() + label[1:]

    def _translated(self, phrases: Phrases, text: str, values: dict[str, object]) -> str:
        if not values:
            return phrases.phrase(text)
        if text not in phrases.book.entries:
            phrases.missing.add(text)
        return phrases.own(self.catalogue.gettext(text).format(**_translated(phrases, values)))

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

    def day_said(self, written: str) -> str:
        """A day of the form 2026-03-01 as the language writes it; what is no day stays."""
        try:
            day = datetime.fromisoformat(written)
        except ValueError:
            return written
        return self.date(day.toordinal() - _EPOCH)

    def moment(self, time_s: int, offset_min: int) -> str:
        """A local instant to the minute, with its distance from UTC."""
        wall_s = time_s + offset_min * 60
        clock = datetime.fromtimestamp(wall_s, tz=UTC)
        hours, minutes = divmod(abs(offset_min), 60)
        zone = f"UTC{'-' if offset_min < 0 else '+'}{hours}" + (f":{minutes:02d}" if minutes else "")
        return self.say("{date}, {clock} ({zone})", date=self.date(wall_s // DAY_S), clock=f"{clock:%H:%M}", zone=zone)


def wording(language: str, locales: Path | None = None) -> Wording:
    """The wording of a language.

    Parameters
    ----------
    locales : where the catalogues lie; without it, those that come with speciosa.

    Raises
    ------
    EntryError : there is no catalogue for it; names those that exist.
    """
    if language == "en":
        return Wording(language, NullTranslations())
    folder = locales or _ours()
    there = languages(folder)
    if language not in there:
        todo = f"use one of {', '.join(there)}"
        raise EntryError("the report does not exist in this language", where="language", todo=todo)
    catalogue, book = _catalogue(folder / language / "LC_MESSAGES" / "report.mo")
    plain = Wording(language, catalogue)
    pattern = plain.say("1,234.5")
    quotes = plain.say("“{text}”")
    marks = (pattern[1], pattern[-2])
    return Wording(language, catalogue, Phrases(book, plain.listed, marks, (quotes[0], quotes[-1]), plain.day_said))


def languages(locales: Path | None = None) -> list[str]:
    """English, and the languages that have a catalogue; without a folder, among those that come with speciosa."""
    folder = locales or _ours()
    return ["en", *sorted(each.name for each in folder.iterdir() if each.is_dir())] if folder.is_dir() else ["en"]


def _ours() -> Path:
    return Path(str(resources.files(__package__) / "locale"))


@cache
def _catalogue(path: Path) -> tuple[GNUTranslations, PhraseBook]:
    """A catalogue, read once: it holds nothing that anybody wrote down."""
    with path.open("rb") as file:
        catalogue = GNUTranslations(file)
    found: dict[object, str] = vars(catalogue)["_catalog"]
    # of a plural the form for one stands for its English singular; the others are said by `count` alone
    entries = {each[0]: said for each, said in found.items() if isinstance(each, tuple) and each[1] == 0}
    return catalogue, PhraseBook(
        entries | {each: said for each, said in found.items() if isinstance(each, str) and each}
    )


def _translated(phrases: Phrases, values: dict[str, object]) -> dict[str, object]:
    return {name: phrases.value(each) if isinstance(each, str) else each for name, each in values.items()}


def _at(day: int) -> datetime:
    return datetime.fromtimestamp(day * DAY_S, tz=UTC)
