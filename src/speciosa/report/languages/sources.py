"""Which file speaks in which catalogue."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from speciosa.report.languages.code import texts_of_code
from speciosa.report.languages.pages import texts_of_script, texts_of_template
from speciosa.report.languages.tables import READ, texts_of_table
from speciosa.report.languages.text import Text

CATALOGUES = (
    "templates", "report", "tables", "safety", "effect", "exposure", "skin", "trial", "record", "values", "simulate",
    "knowledge", "web", "store", "study",
)  # fmt: skip
"""One file each. A text that several say stands in the first of them."""

_TO_NOBODY = (
    "exposure/event_tables/", "exposure/calibration/", "exposure/__main__", "exposure/model_page", "exposure/stories",
    "exposure/receptor_table", "exposure/repeated_doses",
    "report/languages/", "report/chart_svg", "report/palette", "report/typesetting", "report/effect_json",
    "report/exposure_json", "report/safety_json", "report/skin_json", "report/effect_gaps",
    "values/units", "values/reading", "simulate/skin_", "simulate/example", "simulate/everyday", "simulate/living",
    "simulate/truth", "simulate/prompts", "simulate/diary_kept", "simulate/person_model", "skin/decoding_child",
    "knowledge/__main__", "knowledge/check", "knowledge/contents", "knowledge/model_", "knowledge/page",
    "knowledge/rules",
    "knowledge/safety_", "knowledge/skin_", "knowledge/spectral_", "knowledge/tables", "knowledge/bibliography",
    "knowledge/review_page", "knowledge/medicine_words", "knowledge/medicine_denial", "knowledge/loader",
    "knowledge/literature_rows",
)  # fmt: skip
"""What speaks to who works on speciosa, to scripts, or in words that a person would write."""
_NO_WORDS = frozenset({
    "mapped", "frei von", "any", "maskable", "localhost", "alt", "alp", "auto fahren", "until", "triggers", "helpers",
    "finding now", "it into", "sie in", "of {medicine}", "at {at}",
})  # fmt: skip
"""Codes, names of machines and words that a person writes: texts of the code that no sentence shows."""
_ANSWERS_EXACTLY = ("web", "store", "study")
"""Their strings are markup, queries and settings; what they say goes through `say` or is an error's."""


_PARTICIPANTS = ("study/server/participants/*.py", "study/server/standing.py", "study/server/taken_in.py")
_THEIR_TEMPLATES = ("study/server/templates/own", "study/server/templates/app")
"""Of a study, what those who take part read; its staff works in English."""


def texts_of(root: Path) -> dict[str, list[Text]]:
    """Every text that a person may read, by catalogue; each stands in one only, a plural apart from its singular.

    Parameters
    ----------
    root : the package's folder.
    """
    found: dict[str, list[Text]] = {}
    seen: set[tuple[str, str]] = set()
    for catalogue in CATALOGUES:
        fresh = found.setdefault(catalogue, [])
        for each in _texts(root, catalogue):
            if each[1:] not in seen and each.one not in _NO_WORDS:
                seen.add(each[1:])
                fresh.append(each)
    return found


def _texts(root: Path, catalogue: str) -> Iterator[Text]:
    if catalogue == "templates":
        for path in sorted((root / "report" / "templates").glob("*.j2")):
            yield from texts_of_template(path.name, _read(path))
    elif catalogue == "tables":
        for name in sorted(READ):
            yield from texts_of_table(
                name, _read(root / "knowledge" / "data" / f"{name}.csv").splitlines(keepends=True)
            )
    else:
        places = _PARTICIPANTS if catalogue == "study" else (f"{catalogue}/**/*.py",)
        for path in sorted(each for place in places for each in root.glob(place)):
            name = path.relative_to(root).as_posix()
            if not name.startswith(_TO_NOBODY):
                yield from texts_of_code(name, _read(path), every=catalogue not in _ANSWERS_EXACTLY)
    if catalogue == "web":
        for path in sorted((root / catalogue).rglob("*.j2")):
            yield from texts_of_template(path.relative_to(root).as_posix(), _read(path))
        for path in sorted((root / catalogue / "static").rglob("*.js")):
            yield from texts_of_script(path.relative_to(root).as_posix(), _read(path))
    if catalogue == "study":
        for path in sorted(each for folder in _THEIR_TEMPLATES for each in (root / folder).glob("*.j2")):
            yield from texts_of_template(path.relative_to(root).as_posix(), _read(path))


def _read(path: Path) -> str:
    with path.open(encoding="utf-8") as file:
        return file.read()
