"""A PostgreSQL made for the moment: a socket alone, nobody else's data, thrown away; and one that can be killed.

Run a command with one: ``python -m tests.postgresql.cluster COMMAND ...``; it finds it in SPECIOSA_POSTGRESQL.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

OWNER = "postgres"
"""Whose the server's process is where this runs as root: PostgreSQL refuses to be root's."""
_SECONDS = 60.0


class Cluster:
    """A database server in a folder of its own; no port is opened."""

    def __init__(self, place: Path) -> None:
        self._place, self._bin = place, newest_programs()
        place.chmod(0o755)  # who connects reaches the socket; nobody reaches the data
        if os.getuid() == 0:
            shutil.chown(place, OWNER)
        self._run("initdb", "-U", "speciosa", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8")

    @property
    def address(self) -> str:
        """A libpq connection string."""
        return f"host={self._place} user=speciosa dbname=speciosa"

    def start(self) -> None:
        """Start it, after a kill with what was committed before; the database is made where it is missing."""
        for each in (self._place / "data" / "postmaster.pid", *self._place.glob(".s.PGSQL.*")):
            each.unlink(
                missing_ok=True
            )  # of one that was killed: where nobody buries it, its number still counts as alive
        said = f"-k {self._place} -c listen_addresses='' -c max_connections=120"
        self._run("pg_ctl", "-w", "-s", "-l", str(self._place / "log"), "-o", said, "start")
        made = ["createdb", "-h", str(self._place), "-U", "speciosa", "speciosa"]
        subprocess.run([self._bin / made[0], *made[1:]], check=False, capture_output=True)

    def kill(self) -> None:
        """SIGKILL to the server and every process of it, as when the power goes: nothing is written down any more."""
        master = self.process
        os.kill(master, signal.SIGSTOP)  # so that it makes no more of them meanwhile
        whole = [master, *_children(master)]
        for each in whole:
            with contextlib.suppress(ProcessLookupError):
                os.kill(each, signal.SIGKILL)
        for each in whole:
            _until_gone(each)

    def stop(self) -> None:
        """End it in peace."""
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            master = self.process
            os.kill(master, signal.SIGINT)
            _until_gone(master)

    @property
    def process(self) -> int:
        """The id of the server's first process."""
        return int((self._place / "data" / "postmaster.pid").read_text().split()[0])

    def cpu_s(self) -> float:
        """Processor seconds of all its processes that live now."""
        ticks = 0
        for each in (self.process, *_children(self.process)):
            with contextlib.suppress(FileNotFoundError, ProcessLookupError):
                said = Path(f"/proc/{each}/stat").read_text().rsplit(")", 1)[1].split()
                ticks += int(said[11]) + int(said[12]) + int(said[13]) + int(said[14])
        return ticks / os.sysconf("SC_CLK_TCK")

    def _run(self, program: str, *said: str) -> None:
        owner = ["runuser", "-u", OWNER, "--"] if os.getuid() == 0 else []
        call = [*owner, str(self._bin / program), "-D", str(self._place / "data"), *said]
        subprocess.run(call, check=True, stdout=subprocess.DEVNULL, cwd=self._place)


@contextmanager
def cluster() -> Iterator[Cluster]:
    """One that runs, until the end of the block."""
    place = Path(tempfile.mkdtemp(prefix="speciosa-postgresql-"))
    made = Cluster(place)
    made.start()
    try:
        yield made
    finally:
        made.stop()
        shutil.rmtree(place, ignore_errors=True)


def newest_programs() -> Path:
    """Where PostgreSQL's programs lie.

    Raises
    ------
    SystemExit : it is not installed.
    """
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda each: int(each.parent.name))
    if not found:
        print("PostgreSQL is not here: install Debian's package postgresql, then run this again", file=sys.stderr)
        raise SystemExit(2)
    return found[-1]


def _children(process: int) -> list[int]:
    found = []
    for each in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            if int(each.read_text().rsplit(")", 1)[1].split()[1]) == process:
                found.append(int(each.parent.name))
    return found


def _until_gone(process: int) -> None:
    end_s = time.monotonic() + _SECONDS
    while Path(f"/proc/{process}").exists() and time.monotonic() < end_s:
        with contextlib.suppress(OSError):
            if Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z":
                return
        time.sleep(0.02)


def main() -> int:
    """Run the command that is named, with a PostgreSQL of its own."""
    with cluster() as found:
        return subprocess.run(
            sys.argv[1:], check=False, env={**os.environ, "SPECIOSA_POSTGRESQL": found.address}
        ).returncode


if __name__ == "__main__":
    sys.exit(main())
