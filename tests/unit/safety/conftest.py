"""A record as it is screened, from a few lines of a diary."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.conftest import NOW_S

from speciosa.effect import estimate_effect
from speciosa.exposure import expose
from speciosa.knowledge import Knowledge
from speciosa.record import Diary
from speciosa.safety.case import Case
from speciosa.safety.finding import Findings
from speciosa.safety.screen import screen
from speciosa.values.gaps import NotAssessed

NO_EXPOSURE = NotAssessed("exposure", "Not worked out in this test.")
NO_SKIN = NotAssessed("skin", "There are no photos in this record.")


def case_from(diary: Diary, knowledge: Knowledge, *, now_s: int = NOW_S, exposed: bool = False) -> Case:
    """Without curves unless `exposed`; the effect is the empty one: no rule of a single entry needs more."""
    known = diary.as_of(now_s)
    curve = expose(known, knowledge, seed=0, now_s=now_s) if exposed else NO_EXPOSURE
    effect = estimate_effect(known, NO_EXPOSURE, knowledge, outcome=known.leading_outcome, now_s=now_s, seed=0)
    return Case(known, curve, effect, NO_SKIN, knowledge, now_s)


@pytest.fixture
def case_of(diary_of: Callable[..., Diary], knowledge: Knowledge) -> Callable[..., Case]:
    """`case_of(*rows, person="", products="", exposed=False)`: rows as in `diary_of`."""

    def make(*rows: str, exposed: bool = False, now_s: int = NOW_S, **files: str) -> Case:
        return case_from(diary_of(*rows, now_s=now_s, **files), knowledge, now_s=now_s, exposed=exposed)

    return make


@pytest.fixture
def findings_of(case_of: Callable[..., Case], knowledge: Knowledge) -> Callable[..., Findings]:
    """The same rows, screened."""

    def make(*rows: str, now_s: int = NOW_S, **files: str) -> Findings:
        case = case_of(*rows, now_s=now_s, **files)
        return screen(case.diary, case.exposure, case.effect, case.skin, knowledge, now_s=now_s)

    return make
