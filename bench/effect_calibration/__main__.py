"""Run everything and write the page: `python -m bench.effect_calibration [--people N] [--workers 2]`."""

from __future__ import annotations

import argparse
import os
import pickle
import time
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before NumPy: small matrices, and the processes are many already

import numpy as np

from bench.effect_calibration import page, picture, sbc
from bench.effect_calibration.bands import simultaneous_band
from bench.effect_calibration.cases import YEAR, cases
from speciosa.knowledge import load_knowledge

_ROOT = Path(__file__).parents[2]
PAGE = _ROOT / "docs" / "reference" / "effect" / "calibration.md"
_YEARS_SHARE = 3  # a year has three times the looks, each of three times the record
PICTURE = _ROOT / "docs" / "images" / "effect-sbc.svg"


def main() -> None:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m bench.effect_calibration", description=__doc__)
    parser.add_argument("--people", type=int, default=100, help="with an effect, of each kind")
    parser.add_argument("--unmoved", type=int, default=60, help="without one, of each kind, at every look")
    parser.add_argument("--drawn", type=int, default=1000, help="drawn from the priors")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--runs", type=Path, help="where to keep what was run; what is there already is not run again")
    asked = parser.parse_args()
    runs = _run(asked)
    knowledge = load_knowledge()
    command = (
        f"python -m bench.effect_calibration --people {asked.people} --unmoved {asked.unmoved} --drawn {asked.drawn}"
    )
    sure, noticed = knowledge.choice("effect_state_prob"), knowledge.choice("effect_state_notice_prob")
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page.page_of(runs, command, sure=sure, noticed=noticed), encoding="utf-8")
    pit = np.array([each.pit for each in runs.sbc])
    band = simultaneous_band(len(pit), (1 - page.JOINT) / len(sbc.PARAMETERS))
    PICTURE.write_text(picture.sbc_svg(pit, sbc.PARAMETERS, band), encoding="utf-8")


def _run(asked: argparse.Namespace) -> page.Runs:
    runs = pickle.loads(asked.runs.read_bytes()) if asked.runs and asked.runs.exists() else page.Runs([], {}, {})

    def done(what: str, began: float) -> None:
        print(f"{what}: {time.time() - began:.0f} s", flush=True)
        if asked.runs:
            asked.runs.write_bytes(pickle.dumps(runs))

    if not runs.sbc:
        began = time.time()
        runs.sbc.extend(sbc.calibrate(asked.drawn, workers=asked.workers))
        done("drawn from the priors", began)
    for name in page.MOVED_KINDS:
        if name not in runs.moved:
            began = time.time()
            runs.moved[name] = cases(name, asked.people, unmoved=False, workers=asked.workers, path=False)
            done(name, began)
    for name in page.NULL_KINDS:
        if name not in runs.unmoved:
            began = time.time()
            people = -(-asked.unmoved // _YEARS_SHARE) if name == YEAR else asked.unmoved
            runs.unmoved[name] = cases(name, people, unmoved=True, workers=asked.workers, path=True)
            done(f"{name}, no effect", began)
    return runs


if __name__ == "__main__":
    main()
