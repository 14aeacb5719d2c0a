"""One participant's row: the way from a record to everything that a study keeps of it."""

from __future__ import annotations

import time
import traceback
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from speciosa import __version__
from speciosa.effect import arms_of, estimate_effect
from speciosa.effect.pooling import EvidencePacket
from speciosa.exposure import ExposureCurve, expose
from speciosa.knowledge import Knowledge
from speciosa.record import Diary, Kind
from speciosa.safety import shut_for
from speciosa.study.cohort import result
from speciosa.study.cohort.question import CohortQuestion
from speciosa.study.cohort.result import ExposureFigures, ParticipantResult
from speciosa.study.cohort.skin_figures import skin_figures
from speciosa.study.cohort.source import Opened, Source
from speciosa.study.cohort.symptom_rate import symptom_figures
from speciosa.study.federated.contribution import packet_of_answer
from speciosa.trial import Trial, TrialStatus
from speciosa.values.errors import EntryError, SpeciosaError
from speciosa.values.gaps import NotAssessed

_ADULT = "effect"
"""The function that is shut for those who are, or may be, under 18: no effect, so no packet."""
_UNDER_AGE = "By the year of birth in the record this person is under 18, or may be, so they are in no study."
_EMPTY = "There is no entry in this record yet."


def work_out(id_: str, source: Source, question: CohortQuestion, knowledge: Knowledge) -> ParticipantResult:
    """Everything that a study keeps of one participant. Whatever goes wrong becomes a row that says why.

    Parameters
    ----------
    id_ : one of `source.listed().ids`.
    """
    began, mark = time.process_time(), ""
    try:
        of_record = source.fingerprint(id_, photos="skin" not in question.without)
        mark = question.fingerprint_of(id_, of_record, knowledge)
        opened = source.opened(id_, knowledge, now_s=question.now_s)
        found, reading = _worked_out(id_, opened, question, knowledge), opened.diary.reading
        found = replace(found, rows=reading.rows, rows_kept=reading.kept, rows_merged=reading.merged)
    except SpeciosaError as problem:
        found = ParticipantResult.without(id_, result.State.FAILED, f"{problem}.")
    except OSError as problem:
        mark = ""  # it may go well another time
        why = f"The record can't be read: {problem.strerror or 'no reason was given'}."
        found = ParticipantResult.without(id_, result.State.FAILED, why)
    except Exception as problem:  # noqa: BLE001  one person's trouble must not stop a study of thousands
        found, mark = ParticipantResult.without(id_, result.State.FAILED, _our_fault(problem)), ""
    return replace(found, fingerprint=mark, seconds=time.process_time() - began)


def _worked_out(id_: str, opened: Opened, question: CohortQuestion, knowledge: Knowledge) -> ParticipantResult:
    now_s, seed = question.now_s, question.seed_of(id_)
    known, refused = opened.diary.as_of(now_s), opened.diary.reading.refused
    if _ADULT in shut_for(known.person, knowledge, now_s=now_s):
        return ParticipantResult.without(id_, result.State.LEFT_OUT, _UNDER_AGE)
    if not len(known.entries) and refused:
        why = f"None of the rows could be read. Line {refused[0].line}: {refused[0].why}."
        return ParticipantResult.without(id_, result.State.FAILED, why)
    if not len(known.entries):
        return ParticipantResult.without(id_, result.State.LEFT_OUT, _EMPTY)
    shut = shut_for(known.person, knowledge, now_s=now_s, without=question.without)
    curve = shut.get("exposure") or expose(known, knowledge, seed=seed, now_s=_last_written_s(known))
    effect = estimate_effect(
        known, curve, knowledge, outcome=question.outcome, now_s=now_s, seed=seed, withheld=shut.get("effect")
    )
    planned, done = _trial(known, knowledge, now_s=now_s)
    packet = packet_of_answer(effect, known, question.packet_id_of(id_), knowledge, now_s=now_s)
    days = len(np.unique(known.logged.day()))
    return ParticipantResult(
        id_, result.State.WORKED_OUT,
        packet=packet if isinstance(packet, EvidencePacket) else None,
        why_no_packet=packet.why if isinstance(packet, NotAssessed) else "",
        days=days, ratings=len(known.entries.of_kind(Kind.RATING, question.outcome)),
        doses=len(known.kratom_doses(knowledge)), grade=effect.evidence_grade,
        trial_periods_planned=planned, trial_periods_done=done, masked=bool(arms_of(known).masked.any()),
        exposure=_exposure(curve, knowledge) if isinstance(curve, ExposureCurve) else None,
        symptoms=symptom_figures(known, curve, knowledge),
        skin=() if "skin" in shut else skin_figures(known, opened.photos, curve, knowledge, now_s=now_s, seed=seed),
    )  # fmt: skip


def _trial(known: Diary, knowledge: Knowledge, *, now_s: int) -> tuple[int, int]:
    """Periods planned and periods over of the latest trial; of assigned periods without a plan too."""
    arms = arms_of(known)
    if not len(arms):
        return 0, 0
    try:
        trials = Trial.all_in(known)
        if trials:
            status = TrialStatus.of(trials[-1], known, knowledge, now_s=now_s)
            until_s = now_s if status.ending is None else min(now_s, status.ending.time_s)
            periods = trials[-1].periods
            return len(periods), sum(each.end_s <= until_s for each in periods)
    except EntryError:  # rows of its plan were changed: what was assigned still stands
        pass
    return len(arms), int((arms.end_s <= now_s).sum())


def _last_written_s(known: Diary) -> int:
    """When the record ends: how much was in the blood a year later says nothing of anybody's use."""
    return int(max(known.history.time_s.max(), known.history.recorded_s.max()))


def _exposure(curve: ExposureCurve, knowledge: Knowledge) -> ExposureFigures:
    def middle(values: NDArray[np.float64]) -> float | None:
        return float(np.median(values)) if np.isfinite(values).all() else None

    area, peak = curve.auc_24_ng_h_ml[:, 0], curve.cmax_ng_ml[:, 0]
    # of next to nothing, as after stopping, the logarithm is far off and unsure: no spread, so nobody counts in it
    some = bool((area > knowledge.choice("study_exposure_least_share") * 24 * peak).all())
    taken = curve.ledger.intake.nominal_mg[curve.ledger.shown[0]].sum() if curve.ledger else 0.0
    return ExposureFigures(
        curve.analytes[0], middle(area), float(np.log(area).std(ddof=1)) if some else None, middle(peak),
        float(taken), curve.basis,
    )  # fmt: skip


def _our_fault(problem: Exception) -> str:
    """Where it happened, without any value of the record."""
    frames = [each for each in traceback.extract_tb(problem.__traceback__) if "speciosa" in each.filename]
    place = f"{Path(frames[-1].filename).stem}, line {frames[-1].lineno}" if frames else "an unknown place"
    return (
        f"This is a fault of speciosa itself ({type(problem).__name__} in {place}, version {__version__}). "
        "Please report this line: it holds nothing of the record."
    )
