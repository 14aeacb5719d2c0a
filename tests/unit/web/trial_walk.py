"""The way through a trial in the app, as a person and their helper would press its buttons."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from tests.unit.trial.made import FIRST
from tests.unit.web.pages import post

if TYPE_CHECKING:
    import pytest
    from tests.unit.web.conftest import App

HELPER = "two warm hands"
PLANNED = "2026-03-01T09:00+01:00"
DURING = "2026-03-12T18:30+01:00"
PERIOD_ENDS = "2026-03-17T20:00+01:00"
AFTER = "2026-06-01T08:00+02:00"
CHOSEN = {"less": "25", "period_d": "10", "blocks": "4", "margin": "0.5", "outcome": "pain", "starts": "2026-03-08"}
QUESTIONS = ("withdrawal_body", "withdrawal_restless", "craving")


@dataclass(slots=True)
class Clock:
    """What every part of the app takes for the time."""

    now_s: float

    @classmethod
    def of(cls, monkeypatch: pytest.MonkeyPatch, moment: str = PLANNED) -> Clock:
        made = cls(0.0)
        made.at(moment)
        monkeypatch.setattr(time, "time", lambda: made.now_s)
        return made

    def at(self, moment: str) -> None:
        self.now_s = datetime.fromisoformat(moment).timestamp()


def fill(app: App, *, days: int = 28, birth_year: int | None = 1980) -> None:
    """Four weeks of two doses a day, weighed, each with a score before it."""
    from speciosa.knowledge import load_knowledge
    from speciosa.record import Person
    from speciosa.record.row import Row
    from speciosa.store import details, entries

    details.save_person(app.record, Person(time_zone="Europe/Berlin", birth_year=birth_year))
    rows = []
    for day in range(days):
        for at in range(2):
            when = FIRST + timedelta(days=day, hours=7 + 6 * at)
            rows.append(
                Row(f"{when:%Y-%m-%dT%H:%M}+00:00", "rating", "pain", str(4 + (day + at) % 3), id=f"s{day}-{at}")
            )
            later = when + timedelta(minutes=5)
            rows.append(
                Row(f"{later:%Y-%m-%dT%H:%M}+00:00", "dose", "kratom leaf powder#2", "2.5", "g", id=f"d{day}-{at}")
            )
    entries.add_all(app.record, rows, load_knowledge())


def unlock(app: App) -> None:
    from tests.store_fixture import PASSPHRASE

    post(app, "/unlock", passphrase=PASSPHRASE)


def say_no(app: App, **said: str) -> dict[str, str]:
    """The form of the offer with every question answered with no, but for what is said."""
    page = app.client.get("/trial/offer").content.decode()
    return dict.fromkeys(re.findall(r'name="(q-[^"]+)"', page), "no") | said


def to_helper(app: App, **said: Any) -> None:
    """The person chooses and hands the device over."""
    post(app, "/trial/offer", **say_no(app))
    post(app, "/trial/plan", go="1", **{**CHOSEN, **said})
    assert app.client.get("/trial/hand-over").status_code == 200
    post(app, "/trial/to-helper")


def plan(app: App, **said: Any) -> None:
    """All of it, until the person has the device back and opened the app."""
    to_helper(app, **said)
    post(app, "/packing/new", code=HELPER, again=HELPER)
    post(app, "/packing/done")
    unlock(app)


def sealed(app: App) -> Any:
    from speciosa.store.models import Sealed

    return Sealed.objects.get(record=app.record)


def arms(app: App) -> tuple[str, ...]:
    """What is in the capsules: for a test alone."""
    from speciosa.store import sealed_trials
    from speciosa.trial import Allocation
    from speciosa.trial.concealment import open_sealed

    kept = sealed(app)
    code = sealed_trials.opening_code_of(kept, HELPER)
    return Allocation.of_schedule(open_sealed(kept.body.encode(), code).schedule).arms


def later(app: App, clock: Clock, moment: str) -> None:
    """Some days later the person opens the app anew."""
    clock.at(moment)
    unlock(app)
