"""What stands on the sheet of the window card. Others see the card: it names no substance and no illness."""

from __future__ import annotations

from dataclasses import dataclass

from speciosa.report.wording import Wording
from speciosa.skin import card as cards


@dataclass(frozen=True, slots=True)
class Step:
    """One of the six pictures: its title, what to do, and the picture in words."""

    title: str
    says: str
    alt: str


def steps(words: Wording, *, months: int) -> tuple[Step, ...]:
    """How to use the card. `months`: after which a card is printed anew."""
    said = words.say
    return (
        Step(
            said("Print"),
            said("Print in colour at 100 %, not “fit to page”, on plain white paper. Then measure the thick line."),
            said("A printer, the printed card, and a ruler that shows 50 mm."),
        ),
        Step(
            said("Cut out"),
            said(
                "Cut out the card along the dashed line. Poke a hole into the window and cut it out. Glue the card to "
                "stiff cardboard."
            ),
            said("Scissors at the dashed line of the card, and a window with two dashed lines across."),
        ),
        Step(
            said("Lay it flat"),
            said(
                "Lay it on clean, dry skin, in the same place each time. Photograph a covered place, too, "
                "like the inside of your upper arm."
            ),
            said("The card flat on a forearm, and a person with a card on the forearm and one on the inner upper arm."),
        ),
        Step(
            said("Find even light"),
            said(
                "Use daylight from a window. No flash, no sun, no shadow. Hold the phone straight above. The "
                "card fills the picture."
            ),
            said("A phone straight above the card beside a window; flash, sun and shadow are crossed out."),
        ),
        Step(
            said("Take three photos"),
            said("Take three photos of each place. Lift the card between photos and lay it down again."),
            said("Three photos of the card, and an arrow up and down between them."),
        ),
        Step(
            said("Go on"),
            said(
                "Twice a week for four weeks, then once a week: same card, place and light. Keep the card dark "
                "and dry. "
                "After {months}\u00a0months print one with a new number.",
                months=words.number(months),
            ),
            said("A calendar with one day a week marked, the card in an envelope, and a card with a new number."),
        ),
    )


def card_words(words: Wording, card_id: int, *, months: int) -> dict[str, object]:
    """Every word of the sheet but the steps'."""
    said = words.say
    return {
        "language": words.language,
        "maker": "speciosa",
        "title": said("Window card {n}", n=card_id),
        "name": said("Window card"),
        "purpose": said(
            "It shows your camera what the light is like, so that the colour of your skin can be "
            "compared from week to week."
        ),
        "limits": said(
            "It measures colour in the window, and nothing else. It does not look at moles or spots. "
            "Show a new, changing, itching or bleeding spot to a doctor."
        ),
        "card": said("Card {n}", n=card_id),
        "measure": said("Print at 100 %. Measure: the thick line must be 50 mm."),
        "opening": said("Cut out this window"),
        "card_alt": said(
            "The card: four square markers in the corners, grey and coloured patches on all sides, "
            "a window to cut out in the middle, and a ruler."
        ),
        "heading": said("How to use it"),
        "hundred": said("100 %"),
        "fifty": said("50 mm"),
        "photos": [words.number(each) for each in (1, 2, 3)],
        "number": said("No. {n}", n=card_id),
        "next": said("No. {n}", n=(card_id + 1) % cards.MOST_CARDS),
        "weekly": said("once a week"),
        "dark": said("dark and dry"),
        "months": said("{n} months", n=words.number(months)),
    }
