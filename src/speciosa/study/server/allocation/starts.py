"""A site's list: with which level each participant begins, so that beginnings are balanced and can't be foreseen.

Blocks of hidden, randomly chosen lengths hold each possible first level equally often, in random order. All of it
comes from one first seed by SHA-256. Seeds go one way: with each place the seed becomes its own hash, and the one
before is dropped, so that what is kept for the next place (`Ahead`) does not give back the places before it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from speciosa.knowledge import load_knowledge
from speciosa.trial.concealment import commitment
from speciosa.trial.seeded import SeededStream

ALGORITHM = "speciosa-starts-2"
"""Name of the way; a change of any of it gets another name."""
_SIZES = range(2, 13)
"""So many levels there may be to begin with: each has blocks of its own, and all go on with each place."""


@dataclass(frozen=True, slots=True)
class ListSeed:
    """What a list begins with. `said`: the bytes that are hashed; `nonce`: 32 bytes that stand before them."""

    seed: bytes
    said: bytes
    nonce: bytes

    @property
    def commitment(self) -> str:
        """SHA-256(nonce || said)."""
        return commitment(self.said, self.nonce)

    def as_json(self) -> str:
        """As it is kept: sealed before the reveal, open after it."""
        return json.dumps({"said": self.said.decode(), "nonce": self.nonce.hex()})

    @classmethod
    def of_json(cls, text: str) -> ListSeed:
        """The reverse of `as_json`."""
        kept = json.loads(text)
        said = kept["said"].encode()
        return cls(bytes.fromhex(json.loads(said)["seed"]), said, bytes.fromhex(kept["nonce"]))


@dataclass(frozen=True, slots=True)
class Ahead:
    """What is still to come. `seed`: of the next place; `rest`: what is left of the block that runs, for each size."""

    seed: bytes
    rest: tuple[tuple[int, ...], ...] = ((),) * len(_SIZES)

    def given(self) -> tuple[tuple[int, ...], Ahead]:
        """The next place, as a number of a level for each size, and what is ahead then.

        seed' = SHA-256("speciosa-starts-2" || seed)
        """
        blocks = [rest or _block(self.seed, size) for rest, size in zip(self.rest, _SIZES, strict=True)]
        seed = hashlib.sha256(ALGORITHM.encode() + self.seed).digest()
        return tuple(block[0] for block in blocks), Ahead(seed, tuple(block[1:] for block in blocks))

    def as_json(self) -> str:
        """As it is kept, sealed."""
        return json.dumps({"seed": self.seed.hex(), "rest": self.rest})

    @classmethod
    def of_json(cls, text: str) -> Ahead:
        """The reverse of `as_json`."""
        kept = json.loads(text)
        return cls(bytes.fromhex(kept["seed"]), tuple(map(tuple, kept["rest"])))


def level_of(numbers: tuple[int, ...], levels: tuple[str, ...]) -> str:
    """The level that a place stands for.

    Parameters
    ----------
    numbers : of `Ahead.given`. levels : those that an order can begin with, in the design's order.

    Raises
    ------
    ValueError : there are more levels than lists are made for.
    """
    if len(levels) == 1:
        return levels[0]
    return levels[numbers[_SIZES.index(len(levels))]]


def start_at(seed: bytes, place: int, levels: tuple[str, ...]) -> str:
    """The level that the participant at a place of the list begins with, from the first seed.

    Parameters
    ----------
    place : from 1 on. levels : those that an order can begin with, in the design's order.

    Examples
    --------
    >>> found = [start_at(b"17", place, ("usual", "-25%")) for place in range(1, 41)]
    >>> abs(found.count("usual") - 20) <= 3
    True
    """
    return level_of(next(islice(places(seed), place - 1, None)), levels)


def places(seed: bytes) -> Iterator[tuple[int, ...]]:
    """Every place of a list in turn, from the first seed: numbers of levels, as `level_of` reads them."""
    ahead = Ahead(seed)
    while True:
        numbers, ahead = ahead.given()
        yield numbers


def _block(seed: bytes, size: int) -> tuple[int, ...]:
    """A block of a hidden length: each number equally often, in an order by chance."""
    stream, most = SeededStream(seed, f"starts {size}"), int(load_knowledge().choice("study_list_repeats_most"))
    block = list(range(size)) * (1 + stream.below(most))
    for at in range(len(block) - 1, 0, -1):
        other = stream.below(at + 1)
        block[at], block[other] = block[other], block[at]
    return tuple(block)
