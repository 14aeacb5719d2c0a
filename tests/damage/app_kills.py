"""The app's process killed while entries are being written through its own pages.

A child process serves the real pages (every middleware, the encrypted store on a disk); the parent posts pain scores
as a browser would and ends the child with SIGKILL at a random moment. What the app had acknowledged must be there
afterwards, once, and the file must be sound. Run alone: ``python -m tests.damage.app_kills 1000``.
"""

from __future__ import annotations

import http.client
import os
import random
import re
import signal
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from urllib.parse import urlencode

from tests.store_fixture import PASSPHRASE, cheap_hashing, start

_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
_LONGEST_S = 0.25


@dataclass
class Toll:
    """What many kills did: `lost` and `doubled` entries by the mark in their note, `faults` of the file; all have to stay empty."""

    kills: int = 0
    acknowledged: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def kill_often(kills: int, folder: Path, *, seed: int) -> Toll:
    """Start the app, write through it, kill it; `kills` times over one store."""
    from speciosa.store import lock, opening

    chance, toll = random.Random(seed), Toll()
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "speciosa.web.settings",  # whatever this terminal was set up for
        "SPECIOSA_STORE": str(folder),
        "SPECIOSA_START": "start",
    }
    start()
    import speciosa.web.urls  # noqa: F401  loaded once, before the children are made

    with cheap_hashing():
        opening.create_store(folder, PASSPHRASE, now_s=0)
        key = lock.current().key
        _let_go()
        said: list[str] = []
        for _ in range(kills):
            said += _one_life(folder, key, chance.uniform(0.01, _LONGEST_S))
            toll.kills += 1
        toll.acknowledged = len(said)
        opening.open_with_key(folder, key)
        _look(toll, said)
        _let_go()
    return toll


def _look(toll: Toll, said: list[str]) -> None:
    from django.db import connection

    from speciosa.store.models import Entry

    there = list(Entry.objects.values_list("note", flat=True))
    toll.lost = sorted(set(said) - set(there))
    toll.doubled = sorted({each for each in there if there.count(each) > 1}) if len(set(there)) != len(there) else []
    with connection.cursor() as cursor:
        for pragma in ("cipher_integrity_check", "integrity_check"):
            cursor.execute(f"PRAGMA {pragma}")
            toll.faults += [str(row[0]) for row in cursor.fetchall() if row[0] != "ok"]


def _one_life(folder: Path, key: bytes, life_s: float) -> list[str]:
    """One process of the app from its start to its death: the marks of the entries that it acknowledged."""
    context = get_context("fork")
    ours, theirs = context.Pipe()
    child = context.Process(target=_serve, args=(folder, key, theirs), daemon=True)
    child.start()
    theirs.close()
    port = ours.recv()
    acknowledged: list[str] = []
    ready, gone = threading.Event(), threading.Event()
    writer = threading.Thread(target=_write, args=(port, acknowledged, ready, gone))
    writer.start()
    ready.wait(30)
    time.sleep(life_s)
    os.kill(child.pid or 0, signal.SIGKILL)
    child.join()
    gone.set()
    writer.join()
    return acknowledged


def _write(port: int, acknowledged: list[str], ready: threading.Event, gone: threading.Event) -> None:
    """Post scores one after the other until the other side is dead."""
    browser = _Browser(port)
    try:
        page = browser.get("/start/start", "/")
        token = _TOKEN.search(page)
        assert token is not None, "today's page has no form"
        ready.set()
        while not gone.is_set():
            mark = os.urandom(10).hex()
            said = {"csrfmiddlewaretoken": token[1], "value": "5", "id": mark, "note": mark}
            if browser.post("/log/score", said) == 302:
                acknowledged.append(mark)
    except (OSError, http.client.HTTPException):
        return


class _Browser:
    """Keeps its cookies, and follows nothing."""

    def __init__(self, port: int) -> None:
        self._port, self._cookies = port, dict[str, str]()

    def get(self, *paths: str) -> str:
        text = ""
        for path in paths:
            _, text = self._ask("GET", path, "")
        return text

    def post(self, path: str, values: dict[str, str]) -> int:
        return self._ask("POST", path, urlencode(values))[0]

    def _ask(self, method: str, path: str, body: str) -> tuple[int, str]:
        link = http.client.HTTPConnection("127.0.0.1", self._port, timeout=10)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        link.request(method, path, body or None, headers)
        answer = link.getresponse()
        for each in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = each.partition(";")[0].partition("=")
            self._cookies[name] = value
        text = answer.read().decode()
        link.close()
        return answer.status, text


def _serve(folder: Path, key: bytes, pipe: object) -> None:
    """The child: the app on a free port of loopback, open, without the worker."""
    from wsgiref.simple_server import WSGIRequestHandler, make_server

    from django.core.wsgi import get_wsgi_application

    from speciosa.store import opening
    from speciosa.web import working

    class Quiet(WSGIRequestHandler):
        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            del format, args

    working.ask = lambda _request: None  # type: ignore[assignment]
    opening.open_with_key(folder, key)
    server = make_server("127.0.0.1", 0, get_wsgi_application(), handler_class=Quiet)
    pipe.send(server.server_port)  # type: ignore[attr-defined]
    server.serve_forever()


def _let_go() -> None:
    from django.db import connections

    from speciosa.store import lock

    lock.lock()
    connections.close_all()


def main() -> int:
    """Kill as often as asked, and say what it did."""
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    with tempfile.TemporaryDirectory() as folder:
        toll = kill_often(kills, Path(folder) / "store", seed=7)
    print(
        f"{toll.kills} kills, {toll.acknowledged} acknowledged entries, {len(toll.lost)} lost, "
        f"{len(toll.doubled)} doubled, {len(toll.faults)} faults of the file"
    )
    return 1 if toll.lost or toll.doubled or toll.faults or not toll.acknowledged else 0


if __name__ == "__main__":
    sys.exit(main())
