"""What a colour most likely is: between the photo and what skin usually is, nearer to the surer one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from tests.unit.skin.photos_made import (
    colour_in,
    usual_photo,
)

from speciosa.knowledge import Knowledge, load_knowledge
from speciosa.skin.likely import likely
from speciosa.skin.measurement import Measurement


@pytest.fixture(scope="module")
def usual(knowledge: Knowledge) -> Measurement:
    return colour_in(usual_photo().pixels, knowledge)


LABS = st.tuples(st.floats(20, 85), st.floats(0, 25), st.floats(3, 32)).map(np.array)
ERRORS = st.tuples(st.floats(0.1, 6), st.floats(0.1, 6), st.floats(0.1, 6)).map(lambda sd: np.diag(np.square(sd)))


def usual_at(seen_lab: NDArray[np.float64], knowledge: Knowledge) -> NDArray[np.float64]:
    """What skin of this lightness usually is."""
    tones = (25, 35, 45, 55, 65, 75)
    usual = [
        np.interp(seen_lab[0], tones, [knowledge.choice(f"skin_prior_{each}_at_{at}") for at in tones]) for each in "ab"
    ]
    return np.array([seen_lab[0], *usual])


@given(LABS, ERRORS)
def test_likely_moves_towards_the_prior_and_never_past_it(
    seen_lab: NDArray[np.float64], error: NDArray[np.float64]
) -> None:
    knowledge = load_knowledge()
    usual = usual_at(seen_lab, knowledge)
    lab, covariance = likely(seen_lab, error, knowledge)
    assert (lab >= np.minimum(usual, seen_lab) - 1e-6).all()
    assert (lab <= np.maximum(usual, seen_lab) + 1e-6).all()
    assert (np.diag(covariance) <= np.diag(error) + 1e-9).all()
    assert np.linalg.eigvalsh(covariance).min() > 0


def test_likely_is_the_photo_where_it_is_exact_and_the_prior_where_it_says_nothing(knowledge: Knowledge) -> None:
    seen = np.array([40.0, 14.0, 20.0])
    assert likely(seen, np.eye(3) * 1e-9, knowledge)[0] == pytest.approx(seen, abs=1e-6)
    nothing = likely(seen, np.diag([1.0, 1e9, 1e9]), knowledge)[0]
    assert nothing == pytest.approx(usual_at(seen, knowledge), abs=1e-4)


def test_no_prior_moves_the_lightness_of_a_photo(knowledge: Knowledge) -> None:
    """A prior of people's tones would make dark skin lighter and light skin darker than it is."""
    for lightness in (25.0, 50.0, 78.0):
        assert likely(np.array([lightness, 9.0, 15.0]), np.diag([4.0, 2, 3]), knowledge)[0][0] == pytest.approx(
            lightness, abs=1e-3
        )


def test_a_photo_s_likely_colour_is_near_what_it_shows(usual: Measurement, knowledge: Knowledge) -> None:
    prior = usual_at(usual.seen_lab, knowledge)
    assert float(np.linalg.norm(usual.lab - usual.seen_lab)) < 1.5
    assert np.linalg.norm(usual.lab - prior) < np.linalg.norm(usual.seen_lab - prior)
