"""`speciosa skin follow`: how the colour of the skin changes over the photos of a diary."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from speciosa.cli.asked import instant, not_negative, refuse_if_nothing_was_read, switched_off
from speciosa.cli.opened import NOT_KEPT, opened
from speciosa.cli.store_asked import Kept
from speciosa.cli.terminal import progress, say, say_reading, say_wrapped, terminal_width

if TYPE_CHECKING:
    from speciosa.knowledge import Knowledge
    from speciosa.record import Diary
    from speciosa.report import Wording, skin_section
    from speciosa.skin import SkinSeries
    from speciosa.values.gaps import NotAssessed


def follow(
    diary: Path | None = None,
    /,
    *,
    kept: Annotated[Kept, Parameter(name="*")] = NOT_KEPT,
    json: Annotated[bool, Parameter(negative=())] = False,
    now: str = "",
    seed: Annotated[int, Parameter(validator=not_negative)] = 0,
    language: str = "en",
    strict: Annotated[bool, Parameter(negative=())] = False,
) -> None:
    """Follow the colour of your skin over the photos of a diary.

    Example: speciosa skin follow my-diary

    Parameters
    ----------
    diary
        The diary's folder, or one CSV or xlsx file with its photos beside it. Or name a store.
    kept
        An encrypted store in place of a diary.
    json
        Print the courses as one JSON document instead.
    now
        Up to this time, like 2026-03-01T08:05+01:00. Without it: now.
    seed
        Seed of every random draw: the same input and seed give the same limits.
    language
        Language of the words. This version has en.
    strict
        Stop at the first row that cannot be understood.
    """
    from speciosa.knowledge import load_knowledge
    from speciosa.report import skin_section, wording
    from speciosa.safety import shut_for
    from speciosa.skin import follow_skin
    from speciosa.values.gaps import NotAssessed

    words, now_s, knowledge = wording(language), instant(now), load_knowledge()
    record = opened(diary, kept, knowledge, now_s=now_s, strict=strict)
    read = record.diary
    refuse_if_nothing_was_read(read)
    known, photos = read.as_of(now_s), record.photos
    with progress("Measuring the photos ...", "photos") as show:
        shut = shut_for(known.person, knowledge, now_s=now_s, without=switched_off()).get("skin")
        found = shut or follow_skin(known, photos, knowledge, now_s=now_s, seed=seed, progress=show)
    if json:
        _print_json(found, read, knowledge)
        return
    say_reading(read.reading)
    say("")
    if isinstance(found, NotAssessed):
        say("Not assessed:", f"  - {words.say(found.why)}")
        return
    say_skin(words, skin_section.skin_of(found, known, knowledge, words, now_s=now_s))


def _print_json(found: SkinSeries | NotAssessed, read: Diary, knowledge: Knowledge) -> None:
    """The document of the contract; what it leans on is cited in full."""
    from speciosa.report import skin_section
    from speciosa.values.gaps import NotAssessed
    from speciosa.values.json_form import SCHEMA, dump

    sources = () if isinstance(found, NotAssessed) else knowledge.cite(found.sources)
    document = {
        "schema": SCHEMA,
        "read": read.reading,
        **skin_section.skin_json(found, zone=read.person.zone),
        "sources": sources,
    }
    print(dump(document), end="")


def say_skin(words: Wording, skin: skin_section.Skin) -> None:
    """The summary: signs before all else, a site each with its numbers, what stopping shows, what has no colour."""
    from speciosa.report import skin_sentences as told

    width = terminal_width()
    for sign in skin.signs:
        say_wrapped(told.sign_says(words, sign), width)
        say_wrapped(words.say("{label}: {text}", label=words.say("Who"), text=words.say(sign.who)), width, "  ")
        say("")
    for panel in skin.panels:
        say(panel.label)
        for said in (
            told.state_says(words, panel), told.causes_short(words, skin, panel),
            told.more_says(words, panel), told.tone_says(words, panel),
            told.next_says(words, skin, panel),
        ):  # fmt: skip
            if said:
                say_wrapped(said, width, "  ")
        for label, value in told.facts_of(words, panel):
            say_wrapped(words.say("{label}: {text}", label=label, text=value), width, "  - ")
        say("")
    for said in (*told.dechallenge_says(words, skin), told.care_says(words, skin)):
        if said:
            say_wrapped(said, width)
    _say_rest(words, skin, width)


def _say_rest(words: Wording, skin: skin_section.Skin, width: int) -> None:
    """What only the person can answer, photos without a colour, doubts, and what was not looked at."""
    from speciosa.report import skin_sentences as told

    lists = (
        ("What only you can answer:", told.asked_say(words, skin)),
        ("Photos without a colour:", [_refused(words, each) for each in skin.refused]),
        (
            "When to see a professional, whatever the photos show:",
            [f"{words.say(asks)} {told.act_says(words, act)}" for asks, act in skin.questions],
        ),
        ("How this could be wrong:", told.caveats_say(words, skin)),
        ("Not assessed:", [each.why for each in skin.gaps]),
    )
    for title, lines in lists:
        if lines:
            say("", words.say(title))
        for line in lines:
            say_wrapped(line, width, "  - ")


def _refused(words: Wording, refused: skin_section.RefusedPhotos) -> str:
    from speciosa.report import skin_sentences as told

    counted, listed = told.refused_says(words, refused)
    return words.say(
        "{counted}: {why} {retake} ({listed})",
        counted=counted, why=words.say(refused.why), retake=words.say(refused.retake), listed=listed,
    )  # fmt: skip
