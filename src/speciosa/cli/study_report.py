"""`speciosa study report`: what a study found, as a page, a paper and a document for scripts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from speciosa.cli.asked import instant, not_negative
from speciosa.cli.leaving import write_all
from speciosa.cli.terminal import progress, say, say_wrapped, terminal_width
from speciosa.values.errors import EntryError

if TYPE_CHECKING:
    from speciosa.knowledge import Knowledge
    from speciosa.study.cohort.result import ParticipantResult
    from speciosa.study.pooled import Flow, StudyAnswers
    from speciosa.study.report import StudyReport

_STREAM = 47  # of the seed: other rooms draw from others
_FLOW_LARGEST = 100_000


def report(
    folder: Path,
    /,
    *,
    out: Path,
    flow: Path | None = None,
    title: str = "",
    release: Annotated[bool, Parameter(negative=())] = False,
    paper: Literal["a4", "letter"] = "a4",
    json: Annotated[bool, Parameter(negative=())] = False,
    now: str = "",
    seed: Annotated[int, Parameter(validator=not_negative)] = 0,
) -> None:
    """Write the report of a study from the results of study cohort.

    Example: speciosa study report results --out study-report --release

    Parameters
    ----------
    folder
        The folder that study cohort wrote.
    out
        The folder for report.html, report.pdf and report.json. It is made if it is not there.
    flow
        A JSON file with what only you know: how many registered, consented, withdrew and why.
    title
        Title of the study.
    release
        Make a report that may be given out: small counts are hidden. Without it: all is shown, for your statistician.
    paper
        Paper for printing: a4 or letter.
    json
        Print one JSON document, too, and nothing else.
    now
        As of this time, like 2026-03-01T08:05+01:00. Without it: now.
    seed
        Seed of every random draw: the same results and seed give the same report.
    """
    from speciosa.knowledge import load_knowledge

    now_s, knowledge = instant(now), load_knowledge()
    counted = _flow(flow)
    with progress("Reading the results ..."):
        rows, outcome = _rows(folder, knowledge)
    with progress("Putting people together ..."):
        answers = _answers(rows, knowledge, counted, outcome, released=release, seed=seed)
        told = _told(answers, rows, knowledge, counted, title=title, now_s=now_s, seed=seed)
        files = _files(told, answers, paper=paper, rows=len(rows))
    write_all({out / name: body for name, body in files.items()})
    if json:
        print(files["report.json"].decode(), end="")
        return
    _say(told, out)


def _answers(
    rows: list[ParticipantResult], knowledge: Knowledge, flow: Flow | None, outcome: str, *, released: bool, seed: int
) -> StudyAnswers:
    import numpy as np

    from speciosa.study.pooled import answers_of

    rng = np.random.default_rng([seed, _STREAM])
    return answers_of(rows, knowledge, rng, released=released, flow=flow, outcome=outcome)


def _told(
    answers: StudyAnswers, rows: list[ParticipantResult], knowledge: Knowledge, flow: Flow | None, *, title: str,
    now_s: int, seed: int,
) -> StudyReport:  # fmt: skip
    from speciosa import __version__
    from speciosa.study.report import study_report
    from speciosa.study.report.made import made_of

    made = made_of(
        rows, flow, released=answers.released, version=__version__, knowledge_version=knowledge.version, now_s=now_s,
        seed=seed,
    )  # fmt: skip
    return study_report(answers, knowledge, made, title=title)


def _files(told: StudyReport, answers: StudyAnswers, *, paper: str, rows: int) -> dict[str, bytes]:
    """The three files; what is given out does not say how many rows were read."""
    from speciosa.study.pooled import answers_json
    from speciosa.study.report import study_report_html, study_report_pdf
    from speciosa.values.json_form import SCHEMA, dump

    read = None if answers.released else {"rows": rows, "kept": rows, "refused": [], "merged": 0, "questions": []}
    head = {"schema": SCHEMA, "read": read, "title": told.title, "made": told.made}
    return {
        "report.html": study_report_html(told, paper=paper).encode(),
        "report.pdf": study_report_pdf(told, paper=paper),
        "report.json": dump(head | answers_json(answers)).encode(),
    }


def _rows(folder: Path, knowledge: Knowledge) -> tuple[list[ParticipantResult], str]:
    """The participants of a cohort's folder, and the outcome that it was asked about."""
    import json as json_

    from speciosa.study.cohort.cohort_folder import PARTICIPANTS, RUN
    from speciosa.study.cohort.result import ParticipantResult
    from speciosa.study.cohort.row_table import read_rows, refuse_without_parquet

    refuse_without_parquet()
    if not (folder / PARTICIPANTS).is_file():
        what = f"this folder has no {PARTICIPANTS}"
        raise EntryError(what, where=str(folder), todo="name the folder that speciosa study cohort wrote")
    read = read_rows(folder / PARTICIPANTS)
    if not read:
        todo = "run speciosa study cohort again"
        raise EntryError(f"{PARTICIPANTS} is damaged, or nobody is in it", where=str(folder), todo=todo)
    try:
        rows = [ParticipantResult.of_row(row, knowledge) for row in read]
        run = json_.loads((folder / RUN).read_text(encoding="utf-8")) if (folder / RUN).is_file() else {}
    except (KeyError, TypeError, ValueError):
        what = f"{PARTICIPANTS} was made by another version, or is damaged"
        raise EntryError(what, where=str(folder), todo="run speciosa study cohort again") from None
    return rows, str(run.get("outcome", "")) if isinstance(run, dict) else ""


def _flow(file: Path | None) -> Flow | None:
    from speciosa.study.pooled import flow_of_json

    if file is None:
        return None
    try:
        with file.open("rb") as opened:
            text = opened.read(_FLOW_LARGEST).decode()
    except (OSError, UnicodeDecodeError):
        raise EntryError("this file can't be read", where="--flow", todo="name a JSON file") from None
    return flow_of_json(text)


def _say(told: StudyReport, out: Path) -> None:
    """The questions with their answers in short, and where the report lies."""
    from speciosa.study.report.blocks import Asks

    width = terminal_width()
    say(told.title, told.notice, "")
    for block in told.sections[0].blocks:
        for asked, answer, grade in block.rows if isinstance(block, Asks) else ():
            say_wrapped(asked, width)
            say_wrapped(f"{answer} Evidence: {grade}." if grade else answer, width, "  ")
    say("", f"The report: {out / 'report.html'}", f"To print: {out / 'report.pdf'}")
    say(f"For scripts: {out / 'report.json'}")
