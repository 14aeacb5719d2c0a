"""The one JSON form of every value: 6 significant digits, stable order, no NaN."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from typing import Any

SCHEMA = 1


def dump(document: object) -> str:
    """A document as JSON text, the same bytes for the same value.

    Floats carry 6 significant digits; NaN and infinities become ``null`` (a `NotAssessed` beside
    them says why); mappings keep the order in which they were written.

    Examples
    --------
    >>> print(dump({"mean": 1 / 3, "sd": float("nan")}), end="")
    {
     "mean": 0.333333,
     "sd": null
    }
    """
    return json.dumps(_plain(document), ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def fingerprint(*parts: object) -> str:
    """SHA-256 over the parts' JSON forms and bytes: same inputs, same 16 characters."""
    digest = hashlib.sha256()
    for part in parts:
        raw = part if isinstance(part, bytes) else dump(part).encode()
        digest.update(len(raw).to_bytes(8, "big") + raw)
    return digest.hexdigest()[:16]


def _plain(value: Any) -> Any:
    """Reduce to what JSON knows. Arrays come as lists, values with `to_json` by it."""
    if value is None or isinstance(value, str | bool):
        return value
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        return _six_digits(float(value))
    if hasattr(value, "to_json"):
        return _plain(value.to_json())
    if hasattr(value, "tolist"):
        return _plain(value.tolist())
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, Sequence | set | frozenset):
        each_one = sorted(value) if isinstance(value, set | frozenset) else value
        return [_plain(each) for each in each_one]
    raise TypeError(f"no JSON form for {type(value).__name__}")


def _six_digits(value: float) -> float | int | None:
    if not math.isfinite(value):
        return None
    rounded = float(f"{value:.6g}")
    return int(rounded) if rounded.is_integer() and abs(rounded) < 1e6 else rounded
