"""Of two corrections that were written down within the same second, every page says what the answers say."""

from __future__ import annotations

from typing import Any

from tests.unit.web.conftest import App

from speciosa.knowledge import Knowledge
from speciosa.record.row import Row
from speciosa.store import entries
from speciosa.store.diary import diary_of
from speciosa.web import recent

WRITTEN = "2026-05-01T12:00:00+02:00"


def row(at: str, value: str, own_id: str, kind: str = "rating", name: str = "pain", **more: Any) -> Row:
    return Row(f"2026-05-01T{at}+02:00", kind, name, value, id=own_id, recorded=WRITTEN, **more)


def test_the_list_the_entry_s_page_and_the_answers_take_the_same_one(app: App, knowledge: Knowledge) -> None:
    entries.add_row(app.record, row("10:00", "5", "first"), knowledge)
    rivals = [
        row("11:00", "7", "later-in-time", supersedes="first"),
        row("09:00", "2", "arrived-last", supersedes="first"),
    ]
    entries.add_all(app.record, rivals, knowledge)
    (stands,) = diary_of(app.record).entries
    assert entries.last_of(app.record, "first").id == stands.id == "later-in-time"
    assert [each.id for each in recent.listed(app.record).events] == [stands.id]
    assert [each.id for each in recent.todays(app.record, stands.time_s)] == [stands.id]
    assert "<h1>Pain: 7</h1>" in app.client.get("/entries/first").content.decode()


def test_a_dose_s_sheet_adds_to_the_one_that_stands(app: App, knowledge: Knowledge) -> None:
    dose: dict[str, Any] = {"kind": "dose", "name": "kratom", "unit": "g"}
    entries.add_row(app.record, row("10:00", "3", "dose", **dose), knowledge)
    rivals = [row("11:00", "4", "four", supersedes="dose", **dose), row("09:00", "2", "two", supersedes="dose", **dose)]
    entries.add_all(app.record, rivals, knowledge)
    app.client.post("/log/dose/dose/why", {"reason": "pain"})
    (stands,) = diary_of(app.record).entries
    assert (stands.value, stands.supersedes) == (4.0, "four")
