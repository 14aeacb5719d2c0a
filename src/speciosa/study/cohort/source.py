"""Where participants come from: folders, a database, or people who are made up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, Protocol

from speciosa.effect.pooling import Rejected
from speciosa.knowledge import Knowledge
from speciosa.record import Diary


class Listed(NamedTuple):
    """Who is there: ids in their order, and what was found that is no participant."""

    ids: tuple[str, ...]
    rejected: tuple[Rejected, ...] = ()


class Opened(NamedTuple):
    """One participant's record, and its photos by the name that an entry gives them."""

    diary: Diary
    photos: Mapping[str, bytes]


class Source(Protocol):
    """Participants, to be opened one by one, wherever the work is done: it is sent to the workers as it is."""

    @property
    def name(self) -> str:
        """What the results say that they were made from; no password."""
        ...

    def listed(self) -> Listed:
        """Who is there.

        Raises
        ------
        EntryError : the place is not there, or nobody is in it.
        """
        ...

    def refuse_if_gone(self) -> None:
        """Stop a worker that can't reach the place.

        Raises
        ------
        EntryError : that.
        """
        ...

    def fingerprint(self, id_: str, *, photos: bool) -> str:
        """Of what one participant's record says; another one as soon as it changes.

        Parameters
        ----------
        photos : whether they count.

        Raises
        ------
        EntryError, OSError : it can't be read.
        """
        ...

    def opened(self, id_: str, knowledge: Knowledge, *, now_s: int) -> Opened:
        """One participant's record.

        Raises
        ------
        EntryError, OSError : it can't be read.
        """
        ...
