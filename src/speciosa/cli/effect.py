"""`speciosa effect`: does it help, how much, is it wearing off."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from speciosa.cli.asked import instant, not_negative, refuse_if_nothing_was_read, switched_off
from speciosa.cli.opened import NOT_KEPT, opened
from speciosa.cli.store_asked import Kept
from speciosa.cli.terminal import prints, progress, say, say_reading, say_wrapped, terminal_width

if TYPE_CHECKING:
    from speciosa.effect import EffectPosterior
    from speciosa.knowledge import Knowledge
    from speciosa.record import Diary
    from speciosa.report import Wording, effect_section

_MARGIN = 2
_GRID_S = 6 * 3600  # of curves that nobody sees: the answer lays out its own


def effect(
    diary: Path | None = None,
    /,
    *,
    kept: Annotated[Kept, Parameter(name="*")] = NOT_KEPT,
    outcome: str = "",
    of: str = "kratom",
    json: Annotated[bool, Parameter(negative=())] = False,
    now: str = "",
    seed: Annotated[int, Parameter(validator=not_negative)] = 0,
    language: str = "en",
    strict: Annotated[bool, Parameter(negative=())] = False,
) -> None:
    """Say whether it helps you, how much, and whether it is wearing off.

    Example: speciosa effect my-diary --outcome pain

    Parameters
    ----------
    diary
        The diary's folder, or one CSV or xlsx file. Or name a store.
    kept
        An encrypted store in place of a diary.
    outcome
        What you rated: pain, mood, sleep_quality ... Without it: the one that leads your report.
    of
        What you tried: kratom, another substance, an activity or a strategy such as physiotherapy.
    json
        Print the answer as one JSON document instead.
    now
        As of this time, like 2026-03-01T08:05+01:00. Without it: now.
    seed
        Seed of every random draw: the same input and seed give the same answer.
    language
        Language of the words. This version has en.
    strict
        Stop at the first row that cannot be understood.
    """
    from speciosa.knowledge import load_knowledge
    from speciosa.report import effect_section, wording

    words, now_s, knowledge = wording(language), instant(now), load_knowledge()
    read = opened(diary, kept, knowledge, now_s=now_s, strict=strict).diary
    refuse_if_nothing_was_read(read)
    known = read.as_of(now_s)
    meant = knowledge.outcome(outcome).word if outcome else known.leading_outcome
    answer, seconds = _answer(known, knowledge, outcome=meant, of=of, now_s=now_s, seed=seed)
    found = effect_section.effect_of(answer, known, knowledge)
    if json:
        _print_json(found, read, knowledge, seconds)
        return
    say_reading(read.reading)
    say("")
    say_effect(words, found)


def _answer(
    known: Diary, knowledge: Knowledge, *, outcome: str, of: str, now_s: int, seed: int
) -> tuple[EffectPosterior, float]:
    """The answer, and the processor time in seconds that it took once the blood was known."""
    from speciosa.effect import estimate_effect
    from speciosa.exposure import expose
    from speciosa.safety import shut_for
    from speciosa.simulate import settled_in

    withheld = shut_for(known.person, knowledge, now_s=now_s, without=switched_off()).get("effect")
    with progress("Working out how much was in your blood ..."):
        curve = expose(known, knowledge, seed=seed, now_s=now_s, grid_s=_GRID_S)
    with progress("Working out whether it helps ..."):
        before = time.process_time()
        found = estimate_effect(
            known, curve, knowledge, outcome=outcome, now_s=now_s, seed=seed, of=of, withheld=withheld
        )
        seconds = time.process_time() - before
        return settled_in(found, known, knowledge, now_s=now_s), seconds


def _print_json(found: effect_section.Effect, read: Diary, knowledge: Knowledge, seconds: float) -> None:
    """The document of the contract; what it leans on is cited in full."""
    from speciosa.report import effect_section
    from speciosa.values.json_form import SCHEMA, dump

    answer = effect_section.effect_json(found.posterior, seconds=seconds)
    not_assessed = answer.pop("not_assessed")
    sources = () if found.withheld else knowledge.cite(found.posterior.sources)
    cited = sources
    document = {"schema": SCHEMA, "read": read.reading, **answer, "sources": cited, "not_assessed": not_assessed}
    print(dump(document), end="")


def say_effect(words: Wording, found: effect_section.Effect) -> None:
    """The state in words, what matters today, the dots, how it could be wrong, and what was not assessed."""
    from speciosa.report import effect_sentences as told

    width = terminal_width()
    say_wrapped(told.question(words, found), width)
    say_wrapped(told.lead_says(words, found), width, "  ")
    say_wrapped(told.reasons_say(words, found), width, "  ")
    _paragraphs([told.fresh_says(words, found) if found.difference else "", told.settle_says(words, found)], width)
    if found.contrasts:
        say("", words.say("What you may want to know today:"))
    for each in found.contrasts:
        grade = words.say("({grade})", grade=told.grade_says(words, each.grade))
        say_wrapped(told.contrast_question(words, each), width, "  - ")
        say_wrapped(f"{told.contrast_answer(words, found, each)} {grade}", width, "    ")
    _paragraphs([told.wearing_off_says(words, found), told.rebound_says(words, found)], width)
    _paragraphs([told.withdrawal_says(words, found), told.care_says(words, found)], width)
    if found.dots is not None and not found.withheld:
        _dots(words, found, width)
    doubts = told.doubts(words, found)
    if doubts:
        say("", words.say("How this could be wrong:"))
    for doubt in doubts:
        say_wrapped(doubt, width, "  - ")
    _not_assessed(words, found, width)


def _dots(words: Wording, found: effect_section.Effect, width: int) -> None:
    """Fifty equally likely answers as letters, and in how many of them it is lower or higher."""
    from speciosa.cli.dots_picture import PLAIN, ROUND, dots_picture
    from speciosa.report import effect_sentences as told

    if found.dots is None:
        return
    ink = ROUND if prints("".join(ROUND)) else PLAIN
    lower = found.posterior.better == "lower"
    lines = dots_picture(
        found.dots, ink, lower_is_better=lower, notice=found.posterior.notice, width=width - 2 * _MARGIN,
        ends=told.dots_ends(words, found),
    )  # fmt: skip
    say("")
    say_wrapped(told.dots_title(words, found), width)
    say(*(f"{' ' * _MARGIN}{line}".rstrip() for line in lines))
    key = words.say("{better} better with it   {worse} worse with it", better=ink.better, worse=ink.worse)
    say("", f"{' ' * _MARGIN}{key}")
    say_wrapped(told.dots_says(words, found), width)


def _not_assessed(words: Wording, found: effect_section.Effect, width: int) -> None:
    """What has no answer, each reason once; where there is no answer at all its reasons stand above."""
    from speciosa.report import effect_sentences as told

    gaps = [each.why for each in found.gaps if each.code != "effect"]
    if not found.unanswered and not gaps:
        return
    say("", words.say("Not assessed:"))
    for why, asked in found.unanswered:
        for each in asked:
            say_wrapped(told.contrast_question(words, each), width, "  - ")
        say_wrapped(told.why_not(words, why), width, "    ")
    for why in dict.fromkeys(gaps):
        say_wrapped(words.say(why), width, "  - ")


def _paragraphs(texts: list[str], width: int) -> None:
    for text in texts:
        if text:
            say("")
            say_wrapped(text, width)
