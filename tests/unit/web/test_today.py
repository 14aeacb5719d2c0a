"""Today: what stands on it, and that it stays small."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.unit.web.pages import history, post, seen, standing

from speciosa.knowledge import load_knowledge
from speciosa.record.row import Row

if TYPE_CHECKING:
    import pytest
    from django.test.utils import CaptureQueriesContext
    from tests.unit.web.conftest import App

_LEAF = {"product": "kratom leaf powder"}


def _add(app: App, *rows: Row) -> None:
    from speciosa.store import entries

    assert all(each.event for each in entries.add_rows(app.record, rows, load_knowledge()))


def test_the_line_says_today_in_its_order_and_each_leads_to_its_entry(app: App) -> None:
    post(app, "/log/score", value="6")
    post(app, "/log/dose", **_LEAF, tapped="3 g")
    seen(app)
    line = re.search(r'<p class="todays">(.*?)</p>', seen(app), re.DOTALL)
    assert line
    assert re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", line[1])).strip() == "Today: 6 · dose"
    for each in standing(app):
        assert f'href="/entries/{each.id}"' in line[1]
        assert app.client.get(f"/entries/{each.id}").status_code == 200


def test_a_day_with_many_entries_stays_one_line(app: App) -> None:
    for value in range(11):
        post(app, "/log/score", value=str(value))
    page = seen(app)
    assert "3 more" in page
    assert page.count('href="/entries/a') == 8


def test_yesterday_is_not_today(app: App) -> None:
    post(app, "/log/dose", **_LEAF, tapped="3 g", day="2026-03-01")
    assert "nothing yet" in seen(app)


def test_the_last_dose_is_of_kratom_and_not_of_what_else_was_taken(app: App) -> None:
    _add(
        app,
        Row("2026-03-01T08:00+01:00", "dose", "Red Bali", "3", "g"),
        Row("2026-03-01T09:00+01:00", "dose", "coffee", "1", "serving"),
        Row("2026-03-01T10:00+01:00", "dose", "Red Bali", "unknown"),
        Row("2026-03-01T11:00+01:00", "dose", "trial capsule", "2", "capsule"),
    )
    assert "Dose again: 3 g, Red Bali" in seen(app)


def test_the_trials_own_line_takes_the_place_of_the_last_dose(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    from speciosa.web import trial

    post(app, "/log/dose", **_LEAF, tapped="3 g", day="2026-03-01")
    monkeypatch.setattr(trial, "today_line", lambda _record: None, raising=False)
    seen(app)
    assert "Dose again" in seen(app)


def test_the_page_needs_no_script_and_has_no_script_or_style_within(app: App) -> None:
    post(app, "/log/dose", **_LEAF, tapped="3 g")
    for address in ("/", "/log/dose", "/check-in", "/entries"):
        page = seen(app, address)
        assert not re.search(r"<script(?![^>]* src=)|<style|\sstyle=|\son\w+=", page), address


def test_no_value_stands_in_any_address(app: App) -> None:
    post(app, "/log/dose", **_LEAF, tapped="3 g", note="secret words")
    for address in ("/", "/entries"):
        for link in re.findall(r'(?:href|action)="([^"]*)"', seen(app, address)):
            assert not re.search(r"secret|leaf|=3", link), link


def test_five_years_of_entries_cost_today_no_more_questions_to_the_store(app: App) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext as Captured

    def asked() -> int:
        found: CaptureQueriesContext
        with Captured(connection) as found:
            seen(app)
        return len(found)

    post(app, "/log/dose", **_LEAF, tapped="3 g", day="2026-03-01")
    seen(app)
    few = asked()
    _add(app, *(Row(f"202{y}-0{m}-1{d}T08:00+01:00", "dose", "kratom", "3", "g")
                for y in range(1, 6) for m in range(1, 10) for d in range(9)))  # fmt: skip
    assert len(history(app)) == 406
    assert asked() == few
