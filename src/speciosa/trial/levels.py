"""Dose levels: what an arm's name means as a share of the usual amount."""

from __future__ import annotations

import re

from speciosa.values.errors import EntryError

USUAL = "usual"
_LESS = re.compile(r"^-(\d{1,2})%$")


def share_of(level: str) -> float:
    """The share of the usual amount that a level stands for.

    Parameters
    ----------
    level : ``usual``, ``-25%`` (a quarter less), ``-50%``, ``none``.

    Returns
    -------
    from 0 (none) to 1 (usual).

    Raises
    ------
    EntryError : no such level. There is none above usual.

    Examples
    --------
    >>> share_of("usual"), share_of("-25%"), share_of("none")
    (1.0, 0.75, 0.0)
    """
    if level in (USUAL, "none"):
        return 1.0 if level == USUAL else 0.0
    found = _LESS.match(level)
    if not found:
        raise EntryError(
            "this is no dose level of a trial", todo="use usual, -25%, -50% or none; nothing above your usual amount"
        )
    return 1 - int(found[1]) / 100
