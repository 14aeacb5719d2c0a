"""The 90 % band of exposure holds the truth in nine of ten people whose leaf is of unknown strength."""

import numpy as np
from bench.exposure_coverage import coverage
from tests.scale import FULL, examples

from speciosa.knowledge import Knowledge


def test_nine_of_ten_people_lie_inside_the_band(knowledge: Knowledge) -> None:
    """Every day 200 people (two standard errors are 4 points); in a release check 4,000."""
    people = examples(200, release=20)
    found = coverage(knowledge, people)
    margin = 0.02 if FULL else 3 * np.sqrt(0.9 * 0.1 / people)
    assert np.abs(found - 0.9).max() < margin
