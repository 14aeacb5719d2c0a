"""Measure, print, and write bench/RESULTS.md: everything, or only the parts named, `python -m bench exposure`.

CPU seconds of this process and its children are what counts: machines are shared and noisy.
"""

from __future__ import annotations

import sys
from pathlib import Path

from bench import app, effect, exposure, fhir, paper, record, safety, skin, store, study_cohort
from bench.figure import part, put

PAGE = Path(__file__).parent / "RESULTS.md"
PARTS = {
    "record": ("Record", record.figures),
    "exposure": ("Exposure", exposure.figures),
    "effect": ("Effect", effect.figures),
    "skin": ("Skin", skin.figures),
    "safety": ("Safety", safety.figures),
    "fhir": ("FHIR", fhir.figures),
    "store": ("Store", store.figures),
    "app": ("App", app.figures),
    "paper": ("Paper", paper.figures),
    "study_cohort": ("Study: cohort", study_cohort.figures),
}


def main() -> None:
    """The parts named on the command line, or all."""
    named = sys.argv[1:] or list(PARTS)
    unknown = sorted(set(named) - set(PARTS))
    if unknown:
        raise SystemExit(f"no such part: {', '.join(unknown)}; there are {', '.join(PARTS)}")
    for name in named:
        title, figures = PARTS[name]
        text = part(title, figures())
        print(text, end="\n\n", flush=True)
        put(PAGE, title, text, [each for each, _ in PARTS.values()])


if __name__ == "__main__":
    main()
