"""Run everything and write the page: `python -m bench.effect_calibration [--people N] [--workers 2]`."""

from __future__ import annotations

import argparse
import os
import pickle
import time
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before NumPy: small matrices, and the processes are many already

from bench.effect_calibration import page, picture, sbc  # noqa: E402
from bench.effect_calibration.bands import simultaneous_band  # noqa: E402
from bench.effect_calibration.cases import YEAR, cases  # noqa: E402
from speciosa.knowledge import load_knowledge  # noqa: E402

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
    parser.add_argument(
        "--runs", type=Path, help="where to keep what was run, or to take it from: only writes the page"
    )
    asked = parser.parse_args()
    runs = _kept(asked) if asked.runs and asked.runs.exists() else _run(asked)
    knowledge = load_knowledge()
    command = (
        f"python -m bench.effect_calibration --people {asked.people} --unmoved {asked.unmoved} --drawn {asked.drawn}"
    )
    sure, noticed = knowledge.choice("effect_state_prob"), knowledge.choice("effect_state_notice_prob")
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page.page_of(runs, command, sure=sure, noticed=noticed), encoding="utf-8")
    import numpy as np

    pit = np.array([each.pit for each in runs.sbc])
    band = simultaneous_band(len(pit), (1 - page.JOINT) / len(sbc.PARAMETERS))
    PICTURE.write_text(picture.sbc_svg(pit, sbc.PARAMETERS, band), encoding="utf-8")


def _run(asked: argparse.Namespace) -> page.Runs:
    def told(what: str, began: float) -> None:
        print(f"{what}: {time.time() - began:.0f} s", flush=True)

    began = time.time()
    drawn = sbc.calibrate(asked.drawn, workers=asked.workers)
    told("drawn from the priors", began)
    moved, unmoved = {}, {}
    for name in page.MOVED_KINDS:
        began = time.time()
        moved[name] = cases(name, asked.people, unmoved=False, workers=asked.workers, path=False)
        told(name, began)
    for name in page.NULL_KINDS:
        began = time.time()
        people = -(-asked.unmoved // _YEARS_SHARE) if name == YEAR else asked.unmoved
        unmoved[name] = cases(name, people, unmoved=True, workers=asked.workers, path=True)
        told(f"{name}, no effect", began)
    runs = page.Runs(drawn, moved, unmoved)
    if asked.runs:
        asked.runs.write_bytes(pickle.dumps(runs))
    return runs


def _kept(asked: argparse.Namespace) -> page.Runs:
    found: page.Runs = pickle.loads(asked.runs.read_bytes())
    return found


if __name__ == "__main__":
    main()
