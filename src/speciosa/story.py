"""The whole product in one function: a diary in, a report out. Read this first.

Diary -> ExposureCurve[draw, analyte, time] -> EffectPosterior + SkinSeries -> Findings -> Report
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from speciosa.effect import estimate_effect
from speciosa.exposure import expose
from speciosa.knowledge import Knowledge
from speciosa.record import Diary
from speciosa.report import Report, compose
from speciosa.safety import screen, shut_for, side_effects
from speciosa.simulate import settled_in
from speciosa.skin import follow_skin


def tell(
    diary: Diary, knowledge: Knowledge, *, photos: Mapping[str, bytes], now_s: int, seed: int, language: str,
    without: Collection[str] = (), step: Callable[[str], None] = lambda _room: None,
) -> Report:  # fmt: skip
    """Everything that a person's record says, and everything that it does not.

    Parameters
    ----------
    diary : what the person told us.
    knowledge : what the literature says.
    photos : the diary's photo paths to their bytes.
    now_s : the instant of asking, UTC seconds; later entries are not looked at.
    seed : of every random draw; the same inputs give the same report.
    language : of the report, e.g. ``en``.
    without : functions that this copy leaves out; some are shut by age, too.
    step : called with the name of each room before its work, for whoever waits.
    """
    known = diary.as_of(now_s)
    shut = shut_for(known.person, knowledge, now_s=now_s, without=without)
    step("exposure")
    exposure = shut.get("exposure") or expose(known, knowledge, seed=seed, now_s=now_s)
    step("effect")
    outcome, withheld = known.leading_outcome, shut.get("effect")
    effect = estimate_effect(known, exposure, knowledge, outcome=outcome, now_s=now_s, seed=seed, withheld=withheld)
    effect = settled_in(effect, known, knowledge, now_s=now_s)
    step("skin")
    skin = shut.get("skin") or follow_skin(known, photos, knowledge, now_s=now_s, seed=seed)
    step("safety")
    symptoms = () if withheld else side_effects.follow_symptoms(known, exposure, knowledge, now_s=now_s, seed=seed)
    findings = screen(known, exposure, effect, skin, knowledge, now_s=now_s, side_effects=symptoms)
    step("report")
    return compose(
        known, exposure, effect, skin, findings, knowledge, now_s=now_s, seed=seed, language=language, whole=diary
    )
