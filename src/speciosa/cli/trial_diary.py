"""The record of a trial: read with what is known now, and the place to which its rows are added."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from speciosa.cli.asked import refuse_if_nothing_was_read
from speciosa.cli.opened import OpenRecord, opened
from speciosa.cli.store_asked import Kept

if TYPE_CHECKING:
    from speciosa.knowledge import Knowledge
    from speciosa.record import Diary
    from speciosa.trial import Trial

ORIGIN = "trial"


def read_whole(
    diary: Path | None, kept: Kept, knowledge: Knowledge, *, now_s: int, strict: bool, adds: bool = False
) -> OpenRecord:
    """The record with the rows of a trial that lie ahead.

    Parameters
    ----------
    adds : the command adds rows to it.

    Raises
    ------
    EntryError : it can't be read, or no row of it; or nothing can be added to it though it has to be.
    """
    record = opened(diary, kept, knowledge, now_s=now_s, strict=strict, origin=ORIGIN if adds else "")
    refuse_if_nothing_was_read(record.diary)
    return record


def latest_trial(read: Diary, *, now_s: int) -> Trial | None:
    """The trial that was planned last, as of now."""
    from speciosa.trial import Trial

    return next((each for each in reversed(Trial.all_in(read)) if each.planned_s <= now_s), None)
