"""Check the tables and write their reference pages: ``python -m speciosa.knowledge [--check]``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from speciosa.knowledge.check import check, read_folder
from speciosa.knowledge.pages import stale_pages, write_pages

_DATA = Path(__file__).parent / "data"
_DOCS = Path("docs/reference/knowledge")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command.

    Parameters
    ----------
    arguments : the words after the command; None takes them from the command line.

    Returns
    -------
    0 when all is well, 1 when a table breaks a rule or, with ``--check``, a page is stale.
    """
    parser = argparse.ArgumentParser(prog="python -m speciosa.knowledge", description=__doc__)
    parser.add_argument("docs", nargs="?", type=Path, default=_DOCS, help="folder of the pages (default: %(default)s)")
    parser.add_argument("--data", type=Path, default=_DATA, help="folder of the tables (default: the package's)")
    parser.add_argument("--check", action="store_true", help="write nothing; fail if a page is stale")
    chosen = parser.parse_args(arguments)
    problems = check(chosen.data)
    if problems:
        return _refuse(problems, f"{len(problems)} to mend in {chosen.data}")
    contents, _ = read_folder(chosen.data)
    if chosen.check:
        stale = stale_pages(contents, chosen.docs)
        return _refuse([f"{chosen.docs / name}: is stale" for name in stale], "run make knowledge") if stale else 0
    write_pages(contents, chosen.docs)
    return 0


def _refuse(lines: Sequence[str], last: str) -> int:
    sys.stderr.write("\n".join([*lines, last]) + "\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
