"""Work and workers for tests: light, and as reliable or not as a test wants them."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from speciosa.knowledge import Knowledge
from speciosa.study.cohort.executor import Done
from speciosa.study.cohort.question import CohortQuestion
from speciosa.study.cohort.result import ParticipantResult, Row, State
from speciosa.study.cohort.source import Listed, Opened
from speciosa.study.cohort.task import Batch, Task
from speciosa.values.errors import EntryError
from speciosa.values.json_form import fingerprint

NOW_S = 1_780_000_000
ASKED = CohortQuestion("pain", NOW_S, 0)


@dataclass(frozen=True)
class LightTask:
    """Rows at once. `deadly`: ids that kill the process; once: only where the file is not there yet, which it makes."""

    deadly: tuple[str, ...] = ()
    once: Path | None = None
    refuses: bool = False

    def __call__(self, batch: Batch) -> list[Row]:
        if self.refuses:
            raise EntryError("nothing can be reached from here", todo="look again")
        for id_ in batch:
            if id_ in self.deadly and (self.once is None or not self.once.exists()):
                if self.once is not None:
                    self.once.touch()
                os.kill(os.getpid(), signal.SIGKILL)
        return [row(id_) for id_ in batch]


def row(id_: str, mark: str = "") -> Row:
    return ParticipantResult.without(id_, State.LEFT_OUT, "For a test.", fingerprint=mark or f"of {id_}").to_row()


class Here:
    """An executor within the test's own process. `backwards`: the last batch first. `most`: then it is interrupted."""

    def __init__(self, *, backwards: bool = False, most: int | None = None, workers: int = 2) -> None:
        self.workers, self._backwards, self._most = workers, backwards, most
        self.worked: list[str] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def run(self, task: Task, batches: Sequence[Batch]) -> Iterator[Done]:
        for batch in reversed(batches) if self._backwards else batches:
            if self._most is not None and len(self.worked) >= self._most:
                raise KeyboardInterrupt
            self.worked += batch
            yield Done(batch, task(batch))


@dataclass(frozen=True)
class NamesOnly:
    """A source of ids whose records say nothing but can change. `unreadable`: those that no disk gives back."""

    ids: tuple[str, ...]
    said: tuple[str, ...] = ()
    unreadable: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return "names"

    def listed(self) -> Listed:
        return Listed(self.ids)

    def refuse_if_gone(self) -> None:
        pass

    def fingerprint(self, id_: str, *, photos: bool) -> str:
        if id_ in self.unreadable:
            raise OSError(5, "Input/output error")
        return fingerprint(id_, id_ in self.said, photos)

    def opened(self, id_: str, knowledge: Knowledge, *, now_s: int) -> Opened:
        raise EntryError("it says nothing", where=id_)
