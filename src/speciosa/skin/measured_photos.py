"""Photos that know what was measured on them before: a photo's bytes never change, and neither does its colour."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import count

from speciosa.skin.measurement import Measurement, Refusal

Memory = dict[tuple[str, str], Measurement | Refusal]


class MeasuredPhotos(Mapping[str, bytes]):
    """A diary's photos, as `follow_skin` takes them, and a memory of what was measured.

    Parameters
    ----------
    photos : paths to the photos' bytes.
    marks : paths to a mark that stands for the bytes; a photo without a mark is measured each time.
    memory : what was measured so far; filled as photos are looked at.
    looked : told how many photos were looked at so far.

    Examples
    --------
    >>> photos = MeasuredPhotos({"a.jpg": b"raw"}, {"a.jpg": "1"}, MeasuredPhotos.memory())
    >>> photos["a.jpg"], photos.known("a.jpg", "")
    (b'raw', None)
    """

    def __init__(
        self, photos: Mapping[str, bytes], marks: Mapping[str, str], memory: Memory,
        looked: Callable[[int], None] = lambda _done: None,
    ) -> None:  # fmt: skip
        self._photos, self._marks, self._memory, self._looked = photos, marks, memory, looked
        self._number = count(1)

    @staticmethod
    def memory() -> Memory:
        """An empty memory."""
        return {}

    def known(self, path: str, card_values: str) -> Measurement | Refusal | None:
        """What was measured on a photo with this card, if it was.

        Parameters
        ----------
        card_values : text of the owner's measurement of the card; empty without one.
        """
        self._looked(next(self._number))
        return self._memory.get((self._marks.get(path, ""), card_values))

    def keep(self, path: str, card_values: str, measured: Measurement | Refusal) -> None:
        """Remember what was measured."""
        if path in self._marks:
            self._memory[self._marks[path], card_values] = measured

    def __getitem__(self, path: str) -> bytes:
        return self._photos[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._photos)

    def __len__(self) -> int:
        return len(self._photos)
