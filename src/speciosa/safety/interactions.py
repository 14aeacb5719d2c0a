"""Kratom and a 7-OH product beside other medicines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from speciosa.knowledge import Act, medicine_rows
from speciosa.record import Columns
from speciosa.safety.case import Case
from speciosa.safety.finding import Finding
from speciosa.safety.medicine_signs import sedatives_or_alcohol, several_sedatives_at_once, strong_sedative
from speciosa.safety.meeting import Meeting, joined, meetings_of
from speciosa.safety.ruled import URGENCY_OF
from speciosa.safety.taking import Taking, taking_less, taking_of
from speciosa.values.timeline import DAY_S

NARROW = "cyp3a_substrate_narrow"
"""Group of medicines of which a little more or less matters."""

_STOPPING = "on_stopping"
_SEDATIVES = "sedatives"
_DROWSY = "drowsiness"
_TODAY = "Your doctor or an urgent-care clinic, today"
_SOON = {act: at for at, act in enumerate(Act)}


def interaction_findings(case: Case) -> Iterator[Finding]:
    """One finding a row of the interactions that a current medicine is in, and what may change on taking less.

    Parameters
    ----------
    case : where kratom or a 7-OH product was taken in the weeks before the record's end; else there is none.

    Valid when: what else is taken was written down, under a name that is known. None is no proof of none.
    """
    taking = taking_of(case)
    if not taking.now:
        return
    met = [(row, each) for row, each in meetings_of(case, taking) if taking.concerns(row.of)]
    for row, meetings in met:
        yield _finding(row, meetings, case, taking)
    yield from _on_stopping(met, case, taking)


@dataclass(frozen=True, slots=True)
class _Raised:
    """Signs of the same days, and what they make of a row."""

    act: Act
    ids: tuple[str, ...]
    time_s: int
    seen: str
    who: str
    say: str


def _finding(row: medicine_rows.Interaction, met: tuple[Meeting, ...], case: Case, taking: Taking) -> Finding:
    names = joined(each.name for each in met)
    act = row.act or Act.NEXT_VISIT
    raised = _raised(row, act, met, case, taking)
    together = sedatives_or_alcohol(case) if row.key == _SEDATIVES else None
    naloxone = ("naloxone", "not_alone") if row.key == _SEDATIVES and strong_sedative(case) else ()
    several = row.key == _SEDATIVES and several_sedatives_at_once(case)
    act = Act.TODAY if several and _SOON[act] > _SOON[Act.TODAY] else act
    times = [each.last_s for each in met if each.last_s is not None] + ([raised.time_s] if raised else [])
    act = raised.act if raised else act
    last = taking.last
    shared = _filled(row, names)
    return Finding(
        code=f"interaction_{row.key}", part="medicines", urgency=URGENCY_OF[act], act=act, title=shared["title"],
        seen=" ".join(filter(None, (
            _listed(met), _taken(case, taking), together.says if together else "", raised.seen if raised else "",
        ))),
        because=row.plain.replace("{medicine}", names),
        why=tuple(dict.fromkeys((*(entry for each in met for entry in each.ids), *([last[1]] if last else []),
                                 *(together.ids if together else ()), *(raised.ids if raised else ())))),
        facts=tuple(dict.fromkeys(fact for each in met for fact in each.facts)),
        who=raised.who if raised else _TODAY if several else row.who,
        say=raised.say.replace("{names}", names) if raised else shared["say"],
        adds=(
            *(case.knowledge.advice[key].text for key in (*row.adds, *naloxone)), *_narrow(row, shared["on_stopping"]),
        ),
        sources=row.source, evidence=row.evidence, n=row.n, how_read=row.how_read, act_how_read=row.act_how_read,
        time_s=max(times, default=None),
    )  # fmt: skip


def _filled(row: medicine_rows.Interaction, names: str) -> dict[str, str]:
    """The row's words with the names in them; a sentence begins with a capital."""
    said = {"title": row.title, "say": row.say, "on_stopping": row.on_stopping}
    filled = {key: text.replace("{medicine}", names) for key, text in said.items()}
    return {key: text[:1].upper() + text[1:] for key, text in filled.items()}


def _narrow(row: medicine_rows.Interaction, on_stopping: str) -> tuple[str, ...]:
    """What a stop would do is always said where a little less of the medicine matters."""
    return (on_stopping,) if NARROW in row.groups and on_stopping else ()


def _listed(met: tuple[Meeting, ...]) -> str:
    """What is listed, in the person's own words, and what it means where that is something else."""
    words = []
    for each in met:
        same = each.name.casefold() in each.written.casefold() or each.name == each.written
        words.append(each.written if same else f"{each.written} ({each.name})")
    return f"Your record lists {', '.join(dict.fromkeys(words))}."


def _taken(case: Case, taking: Taking) -> str:
    """On how many of the last weeks' days kratom was taken."""
    weeks_d = case.knowledge.choice("safety_kratom_recent_d")
    days: set[int] = set()
    for rows in (taking.leaf, taking.hydroxy):
        recent = rows.take(rows.time_s >= case.end_s - weeks_d * DAY_S)
        days.update(np.unique(recent.day()).tolist())
    what = "Kratom or 7-OH" if taking.leaf_now and taking.hydroxy_now else "Kratom" if taking.leaf_now else "7-OH"
    times = "day" if len(days) == 1 else "days"
    return f"{what} was written down on {len(days)} {times} of its last {weeks_d / 7:.0f} weeks." if days else ""


def _raised(
    row: medicine_rows.Interaction, act: Act, met: tuple[Meeting, ...], case: Case, taking: Taking
) -> _Raised | None:
    """Whether signs that the row names were written down in the same days, at the record's end, and what to do then.

    A sign that alone is an emergency in the table of rules is one here; so is sleepiness of a high score.
    """
    if not row.now_at_least or taking.last is None:
        return None
    near_s = case.knowledge.choice("safety_with_symptom_d") * DAY_S
    rows = case.present(row.now_with)
    rows = rows.take((rows.time_s >= case.end_s - near_s) & ~_a_little_sleepy(rows, case))
    if not len(rows):
        return None
    last_s = int(rows.time_s[-1])
    together = any(each.lasts or (each.last_s or 0) >= last_s - near_s for each in met)
    words = [case.knowledge.outcome(each).word for each in rows.name.tolist()]
    if not together or taking.last[0] < last_s - near_s or len(set(words)) < row.now_at_least:
        return None
    labels = dict.fromkeys(case.knowledge.outcome(each).label for each in words)
    emergency = _emergency(rows, words, case)
    over = bool((case.denied(row.now_with).time_s > last_s).any())
    raised = Act.CALL_EMERGENCY if emergency and not over else Act.TODAY
    chosen = min(act, raised, key=_SOON.__getitem__)
    who = emergency if chosen is Act.CALL_EMERGENCY else _TODAY
    seen = f"In the same days you wrote down: {', '.join(labels)}."
    said = ", ".join(label.lower() for label in labels)
    say = f"I took kratom and {{names}}. I have: {said}. It began at this time."
    return _Raised(chosen, tuple(rows.id.tolist()), last_s, seen, who, say)


def _a_little_sleepy(rows: Columns, case: Case) -> NDArray[np.bool_]:
    """Where a sleepiness was scored so low that it says nothing."""
    words = np.array([case.knowledge.outcome(each).word for each in rows.name.tolist()], dtype=object)
    return np.asarray((words == _DROWSY) & (rows.value < case.knowledge.choice("safety_drowsiness_raises")))


def _emergency(rows: Columns, words: list[str], case: Case) -> str:
    """Whom to call where one of these signs is an emergency; empty where none is."""
    rules = [each for each in case.knowledge.safety_rules.values() if each.act is Act.CALL_EMERGENCY]
    strong = rows.value >= case.knowledge.choice("safety_drowsiness_emergency")
    asleep = any(word == _DROWSY and bool(high) for word, high in zip(words, strong, strict=True))
    alone = [each.who for each in rules if each.at_least == 1 and not each.trigger and set(words) & set(each.symptoms)]
    return next(iter(alone), "The emergency number" if asleep else "")


def _on_stopping(
    met: list[tuple[medicine_rows.Interaction, tuple[Meeting, ...]]], case: Case, taking: Taking
) -> Iterator[Finding]:
    """Where less is taken: one finding for all medicines whose level may change with it."""
    less = taking_less(case, taking)
    concerned = [(row, each) for row, each in met if row.on_stopping]
    row = next((each for each in case.knowledge.interactions if each.key == _STOPPING), None)
    if less is None or not concerned or row is None or row.act is None:
        return
    meetings = tuple(each for _, some in concerned for each in some)
    shared = _filled(row, joined(each.name for each in meetings))
    changes = [_filled(each, joined(one.name for one in some))["on_stopping"] for each, some in concerned]
    sources = (*row.source, *(key for each, _ in concerned for key in each.source))
    yield Finding(
        code=f"interaction_{row.key}", part="medicines", urgency=URGENCY_OF[row.act], act=row.act,
        title=shared["title"], seen=f"{less.says} {_listed(meetings)}",
        because=" ".join((row.plain, *dict.fromkeys(changes))),
        why=tuple(dict.fromkeys((*less.ids, *(entry for each in meetings for entry in each.ids)))),
        facts=tuple(dict.fromkeys(fact for each in meetings for fact in each.facts)),
        who=row.who, say=shared["say"], adds=tuple(case.knowledge.advice[key].text for key in row.adds),
        sources=tuple(dict.fromkeys(sources)), evidence=row.evidence, n=row.n, how_read=row.how_read,
        act_how_read=row.act_how_read, time_s=less.time_s,
    )  # fmt: skip
