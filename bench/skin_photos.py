"""Whole pictures through the whole way: `python -m bench.skin_photo_tables` prints what comes of them.

Every person takes a session of three photos, with one setup; then some faulty ones, and some in which the card lies
in the shade and the skin does not. What is true of each is known. Cameras and people come from a folder, so that
others can be put in their place.
"""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import cv2
import numpy as np

from bench.skin_faults import FAULTS, Case, shadowed
from bench.skin_scenes import Floats, People, Setup, people_in, placed, setup_of
from speciosa.knowledge import Knowledge, load_knowledge
from speciosa.simulate.skin_photo import photograph
from speciosa.simulate.skin_scene import Scene, Shadow, ShadowKind
from speciosa.simulate.skin_spectra import lab_seen
from speciosa.skin import Measurement, PhotoReader, Refusal
from speciosa.skin.colour import delta_e_00, ita_deg

PEOPLE, FAULTY, SHADED, WORKERS = 48, 4, 2, 2
DEPTHS = (0.2, 0.3, 0.4, 0.5, 0.6)
PENUMBRAS_MM = (0.0, 1.0, 2.0, 4.0, 8.0)
SESSION = 3
OFF_ITA_DEG, OFF_DELTA_E = 6.0, 4.0


@dataclass(frozen=True, slots=True, eq=False)
class Shot:
    """One photo and what was made of it.

    Parameters
    ----------
    kind : ``good``, a key of `FAULTS`, or ``shade``. person, tone, lamp : whose and where.
    code, why : of a refusal; empty where it was accepted, and then the rest holds.
    off_ita, off_e : of the stated colour from the truth, degrees and delta E 2000. z : [4], ITA, L*, a*, b*: how far
        off, in stated standard deviations. seen : [3], by the photo alone. quality : what the gates looked at.
    clean_off : of a bad photo that is far off: whether it was without the fault, too.
    depth, penumbra_mm, agreed : of a shade; agreed: one of three photos, the others not shaded, and told apart.
    """

    kind: str
    person: int
    tone: str
    lamp: str
    code: str
    why: str = ""
    off_ita: float = np.nan
    off_e: float = np.nan
    z: tuple[float, ...] = (np.nan,) * 4
    seen: tuple[float, ...] = (np.nan,) * 3
    quality: dict[str, float] | None = None
    clean_off: bool = False
    depth: float = np.nan
    penumbra_mm: float = np.nan
    agreed: bool = False

    @property
    def accepted(self) -> bool:
        return not self.code

    @property
    def far_off(self) -> bool:
        return self.accepted and (abs(self.off_ita) > OFF_ITA_DEG or self.off_e > OFF_DELTA_E)


def shots(
    folder: Path, *, people: int = PEOPLE, faulty: int = FAULTY, shaded: int = SHADED, seed: int = 1,
    workers: int = WORKERS,
) -> list[Shot]:  # fmt: skip
    """Every photo of every person.

    Parameters
    ----------
    faulty, shaded : photos a person of these kinds, besides the three good ones.
    """
    one = partial(_of_person, folder=folder, faulty=faulty, shaded=shaded, seed=seed)
    if workers == 1:
        return [each for number in range(people) for each in one(number)]
    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # for the processes that are started now
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        return [each for found in pool.map(one, range(people)) for each in found]


_KNOWN: dict[Path, tuple[Knowledge, People]] = {}


def _of_person(number: int, *, folder: Path, faulty: int, shaded: int, seed: int) -> list[Shot]:
    cv2.setNumThreads(1)
    if folder not in _KNOWN:
        _KNOWN[folder] = load_knowledge(), people_in(folder)
    knowledge, people = _KNOWN[folder]
    setup = setup_of(number, people, knowledge, seed=seed)
    with PhotoReader(knowledge) as reader:
        rng = np.random.default_rng([seed, number, 1])
        session = [_read(placed(setup, knowledge, rng), setup, knowledge, reader, rng) for _ in range(SESSION)]
        found = [_shot("good", setup, each, knowledge) for each in session]
        names = list(FAULTS)
        bad = (names[at % len(names)] for at in range(number * faulty, (number + 1) * faulty))
        found += [_bad(each, setup, knowledge, reader, rng) for each in bad]
        for at in range(number * shaded, (number + 1) * shaded):
            penumbra_mm, depth = PENUMBRAS_MM[at % 5], DEPTHS[at // 5 % 5]
            found.append(_shade(depth, penumbra_mm, session[:2], setup, knowledge, reader, rng))
    return found


def _read(
    scene: Scene, setup: Setup, knowledge: Knowledge, reader: PhotoReader, rng: np.random.Generator
) -> Measurement | Refusal:
    return reader.read(photograph(scene, setup.card, knowledge, rng).file)


def _bad(name: str, setup: Setup, knowledge: Knowledge, reader: PhotoReader, rng: np.random.Generator) -> Shot:
    scene = placed(setup, knowledge, rng)
    shot = _shot(name, setup, reader.read(FAULTS[name](Case(scene, setup.card, knowledge, rng))), knowledge)
    if not shot.far_off:
        return shot
    clean = _shot(name, setup, _read(scene, setup, knowledge, reader, rng), knowledge)
    return replace(shot, clean_off=clean.far_off)


def _shade(
    depth: float, penumbra_mm: float, others: list[Measurement | Refusal], setup: Setup, knowledge: Knowledge,
    reader: PhotoReader, rng: np.random.Generator,
) -> Shot:  # fmt: skip
    """A shadow on the whole card and all around, but not on the skin in its window."""
    case = Case(placed(setup, knowledge, rng), setup.card, knowledge, rng)
    found = reader.read(shadowed(case, Shadow(ShadowKind.CARD, depth, penumbra_mm)))
    shot = replace(_shot("shade", setup, found, knowledge), depth=depth, penumbra_mm=penumbra_mm)
    if isinstance(found, Refusal):
        return replace(shot, agreed=True)
    three = [float(ita_deg(each.seen_lab)) for each in (*others, found) if isinstance(each, Measurement)]
    # as `sessions.sessions_of` does it, which takes whole diaries
    apart = abs(three[-1] - float(np.median(three)))
    return replace(shot, agreed=len(three) == SESSION and apart > knowledge.choice("skin_photos_apart_most_deg"))


def _shot(kind: str, setup: Setup, found: Measurement | Refusal, knowledge: Knowledge) -> Shot:
    shot = Shot(kind, setup.number, setup.tone, setup.lamp, "")
    if isinstance(found, Refusal):
        return replace(shot, code=found.code, why=found.why)
    truth: Floats = lab_seen(setup.skin, knowledge)
    off = found.ita_deg - float(ita_deg(truth))
    z = (off / found.ita_sd_deg, *((found.lab - truth) / found.lab_sd).tolist())
    return replace(
        shot, off_ita=off, off_e=float(delta_e_00(found.lab, truth)), z=z, seen=tuple(found.seen_lab.tolist()),
        quality=found.quality,
    )  # fmt: skip
