"""`speciosa export csv`: everything that a person entered, in open form."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from speciosa.cli.asked import instant, refuse_if_nothing_was_read
from speciosa.cli.leaving import refuse_a_used_folder, refuse_to_write_over, say_what_leaves, write_all
from speciosa.cli.opened import NOT_KEPT, opened
from speciosa.cli.store_asked import Kept
from speciosa.cli.terminal import progress

if TYPE_CHECKING:
    from speciosa.record import Diary
    from speciosa.report import Wording, open_files

_ZIP, _TABLE = ".zip", ".csv"


def csv(
    diary: Path | None = None,
    /,
    *,
    kept: Annotated[Kept, Parameter(name="*")] = NOT_KEPT,
    out: Path,
    notes: Annotated[bool, Parameter(negative=())] = False,
    photos: Annotated[bool, Parameter(negative=())] = False,
    json: Annotated[bool, Parameter(negative=())] = False,
    language: str = "en",
    now: str = "",
    strict: Annotated[bool, Parameter(negative=())] = False,
) -> None:
    """Write everything that you entered as a diary's folder, or as a ZIP of it, with a data dictionary.

    speciosa reads the folder back, and the app takes the ZIP: with --notes and --photos it is your whole record.

    Example: speciosa export csv my-diary --out everything.zip --notes --photos
    Example: speciosa export csv --store my-store --out my-diary

    Parameters
    ----------
    diary
        The diary's folder, or one CSV or xlsx file. Or name a store.
    kept
        An encrypted store in place of a diary.
    out
        A ZIP file to write, a new folder, or a .csv file for the entries alone. Nothing is written over.
    notes
        With your own words beside entries.
    photos
        With your photos. From a diary's folder they leave as they are, and may say where they were taken.
    json
        Print what is in it as one JSON document instead.
    language
        Language of the summary: en or de.
    now
        Read as of this time, like 2026-03-01T08:05+01:00; every entry leaves. Without it: now.
    strict
        Stop at the first row that cannot be understood.
    """
    from speciosa.knowledge import load_knowledge
    from speciosa.report import open_files, wording

    words, knowledge, now_s = wording(language), load_knowledge(), instant(now)
    _refuse_a_place_in_use(out)
    record = opened(diary, kept, knowledge, now_s=now_s, strict=strict)
    refuse_if_nothing_was_read(record.diary)
    with progress("Writing ..."):
        made = open_files.diary_folder(
            record.diary, knowledge, photos=record.photos if photos and not _is_table(out) else None, notes=notes
        )  # fmt: skip
        made = _entries_alone(made) if _is_table(out) else made
        write_all(_files(made, out))
    if json:
        _print_json(made, record.diary, out)
        return
    say_what_leaves(words, record.diary, made=[_lies(words, out)], holds=_holds(words, made, record.diary, kept),
                    stays=_stays(words, made, record.diary))  # fmt: skip


def _files(made: open_files.DiaryFolder, out: Path) -> dict[Path, bytes]:
    """What is written where: one table with its dictionary beside it, a ZIP, or a folder."""
    from speciosa.record import packed_diary

    if _is_table(out):
        table, dictionary = made.files[packed_diary.DIARY_FILE], made.files["data-dictionary.csv"]
        return {out: table, out.with_suffix(".dictionary.csv"): dictionary}
    if _is_zip(out):
        return {out: packed_diary.zipped(made.files)}
    return {out / name: body for name, body in made.files.items()}


def _entries_alone(made: open_files.DiaryFolder) -> open_files.DiaryFolder:
    """What fits into one table: the entries, and what its columns mean."""
    from speciosa.record import packed_diary

    fits = {packed_diary.DIARY_FILE, "data-dictionary.csv"}
    return replace(made, files={name: body for name, body in made.files.items() if name in fits})


def _is_zip(out: Path) -> bool:
    return out.suffix.lower() == _ZIP


def _is_table(out: Path) -> bool:
    return out.suffix.lower() == _TABLE


def _lies(words: Wording, out: Path) -> str:
    if _is_table(out):
        beside = out.with_suffix(".dictionary.csv").name
        return words.say(
            "A table of every entry: {place}; what its columns mean: {beside}", place=str(out), beside=beside
        )
    if _is_zip(out):
        return words.say("A ZIP of a folder in speciosa's own form: {place}", place=str(out))
    return words.say("A folder in speciosa's own form: {place}", place=str(out))


def _refuse_a_place_in_use(out: Path) -> None:
    if _is_zip(out) or _is_table(out):
        refuse_to_write_over(out, suffixes=(_ZIP, _TABLE), example="my-diary.zip")
        if _is_table(out):
            heads = (b"file,column,key,",)
            refuse_to_write_over(out.with_suffix(".dictionary.csv"), suffixes=(_TABLE,), example="all.csv", heads=heads)
    else:
        refuse_a_used_folder(out)


def _holds(words: Wording, made: open_files.DiaryFolder, read: Diary, kept: Kept) -> list[str]:
    many = words.say("{count} entries, corrections and what they correct among them", count=f"{made.entries:,}")
    one = words.say("1 entry")
    lines = [one if made.entries == 1 else many]
    if "person.toml" in made.files:
        lines.append(words.say("what you said about yourself"))
    if "products.csv" in made.files:
        lines.append(words.say("your products: {count}", count=f"{len(read.products):,}"))
    if made.photos_in:
        lines.append(words.say("photos: {count}", count=f"{made.photos_in:,}"))
        if kept.store is None:
            lines.append(words.say("The photos are as your camera made them, and may say where they were taken."))
    lines.append(words.say("a data dictionary"))
    return lines


def _stays(words: Wording, made: open_files.DiaryFolder, read: Diary) -> list[str]:
    lines = []
    if set(made.files) <= {"diary.csv", "data-dictionary.csv"}:
        lines.append(words.say("what you said about yourself and your products: a ZIP or a folder holds them"))
    if made.notes_kept_back:
        count = f"{made.notes_kept_back:,}"
        lines.append(words.say("notes: {count}; with them: --notes", count=count))
    if made.photos_kept_back:
        lines.append(words.say("photos: {count}; with them: --photos", count=f"{made.photos_kept_back:,}"))
    if made.photos_missing:
        count = f"{made.photos_missing:,}"
        lines.append(words.say("photos that entries name and that are not there, or are no pictures: {count}",
                               count=count))  # fmt: skip
    if read.reading.refused:
        count = f"{len(read.reading.refused):,}"
        lines.append(words.say("rows that could not be understood: {count}; they stay in your diary", count=count))
    return lines


def _print_json(made: open_files.DiaryFolder, read: Diary, out: Path) -> None:
    from speciosa.values.json_form import SCHEMA, dump

    document = {
        "schema": SCHEMA, "read": read.reading, "file": str(out), "files": sorted(made.files), "entries": made.entries,
        "photos": made.photos_in,
        "left_out": {"notes": made.notes_kept_back, "photos": made.photos_kept_back,
                     "photos_missing": made.photos_missing, "rows_refused": len(read.reading.refused)},
    }  # fmt: skip
    print(dump(document), end="")
