"""Today: what stands on it, and that it stays small."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from tests.unit.web.pages import history, post, seen, standing

from speciosa.knowledge import load_knowledge
from speciosa.record.row import Row

if TYPE_CHECKING:
    from django.test.utils import CaptureQueriesContext
    from tests.unit.web.conftest import App

_LEAF = {"product": "kratom leaf powder"}


def _ago(hours: float) -> str:
    from speciosa.web.clock import now_s

    return datetime.fromtimestamp(now_s() - 3600 * hours, tz=UTC).isoformat()


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
        Row(_ago(5), "dose", "Red Bali", "3", "g"),
        Row(_ago(4), "dose", "coffee", "1", "serving"),
        Row(_ago(3), "dose", "Red Bali", "unknown"),
        Row(_ago(2), "dose", "trial capsule", "2", "capsule"),
    )
    assert "I took 3 g, Red Bali" in seen(app)


def test_an_old_dose_is_not_offered_again_and_its_day_is_said(app: App) -> None:
    _add(app, Row(_ago(24 * 4), "dose", "Red Bali", "3", "g"))
    page = seen(app)
    assert "I took" not in page
    assert "After a break your old dose can be too much now." in page
    assert "Write a dose down" in page


@pytest.mark.parametrize(
    ("word", "says"),
    [("slow_breathing", "Don't take more now."), ("took too much", "Don't take more now."),
     ("throat is swelling", "Don't take more now."), ("yellow eyes", "Don't take more now."),
     ("want to be dead", "Talk to somebody first.")],
)  # fmt: skip
def test_while_such_an_alarm_stands_no_dose_is_offered_again(app: App, word: str, says: str) -> None:
    _add(app, Row(_ago(5), "dose", "Red Bali", "3", "g"))
    assert "/log/dose/again" in seen(app)
    post(app, "/log/symptom", name_other=word)
    seen(app)
    page = seen(app)
    assert "/log/dose/again" not in page
    assert says in page
    assert "Write a dose down" in page


def test_help_is_one_quiet_line_away(app: App) -> None:
    assert 'href="/help-now"' in seen(app)


def test_the_trials_own_line_takes_the_place_of_the_last_dose(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    from speciosa.web import trial

    post(app, "/log/dose", **_LEAF, tapped="3 g")
    monkeypatch.setattr(trial, "today_line", lambda _record: None, raising=False)
    seen(app)
    assert "I took 3 g, leaf" in seen(app)


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
