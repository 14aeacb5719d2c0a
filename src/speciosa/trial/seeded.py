"""Chance from a recorded seed: the same seed gives the same numbers on every machine, for ever."""

from __future__ import annotations

import hashlib


class SeededStream:
    """Bytes and whole numbers from SHA-256 in counter mode.

    block k = SHA-256(seed || 0x00 || purpose || 0x00 || k as 8 bytes, big end first)

    Parameters
    ----------
    seed : any bytes; 32 from the operating system for a real trial.
    purpose : streams of one seed with different purposes tell nothing of each other.

    Valid when: the seed cannot be guessed. Nobody can work back from the numbers to it.

    Examples
    --------
    >>> SeededStream(b"17", "order").take(4).hex() == SeededStream(b"17", "order").take(4).hex()
    True
    >>> SeededStream(b"17", "order").take(4) == SeededStream(b"17", "codes").take(4)
    False
    """

    def __init__(self, seed: bytes, purpose: str) -> None:
        self._begin = seed + b"\x00" + purpose.encode() + b"\x00"
        self._counter, self._ready = 0, b""

    def take(self, count: int) -> bytes:
        """The next bytes."""
        while len(self._ready) < count:
            self._ready += hashlib.sha256(self._begin + self._counter.to_bytes(8, "big")).digest()
            self._counter += 1
        taken, self._ready = self._ready[:count], self._ready[count:]
        return taken

    def below(self, bound: int) -> int:
        """A whole number from 0 to bound - 1, each exactly as likely: what would tip the balance is thrown away.

        Raises
        ------
        ValueError : the bound is below 1.
        """
        if bound < 1:
            raise ValueError("a bound is 1 or more")
        width = (bound.bit_length() + 7) // 8
        fair = (256**width // bound) * bound
        while (drawn := int.from_bytes(self.take(width), "big")) >= fair:
            pass
        return drawn % bound

    def word(self, letters: str, length: int) -> str:
        """A word of letters, each as likely as the others."""
        return "".join(letters[self.below(len(letters))] for _ in range(length))
