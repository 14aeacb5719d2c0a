"""200 participants who write at once over HTTP: how long a save takes, and whether each is there afterwards, once.

A real server on loopback over a PostgreSQL made for the moment; the clients are one process beside it, on the same
machine. ``python -m bench.study_load [PEOPLE] [WORKERS]`` prints the figures alone.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from tests.postgresql.cluster import Cluster, cluster
from tests.postgresql.study_clients import Told, write_all
from tests.postgresql.study_server import Server, asked, environment, served

from bench.figure import Figure

PEOPLE, WORKERS, THREADS = 200, os.cpu_count() or 1, 4
_SAVES, _THINK_S = 5, 2.0


@dataclass(frozen=True)
class Round:
    """One round of saves. Milliseconds of processor a save: of the server, of PostgreSQL, of the clients."""

    told: Told
    server_ms: float
    database_ms: float
    clients_ms: float

    def wait_ms(self, share: float) -> float:
        """The wait that this share of saves does not exceed."""
        ordered = sorted(self.told.waits_s)
        return 1e3 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]

    @property
    def says(self) -> str:
        waits = " / ".join(f"{self.wait_ms(share):.0f}" for share in (0.50, 0.95, 0.99))
        return f"{waits} ms, {len(self.told.kept) / self.told.wall_s:.0f} saves/s"

    @property
    def cost(self) -> str:
        return f"{self.server_ms:.1f} / {self.database_ms:.1f} / {self.clients_ms:.1f} ms"


def figures() -> list[Figure]:
    """Saves with a pause between them, saves without one, and what is there afterwards."""
    return _figures(PEOPLE, WORKERS)


def _figures(people: int, workers: int) -> list[Figure]:
    with cluster() as database, tempfile.TemporaryDirectory() as folder:
        environ = environment(database, Path(folder) / "secret")
        tokens = asked(f"fill {people}", environ)
        with served(environ, workers=workers, threads=THREADS) as server:
            _round(server, database, tokens, think_s=0.0, first=900, saves=1)  # everybody's connection, warm
            calm = _round(server, database, tokens, think_s=_THINK_S, first=0, saves=_SAVES)
            rush = _round(server, database, tokens, think_s=0.0, first=100, saves=_SAVES)
        found = asked("count", environ)
    kept = [*calm.told.kept, *rush.told.kept]
    lost = len(set(kept) - set(found["ids"]))
    doubled = sum(times != 1 for times in found["ids"].values())
    load = f"load of the machine {os.getloadavg()[0]:.1f}"
    how = f"{people} participants, {_SAVES} saves each, a token and a connection each; {workers} processes, {load}"
    return [
        Figure("a save, 2 s between one's saves", calm.says, "p95 <= 300 ms", f"p50 / p95 / p99; {how}"),
        Figure("a save, no pause at all", rush.says, "p95 <= 300 ms", f"p50 / p95 / p99; {how}"),
        Figure("processor a save", rush.cost, "-", "server / PostgreSQL / clients, all on the same cores"),
        Figure("saves lost, doubled", f"{lost}, {doubled} of {len(kept)}", "0, 0", "every acknowledged id"),
        Figure("chains of the trail", f"{found['chains']}, {len(found['misfits'])} broken", "0 broken", "every link"),
    ]  # fmt: skip


def _round(
    server: Server, database: Cluster, tokens: list[str], *, think_s: float, first: int, saves: int
) -> Round:  # fmt: skip
    before = server.cpu_s(), database.cpu_s(), time.process_time()
    told = asyncio.run(write_all(server.port, tokens, saves=saves, think_s=think_s, first=first))
    after = server.cpu_s(), database.cpu_s(), time.process_time()
    costs = [1e3 * (late - early) / max(1, len(told.kept)) for early, late in zip(before, after, strict=True)]
    return Round(told, *costs)


if __name__ == "__main__":
    said = [int(each) for each in sys.argv[1:]]
    for each in _figures(*[*said, *(PEOPLE, WORKERS)[len(said) :]]):
        print(f"{each.what}: {each.reached} (target {each.target}); {each.how}")
