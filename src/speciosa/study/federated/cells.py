"""Small counts that are not given out, nor anything that they follow from."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple


class Cells(NamedTuple):
    """Counts that may be given out; None: hidden."""

    parts: dict[str, int | None]
    total: int | None


def hidden(parts: Mapping[str, int], least: int, *, open_parts: Collection[str] = ()) -> Cells:
    """Hide what is small, and as much besides as lets nobody work it out from the total.

    Parts from 1 to `least` - 1 are hidden. What is hidden has to be at least two parts with at least `least` people
    together, for whoever has the total has their sum: so the smallest other parts are hidden, too, and where there are
    none the total.

    Parameters
    ----------
    parts : counts that add up to the total.
    least : the smallest count that is given out.
    open_parts : those that stand elsewhere anyway.

    Examples
    --------
    >>> hidden({"took it back": 3, "never sent": 12, "pooled": 60}, 10, open_parts=["pooled"])
    Cells(parts={'took it back': None, 'never sent': None, 'pooled': 60}, total=75)
    >>> hidden({"took it back": 3, "never sent": 0, "pooled": 60}, 10, open_parts=["pooled"])
    Cells(parts={'took it back': None, 'never sent': 0, 'pooled': 60}, total=None)
    >>> hidden({"took it back": 11, "pooled": 60}, 10).total
    71
    """
    out = {name for name, count in parts.items() if 0 < count < least}
    others = sorted((name for name in parts if parts[name] and name not in {*out, *open_parts}), key=parts.__getitem__)
    while out and (len(out) < 2 or sum(parts[name] for name in out) < least):
        if not others:
            return Cells({name: None if name in out else count for name, count in parts.items()}, None)
        out.add(others.pop(0))
    return Cells({name: None if name in out else count for name, count in parts.items()}, sum(parts.values()))
