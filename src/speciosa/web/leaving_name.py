"""The name of a file that leaves: the person's own neutral one, and nothing else."""

from __future__ import annotations

import re

_LONGEST = 40
_NO_NAME = re.compile(r'[\x00-\x1f<>:"/\\|?*]+')


def file_name(said: str, suffix: str) -> str:
    """A name that every system takes.

    Parameters
    ----------
    said : what the person calls it; may be anything. suffix : without its point.

    Examples
    --------
    >>> file_name("My notes", "pdf"), file_name("../etc: x", "zip"), file_name(" . ", "json")
    ('My notes.pdf', 'etc x.zip', 'notes.json')
    """
    plain = " ".join(_NO_NAME.sub(" ", said).split()).strip(". ")[:_LONGEST].strip(". ")
    return f"{plain or 'notes'}.{suffix}"
