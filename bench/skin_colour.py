"""How far a corrected colour is off, over people, cameras, lamps and prints; and ways to correct it side by side.

Patches and skin go through simulated cameras as spectra, without a picture: that is quick, and what a picture
adds (light, blur, JPEG) is measured by `bench.skin_photos`. Cameras and people come from a folder, so that others
than those used here can be put in their place.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.skin_archive import read_archive
from speciosa.knowledge import Knowledge, load_knowledge
from speciosa.simulate.skin_camera import Camera, other_phone
from speciosa.simulate.skin_inks import Inks, other_inks, printed_card
from speciosa.simulate.skin_spectra import lab_seen, observer_of
from speciosa.skin.card import SQUARE_MM, Card, card_of
from speciosa.skin.colour import ita_deg, lab_of, linear_of, xyz_of
from speciosa.skin.correction import as_skin, correct
from speciosa.skin.ink import assumed_ink
from speciosa.skin.likely import likely
from speciosa.skin.patches import Seen

Floats = NDArray[np.float64]
DATA = Path("../shared/data/skin")
DAYLIGHT = ("d50", "d55", "d65", "d75")
LAMPS = (*DAYLIGHT, "a", "fl2", "fl7", "fl11", "fl12", "led_b1", "led_b2", "led_b3", "led_b4", "led_b5", "led_rgb1")
ARM = ("Inner arm", "Outer arm", "Back of hand")
_WHITES = 28


@dataclass(frozen=True, slots=True, eq=False)
class Shot:
    """One photo as code values 0-1: `patches` [patch, 3], `paper` [3], `skin` [3]; `true_lab` [3]."""

    patches: Floats
    paper: Floats
    skin: Floats
    true_lab: Floats
    person: int
    lamp: str


def cameras(folder: Path) -> list[tuple[str, Floats]]:
    """Name and sensitivities [31, 3] of every camera below a folder."""
    wanted = np.arange(400.0, 701.0, 10.0)
    found = []
    for path in sorted(folder.glob("cameras/camera/*.json")):
        rows = json.loads(path.read_text(encoding="utf-8"))["spectral_data"]["data"]["main"]
        nm = np.array(sorted(rows, key=float), dtype=float)
        table = np.array([rows[key] for key in sorted(rows, key=float)], dtype=float)
        found.append((path.stem, np.stack([np.interp(wanted, nm, table[:, each]) for each in range(3)], axis=1)))
    return found


def shots(
    folder: Path, knowledge: Knowledge, *, people: int, each: int, lamps: str, seed: int, card_skin_sd: float = 0.02
) -> Iterator[Shot]:
    """People before cameras, each with a print of their own.

    Parameters
    ----------
    lamps : ``any``, ``daylight`` or ``same`` (one of any for each person).
    card_skin_sd : by what share light on card and skin differs from photo to photo.
    """
    rng = np.random.default_rng(seed)
    archive, phones = read_archive(folder), cameras(folder)
    skins = archive.reflectance[np.isin(archive.place, ARM)]
    card = card_of(1, knowledge)
    for person in range(people):
        name, sensitivities = phones[person % len(phones)]
        phone = other_phone(sensitivities, name, knowledge, rng)
        patches, paper = _print(person % 3, card, knowledge, rng)
        skin = skins[rng.integers(len(skins))]
        own = LAMPS[rng.integers(len(LAMPS))]
        for _ in range(each):
            lamp = {"any": LAMPS[rng.integers(len(LAMPS))], "daylight": DAYLIGHT[rng.integers(4)], "same": own}[lamps]
            codes = _codes(phone, np.vstack([patches, paper, skin]), lamp, knowledge, rng, card_skin_sd)
            yield Shot(codes[:-2], codes[-2], codes[-1], lab_seen(skin, knowledge), person, lamp)


def _print(family: int, card: Card, knowledge: Knowledge, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Reflectances of the patches [patch, 31] and of the paper [31], of one of three families of prints."""
    if family == 2:
        return smooth_print(card, knowledge, rng)
    inks = bell_inks(rng) if family else other_inks(knowledge, rng, patch_error=0.05)
    return printed_card(card, inks, knowledge)[0], inks.paper


def smooth_print(card: Card, knowledge: Knowledge, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """A third family: the evenest spectra that have the patches' colours, on an even paper.

    Least squared slope of log reflectance under the colour as a constraint, by Newton's method (Burns 2020).
    """
    paper = np.full(31, rng.uniform(0.85, 0.91))
    slope = np.diff(np.eye(31), axis=0)
    even, observer = 2 * slope.T @ slope, observer_of(knowledge)
    wanted = xyz_of(linear_of(np.array([each.srgb for each in card.patches]) / 255))
    prints: dict[tuple[int, ...], Floats] = {}
    for patch, xyz in zip(card.patches, wanted, strict=True):
        if patch.srgb not in prints:
            off = np.exp(rng.normal(0, 0.04) + rng.normal(0, 0.02) * np.linspace(-1, 1, 31))
            prints[patch.srgb] = _evenest(xyz, even, observer) * off
    return np.array([prints[each.srgb] for each in card.patches]) * paper, paper


def _evenest(xyz: Floats, even: Floats, observer: Floats) -> Floats:
    log, push = np.full(31, np.log(0.3)), np.zeros(3)
    for _ in range(40):
        reflectance = np.exp(log)
        pull = observer * reflectance[:, None]
        curve = np.block([[even + np.diag(reflectance * (observer @ push)), pull], [pull.T, np.zeros((3, 3))]])
        short = np.concatenate([even @ log + pull @ push, reflectance @ observer - xyz])
        step = np.linalg.solve(curve + 1e-10 * np.eye(34), -short)
        size = min(1.0, 1 / np.abs(step[:31]).max())
        log, push = log + size * step[:31], push + size * step[31:]
    return np.asarray(np.exp(log))


def bell_inks(rng: np.random.Generator) -> Inks:
    """A second family of prints: dyes that take light in bell curves, on an even paper of 85 to 91 %.

    More than one family, because nobody knows anybody's printer: what holds for one of them alone is not used.
    """
    nm = np.arange(400.0, 701.0, 10.0)

    def bell(middle: float, width: float) -> Floats:
        return np.asarray(np.exp(-0.5 * ((nm - middle) / width) ** 2))

    off = rng.normal(0, 1, 6)
    cyan = bell(640 + 6 * off[0], 55 + 4 * off[1]) + 0.1 * bell(440, 40)
    magenta = bell(545 + 5 * off[2], 38 + 3 * off[3]) + 0.27 * bell(430, 45)
    yellow = bell(440 + 5 * off[4], 42 + 3 * off[5]) + 0.1 * bell(520, 30)
    dyes = [np.exp(-3.2 * each / each.max()) for each in (cyan, magenta, yellow)]
    paper = np.full(31, rng.uniform(0.85, 0.91))
    black = np.asarray(np.exp(-2.9 - 0.0015 * (nm - 550)))
    return Inks(paper, dyes[0], dyes[1], dyes[2], black, 0.5, 0.05, int(rng.integers(1 << 30)))


def _codes(
    phone: Camera, reflectance: Floats, lamp: str, knowledge: Knowledge, rng: np.random.Generator, card_skin_sd: float
) -> Floats:
    """Code values 0-1 of card and, last, skin; exposed so that the paper stays below the end of the scale."""
    balance = tuple(np.exp(rng.normal(0, 0.05, 2)))
    linear = phone.linear(reflectance, np.array(knowledge.spectra[lamp].values), (balance[0], balance[1]))
    linear[-1] *= np.exp(rng.normal(0, card_skin_sd))
    linear = linear * 0.75 * 2 ** rng.normal(0, 0.15) + abs(rng.normal(0, 0.003))
    table = phone.tone_table()
    level = np.clip(linear / 2.0 * (len(table) - 1), 0, len(table) - 1).astype(int)
    return np.asarray(np.clip(np.round(table[level] + rng.normal(0, 0.3, level.shape)), 0, 255) / 255)


def ways(card: Card, knowledge: Knowledge) -> dict[str, Callable[[Shot], Floats]]:
    """How to come from a shot to CIELAB, by its name."""
    ink = assumed_ink(card, knowledge)

    def plain(shot: Shot) -> Floats:
        return lab_of(xyz_of(linear_of(shot.skin)))

    def white(shot: Shot) -> Floats:
        return lab_of(xyz_of(linear_of(shot.skin) / linear_of(shot.paper)))

    def matrix(shot: Shot) -> Floats:
        return _regressed(shot, ink.patches, ink.paper, lambda rgb: rgb)

    def root(shot: Shot) -> Floats:
        return _regressed(shot, ink.patches, ink.paper, _roots)

    def ours(shot: Shot) -> Floats:
        return _seen_lab(shot, card, knowledge)

    def best(shot: Shot) -> Floats:
        lab = _seen_lab(shot, card, knowledge)
        error = np.diag([knowledge.choice(f"skin_error_sd_{each}") ** 2 for each in "lab"])
        return likely(lab, error, knowledge)[0]

    return {
        "no correction": plain, "white patch": white, "plain 3x3": matrix, "root-polynomial": root,
        "ours, the photo alone": ours, "ours, what is most likely": best,
    }  # fmt: skip


def ink_lab(shot: Shot, card: Card, knowledge: Knowledge) -> Floats:
    """CIELAB as if skin were ink: before `as_skin`."""
    ink = assumed_ink(card, knowledge)
    middles = np.array([each.polygon_mm.mean(axis=0) for each in card.patches]) - card.square_mm[0]
    blank = np.zeros(len(middles))
    patches = Seen(tuple(each.name for each in card.patches), middles, linear_of(shot.patches), blank, blank)
    around = np.linspace(0, 2 * np.pi, _WHITES, endpoint=False)
    places = SQUARE_MM / 2 + 27 * np.stack([np.cos(around), np.sin(around)], axis=1)
    blank = np.zeros(_WHITES)
    paper = Seen(("white",) * _WHITES, places, np.tile(linear_of(shot.paper), (_WHITES, 1)), blank, blank)
    correction = correct(card, ink, patches, paper, knowledge)
    table = np.log(np.maximum(correction.curve, 1e-9))
    codes = np.arange(256) / 255
    light = np.exp([np.interp(shot.skin[channel], codes, table[:, channel]) for channel in range(3)])
    return lab_of(correction.xyz(light, np.full(2, SQUARE_MM / 2)))


def table(shots_: list[Shot], knowledge: Knowledge) -> dict[str, dict[str, float]]:
    """For each way: ITA error mean and 95 %, mean delta E (as CIELAB distance), and spread within a person."""
    card = card_of(1, knowledge)
    truth, person = np.array([each.true_lab for each in shots_]), np.array([each.person for each in shots_])
    rows = {}
    for name, way in ways(card, knowledge).items():
        lab = np.array([way(each) for each in shots_])
        off = ita_deg(lab) - ita_deg(truth)
        within = np.mean([ita_deg(lab[person == each]).var(ddof=1) for each in np.unique(person)])
        rows[name] = {
            "mean": float(np.abs(off).mean()), "p95": float(np.percentile(np.abs(off), 95)),
            "lab": float(np.linalg.norm(lab - truth, axis=1).mean()), "within_sd": float(np.sqrt(within)),
        }  # fmt: skip
    return rows


def derived(shots_: list[Shot], knowledge: Knowledge) -> dict[str, float]:
    """The rows of `correction.as_skin`: how what is measured follows what is true, by least squares."""
    card = card_of(1, knowledge)
    truth = np.array([each.true_lab for each in shots_])
    seen = np.array([ink_lab(each, card, knowledge) for each in shots_])
    middle = np.array([knowledge.choice(f"skin_ink_middle_{each}") for each in "lab"])
    numbers, *_ = np.linalg.lstsq(np.c_[np.ones(len(truth)), truth - middle], seen, rcond=None)
    left = middle + (seen - numbers[0]) @ np.linalg.inv(numbers[1:]) - truth
    rows = {f"skin_ink_start_{each}": numbers[0][at] for at, each in enumerate("lab")}
    for at, true in enumerate("lab"):
        rows |= {f"skin_ink_slope_{true}_{each}": numbers[1 + at][to] for to, each in enumerate("lab")}
    return rows | {f"skin_error_sd_{each}": float(left[:, at].std()) for at, each in enumerate("lab")}


def _seen_lab(shot: Shot, card: Card, knowledge: Knowledge) -> Floats:
    return as_skin(ink_lab(shot, card, knowledge), knowledge)


def _regressed(shot: Shot, patches: Floats, paper: Floats, terms: Callable[[Floats], Floats]) -> Floats:
    """Least squares from decoded code values to XYZ, all patches alike."""
    colours = terms(linear_of(np.vstack([shot.patches, shot.paper])))
    numbers, *_ = np.linalg.lstsq(colours, np.vstack([patches, paper]), rcond=None)
    return lab_of(np.maximum(terms(linear_of(shot.skin)[None]) @ numbers, 1e-4)[0])


def _roots(rgb: Floats) -> Floats:
    """Root-polynomial terms of second degree (Finlayson 2015): they keep with exposure."""
    red, green, blue = np.maximum(rgb, 0).T
    return np.stack([red, green, blue, np.sqrt(red * green), np.sqrt(green * blue), np.sqrt(red * blue)], axis=1)


def main() -> None:
    """Print the table for any lamp, daylight and the same lamp; or the rows to be put into choices.csv."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--people", type=int, default=120)
    parser.add_argument("--each", type=int, default=12)
    parser.add_argument("--derive", action="store_true", help="print the rows that as_skin reads")
    asked = parser.parse_args()
    knowledge = load_knowledge()
    if asked.derive:
        found = list(shots(asked.data, knowledge, people=400, each=4, lamps="any", seed=2))
        for key, value in derived(found, knowledge).items():
            print(f"{key},{value:.3f}")
        return
    for lamps in ("any", "daylight", "same"):
        found = list(shots(asked.data, knowledge, people=asked.people, each=asked.each, lamps=lamps, seed=1))
        print(f"lamps: {lamps}")
        for name, row in table(found, knowledge).items():
            print(
                f"  {name:28s} ITA error {row['mean']:5.2f}, 95 % {row['p95']:5.1f}; Lab distance {row['lab']:4.1f}; "
                f"within a person {row['within_sd']:5.2f}"
            )


if __name__ == "__main__":
    main()
