"""Points that fill a space more evenly than chance does: Sobol's sequence with a random shift.

The j-th bit of point i is carried by a direction number; point i is the exclusive or of the directions
of the bits of i (Sobol 1967; directions of Joe and Kuo, SIAM J Sci Comput 2008, 30:2635). Exclusive or
with one random number a dimension keeps the evenness and makes every mean of them unbiased (Owen 1995).

SciPy has the same in `scipy.stats.qmc`, but to import `scipy.stats` takes longer than a whole answer.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

_BITS = 32
_JOE_KUO = (
    (1, 0, (1,)), (2, 1, (1, 3)), (3, 1, (1, 3, 1)), (3, 2, (1, 1, 1)), (4, 1, (1, 1, 3, 3)), (4, 4, (1, 3, 5, 13)),
    (5, 2, (1, 1, 5, 5, 17)), (5, 4, (1, 1, 5, 5, 5)), (5, 7, (1, 1, 7, 11, 19)), (5, 11, (1, 1, 5, 1, 1)),
    (5, 13, (1, 1, 1, 3, 11)),
)  # fmt: skip
"""Degree of the polynomial, its coefficients, first direction numbers: dimensions 2 to 12."""
MOST_DIMENSIONS = len(_JOE_KUO) + 1


def quasi_points(count: int, dim: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """The first points of a randomly shifted Sobol sequence, [count, dim], each strictly between 0 and 1.

    Parameters
    ----------
    count : of points; powers of 2 fill the space most evenly.
    dim : 1 to 12.
    rng : of the shift.

    Raises
    ------
    ValueError : more dimensions than there are direction numbers for.

    Examples
    --------
    >>> points = quasi_points(8, 2, np.random.default_rng(1))
    >>> np.sort((points * 8).astype(int), axis=0).T.tolist()
    [[0, 1, 2, 3, 4, 5, 6, 7], [0, 1, 2, 3, 4, 5, 6, 7]]
    """
    if not 1 <= dim <= MOST_DIMENSIONS:
        raise ValueError(f"there are direction numbers for 1 to {MOST_DIMENSIONS} dimensions, not {dim}")
    directions = _directions(dim)
    bits = np.empty((max(count, 1), dim), dtype=np.uint32)
    bits[0] = rng.integers(0, 2**_BITS, dim, dtype=np.uint32)
    filled, bit = 1, 0
    while filled < count:  # the points with the next bit set are those without it, moved by its direction
        more = min(filled, count - filled)
        np.bitwise_xor(bits[:more], directions[bit], out=bits[filled : filled + more])
        filled, bit = filled + more, bit + 1
    points: NDArray[np.float64] = (bits[:count].astype(np.float64) + 0.5) / 2.0**_BITS
    return points


def normal_points(count: int, dim: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """Quasi-random points of the standard normal distribution, [count, dim].

    Parameters
    ----------
    count, dim, rng : as for `quasi_points`.

    Examples
    --------
    >>> normal_points(256, 3, np.random.default_rng(1)).std(axis=0).round(1).tolist()
    [1.0, 1.0, 1.0]
    """
    return normal_from(quasi_points(count, dim, rng))


def normal_from(uniform: NDArray[np.float64]) -> NDArray[np.float64]:
    """Standard normal quantiles of numbers between 0 and 1."""
    found: NDArray[np.float64] = ndtri(uniform)
    return found


@cache
def _directions(dim: int) -> NDArray[np.uint32]:
    """Direction numbers, [bit, dimension], the first bit highest."""
    found = np.zeros((_BITS, dim), dtype=np.uint32)
    found[:, 0] = [1 << (_BITS - 1 - bit) for bit in range(_BITS)]
    for at, (degree, coefficients, first) in enumerate(_JOE_KUO[: dim - 1], start=1):
        column = [number << (_BITS - 1 - bit) for bit, number in enumerate(first)]
        for bit in range(degree, _BITS):
            value = column[bit - degree] ^ (column[bit - degree] >> degree)
            for back in range(1, degree):
                if coefficients >> (degree - 1 - back) & 1:
                    value ^= column[bit - back]
            column.append(value)
        found[:, at] = column
    return found
