"""`speciosa export adverse-event`: the draft of a side-effect report."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import Parameter

from speciosa.cli.asked import instant, not_negative, refuse_if_nothing_was_read
from speciosa.cli.export_fhir import told_of
from speciosa.cli.leaving import refuse_to_write_over, say_what_leaves, write_all
from speciosa.cli.opened import NOT_KEPT, OpenRecord, opened
from speciosa.cli.store_asked import Kept
from speciosa.cli.terminal import progress, say_wrapped, terminal_width
from speciosa.values.errors import EntryError

if TYPE_CHECKING:
    from speciosa.knowledge import Knowledge
    from speciosa.record import Diary
    from speciosa.report import Wording
    from speciosa.report import adverse_event as drafts

_MOST_BYTES = 1_000_000
_MOST_ASKED = 8
_HEADS = (b'{\n "schema": 1,\n "draft":',)


@dataclass(frozen=True, slots=True)
class Wished:
    """What the draft is about, and what goes into it.

    Parameters
    ----------
    event
        The side effect: its word, or the id of an entry. Without it: the newest.
    answers
        A TOML file with your answers: lines like story = "in your own words".
    notes
        With your own words beside the entries of it.
    paper
        Paper of the PDF.
    """

    event: str = ""
    answers: Path | None = None
    notes: Annotated[bool, Parameter(negative=())] = False
    paper: Literal["a4", "letter"] = "a4"


_NEWEST = Wished()


def adverse_event(
    diary: Path | None = None,
    /,
    *,
    kept: Annotated[Kept, Parameter(name="*")] = NOT_KEPT,
    out: Path,
    wished: Annotated[Wished, Parameter(name="*")] = _NEWEST,
    json: Annotated[bool, Parameter(negative=())] = False,
    language: str = "en",
    now: str = "",
    seed: Annotated[int, Parameter(validator=not_negative)] = 0,
    strict: Annotated[bool, Parameter(negative=())] = False,
) -> None:
    """Write the draft of a side-effect report from your entries, with the questions that are still open.

    Nothing is sent. You read it, change what is wrong, and send it, or not.

    Example: speciosa export adverse-event my-diary --out draft.pdf
    Example: speciosa export adverse-event my-diary --out draft.pdf --event nausea --answers mine.toml

    Parameters
    ----------
    diary
        The diary's folder, or one CSV or xlsx file. Or name a store.
    kept
        An encrypted store in place of a diary.
    out
        The PDF to write, or a JSON file. An earlier JSON draft there is replaced; nothing else is written over.
    wished
        What the draft is about.
    json
        Print what is in it as one JSON document instead.
    language
        Language of the draft: en or de.
    now
        As of this time, like 2026-03-01T08:05+01:00. Without it: now.
    seed
        Seed of every random draw: the same input and seed give the same draft.
    strict
        Stop at the first row that cannot be understood.
    """
    from speciosa.knowledge import load_knowledge
    from speciosa.report import adverse_event as drafts
    from speciosa.report import wording
    from speciosa.values.json_form import dump

    words, knowledge, now_s = wording(language), load_knowledge(), instant(now)
    refuse_to_write_over(out, suffixes=(".pdf", ".json"), example="draft.pdf", heads=_HEADS)
    answers = read_answers(wished.answers) if wished.answers else {}
    record = opened(diary, kept, knowledge, now_s=now_s, strict=strict)
    refuse_if_nothing_was_read(record.diary)
    draft = _draft_of(record, knowledge, wished, answers, now_s=now_s, seed=seed, language=language)
    document, is_json = drafts.draft_json(draft), out.suffix.lower() == ".json"
    write_all({out: dump(document).encode() if is_json else drafts.draft_pdf(draft, paper=wished.paper)})
    if json:
        print(dump({"schema": 1, "read": record.diary.reading, "file": str(out), **_counted(draft, document),
                    "left_out": {"notes": not wished.notes}}), end="")  # fmt: skip
    else:
        _say_all(words, record.diary, draft, wished, out)


def _say_all(words: Wording, read: Diary, draft: drafts.AdverseEventDraft, wished: Wished, out: Path) -> None:
    """Danger first, then what leaves, then what is still open."""
    from speciosa.report import adverse_event as made  # the name above is for types alone

    _say_danger(words, draft)
    lies = words.say("The draft of a side-effect report: {place}", place=str(out))
    say_what_leaves(words, read, made=[lies], holds=_holds(words, draft, wished), stays=_stays(words, wished))
    _say_what_next(words, draft, made.questions(draft))


def _draft_of(
    record: OpenRecord, knowledge: Knowledge, wished: Wished, answers: Mapping[str, str], *, now_s: int, seed: int,
    language: str,
) -> drafts.AdverseEventDraft:  # fmt: skip
    from speciosa.report import adverse_event as drafts

    told = told_of(record, record.diary, knowledge, now_s=now_s, seed=seed, language=language)
    with progress("Writing the draft ..."):
        return drafts.draft_of(
            told, record.diary, knowledge, event=wished.event or None, answers=answers, notes=wished.notes
        )  # fmt: skip


def _counted(draft: drafts.AdverseEventDraft, document: Mapping[str, object]) -> dict[str, object]:
    return {"about": draft.reaction.word, **{key: document[key] for key in ("applicable", "filled", "questions")}}


def read_answers(path: Path) -> dict[str, str]:
    """The person's answers, by the key of the question.

    Raises
    ------
    EntryError : no such file, no TOML, or an answer that is no text.
    """
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise EntryError("this file is too large for answers", where=path.name, todo="shorten it")
        said = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as problem:
        why = problem.strerror or ""
        raise EntryError("this file can't be read", where=str(path), why=why, todo="check the name") from None
    except (ValueError, RecursionError) as problem:  # no TOML, no UTF-8, or brackets without end
        place = str(problem).rpartition("(")[2].strip(")") if "(at " in str(problem) else ""
        todo = 'write lines like story = "in your own words", and save it as UTF-8'
        raise EntryError("this file is not valid TOML", where=path.name, why=place, todo=todo) from None
    return dict(_flat(said, path.name))


def _flat(said: Mapping[str, Any], where: str, above: str = "") -> list[tuple[str, str]]:
    """``maker.2 = "x"`` is a table to TOML, and a key to us."""
    found: list[tuple[str, str]] = []
    for key, value in said.items():
        name = f"{above}{key}"
        if isinstance(value, Mapping):
            found += _flat(value, where, f"{name}.")
        elif isinstance(value, str):
            found.append((name, value))
        else:
            todo = f'write {name if name.isidentifier() else "it"} = "..."'
            raise EntryError("an answer is not text in quotes", where=where, todo=todo)
    return found


def _holds(words: Wording, draft: drafts.AdverseEventDraft, wished: Wished) -> list[str]:
    filled, applicable = draft.counted()
    lines = [
        words.say("It is about: {what}", what=draft.reaction.label),
        words.say("questions with an answer: {filled} of {all}", filled=filled, all=applicable),
        words.say("products, doses, other medicines and laboratory values of that time"),
        words.say("age, sex and weight, if you said them; no name unless you write it"),
    ]
    return [*lines, words.say("your own words beside entries")] if wished.notes and draft.notes else lines


def _stays(words: Wording, wished: Wished) -> list[str]:
    photos = words.say("photos")
    return [photos] if wished.notes else [words.say("notes; with them: --notes"), photos]


def _say_danger(words: Wording, draft: drafts.AdverseEventDraft) -> None:
    """Before all else, whom to call, where an answer speaks of danger."""
    from speciosa.knowledge import Act
    from speciosa.report import safety_sentences

    if draft.now:
        say_wrapped(safety_sentences.act_says(words, Act.CALL_EMERGENCY, draft.help), terminal_width())
        say_wrapped(safety_sentences.help_line_says(words, draft.help), terminal_width())


def _say_what_next(words: Wording, draft: drafts.AdverseEventDraft, left: tuple[Any, ...]) -> None:
    width = terminal_width()
    if left:
        say_wrapped(words.say("Still open; write your answers into a TOML file and name it with --answers:"), width)
    for each in left[:_MOST_ASKED]:
        say_wrapped(f"{each.key}: {each.question}", width, "  - ")
    if (more := len(left) - _MOST_ASKED) > 0:
        say_wrapped(words.say("and more, in the file: {count}", count=more), width, "  - ")
    say_wrapped(words.say(draft.dont_stop), width)
