"""Waiting for a long piece of work, as the page does."""

from __future__ import annotations

import time
from typing import Any

from django.test import Client

_MOST_S = 60.0


def wait(client: Client) -> Any:
    """Follow the page of the work until it leads on: the answer of where it leads."""
    until = time.monotonic() + _MOST_S
    while time.monotonic() < until:
        if client.get("/chore/state").json()["ended"]:
            answer = client.get("/chore")
            return client.get(answer.headers["Location"]) if answer.status_code == 302 else answer
        time.sleep(0.02)
    raise AssertionError("it never ended")
