"""The skin's part of a row, from a course that `follow_skin` would give."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import pytest

from speciosa.exposure import expose
from speciosa.knowledge import Knowledge
from speciosa.record import Diary
from speciosa.skin.series import ChangeKind, Estimate
from speciosa.study.cohort import skin_figures as room
from speciosa.study.cohort.skin_figures import skin_figures
from speciosa.values.timeline import DAY_S, parse_moment

AT_S = parse_moment("2026-03-01T08:00+01:00", None).time_s
ROWS = (
    "2026-03-01T08:00+01:00,photo,cheek_left,a.jpg", "2026-03-02T08:00+01:00,dose,kratom leaf powder,2,g",
    "2026-03-20T08:00+01:00,dose,kratom leaf powder,4,g",
)  # fmt: skip
HEADER = "time,kind,name,value,unit"


@dataclass
class Site:
    site: str
    sessions: Any
    delta_e_00: Estimate | None
    covered: bool = False
    kind: ChangeKind = ChangeKind.DERMAL


@pytest.fixture
def followed(monkeypatch: pytest.MonkeyPatch) -> None:
    days = [SimpleNamespace(time_s=AT_S + day * DAY_S) for day in (0, 10)]
    sites = (Site("cheek_left", days, Estimate(4.0, 2.04, 5.96)), Site("neck_back", days, None))
    monkeypatch.setattr(room, "follow_skin", lambda *_, **__: SimpleNamespace(sites=sites))


@pytest.mark.usefixtures("followed")
def test_a_site_stands_beside_what_was_taken_up_to_its_last_photo(diary_of: Any, knowledge: Knowledge) -> None:
    diary: Diary = diary_of(*ROWS, header=HEADER)
    curve = expose(diary, knowledge, seed=0)
    (found,) = skin_figures(diary, {}, curve, knowledge, now_s=AT_S + 30 * DAY_S, seed=0)
    assert (found.site, found.kind, found.days, found.delta_e_00_mean) == ("cheek_left", "dermal", 10, 4.0)
    assert found.delta_e_00_sd == pytest.approx(1.0, abs=0.001)
    whole = curve.ledger.intake.nominal_mg[0].sum()  # type: ignore[union-attr]
    assert found.total_mg == pytest.approx(whole / 3)  # 2 of the 6 grams


@pytest.mark.usefixtures("followed")
def test_a_dose_that_nobody_can_tell_leaves_the_total_open(diary_of: Any, knowledge: Knowledge) -> None:
    diary = diary_of(*ROWS, "2026-03-03T08:00+01:00,dose,trial capsule,2,capsule", header=HEADER)
    (found,) = skin_figures(diary, {}, expose(diary, knowledge, seed=0), knowledge, now_s=AT_S + 30 * DAY_S, seed=0)
    assert found.total_mg is None


def test_without_photos_nobody_looks(diary_of: Any, knowledge: Knowledge) -> None:
    diary = diary_of(*ROWS[1:], header=HEADER)
    assert skin_figures(diary, {}, expose(diary, knowledge, seed=0), knowledge, now_s=AT_S, seed=0) == ()
