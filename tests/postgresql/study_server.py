"""The study's server on loopback, as it is served, over the database that a `Cluster` holds."""

from __future__ import annotations

import json
import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.postgresql.cluster import Cluster

_SECONDS = 60.0


@dataclass
class Server:
    """A server that listens. `process`: its first process."""

    port: int
    process: int

    def cpu_s(self) -> float:
        """Processor seconds of it and its workers."""
        ticks = 0
        for each in [self.process, *_all_below(self.process)]:
            said = Path(f"/proc/{each}/stat").read_text().rsplit(")", 1)[1].split()
            ticks += int(said[11]) + int(said[12])
        return ticks / os.sysconf("SC_CLK_TCK")


def environment(cluster: Cluster, secret: Path) -> dict[str, str]:
    """What the server's processes have to know."""
    if not secret.exists():
        secret.write_bytes(secrets.token_bytes(32))
    return {
        **os.environ, "SPECIOSA_POSTGRESQL": cluster.address, "SPECIOSA_STUDY_SECRET_FILE": str(secret),
        "SPECIOSA_STUDY_PLAIN": "1", "DJANGO_SETTINGS_MODULE": "speciosa.study.server.settings", "OPENBLAS_NUM_THREADS": "1",
    }  # fmt: skip


def asked(what: str, environ: dict[str, str]) -> Any:
    """What `study_people` prints."""
    call = [sys.executable, "-m", "tests.postgresql.study_people", *what.split()]
    return json.loads(subprocess.run(call, check=True, env=environ, stdout=subprocess.PIPE, text=True).stdout)


@contextmanager
def served(environ: dict[str, str], *, workers: int, threads: int) -> Iterator[Server]:
    """The server, until the end of the block."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port = trial.getsockname()[1]
    call = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--no-log",
        "--no-ws", "--workers", str(workers), "--blocking-threads", str(threads), "speciosa.study.server.wsgi:application",
    ]  # fmt: skip
    with subprocess.Popen(call, env=environ, stdout=subprocess.DEVNULL) as process:
        try:
            _until_it_listens(port)
            yield Server(port, process.pid)
        finally:
            process.terminate()


def _until_it_listens(port: int) -> None:
    from http.client import HTTPConnection

    end_s = time.monotonic() + _SECONDS
    while time.monotonic() < end_s:
        try:
            link = HTTPConnection("127.0.0.1", port, timeout=5)
            link.request("GET", "/health", headers={"Host": "127.0.0.1"})
            if link.getresponse().status == 200:
                return
        except OSError:
            pass
        time.sleep(0.2)
    raise RuntimeError("the server does not answer")


def _all_below(process: int) -> list[int]:
    from tests.postgresql.cluster import _children

    found = []
    for each in _children(process):
        found += [each, *_all_below(each)]
    return found
