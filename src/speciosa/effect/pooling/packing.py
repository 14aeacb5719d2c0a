"""From a person's own answer to a packet, or why there is none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from speciosa.effect.pooling.limits import fault_in
from speciosa.effect.pooling.packet import (
    CONTRASTS,
    HORIZON_D,
    KNOWLEDGE,
    PACKET_ID,
    SOFTWARE,
    EvidencePacket,
    MadeWith,
    RecordSize,
    Summary,
    equally_likely,
)
from speciosa.effect.pooling.stage_prior import StagePrior
from speciosa.effect.posterior import EffectPosterior, Grade, State
from speciosa.knowledge import Knowledge
from speciosa.values.draws import Draws
from speciosa.values.gaps import NotAssessed

_CODE = "packet"
_HARDLY_MORE = "The record says hardly more than was assumed before, so nothing is sent."


class DoseLevel(NamedTuple):
    """The effect with every dose of the usual pattern made smaller to `relative_dose` (above 0, to 1) of it."""

    relative_dose: float
    grade: Grade
    difference: Draws
    prior: StagePrior


def packet_of(
    posterior: EffectPosterior, packet_id: str, knowledge: Knowledge, *, weeks: int, blocks: int, software: str,
    prior: StagePrior | None = None, contrast_priors: Mapping[str, StagePrior] | None = None,
    dose_levels: Sequence[DoseLevel] = (),
) -> EvidencePacket | NotAssessed:  # fmt: skip
    """The packet of one answer. Whether the person is old enough and has agreed is for the caller to know.

    Parameters
    ----------
    packet_id : see `packet.packet_id`.
    weeks : whole weeks of record.
    blocks : blocks of a trial that ended; 0 without one.
    software : version, like ``0.1.0``.
    prior : of the effect as `posterior.for_pooling` holds it; by default the normal with `posterior.sensitivity`'s
        mean and SD.
    contrast_priors : of the contrasts that are to go along; one without a prior stays at home, for
        nobody could take the prior out again.
    dose_levels : ascending.

    Returns
    -------
    A packet, its effect None where the record tells only another number. Or why there is none: no number at all was
    earned, the outcome or what was taken is a word of the person's own, the weights cannot be trusted, or the record
    said no more than was assumed.

    Raises
    ------
    ValueError : the caller's `packet_id`, `software` or relative doses have not the form that a packet allows.
    """
    if not PACKET_ID.fullmatch(packet_id) or not SOFTWARE.fullmatch(software):
        raise ValueError("the packet's id or the software's version has not the form of one")
    doses = [each.relative_dose for each in dose_levels]
    if sorted({round(dose, 2) for dose in doses if 0 < dose <= 1}) != doses:
        raise ValueError("relative doses are above 0, at most 1, in hundredths, and ascend")
    if why_not := _not_of_its_form(posterior, knowledge):
        return NotAssessed(_CODE, why_not)
    why_no_effect = _why_no_effect(posterior)
    effect = None if why_no_effect else _effect(posterior, prior, knowledge)
    priors = contrast_priors or {}
    asked = (
        (each.name, _summary(each.grade, each.difference, priors[each.name], knowledge))
        for each in posterior.contrasts
        if each.difference is not None and each.name in priors and each.name in CONTRASTS
    )
    graded = (
        (each.relative_dose, _summary(each.grade, each.difference, each.prior, knowledge)) for each in dose_levels
    )
    contrasts = tuple((name, found) for name, found in asked if found is not None)
    levels = tuple((dose, found) for dose, found in graded if found is not None)
    if effect is None and not contrasts and not levels:
        return NotAssessed(_CODE, why_no_effect or _HARDLY_MORE)
    if not posterior.diagnostics.k_hat <= knowledge.choice("pool_k_hat_most"):
        return NotAssessed(_CODE, "The numbers of this answer cannot be trusted enough to be pooled.")
    return EvidencePacket(
        packet_id, posterior.outcome, posterior.unit, posterior.better, posterior.horizon_d, effect, contrasts, levels,
        round(max(posterior.diagnostics.k_hat, 0.0), 2),
        RecordSize(weeks, 10 * round(posterior.diagnostics.n_ratings / 10), blocks),
        MadeWith(software, knowledge.version),
    )  # fmt: skip


def _not_of_its_form(posterior: EffectPosterior, knowledge: Knowledge) -> str:
    """Why no packet can be made of whatever numbers there are; empty where one can.

    A packet is read strictly: what would be refused there is not made here.
    """
    row = knowledge.outcomes.get(posterior.outcome)
    if row is None:
        return "This outcome is a word of your own, and a packet carries only words from our list."
    if posterior.of != "kratom":
        return "A packet is about kratom only."
    if (posterior.unit, posterior.better, posterior.horizon_d) != (row.unit, row.better.value, HORIZON_D):
        return "The answer is not measured the way packets are."
    if not KNOWLEDGE.fullmatch(knowledge.version):
        return "The version of the knowledge tables has not the form that a packet allows."
    return ""


def _why_no_effect(posterior: EffectPosterior) -> str:
    """Why the answer holds no effect that may be sent; empty where it does."""
    if posterior.state is State.NOT_ENOUGH_DATA or posterior.effect is None:
        return "There is not enough in the record yet to say a number, so there is nothing to send."
    if posterior.evidence_grade is Grade.ASSOCIATION_ONLY:
        return "The record gives an association only, and that is not sent."
    return ""


def _effect(posterior: EffectPosterior, prior: StagePrior | None, knowledge: Knowledge) -> Summary | None:
    if prior is None and posterior.sensitivity is not None:
        prior = StagePrior(posterior.sensitivity.prior_mean, posterior.sensitivity.prior_sd)
    if prior is None or posterior.effect is None:
        return None
    given = posterior.effect if posterior.for_pooling is None else posterior.for_pooling.effect
    return _summary(posterior.evidence_grade, given, prior, knowledge)


def _summary(grade: Grade, draws: Draws, prior: StagePrior, knowledge: Knowledge) -> Summary | None:
    """None for a number that a reader of packets would refuse."""
    if grade is Grade.ASSOCIATION_ONLY or not draws.sd > 0:
        return None
    found = Summary(grade, equally_likely(draws.values), prior)
    return None if fault_in(found, knowledge) else found
