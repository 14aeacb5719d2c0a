"""The relief in two times: which scale of several is looked at."""

from __future__ import annotations

import pytest
from tests.unit.safety.dosing import CaseOf, doses, rated

from speciosa.safety.dose_days import dose_days
from speciosa.safety.relief import relief_between

RARE, OFTEN = "score_0_100", "score_1_5"


@pytest.mark.parametrize("oldest", [RARE, OFTEN])
def test_the_scale_of_most_scores_counts_and_not_the_one_written_first(case_of: CaseOf, oldest: str) -> None:
    rare = [rated(ago, 10, "pain_relief", 50, unit=RARE) for ago in (*range(10), *range(28, 38))]
    often = [rated(ago, 11, "pain_relief", 3, unit=OFTEN) for ago in (*range(20), *range(28, 48))]
    first = rated(60, 10, "pain_relief", 2, unit=oldest)
    case = case_of(first, *doses(range(61), 1), *rare, *often)
    found = relief_between(case, dose_days(case), 28)
    assert found is not None
    assert (found.before, found.after) == (3, 3)
