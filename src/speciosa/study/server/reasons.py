"""A reason in words: asked for wherever something is changed that others rely on."""

from __future__ import annotations

from speciosa.knowledge import load_knowledge
from speciosa.values.errors import EntryError


def said(reason: str) -> str:
    """The reason as it is kept.

    Raises
    ------
    EntryError : there is none, or one that says nothing.

    Examples
    --------
    >>> said("  the first site is ready ")
    'the first site is ready'
    """
    text = " ".join(reason.split())
    if len(text) < load_knowledge().choice("study_reason_letters_least"):
        raise EntryError("this needs a reason", todo="say in a sentence why")
    return text
