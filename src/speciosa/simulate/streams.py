"""Random numbers by name: each thing that varies has its own stream out of one seed."""

from __future__ import annotations

import numpy as np


def stream(seed: int, name: str) -> np.random.Generator:
    """The stream of one thing that varies.

    What `SeedSequence.spawn` does with a running number, this does with a name: a new stream
    changes no other, and the order of asking does not matter.

    Parameters
    ----------
    seed : of the whole person, not negative.
    name : of the thing, e.g. ``flares``.

    Examples
    --------
    >>> first = stream(7, "flares").random(2)
    >>> _ = stream(7, "noise").random(5)
    >>> bool((first == stream(7, "flares").random(2)).all()), bool(first[0] == stream(8, "flares").random())
    (True, False)
    """
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=tuple(name.encode())))
