"""The window card on paper, and its geometry as JSON: both say where `skin.card` put each part."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from speciosa.report.marker_outline import outlines
from speciosa.report.skin_card_words import card_words, steps
from speciosa.report.typesetting import typeset
from speciosa.report.wording import Wording
from speciosa.skin import card as cards

_TEMPLATE = "skin_card.typ"
_TALL_MM = 290.0
_TEXT_PT = {True: 10.5, False: 9.5}
"""Size of the steps' text on a tall sheet and on a shorter one."""


def skin_card_pdf(card: cards.Card, words: Wording, *, months: int) -> bytes:
    """The sheet that a person prints: the card at its true size, and how to use it in six pictures.

    Parameters
    ----------
    card : where each part lies, mm from the page's upper left corner.
    months : after which a card is printed anew.

    Valid when printed at 100 %; the ruler on the card shows whether it was.

    Examples
    --------
    >>> from speciosa.knowledge import load_knowledge
    >>> from speciosa.report.wording import wording
    >>> from speciosa.skin import card as cards
    >>> skin_card_pdf(cards.card_of(7, load_knowledge()), wording("en"), months=6)[:5]
    b'%PDF-'
    """
    return typeset(_TEMPLATE, sheet(card, words, months=months))


def skin_card_png(card: cards.Card, words: Wording, *, months: int, ppi: float) -> bytes:
    """The same sheet as a picture of `ppi` dots per inch: what a camera or a scanner would see of it."""
    return typeset(_TEMPLATE, sheet(card, words, months=months), form="png", ppi=ppi)


def skin_card_json(card: cards.Card) -> dict[str, Any]:
    """The geometry of the contract: millimetres from the page's upper left corner, x to the right, y down.

    Examples
    --------
    >>> from speciosa.knowledge import load_knowledge
    >>> from speciosa.skin import card as cards
    >>> said = skin_card_json(cards.card_of(7, load_knowledge()))
    >>> said["window_mm"][0], said["markers"][0]["id"]
    ([85.0, 42.0], 28)
    """
    return {
        "card_id": card.card_id,
        "dictionary": cards.DICTIONARY,
        "page_mm": list(card.page_mm),
        "window_mm": card.window_mm.tolist(),
        "patches": [
            {
                "name": each.name,
                "polygon_mm": each.polygon_mm.tolist(),
                "srgb": list(each.srgb),
                "kind": str(each.kind),
            }
            for each in card.patches
        ],
        "markers": [{"id": each.marker_id, "polygon_mm": each.polygon_mm.tolist()} for each in card.markers],
        "frame_mm": card.frame_mm.tolist(),
        "square_mm": card.square_mm.tolist(),
        "outline_mm": card.outline_mm.tolist(),
    }


def sheet(card: cards.Card, words: Wording, *, months: int) -> dict[str, Any]:
    """What the template is told: plain numbers and words."""
    left, top = card.outline_mm[0].tolist()
    return {
        "page_mm": list(card.page_mm),
        "outline_mm": card.outline_mm.tolist(),
        "window_mm": card.window_mm.tolist(),
        "strip_mm": [left, top + cards.SQUARE_MM],
        "patches": [{"polygon_mm": each.polygon_mm.tolist(), "srgb": list(each.srgb)} for each in card.patches],
        "markers": [{"loops_mm": _loops_mm(each)} for each in card.markers],
        "text_pt": _TEXT_PT[card.page_mm[1] > _TALL_MM],
        "words": card_words(words, card.card_id, months=months),
        "steps": [asdict(each) for each in steps(words, months=months)],
    }


def _loops_mm(marker: cards.Marker) -> list[list[list[float]]]:
    """The marker's black outlines on the page."""
    modules = cards.marker_modules(marker.marker_id)
    origin, along, _, down = marker.polygon_mm
    right, below = (along - origin) / modules.shape[1], (down - origin) / modules.shape[0]
    return [[(origin + x * right + y * below).tolist() for x, y in line] for line in outlines(modules)]
