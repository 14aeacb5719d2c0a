"""The whole product in one function: a diary in, a report out. Read this first.

Diary -> ExposureCurve[draw, analyte, time] -> EffectPosterior + SkinSeries -> Findings -> Report
"""

from __future__ import annotations

from collections.abc import Mapping

from speciosa.effect import estimate_effect
from speciosa.exposure import expose
from speciosa.knowledge import Knowledge
from speciosa.record import Diary
from speciosa.report import Report, compose
from speciosa.safety import screen
from speciosa.simulate import settled_in
from speciosa.skin import follow_skin


def tell(
    diary: Diary, knowledge: Knowledge, *, photos: Mapping[str, bytes], now_s: int, seed: int, language: str
) -> Report:
    """Everything that a person's record says, and everything that it does not.

    Parameters
    ----------
    diary : what the person told us.
    knowledge : what the literature says.
    photos : the diary's photo paths to their bytes.
    now_s : the instant of asking, UTC seconds; later entries are not looked at.
    seed : of every random draw; the same inputs give the same report.
    language : of the report, e.g. ``en``.
    """
    known = diary.as_of(now_s)
    exposure = expose(known, knowledge, seed=seed, now_s=now_s)
    effect = estimate_effect(known, exposure, knowledge, outcome=known.leading_outcome, now_s=now_s, seed=seed)
    effect = settled_in(effect, known, knowledge, now_s=now_s)
    skin = follow_skin(known, photos, knowledge, now_s=now_s, seed=seed)
    findings = screen(known, exposure, effect, skin, knowledge, now_s=now_s)
    return compose(known, exposure, effect, skin, findings, knowledge, now_s=now_s, seed=seed, language=language)
