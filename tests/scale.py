"""How far a test goes: a little in everyday runs, far in `make release-check`."""

import os

FULL = os.environ.get("SPECIOSA_FULL") == "1"


def examples(everyday: int, *, release: int = 100) -> int:
    """Number of examples: `everyday` ones, `release` times as many in a release check."""
    return everyday * release if FULL else everyday
