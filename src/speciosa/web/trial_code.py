"""What somebody types to get behind a seal: the helper's code or the opening code, and how often it may be tried."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field

from django.http import HttpRequest

from speciosa.store import sealed_trials, sealing
from speciosa.store.models import Record, Sealed
from speciosa.values.errors import EntryError

_MOST_BYTES = 1_000_000


@dataclass(slots=True)
class Attempts:
    """After a few wrong codes each costs a longer wait. `free`: how many cost none; `longest_s`: the longest wait."""

    free: int = 3
    longest_s: float = 300.0
    wrong: int = 0
    until_s: float = 0.0
    guard: threading.Lock = field(default_factory=threading.Lock)

    def refuse_too_soon(self) -> None:
        """One attempt at a time, and not before its time.

        Raises
        ------
        EntryError : it is too soon.
        """
        with self.guard:
            left_s = self.until_s - time.monotonic()
        if left_s > 0:
            raise EntryError(f"too many wrong codes: wait {left_s:.0f} seconds", todo="then try again")

    def was(self, *, right: bool) -> None:
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
    attempts.refuse_too_soon()
    try:
        found = sealed_trials.opening_code_of(kept, typed)
    except EntryError:
        attempts.was(right=False)
        raise
    attempts.was(right=True)
    return found


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
    attempts.refuse_too_soon()
    is_right = sealing.opens(body, typed)
    attempts.was(right=is_right)
    if not is_right:
        raise EntryError("it can't be opened: the code is another one, or the file was changed", todo="try again")
    return body, typed
