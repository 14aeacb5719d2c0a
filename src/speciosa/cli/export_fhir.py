"""`speciosa export fhir`: a bundle for a medical record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from speciosa.cli.asked import instant, not_negative, refuse_if_nothing_was_read, switched_off
from speciosa.cli.leaving import refuse_to_write_over, say_what_leaves, write_all
from speciosa.cli.opened import NOT_KEPT, OpenRecord, opened
from speciosa.cli.store_asked import Kept
from speciosa.cli.terminal import progress, say_wrapped, terminal_width
from speciosa.values.errors import EntryError

if TYPE_CHECKING:
    from speciosa.knowledge import Knowledge
    from speciosa.record import Diary
    from speciosa.report import Report, Wording


@dataclass(frozen=True, slots=True)
class Ticks:
    """What leaves, as the person ticked it.

    Parameters
    ----------
    leave_out
        Parts that stay, with commas: doses, medicines, scores, effect, findings, skin.
    identified
        With your year of birth and your country.
    notes
        With your own words beside entries.
    photos
        With your photos: the picture alone, and not where it was taken.
    """

    leave_out: str = ""
    identified: Annotated[bool, Parameter(negative=())] = False
    notes: Annotated[bool, Parameter(negative=())] = False
    photos: Annotated[bool, Parameter(negative=())] = False


_NOTHING_MORE = Ticks()
_HEADS, _MARK = (b'{"resourceType":"Bundle","id":',), b'"deviceName":[{"name":"speciosa",'
"""How a bundle of ours begins, and who says in it that it made it: others' bundles may begin alike."""


def fhir(
    diary: Path | None = None,
    /,
    *,
    kept: Annotated[Kept, Parameter(name="*")] = NOT_KEPT,
    out: Path,
    ticks: Annotated[Ticks, Parameter(name="*")] = _NOTHING_MORE,
    json: Annotated[bool, Parameter(negative=())] = False,
    language: str = "en",
    now: str = "",
    seed: Annotated[int, Parameter(validator=not_negative)] = 0,
    strict: Annotated[bool, Parameter(negative=())] = False,
) -> None:
    """Write your record and what was worked out from it as a bundle for a medical record (FHIR R4).

    Exported twice, it updates: an entry keeps its id.

    Example: speciosa export fhir my-diary --out record.json
    Example: speciosa export fhir my-diary --out record.json --leave-out effect,skin

    Parameters
    ----------
    diary
        The diary's folder, or one CSV or xlsx file. Or name a store.
    kept
        An encrypted store in place of a diary.
    out
        The JSON file to write. An earlier bundle there is replaced; nothing else is written over.
    ticks
        What leaves, and what stays.
    json
        Print what is in it as one JSON document instead.
    language
        Language of the words: en or de.
    now
        As of this time, like 2026-03-01T08:05+01:00. Without it: now.
    seed
        Seed of every random draw: the same input and seed give the same bundle.
    strict
        Stop at the first row that cannot be understood.
    """
    from speciosa.knowledge import load_knowledge
    from speciosa.report import fhir as bundles
    from speciosa.report import wording

    words, knowledge, now_s = wording(language), load_knowledge(), instant(now)
    refuse_to_write_over(out, suffixes=(".json",), example="record.json", heads=_HEADS, mark=_MARK)
    parts = _parts(ticks.leave_out, bundles.PARTS)
    record = opened(diary, kept, knowledge, now_s=now_s, strict=strict)
    read = record.diary
    refuse_if_nothing_was_read(read)
    made = _made(record, parts, ticks, knowledge, now_s=now_s, seed=seed, language=language)
    write_all({out: bundles.bundle_json(made)})
    kinds = Counter(each["resource"]["resourceType"] for each in made["entry"])
    if json:
        _print_json(read, out, kinds, parts, ticks)
    else:
        lies = words.say("A FHIR R4 bundle: {place}", place=str(out))
        say_what_leaves(words, read, made=[lies], holds=_holds(words, kinds, parts, ticks),
                        stays=_stays(words, kinds, parts, ticks))  # fmt: skip
        _say_key(words, record, now_s)


def _say_key(words: Wording, record: OpenRecord, now_s: int) -> None:
    """Of a folder without a key of its own: the line that keeps the ids."""
    if not record.key and not record.diary.person.record:
        line = f'record = "{_key_of(record, now_s)}"'
        text = words.say("So that a later export updates this one whatever you correct, write into person.toml: {line}",
                         line=line)  # fmt: skip
        say_wrapped(text, terminal_width())


def _made(
    record: OpenRecord, parts: Collection[str], ticks: Ticks, knowledge: Knowledge, *, now_s: int, seed: int,
    language: str,
) -> dict[str, Any]:  # fmt: skip
    """The bundle of what is ticked."""
    from speciosa.report import fhir as bundles

    leaving = _ticked(record.diary, parts, ticks, knowledge)
    without = () if "effect" in parts else ("effect",)
    told = told_of(record, leaving, knowledge, now_s=now_s, seed=seed, language=language, without=without)
    with progress("Writing ..."):
        pictures = clean_pictures(record, knowledge) if ticks.photos else {}
        return bundles.fhir_bundle(
            told, leaving, knowledge, identified=ticks.identified, photos=pictures, parts=parts, notes=ticks.notes,
            record=_key_of(record, now_s),
        )  # fmt: skip


def _print_json(read: Diary, out: Path, kinds: Mapping[str, int], parts: Collection[str], ticks: Ticks) -> None:
    from speciosa.report import fhir as bundles
    from speciosa.values.json_form import SCHEMA, dump

    stays = {"parts": [each for each in bundles.PARTS if each not in parts], "notes": not ticks.notes,
             "photos": not ticks.photos, "identified": not ticks.identified}  # fmt: skip
    print(dump({"schema": SCHEMA, "read": read.reading, "file": str(out), "resources": dict(sorted(kinds.items())),
                "left_out": stays}), end="")  # fmt: skip


def told_of(
    record: OpenRecord, leaving: Diary, knowledge: Knowledge, *, now_s: int, seed: int, language: str,
    without: tuple[str, ...] = (),
) -> Report:  # fmt: skip
    """The report that exports for a clinic are made from.

    Parameters
    ----------
    leaving : of the record what leaves: nothing may be worked out from what stays. without : functions left out.
    """
    from speciosa.story import tell

    with progress("Working it out ..."):
        return tell(
            leaving, knowledge, photos=record.photos, now_s=now_s, seed=seed, language=language,
            without=tuple(sorted({*switched_off(), *without})),
        )  # fmt: skip


def _key_of(record: OpenRecord, now_s: int) -> str:
    """The UUID that stands for the record; of a folder that has none, one made of the entry written down first."""
    from speciosa.report import fhir as bundles

    return record.key or bundles.record_key(record.diary.as_of(now_s))


def _ticked(read: Diary, parts: Collection[str], ticks: Ticks, knowledge: Knowledge) -> Diary:
    """The record with nothing in it but what leaves: a finding must not tell of a medicine that was left out."""
    from speciosa.web.leaving import only

    also = {"you"} | ({"symptoms"} if "scores" in parts else set())
    also |= {key for key, is_on in (("notes", ticks.notes), ("photos", ticks.photos)) if is_on}
    return only(read, {*parts, *also}, knowledge)


def clean_pictures(record: OpenRecord, knowledge: Knowledge) -> Mapping[str, bytes]:
    """The record's photos as pictures without tags: a camera writes into a file where it was."""
    from speciosa.record import Kind
    from speciosa.skin import decoder

    named = sorted(set(record.diary.entries.of_kind(Kind.PHOTO).text.tolist()))
    return dict(_cleaned(record, named, knowledge, decoder)) if named else {}


def _cleaned(
    record: OpenRecord, named: Collection[str], knowledge: Knowledge, decoder: Any
) -> Iterator[tuple[str, bytes]]:  # fmt: skip
    with decoder.Decoder(knowledge) as opener:
        for name in named:
            body = record.photos.get(name)
            photo = opener.decode(body) if body is not None else None
            if isinstance(photo, decoder.DecodedPhoto):
                yield name, decoder.clean_copy(photo, knowledge)


def _parts(leave_out: str, known: Collection[str]) -> tuple[str, ...]:
    """The parts that leave.

    Raises
    ------
    EntryError : a part that stays has a name that is not known, or nothing would leave.
    """
    gone = {each.strip().lower() for each in leave_out.split(",") if each.strip()}
    if gone - set(known):
        raise EntryError("this part is not known", where="--leave-out", todo=f"use {', '.join(known)}")
    if not set(known) - gone:
        raise EntryError("every part is left out, so there is nothing to write", where="--leave-out", todo="keep one")
    return tuple(each for each in known if each not in gone)


def part_names(words: Wording) -> dict[str, str]:
    """What each part of a bundle is called."""
    return {
        "doses": words.say("Doses and products"), "medicines": words.say("Other medicines"),
        "scores": words.say("Scores, nights, symptoms, laboratory values, events"),
        "effect": words.say("Whether it helps"), "findings": words.say("What to watch"),
        "skin": words.say("Skin, in numbers"),
    }  # fmt: skip


def _holds(words: Wording, kinds: Mapping[str, int], parts: Collection[str], ticks: Ticks) -> list[str]:
    lines = [name for key, name in part_names(words).items() if key in parts]
    if kinds.get("Media"):
        lines.append(words.say("photos: {count}", count=f"{kinds['Media']:,}"))
    if ticks.notes:
        lines.append(words.say("your own words beside entries"))
    lines.append(
        words.say("your sex, year of birth and country, if you said them; no name")
        if ticks.identified
        else words.say("of you a pseudonym, and your sex if you said it")
    )
    lines.append(words.say("records in all: {count}", count=f"{sum(kinds.values()):,}"))
    return lines


def _stays(words: Wording, kinds: Mapping[str, int], parts: Collection[str], ticks: Ticks) -> list[str]:
    lines = [name for key, name in part_names(words).items() if key not in parts]
    if not ticks.notes:
        lines.append(words.say("notes; with them: --notes"))
    if not ticks.photos:
        lines.append(words.say("photos; with them: --photos"))
    elif not kinds.get("Media"):
        lines.append(words.say("photos: none was there that could be opened"))
    if not ticks.identified:
        lines.append(words.say("year of birth and country; with them: --identified"))
    return lines
