"""What a study keeps of one participant: one row of plain columns. No entry, no date, no free text."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self

from speciosa.effect import Grade
from speciosa.effect.pooling import EvidencePacket, packet_from_json, to_json
from speciosa.knowledge import Knowledge

Row = dict[str, Any]
"""Column to plain value; the order of the columns is that of `ParticipantResult`."""


class State(StrEnum):
    """What became of a participant."""

    WORKED_OUT = "worked_out"
    LEFT_OUT = "left_out"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class ExposureFigures:
    """How much a participant took, and how much of it was in the blood.

    Parameters
    ----------
    analyte : ``mitragynine``, or ``7-hydroxymitragynine`` where no leaf was taken.
    auc_24_ng_h_ml, auc_24_log_sd : area under the curve of one day of the record's last week, its median and the SD of
        its logarithm; None where it cannot be told, the SD also where it is next to nothing.
    cmax_ng_ml : the record's highest concentration, median; None as above.
    total_mg : of the analyte over the record, with everything unknown at its middle.
    basis : the weakest knowledge of strength that was used: ``assay``, ``label`` or ``population``.
    """

    analyte: str
    auc_24_ng_h_ml: float | None
    auc_24_log_sd: float | None
    cmax_ng_ml: float | None
    total_mg: float
    basis: str


@dataclass(frozen=True, slots=True)
class SymptomFigures:
    """One recorded symptom of a participant, against the days that were written about.

    Parameters
    ----------
    symptom : the word of the outcome table; a word of the participant's own is not handed on.
    days, person_days : local days with it, and all days on which anything was written down.
    log_rate_mean, log_rate_sd : by how much the log of its daily rate rises with each doubling of the day's
        concentration, within fortnights of the same participant (`symptom_rate`); None where the record cannot say.
    """

    symptom: str
    days: int
    person_days: int
    log_rate_mean: float | None
    log_rate_sd: float | None


@dataclass(frozen=True, slots=True)
class SkinFigures:
    """One body site's change of colour.

    Parameters
    ----------
    site : as in ``body_sites.csv``. covered: a control that the sun does not reach.
    delta_e_00_mean, delta_e_00_sd : latest sessions against the baseline.
    kind : what the change looks like, a `ChangeKind`.
    days : from the first photo to the last.
    total_mg : mitragynine taken up to the last photo, at the middle of everything unknown; None where nobody knows.
    """

    site: str
    covered: bool
    delta_e_00_mean: float
    delta_e_00_sd: float
    kind: str
    days: int
    total_mg: float | None


@dataclass(frozen=True, slots=True, eq=False)
class ParticipantResult:
    """One participant's row.

    Parameters
    ----------
    id : the name of the diary's folder, the record's key, or the participant's code.
    state, why : what became of it; why is a plain sentence wherever the state is not ``worked_out``.
    packet, why_no_packet : the evidence, or why there is none.
    days, ratings, doses : days with an entry, ratings of the outcome, doses of kratom and 7-OH products.
    grade : of the effect; None where nothing was worked out.
    trial_periods_planned, trial_periods_done : of the latest trial in the record; 0 without one.
    masked : whether any period was masked.
    exposure : None where there is no curve. symptoms, skin: as many as there are.
    rows, rows_kept, rows_merged : lines of the diary, those that could be read, and those that stood there twice.
    fingerprint : of everything that this row was made of.
    seconds : processor time; stands in no file that has to be the same twice.

    Examples
    --------
    >>> from speciosa.knowledge import load_knowledge
    >>> row = ParticipantResult.without("ada", State.LEFT_OUT, "Under 18.").to_row()
    >>> row["state"], row["packet"], ParticipantResult.of_row(row, load_knowledge()).why
    ('left_out', None, 'Under 18.')
    """

    id: str
    state: State
    why: str = ""
    packet: EvidencePacket | None = None
    why_no_packet: str = ""
    days: int = 0
    ratings: int = 0
    doses: int = 0
    grade: Grade | None = None
    trial_periods_planned: int = 0
    trial_periods_done: int = 0
    masked: bool = False
    exposure: ExposureFigures | None = None
    symptoms: tuple[SymptomFigures, ...] = ()
    skin: tuple[SkinFigures, ...] = ()
    rows: int = 0
    rows_kept: int = 0
    rows_merged: int = 0
    fingerprint: str = ""
    seconds: float = 0.0

    @classmethod
    def without(cls, id_: str, state: State, why: str, *, fingerprint: str = "") -> Self:
        """A participant without a number, and why."""
        return cls(id_, state, why, None, why, fingerprint=fingerprint)

    def to_row(self) -> Row:
        """Plain columns; what is nested, as JSON text."""
        return {
            "id": self.id, "state": self.state.value, "why": self.why,
            "packet": to_json(self.packet) if self.packet else None, "why_no_packet": self.why_no_packet,
            "days": self.days, "ratings": self.ratings, "doses": self.doses,
            "grade": self.grade.value if self.grade else None,
            "trial_periods_planned": self.trial_periods_planned, "trial_periods_done": self.trial_periods_done,
            "masked": self.masked,
            "exposure": _text(_plain(self.exposure)) if self.exposure else None,
            "symptoms": _text([_plain(each) for each in self.symptoms]),
            "skin": _text([_plain(each) for each in self.skin]),
            "rows": self.rows, "rows_kept": self.rows_kept, "rows_merged": self.rows_merged,
            "fingerprint": self.fingerprint, "seconds": self.seconds,
        }  # fmt: skip

    @classmethod
    def of_row(cls, row: Mapping[str, Any], knowledge: Knowledge) -> Self:
        """The other way round; columns that it does not know are passed over.

        Raises
        ------
        EntryError : the packet is none.
        """
        return cls(
            row["id"], State(row["state"]), row["why"],
            packet_from_json(row["packet"], knowledge) if row["packet"] else None, row["why_no_packet"],
            row["days"], row["ratings"], row["doses"], Grade(row["grade"]) if row["grade"] else None,
            row["trial_periods_planned"], row["trial_periods_done"], row["masked"],
            ExposureFigures(**json.loads(row["exposure"])) if row["exposure"] else None,
            tuple(SymptomFigures(**each) for each in json.loads(row["symptoms"])),
            tuple(SkinFigures(**each) for each in json.loads(row["skin"])),
            row["rows"], row["rows_kept"], row["rows_merged"], row["fingerprint"], row.get("seconds", 0.0),
        )  # fmt: skip


def _plain(figures: ExposureFigures | SymptomFigures | SkinFigures) -> dict[str, object]:
    return {name: getattr(figures, name) for name in figures.__slots__}


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
