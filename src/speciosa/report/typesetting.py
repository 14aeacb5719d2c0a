"""A template and plain data to a page on paper. The same values give the same bytes."""

from __future__ import annotations

import json
from importlib import resources
from typing import Literal

_FONTS = "font_hanken_grotesk"
"""The package whose fonts are used; those of the machine never are, so that the page looks the same everywhere."""


def typeset(template: str, data: object, *, form: Literal["pdf", "png"] = "pdf", ppi: float = 150.0) -> bytes:
    """One document from a template of this room.

    Parameters
    ----------
    template : file name in ``templates``.
    data : what JSON knows; the template reads it as ``json(bytes(sys.inputs.data))``.
    form : ``pdf``, or ``png`` for the first page as a picture.
    ppi : dots per inch of a picture.

    Valid when the template sets no date of its own: a document says nothing of when, where or by whom it was made.

    `skin_card.skin_card_pdf` has an example that runs.
    """
    import typst  # noqa: PLC0415  only who prints needs it

    folder = resources.files(__package__) / "templates"
    fonts = resources.files(_FONTS) / "files"
    with resources.as_file(folder) as templates, resources.as_file(fonts) as font_files:
        return typst.compile(
            str(templates / template),
            root=str(templates),
            font_paths=[str(font_files)],
            ignore_system_fonts=True,
            format=form,
            ppi=ppi,
            pdf_standards="ua-1" if form == "pdf" else [],  # read aloud, it makes sense; typst refuses if it cannot
            sys_inputs={"data": json.dumps(data, ensure_ascii=False, allow_nan=False)},
            timestamp=0,
        )
