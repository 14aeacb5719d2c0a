"""A run over everybody: what is missing is worked out, batch by batch, and written down at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from speciosa.knowledge import Knowledge
from speciosa.study.cohort.cohort_folder import CohortFolder
from speciosa.study.cohort.executor import Executor
from speciosa.study.cohort.question import CohortQuestion
from speciosa.study.cohort.result import ParticipantResult, Row, State
from speciosa.study.cohort.row_table import refuse_without_parquet
from speciosa.study.cohort.source import Listed, Source
from speciosa.study.cohort.task import Batch, Task, batches_of
from speciosa.values.errors import EntryError, SpeciosaError

_KILLED = (
    "Working on this record ended the program that did it twice, so it was left out. Is there enough memory? Please "
    "report it."
)


@dataclass(frozen=True, slots=True)
class Advance:
    """How far a run is: participants done of all, and those of them that an earlier run had done."""

    done: int
    of: int
    before: int


def run_cohort(
    source: Source, question: CohortQuestion, executor: Executor, folder: CohortFolder, knowledge: Knowledge, *,
    told: Callable[[Advance], None] = lambda _: None,
) -> Listed:  # fmt: skip
    """Work out everybody who is missing in the folder, and write `participants.parquet`.

    A participant's row rests on their record, the question and a seed of their own: it is the same whatever the
    number of workers, the executor and the order, so a run can be stopped at any time and taken up again.

    Parameters
    ----------
    executor : within its `with`.
    told : called whenever a batch is done.

    Returns
    -------
    who was looked for, and what was found that is no participant.

    Raises
    ------
    EntryError : the source, the folder or the workers can't be used.
    """
    refuse_without_parquet()
    listed = source.listed()
    folder.begin(
        {
            "participants": source.name, "outcome": question.outcome, "now": question.now_s, "seed": question.seed,
            "without": list(question.without),
        }
    )  # fmt: skip
    places: dict[str, Path | Row] = dict(folder.kept(_still(listed, source, question, knowledge)))
    before = len(places)
    told(Advance(before, len(listed.ids), before))
    batches = batches_of([id_ for id_ in listed.ids if id_ not in places], executor.workers, knowledge)
    for rows in _worked(executor, Task.of(source, question, knowledge), batches):
        if rows[0]["fingerprint"] or len(rows) > 1:
            places |= dict.fromkeys((row["id"] for row in rows), folder.add(rows))
        else:  # it couldn't be read, or killed its worker: the next start tries again
            places[rows[0]["id"]] = rows[0]
        told(Advance(len(places), len(listed.ids), before))
    folder.write_participants(folder.rows({id_: places[id_] for id_ in listed.ids}))
    return listed


def _still(
    listed: Listed, source: Source, question: CohortQuestion, knowledge: Knowledge
) -> Callable[[str, str], bool]:
    """Whether a row is as it would be made today."""
    ids, photos = frozenset(listed.ids), "skin" not in question.without

    def still(id_: str, fingerprint: str) -> bool:
        try:
            of_record = source.fingerprint(id_, photos=photos) if id_ in ids else ""
        except (OSError, SpeciosaError):
            return False
        return id_ in ids and fingerprint == question.fingerprint_of(id_, of_record, knowledge)

    return still


def _worked(executor: Executor, task: Task, batches: Sequence[Batch]) -> Iterator[list[Row]]:
    """The rows of each batch. Where a worker died, its participants are tried again, each alone."""
    died: list[str] = []
    for done in executor.run(task, batches):
        if done.rows is None:
            died.extend(done.batch)
        else:
            yield done.rows
    for done in executor.run(task, [(id_,) for id_ in sorted(died)]):
        yield done.rows or [ParticipantResult.without(done.batch[0], State.FAILED, _KILLED).to_row()]


def refuse_within(out: Path, diaries: Path) -> None:
    """End a call whose results would lie among the participants.

    Raises
    ------
    EntryError : they would.
    """
    if out.resolve().is_relative_to(diaries.resolve()):
        what = "the results would lie among the participants' folders"
        raise EntryError(what, where="--out", todo="name a folder beside them")
