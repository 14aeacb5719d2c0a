"""What is said of an effect: each state and kind of evidence has its own words, and never another's."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from tests.unit.report.made_effects import ALL, NOW_S, contrast, draws, helping, helping_in_a_trial, made_effect

from speciosa.effect import EffectPosterior, Grade, State, estimate_effect
from speciosa.effect.posterior import Looks, Middle, Rebound, Tolerance
from speciosa.knowledge import Knowledge
from speciosa.record import Diary
from speciosa.report import effect_sentences as told
from speciosa.report.difference import Difference, about, higher_or_lower, points, range_says, step_of_sd
from speciosa.report.effect_section import Effect, effect_of
from speciosa.report.wording import wording
from speciosa.safety import shut_for
from speciosa.values.gaps import NotAssessed

EN = wording("en")
Shown = Callable[[EffectPosterior], Effect]
OF_A_TRIAL = re.compile(
    r"\b(because|caus\w+|helps|helped|works?|made|lowers|raises|reduc\w+|improv\w+)\b", re.IGNORECASE
)
NEVER = re.compile(
    r"\b(safe|safely|safety|optimal|recommended|natural|enough is|which dose|users?|patients?|compliance|failed|prove\w*"
    r"|increas\w+|decreas\w+|significan\w+)\b|!",
    re.IGNORECASE,
)


@pytest.fixture
def shown(diary_of: Callable[..., Diary], knowledge: Knowledge) -> Shown:
    diary = diary_of("2026-03-01T08:00+01:00,dose,kratom,2.5,g", "2026-03-02T08:00+01:00,dose,kratom,3,g")
    return lambda posterior: effect_of(posterior, diary, knowledge)


def everything(effect: Effect) -> str:
    """All that is said of an answer."""
    said = [told.question(EN, effect), told.short_says(EN, effect), told.lead_says(EN, effect)]
    said += [told.reasons_say(EN, effect), told.fresh_says(EN, effect), told.settle_says(EN, effect)]
    said += [told.contrast_answer(EN, effect, each) for each in effect.contrasts]
    said += [told.wearing_off_says(EN, effect), told.rebound_says(EN, effect), told.withdrawal_says(EN, effect)]
    said += [told.care_says(EN, effect), *told.doubts(EN, effect)]
    said += [told.month_says(EN, effect), told.others_say(EN, effect)]
    if effect.dots is not None:
        said += [told.dots_title(EN, effect), told.dots_says(EN, effect)]
    return "\n".join(said)


@pytest.mark.parametrize(
    ("name", "lead"),
    [
        ("made_effect", "We can't say yet."),
        ("association", "We can't say yet."),
        ("helping", "Kratom goes with lower pain: about 1 point (between half a point and 2 points)."),
        ("little", "Kratom goes with lower pain: probably a little, less than most people notice (between 0.2 points and 1 point)."),
        ("helping_in_a_trial", "Because of it, your pain is about 1 point lower (between half a point and one and a half points)."),
        ("harmful", "Your pain is probably higher with it: about 1 point (between nothing and one and a half points). Worth showing to your doctor."),
        ("harmful_in_a_trial", "Because of it, your pain is probably about 1 point higher (between nothing and one and a half points). Worth showing to your doctor."),
        ("unclear", "We can't tell yet which way it goes: anywhere from 1 point better to half a point worse."),
        ("too_small", "Too small to notice, if there is any difference: anywhere from half a point better to 0.3 points worse."),
        ("mood", "Kratom goes with higher mood: about 1 point (between half a point and 2 points)."),
        ("physiotherapy", "Because of it, your pain is about 1 point lower (between half a point and 2 points)."),
        ("nothing", "We can't tell yet which way it goes: anywhere from 2 points better to 2 points worse."),
    ],
)  # fmt: skip
def test_each_state_and_kind_of_evidence_has_its_words(name: str, lead: str, shown: Shown) -> None:
    assert told.lead_says(EN, shown(ALL[name]())) == lead


@pytest.mark.parametrize("name", ALL)
def test_nothing_is_ever_said_that_must_not_be(name: str, shown: Shown) -> None:
    assert NEVER.search(everything(shown(ALL[name]()))) is None


@pytest.mark.parametrize("name", ALL)
def test_a_record_alone_goes_with_and_nothing_more(name: str, shown: Shown) -> None:
    posterior = replace(ALL[name](), evidence_grade=Grade.OBSERVATIONAL)
    posterior = replace(
        posterior, contrasts=tuple(replace(each, grade=Grade.OBSERVATIONAL) for each in posterior.contrasts)
    )
    assert OF_A_TRIAL.search(everything(shown(posterior))) is None


@pytest.mark.parametrize("state", [State.HELPS, State.WORSE])
@pytest.mark.parametrize("grade", [Grade.RANDOMISED_OPEN, Grade.RANDOMISED_MASKED])
def test_only_where_chance_decided_something_is_because_of_it(state: State, grade: Grade, shown: Shown) -> None:
    mean = -1.1 if state is State.HELPS else 1.1
    posterior = replace(helping(), state=state, effect=draws(mean, 0.3), evidence_grade=grade)
    assert told.lead_says(EN, shown(posterior)).startswith("Because of it, your pain is ")
    assert "goes with" not in told.lead_says(EN, shown(posterior))


def test_one_answer_may_be_of_two_kinds_and_each_has_its_own_words(shown: Shown) -> None:
    less = contrast("one_step_less", -0.1, 0.2, Grade.RANDOMISED_OPEN, prob_not_worse=0.98, margin=0.5)
    posterior = replace(helping(), contrasts=(contrast("settled", -0.9, 0.2), less))
    effect = shown(posterior)
    settled, step = (told.contrast_answer(EN, effect, each) for each in effect.contrasts)
    assert settled.startswith("Goes with pain about")
    assert step.startswith("A quarter less did about as well in your trial")


@pytest.mark.parametrize(
    ("grade", "chance"),
    [(Grade.OBSERVATIONAL, 0.99), (Grade.ASSOCIATION_ONLY, 0.99), (Grade.RANDOMISED_MASKED, 0.8), (Grade.RANDOMISED_OPEN, None)],
)  # fmt: skip
def test_less_did_as_well_only_in_a_trial_that_is_sure_of_it(grade: Grade, chance: float | None, shown: Shown) -> None:
    less = contrast("one_step_less", -0.1, 0.2, grade, prob_not_worse=chance, margin=0.5)
    effect = shown(replace(helping_in_a_trial(), contrasts=(less,)))
    assert "as well" not in told.contrast_answer(EN, effect, less)


def test_a_quarter_less_is_told_the_way_round_that_people_ask(shown: Shown) -> None:
    less = contrast("one_step_less", -1.0, 0.2)  # usual minus less: less is a point higher
    assert told.contrast_answer(EN, shown(helping()), less).startswith(
        "On days with a quarter less your pain was about 1 point higher"
    )


def test_of_a_record_alone_a_quarter_less_has_no_count_of_answers(shown: Shown) -> None:
    less = next(each for each in helping().contrasts if each.name == "one_step_less")
    said = told.contrast_answer(EN, shown(helping()), less)
    assert said.startswith("On days with a quarter less your pain was about the same (anywhere from ")
    assert "Better days may simply have needed less. Only a trial can tell." in said
    assert "equally likely" not in said
    trial = helping_in_a_trial()
    less = next(each for each in trial.contrasts if each.name == "one_step_less")
    assert "In 49 of 50 equally likely answers" in told.contrast_answer(EN, shown(trial), less)
    wide = contrast("one_step_less", -0.1, 1.0, prob_not_worse=0.6, margin=0.5)
    assert "about the same" not in told.contrast_answer(EN, shown(helping()), wide)


def test_beside_the_first_two_weeks_of_stopping_stands_not_to_stop_suddenly(shown: Shown) -> None:
    effect = shown(helping())
    said = [told.contrast_answer(EN, effect, each) for each in effect.contrasts]
    assert ["Don't stop suddenly; talk to somebody first." in each for each in said] == [False, True, False, False]


@pytest.mark.parametrize(
    ("peak", "days", "known"), [(0.6, 4.0, True), (0.1, 4.0, False), (0.6, 0.3, False), (0.0, 0.0, False)]
)
def test_rough_days_that_round_to_nothing_are_not_called_none(
    peak: float, days: float, known: bool, shown: Shown
) -> None:
    rebound = Rebound(Middle(peak, 0.0, 1.4), Middle(days, 0.0, 12.0))
    said = told.rebound_says(EN, shown(replace(helping(), rebound=rebound)))
    assert ("for about 4 days" in said) is known
    assert ("your record can't tell. They can be hard. Don't stop suddenly." in said) is not known
    assert "nothing at its worst" not in said


def test_what_has_no_answer_says_why(shown: Shown) -> None:
    effect = shown(helping())
    ((why, asked),) = effect.unanswered
    assert [each.name for each in asked] == ["stopping_days_15_60"]
    assert told.why_not(EN, why) == "The record has no time without it that is long enough."
    assert told.contrast_answer(EN, effect, asked[0]).startswith("Not assessed. The record has no time")


def test_scores_written_only_after_a_dose_are_said_to_turn_the_answer_upside_down(shown: Shown) -> None:
    said = told.reasons_say(EN, shown(ALL["association"]()))
    assert said.startswith("You mostly wrote scores after a dose, not before. That can turn the answer upside down")
    assert "upside down" not in everything(shown(made_effect()))


@pytest.mark.parametrize(("days", "blocks", "said"), [(42, None, "About 42 days of record"), (None, 1, "About 1 more trial period"), (None, None, "")])  # fmt: skip
def test_how_much_longer_it_would_take_is_said_where_somebody_worked_it_out(
    days: int | None, blocks: int | None, said: str, shown: Shown
) -> None:
    effect = shown(made_effect(settle_in_d=days, settle_in_blocks=blocks))
    assert told.settle_says(EN, effect).startswith(said)
    assert bool(told.settle_says(EN, effect)) == bool(said)


def test_a_second_outcome_is_a_hint_and_no_verdict(shown: Shown) -> None:
    effect = shown(ALL["secondary"]())
    assert told.short_says(EN, effect) == "A hint, and not an answer."
    assert "not the outcome that was chosen beforehand" in told.lead_says(EN, effect)
    assert "probably" not in told.lead_says(EN, effect)
    reason = "This is not the outcome that was chosen beforehand, so it gets a number and no verdict."
    said = replace(ALL["secondary"](), state=State.NO_CLEAR_DIFFERENCE, reasons=(reason,))
    assert everything(shown(said)).count("chosen beforehand") == 1
    assert told.lead_says(EN, shown(said)).startswith("With it, mood is about 1 point higher")
    wide = replace(ALL["secondary"](), effect=draws(0.3, 0.6))
    assert told.lead_says(EN, shown(wide)).startswith("We can't tell yet which way it goes")


def test_what_is_too_small_to_notice_is_never_printed_as_enough(shown: Shown) -> None:
    posterior = replace(ALL["too_small"](), effect=draws(-0.35, 0.3))
    assert told.lead_says(EN, shown(posterior)) == (
        "Too small to notice, if there is any difference: anywhere from 0.9 points better to 0.2 points worse."
    )


def test_a_sentence_that_another_starting_point_would_change_says_so(shown: Shown) -> None:
    assert "would have been put differently" in told.lead_says(EN, shown(ALL["turns"]()))
    assert "would have been put differently" not in told.lead_says(EN, shown(helping()))


@pytest.mark.parametrize("name", [name for name in ALL if name not in {"made_effect", "association", "nothing"}])
def test_how_far_the_record_moved_what_was_believed_is_always_said(name: str, shown: Shown) -> None:
    said = " ".join(told.doubts(EN, shown(ALL[name]())))
    assert "Before your record we allowed for anything from 3 points lower to 3 points higher; your record" in said


@pytest.mark.parametrize("name", ALL)
def test_whoever_takes_kratom_is_told_not_to_stop_suddenly_whatever_the_answer(name: str, shown: Shown) -> None:
    effect = shown(ALL[name]())
    assert ("don't stop suddenly. Talk to somebody first: a doctor, a pharmacist." in told.care_says(EN, effect)) == (
        effect.is_kratom
    )


def test_the_old_dose_is_warned_of_once_beside_stopping_or_less(shown: Shown) -> None:
    effect = shown(helping())
    said = [told.contrast_answer(EN, effect, each) for each in effect.contrasts]
    assert ["old dose can be too much" in each for each in said] == [False, True, False, False]


def test_relief_of_withdrawal_is_never_passed_off_as_relief_of_pain(shown: Shown) -> None:
    assert "relief from the last dose wearing off" in told.contrast_answer(
        EN, shown(helping()), contrast("acute_now", -1.0)
    )
    alone = replace(helping(), contrasts=(contrast("acute_now", -1.0),))
    assert "Your record can't tell the two apart" in told.withdrawal_says(EN, shown(alone))
    assert "can tell the two apart" in told.withdrawal_says(EN, shown(helping()))


def test_wearing_off_is_told_from_a_worse_illness_only_where_the_record_can(shown: Shown) -> None:
    said = told.wearing_off_says(EN, shown(ALL["wearing_off"]()))
    assert said.startswith("It seems to do less than it did: between 15 and 70 % of what it does at first is lost")
    assert "seldom brings it back for long and makes stopping harder" in said
    assert told.wearing_off_says(EN, shown(helping())) == ""
    assert "less effect, a worse illness and a weaker product look alike" in " ".join(told.doubts(EN, shown(helping())))


@pytest.mark.parametrize(
    ("low", "high", "begins"),
    [
        (0.0, 0.15, "It does about as much"),
        (0.0, 0.76, "It may do less than at first: your record can't say how much."),
    ],
)
def test_little_or_no_loss_is_not_called_wearing_off(low: float, high: float, begins: str, shown: Shown) -> None:
    tolerance = Tolerance(Middle(9, 3, 30), Middle((low + high) / 2, low, high))
    assert told.wearing_off_says(EN, shown(replace(helping(), tolerance=tolerance))).startswith(begins)


def test_a_look_names_its_time_and_the_next(shown: Shown) -> None:
    said = " ".join(told.doubts(EN, shown(helping())))
    assert "Last time: 9 March 2026 (look 3). Next time: 23 March 2026." in said
    assert "Last time" not in " ".join(told.doubts(EN, shown(replace(helping(), looks=Looks(None, NOW_S, 0)))))


@pytest.mark.parametrize(("rho", "word"), [(0.1, "loosely"), (0.4, "fairly closely"), (0.7, "have to go closely"), (None, "step for step")])  # fmt: skip
def test_what_went_unrecorded_is_weighed_in_words(rho: float | None, word: str, shown: Shown) -> None:
    posterior = helping()
    assert posterior.sensitivity
    turned = replace(posterior, sensitivity=replace(posterior.sensitivity, tipping_point_rho=rho))
    assert word in " ".join(told.doubts(EN, shown(turned)))


def test_fifty_dots_are_counted_and_never_called_certain(shown: Shown) -> None:
    assert told.dots_says(EN, shown(ALL["unclear"]())).startswith(
        "In 39 of 50 equally likely answers your pain is lower"
    )
    assert "not the same as certain" in told.dots_says(EN, shown(helping()))
    assert "what was not written down" in told.dots_says(EN, shown(helping()))
    assert "what was not written down" not in told.dots_says(EN, shown(helping_in_a_trial()))


@pytest.mark.parametrize(("born", "seen"), [(2008, False), (2009, False), (2007, True), (None, True)])
def test_nothing_of_it_is_for_somebody_under_age(
    born: int | None, seen: bool, diary_of: Callable[..., Diary], knowledge: Knowledge
) -> None:
    person = f"birth_year = {born}" if born else ""
    diary = diary_of("2026-03-01T08:00+01:00,dose,kratom,2.5,g", person=person)
    why = shut_for(diary.person, knowledge, now_s=NOW_S).get("effect")
    assert (why is None) is seen
    if why:
        gap = NotAssessed("exposure", "Not here.")
        asked = estimate_effect(diary, gap, knowledge, outcome="pain", now_s=NOW_S, seed=0, withheld=why)
        effect = effect_of(asked, diary, knowledge)
        assert effect.withheld
        assert effect.dots is None
        assert effect.contrasts == ()
        assert effect.document["state"] == "not_enough_data"
        assert "under 18" in told.reasons_say(EN, effect)
        assert "point" not in everything(effect)


def test_a_difference_has_the_digits_that_it_earns() -> None:
    assert [step_of_sd(each) for each in (2.0, 1.0, 0.4, 0.25, 0.24, 0.04)] == [1.0, 1.0, 0.5, 0.5, 0.1, 0.05]
    assert points(EN, 1.0, 0.5) == "1 point"
    assert higher_or_lower(EN, -0.2, 0.5) == "no different"
    assert about(EN, Difference(-1.1, -1.9, -0.3, 0.5)) == "about 1 point lower (between half a point and 2 points)"
    assert range_says(EN, Difference(0.3, 0.28, 0.32, 0.5)) == "give or take less than half a point"
    assert range_says(EN, Difference(0.6, -0.1, 1.4, 0.5)) == "between nothing and one and a half points"
    assert range_says(EN, Difference(-0.6, -1.4, 0.1, 0.5)) == "between nothing and one and a half points"
