"""`speciosa report`: the main job."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from speciosa.cli.asked import instant, not_negative, refuse_if_nothing_was_read, switched_off
from speciosa.cli.leaving import refuse_unless_it_can_be_made
from speciosa.cli.opened import NOT_KEPT, opened
from speciosa.cli.store_asked import Kept
from speciosa.cli.terminal import progress, say, say_reading

if TYPE_CHECKING:
    from speciosa.record import Diary
    from speciosa.report import Report

_ACT_TODAY = 1


def report(
    diary: Path | None = None,
    /,
    *,
    kept: Annotated[Kept, Parameter(name="*")] = NOT_KEPT,
    out: Path,
    language: str = "en",
    paper: Literal["a4", "letter"] = "a4",
    entries: Annotated[bool, Parameter(negative=())] = False,
    now: str = "",
    seed: Annotated[int, Parameter(validator=not_negative)] = 0,
    strict: Annotated[bool, Parameter(negative=())] = False,
    exit_code: Annotated[bool, Parameter(negative=())] = False,
) -> int:
    """Turn a diary into one page that you can read, keep and show, and a paper for your doctor.

    Example: speciosa report my-diary --out my-report

    Parameters
    ----------
    diary
        The diary's folder, or one CSV or xlsx file. Or name a store.
    kept
        An encrypted store in place of a diary.
    out
        The folder for report.html, report.pdf and report.json. It is made if it is not there.
    language
        Language of the report: en or de.
    paper
        Paper for printing: a4 or letter.
    entries
        Print a table of all entries in report.pdf, too. Notes are never printed.
    now
        Report as of this time, like 2026-03-01T08:05+01:00. Without it: now.
    seed
        Seed of every random draw: the same input and seed give the same report.
    strict
        Stop at the first row that cannot be understood.
    exit_code
        Leave with status 1 if there is something to act on today.
    """
    from speciosa.knowledge import load_knowledge

    now_s = instant(now)
    refuse_unless_it_can_be_made(out)
    record = opened(diary, kept, load_knowledge(), now_s=now_s, strict=strict)
    read = record.diary
    refuse_if_nothing_was_read(read)
    say_reading(read.reading)
    told = make_report(
        read, record.photos, out, now_s=now_s, seed=seed, language=language, paper=paper, entries=entries
    )
    say_report(told, out)
    return _ACT_TODAY if exit_code and any(each.finding.urgency == "now" for each in told.findings) else 0


def make_report(
    diary: Diary, photos: Mapping[str, bytes], out: Path, *, now_s: int, seed: int, language: str, paper: str,
    entries: bool = False,
) -> Report:  # fmt: skip
    """Tell the story of a diary and write it into a folder; each file is whole or not there."""
    from speciosa.knowledge import load_knowledge
    from speciosa.record.whole_file import replacing
    from speciosa.report import report_html, report_json
    from speciosa.report.doctor_paper import doctor_paper_pdf
    from speciosa.story import tell

    with progress("Making the report: working it out ..."):
        told = tell(
            diary, load_knowledge(), photos=photos, now_s=now_s, seed=seed, language=language,
            without=switched_off(),
        )  # fmt: skip
    with progress("Making the report: drawing the page and the paper ..."):
        page = report_html(told, paper=paper)
        listed = diary.as_of(now_s).entries if entries else None
        pdf = doctor_paper_pdf(told, paper=paper, entries=listed)
        # a text file takes any bytes as they are
        texts = {
            "report.json": report_json(told),
            "report.html": page,
            "report.pdf": pdf.decode("utf-8", "surrogateescape"),
        }
    for name, text in texts.items():
        with replacing(out / name) as file:
            file.write(text)
    return told


def say_report(told: Report, out: Path) -> None:
    """The summary in the terminal: what was found first, whether it helps, what was not looked at, where it lies."""
    from speciosa.report import effect_sentences, safety_sentences, skin_sentences, wording

    words = wording(told.made.language)
    say("")
    for each in told.findings:
        found = each.finding
        say(f"{found.urgency.upper()}: {found.title}")
        if found.urgency == "now":
            say(f"  {safety_sentences.act_says(words, found.act, told.watch.help, each.past_d)}")
    say(safety_sentences.rest_says(words, len(told.findings)))
    if not told.effect.withheld:
        say(f"Does it help? {effect_sentences.short_says(words, told.effect)}")
    if told.skin:
        say(f"Your skin: {skin_sentences.short_says(words, told.skin)}")
    say("Not assessed:", *(f"  - {each.why}" for each in told.gaps))
    say("", f"Your report: {out / 'report.html'}", f"For your doctor, to print: {out / 'report.pdf'}")
    say(f"For scripts: {out / 'report.json'}")
