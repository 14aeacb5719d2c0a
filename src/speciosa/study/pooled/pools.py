"""Every number of a study that is pooled, at the same time."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import NamedTuple

import numpy as np

from speciosa.effect.pooling import Pooled, PopulationPrior
from speciosa.study.counted import LESS, counted
from speciosa.study.pooled.means import Packets, doses_in, pooled_of
from speciosa.study.suppression import Limit
from speciosa.values.gaps import NotAssessed


class Pools(NamedTuple):
    """`randomised`: None where nobody, or everybody, was; `levels`: by relative dose."""

    effect: Pooled | NotAssessed
    randomised: Pooled | NotAssessed | None
    levels: dict[float, Pooled | NotAssessed]
    less: Pooled | NotAssessed


def pools_of(packets: Packets, streams: Iterator[np.random.Generator], prior: PopulationPrior, limit: Limit) -> Pools:
    """Every number that is pooled, each on a thread of its own: none knows of another, and each has its own stream."""
    having = {id_: number for id_, each in packets.items() if (number := each.number("effect")) is not None}
    chance = {id_: packets[id_] for id_, number in having.items() if number.grade.randomised}
    less = {id_: each for id_, each in packets.items() if counted(each, LESS) is not None}
    doses = doses_in(packets)
    of_effect, of_chance, of_levels, of_less = (next(streams) for _ in range(4))
    with ThreadPoolExecutor() as threads:

        def later(some: Packets, of: str, rng: np.random.Generator) -> Future[Pooled | NotAssessed]:
            return threads.submit(pooled_of, some, of, rng, prior, limit)

        effect = later(packets, "effect", of_effect)
        randomised = later(chance, "effect", of_chance) if 0 < len(chance) < len(having) else None
        levels = [
            later(packets, f"dose_{dose:g}", rng) for dose, rng in zip(doses, of_levels.spawn(len(doses)), strict=True)
        ]
        without = later(less, LESS, of_less)
    return Pools(
        effect.result(), None if randomised is None else randomised.result(),
        {dose: each.result() for dose, each in zip(doses, levels, strict=True)}, without.result(),
    )  # fmt: skip
