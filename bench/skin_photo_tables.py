"""What the photos of `bench.skin_photos` come to: colour, repeatability, what is refused and what is let through.

`python -m bench.skin_photo_tables --people 60 --data ../shared/data/skin`.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import numpy as np

from bench.skin_colour import DATA
from bench.skin_photos import (
    DEPTHS,
    FAULTY,
    OFF_DELTA_E,
    OFF_ITA_DEG,
    PENUMBRAS_MM,
    PEOPLE,
    SESSION,
    SHADED,
    WORKERS,
    Shot,
    shots,
)
from bench.skin_scenes import TONES, Floats, People, archive_shares, people_in
from speciosa.skin.colour import ita_deg


class Accuracy(NamedTuple):
    """How far stated colours of good photos are off, and how often the truth lies in their 95 % intervals."""

    photos: int
    ita_mean: float
    ita_p95: float
    e_mean: float
    e_p95: float
    covered: tuple[float, float, float, float]


class Repeat(NamedTuple):
    """Standard deviation between re-placed photos of one skin, card, lamp and phone: ITA, L*, a*, b*."""

    sessions: int
    photo: tuple[float, float, float, float]

    @property
    def session(self) -> tuple[float, ...]:
        """The same of a session's mean of three."""
        return tuple(each / float(np.sqrt(SESSION)) for each in self.photo)


def of_kind(found: list[Shot], kind: str) -> list[Shot]:
    """The good ones, the shades."""
    return [each for each in found if each.kind == kind]


def accuracy(good: list[Shot], shares: dict[str, float] | None = None) -> Accuracy:
    """Over accepted photos; `shares` weigh the tones, without them all weigh the same."""
    kept = [each for each in good if each.accepted]
    many = Counter(each.tone for each in kept)
    weights = np.array([(shares or dict.fromkeys(TONES, 1.0))[each.tone] / many[each.tone] for each in kept])
    weights /= weights.sum()
    ita, e = (np.abs([getattr(each, name) for each in kept]) for name in ("off_ita", "off_e"))
    inside = weights @ (np.abs([each.z for each in kept]) < 1.96)
    return Accuracy(
        len(kept), float(weights @ ita), _quantile(ita, weights), float(weights @ e), _quantile(e, weights),
        (float(inside[0]), float(inside[1]), float(inside[2]), float(inside[3])),
    )  # fmt: skip


def repeat(good: list[Shot]) -> Repeat:
    """Pooled within sessions that have two or three accepted photos."""
    squares, freedom, sessions = np.zeros(4), 0, 0
    for person in {each.person for each in good}:
        lab = np.array([each.seen for each in good if each.person == person and each.accepted])
        if len(lab) > 1:
            numbers = np.column_stack([ita_deg(lab), lab])
            squares += ((numbers - numbers.mean(axis=0)) ** 2).sum(axis=0)
            freedom, sessions = freedom + len(lab) - 1, sessions + 1
    sd = np.sqrt(squares / max(freedom, 1))
    return Repeat(sessions, (float(sd[0]), float(sd[1]), float(sd[2]), float(sd[3])))


def refused(good: list[Shot]) -> tuple[float, dict[str, float], dict[str, float]]:
    """Share of photos refused: in all, by tone, and by reason."""
    reasons = Counter(each.code for each in good if not each.accepted)
    tones = {tone: _share([not each.accepted for each in good if each.tone == tone]) for tone in TONES}
    return _share([not each.accepted for each in good]), tones, {key: n / len(good) for key, n in reasons.items()}


def passed(bad: list[Shot]) -> dict[str, tuple[int, int, int, int]]:
    """By kind: photos, accepted, far off by truth, and of those the ones that are not without the fault."""
    return {
        kind: (
            len(of_kind(bad, kind)),
            sum(each.accepted for each in of_kind(bad, kind)),
            sum(each.far_off for each in of_kind(bad, kind)),
            sum(each.far_off and not each.clean_off for each in of_kind(bad, kind)),
        )
        for kind in sorted({each.kind for each in bad})
    }  # fmt: skip


def single_share(shades: list[Shot]) -> float:
    """Of shades that are refused."""
    return _share([not each.accepted for each in shades])


def agreed_share(shades: list[Shot]) -> float:
    """Of shades that are refused, or put aside because two other photos of the session agree."""
    return _share([each.agreed for each in shades])


def tables(found: list[Shot], people: People) -> str:
    """Everything, for a person to read."""
    good, shades = of_kind(found, "good"), of_kind(found, "shade")
    return "\n\n".join([
        _accuracy_table(good, people), _repeat_table(good), _refused_table(good),
        _passed_table([each for each in found if each.kind not in {"good", "shade"}]), _shade_table(shades),
    ])  # fmt: skip


def _accuracy_table(good: list[Shot], people: People) -> str:
    rows = {"as in the archive": accuracy(good, archive_shares(people)), "all tones alike": accuracy(good)}
    rows |= {tone: accuracy(_toned(good, tone)) for tone in TONES if any(e.accepted for e in _toned(good, tone))}
    lines = ["good photos: ITA error mean / 95 %, delta E 2000 mean / 95 %, in 95 % intervals: ITA, L*, a*, b*"]
    for name, row in rows.items():
        inside = " ".join(f"{each:.0%}" for each in row.covered)
        lines.append(
            f"  {name:18s} {row.photos:4d} photos  {row.ita_mean:5.2f} / {row.ita_p95:5.2f}   "
            f"{row.e_mean:4.2f} / {row.e_p95:4.2f}   {inside}"
        )
    return "\n".join(lines)


def _repeat_table(good: list[Shot]) -> str:
    lines = ["repeat SD, same skin, card, lamp and phone: ITA, L*, a*, b*"]
    for name, own in {"all": good, **{tone: _toned(good, tone) for tone in TONES}}.items():
        row = repeat(own)
        one, three = (" ".join(f"{each:5.2f}" for each in sd) for sd in (row.photo, row.session))
        lines.append(f"  {name:14s} {row.sessions:3d} sessions   one photo {one}   mean of three {three}")
    row = repeat(good)
    for key, sd in (("skin_photo_sd", row.photo), ("skin_repeat_sd", row.session)):
        lines += [f"  {key}_{channel},{each:.2f}" for channel, each in zip("lab", sd[1:], strict=True)]
    return "\n".join(lines)


def _refused_table(good: list[Shot]) -> str:
    share, tones, reasons = refused(good)
    return "\n".join([
        f"good photos refused: {share:.1%} of {len(good)}",
        "  by tone:   " + ", ".join(f"{tone} {each:.1%}" for tone, each in tones.items()),
        "  by reason: " + ", ".join(f"{code} {each:.1%}" for code, each in reasons.items()),
    ])  # fmt: skip


def _passed_table(bad: list[Shot]) -> str:
    rows = passed(bad)
    photos, _, off, by_fault = (sum(row[at] for row in rows.values()) for at in range(4))
    head = (
        f"bad photos accepted and more than {OFF_ITA_DEG:g} degrees or delta E {OFF_DELTA_E:g} off: "
        f"{off} of {photos}, {by_fault} of them by the fault; by kind: photos, accepted, far off, by the fault"
    )
    return "\n".join([head] + [f"  {kind:36s} {' '.join(f'{each:4d}' for each in row)}" for kind, row in rows.items()])


def _shade_table(shades: list[Shot]) -> str:
    """Found in a single photo; then as one of three."""

    def share(own: list[Shot]) -> str:
        return f"{single_share(own):.0%} / {agreed_share(own):.0%}"

    lines = [f"card in the shade, skin not: found in one photo / in one of three; {share(shades)} of {len(shades)}"]
    for depth in DEPTHS:
        own = [each for each in shades if each.depth == depth]
        widths = [f"{mm:g} mm {share([each for each in own if each.penumbra_mm == mm])}" for mm in PENUMBRAS_MM]
        lines.append(f"  depth {depth:.1f}: {', '.join(widths)}")
    lines.append("  by tone: " + ", ".join(f"{tone} {share(_toned(shades, tone))}" for tone in TONES))
    return "\n".join(lines)


def _toned(found: list[Shot], tone: str) -> list[Shot]:
    return [each for each in found if each.tone == tone]


def _share(true: list[bool]) -> float:
    return float(np.mean(true)) if true else float("nan")


def _quantile(values: Floats, weights: Floats) -> float:
    """The value below which 95 % of the weight lies."""
    order = np.argsort(values)
    return float(values[order][np.searchsorted(np.cumsum(weights[order]), 0.95)])


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--people", type=int, default=PEOPLE)
    parser.add_argument("--faulty", type=int, default=FAULTY, help="bad photos a person")
    parser.add_argument("--shaded", type=int, default=SHADED, help="photos a person with the card in the shade")
    parser.add_argument("--workers", type=int, default=WORKERS)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    found = shots(
        asked.data, people=asked.people, faulty=asked.faulty, shaded=asked.shaded, seed=asked.seed,
        workers=asked.workers,
    )  # fmt: skip
    print(tables(found, people_in(asked.data)))


if __name__ == "__main__":
    main()
