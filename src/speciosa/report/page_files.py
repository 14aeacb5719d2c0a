"""The room's own files that come with the package: its style sheet, its templates, its translations."""

from __future__ import annotations

from gettext import GNUTranslations, NullTranslations
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import BaseLoader

_ROOM = "speciosa.report"


def style_sheet() -> str:
    """The page's style, without its colours."""
    return (resources.files(_ROOM) / "style.css").read_text(encoding="utf-8")


def templates() -> BaseLoader:
    """The page's templates."""
    import jinja2  # noqa: PLC0415  only a page needs it

    return jinja2.PackageLoader(_ROOM)


def languages() -> list[str]:
    """The languages that there are: English, and each with a catalogue ``locale/LANGUAGE/LC_MESSAGES/report.mo``."""
    folder = resources.files(_ROOM) / "locale"
    return ["en", *sorted(each.name for each in folder.iterdir())] if folder.is_dir() else ["en"]


def catalogue(language: str) -> NullTranslations:
    """The translations of one of `languages`; none for English."""
    if language == "en":
        return NullTranslations()
    path = resources.files(_ROOM) / "locale" / language / "LC_MESSAGES" / "report.mo"
    with path.open("rb") as file:
        return GNUTranslations(file)
