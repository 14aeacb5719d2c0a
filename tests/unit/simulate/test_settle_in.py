"""How much longer: fewer days the more there is, none where it is settled, none where nobody can know."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from speciosa.effect import Contrast, Course, EffectPosterior, Grade, State, estimate_effect
from speciosa.effect.posterior import Diagnostics, Looks, Sensitivity
from speciosa.knowledge import Knowledge
from speciosa.record import Columns, Diary
from speciosa.simulate import settled_in
from speciosa.simulate.settle_in import settle_in
from speciosa.values.draws import Draws
from speciosa.values.gaps import NotAssessed
from speciosa.values.timeline import DAY_S

EMPTY = Diary(Columns.of([]))
NOW_S = 100 * DAY_S


def normal(mean: float, sd: float) -> Draws:
    z = np.random.default_rng(1).standard_normal(4000)
    return Draws(mean + sd * (z - z.mean()) / z.std(ddof=1), "nrs")


def answer(mean: float, sd: float, *, days: int = 60, tipping: float = 0.3, **changes: object) -> EffectPosterior:
    none = np.full(days, np.nan)
    effect = EffectPosterior(
        "pain", "Pain", "kratom", "nrs", "lower", True, State.NO_CLEAR_DIFFERENCE, (), Grade.OBSERVATIONAL, 30, 1.0, 2.0,  # noqa: FBT003
        Diagnostics("importance", 0.1, 1000.0, 3 * days, 3 * days, rated_before_share=1.0),
        effect=normal(mean, sd),
        sensitivity=Sensitivity(mean, mean, False, tipping, 0.0, 1.5, 0.5),  # noqa: FBT003
        course=Course(np.arange(days), none, none, none, none),
        looks=Looks(NOW_S - 16 * DAY_S, NOW_S + 5 * DAY_S, 3),
    )  # fmt: skip
    return replace(effect, **changes)  # type: ignore[arg-type]


def days_of(effect: EffectPosterior, knowledge: Knowledge) -> int | None:
    days, blocks = settle_in(effect, EMPTY, knowledge, now_s=NOW_S)
    assert blocks is None
    return days


def test_a_likely_effect_is_settled_the_sooner_the_more_the_record_tells(knowledge: Knowledge) -> None:
    waits = [days_of(answer(-1.8, sd), knowledge) for sd in (0.9, 0.85, 0.8, 0.6)]
    assert all(each is not None for each in waits)
    assert waits == sorted(waits, key=lambda each: -(each or 0))
    assert waits[0] != waits[-1] == 5


def test_it_is_settled_at_a_look_and_not_between(knowledge: Knowledge) -> None:
    every = int(knowledge.choice("effect_look_every_d"))
    for sd in (0.9, 0.85, 0.8):
        days = days_of(answer(-1.8, sd), knowledge)
        assert days is not None
        assert (days - 5) % every == 0


def test_a_difference_near_nothing_is_not_said_to_settle_within_the_year(knowledge: Knowledge) -> None:
    for sd in (0.2, 0.4, 0.6):
        assert days_of(answer(0.0, sd), knowledge) is None


def test_worse_settles_as_better_does(knowledge: Knowledge) -> None:
    assert days_of(answer(1.8, 0.8), knowledge) == days_of(answer(-1.8, 0.8), knowledge) is not None


def test_what_was_never_written_down_does_not_settle_with_more_of_the_same(knowledge: Knowledge) -> None:
    kept = answer(-1.8, 0.8, tipping=0.3)
    unrated = replace(kept, diagnostics=replace(kept.diagnostics, rated_before_share=0.75))
    sooner, later = days_of(kept, knowledge), days_of(unrated, knowledge)
    assert sooner is not None
    assert later is None or later >= sooner
    assert days_of(replace(answer(-1.5, 0.8, tipping=0.05)), knowledge) is None


def test_a_verdict_or_another_outcome_has_nothing_to_settle(knowledge: Knowledge) -> None:
    assert days_of(answer(-1.8, 0.8, state=State.HELPS), knowledge) is None
    assert days_of(answer(-1.8, 0.8, primary=False), knowledge) is None
    assert days_of(answer(-1.8, 0.8, effect=None), knowledge) is None


def test_too_few_days_say_how_many_are_missing(diary_of: Callable[..., Diary], knowledge: Knowledge) -> None:
    for days, missing in ((3, 11), (13, 1)):
        rows = [f"2026-03-{day:02d}T{hour}:00+01:00,rating,pain,5,nrs,,,,,,," for day in range(1, days + 1)
                for hour in ("08", "14", "20")]  # fmt: skip
        diary = diary_of(*rows)
        asked = estimate_effect(
            diary, NotAssessed("exposure", "No doses."), knowledge, outcome="pain", now_s=NOW_S * 200, seed=0
        )
        assert settled_in(asked, diary, knowledge, now_s=NOW_S * 200).settle_in_d == missing


def test_too_few_scores_say_how_long_that_many_take(diary_of: Callable[..., Diary], knowledge: Knowledge) -> None:
    diary = diary_of(*(f"2026-03-{day:02d}T08:00+01:00,rating,pain,5,nrs,,,,,,," for day in range(1, 21)))
    nothing = answer(0, 1, state=State.NOT_ENOUGH_DATA, effect=None)
    assert settle_in(nothing, diary, knowledge, now_s=NOW_S) == (10, None)


def test_enough_days_and_still_no_number_is_no_question_of_days(
    diary_of: Callable[..., Diary], knowledge: Knowledge
) -> None:
    rows = [f"2026-03-{day:02d}T{hour}:00+01:00,rating,pain,5,nrs,,,,,,," for day in range(1, 30) for hour in (10, 20)]
    nothing = answer(0, 1, state=State.NOT_ENOUGH_DATA, effect=None, evidence_grade=Grade.ASSOCIATION_ONLY)
    assert settle_in(nothing, diary_of(*rows), knowledge, now_s=NOW_S) == (None, None)


def trial_rows(pairs: int, *, sealed: bool = False) -> list[str]:
    arms = [("K7", "M3") if sealed else ("usual", "-25%")] * pairs
    days = np.datetime64("2026-01-01") + 10 * np.arange(2 * pairs)
    return [
        f"{day}T00:00+00:00,assignment,{arm},{at + 1},{'masked' if sealed else 'open'},,,,,,,"
        for at, (day, arm) in enumerate(zip(days, [arm for pair in arms for arm in pair], strict=True))
    ]


def less(mean: float, sd: float) -> tuple[Contrast, ...]:
    return (Contrast("one_step_less", "", Grade.RANDOMISED_OPEN, normal(mean, sd), "", 0.8, 0.5),)


def test_a_trial_says_how_many_more_pairs(diary_of: Callable[..., Diary], knowledge: Knowledge) -> None:
    asked = answer(-0.5, 0.5, contrasts=less(0.3, 0.45))
    few, more = (settle_in(asked, diary_of(*trial_rows(pairs)), knowledge, now_s=NOW_S)[1] for pairs in (2, 4))
    assert few is not None
    assert more is not None
    assert 1 <= few <= more <= 2 * few
    surer = answer(-0.5, 0.5, contrasts=less(0.3, 0.42))
    sooner = settle_in(surer, diary_of(*trial_rows(4)), knowledge, now_s=NOW_S)[1]
    assert sooner is not None
    assert sooner <= more


@pytest.mark.parametrize(("mean", "sd"), [(0.4, 0.2), (-1.6, 0.3), (-0.5, 0.3)])
def test_a_trial_that_is_clear_or_lies_on_the_margin_says_none(
    diary_of: Callable[..., Diary], knowledge: Knowledge, mean: float, sd: float
) -> None:
    asked = answer(-0.5, 0.5, contrasts=less(mean, sd))
    assert settle_in(asked, diary_of(*trial_rows(4)), knowledge, now_s=NOW_S)[1] is None


def test_while_a_blind_trial_runs_nothing_is_told(diary_of: Callable[..., Diary], knowledge: Knowledge) -> None:
    asked = answer(-1.8, 0.8, contrasts=less(0.1, 0.4))
    assert settle_in(asked, diary_of(*trial_rows(4, sealed=True)), knowledge, now_s=NOW_S) == (None, None)
