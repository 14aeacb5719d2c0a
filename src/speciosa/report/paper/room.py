"""How much page 1 shows of each thing: the most that fits is taken, and what is left out is counted."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Room:
    """So many of each: products, medicines, findings in full and by their title, gaps, questionnaires, places,
    and answers on what taking it, taking less or stopping does.

    `name`, `text`: signs of a name, and of a sentence that may be cut.
    """

    products: int
    medicines: int
    full: int
    titles: int
    gaps: int
    scales: int
    places: int
    contrasts: int
    name: int
    text: int


ROOMS = (
    Room(3, 8, 4, 5, 5, 3, 3, 2, 48, 200), Room(2, 5, 4, 4, 4, 2, 2, 2, 36, 130),
    Room(2, 5, 4, 4, 4, 2, 2, 1, 36, 130), Room(1, 3, 3, 3, 3, 1, 1, 1, 24, 80),
)  # fmt: skip
"""From generous to close."""
