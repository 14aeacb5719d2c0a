"""The window card: what it is for, and its sheet to print."""

from __future__ import annotations

from functools import lru_cache

from django.http import HttpRequest, HttpResponse
from django.urls import path

from speciosa.knowledge import load_knowledge
from speciosa.report import wording
from speciosa.skin import card as cards
from speciosa.store import details, entries
from speciosa.values.errors import EntryError
from speciosa.web.page import render, words_for

_PAPERS = ("a4", "letter")
_LETTER_IN = frozenset({"US", "CA", "MX"})
_KEPT_SHEETS = 8


def skin_card(request: HttpRequest) -> HttpResponse:
    """What the card is for; sent, its sheet as a PDF: it holds nothing of the record."""
    record, problem = entries.own_record(), None
    if request.method == "POST":
        try:
            paper, number = _paper(request), _number(request.POST.get("number", ""))
        except EntryError as found:
            problem = found
        else:
            body = sheet(paper, number, words_for(request).language)
            name = f'attachment; filename="window-card-{number}.pdf"'
            return HttpResponse(body, content_type="application/pdf", headers={"Content-Disposition": name})
    months = round(12 * load_knowledge().choice("skin_card_keep_year"))
    return render(
        request, "skin_card.html.j2", place="skin", status=400 if problem else 200, problem=problem, months=months,
        said=request.POST, us=str(details.person_of(record).country) in _LETTER_IN, most=cards.MOST_CARDS - 1,
    )  # fmt: skip


@lru_cache(maxsize=_KEPT_SHEETS)
def sheet(paper: str, number: int, language: str) -> bytes:
    """The card's sheet as a PDF: an eighth of a second, and kept.

    Parameters
    ----------
    paper : ``a4`` or ``letter``. number : of the card, 0 to 249.
    """
    from speciosa.report.skin_card import skin_card_pdf  # noqa: PLC0415  only who prints needs it

    knowledge = load_knowledge()
    months = round(12 * knowledge.choice("skin_card_keep_year"))
    return skin_card_pdf(cards.card_of(number, knowledge, paper=paper), wording(language), months=months)


def _paper(request: HttpRequest) -> str:
    paper = request.POST.get("paper", "")
    return paper if paper in _PAPERS else "a4"


def _number(written: str) -> int:
    """The card's number as it was written.

    Raises
    ------
    EntryError : it is no whole number, or there is no such card.
    """
    plain = written.strip()
    if not (plain.isascii() and plain.isdecimal() and len(plain) <= 4 and int(plain) < cards.MOST_CARDS):
        raise EntryError("this card does not exist", todo="write a whole number from 0 to 249")
    return int(plain)


paths = [path("skin/card", skin_card, name="skin_card")]
