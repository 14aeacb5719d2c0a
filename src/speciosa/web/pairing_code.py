"""The code with which a phone joins: short, random, for five minutes, for one phone."""

from __future__ import annotations

import hmac
import secrets
import threading
import time
from dataclasses import dataclass, replace

from speciosa.knowledge import load_knowledge
from speciosa.store import lock

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that looks like another
_LENGTH = 9
_guard = threading.Lock()


@dataclass(frozen=True, slots=True)
class Code:
    """A code that stands. `until_s`: on the clock that nobody can set. `left`: wrong attempts that it still bears."""

    text: str
    until_s: float
    left: int
    generation: int

    @property
    def holds(self) -> bool:
        return self.left > 0 and time.monotonic() < self.until_s and lock.is_current(self.generation)

    @property
    def left_s(self) -> int:
        return max(0, round(self.until_s - time.monotonic()))


_code: Code | None = None


def new_code() -> Code:
    """A new code; one that stood ends.

    Raises
    ------
    Locked : the store is locked.
    """
    global _code  # noqa: PLW0603  one app, one code
    known = load_knowledge()
    text = "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
    until_s = time.monotonic() + known.choice("phone_code_s")
    with _guard:
        _code = Code(text, until_s, int(known.choice("phone_code_tries")), lock.current().generation)
        return _code


def standing_code() -> Code | None:
    """The code that stands, if one does."""
    code = _code
    return code if code is not None and code.holds else None


def use(text: str) -> bool:
    """Whether this is the code: it then ends. A wrong one counts against the code that stands."""
    global _code  # noqa: PLW0603
    with _guard:
        code = _code
        if code is None or not code.holds:
            return False
        said = "".join(each for each in text.lower() if each.isalnum())
        if hmac.compare_digest(said.encode(), code.text.encode()):
            _code = None
            return True
        _code = replace(code, left=code.left - 1)
        return False


def forget() -> None:
    """No code stands."""
    global _code  # noqa: PLW0603
    with _guard:
        _code = None
