"""`speciosa skin`: the window card, and what photos with it say."""

from __future__ import annotations

from cyclopts import App

skin = App(
    name="skin",
    help="""Print the window card, measure photos taken with it, and follow the colour of your skin.

    card: the card to print and cut out; skin is photographed through its window.
    measure: the colour in one photo or several.
    follow: how it changes over the photos of a diary.

    Example: speciosa skin card --out card.pdf
    """,
)
skin.command("speciosa.cli.skin_card:card", name="card")
skin.command("speciosa.cli.skin_measure:measure", name="measure")
skin.command("speciosa.cli.skin_follow:follow", name="follow")
