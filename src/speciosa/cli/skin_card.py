"""`speciosa skin card`: the printable window card, and its geometry."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from speciosa.cli.terminal import progress, say, say_wrapped, terminal_width
from speciosa.values.errors import EntryError

if TYPE_CHECKING:
    from speciosa.skin import card as cards


def card(
    *,
    out: Path,
    id: str = "1",  # noqa: A002  (the contract's word)
    paper: str = "a4",
    json: Annotated[bool, Parameter(negative=())] = False,
    language: str = "en",
) -> None:
    """Make the window card to print and cut out, with how to use it in six pictures.

    Give each further print a new number: two prints never have quite the same colours.

    Example: speciosa skin card --out card.pdf
    Example: speciosa skin card --out card-2.pdf --id 2 --paper letter

    Parameters
    ----------
    out
        The PDF to write.
    id
        The card's number, 0 to 249. Use a new one for each further print.
    paper
        Paper to print on: a4 or letter.
    json
        Print where each part of the card lies as one JSON document instead of the summary.
    language
        Language of the words. This version has en.
    """
    from speciosa.knowledge import load_knowledge
    from speciosa.record.whole_file import replacing
    from speciosa.report import wording
    from speciosa.report.skin_card import skin_card_pdf
    from speciosa.skin import card as cards

    _refuse_no_pdf(out)
    number = _number(id)
    words, knowledge = wording(language), load_knowledge()
    drawn = cards.card_of(number, knowledge, paper=paper.lower())
    with progress("Drawing the card ..."):
        pdf = skin_card_pdf(drawn, words, months=round(12 * knowledge.choice("skin_card_keep_year")))
    with replacing(out) as file:
        file.write(pdf.decode("utf-8", "surrogateescape"))  # a text file that takes any bytes as they are
    if json:
        _print_json(drawn)
        return
    width = terminal_width()
    say(f"Window card {number} is in {out}, for {'A4' if paper.lower() == 'a4' else 'Letter'} paper.")
    say_wrapped(
        'Next: print it in colour at 100 %, not "fit to page", and measure: the thick line must be 50 mm. '
        "Then follow the six pictures on the sheet.",
        width,
    )
    say_wrapped("For another print, give a new number with --id.", width)


def _number(written: str) -> int:
    """The card's number as it was written.

    Raises
    ------
    EntryError : it is no whole number.
    """
    if not (written.isascii() and written.isdecimal()):
        raise EntryError("a card's number is a whole number", where="--id", todo="use one from 0 to 249")
    return int(written)


def _refuse_no_pdf(out: Path) -> None:
    """The card is one PDF file.

    Raises
    ------
    EntryError : the name is that of a folder, or of another kind of file.
    """
    if out.is_dir():
        raise EntryError("this is a folder, not a file", where="--out", todo="name a file, like card.pdf")
    if out.suffix.lower() != ".pdf":
        raise EntryError("the card is a PDF", where="--out", todo="name a file that ends in .pdf, like card.pdf")


def _print_json(drawn: cards.Card) -> None:
    """The document of the contract. Nothing was read to make it."""
    from speciosa.report.skin_card import skin_card_json
    from speciosa.values.json_form import SCHEMA, dump
    from speciosa.values.reading import Reading

    print(dump({"schema": SCHEMA, "read": Reading(), **skin_card_json(drawn)}), end="")
