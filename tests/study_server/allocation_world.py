"""A study in which people can be allocated: protocol, gate, consent, keys, and a record of four weeks each."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from tests.store_fixture import cheap_hashing
from tests.study_server.conftest import World

from speciosa.record import Answer, Event, Kind, Person

if TYPE_CHECKING:
    from django.test import Client

    from speciosa.study.server.allocation import planning
    from speciosa.study.server.models import Allocated, Participant, Study
    from speciosa.study.server.roles import Right
    from speciosa.study.server.seat import Seat

FIRST = datetime(2026, 2, 1, tzinfo=UTC)
NOW_S = int(datetime(2026, 3, 1, 8, tzinfo=UTC).timestamp())
STARTS = "2026-03-08"
DURING_S = int(datetime(2026, 3, 20, 12, tzinfo=UTC).timestamp())
AFTER_S = int(datetime(2026, 6, 1, 12, tzinfo=UTC).timestamp())


@contextmanager
def clock_at(now_s: float) -> Iterator[None]:
    """The one clock of the store and of the pages."""
    with patch("time.time", lambda: float(now_s)):
        yield


@dataclass(slots=True)
class Allocating:
    """The study ``leaf`` with everything that allocation asks for. `codes`: of the keys, by purpose."""

    world: World
    codes: dict[str, str] = field(default_factory=dict)

    def seat(self, role: str, right: Right) -> Seat:
        from speciosa.study.server.seat import seat_for

        found = seat_for(self.world.accounts[role], self.world.leaf, right)
        assert found is not None
        return found

    def key(self, role: str, purpose: str, **said: str) -> str:
        """A new key; its code."""
        from speciosa.study.server.allocation import pack_keys
        from speciosa.study.server.roles import Right

        _, self.codes[purpose] = pack_keys.make(self.seat(role, Right.MAKE_KEYS), purpose, **said)
        return self.codes[purpose]

    def allocate(self, number: str = "P0001", **changes: Any) -> Allocated:
        from speciosa.study.server.allocation import allocating
        from speciosa.study.server.roles import Right

        who = self.world.people[number]
        seat = self.seat("investigator", Right.ALLOCATE)
        return allocating.allocate(seat, who, said(who, **changes), now_s=NOW_S)

    def close(self) -> None:
        from speciosa.study.server.models import Study

        Study.objects.filter(pk=self.world.leaf.pk).update(state="closed")
        self.world.leaf.refresh_from_db()


def browser(world: World, who: str) -> Client:
    """A browser in which somebody has signed in now: a session of the staff ends after a while."""
    return world.client(who)


def ready(world: World) -> Allocating:
    """Everything but an allocation."""
    made = Allocating(world)
    enter_protocol(world.leaf)
    enter_gate(world.leaf)
    for number in ("P0001", "P0002"):
        agree(world.people[number])
        fill(world.people[number])
    for role, purpose in (("packer", "packer"), ("clinician", "emergency"), ("statistician", "statistician")):
        made.key(role, purpose)
    return made


def enter_protocol(study: Study, **changes: Any) -> None:
    from speciosa.study.server.models import Protocol
    from speciosa.study.server.protocol import ITEMS, Body, StudyDesign

    said: dict[str, Any] = {
        "levels": ("usual", "-25%"), "period_d": 10, "blocks": 4, "run_in_d": 28, "settle_in_d": 3,
        "washout": "modelled", "outcome": "pain", "margin_nrs": 1.0, "prompts": ("08:00",),
    }  # fmt: skip
    body = Body({each.key: "As the paper says." for each in ITEMS}, StudyDesign(**(said | changes)), "the first")
    version = 1 + Protocol.objects.filter(study=study).count()
    Protocol.objects.create(study=study, version=version, body=body.written(), digest="0" * 64, made_s=NOW_S)


def enter_gate(study: Study) -> None:
    from speciosa.study.server.gate_items import KINDS
    from speciosa.study.server.models import GateItem

    dates = {"date": "2026-01-01", "until": "2030-01-01"}
    for kind in KINDS.values():
        if kind.kind != "response":
            body = {each.name: dates.get(each.name, "As the paper says.") for each in kind.fields}
            GateItem.objects.create(study=study, kind=kind.kind, body=json.dumps(body), entered_s=NOW_S)


def agree(participant: Participant) -> None:
    from speciosa.study.server.models import Consent, ConsentText

    text, _ = ConsentText.objects.get_or_create(
        study=participant.study, version=1, language="en",
        defaults={"title": "Taking part", "body": "What it means.", "digest": "0" * 64, "made_s": NOW_S},
    )  # fmt: skip
    Consent.objects.create(participant=participant, text=text, agreed_s=NOW_S)


def fill(participant: Participant, *, born: int = 1980, days: int = 28) -> None:
    """Two doses a day of 2.5 g of leaf, each with a score before it."""
    from speciosa.store import details
    from speciosa.store.adding import write_events

    details.save_person(participant.record, Person(birth_year=born, time_zone="Europe/Berlin"))
    rows = []
    for day in range(days):
        for at in (7, 13):
            when = int((FIRST + timedelta(days=day, hours=at)).timestamp())
            name = f"{participant.number}-{day}-{at}"
            rows.append(_row(when, Kind.RATING, "pain", 5, "nrs", f"{name}-pain"))
            rows.append(_row(when + 300, Kind.DOSE, "kratom leaf powder#2", 2.5, "g", f"{name}-dose"))
    write_events(participant.record, rows, origin="app")


def said(participant: Participant, **changes: Any) -> planning.Said:
    """Every question answered with no."""
    from speciosa.study.server.allocation import planning

    first = planning.Said(STARTS, {})
    answers = {code: False for code, _ in planning.look(participant, first, NOW_S).questions}
    given: dict[str, Any] = {"starts": STARTS, "answers": answers, "clinician_agreed": False, **changes}
    return planning.Said(**given)


def opened(made: Allocated, code: str, purpose: str = "statistician") -> Any:
    """The allocation behind a seal."""
    from speciosa.study.server.allocation import envelopes, pack_keys
    from speciosa.trial import Allocation
    from speciosa.trial.concealment import open_sealed

    envelope = envelopes.of(made, purpose)
    assert envelope is not None
    private = pack_keys.private_of(envelope.key, code)
    assert private is not None
    return Allocation.of_schedule(open_sealed(made.body.encode(), envelopes.opened(envelope, private)).schedule)


def code_on(page: str) -> str:
    """The code that a page shows."""
    found = re.search(r"(?:[0-9A-Z]{4}-){6}[0-9A-Z]{4}", page)
    assert found is not None
    return found[0]


def _row(when: int, kind: Kind, name: str, value: float, unit: str, id_: str) -> Event:
    return Event(when, 60, kind, name, value=value, answer=Answer.GIVEN, unit=unit, recorded_s=when, id=id_)


__all__ = ["AFTER_S", "DURING_S", "NOW_S", "Allocating", "cheap_hashing", "clock_at", "code_on", "ready"]
