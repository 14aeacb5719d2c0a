"""A template and plain data to a page on paper. The same values give the same bytes."""

from __future__ import annotations

import json
from collections.abc import Collection
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Literal

from speciosa.report import glyphs

if TYPE_CHECKING:
    import typst

_FONTS = "font_hanken_grotesk"
"""The package whose fonts are used; those of the machine never are, so that the page looks the same everywhere."""
_PROBE = "glyphs.typ"
_KEPT = frozenset({"doctor_paper.typ"})
"""Templates of what is kept for long: PDF/A needs a date, which they set themselves."""
_AT_ONCE = 32


def typeset(template: str, data: object, *, form: Literal["pdf", "png"] = "pdf", ppi: float = 150.0) -> bytes:
    """One document from a template of this room.

    A character that none of the fonts has prints as its code point, like ``[U+1F33F]``; where `data` is a table, the
    template finds all of them under ``unprinted``.

    Parameters
    ----------
    template : file name in ``templates``.
    data : what JSON knows; the template reads it as ``json(bytes(sys.inputs.data))``.
    form : ``pdf``, or ``png`` for the first page as a picture.
    ppi : dots per inch of a picture.

    Valid when the template sets no date of its own, or one that is data: a document says nothing of where or by whom it
    was made, nor of another moment.

    `skin_card.skin_card_pdf` has an example that runs.
    """
    import typst  # noqa: PLC0415  only who prints needs it

    data = glyphs.changed(data, glyphs.with_plain_breaks)
    gone = without_glyph(data)
    while True:
        try:
            return _compiled(template, _told(data, gone), form, ppi)
        except typst.TypstError as problem:
            refused = glyphs.refused(str(problem))
            steps = (odd - gone for odd in glyphs.next_to_spell(refused, data))
            more = next((each for each in steps if each), None)
            if not refused or more is None:
                raise
            gone |= more


def without_glyph(data: object) -> frozenset[str]:
    """Characters in the texts of the data that none of the paper's fonts has.

    Examples
    --------
    >>> sorted(without_glyph(["Kräuter α → \U0001f33f", {"more": "ไ"}]))
    ['ไ', '🌿']
    """
    gone = glyphs.never_printed(data)
    left = sorted(each for each in glyphs.characters(data) - gone if not each.isascii())
    for at in range(0, len(left), _AT_ONCE):
        some = left[at : at + _AT_ONCE]
        if not _can_be_printed(some):
            gone |= {each for each in some if not _can_be_printed([each])}
    return gone


def _can_be_printed(characters: list[str]) -> bool:
    """Whether each of those characters alone can be."""
    import typst  # noqa: PLC0415  only who prints needs it

    try:
        _compiled(_PROBE, characters)
    except typst.TypstError as problem:
        if not glyphs.refused(str(problem)):
            raise
        return False
    return True


def _told(data: object, gone: Collection[str]) -> object:
    told = glyphs.spelled(data, gone)
    return told | {"unprinted": [glyphs.with_name(each) for each in sorted(gone)]} if isinstance(told, dict) else told


def _compiled(template: str, data: object, form: Literal["pdf", "png"] = "pdf", ppi: float = 150.0) -> bytes:
    import typst  # noqa: PLC0415  only who prints needs it

    with resources.as_file(resources.files(__package__) / "templates") as templates:
        return typst.compile(
            str(templates / template),
            root=str(templates),
            font_paths=_fonts(),
            ignore_system_fonts=True,
            format=form,
            ppi=ppi,
            pdf_standards=_standards(template) if form == "pdf" else None,
            sys_inputs={"data": json.dumps(data, ensure_ascii=False, allow_nan=False)},
            timestamp=0,
        )


def _standards(template: str) -> Any:  # typst lists their names
    """Read aloud, it makes sense (PDF/UA-1), and what is kept can be read in many years; typst refuses if not."""
    return ["a-2b", "ua-1"] if template in _KEPT else ["ua-1"]


@cache
def _fonts() -> typst.Fonts:
    import typst  # noqa: PLC0415  only who prints needs it

    with resources.as_file(resources.files(_FONTS) / "files") as font_files:
        return typst.Fonts(include_system_fonts=False, font_paths=[str(font_files)])
