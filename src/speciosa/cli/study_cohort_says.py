"""What `speciosa study cohort` shows: how far it is, and at the end what it found."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from speciosa.cli.terminal import say, say_wrapped, terminal_width

if TYPE_CHECKING:
    from speciosa.knowledge import Knowledge
    from speciosa.study.cohort.run import Advance

_MOST_SHOWN = 10


@contextmanager
def how_far() -> Iterator[Callable[[Advance], None]]:
    """Done of all, people a second, time left: on standard error, where that is a terminal."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn
    from rich.text import Text

    class Rate(ProgressColumn):
        """People a second of this start, and how long the rest takes at that."""

        def render(self, task: Task) -> Text:
            done = task.completed - task.fields["before"]
            if not done or not task.elapsed or task.total is None:
                return Text("")
            rate = done / task.elapsed
            left_min, left_s = divmod(round((task.total - task.completed) / rate), 60)
            return Text(f"{rate:.2g} a second, {left_min // 60}:{left_min % 60:02}:{left_s:02} left")

    columns = (TextColumn("Working out participants"), BarColumn(), MofNCompleteColumn(), Rate())
    with Progress(*columns, console=Console(stderr=True)) as shown:
        line = shown.add_task("", total=None, before=0)
        yield lambda told: shown.update(line, completed=told.done, total=told.of, before=told.before)


def say_cohort(document: dict[str, Any], knowledge: Knowledge, out: Path | None) -> None:
    """Who was there, what they say together, who was left out, and where the results lie."""
    width, people = terminal_width(), document["participants"]
    say(
        f"{people['found']:,} participants: {people['worked_out']:,} worked out, {people['left_out']:,} left out, "
        f"{people['failed']:,} could not be read."
    )
    effect, label = document["effect"], knowledge.outcome(document["outcome"]).label
    say("")
    if effect is None:
        say_wrapped(" ".join(each.why for each in document["not_assessed"]), width)
    else:
        say_wrapped(f"{document['n']:,} of them have a number. {_effect_says(document, label.lower())}", width)
        for line in document["says"]:
            say_wrapped(line, width, "  - ")
    if rejected := document["rejected"]:
        say("", f"Without a number, or not counted ({len(rejected):,}):")
    for each in rejected[:_MOST_SHOWN]:
        say_wrapped(f"{each['file']}: {each['why']}", width, "  - ")
    if len(rejected) > _MOST_SHOWN:
        say(f"  ... and {len(rejected) - _MOST_SHOWN:,} more, in cohort.json.")
    if out is not None:
        say("")
        say_wrapped(f"A row for each: {out / 'participants.parquet'}. The answer: {out / 'cohort.json'}.", width)


def _effect_says(document: dict[str, Any], label: str) -> str:
    """One sentence; what chance did not decide is never said to be because of it."""
    from speciosa.values.draws import earned_digits

    effect, unit = document["effect"], document["between_person_sd"]["mean"]

    def points(value: float) -> str:
        digits = earned_digits(abs(value), effect["sd"])
        return f"{digits} {'point' if digits == '1' else 'points'} {'lower' if value < 0 else 'higher'}"

    begin = {
        "randomised": "Because of it, their {label} is on average {mean}",
        "observational": "On average it goes with {label} that is {mean}",
    }.get(document["basis"], "With it, trials and diaries taken together, their {label} is on average {mean}")
    low, high = effect["interval_95"]
    return (
        f"{begin.format(label=label, mean=points(effect['mean']))} (from {points(low)} to {points(high)}); it differs "
        f"between people by about {earned_digits(unit, document['between_person_sd']['sd'])} to either side."
    )
