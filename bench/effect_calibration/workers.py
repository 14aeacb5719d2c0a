"""The same for many people, on some processes."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import TypeVar

_Found = TypeVar("_Found")


def spread_out(one: Callable[[int], _Found], people: int, workers: int) -> list[_Found]:
    """`one` of the numbers 0, 1, ...; the answer does not depend on how many processes there are."""
    if workers <= 1:
        return [one(number) for number in range(people)]
    with ProcessPoolExecutor(workers, mp_context=get_context("fork")) as pool:
        return list(pool.map(one, range(people), chunksize=4))
