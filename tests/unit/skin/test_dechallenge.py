"""What is said of the time after stopping."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from tests.unit.skin.sessions_made import BEGIN_S, Array, both_sites, directions

from speciosa.knowledge import Knowledge
from speciosa.skin.dechallenge import answer_of, dechallenge, placebo_share
from speciosa.skin.series import Dechallenge, Estimate, Fading, Session
from speciosa.skin.slopes import Followed, Slopes, slopes_at, turn_at
from speciosa.values.timeline import DAY_S

STOP_D = 300.0
STOP_S = BEGIN_S + round(STOP_D * DAY_S)
Follow = Callable[..., Dechallenge | None]


@pytest.fixture
def follow(knowledge: Knowledge) -> Follow:
    def after(made: tuple[list[Session], list[Session]]) -> Dechallenge | None:
        exposed, covered = made
        return dechallenge(
            exposed[0].site, exposed, covered, directions(), knowledge,
            stopped_s=STOP_S, now_s=BEGIN_S + 2000 * DAY_S, seed=1,
        )  # fmt: skip

    return after


def there(after: Dechallenge | None) -> Dechallenge:
    assert after is not None
    return after


def rise_and(fade_a_year: float, direction: Array | None = None) -> Callable[[float], Array]:
    """Up to delta E 9 within 240 days from day 60, and then back at some rate."""
    along = directions().dermal if direction is None else direction
    peak = 9.0

    def shift(day: float) -> Array:
        up = peak * np.clip((day - 60) / 240, 0, 1)
        found: Array = max(up - fade_a_year * max(day - STOP_D, 0) / 365.25, 0) * along
        return found

    return shift


def weekly_for(weeks_after: int) -> Array:
    return np.arange(0, STOP_D + 7 * weeks_after, 7.0)


def test_deep_pigment_that_fades_after_stopping_is_fading(follow: Follow) -> None:
    found = there(follow(both_sites(weekly_for(40), rise_and(8))))
    assert found.answer is Fading.FADING
    assert found.after is not None
    assert found.after.low_95 < -8 < found.after.high_95 < 0
    assert found.before is not None
    assert found.before.mean > 5
    assert found.difference is not None
    assert found.difference.high_95 < 0
    assert found.placebo_p is not None
    assert found.placebo_p < 0.25


def test_pigment_that_stays_is_not_fading_after_enough_time(follow: Follow) -> None:
    assert there(follow(both_sites(weekly_for(104), rise_and(0)))).answer is Fading.NOT_FADING


def test_before_half_a_year_a_flat_course_is_too_early(follow: Follow) -> None:
    assert there(follow(both_sites(weekly_for(15), rise_and(0)))).answer is Fading.TOO_EARLY


def test_no_session_after_stopping_is_too_early(follow: Follow) -> None:
    found = there(follow(both_sites(weekly_for(0), rise_and(0))))
    assert (found.answer, found.after) == (Fading.TOO_EARLY, None)


def test_a_fast_fade_may_be_told_early(follow: Follow) -> None:
    assert there(follow(both_sites(weekly_for(16), rise_and(26)))).answer is Fading.FADING


def test_a_fading_tan_is_no_fading_of_deep_pigment(follow: Follow) -> None:
    found = there(follow(both_sites(weekly_for(30), rise_and(12, directions().tan))))
    assert found.after is not None
    assert found.after.high_95 < 0
    assert found.answer is Fading.UNCLEAR


def test_where_the_covered_site_fades_alike_it_is_unclear(follow: Follow) -> None:
    made = both_sites(weekly_for(40), rise_and(8), covered_shift=lambda day: -8 / 365 * max(day - STOP_D, 0) * directions().dermal)  # fmt: skip
    assert there(follow(made)).answer is Fading.UNCLEAR


def test_where_nothing_had_changed_nothing_can_fade(follow: Follow) -> None:
    assert there(follow(both_sites(weekly_for(60), lambda _: np.zeros(3)))).answer is Fading.UNCLEAR


def test_without_a_baseline_before_the_stop_there_is_no_answer(follow: Follow) -> None:
    assert follow(both_sites(np.arange(310.0, 600.0, 7.0), lambda _: np.zeros(3))) is None
    assert follow(both_sites(np.array([1.0, 2.0]), lambda _: np.zeros(3))) is None


def followed(days: Array, away: Array, setup: Array | None = None) -> Followed:
    step = np.zeros(len(days), dtype=np.int64) if setup is None else setup.astype(np.int64)
    return Followed((BEGIN_S + days * DAY_S).astype(np.int64), away, step, 1.0, 1.0)


def made_noise(days: Array, rng: np.random.Generator) -> Array:
    noise = rng.standard_normal(len(days))
    for at in range(1, len(days)):
        noise[at] = 0.3 * noise[at - 1] + np.sqrt(1 - 0.09) * noise[at]
    return noise


def test_slopes_intervals_hold_the_truth_as_often_as_they_say(knowledge: Knowledge) -> None:
    days, rng = np.arange(0, 600, 7.0), np.random.default_rng(4)
    years = (days - STOP_D) / 365.25
    held = []
    for _ in range(120):
        season = rng.normal() * np.cos(2 * np.pi * days / 365.25) + rng.normal() * np.sin(2 * np.pi * days / 365.25)
        away = 2 + 4 * np.minimum(years, 0) - 3 * np.maximum(years, 0) + season + made_noise(days, rng)
        found = slopes_at(followed(days, away), STOP_S, knowledge, rng)
        held.append(
            [
                each.low_95 < true < each.high_95
                for each, true in ((found.before, 4), (found.after, -3), (found.difference, -7))
            ]
        )
    shares = np.mean(held, axis=0)
    assert (shares > 0.88).all()


def test_another_phone_is_no_slope(knowledge: Knowledge) -> None:
    days, rng = np.arange(0, 600, 7.0), np.random.default_rng(4)
    away = 0.3 * made_noise(days, rng)
    phone = (days > 450).astype(float)
    found = slopes_at(followed(days, away - 5 * phone, phone), STOP_S, knowledge, rng)
    assert found.after.low_95 < 0 < found.after.high_95


def test_the_turn_at_the_true_date_is_larger_than_at_others(knowledge: Knowledge) -> None:
    days, rng = np.arange(0, 600, 7.0), np.random.default_rng(4)
    years = (days - STOP_D) / 365.25
    bent = followed(days, 8 * np.minimum(years, 0) - 8 * np.maximum(years, 0) + 0.3 * made_noise(days, rng))
    assert turn_at(bent, STOP_S, knowledge) < turn_at(bent, BEGIN_S + 100 * DAY_S, knowledge)
    share = placebo_share(bent, STOP_S, knowledge)
    assert share is not None
    assert share < 0.1


def test_placebo_dates_are_even_where_nothing_turned(knowledge: Knowledge) -> None:
    days, rng = np.arange(0, 420, 7.0), np.random.default_rng(6)
    shares = [placebo_share(followed(days, made_noise(days, rng)), STOP_S - 100 * DAY_S, knowledge) for _ in range(40)]
    known = [each for each in shares if each is not None]
    assert len(known) == 40
    assert 0.3 < np.mean(known) < 0.7
    assert placebo_share(followed(days[:12], made_noise(days[:12], rng)), STOP_S, knowledge) is None


@pytest.mark.parametrize(
    ("after", "difference", "weeks", "doubted", "answer"),
    [
        ((-9, -3), (-15, -5), 30, False, Fading.FADING),
        ((-9, -3), (-15, -5), 10, False, Fading.FADING),
        ((-9, -3), (-15, -5), 30, True, Fading.UNCLEAR),
        ((-9, -3), (-15, 5), 30, False, Fading.UNCLEAR),
        ((-9, 3), (-15, -5), 25, False, Fading.TOO_EARLY),
        ((-9, 3), (-15, -5), 27, False, Fading.UNCLEAR),
        ((-1, 1), (-15, -5), 27, False, Fading.NOT_FADING),
        ((-1, 1), (-15, -5), 27, True, Fading.NOT_FADING),
    ],
)
def test_the_answer_follows_from_slopes_and_weeks(
    knowledge: Knowledge, after: tuple[float, float], difference: tuple[float, float], weeks: float, doubted: bool,
    answer: Fading,
) -> None:  # fmt: skip
    slopes = Slopes(Estimate(0, -1, 1), Estimate(0, *after), Estimate(0, *difference))
    assert answer_of(slopes, weeks, knowledge, changed=True, doubted=doubted) is answer
    unchanged = answer_of(slopes, weeks, knowledge, changed=False, doubted=doubted)
    assert unchanged is (Fading.TOO_EARLY if answer is Fading.TOO_EARLY else Fading.UNCLEAR)
