"""Brightness against colour: what a shadow on the card alone does to it."""

from __future__ import annotations

import numpy as np
import pytest

from speciosa.knowledge import load_knowledge
from speciosa.skin.colour import lab_of, xyz_from
from speciosa.skin.locus import brightness_against_colour
from speciosa.skin.optics import colour_of

KNOWLEDGE = load_knowledge()
SPREAD = KNOWLEDGE.skin_locus["spread"].value


def people(tone: str, n: int) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """[n, 3] colours of made-up people of a tone, from the archive's scores."""
    rows = [row for row in KNOWLEDGE.skin_tones if row.tone == tone]
    together = np.array([[getattr(row, f"r_{at}") for at in range(1, 7)] for row in rows])
    sd = np.array([row.sd for row in rows])
    rng = np.random.default_rng(3)
    scores = rng.multivariate_normal([row.mean for row in rows], together * np.outer(sd, sd), n)
    directions = np.array([KNOWLEDGE.spectra[f"skin_pc{at}"].values for at in range(1, 7)])
    return colour_of(np.exp(np.array(KNOWLEDGE.spectra["skin_mean"].values) + scores @ directions), KNOWLEDGE)


def seen(labs: np.ndarray[tuple[int, int], np.dtype[np.float64]]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.array([brightness_against_colour(lab, KNOWLEDGE) for lab in labs])


@pytest.mark.parametrize("tone", ["very_light", "light", "intermediate", "tan", "brown"])
def test_most_people_are_about_as_bright_as_their_colour_says(tone: str) -> None:
    found = seen(people(tone, 300))
    assert abs(found.mean()) < 1
    assert np.mean(np.abs(found) < 2) > 0.95


@pytest.mark.parametrize("light", [0.5, 0.7, 1.6])
def test_light_moves_it_by_its_logarithm(light: float) -> None:
    lab = np.array([60.0, 8.0, 18.0])
    moved = brightness_against_colour(lab_of(light * xyz_from(lab)), KNOWLEDGE)
    assert moved - brightness_against_colour(lab, KNOWLEDGE) == pytest.approx(np.log(light) / SPREAD)


def test_a_shadow_of_half_the_light_on_the_card_alone_is_seen_in_light_and_tanned_skin() -> None:
    for tone in ("very_light", "light", "intermediate", "tan"):
        labs = people(tone, 300)
        limit = 1.4  # about the 99th percentile of all tones together
        assert np.mean(seen(labs) < limit) > 0.97
        assert np.mean(seen(lab_of(2 * xyz_from(labs))) > limit) > 0.95


def test_dark_skin_lies_below_the_curve_so_that_it_hardly_ever_looks_like_a_shadow_on_the_card() -> None:
    found = seen(people("dark", 300))
    assert found.mean() < -2
    assert np.mean(found > 1.4) < 0.01


def test_colours_beyond_skin_do_not_run_away() -> None:
    far = [[60.0, 60.0, 60.0], [60.0, -40.0, -50.0], [3.0, 1.0, 1.0]]
    assert np.all(np.abs(seen(np.array(far))) < 20)
