"""Writes bundles into a folder, one a file: the example person and so many simulated ones."""

from __future__ import annotations

import sys
from pathlib import Path

from speciosa.knowledge import load_knowledge
from speciosa.report.fhir import bundle_json
from speciosa.simulate import example_person
from tests.unit.report.fhir.conftest import bundle_of_person, simulated


def main() -> None:
    """`python -m tests.fhir.bundles FOLDER PEOPLE`."""
    folder, people, knowledge = Path(sys.argv[1]), int(sys.argv[2]), load_knowledge()
    example = bundle_of_person(example_person(knowledge, seed=0), knowledge)
    (folder / "example.json").write_bytes(bundle_json(example))
    for seed in range(people):
        bundle = bundle_of_person(simulated(seed, knowledge), knowledge, identified=bool(seed % 2))
        (folder / f"person{seed:03d}.json").write_bytes(bundle_json(bundle))


if __name__ == "__main__":
    main()
