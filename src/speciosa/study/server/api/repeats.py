"""The same call sent again: it gets the answer of the first time, and nothing is written a second time."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from speciosa.store.opening import arrived_s
from speciosa.study.server.api.limits import number
from speciosa.study.server.api.problems import Refused
from speciosa.study.server.models import Token, Written
from speciosa.values.timeline import DAY_S


def asked_of(said: Any) -> str:
    """SHA-256 of what was sent, however its JSON was spaced."""
    return hashlib.sha256(json.dumps(said, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def answered_before(token: Token, key: str, asked: str) -> Any | None:
    """What was answered under this key; None where it is new. The caller holds the participant's lock.

    Raises
    ------
    Refused : something else was sent under it.
    """
    found = Written.objects.filter(token=token, key=key).first()
    if found is None:
        return None
    if found.asked != asked:
        raise Refused(
            409, "something else was sent under this key before", where="header Idempotency-Key",
            todo="use a new key for each new call",
        )  # fmt: skip
    return json.loads(found.body)


def keep_answer(token: Token, key: str, asked: str, body: Any) -> None:
    """Keep an answer, in the transaction of what it speaks of."""
    Written.objects.create(
        token=token, key=key, asked=asked, status=200, body=json.dumps(body), at_s=arrived_s()
    )  # fmt: skip


def forget_old(token: Token, *, now_s: int) -> None:
    """Drop a token's answers that are older than anybody's retry."""
    Written.objects.filter(token=token, at_s__lt=now_s - number("repeat_d") * DAY_S).delete()
