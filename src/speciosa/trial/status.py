"""Where a trial stands: never which arm, and never whether a guess was right, before the reveal."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

import numpy as np

from speciosa.knowledge import Knowledge
from speciosa.record import Diary, Kind
from speciosa.trial.adherence import Adherence, adherence
from speciosa.trial.guesses import DONT_KNOW, GUESSES, LESS, MORE, Masking, blinding_index
from speciosa.trial.permutation import PermutationTest, permutation_p
from speciosa.trial.planned import EMERGENCY, GUESS, Period, Trial
from speciosa.trial.stopping import Ending, endings, is_bad, withdrawal_answers
from speciosa.values.gaps import NotAssessed
from speciosa.values.timeline import DAY_S, format_moment

State = Literal["planned", "running", "over", "ended_early", "revealed"]
_ALSO_SAID = {"more": MORE, "higher": MORE, "-25%": LESS, "-50%": LESS, "lower": LESS, "don't know": DONT_KNOW}


@dataclass(frozen=True, slots=True)
class TrialStatus:
    """How a trial goes.

    Parameters
    ----------
    state : ``planned``, ``running``, ``over``, ``ended_early`` or ``revealed``.
    period : the one that runs now, None where none does. days_left, period_days_left : this day counted.
    taken : capsules against those assigned.
    answers, worst_bad : answers to the daily questions, and whether one of them was bad.
    guesses : by period number; due : periods that are over without one.
    looks_due, look_days : blocks that are over, and the local day at which each ends.
    emergency_reveals : how often a code was opened in an emergency.
    ending : why it ended early; None where it did not.
    masking : only after the reveal.
    permutation : the check that needs no model, whether less is not worse by the margin; only after the reveal.
    """

    trial: Trial
    state: State
    period: Period | None
    days_left: int
    period_days_left: int | None
    taken: Adherence
    answers: int
    worst_bad: bool
    guesses: dict[int, str]
    guesses_due: tuple[int, ...]
    looks_due: int
    look_days: tuple[str, ...]
    emergency_reveals: int
    ending: Ending | None
    masking: Masking | None
    permutation: PermutationTest | NotAssessed | None

    @classmethod
    def of(cls, trial: Trial, diary: Diary, knowledge: Knowledge, *, now_s: int) -> TrialStatus:
        """Where a trial stands at an instant.

        Parameters
        ----------
        diary : what was known by then, `Diary.as_of`.
        now_s : UTC seconds.
        """
        early = endings(diary, trial, knowledge)
        ending = early[0] if early else None
        period = trial.at(now_s)
        entries = diary.entries
        during = entries.take((entries.time_s >= trial.start_s) & (entries.time_s < trial.end_s))
        answers = withdrawal_answers(during, knowledge)
        guesses, opened = guesses_of(trial, diary), _opened(trial, diary)
        until_s = now_s if ending is None else min(now_s, ending.time_s)
        over = [each for each in trial.periods if each.end_s <= until_s]
        size = len(trial.design.levels)
        revealed = trial.revealed_s is not None and trial.revealed_s <= now_s
        return cls(
            trial=trial, state=_state(trial, ending, now_s, revealed=revealed), period=period,
            days_left=_days_until(trial.end_s, max(now_s, trial.start_s)),
            period_days_left=_days_until(period.end_s, now_s) if period else None,
            taken=adherence(diary, trial, knowledge, now_s=until_s),
            answers=len(answers), worst_bad=any(is_bad(each, knowledge) for each in answers),
            guesses=guesses, guesses_due=tuple(each.number for each in over if each.number not in guesses),
            looks_due=len(over) // size,
            look_days=tuple(trial.design.first_day_of(at) for at in range(size + 1, trial.design.periods + 2, size)),
            emergency_reveals=len(opened), ending=ending,
            masking=_masking(trial, guesses, opened, knowledge) if revealed else None,
            permutation=_permutation(trial, diary, knowledge) if revealed else None,
        )  # fmt: skip

    def to_json(self) -> dict[str, object]:
        """Keys for scripts; `trial` of ``trial status --json``."""
        trial, design, ending = self.trial, self.trial.design, self.ending
        first = trial.periods[0]
        return {
            "name": trial.name, "state": self.state, "rehearsal": trial.seed_by_hand,
            "commitment": trial.commitment, "algorithm": trial.algorithm,
            "starts": format_moment(trial.start_s, first.offset_min), "last_day": design.last_day,
            "levels": list(design.levels), "outcome": design.outcome, "margin": design.margin_nrs,
            "period": self.period.number if self.period else None, "periods": design.periods,
            "code": self.period.code if self.period else None,
            "days_left": self.days_left, "period_days_left": self.period_days_left,
            "capsules": {
                "assigned": self.taken.assigned, "taken": self.taken.taken,
                "share": self.taken.taken / self.taken.assigned if self.taken.assigned else None,
                "days_without_entry": self.taken.silent_days, "other_doses": self.taken.other_doses,
            },
            "withdrawal": {"answers": self.answers, "bad": self.worst_bad},
            "guesses": {"given": len(self.guesses), "due": list(self.guesses_due)},
            "looks": {"due": self.looks_due, "of": design.blocks, "days": list(self.look_days)},
            "emergency_reveals": self.emergency_reveals,
            "ended_early": None if ending is None else {
                "code": ending.code, "why": ending.why, "then": ending.then, "entry": ending.entry,
                "time": format_moment(ending.time_s, ending.offset_min),
            },
            "masking": masking_json(self.masking),
            "permutation": _permutation_json(self.permutation),
        }  # fmt: skip


def _permutation(trial: Trial, diary: Diary, knowledge: Knowledge) -> PermutationTest | NotAssessed:
    """Over every order that could have been drawn; where there are too many, over orders drawn from the promise."""
    rng = np.random.default_rng(int(trial.commitment[:16], 16))
    return permutation_p(
        trial.period_means(diary), tuple(each.name for each in trial.periods), trial.design,
        margin=trial.design.margin_nrs, better=knowledge.outcome(trial.design.outcome).better.value, rng=rng,
    )  # fmt: skip


def _permutation_json(found: PermutationTest | NotAssessed | None) -> dict[str, object] | None:
    if found is None:
        return None
    if isinstance(found, NotAssessed):
        return {"difference": None, "p": None, "why_null": found.why}
    return {"difference": found.difference, "p": found.p, "sequences": found.sequences, "exact": found.exact}


def masking_json(masking: Masking | None) -> dict[str, object] | None:
    """The blinding index for scripts."""
    if masking is None:
        return None
    indexes = {**masking.of_arm, **({"both": masking.both} if masking.both else {})}
    told = {
        arm: {"index": each.index, "interval_95": list(each.interval_95), "guesses": each.n}
        for arm, each in indexes.items()
    }
    return {"held": masking.held, "index": told}


def guesses_of(trial: Trial, diary: Diary) -> dict[int, str]:
    """The last guess about each period, by its number.

    A guess is about the period that held the moment a day before it: on a period's last evening, or on the day after.
    """
    found = {}
    for event in diary.entries.of_kind(Kind.EVENT, GUESS):
        said = " ".join(event.text.lower().replace("_", " ").split())
        word = _ALSO_SAID.get(said, said.replace(" ", "_"))
        period = trial.at(event.time_s - DAY_S)
        before_the_reveal = trial.revealed_s is None or event.time_s < trial.revealed_s
        if period is not None and word in GUESSES and before_the_reveal:
            found[period.number] = word
    return found


def _masking(trial: Trial, guesses: dict[int, str], opened: list[int], knowledge: Knowledge) -> Masking:
    """The blinding index over the periods whose code nobody opened."""
    blind = [each for each in trial.periods if each.number in guesses and each.number not in opened]
    arms = [each.name for each in blind]
    return blinding_index(arms, [guesses[each.number] for each in blind], knowledge, higher=trial.design.levels[0])


def _state(trial: Trial, ending: Ending | None, now_s: int, *, revealed: bool) -> State:
    if revealed:
        return "revealed"
    if ending is not None:
        return "ended_early"
    if now_s < trial.start_s:
        return "planned"
    return "running" if now_s < trial.end_s else "over"


def _days_until(end_s: int, now_s: int) -> int:
    return max(0, -(-(end_s - now_s) // DAY_S))


def _opened(trial: Trial, diary: Diary) -> list[int]:
    """Numbers of the periods whose code was opened in an emergency, one an opening: no guess about them is blind."""
    texts = diary.entries.of_kind(Kind.EVENT, EMERGENCY).text.tolist()
    found = [re.fullmatch(rf"trial={trial.name}; period=(\d+)", text) for text in texts]
    return [int(each[1]) for each in found if each]
