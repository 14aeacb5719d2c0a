"""Skin: colour by spectra and by whole pictures, what is refused, alarms and delay, extent, seconds."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from bench import skin_alarms, skin_colour, skin_extent, skin_times
from bench.figure import Figure
from bench.skin_colour import DATA
from bench.skin_photo_tables import accuracy, agreed_share, of_kind, passed, refused, repeat, single_share
from bench.skin_photos import FAULTY, PEOPLE, SHADED, Shot, shots
from bench.skin_scenes import archive_shares, people_in
from speciosa.knowledge import load_knowledge


class Setting(NamedTuple):
    """How much is measured: people before whole pictures, and before spectra; made-up courses; photo sizes."""

    data: Path = DATA
    people: int = PEOPLE
    spectra_people: int = 60
    series: int = skin_alarms.SERIES
    megapixels: tuple[float, ...] = skin_times.MEGAPIXELS
    heic: float = 12.0
    sessions: tuple[int, ...] = skin_times.SESSIONS


def figures(setting: Setting | None = None) -> list[Figure]:
    """The lines of the page."""
    setting = setting or Setting()
    found = shots(setting.data, people=setting.people, faulty=FAULTY, shaded=SHADED)
    return [
        *_colour(setting), *_accuracy(found, setting), *_repeat(found), *_gates(found), *_shades(found),
        *skin_alarms.figures(setting.series), *skin_extent.figures(), *_times(setting),
    ]  # fmt: skip


def _colour(setting: Setting) -> list[Figure]:
    """Spectra without pictures, and other ways to correct them."""
    knowledge = load_knowledge()
    made = list(skin_colour.shots(setting.data, knowledge, people=setting.spectra_people, each=6, lamps="any", seed=1))
    rows = skin_colour.table(made, knowledge)
    return [
        Figure(
            f"absolute ITA error, spectra alone, any lamp: {name}", f"{row['mean']:.1f} / {row['p95']:.1f}",
            "<= 2.5 / <= 6.5" if name.endswith("most likely") else "-",
            f"mean / 95 %, {len(made)} shots of {setting.spectra_people}; within a person {row['within_sd']:.1f}",
        )
        for name, row in rows.items()
    ]  # fmt: skip


def _accuracy(found: list[Shot], setting: Setting) -> list[Figure]:
    good = of_kind(found, "good")
    own = accuracy(good, archive_shares(people_in(setting.data)))
    alike = accuracy(good)
    how = f"mean / 95 %, {own.photos} accepted photos of {setting.people} people, tones as in the archive; any lamp, "
    how += f"print and phone; all tones alike {alike.ita_mean:.1f} / {alike.ita_p95:.1f}"
    inside = ", ".join(f"{each:.0%}" for each in alike.covered)
    return [
        Figure("absolute ITA error, whole pictures", f"{own.ita_mean:.1f} / {own.ita_p95:.1f}", "<= 2.5 / <= 6.5", how),
        Figure("delta E 2000 of the same", f"{own.e_mean:.1f} / {own.e_p95:.1f}", "-", "mean / 95 %"),
        Figure("truth within the stated 95 %: ITA, L*, a*, b*", inside, "93-99 %", "all tones alike"),
    ]  # fmt: skip


def _repeat(found: list[Shot]) -> list[Figure]:
    own = repeat(of_kind(found, "good"))
    one, three = (", ".join(f"{each:.2f}" for each in sd) for sd in (own.photo, own.session))
    how = f"ITA, L*, a*, b*; {own.sessions} sessions, six tones alike, light on card and skin apart by 2 % SD"
    return [
        Figure("repeat SD, same lamp, mean of three re-placed photos", three, "<= 1.5", how),
        Figure("the same of a single photo", one, "-", "the same"),
    ]


def _gates(found: list[Shot]) -> list[Figure]:
    good = of_kind(found, "good")
    share, tones, reasons = refused(good)
    rows = passed([each for each in found if each.kind not in {"good", "shade"}])
    photos, accepted, off, by_fault = (sum(row[at] for row in rows.values()) for at in range(4))
    through = "; ".join(f"{kind} {row[2]} of {row[0]}" for kind, row in rows.items() if row[2]) or "none"
    why = ", ".join(f"{code} {each:.1%}" for code, each in reasons.items()) or "none"
    by_tone = ", ".join(f"{tone} {each:.0%}" for tone, each in tones.items())
    return [
        Figure(
            "bad photo accepted, its colour far off", f"{off / photos:.1%}", "<= 1 %",
            f"{photos} photos of {len(rows)} kinds, {accepted} accepted, {off} over 6 degrees or delta E 4 off, "
            f"{by_fault} of them by the fault; {through}",
        ),
        Figure("good photo refused", f"{share:.1%}", "<= 3 %", f"{len(good)} photos; {why}; {by_tone}"),
    ]  # fmt: skip


def _shades(found: list[Shot]) -> list[Figure]:
    shades = of_kind(found, "shade")
    return [Figure(
        "shadow over the whole card but not the skin, found", f"{single_share(shades):.0%}", ">= 95 %",
        f"in a single photo, {len(shades)} photos, depths 0.2-0.6, sharp to 8 mm soft; as one of three photos "
        f"{agreed_share(shades):.0%}",
    )]  # fmt: skip


def _times(setting: Setting) -> list[Figure]:
    load = f"median of 5 reads, load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
    targets = {"12 MP JPEG": "<= 0.5 s", "48 MP JPEG": "<= 1.5 s", "12 MP HEIC": "<= 3 s"}
    lines = [
        Figure(f"one photo, {name}", f"{cpu:.2f} CPU-s ({wall:.2f} s)", targets.get(name, "-"), load)
        for name, (cpu, wall) in skin_times.reading(setting.megapixels, heic=setting.heic).items()
    ]
    largest = max(setting.megapixels)
    lines.append(Figure(
        f"memory, {largest:g} MP JPEG", f"{skin_times.memory_mb(largest):.0f} MB", "-", "peak of the larger process"
    ))  # fmt: skip
    return lines + [
        Figure(f"following {count} sessions", f"{cpu:.1f} CPU-s ({wall:.1f} s)", "-", "one 1.2 MP photo a session")
        for count, (cpu, wall) in skin_times.following(setting.sessions).items()
    ]
