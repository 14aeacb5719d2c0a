"""Photos in, colours out: the one way to measure photos, one after the other."""

from __future__ import annotations

from typing import Self

from speciosa.knowledge import Knowledge
from speciosa.skin.card import Card
from speciosa.skin.decoder import Decoder
from speciosa.skin.ink import CardInk, assumed_ink, measured_ink
from speciosa.skin.measure import measure
from speciosa.skin.measurement import Measurement, Refusal


class PhotoReader:
    """Measures photos. Opens them in a process of its own, which it ends when it is left.

    Parameters
    ----------
    card_values : text of the owner's measurement of the card, see `ink.measured_ink`; None: assumed.

    Examples
    --------
    >>> from speciosa.knowledge import load_knowledge
    >>> with PhotoReader(load_knowledge()) as reader:
    ...     reader.read(b"no photo at all").code
    'unreadable'
    """

    def __init__(self, knowledge: Knowledge, *, card_values: str | None = None) -> None:
        self._knowledge = knowledge
        self._decoder = Decoder(knowledge)
        self._values = card_values

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._decoder.close()

    def read(self, raw: bytes) -> Measurement | Refusal:
        """One photo's colour, or why it has none.

        Raises
        ------
        EntryError : the owner's measured values do not fit the card.
        """
        photo = self._decoder.decode(raw)
        if isinstance(photo, Refusal):
            return photo
        return measure(photo, self._knowledge, ink_of=self._ink if self._values is not None else None)

    def _ink(self, card: Card) -> CardInk:
        return measured_ink(self._values or "", card) or assumed_ink(card, self._knowledge)
