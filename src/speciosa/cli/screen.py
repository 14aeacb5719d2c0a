"""`speciosa screen`: what to watch, when to see somebody, says who."""

from __future__ import annotations

from collections.abc import Mapping
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
    from speciosa.report import Wording
    from speciosa.report.urgent import Shown
    from speciosa.safety import Findings, HelpLines

_ACT_TODAY = 1
_NOT_BRIEF = {"Your entries", "Who", "Says who"}
_GRID_S = 3600


def screen(
    diary: Path | None = None,
    /,
    *,
    kept: Annotated[Kept, Parameter(name="*")] = NOT_KEPT,
    json: Annotated[bool, Parameter(negative=())] = False,
    now: str = "",
    seed: Annotated[int, Parameter(validator=not_negative)] = 0,
    language: str = "en",
    strict: Annotated[bool, Parameter(negative=())] = False,
    exit_code: Annotated[bool, Parameter(negative=())] = False,
) -> int:
    """Look for what to watch and when to see somebody.

    Example: speciosa screen my-diary

    Parameters
    ----------
    diary
        The diary's folder, or one CSV or xlsx file. Or name a store.
    kept
        An encrypted store in place of a diary.
    json
        Print the findings as one JSON document instead.
    now
        As of this time, like 2026-03-01T08:05+01:00. Without it: now.
    seed
        Seed of every random draw: the same input and seed give the same findings.
    language
        Language of the words. This version has en.
    strict
        Stop at the first row that cannot be understood.
    exit_code
        Leave with status 1 if there is something to act on today.
    """
    from speciosa.knowledge import load_knowledge
    from speciosa.report import wording
    from speciosa.report.urgent import shown
    from speciosa.safety import help_for, shut_for

    words, now_s, knowledge = wording(language), instant(now), load_knowledge()
    record = opened(diary, kept, knowledge, now_s=now_s, strict=strict)
    read = record.diary
    refuse_if_nothing_was_read(read)
    found = _screened(read.as_of(now_s), record.photos, knowledge, now_s=now_s, seed=seed)
    if json:
        _print_json(found, read, knowledge)
    else:
        say_reading(read.reading)
        say("")
        young = "trial" in shut_for(read.person, knowledge, now_s=now_s)
        _say_age(words, read, knowledge, now_s=now_s)
        ranked = shown(found.findings, read.as_of(now_s).entries, knowledge, now_s=now_s)
        say_findings(words, ranked, help_for(read.person, knowledge), knowledge, young=young)
        _say_rest(words, found)
    return _ACT_TODAY if exit_code and any(each.urgency == "now" for each in found.findings) else 0


def _say_age(words: Wording, read: Diary, knowledge: Knowledge, *, now_s: int) -> None:
    """How old the record is, and that entries after now were not looked at; nothing where neither is so."""
    from speciosa.report import safety_sentences as told
    from speciosa.report.safety_section import days_since_last

    known = read.as_of(now_s)
    later = len(read.history) - len(known.history)
    said = [told.old_says(words, days_since_last(known, knowledge, now_s=now_s))]
    if later:
        one, many = (
            "{n} entry lies after now and was not looked at.",
            "{n} entries lie after now and were not looked at.",
        )
        said.append(words.count(one, many, later))
    for each in filter(None, said):
        say_wrapped(each, terminal_width())
        say("")


def _screened(known: Diary, photos: Mapping[str, bytes], knowledge: Knowledge, *, now_s: int, seed: int) -> Findings:
    """What `story.tell` asks of safety, without the answers that no finding needs."""
    from speciosa.effect import estimate_effect
    from speciosa.exposure import expose
    from speciosa.safety import screen as screen_record
    from speciosa.safety import shut_for, side_effects
    from speciosa.skin import follow_skin
    from speciosa.values.gaps import NotAssessed

    shut = shut_for(known.person, knowledge, now_s=now_s, without=switched_off())
    unasked = NotAssessed("effect", "Whether it helps is answered by: speciosa effect DIARY")
    effect = estimate_effect(
        known, unasked, knowledge, outcome=known.leading_outcome, now_s=now_s, seed=seed, withheld=unasked
    )
    with progress("Working out how much was in your blood ..."):
        curve = shut.get("exposure") or expose(known, knowledge, seed=seed, now_s=now_s, grid_s=_GRID_S)
    with progress("Measuring the photos ...", "photos") as show:
        skin = shut.get("skin") or follow_skin(known, photos, knowledge, now_s=now_s, seed=seed, progress=show)
    with progress("Holding symptoms against doses ..."):
        symptoms = (
            () if "effect" in shut else side_effects.follow_symptoms(known, curve, knowledge, now_s=now_s, seed=seed)
        )
    return screen_record(known, curve, effect, skin, knowledge, now_s=now_s, side_effects=symptoms)


def _print_json(found: Findings, read: Diary, knowledge: Knowledge) -> None:
    """The document of the contract; what it leans on is cited in full."""
    from speciosa.report.safety_json import findings_json
    from speciosa.safety import help_for
    from speciosa.values.json_form import SCHEMA, dump

    sources = knowledge.cite(key for each in found.findings for key in each.sources)
    document = {
        "schema": SCHEMA, "read": read.reading, **findings_json(found, read.person.zone),
        "help": help_for(read.person, knowledge), "sources": sources, "not_assessed": found.not_assessed,
    }  # fmt: skip
    print(dump(document), end="")


def say_findings(
    words: Wording, findings: tuple[Shown, ...], help_lines: HelpLines, knowledge: Knowledge, *, young: bool
) -> None:
    """Each finding: how soon, what in the record, why, whom to see, what to say there, says who."""
    from speciosa.report import safety_sentences as told

    width = terminal_width()
    for shown in findings:
        found = shown.finding
        brief = found.urgency == "watch"  # the page has the rest of it
        soon = told.urgency_says(words, found.urgency).upper()
        say_wrapped(words.say("{soon}: {title}", soon=soon, title=words.say(found.title)), width)
        for said in (
            told.act_says(words, found.act, help_lines, shown.past_d),
            told.reach_says(words, found, help_lines, young=young),
        ):
            if said:
                say_wrapped(said, width, "  ")
        entries = told.entries_say(words, shown.entries)
        lines = (
            ("In your record", told.dated(words, found.seen)),
            ("Your entries", entries),
            ("Why", words.say(found.because)),
            ("Who", words.say(found.who)),
            ("What to say there", f"“{words.say(found.say)}”"),
            ("Says who", told.sources_says(words, found, knowledge)),
        )
        for label, text in lines:
            if text and not (brief and label in _NOT_BRIEF):
                say_wrapped(words.say("{label}: {text}", label=words.say(label), text=text), width, "  ")
        for each in () if brief else found.adds:
            say_wrapped(words.say(each), width, "  ")
        say("")
    say_wrapped(told.rest_says(words, len(findings)), width)
    for said in told.help_says(words, help_lines, young=young):
        say_wrapped(said, width, "  ")


def _say_rest(words: Wording, found: Findings) -> None:
    """What else they take, as it was read, and what was not looked at."""
    from speciosa.report import safety_sentences as told

    width = terminal_width()
    if found.listed:
        say("", words.say("What you take beside it, as it was read here:"))
    for each in found.listed:
        say_wrapped(told.listed_says(words, each), width, "  - ")
    say("", words.say("Not assessed:"))
    for why in dict.fromkeys(each.why for each in found.not_assessed):
        say_wrapped(words.say(why), width, "  - ")
