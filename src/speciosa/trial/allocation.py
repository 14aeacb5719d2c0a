"""Allocation: which arm each period has, drawn by chance within blocks, and the codes that hide it."""

from __future__ import annotations

import json
from dataclasses import dataclass

from speciosa.trial.design import TrialDesign
from speciosa.trial.seeded import SeededStream
from speciosa.trial.sequences import Sequences

ALGORITHM = "speciosa-blocks-1"
"""Name of the way: blocks that hold each level once, one admissible sequence of all with equal chance, numbers
from SHA-256 in counter mode. A change of any of it gets another name."""
LETTERS = "ACDEFGHJKMNPQRTUVWXY3479"
"""What codes are made of: nothing that is mistaken for another when read aloud or by hand."""
_CODE_LENGTH = 4
_NAME_LENGTH = 6


@dataclass(frozen=True, slots=True)
class Allocation:
    """A schedule: what is sealed.

    Parameters
    ----------
    trial : the trial's name, 6 letters; it tells nothing.
    design : what is compared.
    codes : capsule code of each period, [period], all different; they tell nothing.
    arms : arm of each period, [period].
    seed : what all chance came from.
    """

    trial: str
    design: TrialDesign
    codes: tuple[str, ...]
    arms: tuple[str, ...]
    seed: bytes

    @property
    def algorithm(self) -> str:
        """Name of the way in which the order was drawn."""
        return ALGORITHM

    @property
    def orders(self) -> int:
        """How many admissible orders there were to draw from."""
        return len(Sequences(self.design))

    def schedule(self) -> bytes:
        """The exact bytes that are hashed and sealed: UTF-8 JSON, keys sorted, no spaces."""
        said = {
            "algorithm": ALGORITHM, "trial": self.trial, "seed": self.seed.hex(), "design": self.design.to_json(),
            "periods": [
                {"period": at, "code": code, "arm": arm, "starts": self.design.first_day_of(at)}
                for at, (code, arm) in enumerate(zip(self.codes, self.arms, strict=True), start=1)
            ],
        }  # fmt: skip
        return json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()

    @classmethod
    def of_schedule(cls, schedule: bytes) -> Allocation:
        """The allocation whose `schedule` this is."""
        said = json.loads(schedule)
        periods = said["periods"]
        return cls(
            said["trial"], TrialDesign.of_json(said["design"]), tuple(each["code"] for each in periods),
            tuple(each["arm"] for each in periods), bytes.fromhex(said["seed"]),
        )  # fmt: skip


def allocate(design: TrialDesign, seed: bytes) -> Allocation:
    """Draw the order of arms, each admissible sequence exactly as likely as the others.

    P(sequence) = 1 / number of admissible sequences

    Parameters
    ----------
    seed : 32 bytes from the operating system; for a rehearsal any bytes. Order, codes and name come from
        streams of their own, so that codes tell nothing of the order.

    Raises
    ------
    EntryError : the design leaves nothing to chance.

    Examples
    --------
    >>> design = TrialDesign("2026-03-02", "leaf", (8.0,), (5,), 0.5)
    >>> drawn = allocate(design, b"17")
    >>> sorted(drawn.arms[:2]), len(set(drawn.codes)), drawn == Allocation.of_schedule(drawn.schedule())
    (['-25%', 'usual'], 8, True)
    """
    sequences = Sequences(design)
    order = SeededStream(seed, "order").below(len(sequences))
    codes: list[str] = []
    letters = SeededStream(seed, "codes")
    while len(codes) < design.periods:
        code = letters.word(LETTERS, _CODE_LENGTH)
        if code not in codes:
            codes.append(code)
    trial = SeededStream(seed, "name").word(LETTERS, _NAME_LENGTH)
    return Allocation(trial, design, tuple(codes), sequences[order], seed)
