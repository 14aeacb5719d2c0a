"""People in a masked trial of their usual amount against a quarter less, opened at its end; nobody goes without."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from speciosa.knowledge import Knowledge
from speciosa.record import Diary, read_diary, write_diary
from speciosa.simulate import Calendar, Design, Phase, simulate_person

BLOCKS, BLOCK_D = 4, 10
ENDED_S = 1_737_331_200 + 90 * 86_400
SHARE = {"usual": 1.0, "-25%": 0.75}


def level_trial(number: int, folder: Path, knowledge: Knowledge) -> Diary:
    """Write one person's diary into a folder, and read it again."""
    rng = np.random.default_rng([3, number])
    arms = [arm for _ in range(BLOCKS) for arm in rng.permutation(list(SHARE))]
    phases = tuple(Phase(BLOCK_D * at, BLOCK_D * at + BLOCK_D - 1, SHARE[arm], str(arm)) for at, arm in enumerate(arms))
    days = BLOCK_D * len(arms)
    design = Design.usual(knowledge, Calendar("2025-01-20", days, "UTC", phases=phases))
    dosing = replace(design.dosing, indication_strength=0.0, planned_share=0.97, unplanned_share=0.0)
    design = replace(design, dosing=dosing, recording=replace(design.recording, everyday=False))
    folder.mkdir(parents=True, exist_ok=True)
    write_diary(simulate_person(design, knowledge, seed=number).diary, folder)
    file = folder / "diary.csv"
    lines = file.read_text().splitlines()
    masked = [each.replace(",open,", ",masked,") if ",assignment," in each else each for each in lines]
    assert sum(",masked," in each for each in masked) == len(arms)
    file.write_text("\n".join([*masked, ""]))
    return read_diary(folder, knowledge, now_s=ENDED_S)
