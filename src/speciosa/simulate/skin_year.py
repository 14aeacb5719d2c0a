"""A year of photos of the example person: a summer's tan, and a slow deep grey-blue change of the forearm.

The covered arm gets neither, but for a little sun. As in real life a photo is blurred once, the card is
forgotten once, and some weeks are missed. What is true of each photo stands beside it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

import numpy as np
from numpy.typing import NDArray

from speciosa.knowledge import Knowledge
from speciosa.simulate.person_model import chosen
from speciosa.simulate.skin_photo import Photographed, photograph, usual_scene
from speciosa.simulate.skin_scene import Lesion, Light, Picture, Pose, Scene, Texture
from speciosa.simulate.skin_spectra import known_spectrum, lab_seen
from speciosa.simulate.streams import stream
from speciosa.skin import card as cards
from speciosa.skin import optics

EXPOSED, COVERED = "forearm_dorsal_left", "arm_inner_left"
CARD_ID = 7
"""Of the example person's card."""
_BASELINE_DAYS = (0, 3, 7, 10, 14, 17, 21, 24)
YEAR_D = 365
"""So many days a year of photos lasts."""
_WEEK_D = 7
_MISSED = frozenset({22, 23, 40})  # weeks after the baseline: a journey, a cold
_THRICE_EVERY = 7  # weeks after the baseline with three photos of the forearm
_BLURRED_DAY, _NO_CARD_DAY = 10, 122
_LAMP = "led_b3"
_FIELD_MM, _SPOT_MM, _WINDOW_MM = 60.0, 6.0, 40.0
_CELLS_A_MM = 2
_DEEPEST = 1.5  # of a spot, against the average


@dataclass(frozen=True, slots=True)
class ArmYear:
    """What happens to the arm, and how its photos are taken; every field is a row of simulation.csv."""

    arm_melanin: float
    covered_melanin: float
    arm_blood: float
    arm_blood_cv: float
    tan_melanin: float
    tan_covered_share: float
    tan_peak_day: float
    deep_from_d: float
    deep_full_d: float
    deep_melanin: float
    photo_hour_h: float
    photo_tilt_sd_deg: float
    photo_exposure_sd_ev: float
    photo_white_balance_sd: float
    photo_card_skin_sd: float
    photo_megapixels: float


@dataclass(frozen=True, slots=True)
class PlannedPhoto:
    """One photo of the year before it is taken.

    Parameters
    ----------
    name : of its file, e.g. ``2025-01-20_forearm_dorsal_left_1.jpg``.
    site : body site. day: from the start, 0 the first. at: local clock time.
    number : of the session's photos of this site, from 1.
    kind : ``good``, ``blurred`` or ``no_card``.
    melanin, deep : truth: of the epidermis, and on average of the dermis.
    lab : truth: CIELAB of the skin, its spots averaged, with the usual blood. Each photo's own truth, with that
        day's blood and that place's spots, is `Photographed.truth_lab`.
    """

    name: str
    site: str
    day: int
    at: datetime
    number: int
    kind: str
    melanin: float
    deep: float
    lab: tuple[float, float, float]


def photo_year(knowledge: Knowledge, *, starts: str, days: int = YEAR_D, seed: int = 0) -> tuple[PlannedPhoto, ...]:
    """The photos of a year, in the order of time, not taken yet.

    Eight sessions in the first four weeks, then one a week; the forearm up to three times, the covered arm once.

    Parameters
    ----------
    starts : local date of the first session. days: of the record, at most a year's photos.
    seed : of the person.

    Examples
    --------
    >>> from speciosa.knowledge import load_knowledge
    >>> year = photo_year(load_knowledge(), starts="2025-01-20")
    >>> len(year), year[0].name
    (126, '2025-01-20_forearm_dorsal_left_1.jpg')
    """
    arm = chosen(ArmYear, knowledge)
    rng = stream(seed, "photo times")
    first = date.fromisoformat(starts)
    planned: list[PlannedPhoto] = []
    for week, day in _sessions():
        late_min = int(rng.normal(0, 25))
        if day >= days:
            continue
        at = datetime.combine(first, time()) + timedelta(days=day, minutes=round(60 * arm.photo_hour_h) + late_min)
        for site in (EXPOSED, COVERED):
            for number in range(1, _photos(site, week) + 1):
                planned.append(_planned(arm, knowledge, site, day, at, number))
                at += timedelta(minutes=1)
    return tuple(planned)


def taken(photo: PlannedPhoto, knowledge: Knowledge, *, seed: int = 0) -> Photographed:
    """Take one photo of the year; each by itself, so that many may be taken at once.

    Parameters
    ----------
    seed : as for `photo_year`.
    """
    scene = scene_of(photo, knowledge, seed=seed)
    return photograph(scene, cards.card_of(CARD_ID, knowledge), knowledge, stream(seed, f"noise of {photo.name}"))


def scene_of(photo: PlannedPhoto, knowledge: Knowledge, *, seed: int = 0) -> Scene:
    """What lies before the camera in one photo of the year."""
    arm = chosen(ArmYear, knowledge)
    day = stream(seed, f"blood on day {photo.day}").normal()
    blood = arm.arm_blood * math.exp(arm.arm_blood_cv * float(day))
    rng = stream(seed, f"photo {photo.name}")
    skin, deepest = (
        optics.reflectance_of(optics.Skin(photo.melanin, blood, dermal=each), knowledge)
        for each in (0.0, photo.deep * _DEEPEST)
    )
    scene = usual_scene(knowledge)
    yaw, pitch, roll = (rng.normal(size=3) * arm.photo_tilt_sd_deg).tolist()
    aside, down = rng.normal(0, 0.015, 2).tolist()
    red, blue = np.exp(rng.normal(0, arm.photo_white_balance_sd, 2)).tolist()
    return replace(
        scene,
        skin=skin,
        lamp=known_spectrum(_LAMP, knowledge),
        arm=skin + (deepest - skin) / _DEEPEST,
        lesion=Lesion(deepest, _spots_seen(seed, rng)) if photo.deep > 0 else None,
        pose=Pose(yaw, pitch, roll, fill=rng.uniform(0.62, 0.72), offset=(aside, down)),
        light=Light(
            exposure_ev=rng.normal(0, arm.photo_exposure_sd_ev),
            white_balance=(red, blue),
            gradient=rng.uniform(0.03, 0.12),
            gradient_deg=rng.normal(35, 15),
            card_skin=rng.normal(0, arm.photo_card_skin_sd),
        ),
        texture=Texture(number=int(rng.integers(1 << 30)), hairs=6 if photo.site == EXPOSED else 1),
        picture=Picture(
            megapixels=arm.photo_megapixels,
            blur_px=2.0 if photo.kind == "blurred" else 0.6,
            motion_px=6.0 if photo.kind == "blurred" else 0.0,
            motion_deg=40.0,
            quality=86,
            taken_at=photo.at.isoformat(timespec="seconds"),
        ),
        card_there=photo.kind != "no_card",
    )


def _sessions() -> Iterator[tuple[int, int]]:
    """Week after the baseline (0 within it) and day of each session."""
    yield from ((0, day) for day in _BASELINE_DAYS)
    for week, day in enumerate(range(_BASELINE_DAYS[-1] + _WEEK_D, YEAR_D, _WEEK_D), start=1):
        if week not in _MISSED:
            yield week, day


def _photos(site: str, week: int) -> int:
    if site == COVERED:
        return 1
    return 2 if week == 0 else 3 if week % _THRICE_EVERY == 0 else 1


def _planned(arm: ArmYear, knowledge: Knowledge, site: str, day: int, at: datetime, number: int) -> PlannedPhoto:
    exposed = site == EXPOSED
    season = (1 + math.cos(2 * math.pi * (at.timetuple().tm_yday - arm.tan_peak_day) / YEAR_D)) / 2
    tan = arm.tan_melanin * season * (1 if exposed else arm.tan_covered_share)
    melanin = (arm.arm_melanin if exposed else arm.covered_melanin) + tan
    grown = min(max((day - arm.deep_from_d) / (arm.deep_full_d - arm.deep_from_d), 0.0), 1.0)
    deep = arm.deep_melanin * grown if exposed else 0.0
    plain, deepest = (
        optics.reflectance_of(optics.Skin(melanin, arm.arm_blood, dermal=each), knowledge)
        for each in (0.0, deep * _DEEPEST)
    )
    lightness, red, yellow = lab_seen(plain + (deepest - plain) / _DEEPEST, knowledge).tolist()
    kind = "good"
    if exposed and number == 1:
        kind = {_BLURRED_DAY: "blurred", _NO_CARD_DAY: "no_card"}.get(day, "good")
    name = f"{at.date().isoformat()}_{site}_{number}.jpg"
    return PlannedPhoto(name, site, day, at, number, kind, melanin, deep, (lightness, red, yellow))


def _spots_seen(seed: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """Those of the spots that the window shows: it lies a few millimetres to and fro."""
    field, side = _spots(seed), round(_WINDOW_MM * _CELLS_A_MM)
    spare = len(field) - side
    row, column = np.clip(spare / 2 + rng.normal(0, 1.5 * _CELLS_A_MM, 2), 0, spare).astype(int).tolist()
    return field[row : row + side, column : column + side]


def _spots(seed: int) -> NDArray[np.float64]:
    """[row, column] 0 to 1, on average 1 / `_DEEPEST`: where the arm has more of it and where less."""
    import cv2  # noqa: PLC0415  only who makes photos needs it

    side = round(_FIELD_MM * _CELLS_A_MM)
    noise = stream(seed, "spots").standard_normal((side, side))
    smooth = cv2.GaussianBlur(noise, (0, 0), _SPOT_MM * _CELLS_A_MM / 2)
    spots = (smooth - smooth.mean()) / smooth.std()
    return np.asarray(np.clip((1 + 0.35 * spots) / _DEEPEST, 0.05, 1))
