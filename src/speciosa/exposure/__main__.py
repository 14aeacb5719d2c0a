"""Calibrate the kratom model and write its pages: ``python -m speciosa.exposure [--check]``."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from speciosa.exposure.calibration.calibrate import calibrate, made_from
from speciosa.exposure.calibration.model_page import model_page
from speciosa.exposure.calibration.receptor_table import receptor_table
from speciosa.knowledge import Knowledge, load_knowledge

KEY = "kratom"
SETS = Path(f"src/speciosa/knowledge/data/{KEY}_sets.csv")
PAGE = Path(f"docs/reference/exposure/{KEY}-model.md")
RECEPTORS = Path("docs/explanation/receptors.md")
_MADE = "<!-- Written by `python -m speciosa.exposure` from the knowledge tables. Do not edit. -->"
_TABLE = re.compile(
    r"(<!-- table: written by `python -m speciosa.exposure` -->\n).*?(\n<!-- end of table -->)", re.DOTALL
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command in the project's folder.

    Parameters
    ----------
    arguments : the words after the command; None takes them from the command line.

    Returns
    -------
    0 when all is well, 1 with ``--check`` when the sets or a page are stale.
    """
    parser = argparse.ArgumentParser(prog="python -m speciosa.exposure", description=__doc__)
    parser.add_argument("root", nargs="?", type=Path, default=Path(), help="the project's folder (default: here)")
    parser.add_argument("--check", action="store_true", help="write nothing; fail if the sets or a page are stale")
    chosen = parser.parse_args(arguments)
    knowledge = load_knowledge()
    if knowledge.exposure_models[KEY].sets_made_from != made_from(knowledge, KEY):
        if chosen.check:
            return _refuse([f"{SETS}: is older than what it was calibrated from"])
        (chosen.root / SETS).write_text(sets_file(knowledge), encoding="utf-8", newline="\n")
        load_knowledge.cache_clear()
        knowledge = load_knowledge()
    wanted = {PAGE: f"{_MADE}\n\n{model_page(knowledge, KEY)}", RECEPTORS: _with_table(chosen.root, knowledge)}
    if chosen.check:
        stale = [path for path, text in wanted.items() if not _reads(chosen.root / path, text)]
        return _refuse([f"{path}: is stale" for path in stale]) if stale else 0
    for path, text in wanted.items():
        (chosen.root / path).parent.mkdir(parents=True, exist_ok=True)
        (chosen.root / path).write_text(text, encoding="utf-8", newline="\n")
    return 0


def sets_file(knowledge: Knowledge, *, candidates: int | None = None) -> str:
    """The text of the file of sets: where it comes from, its columns, one set a line."""
    model = knowledge.exposure_models[KEY]
    lines = [f"# Written by `python -m speciosa.exposure` from inputs {made_from(knowledge, KEY)}"]
    lines.append(",".join(model.set_names))
    lines += [",".join(f"{value:.5g}" for value in row) for row in calibrate(knowledge, KEY, candidates=candidates)]
    return "\n".join(lines) + "\n"


def _with_table(root: Path, knowledge: Knowledge) -> str:
    """The page about receptors with a fresh table in it; the words around it are written by hand."""
    text = (root / RECEPTORS).read_text(encoding="utf-8")
    table = receptor_table(knowledge, KEY)
    return _TABLE.sub(lambda found: f"{found[1]}\n{table}\n{found[2]}", text)


def _reads(path: Path, text: str) -> bool:
    return path.exists() and path.read_text(encoding="utf-8") == text


def _refuse(lines: Sequence[str]) -> int:
    sys.stderr.write("\n".join([*lines, "run python -m speciosa.exposure"]) + "\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
