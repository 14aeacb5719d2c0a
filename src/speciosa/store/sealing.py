"""From an allocation to what a trial needs: the sealed schedule, its code, the papers; and back behind the seal.

Without the opening code nobody gets behind a seal. Nothing here needs a database.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from speciosa.store.trial_papers import Made, paper_of, sheet_of
from speciosa.values.errors import EntryError

if TYPE_CHECKING:
    from speciosa.record import Diary
    from speciosa.report.trial_paper import TrialPaper
    from speciosa.trial import Allocation, Eligibility, Trial, UsualDay

__all__ = ["Made", "Revealed", "SealedTrial", "opens", "packing_sheet_of", "papers_of", "revealed", "sealed"]


@dataclass(frozen=True, slots=True)
class SealedTrial:
    """A trial that was sealed. `body`: the text of ``sealed.json``. `promise`: its hash, for the diary."""

    body: str
    opening_code: str
    promise: str
    paper: TrialPaper


@dataclass(frozen=True, slots=True)
class Revealed:
    """What was behind a seal, held against the diary. `arms`: of each period. `schedule`, `nonce`: what was hashed."""

    trial: Trial
    arms: tuple[str, ...]
    schedule: bytes
    nonce: bytes


def sealed(
    allocation: Allocation, usual: UsualDay, eligible: Eligibility, made: Made, *, clinician_agreed: bool
) -> SealedTrial:
    """The allocation behind a seal, and what the papers say of it without any arm."""
    from speciosa.trial.concealment import commitment, seal, secrets_for  # noqa: PLC0415  a start needs no cipher

    schedule = allocation.schedule()
    hidden = secrets_for(allocation.seed, schedule)
    promise = commitment(schedule, hidden.nonce)
    paper = paper_of(allocation, usual, eligible, made, promise, clinician_agreed=clinician_agreed)
    return SealedTrial(seal(allocation.trial, schedule, hidden).decode(), hidden.opening_code, promise, paper)


def papers_of(
    allocation: Allocation, usual: UsualDay, eligible: Eligibility, made: Made, *, clinician_agreed: bool
) -> tuple[dict[str, str], str]:
    """Texts by file name, and the commitment that the diary gets."""
    from speciosa.report.packing_sheet import packing_sheet_html  # noqa: PLC0415
    from speciosa.report.trial_paper import participant_sheet_html, protocol_html  # noqa: PLC0415

    found = sealed(allocation, usual, eligible, made, clinician_agreed=clinician_agreed)
    sheet = sheet_of(allocation, found.paper, found.opening_code)
    files = {
        "sealed.json": found.body,
        "opening-code.txt": f"{found.opening_code}\nFor the packer alone: it opens sealed.json.\n",
        "packing-sheet.html": packing_sheet_html(sheet, paper_size=made.paper),
        "trial-sheet.html": participant_sheet_html(found.paper, paper_size=made.paper),
        "protocol.html": protocol_html(found.paper, paper_size=made.paper),
    }
    return files, found.promise


def packing_sheet_of(body: str, opening_code: str, paper: TrialPaper) -> str:
    """The helper's page, out of a sealed schedule.

    Raises
    ------
    EntryError : the code is another one, or the schedule was changed.
    """
    from speciosa.report.packing_sheet import packing_sheet_html  # noqa: PLC0415
    from speciosa.trial import Allocation  # noqa: PLC0415
    from speciosa.trial.concealment import open_sealed, secrets_for  # noqa: PLC0415

    schedule = open_sealed(body.encode(), opening_code).schedule
    allocation = Allocation.of_schedule(schedule)
    as_drawn = secrets_for(allocation.seed, schedule).opening_code  # it may have been typed in small letters
    return packing_sheet_html(sheet_of(allocation, paper, as_drawn))


def opens(body: bytes, opening_code: str) -> bool:
    """Whether this is the opening code of a sealed schedule that nobody changed."""
    from speciosa.trial.concealment import open_sealed  # noqa: PLC0415

    try:
        open_sealed(body, opening_code)
    except EntryError:
        return False
    return True


def revealed(diary: Diary, body: bytes, opening_code: str) -> Revealed:
    """What is behind the seal, if it is what the diary's trial promised.

    Raises
    ------
    EntryError : another code, a changed file, another diary's or trial's, or rows of the trial that were changed.
    """
    from speciosa.trial import Allocation, Trial  # noqa: PLC0415
    from speciosa.trial.concealment import open_sealed  # noqa: PLC0415

    opened = open_sealed(body, opening_code)
    trial = next((each for each in Trial.all_in(diary) if each.commitment == opened.commitment), None)
    if trial is None:
        raise EntryError(
            "this sealed schedule belongs to another diary or another trial: its hash is not the promised one",
            todo="take the sealed.json that was made together with this diary's trial",
        )
    allocation = Allocation.of_schedule(opened.schedule)
    if allocation.codes != tuple(each.code for each in trial.periods) or allocation.design != trial.design:
        todo = "put the diary back as it was; a copy will do"
        raise EntryError("the trial's rows in this diary were changed", todo=todo)
    return Revealed(trial, allocation.arms, opened.schedule, opened.nonce)
