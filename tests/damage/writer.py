"""Writes numbered rows for ever and says each number when it is committed. The test kills it.

``python -m tests.damage.writer FILE FIRST``
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from tests.damage.written import add, begun


def main(path: str, first: str) -> None:
    """One row a transaction; a number on standard output is a promise."""
    opened = begun(Path(path))
    number = int(first)
    while True:
        add(opened, number)
        os.write(1, f"{number}\n".encode())  # at once: a buffer would die with this process
        number += 1


if __name__ == "__main__":
    main(*sys.argv[1:])
