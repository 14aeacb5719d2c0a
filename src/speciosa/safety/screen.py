"""Screening a record for what should be acted on."""

from __future__ import annotations

from speciosa.effect import EffectPosterior
from speciosa.exposure import ExposureCurve
from speciosa.knowledge import Knowledge
from speciosa.record import Diary
from speciosa.safety.finding import Findings
from speciosa.skin import SkinSeries
from speciosa.values.gaps import NotAssessed


def screen(
    diary: Diary,
    exposure: ExposureCurve | NotAssessed,
    effect: EffectPosterior,
    skin: SkinSeries | NotAssessed,
    knowledge: Knowledge,
    *,
    now_s: int,
) -> Findings:
    """Findings, and the list of what was not assessed: every gap of the rooms before, and our own.

    Parameters
    ----------
    now_s : the instant of asking, UTC seconds.
    """
    del diary, knowledge, now_s  # no rule reads them yet
    gaps = [each for each in (exposure, skin) if isinstance(each, NotAssessed)]
    if effect.effect is None:
        gaps.append(NotAssessed("effect", " ".join(effect.reasons)))
    gaps += [
        *effect.not_assessed,
        NotAssessed("interactions", "This version does not yet check your medicines against kratom. Ask a pharmacist."),
        NotAssessed("warning_signs", "This version does not yet look for warning signs in your entries."),
        NotAssessed("dependence", "This version does not yet look for signs of dependence or withdrawal."),
    ]
    return Findings((), tuple(gaps))
