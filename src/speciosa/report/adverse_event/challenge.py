"""Whether it eased without the product and came back with it: what the record holds of that, with days."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from speciosa.knowledge import Knowledge
from speciosa.record import Diary, Kind
from speciosa.report.adverse_event.reaction import Reaction
from speciosa.report.wording import Wording
from speciosa.safety import side_effects

_MOST = 3
Days = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Challenge:
    """What the record holds of stopping and of starting again.

    Parameters
    ----------
    pauses : times without a dose that are long enough and written about enough.
    better, back : as in `safety.side_effects.Change`: None where that can't be told. resumed : a dose followed on one.
    stopped : the last pause goes on to the record's end, and it lies behind the reaction's beginning.
    restarts : of each dose that followed one: local days of the last dose before it and of the first one after, and
        whether it came back with that one.
    says, back_says : what is there, with days, in whole sentences; empty where there is nothing.
        ids, back_ids : of the entries of the reaction on those days.
    """

    pauses: int = 0
    better: bool | None = None
    back: bool | None = None
    resumed: bool = False
    stopped: bool = False
    restarts: tuple[tuple[int, int, bool | None], ...] = ()
    says: str = ""
    back_says: str = ""
    ids: tuple[str, ...] = ()
    back_ids: tuple[str, ...] = ()


def challenge_of(reaction: Reaction, known: Diary, knowledge: Knowledge, words: Wording) -> Challenge:
    """The pauses of a record and the reaction around them. Nobody is ever asked to make one.

    Parameters
    ----------
    known : as of the instant of asking.

    Valid when: no trial is sealed and the answer may be given to this person.
    """
    found = side_effects.pauses_of(known, knowledge)
    if not found or reaction.kind not in {Kind.SYMPTOM, Kind.RATING, Kind.EVENT}:
        return Challenge()
    onset = np.zeros(1, dtype=np.intp)
    as_complaint = side_effects.Complaint(
        word=reaction.word, label=reaction.label, urgent=False, present=reaction.rows, onset=onset, scores=0
    )
    change = side_effects.change_of(as_complaint, found, knowledge)
    days = as_complaint.days
    says = " ".join(_of(each, days, words) for each in found[-_MOST:])
    said = {
        True: words.say("On fewer days without it."), False: words.say("Not on fewer days without it."),
        None: words.say("That is too little to tell."),
    }[change.better]  # fmt: skip
    resumed = [each for each in found if each.resumed]
    back_says = " ".join(_back(each, days, words) for each in resumed[-_MOST:])
    back = {True: words.say("It came back."), False: words.say("It did not come back."),
            None: words.say("It was not clearly gone before, so this says little.")}[change.back]  # fmt: skip
    open_end = not found[-1].resumed and len(found[-1].within) > 0 and found[-1].within[-1] > days[0]
    return Challenge(
        len(found), change.better, change.back, bool(resumed), bool(open_end),
        tuple(_restart(each, as_complaint, knowledge) for each in resumed if len(each.before) and len(each.after)),
        f"{says} {said}",
        f"{back_says} {back}" if back_says else "",
        _ids(reaction, [day for each in found for day in (each.before, each.within)]),
        _ids(reaction, [each.after for each in resumed]),
    )  # fmt: skip


def _restart(
    pause: side_effects.Pause, complaint: side_effects.Complaint, knowledge: Knowledge
) -> tuple[int, int, bool | None]:
    return int(pause.before[-1]), int(pause.after[0]), side_effects.change_of(complaint, (pause,), knowledge).back


def _of(pause: side_effects.Pause, days: Days, words: Wording) -> str:
    return words.say(
        "Without a dose from about {first} to {last}: there on {n} of {of} written days; in the weeks before, on "
        "{before} of {of_before}.",
        first=words.date(int(pause.within[0])), last=words.date(int(pause.within[-1])),
        n=words.number(_both(days, pause.within)), of=words.number(len(pause.within)),
        before=words.number(_both(days, pause.before)), of_before=words.number(len(pause.before)),
    )  # fmt: skip


def _back(pause: side_effects.Pause, days: Days, words: Wording) -> str:
    return words.say(
        "Taken again from about {day}: there on {n} of {of} written days soon after.",
        day=words.date(int(pause.after[0])), n=words.number(_both(days, pause.after)),
        of=words.number(len(pause.after)),
    )  # fmt: skip


def _ids(reaction: Reaction, spans: list[Days]) -> tuple[str, ...]:
    days = np.concatenate(spans) if spans else np.empty(0, np.int64)
    return tuple(reaction.rows.take(np.isin(reaction.rows.day(), days)).id.tolist())


def _both(one: Days, other: Days) -> int:
    return len(np.intersect1d(one, other))
