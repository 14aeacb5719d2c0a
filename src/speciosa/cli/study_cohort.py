"""`speciosa study cohort`: every participant worked out, on as many processes or machines as there are."""

from __future__ import annotations

import os
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from speciosa.cli.asked import instant, not_negative, refuse_if_off, switched_off
from speciosa.cli.study_cohort_says import how_far, say_cohort
from speciosa.cli.terminal import progress
from speciosa.values.errors import EntryError

if TYPE_CHECKING:
    from speciosa.knowledge import Knowledge
    from speciosa.study.cohort.cohort_folder import CohortFolder
    from speciosa.study.cohort.executor import Executor
    from speciosa.study.cohort.question import CohortQuestion
    from speciosa.study.cohort.source import Source


def cohort(
    *,
    diaries: Path | None = None,
    database: str = "",
    workers: int | None = None,
    scheduler: str = "",
    out: Path | None = None,
    outcome: str = "pain",
    now: str = "",
    seed: Annotated[int, Parameter(validator=not_negative)] = 0,
    without: Annotated[tuple[str, ...], Parameter(negative=())] = (),
    json: Annotated[bool, Parameter(negative=())] = False,
) -> None:
    """Work out every participant of a study, and pool what they say.

    Example: speciosa study cohort --diaries people --out results

    A run that was stopped goes on where it was: give the same call once more.

    Parameters
    ----------
    diaries
        A folder with a folder for each participant; its name is the participant's id.
    database
        A study's PostgreSQL, like postgresql://reader@host/study, in place of folders. It is only read.
    workers
        Processes on this machine. Without it: one for each core.
    scheduler
        A Dask scheduler, like tcp://10.0.0.1:8786, whose workers do it instead.
    out
        The folder for the results: a row for each participant, and the pooled answer. Without it: nothing is kept.
    outcome
        What was rated: pain, mood, sleep_quality ...
    now
        As of this time, like 2026-03-01T08:05+01:00. Without it: now, or that of the run that is taken up again.
    seed
        Seed of every random draw: the same input and seed give the same answer.
    without
        A part to leave out, e.g. skin.
    json
        Print the pooled answer as one JSON document instead.
    """
    from speciosa.knowledge import load_knowledge
    from speciosa.study.cohort.cohort_folder import CohortFolder

    refuse_if_off("study")
    knowledge, source = load_knowledge(), _source(diaries, database)
    _refuse_places(source, diaries, out)
    with ExitStack() as stack:
        folder = CohortFolder(out or Path(stack.enter_context(tempfile.TemporaryDirectory())))
        left_out = tuple(sorted({*without, *switched_off()}))
        question = _question(folder, knowledge, outcome=outcome, now=now, seed=seed, without=left_out)
        try:
            document = _run(source, question, stack.enter_context(_executor(workers, scheduler)), folder, knowledge)
        except KeyboardInterrupt:
            if out is not None:
                sys.stderr.write("\nWhat is done is kept. To go on, give the same call once more.\n")
            raise
    _tell(document, knowledge, out, json=json)


def _refuse_places(source: Source, diaries: Path | None, out: Path | None) -> None:
    """Say before anything begins that the participants can't be reached, or that the results would lie among them."""
    from speciosa.study.cohort.run import refuse_within

    source.refuse_if_gone()
    if out is not None and diaries is not None:
        refuse_within(out, diaries)


def _source(diaries: Path | None, database: str) -> Source:
    from speciosa.study.cohort.diary_folders import DiaryFolders

    if (diaries is None) is not bool(database):
        what = "no participants are named" if diaries is None else "diaries and a database are both named"
        raise EntryError(what, todo="name one of the two, --diaries or --database")
    if diaries is not None:
        return DiaryFolders(diaries.resolve())
    from speciosa.study.cohort.study_database import StudyDatabase

    return StudyDatabase(database)


def _question(
    folder: CohortFolder, knowledge: Knowledge, *, outcome: str, now: str, seed: int, without: tuple[str, ...]
) -> CohortQuestion:
    """What is asked; a run that is taken up again has its instant already."""
    from speciosa.record import Person
    from speciosa.safety import shut_for
    from speciosa.study.cohort.question import CohortQuestion

    row = knowledge.outcome(outcome)
    if row.word not in knowledge.outcomes:
        raise EntryError("this is no outcome of our list", where="--outcome", todo="take one like pain or mood")
    before = folder.begun()
    now_s = int(before["now"]) if before is not None and not now else instant(now)
    shut_for(Person(), knowledge, now_s=now_s, without=without)  # refuses words that are no functions
    return CohortQuestion(row.word, now_s, seed, without)


def _executor(workers: int | None, scheduler: str) -> Executor:
    if scheduler:
        from speciosa.study.cohort.dask_cluster import DaskCluster

        if workers is not None:
            what = "workers here and a scheduler are both named"
            raise EntryError(
                what, where="--scheduler", todo="name one of the two; the scheduler has workers of its own"
            )
        return DaskCluster(scheduler)
    from speciosa.study.cohort.process_pool import ProcessPool

    return ProcessPool((os.cpu_count() or 1) if workers is None else workers)


def _run(
    source: Source, question: CohortQuestion, executor: Executor, folder: CohortFolder, knowledge: Knowledge
) -> dict[str, Any]:
    from speciosa.study.cohort.answer import answer_of
    from speciosa.study.cohort.result import ParticipantResult
    from speciosa.study.cohort.run import run_cohort

    with how_far() as told:
        listed = run_cohort(source, question, executor, folder, knowledge, told=told)
    with progress("Pooling ..."):
        people = (ParticipantResult.of_row(row, knowledge) for row in folder.participants())
        document = answer_of(people, listed.rejected, question, knowledge)
    folder.write_answer(document)
    return document


def _tell(document: dict[str, Any], knowledge: Knowledge, out: Path | None, *, json: bool) -> None:
    if json:
        from speciosa.values.json_form import dump

        print(dump(document), end="")
    else:
        say_cohort(document, knowledge, out)
