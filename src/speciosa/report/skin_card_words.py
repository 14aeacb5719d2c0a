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
    say = words.say
    return (
        Step(
            say("Print"),
            say("Print in colour at 100 %, not “fit to page”, on plain white paper. Then measure the thick line."),
            say("A printer, the printed card, and a ruler that shows 50 mm."),
        ),
        Step(
            say("Cut out"),
            say(
                "Cut out the card along the dashed line. Poke a hole into the window and cut it out. Glue the card to "
                "stiff cardboard."
            ),
            say("Scissors at the dashed line of the card, and a window with two dashed lines across."),
        ),
        Step(
            say("Lay it flat"),
            say(
                "Lay it on clean, dry skin, in the same place each time. Photograph a covered place, too, "
                "like the inside of your upper arm."
            ),
            say("The card flat on a forearm, and a person with a card on the forearm and one on the inner upper arm."),
        ),
        Step(
            say("Find even light"),
            say(
                "Use daylight from a window. No flash, no sun, no shadow. Hold the phone straight above. The "
                "card fills the picture."
            ),
            say("A phone straight above the card beside a window; flash, sun and shadow are crossed out."),
        ),
        Step(
            say("Take three photos"),
            say("Take three photos of each place. Lift the card between photos and lay it down again."),
            say("Three photos of the card, and an arrow up and down between them."),
        ),
        Step(
            say("Go on"),
            say(
                "Twice a week for four weeks, then once a week: same card, place and light. Keep the card dark "
                "and dry. "
                "After {months}\u00a0months print one with a new number.",
                months=words.number(months),
            ),
            say("A calendar with one day a week marked, the card in an envelope, and a card with a new number."),
        ),
    )


def card_words(words: Wording, card_id: int, *, months: int) -> dict[str, object]:
    """Every word of the sheet but the steps'."""
    say = words.say
    return {
        "language": words.language,
        "maker": "speciosa",
        "title": say("Window card {n}", n=card_id),
        "name": say("Window card"),
        "purpose": say(
            "It shows your camera what the light is like, so that the colour of your skin can be "
            "compared from week to week."
        ),
        "limits": say(
            "It measures colour in the window, and nothing else. It does not look at moles or spots. "
            "Show a new, changing, itching or bleeding spot to a doctor."
        ),
        "card": say("Card {n}", n=card_id),
        "measure": say("Print at 100 %. Measure: the thick line must be 50 mm."),
        "opening": say("Cut out this window"),
        "card_alt": say(
            "The card: four square markers in the corners, grey and coloured patches on all sides, "
            "a window to cut out in the middle, and a ruler."
        ),
        "heading": say("How to use it"),
        "hundred": say("100 %"),
        "fifty": say("50 mm"),
        "photos": [words.number(each) for each in (1, 2, 3)],
        "number": say("No. {n}", n=card_id),
        "next": say("No. {n}", n=(card_id + 1) % cards.MOST_CARDS),
        "weekly": say("once a week"),
        "dark": say("dark and dry"),
        "months": say("{n} months", n=words.number(months)),
    }
