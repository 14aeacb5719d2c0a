"""The design of a study's trials: what `trial.TrialDesign` takes, and when people are asked."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from speciosa.knowledge import Knowledge, load_knowledge
from speciosa.trial import TrialDesign, UsualDay, allocate, share_of
from speciosa.values.errors import EntryError

WASHOUT = {
    "modelled": "What is left over from the period before is modelled; every day counts.",
    "left_out": "The settle-in days of each period are left out.",
}
"""What is done about what is left over. Nobody stops taking it in between: that would be an abrupt stop."""
_CLOCK = re.compile(r"^([01]\d|2[0-3]):[0-5]\d$")
_CLOSE = 1e-9
_ANY_DAY = "2026-01-05"


@dataclass(frozen=True, slots=True)
class StudyDesign:
    """What every participant's trial has in common; amounts are shares of their own usual day.

    Parameters
    ----------
    levels : arms from the highest amount to the lowest; none above ``usual``, none a stop.
    period_d : days under one arm. blocks: sets of periods that hold each level once.
    run_in_d : days of their own usual record before anybody is allocated.
    settle_in_d : first days of a period that may still carry the one before.
    washout : of `WASHOUT`.
    outcome : the rated word that answers the question. margin_nrs: points by which less may be worse.
    prompts : local clock times at which people are asked, ``08:00``.
    most_equal_borders : borders between blocks with the same level on both sides at most; None: any.

    Examples
    --------
    >>> design = StudyDesign(("usual", "-25%"), 10, 4, 28, 3, "modelled", "pain", 0.5, ("08:00", "20:00"))
    >>> design.check()
    >>> design.chosen()["period_d"], StudyDesign.of_json(design.to_json()) == design
    (10, True)
    """

    levels: tuple[str, ...]
    period_d: int
    blocks: int
    run_in_d: int
    settle_in_d: int
    washout: str
    outcome: str
    margin_nrs: float
    prompts: tuple[str, ...]
    most_equal_borders: int | None = None

    def chosen(self) -> dict[str, Any]:
        """What `TrialDesign.of_usual` takes beside the person's own usual day and the first day."""
        return {
            "levels": self.levels, "period_d": self.period_d, "blocks": self.blocks, "outcome": self.outcome,
            "margin_nrs": self.margin_nrs, "most_equal_borders": self.most_equal_borders,
        }  # fmt: skip

    def check(self) -> None:
        """See that nothing in it is what nobody should try.

        Raises
        ------
        EntryError : an amount above usual, a stop or a large step, too short or too long, nothing left to chance.
        """
        knowledge = load_knowledge()
        _check_levels(self.levels, knowledge)
        usual = UsualDay("kratom leaf powder", (8.0, 14.0, 20.0), (1.0, 1.0, 1.0), 1.0, 3.0, 28)
        allocate(TrialDesign.of_usual(usual, knowledge, starts=_ANY_DAY, **self.chosen()), b"a rehearsal")
        least = knowledge.choice("trial_usual_days_least")
        if self.run_in_d < least:
            raise EntryError(f"the days before the start have to be {least:g} or more", todo="nobody's usual day shows")
        most = int(self.period_d * knowledge.choice("study_settle_in_share_most"))
        if not 0 <= self.settle_in_d <= most:
            raise EntryError(f"of {self.period_d} days, 0 to {most} can be settle-in days", todo="choose fewer")
        if self.washout not in WASHOUT:
            raise EntryError("it does not say what is done about what is left over", todo="choose one of the two")
        many = int(knowledge.choice("study_prompts_most"))
        if not 0 < len(set(self.prompts)) == len(self.prompts) <= many or not all(map(_CLOCK.match, self.prompts)):
            raise EntryError(
                f"the times at which people are asked can't be read, or are more than {many}",
                todo="write clock times like 08:00, 20:00, each once",
            )

    def to_json(self) -> dict[str, Any]:
        """As the protocol holds it."""
        return {key: list(value) if isinstance(value, tuple) else value for key, value in asdict(self).items()}

    @classmethod
    def of_json(cls, said: Mapping[str, Any]) -> StudyDesign:
        """The design that `to_json` wrote."""
        lists: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in said.items()}
        return cls(**{each.name: lists[each.name] for each in fields(cls)})

    @classmethod
    def of_form(cls, said: Mapping[str, str]) -> StudyDesign:
        """The design out of what somebody typed, checked.

        Raises
        ------
        EntryError : a number can't be read, or as `check`.
        """
        borders = said.get("most_equal_borders", "").strip()
        made = cls(
            levels=_listed(said.get("levels", "")), period_d=_whole(said, "period_d", "the days of a period"),
            blocks=_whole(said, "blocks", "the number of blocks"),
            run_in_d=_whole(said, "run_in_d", "the days before the start"),
            settle_in_d=_whole(said, "settle_in_d", "the settle-in days"), washout=said.get("washout", ""),
            outcome=" ".join(said.get("outcome", "").lower().split()), margin_nrs=_number(said.get("margin_nrs", "")),
            prompts=tuple(sorted(_listed(said.get("prompts", "")))),
            most_equal_borders=_whole(said, "most_equal_borders", "the borders") if borders else None,
        )  # fmt: skip
        made.check()
        return made


def first_choice() -> dict[str, str]:
    """What the form begins with: the app's own choices."""
    choice = load_knowledge().choice
    return {
        "levels": "usual, -25%", "period_d": f"{choice('trial_period_d'):g}", "blocks": f"{choice('trial_blocks'):g}",
        "run_in_d": f"{choice('trial_usual_window_d'):g}", "settle_in_d": "3", "washout": "modelled",
        "outcome": "pain", "margin_nrs": f"{choice('trial_margin_nrs'):g}", "prompts": "08:00, 20:00",
        "most_equal_borders": "",
    }  # fmt: skip


def as_typed(design: StudyDesign) -> dict[str, str]:
    """A design as the form shows it."""
    said = design.to_json()
    joined = {key: ", ".join(value) if isinstance(value, list) else value for key, value in said.items()}
    return {key: "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)
            for key, value in joined.items()}  # fmt: skip


def _check_levels(levels: tuple[str, ...], knowledge: Knowledge) -> None:
    """Never above usual, never a stop, and no step that takes more than a quarter of what is taken then."""
    shares = [share_of(each) for each in levels]
    if len(shares) < 2 or any(lower >= higher for higher, lower in itertools.pairwise(shares)):
        raise EntryError("a trial compares two amounts or more", todo="name them from the highest to the lowest")
    least, step = knowledge.choice("study_level_share_least"), knowledge.choice("trial_step_most")
    if shares[-1] < least - _CLOSE:
        raise EntryError(
            f"no level lies below {100 * least:g} % of the usual amount", todo="nobody stops abruptly for a trial"
        )
    steps = [(1.0, shares[0]), *itertools.pairwise(shares)]
    if any(higher - lower > step * higher + _CLOSE for higher, lower in steps):
        raise EntryError(
            f"a step takes away more than {100 * step:g} % of what is taken then", todo="choose levels closer together"
        )


def _listed(text: str) -> tuple[str, ...]:
    return tuple(each for each in re.split(r"[\s,;]+", text.strip()) if each)


def _whole(said: Mapping[str, str], name: str, what: str) -> int:
    try:
        return int(said.get(name, "").strip())
    except ValueError:
        raise EntryError(f"{what} can't be read", todo="write a whole number") from None


def _number(text: str) -> float:
    try:
        return float(text.strip().replace(",", "."))
    except ValueError:
        raise EntryError("the margin can't be read", todo="write a number of points, like 0.5") from None
