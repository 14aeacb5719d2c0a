"""The pictures of an effect, each with what it shows, what is to be seen, and the table behind it."""

from __future__ import annotations

from dataclasses import dataclass

from speciosa.report.chart_dots import PAGE_DOTS, PHONE_DOTS, dots_spec
from speciosa.report.chart_effect_course import (
    PAGE_DID,
    PAGE_RECORDED,
    PHONE_DID,
    PHONE_RECORDED,
    Stretch,
    did_spec,
    recorded_spec,
    stretches_of,
)
from speciosa.report.chart_frame import Spec
from speciosa.report.chart_response import (
    PAGE_HARMS,
    PAGE_RESPONSE,
    PHONE_HARMS,
    PHONE_RESPONSE,
    harms_spec,
    response_spec,
)
from speciosa.report.chart_svg import draw
from speciosa.report.effect_names import outcome_name
from speciosa.report.effect_pictures_says import (
    beside_dose,
    course_says,
    course_title,
    harms_say,
    response_says,
    response_title,
)
from speciosa.report.effect_section import Effect
from speciosa.report.effect_sentences import dots_says, dots_title
from speciosa.report.effect_tables import course_table, dots_table, response_table
from speciosa.report.tables import Table
from speciosa.report.wording import Wording


@dataclass(frozen=True, slots=True)
class EffectPanel:
    """One drawing for phones (`narrow`) and one for everything else, and the words above them."""

    title: str
    beside: str
    narrow: str
    wide: str


@dataclass(frozen=True, slots=True)
class EffectFigure:
    """One figure: what it shows, its drawings above each other, what is to be seen, the table behind it."""

    kind: str
    title: str
    says: str
    panels: tuple[EffectPanel, ...]
    table: Table


def effect_pictures(effect: Effect, words: Wording) -> tuple[EffectFigure, ...]:
    """Dots, course, dose and response, as far as each can be drawn; none of what is withheld."""
    if effect.dots is None or effect.withheld:
        return ()
    figures = (_dots(effect, words), _course(effect, words), _response(effect, words))
    return tuple(each for each in figures if each)


def _dots(effect: Effect, words: Wording) -> EffectFigure:
    title, says = dots_title(words, effect), dots_says(words, effect)
    specs = [dots_spec(words, effect, frame) for frame in (PHONE_DOTS, PAGE_DOTS)]
    panel = _panel(specs, "dots", "", "", title, says)
    return EffectFigure("dots", title, says, (panel,), dots_table(words, effect))


def _course(effect: Effect, words: Wording) -> EffectFigure | None:
    posterior = effect.posterior
    if posterior.course is None or not len(posterior.course.day):
        return None
    grain, stretches = stretches_of(posterior.course)
    if not stretches:
        return None
    title, says = course_title(words, effect, grain), course_says(words, effect)
    recorded = words.say("What you wrote down")
    did = words.say("What went with it")
    panels = (
        _both(words, effect, stretches, "recorded", recorded, title, says),
        _both(words, effect, stretches, "did", did, title, says),
    )
    return EffectFigure("course", title, says, panels, course_table(words, grain, stretches))


def _both(
    words: Wording, effect: Effect, stretches: tuple[Stretch, ...], part: str, name: str, title: str, says: str
) -> EffectPanel:
    if part == "recorded":
        frames, spec, unit = (PHONE_RECORDED, PAGE_RECORDED), recorded_spec, words.say("mean score")
    else:
        frames, spec, unit = (PHONE_DID, PAGE_DID), did_spec, words.say("points, against none")
    drawn = [spec(words, effect.posterior, stretches, frame) for frame in frames]
    return _panel(drawn, f"effect-{part}", name, unit, title, says)


def _response(effect: Effect, words: Wording) -> EffectFigure | None:
    response = effect.posterior.dose_response
    if response is None or not response.unit or not len(response.dose):
        return None
    title, says = response_title(words, effect), response_says(words, effect)
    curve = [response_spec(words, effect.posterior, response, frame) for frame in (PHONE_RESPONSE, PAGE_RESPONSE)]
    name = outcome_name(words, effect.posterior)
    panels = [_panel(curve, "response", name[:1].upper() + name[1:], words.say("points, against none"), title, says)]
    harms = effect.harms
    if harms is not None and (harms.symptoms or harms.withdrawals):
        drawn = [harms_spec(words, response, harms, frame) for frame in (PHONE_HARMS, PAGE_HARMS)]
        label = words.say("Doses with something unwanted written down after")
        panels.append(_panel(drawn, "harms", label, "", title, harms_say(words, effect)))
    says = f"{says} {harms_say(words, effect)}".strip()
    return EffectFigure("response", title, says, tuple(panels), response_table(words, effect, beside_dose))


def _panel(specs: list[Spec], ids: str, name: str, beside: str, title: str, says: str) -> EffectPanel:
    shown = f"{title}: {name}" if name else title
    narrow, wide = (draw(spec, name=f"{ids}{at}", title=shown, says=says) for at, spec in enumerate(specs))
    return EffectPanel(name, beside, narrow, wide)
