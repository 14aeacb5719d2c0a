"""The gate: what has to be entered before anybody is allocated, and what before a study may ask about suicide.

The latest entry of a kind stands; one that is replaced or taken back stays readable, and stands in the trail.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime

from django.db import transaction

from speciosa.knowledge import load_knowledge
from speciosa.store.opening import arrived_s
from speciosa.study.server import protocol, trail
from speciosa.study.server.gate_items import AUTHORISATION, ETHICS, KINDS, MONITORING, RESPONSE, STOPPING, Asked, covers
from speciosa.study.server.models import GateItem, Study
from speciosa.study.server.seat import Seat
from speciosa.study.server.trail.chain import Doing
from speciosa.values.errors import EntryError

_TAKEN_BACK = "taken_back"


def missing(study: Study, *, now_s: int | None = None) -> list[str]:
    """What is missing before anybody is allocated, each a plain sentence; empty where nothing is.

    Parameters
    ----------
    now_s : UTC seconds; None: now. An approval holds to the end of its last day.
    """
    found: list[str] = []
    if study.masked:
        today = _day(arrived_s() if now_s is None else now_s)
        found += _ethics(standing(study, ETHICS), today)
        found += _authorisation(standing(study, AUTHORISATION), today)
        found += ["The monitoring plan is not entered."] * (standing(study, MONITORING) is None)
        found += ["The stopping rules are not entered."] * (standing(study, STOPPING) is None)
        found += _protocol(study)
    return found + missing_to_ask(study)


def missing_to_ask(study: Study) -> list[str]:
    """What is missing before the study may be opened, or ask, where it asks about suicide; empty where it doesn't."""
    if not study.asks_suicide:
        return []
    plan = standing(study, RESPONSE)
    if plan is None:
        return ["The study asks about suicide, and no plan says who answers, and when."]
    design = protocol.current_design(study)
    prompts = design.prompts if design else None
    open_hours = covers(plan["hours"], prompts)
    if not open_hours:
        return []
    asked = "asked" if prompts else "asked at any hour, since the protocol names no hours"
    return [f"Nobody answers from {each}, and people are {asked} then." for each in open_hours]


def is_open_for_allocation(study: Study, *, now_s: int | None = None) -> bool:
    """Whether somebody can be allocated now: the study is open, and nothing is missing."""
    return study.state == "open" and not missing(study, now_s=now_s)


def may_ask_about_suicide(study: Study) -> bool:
    """Whether the study asks about suicide, and somebody answers at every hour at which it does."""
    return study.asks_suicide and not missing_to_ask(study)


def standing(study: Study, kind: str) -> dict[str, str] | None:
    """What stands of a kind now; None where nothing was entered, or it was taken back."""
    newest = GateItem.objects.filter(study=study, kind=kind).order_by("-pk").first()
    body: dict[str, str] | None = json.loads(newest.body) if newest else None
    return None if body is None or body.get(_TAKEN_BACK) else body


def entered(study: Study, kind: str) -> list[tuple[int, dict[str, str], bool]]:
    """All that was ever entered of a kind, the latest first: when, what, and whether it is a taking back."""
    rows = GateItem.objects.filter(study=study, kind=kind).order_by("-pk")
    bodies = [(each.entered_s, json.loads(each.body)) for each in rows]
    return [(at_s, body, bool(body.get(_TAKEN_BACK))) for at_s, body in bodies]


def enter(seat: Seat, kind: str, said: Mapping[str, str], *, reason: str = "") -> GateItem:
    """Enter one of them; it stands from now on.

    Raises
    ------
    EntryError : a field is missing or can't be read, or it replaces another without a reason.
    """
    asked = KINDS[kind]
    body = {each.name: _typed(said.get(each.name, ""), is_long=each.is_long) for each in asked.fields}
    asked.check(body)
    return _put(seat, asked, body, "gate entered", reason, needs_reason=False)


def take_back(seat: Seat, kind: str, *, reason: str) -> GateItem:
    """Take one back: what it opened shuts.

    Raises
    ------
    EntryError : nothing stands, or there is no reason.
    """
    assert seat.study is not None
    if standing(seat.study, kind) is None:
        raise EntryError("nothing of this is entered, so nothing can be taken back", todo="see what stands")
    return _put(seat, KINDS[kind], {_TAKEN_BACK: "yes"}, "gate taken back", reason, needs_reason=True)


def _put(seat: Seat, asked: Asked, body: dict[str, str], action: str, reason: str, *, needs_reason: bool) -> GateItem:
    assert seat.study is not None
    with transaction.atomic():
        study = Study.objects.select_for_update().get(pk=seat.study.pk)
        old = standing(study, asked.kind)
        if old == body:
            raise EntryError("this is what stands already", todo="change something, or leave it")
        least = int(load_knowledge().choice("study_reason_letters_least"))
        if (needs_reason or old is not None) and len(reason.strip()) < least:
            raise EntryError("what stands is changed only with a reason", todo="say in a sentence why")
        made = GateItem.objects.create(
            study=study, kind=asked.kind, body=json.dumps(body, ensure_ascii=False, sort_keys=True),
            entered_s=arrived_s(),
        )  # fmt: skip
        doing = Doing(action, asked.title, old, body, reason.strip())
        trail.tell(trail.study_chain(study), doing, seat)
    return made


def _ethics(said: Mapping[str, str] | None, today: date) -> list[str]:
    if said is None:
        return ["The ethics approval is not entered."]
    if date.fromisoformat(said["until"]) < today:
        return [f"The ethics approval ended on {said['until']}."]
    if date.fromisoformat(said["date"]) > today:
        return [f"The ethics approval begins on {said['date']}."]
    return []


def _authorisation(said: Mapping[str, str] | None, today: date) -> list[str]:
    if said is None:
        return ["No trial authorisation is entered (IND or CTA), nor why none is needed."]
    if said["until"] and date.fromisoformat(said["until"]) < today:
        return [f"The trial authorisation ended on {said['until']}."]
    return []


def _protocol(study: Study) -> list[str]:
    newest = protocol.current(study)
    if newest is None:
        return ["There is no protocol."]
    body = protocol.body_of(newest)
    found = ["The protocol has no design."] if body.design is None else []
    count = len(body.missing)
    return found + [f"The protocol has {count} required question{'s' * (count > 1)} without an answer."] * bool(count)


def _day(at_s: int) -> date:
    return datetime.fromtimestamp(at_s, UTC).date()


def _typed(text: str, *, is_long: bool) -> str:
    return text.strip() if is_long else " ".join(text.split())
