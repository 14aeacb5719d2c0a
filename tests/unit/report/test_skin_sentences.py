"""What is said of skin: the words of every kind, and those that are never said."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from tests.unit.report.made_skin import (
    ASKED,
    EVERY_KIND,
    GAP,
    NOW_S,
    REFUSED,
    SIGN,
    Kind,
    course,
    covered,
    skin,
    stopped,
)
from tests.unit.report.test_words import FORBIDDEN

from speciosa.knowledge import Knowledge
from speciosa.record import Diary
from speciosa.report import skin_sentences as told
from speciosa.report.skin_numbers import spread_says, step_of, tenths
from speciosa.report.skin_section import Skin, skin_of
from speciosa.report.wording import wording
from speciosa.skin.series import Estimate, Fading, SkinSeries

EN = wording("en")
Shown = Callable[..., Skin]
BLAME = re.compile(
    r"\b(kratom did|from kratom|kratom made|kratom's fault|diagnos\w*|you have (addison|argyria)|all is well)\b",
    re.IGNORECASE,
)
NOTHING = "No colour change in this window. Moles and other skin were not looked at."


@pytest.fixture
def shown(diary_of: Callable[..., Diary], knowledge: Knowledge) -> Shown:
    def make(found: SkinSeries, *rows: str) -> Skin:
        return skin_of(found, diary_of(*rows), knowledge, EN, now_s=NOW_S)

    return make


def all_said(skin_shown: Skin) -> str:
    said = [told.short_says(EN, skin_shown), told.lead_says(EN), *told.caveats_say(EN, skin_shown)]
    said += [*told.dechallenge_says(EN, skin_shown), told.care_says(EN, skin_shown), *told.asked_say(EN, skin_shown)]
    for panel in skin_shown.panels:
        said += [
            told.state_says(EN, panel), told.causes_short(EN, skin_shown, panel), told.more_says(EN, panel),
            told.tone_says(EN, panel), told.next_says(EN, skin_shown, panel),
        ]  # fmt: skip
        said += [f"{label} {value}" for label, value in told.facts_of(EN, panel)]
        said += [f"{title} {text}" for title, text, _ in told.cause_says(EN, skin_shown, panel)]
    return " ".join(said)


@pytest.mark.parametrize("kind", EVERY_KIND)
@pytest.mark.parametrize("persistent", [True, False])
@pytest.mark.parametrize("answer", [None, *Fading])
def test_no_kind_and_no_answer_says_a_forbidden_word_or_puts_the_blame(
    shown: Shown, kind: Kind, persistent: bool, answer: Fading | None
) -> None:
    site: Any = covered if kind is Kind.DIFFUSE else course
    over = kind not in {Kind.NONE, Kind.SUN_LIKE}
    made = site(kind, persistent=persistent and over, tan_dermal_deg=20.0, phones=2, gaps=(GAP,))
    found = skin(
        made, course(site="neck_back", n=2), course(site="shin_left", power=0.2), refused=REFUSED, asked=ASKED,
        signs=(SIGN,), dechallenge=stopped(answer) if answer else None,
    )  # fmt: skip
    words = all_said(shown(found, "2026-03-01T08:00+01:00,medicine,amiodarone,200,mg"))
    assert FORBIDDEN.search(words) is None
    assert BLAME.search(words) is None
    assert "{" not in words
    assert "nan" not in words.lower().split()


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (course(), NOTHING),
        (course(Kind.SUN_LIKE), "Darker than in August 2025, in the way a tan is."),
        (
            course(Kind.DERMAL),
            "Darker and greyer than your usual spread for 4 weeks, on the sunny side only. A skin doctor should look at it: ask for a visit this week.",
        ),
        (
            course(Kind.DERMAL, control=""),
            "Darker and greyer than your usual spread for 4 weeks. A skin doctor should look at it: ask for a visit this week.",
        ),
        (course(Kind.DERMAL, persistent=False), "Darker and greyer than your usual spread in the latest session: one to watch."),
        (course(Kind.LIGHTER), "Lighter than your usual spread for 4 weeks."),
        (
            course(Kind.UNCLEAR),
            (
                "Darker than your usual spread for 4 weeks, and these photos can't tell if in the way a tan is. "
                "If you were not in the sun more than before, ask for a visit this week."
            ),
        ),
        (
            course(n=3),
            "We can't say yet. There are 3 sessions of this place; your own usual spread takes more.",
        ),
        (
            course(power=0.42),
            (
                "Not looked at, because with these photos, at this skin's tone, a clear change would be missed more "
                "often than found: about 4 in 10 are found within 12 weeks."
            ),
        ),
    ],
)  # fmt: skip
def test_the_words_of_each_state_are_those_of_the_house(shown: Shown, made: Any, said: str) -> None:
    panel = next(each for each in shown(skin(made, covered())).panels if each.course.site == made.site)
    assert told.state_says(EN, panel) == said


@pytest.mark.parametrize("persistent", [True, False])
def test_darker_all_over_is_for_a_doctor_even_before_it_lasts(shown: Shown, persistent: bool) -> None:
    found = shown(skin(course(), covered(Kind.DIFFUSE, persistent=persistent)))
    assert told.state_says(EN, found.panels[0]) == (
        "Darker where the sun doesn't reach, too. See a doctor; today if you are also very tired, dizzy, losing weight "
        "or vomiting."
    )
    assert told.short_says(EN, found) == "Darker where the sun doesn't reach, too. See a doctor."
    assert found.advice["arm_inner_left"].who == "A doctor"
    assert ("don't wait for it" in told.more_says(EN, found.panels[0])) is not persistent


def test_nobody_is_told_to_say_a_colour_that_no_photo_measured(shown: Shown) -> None:
    deep, unclear = (shown(skin(course(kind))).advice["forearm_dorsal_left"] for kind in (Kind.DERMAL, Kind.UNCLEAR))
    assert "darker where the sun reaches" in deep.say
    assert "grey" not in deep.say + unclear.say
    assert shown(skin(course(Kind.DERMAL, persistent=False))).advice == {}


def test_a_covered_place_like_a_tan_asks_if_the_sun_reached_it(shown: Shown) -> None:
    (panel, *_) = shown(skin(covered(Kind.SUN_LIKE))).panels
    assert "If no sun reached this place, show it to a doctor." in told.more_says(EN, panel)


def test_the_best_that_is_ever_said_is_no_colour_change_in_this_window(shown: Shown) -> None:
    assert told.short_says(EN, shown(skin())) == NOTHING
    partly = told.short_says(EN, shown(skin(course(), course(n=2, site="neck_back"))))
    assert partly == "No colour change where we could look. Not every place could be looked at."


def test_a_tan_may_be_something_else_and_several_causes_are_named_not_one(shown: Shown) -> None:
    tan = shown(skin(course(Kind.SUN_LIKE), covered()))
    assert "Other causes can look like it, too." in told.more_says(EN, tan.panels[0])
    deep = shown(skin(course(Kind.DERMAL), covered()))
    short = told.causes_short(EN, deep, deep.panels[0])
    assert short == "This can have several causes. Kratom is one; some medicines and illnesses are others."


def test_kratom_is_one_line_among_the_causes_and_never_the_first(shown: Shown) -> None:
    deep = shown(skin(course(Kind.DERMAL), covered()))
    titles = [title for title, _, _ in told.cause_says(EN, deep, deep.panels[0])]
    assert titles.index("Kratom") == len(titles) - 1 > 3
    text = {title: said for title, said, _ in told.cause_says(EN, deep, deep.panels[0])}["Kratom"]
    assert "That doesn't mean that yours comes from it." in text


def test_one_to_watch_asks_for_a_photo_and_what_lasts_says_since_when(shown: Shown) -> None:
    watch = shown(skin(course(Kind.DERMAL, persistent=False), covered())).panels[0]
    assert told.more_says(EN, watch) == "It isn't sure yet that it stays, so take the next photo."
    lasting = shown(skin(course(Kind.DERMAL), covered())).panels[0]
    assert told.more_says(EN, lasting).startswith(
        "Since 8 February 2026 the line has been beyond what chance alone does."
    )


@pytest.mark.parametrize("answer", [Fading.NOT_FADING, Fading.TOO_EARLY, Fading.UNCLEAR])
def test_no_fading_is_never_evidence_against_or_for_it(shown: Shown, answer: Fading) -> None:
    said = " ".join(told.dechallenge_says(EN, shown(skin(dechallenge=stopped(answer)))))
    assert "No fading is no evidence that it was not kratom" in said
    assert "It is no evidence that it was, either." in said


def test_after_stopping_both_slopes_are_said_with_their_limits(shown: Shown) -> None:
    said = " ".join(told.dechallenge_says(EN, shown(skin(dechallenge=stopped(Fading.FADING)))))
    assert "before stopping about 4 (2 to 6); after it about \u22122 (\u22124 to \u22120.5)" in said
    assert "fewer than 1 in 10 show as large a turn" in said
    assert "This goes with stopping." in said
    early = stopped(Fading.TOO_EARLY, before=None, after=None, placebo_p=None)
    said = " ".join(told.dechallenge_says(EN, shown(skin(dechallenge=early))))
    assert said.startswith("Too early to tell: you stopped on ")
    assert "delta E" not in said


def test_a_break_and_a_change_warn_of_the_old_dose_and_of_stopping_suddenly(shown: Shown) -> None:
    assert "Your old dose can be too much now." in told.care_says(EN, shown(skin(dechallenge=stopped(Fading.FADING))))
    assert "don't stop suddenly" in told.care_says(EN, shown(skin(course(Kind.DERMAL))))
    assert told.care_says(EN, shown(skin())) == ""


def test_the_typology_angle_is_a_number_for_reports_and_never_an_alarm(shown: Shown) -> None:
    facts = dict(told.facts_of(EN, shown(skin(course(Kind.DERMAL), covered())).panels[0]))
    (label,) = [each for each in facts if "ITA" in each]
    assert "never the alarm" in label
    assert facts[label] == "about \u22127\u00b0 (\u221213 to \u22121)"
    assert facts["Changed area within the window"] == "about 2.5 cm\u00b2 (1 to 3.5)"


def test_what_is_not_known_is_said_to_be(shown: Shown) -> None:
    facts = dict(told.facts_of(EN, shown(skin(course(n=2))).panels[0]))
    assert list(facts.values()).count("not known") == 4
    assert "Nobody measured the paper and the ink of your card" in " ".join(told.caveats_say(EN, shown(skin())))


@pytest.mark.parametrize(
    ("estimate", "step", "said"),
    [
        (Estimate(3.41, 2.6, 4.2), 0.1, "about 3.4 (2.6 to 4.2)"),
        (Estimate(3.4, 1.2, 5.9), 1.0, "about 3 (1 to 6)"),
        (Estimate(-7.2, -27.0, 12.6), 5.0, "about \u22125 (\u221225 to 15)"),
        (Estimate(-0.01, -0.04, 0.02), 0.1, "about 0 (0 to 0)"),
    ],
)
def test_an_interval_earns_its_digits(estimate: Estimate, step: float, said: str) -> None:
    assert step_of(estimate) == step
    assert spread_says(EN, estimate) == said
    assert tenths(EN, 0.5) == "about 5 in 10"
