"""Screening a record for what should be acted on: the room's way through."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from speciosa.effect import EffectPosterior
from speciosa.exposure import ExposureCurve
from speciosa.knowledge import Act, Knowledge, safety_rows
from speciosa.record import Diary
from speciosa.safety.case import Case
from speciosa.safety.conditions import condition_findings
from speciosa.safety.dependence import taper_talk
from speciosa.safety.finding import Finding, Findings
from speciosa.safety.interactions import interaction_findings
from speciosa.safety.liver import liver_picture
from speciosa.safety.pain_plan import pain_plan
from speciosa.safety.perhaps import perhaps_findings
from speciosa.safety.ruled import ruled_findings
from speciosa.safety.side_effects import SideEffect
from speciosa.safety.skin_findings import skin_findings
from speciosa.safety.unlooked import unlooked
from speciosa.safety.withdrawal import withdrawal_diary
from speciosa.skin import SkinSeries
from speciosa.values.gaps import NotAssessed

_SOON = {each: at for at, each in enumerate(Act)}
_PART = {each: at for at, each in enumerate(safety_rows.SAFETY_PARTS)}


def screen(
    diary: Diary, exposure: ExposureCurve | NotAssessed, effect: EffectPosterior, skin: SkinSeries | NotAssessed,
    knowledge: Knowledge, *, now_s: int, side_effects: tuple[SideEffect, ...] = (),
) -> Findings:  # fmt: skip
    """Findings, and the list of what was not assessed: every gap of the rooms before, and our own.

    record -> `Case` -> rules of the tables (`ruled`), other medicines, illnesses, skin -> findings, most urgent first.

    Parameters
    ----------
    diary : as known at `now_s`.
    exposure, effect, skin : what the rooms before found, or why they found nothing.
    now_s : the instant of asking, UTC seconds.
    side_effects : as from `follow_symptoms`, which takes longer than everything here.

    Valid when: entries were written down. That none was found is no proof that there is none.
    """
    case = Case(diary, exposure, effect, skin, knowledge, now_s)
    return Findings(
        findings=_in_time(tuple(sorted(_findings(case), key=_order)), case),
        listed=case.listed,
        side_effects=side_effects,
        liver=liver_picture(case),
        withdrawal=withdrawal_diary(case),
        taper=taper_talk(case),
        plan=pain_plan(case),
        not_assessed=unlooked(case),
    )


def _findings(case: Case) -> Iterator[Finding]:
    ruled = tuple(ruled_findings(case))
    yield from ruled
    met = {each.code for each in ruled}
    yield from (each for each in perhaps_findings(case) if each.code.removeprefix("perhaps_") not in met)
    yield from interaction_findings(case)
    yield from condition_findings(case)
    yield from skin_findings(case)


def _in_time(findings: tuple[Finding, ...], case: Case) -> tuple[Finding, ...]:
    """The same with the entries behind each in the order of time."""
    wanted = {each for found in findings for each in found.why}
    place = {each: at for at, each in enumerate(case.diary.entries.id.tolist()) if each in wanted}
    return tuple(
        replace(found, why=tuple(sorted(found.why, key=lambda each: place.get(each, -1)))) for found in findings
    )


def _order(found: Finding) -> tuple[int, int, int, str]:
    """What is to be done first; the latest first among equals; then by code, so that the order is always the same."""
    return _SOON[found.act], _PART[found.part], -(found.time_s or 0), found.code
