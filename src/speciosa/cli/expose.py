"""`speciosa expose`: concentration curves from the doses."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from speciosa.cli.asked import instant, not_negative, refuse_if_nothing_was_read, switched_off
from speciosa.cli.grid import refuse_too_many_points, seconds_of
from speciosa.cli.opened import NOT_KEPT, opened
from speciosa.cli.store_asked import Kept
from speciosa.cli.terminal import prints, progress, say, say_reading, say_wrapped, terminal_width

if TYPE_CHECKING:
    from speciosa.exposure import ExposureCurve
    from speciosa.knowledge import Knowledge
    from speciosa.record import Diary
    from speciosa.report import Wording, exposure_section
    from speciosa.values.gaps import NotAssessed

_COARSEST_DRAWN_S = 3 * 3600


def expose(
    diary: Path | None = None,
    /,
    *,
    kept: Annotated[Kept, Parameter(name="*")] = NOT_KEPT,
    json: Annotated[bool, Parameter(negative=())] = False,
    grid: str = "1h",
    now: str = "",
    seed: Annotated[int, Parameter(validator=not_negative)] = 0,
    language: str = "en",
    strict: Annotated[bool, Parameter(negative=())] = False,
) -> None:
    """Work out how much was in your blood when, from your doses.

    Example: speciosa expose my-diary

    Parameters
    ----------
    diary
        The diary's folder, or one CSV or xlsx file. Or name a store.
    kept
        An encrypted store in place of a diary.
    json
        Print the curves as one JSON document instead.
    grid
        From point to point: 15min, 1h, 6h, 1d ...
    now
        Up to this time, like 2026-03-01T08:05+01:00. Without it: now.
    seed
        Seed of every random draw: the same input and seed give the same curves.
    language
        Language of the words. This version has en.
    strict
        Stop at the first row that cannot be understood.
    """
    from speciosa.knowledge import load_knowledge
    from speciosa.report import wording
    from speciosa.values.gaps import NotAssessed

    words, grid_s, now_s, knowledge = wording(language), seconds_of(grid), instant(now), load_knowledge()
    read = opened(diary, kept, knowledge, now_s=now_s, strict=strict).diary
    refuse_if_nothing_was_read(read)
    curve = _curve(read.as_of(now_s), knowledge, now_s=now_s, grid_s=grid_s, seed=seed)
    if json:
        _print_json(curve, read, knowledge)
        return
    say_reading(read.reading)
    say("")
    if isinstance(curve, NotAssessed):
        say("Not assessed:", f"  - {words.say(curve.why)}")
        return
    from speciosa.report import exposure_section

    say_exposure(words, exposure_section.exposure_of(curve, zone=read.person.zone, now_s=now_s))


def _curve(known: Diary, knowledge: Knowledge, *, now_s: int, grid_s: int, seed: int) -> ExposureCurve | NotAssessed:
    """The curves, unless the grid is too fine for the record."""
    from speciosa.exposure import expose as expose_diary
    from speciosa.record import Kind
    from speciosa.safety import shut_for

    doses = known.entries.of_kind(Kind.DOSE)
    if len(doses):
        refuse_too_many_points(int(doses.time_s[0]), now_s, grid_s)
    shut = shut_for(known.person, knowledge, now_s=now_s, without=switched_off()).get("exposure")
    if shut:
        return shut
    with progress("Working out how much was in your blood ..."):
        return expose_diary(known, knowledge, seed=seed, now_s=now_s, grid_s=grid_s)


def _print_json(curve: ExposureCurve | NotAssessed, read: Diary, knowledge: Knowledge) -> None:
    """The document of the contract; what it leans on is cited in full."""
    from speciosa.report import exposure_section
    from speciosa.values.gaps import NotAssessed
    from speciosa.values.json_form import SCHEMA, dump

    sources = () if isinstance(curve, NotAssessed) else knowledge.cite(curve.sources)
    document = {
        "schema": SCHEMA,
        "read": read.reading,
        **exposure_section.exposure_json(curve, zone=read.person.zone),
        "sources": sources,
        "not_assessed": exposure_section.exposure_gaps(curve),
    }
    with progress("Writing the curves ..."):
        text = dump(document)
    print(text, end="")


def say_exposure(words: Wording, exposure: exposure_section.Exposure) -> None:
    """The summary: where it comes from, a week to look at, the numbers, what they rest on."""
    from speciosa.report import exposure_sentences as blood

    width = terminal_width()
    say_wrapped(blood.lead_says(words, exposure), width)
    _pictures(words, exposure, width)
    if any(each.drawn_own for each in exposure.drawn):
        say_wrapped(blood.own_says(words, exposure), width)
        say("")
    if exposure.drawn:
        say_wrapped(blood.amount_says(words, exposure), width)
    for panel in exposure.drawn:
        said = blood.highest_says(words, exposure, panel)
        if said:
            say_wrapped(f"{blood.short_name(words, panel.analyte)}: {said}", width, "  ")
    say_wrapped(blood.no_line_says(words), width)
    say("", words.say("What this rests on:"))
    for line in (blood.basis_says(words, exposure), blood.bodies_say(words), *(each.says for each in exposure.shifts)):
        say_wrapped(words.say(line), width, "  - ")
    if exposure.gaps:
        say(words.say("Not assessed:"))
    for gap in exposure.gaps:
        say_wrapped(words.say(gap.why), width, "  - ")
    care = words.say(
        "If you take it most days, don't stop suddenly. Talk to somebody first: a doctor or a pharmacist. After a "
        "break or a cut, your old dose can be too much."
    )
    say_wrapped(care, width)


def _pictures(words: Wording, exposure: exposure_section.Exposure, width: int) -> None:
    """A week of each analyte, where the points lie close enough to draw one."""
    from speciosa.cli.blood_picture import BLOCKS, DAYS, LETTERS, MARGIN, blood_picture
    from speciosa.report import exposure_sentences as blood

    if exposure.grid_s > _COARSEST_DRAWN_S:
        say(words.say("(A picture needs a grid of 3h or finer.)"), "")
        return
    ink = BLOCKS if prints("".join(BLOCKS)) else LETTERS
    drawn = [each for each in exposure.drawn if each.drawn_own]
    for panel in drawn:
        title = blood.week_title(words, exposure, panel)
        picture = blood_picture(words, exposure, panel, ink, a_day=max(2, (width - MARGIN) // DAYS))
        say("")
        say_wrapped(title, width)
        say(*picture)
    if drawn:
        key = words.say(
            "{solid} the middle answer   {shade} it may reach so far", solid=ink.eighths[-1], shade=ink.shade
        )
        say("", f"{' ' * MARGIN}{key}", "")
