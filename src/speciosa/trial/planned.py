"""A trial as it stands in a diary: its promise, its periods and their codes. Never more than the diary says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from speciosa.record import Diary, Event, Kind
from speciosa.trial.design import TrialDesign
from speciosa.values.errors import EntryError

PLANNED, REVEALED, EMERGENCY, STOPPED, GUESS = (
    "trial_planned", "trial_revealed", "emergency_reveal", "trial_stopped", "guess",
)  # fmt: skip
CAPSULE = "trial capsule"
QUESTIONS = (
    ("withdrawal_body", "Shivering, sweating, a running nose, aching, or an upset stomach?"),
    ("withdrawal_restless", "Restless, on edge, very low, or awake at night because of it?"),
    ("craving", "A strong urge to take more than the capsules?"),
)
"""Asked once a day, in our own words. Answers: 0 no, 1 a little, 2 bad; unit ``score_0_2``."""
_LISTS = {"levels": str, "dose_hours_h": float, "capsules": int}
_NUMBERS = {"capsule_g": float, "period_d": int, "blocks": int, "margin_nrs": float, "step_most": float}


@dataclass(frozen=True, slots=True)
class Period:
    """One period: its number from 1, the name of its standing assignment, its instants, UTC seconds.

    `name`: the capsule code; after the reveal the arm. `code`: the capsule code. `end_s`: the next one's start.
    """

    number: int
    code: str
    name: str
    start_s: int
    end_s: int
    offset_min: int


@dataclass(frozen=True, slots=True)
class Trial:
    """A trial of the diary.

    Parameters
    ----------
    name : 6 letters that begin the ids of its rows: ``trial-NAME-p1`` ...
    commitment : SHA-256 of nonce and schedule, 64 hexadecimal digits, written on day 0.
    algorithm : how the order was drawn.
    seed_by_hand : the seed was chosen, so whoever knows it can work the order out: a rehearsal.
    design : what was fixed beforehand.
    planned_s : when.
    periods : in order of time.
    revealed_s : when the arms were written into the diary; None before.

    `QUESTIONS`: word and text of what is asked every evening.
    """

    QUESTIONS: ClassVar = QUESTIONS

    name: str
    commitment: str
    algorithm: str
    seed_by_hand: bool
    design: TrialDesign
    planned_s: int
    periods: tuple[Period, ...]
    revealed_s: int | None

    @property
    def start_s(self) -> int:
        return self.periods[0].start_s

    @property
    def end_s(self) -> int:
        return self.periods[-1].end_s

    def at(self, time_s: int) -> Period | None:
        """The period that holds an instant."""
        return next((each for each in self.periods if each.start_s <= time_s < each.end_s), None)

    def period_means(self, diary: Diary, *, leave_out_d: int = 0) -> NDArray[np.float64]:
        """Mean score of the outcome in each period, [period]; NaN where there is none.

        Parameters
        ----------
        leave_out_d : first days of every period that do not count, for what the last one left behind.
        """
        scores = diary.entries.of_kind(Kind.RATING, self.design.outcome)
        means = np.full(len(self.periods), np.nan)
        for at, period in enumerate(self.periods):
            begins_s = period.start_s + leave_out_d * 86_400
            chosen = scores.value[(scores.time_s >= begins_s) & (scores.time_s < period.end_s)]
            chosen = chosen[~np.isnan(chosen)]
            means[at] = chosen.mean() if len(chosen) else np.nan
        return means

    @classmethod
    def all_in(cls, diary: Diary) -> tuple[Trial, ...]:
        """Every trial that was planned in a diary, the latest last.

        Raises
        ------
        EntryError : a row that a trial rests on was changed or is gone.
        """
        return tuple(_trial(each, diary) for each in diary.entries.of_kind(Kind.EVENT, PLANNED))


def row_id(trial: str, part: object = "") -> str:
    """The id of one of a trial's rows.

    Examples
    --------
    >>> row_id("ACD347"), row_id("ACD347", "p1")
    ('trial-ACD347', 'trial-ACD347-p1')
    """
    return f"trial-{trial}-{part}" if part else f"trial-{trial}"


def promise_text(name: str, commitment: str, algorithm: str, design: TrialDesign, *, seed_by_hand: bool) -> str:
    """What the diary says of a trial on day 0: everything that was fixed, and nothing of the order."""
    said: dict[str, object] = {
        "trial": name, "sha256": commitment, "algorithm": algorithm,
        "seed": "chosen by hand" if seed_by_hand else "from the operating system",
    }  # fmt: skip
    for key, value in design.to_json().items():
        if value is not None:
            lists = value if isinstance(value, tuple) else (value,)
            said[key] = "|".join(_escaped(str(each)) for each in lists)
    return "; ".join(f"{key}={value}" for key, value in said.items())


def _trial(event: Event, diary: Diary) -> Trial:
    """The trial that a `trial_planned` row speaks of."""
    try:
        said = {key: _plain(value) for key, _, value in (part.partition("=") for part in event.text.split("; "))}
        name = said["trial"]
        design = _design(said)
        periods = _periods(name, design, diary)
        by_hand = said["seed"] == "chosen by hand"
        return Trial(
            name, said["sha256"], said["algorithm"], by_hand, design, event.time_s, periods, _revealed_s(name, diary)
        )
    except (KeyError, ValueError, IndexError):
        raise EntryError(
            "a row that the trial rests on was changed or is gone", where=f"entry {event.id}",
            todo="put the diary back as it was when the trial was planned; a copy will do",
        ) from None  # fmt: skip


def _design(said: dict[str, str]) -> TrialDesign:
    lists: dict[str, Any] = {key: tuple(kind(each) for each in said[key].split("|")) for key, kind in _LISTS.items()}
    numbers: dict[str, Any] = {key: kind(said[key]) for key, kind in _NUMBERS.items()}
    borders = said.get("most_equal_borders")
    return TrialDesign(
        starts=said["starts"], product=said["product"], outcome=said["outcome"],
        most_equal_borders=None if borders is None else int(borders), **lists, **numbers,
    )  # fmt: skip


def _periods(name: str, design: TrialDesign, diary: Diary) -> tuple[Period, ...]:
    """The periods by the rows written on day 0; a standing correction of one gives its arm."""
    history = diary.history
    place = {each: at for at, each in enumerate(history.id.tolist())}
    rows = [place[row_id(name, f"p{number}")] for number in range(1, design.periods + 1)]
    ends = [int(history.time_s[at]) for at in (*rows[1:], place[row_id(name, "end")])]
    shown = {each: history.name[at] for each, at in place.items()}
    return tuple(
        Period(
            number, history.name[at], shown.get(row_id(name, f"p{number}-arm"), history.name[at]),
            int(history.time_s[at]), end_s, int(history.offset_min[at]),
        )
        for number, (at, end_s) in enumerate(zip(rows, ends, strict=True), start=1)
    )  # fmt: skip


def _revealed_s(name: str, diary: Diary) -> int | None:
    told = diary.entries.of_kind(Kind.EVENT, REVEALED)
    found = np.flatnonzero(told.id.equal(row_id(name, "revealed")))
    return int(told.time_s[found[0]]) if len(found) else None


def _escaped(text: str) -> str:
    """Without the signs that end a part or an item."""
    return text.replace("\\", r"\b").replace(";", r"\s").replace("|", r"\p")


def _plain(text: str) -> str:
    return text.replace(r"\p", "|").replace(r"\s", ";").replace(r"\b", "\\")
