"""PostgreSQL killed and started again while participants write over HTTP.

Each call is sent again, as it was, until it is answered. Afterwards every acknowledged entry has to be there, once;
the trail has to tell of each once, and its chains have to hold.
Run alone: ``python -m tests.postgresql.kill_under_load [KILLS]``.
"""

from __future__ import annotations

import asyncio
import random
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.postgresql.cluster import Cluster, cluster
from tests.postgresql.study_clients import Told, write_all
from tests.postgresql.study_server import asked, environment, served

KILLS, PEOPLE = 2, 20
_BETWEEN_S, _AFTER_S = (1.5, 3.0), 2.0


@dataclass
class Toll:
    """What the kills did; all lists have to stay empty. `told`: how often the trail does not tell of an entry once."""

    kills: int
    acknowledged: int
    again: int
    statuses: dict[int, int]
    lost: list[str]
    doubled: list[str]
    told: list[str]
    misfits: list[str]
    gave_up: list[str]

    @property
    def is_clean(self) -> bool:
        """Whether nothing was lost, doubled, untold or unanswered, and no fault of ours was answered."""
        wrong = self.lost or self.doubled or self.told or self.misfits or self.gave_up
        return bool(self.acknowledged and self.again) and not wrong and 500 not in self.statuses


def kill_often(kills: int, people: int, *, seed: int) -> Toll:
    """Serve, write, kill; then look."""
    with cluster() as database, tempfile.TemporaryDirectory() as folder:
        environ = environment(database, Path(folder) / "secret")
        tokens = asked(f"fill {people}", environ)
        with served(environ, workers=2, threads=8) as server:
            over = threading.Event()
            killer = threading.Thread(target=_kill, args=(database, kills, random.Random(seed), over))
            killer.start()
            told = asyncio.run(write_all(server.port, tokens, saves=3, until=over.is_set, keys=True))
            killer.join()
        return _toll(kills, told, asked("count", environ))


def _kill(database: Cluster, kills: int, chance: random.Random, over: threading.Event) -> None:
    try:
        for _ in range(kills):
            time.sleep(chance.uniform(*_BETWEEN_S))
            database.kill()
            database.start()
        time.sleep(_AFTER_S)
    finally:
        over.set()


def _toll(kills: int, told: Told, found: dict[str, Any]) -> Toll:
    there, trail = found["ids"], found["told"]
    return Toll(
        kills, len(told.kept), told.again, told.statuses,
        lost=sorted(set(told.kept) - set(there)),
        doubled=sorted(each for each, times in there.items() if times != 1),
        told=sorted(each for each in {*there, *trail} if trail.get(each) != 1 or each not in there),
        misfits=found["misfits"], gave_up=told.gave_up,
    )  # fmt: skip


def main() -> int:
    """Kill as often as asked, and say what it did."""
    toll = kill_often(int(sys.argv[1]) if len(sys.argv) > 1 else KILLS, PEOPLE, seed=7)
    print(
        f"PostgreSQL killed {toll.kills} times under load: {toll.acknowledged} acknowledged entries, {toll.again} calls "
        f"sent again, answers {toll.statuses}; {len(toll.lost)} lost, {len(toll.doubled)} doubled, {len(toll.told)} not "
        f"told once by the trail, {len(toll.misfits)} chains that do not hold, {len(toll.gave_up)} never answered"
    )
    return 0 if toll.is_clean else 1


if __name__ == "__main__":
    sys.exit(main())
