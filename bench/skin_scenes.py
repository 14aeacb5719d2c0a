"""Random photos that anyone might take: people, phones, lamps, prints, and how the phone is held."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.skin_archive import BANDS, Archive, read_archive
from bench.skin_colour import ARM, LAMPS, bell_inks, cameras
from speciosa.knowledge import Knowledge
from speciosa.simulate.skin_camera import Camera, other_phone
from speciosa.simulate.skin_inks import Inks, other_inks
from speciosa.simulate.skin_photo import usual_scene
from speciosa.simulate.skin_pose import homography_of, photo_size, scale_at
from speciosa.simulate.skin_scene import Light, Picture, Pose, Scene, Texture
from speciosa.simulate.skin_spectra import known_spectrum
from speciosa.skin.card import MOST_CARDS, Card, card_of

Floats = NDArray[np.float64]
TONES = tuple(tone for tone, _, _ in BANDS)
PLAIN_LAMPS = tuple(each for each in LAMPS if each != "led_rgb1")
CARD_SKIN_SD = 0.02
"""By what share the light on card and skin differs from photo to photo."""
_CAMERA_SPREAD = 0.05  # of the white balance, from photo to photo


@dataclass(frozen=True, slots=True, eq=False)
class Setup:
    """One person with a print, a phone and a lamp: what stays the same over a session's photos."""

    number: int
    tone: str
    skin: Floats
    lamp: str
    phone: Camera
    inks: Inks
    card: Card


@dataclass(frozen=True, slots=True, eq=False)
class People:
    """Whom and what setups are drawn from."""

    archive: Archive
    phones: list[tuple[str, Floats]]


def people_in(folder: Path) -> People:
    """The archive of skins and the cameras below a folder."""
    return People(read_archive(folder), cameras(folder))


def archive_shares(people: People) -> dict[str, float]:
    """How many of the archive's arms have each tone, of 1."""
    arms = people.archive.ita_deg[np.isin(people.archive.place, ARM)]
    return {tone: float(((arms > low) & (arms <= high)).mean()) for tone, low, high in BANDS}


def setup_of(number: int, people: People, knowledge: Knowledge, *, seed: int) -> Setup:
    """A random setup; its tone goes round the six bands, so that each has as many. Prints are of two families."""
    rng = np.random.default_rng([seed, number])
    tone, low, high = BANDS[number % len(BANDS)]
    archive = people.archive
    within = np.isin(archive.place, ARM) & (archive.ita_deg > low) & (archive.ita_deg <= high)
    model, sensitivities = people.phones[rng.integers(len(people.phones))]
    phone = other_phone(sensitivities, model, knowledge, rng)
    phone = replace(phone, shot_noise=10 ** rng.uniform(-4, -3), read_noise=10 ** rng.uniform(-3, -2.5))
    return Setup(
        number=number,
        tone=tone,
        skin=rng.choice(archive.reflectance[within]),
        lamp=str(rng.choice(PLAIN_LAMPS)),
        phone=phone,
        inks=bell_inks(rng) if rng.random() < 0.5 else other_inks(knowledge, rng, patch_error=0.05),
        card=card_of(int(rng.integers(MOST_CARDS)), knowledge),
    )


def placed(setup: Setup, knowledge: Knowledge, rng: np.random.Generator) -> Scene:
    """One good photo: card and phone placed anew, sharp, well lit, all of the card in it."""
    yaw, pitch = rng.normal(0, 7, 2).clip(-20, 20).tolist()
    pose = Pose(yaw, pitch, rng.normal(0, 12), rng.uniform(0.55, 0.8), (rng.normal(0, 0.015), rng.normal(0, 0.015)))
    picture = Picture(megapixels=float(rng.choice([1.2, 1.2, 2.0])), quality=int(rng.integers(75, 96)))
    blur_mm = rng.uniform(0.03, 0.2)
    red, blue = np.exp(rng.normal(0, _CAMERA_SPREAD, 2)).tolist()
    light = Light(
        exposure_ev=rng.uniform(-0.7, 0.25),
        white_balance=(red, blue),
        gradient=rng.uniform(0.0, 0.25),
        gradient_deg=rng.uniform(0, 360),
        card_skin=rng.normal(0, CARD_SKIN_SD),
        gloss_spots=int(rng.integers(0, 4)),
    )
    texture = Texture(
        mottling=rng.uniform(0.01, 0.03), hairs=int(rng.integers(0, 13)), curvature=rng.uniform(0, 0.02),
        number=int(rng.integers(1 << 30)),
    )  # fmt: skip
    scene = replace(
        usual_scene(knowledge), skin=setup.skin, arm=setup.skin * np.exp(rng.normal(0, 0.04)),
        lamp=known_spectrum(setup.lamp, knowledge), camera=setup.phone, inks=setup.inks,
        pose=pose, light=light, texture=texture, picture=picture,
    )  # fmt: skip
    return blurred(scene, setup.card, blur_mm)


def blurred(scene: Scene, card: Card, blur_mm: float = 0.0, motion_mm: float = 0.0) -> Scene:
    """The same with the lens's and the hand's blur as millimetres on the card."""
    seen = homography_of(scene.pose, card, photo_size(scene.picture.megapixels))
    scale = scale_at(seen, card.outline_mm.mean(axis=0)[None])
    picture = scene.picture
    if blur_mm:
        picture = replace(picture, blur_px=blur_mm * scale)
    if motion_mm:
        picture = replace(picture, motion_px=motion_mm * scale)
    return replace(scene, picture=picture)
