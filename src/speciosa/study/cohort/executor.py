"""Who does the work: the one thing that a run needs to know of processes and machines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol, Self

if TYPE_CHECKING:
    from speciosa.study.cohort.result import Row
    from speciosa.study.cohort.task import Batch, Task


class Done(NamedTuple):
    """A batch that came back; `rows` is None where its worker died over it."""

    batch: Batch
    rows: list[Row] | None


class Executor(Protocol):
    """Workers, within a `with`: they are there from its begin to its end."""

    @property
    def workers(self) -> int:
        """How many batches are worked on at once."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(self, *_: object) -> None: ...

    def run(self, task: Task, batches: Sequence[Batch]) -> Iterator[Done]:
        """Each batch once, in whatever order they are done.

        Raises
        ------
        EntryError : no worker can do the task.
        """
        ...
