"""How much a token may ask: a bucket that fills again. In memory, for each process of the server by itself."""

from __future__ import annotations

import math
import threading
from collections import OrderedDict

from speciosa.knowledge import load_knowledge

_MOST_TOKENS = 10_000
_MINUTE_S = 60.0


def number(key: str) -> int:
    """A limit of this interface, by the end of its key in the choices: ``rows_most``."""
    return int(load_knowledge().choice(f"study_api_{key}"))


class Buckets:
    """What each token has left of its calls a minute.

    Examples
    --------
    >>> buckets = Buckets(most=2)
    >>> buckets.take(1, now_s=0.0), buckets.take(1, now_s=0.0), buckets.take(1, now_s=0.0), buckets.take(1, now_s=31.0)
    (0, 0, 30, 0)
    """

    def __init__(self, most: int) -> None:
        self._most = float(most)
        self._left: OrderedDict[int, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, token: int, *, now_s: float, calls: int = 1) -> int:
        """0 where the call may go on; else after how many seconds it may be tried again.

        Parameters
        ----------
        now_s : of a clock that only goes forward. calls : what this one counts as; one that counts as more than there
            is in a full bucket needs a full one.
        """
        a_second, needed = self._most / _MINUTE_S, min(float(calls), self._most)
        with self._lock:
            left, since_s = self._left.pop(token, (self._most, now_s))
            left = min(self._most, left + (now_s - since_s) * a_second)
            may = left >= needed
            self._left[token] = (left - needed if may else left, now_s)
            while len(self._left) > _MOST_TOKENS:  # whoever has not asked for longest has a full one by now
                self._left.popitem(last=False)
        return 0 if may else max(1, math.ceil((needed - left) / a_second))

    def refill(self) -> None:
        """Everybody begins anew."""
        with self._lock:
            self._left.clear()
