"""`speciosa trial`: the only commands that may look behind a seal."""

from __future__ import annotations

from speciosa.cli.coming import Words, not_yet


def trial(*words: Words) -> None:
    """Plan and run your own blind trial. (Not in this version.)

    Later: speciosa trial power my-diary
    """
    del words
    not_yet("trial", "keep scoring your pain before each dose; a trial builds on that")
