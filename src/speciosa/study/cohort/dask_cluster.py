"""Workers on other machines: Dask distributed, whose scheduler and workers somebody else started."""

from __future__ import annotations

import socket
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, Self

from speciosa.study.cohort.executor import Done
from speciosa.study.cohort.task import Batch, Task
from speciosa.values.errors import EntryError

if TYPE_CHECKING:
    from distributed import Client

_PATIENCE_S = 10
_AHEAD = 2
"""Batches that lie ready for each worker: it never waits for the next."""


class DaskCluster:
    """The workers that a scheduler knows.

    Parameters
    ----------
    address : like ``tcp://10.0.0.1:8786``, or ``tls://...`` with the certificates that Dask's own settings name.
    """

    def __init__(self, address: str) -> None:
        self._address = address
        self._client: Client | None = None

    @property
    def workers(self) -> int:
        """Threads of all workers; one is best for each process."""
        return sum(self._open.nthreads().values())

    @property
    def _open(self) -> Any:
        if self._client is None:
            raise RuntimeError("a cluster is used within a with")
        return self._client

    def __enter__(self) -> Self:
        """Reach the scheduler.

        Raises
        ------
        EntryError : Dask is not installed, nobody answers at the address, or no worker is there.
        """
        try:
            from distributed import Client  # noqa: PLC0415  an extra of the installation
            from distributed.comm.addressing import get_address_host_port  # noqa: PLC0415  as above
        except ImportError:
            todo = "install it with: pip install 'speciosa[cluster]'"
            raise EntryError("Dask distributed is not installed", where="--scheduler", todo=todo) from None
        try:
            # asked first by hand: a client that finds nobody goes on looking when it is told to stop
            socket.create_connection(get_address_host_port(self._address), timeout=_PATIENCE_S).close()
            self._client = Client(self._address, timeout=_PATIENCE_S, set_as_default=False)  # type: ignore[no-untyped-call]
        except (OSError, ValueError):
            todo = "start one with: dask scheduler, and name the address that it prints"
            raise EntryError("no scheduler answers at this address", where="--scheduler", todo=todo) from None
        if not self.workers:
            self.__exit__()
            todo = "start some with: dask worker ADDRESS --nthreads 1"
            raise EntryError("this scheduler has no workers yet", where="--scheduler", todo=todo)
        return self

    def __exit__(self, *_: object) -> None:
        if self._client is not None:
            self._client.close()  # type: ignore[no-untyped-call]
            self._client = None

    def run(self, task: Task, batches: Sequence[Batch]) -> Iterator[Done]:
        """Each batch once, in whatever order they are done.

        A batch whose worker died goes to another; one that several died over comes back without rows.

        Raises
        ------
        EntryError : what the task raised in a worker.
        """
        from distributed import KilledWorker, as_completed  # noqa: PLC0415

        left = iter(batches)
        batch_of: dict[Any, Batch] = {}

        def submit(batch: Batch) -> Any:
            future = self._open.submit(task, batch, pure=False)
            batch_of[future] = batch
            return future

        ahead = _AHEAD * self.workers
        futures = [submit(batch) for batch in islice(left, ahead)]
        open_ones: Any = as_completed(futures, loop=self._open.loop)  # type: ignore[no-untyped-call]
        for future in open_ones:
            batch, problem = batch_of.pop(future), future.exception()
            for following in islice(left, 1):
                open_ones.add(submit(following))
            if problem is not None and not isinstance(problem, KilledWorker):
                raise problem
            yield Done(batch, None if problem else future.result())
