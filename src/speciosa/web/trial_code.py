"""What somebody types to get behind a seal: the helper's code or the opening code, and how often it may be tried."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from django.http import HttpRequest

from speciosa.store import sealed_trials, sealing
from speciosa.store.models import Record, Sealed
from speciosa.values.errors import EntryError

_MOST_BYTES = 1_000_000
_Opened = TypeVar("_Opened")


@dataclass(slots=True)
class Attempts:
    """After a few wrong codes each costs a longer wait. `free`: how many cost none; `longest_s`: the longest wait."""

    free: int = 3
    longest_s: float = 300.0
    wrong: int = 0
    until_s: float = 0.0
    guard: threading.RLock = field(default_factory=threading.RLock)

    def tried(self, opens: Callable[[], _Opened | None]) -> _Opened | None:
        """One attempt at a time, and not before its time: a second one waits until this one is counted.

        Parameters
        ----------
        opens : what the code opens; None, or an `EntryError`, where it is another one.

        Raises
        ------
        EntryError : it is too soon; or what `opens` raised.
        """
        with self.guard:
            left_s = self.until_s - time.monotonic()
            if left_s > 0:
                raise EntryError(f"too many wrong codes: wait {left_s:.0f} seconds", todo="then try again")
            try:
                found = opens()
            except EntryError:
                self.was(right=False)
                raise
            self.was(right=found is not None)
        return found

    def was(self, *, right: bool) -> None:
        """Count an attempt."""
        with self.guard:
            self.wrong = 0 if right else self.wrong + 1
            over = self.wrong - self.free
            self.until_s = time.monotonic() + min(self.longest_s, 2.0**over) if over > 0 else 0.0


attempts = Attempts()
"""Of the one app."""


def opening_code(kept: Sealed, typed: str) -> str:
    """The opening code of a trial that was sealed here.

    Raises
    ------
    EntryError : it is another code, or too soon.
    """
    return attempts.tried(lambda: sealed_trials.opening_code_of(kept, typed)) or ""


def seal_of(request: HttpRequest, record: Record, trial: str) -> tuple[bytes, str]:
    """The sealed schedule and its opening code: ours and the typed code, or for a trial that was planned elsewhere the
    file ``sealed`` of the form.

    Raises
    ------
    EntryError : it is another code or file, or too soon.
    """
    kept, typed = sealed_trials.sealed_of(record, trial), request.POST.get("code", "").strip()
    if not typed:
        raise EntryError("no code was typed", todo="ask your helper for it")
    if kept is not None:
        return kept.body.encode(), opening_code(kept, typed)
    file = request.FILES.get("sealed")
    if file is None or isinstance(file, list):
        raise EntryError("the sealed schedule is missing", todo="choose the file sealed.json that your helper has")
    body = file.read(_MOST_BYTES)
    if not attempts.tried(lambda: sealing.opens(body, typed) or None):
        raise EntryError("it can't be opened: the code is another one, or the file was changed", todo="try again")
    return body, typed
