"""Many participants who write at once over HTTP, each on a connection and with a token of their own.

What a call gets no answer for, or an answer that says to come back, is sent again as it was until it is answered.
"""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

_PATIENCE_S = 90.0
_PAUSE_S = 0.2
_AGAIN = frozenset({429, 500, 502, 503})
"""500, too: a client can't know that a fault is no passing one, and sending again must do no harm."""


@dataclass
class Told:
    """What the clients were told. `kept`: acknowledged ids. `waits_s`: one a call that was answered at once.

    `again`: calls that were sent again. `statuses`: of all answers. `gave_up`: ids that nobody acknowledged in time.
    """

    kept: list[str] = field(default_factory=list)
    waits_s: list[float] = field(default_factory=list)
    again: int = 0
    statuses: dict[int, int] = field(default_factory=dict)
    gave_up: list[str] = field(default_factory=list)
    wall_s: float = 0.0


async def write_all(
    port: int, tokens: Sequence[str], *, saves: int, think_s: float = 0.0, until: Callable[[], bool] = lambda: True,
    first: int = 0, keys: bool = False,
) -> Told:  # fmt: skip
    """Each token writes `saves` entries one after the other, and goes on `until` it is over.

    Parameters
    ----------
    think_s : between an answer and the next entry: half to one and a half times so long. first : number of the first.
    keys : whether each call names a key of its own beside the entry's id.
    """
    told, begun = Told(), time.monotonic()
    tasks = (
        _one(_Link(port, each, keys=keys), at, (first, first + saves), think_s, until, told)
        for at, each in enumerate(tokens)
    )
    await asyncio.gather(*tasks)
    told.wall_s = time.monotonic() - begun
    return told


async def _one(
    link: _Link, who: int, saves: tuple[int, int], think_s: float, until: Callable[[], bool], told: Told
) -> None:  # fmt: skip
    chance, at = random.Random(who), saves[0]
    while at < saves[1] or not until():
        if think_s:
            await asyncio.sleep(chance.uniform(0.5, 1.5) * think_s)
        entry_id = f"save-{who:04d}-{at:05d}"
        minute = f"{at // 60 % 24:02d}:{at % 60:02d}"
        said = {"entries": [{"id": entry_id, "time": f"2026-03-{1 + at // 1440 % 28:02d}T{minute}:00+01:00",
                             "kind": "rating", "name": "pain", "value": at % 11}]}  # fmt: skip
        await _until_answered(link, entry_id, json.dumps(said).encode(), told)
        at += 1
    link.close()


async def _until_answered(link: _Link, entry_id: str, body: bytes, told: Told) -> None:
    begun, tries = time.monotonic(), 0
    while time.monotonic() - begun < _PATIENCE_S:
        try:
            status, answer = await asyncio.wait_for(link.post(entry_id, body), 30)
        except (TimeoutError, OSError, EOFError):
            link.close()
            status, answer = 0, b""
        told.statuses[status] = told.statuses.get(status, 0) + 1
        if status == 200:
            if json.loads(answer)["results"][0]["state"] == "kept":
                told.kept.append(entry_id)
            if not tries:
                told.waits_s.append(time.monotonic() - begun)
            return
        if status and status not in _AGAIN:
            break
        tries += 1
        told.again += 1
        await asyncio.sleep(_PAUSE_S)
    told.gave_up.append(entry_id)


class _Link:
    """A connection that is kept, and made anew when it is gone."""

    def __init__(self, port: int, token: str, *, keys: bool) -> None:
        self._port, self._token, self._keys = port, token, keys
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def post(self, key: str, body: bytes) -> tuple[int, bytes]:
        """Status and body of the answer."""
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self._port)
        reader, writer = self._streams
        named = f"Idempotency-Key: {key}\r\n" if self._keys else ""
        writer.write((
            f"POST /api/v1/entries HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {self._token}\r\n"
            f"{named}Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        ).encode() + body)  # fmt: skip
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        lines = head.lower().split("\r\n")
        length = next((int(each.partition(":")[2]) for each in lines if each.startswith("content-length:")), 0)
        answer = await reader.readexactly(length)
        if "connection: close" in lines:
            self.close()
        return int(head.split(" ", 2)[1]), answer

    def close(self) -> None:
        """Let go of it."""
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None
