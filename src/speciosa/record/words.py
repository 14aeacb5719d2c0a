"""A column of words: each different word once, and a code per entry."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import SupportsIndex

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """A column of repeated words, 4 bytes an entry.

    Parameters
    ----------
    codes : int32[n], index into `vocabulary`.
    vocabulary : each word once.

    Examples
    --------
    >>> names = Words.of(["pain", "mood", "pain"])
    >>> names[2], names.equal("pain")
    ('pain', array([ True, False,  True]))
    """

    codes: NDArray[np.int32]
    vocabulary: tuple[str, ...]

    @classmethod
    def of(cls, words: Iterable[str]) -> Words:
        known: dict[str, int] = {}
        codes = np.array([known.setdefault(word, len(known)) for word in words], dtype=np.int32)
        return cls(codes, tuple(known))

    def __getitem__(self, index: SupportsIndex) -> str:
        code: int = self.codes[index].item()
        return self.vocabulary[code]

    def __len__(self) -> int:
        return len(self.codes)

    def equal(self, word: str) -> NDArray[np.bool_]:
        """Where the word stands, bool[n]."""
        meant = np.array([each == word for each in self.vocabulary], dtype=bool)
        return meant[self.codes] if len(meant) else np.zeros(len(self.codes), dtype=bool)

    def take(self, chosen: NDArray[np.intp] | NDArray[np.bool_]) -> Words:
        """The chosen entries; the vocabulary stays."""
        return Words(self.codes[chosen], self.vocabulary)

    def used(self) -> tuple[str, ...]:
        """The words that occur, in the order of the vocabulary."""
        return tuple(self.vocabulary[code] for code in np.unique(self.codes))

    def tolist(self) -> list[str]:
        return [self.vocabulary[code] for code in self.codes.tolist()]
