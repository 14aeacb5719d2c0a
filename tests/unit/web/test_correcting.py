"""All entries: undo, correct for ever, take back, and nothing is overwritten."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from tests.unit.web.pages import form_id, history, post, seen, standing

from speciosa.knowledge import load_knowledge
from speciosa.record.row import Row

if TYPE_CHECKING:
    from tests.unit.web.conftest import App

_LEAF = {"product": "kratom leaf powder"}


def _add(app: App, *rows: Row) -> None:
    from speciosa.store import entries

    assert all(each.event for each in entries.add_rows(app.record, rows, load_knowledge()))


def test_undo_takes_back_and_keeps_the_history(app: App) -> None:
    post(app, "/log/score", value="6")
    undo = re.search(r'action="(/entries/[^"]+/back)"', seen(app))
    assert undo
    post(app, undo[1], undo="1")
    assert standing(app) == []
    assert "Undone." in seen(app)
    assert [each.name for each in history(app)] == ["pain", "retracted"]


def test_undo_of_a_check_in_takes_all_of_it_back_however_often_it_is_sent(app: App) -> None:
    post(app, "/check-in", pain="6", mood="4", slept="7")
    undo = re.search(r'action="(/entries/[^"]+/back)"', seen(app))
    assert undo
    post(app, undo[1].replace("%2C", ","), undo="1")
    post(app, undo[1].replace("%2C", ","), undo="1")
    assert standing(app) == []
    assert len(history(app)) == 6


def test_a_correction_stands_and_what_stood_there_is_shown_below(app: App) -> None:
    post(app, "/log/dose", **_LEAF, tapped="3 g", note="first words")
    dose = standing(app)[0]
    post(app, f"/entries/{dose.id}/correct", value="2,5", unit="g", note="better words", name=dose.name)
    (now,) = standing(app)
    assert (now.value, now.note, now.time_s, now.supersedes) == (2.5, "better words", dose.time_s, dose.id)
    page = seen(app, f"/entries/{dose.id}")
    assert page.index("Dose: 2.5 g, leaf") < page.index("What stood here before") < page.index("Dose: 3 g, leaf")
    assert "first words" in page
    assert seen(app, f"/entries/{now.id}").count("Dose: 3 g, leaf") == 1


def test_every_field_of_a_dose_can_be_corrected(app: App) -> None:
    post(app, "/log/dose", **_LEAF, tapped="3 g")
    dose = standing(app)[0]
    post(
        app, f"/entries/{dose.id}/correct", name="kratom tea", value="200", unit="ml", reason="planned", food="fed",
        day="2026-03-01", clock="07:45", note="n",
    )  # fmt: skip
    (now,) = standing(app)
    assert (now.name, now.value, now.unit, now.reason.name, now.food.name) == (
        "kratom tea", 200.0, "ml", "PLANNED", "FED",
    )  # fmt: skip
    assert now.local_time.startswith("2026-03-01T07:45")


@pytest.mark.parametrize("row", [
    Row("2026-03-01T08:00:17+01:00", "rating", "mood", "4"),
    Row("2026-03-01T08:00+01:00", "symptom", "nausea"),
    Row("2026-03-01T08:00+01:00", "symptom", "nausea", "0"),
    Row("2026-03-01T08:00+01:00", "medicine", "ibuprofen", "400", "mg"),
    Row("2026-03-01T08:00+01:00", "medicine", "ibuprofen", "unknown"),
    Row("2026-03-01T08:00+01:00", "sleep", "night", "450", "min"),
    Row("2026-03-01T12:00+01:00", "no_dose", "kratom", precision="day"),
    Row("2026-03-01T08:00+01:00", "lab", "ALT", "35", "U/l"),
    Row("2026-03-01T08:00+01:00", "goal", "walk 30 minutes", "3"),
    Row("2026-03-01T08:00+01:00", "strategy", "heat", "start"),
    Row("2026-03-01T08:00+01:00", "photo", "forearm_dorsal_left", "photos/a.jpg"),
    Row("2026-03-01T08:00+01:00", "event", "product_changed", "new packet"),
    Row("2026-03-01T08:00+01:00", "scale", "phq2", "3"),
    Row("2026-03-01T08:00+01:00", "activity", "walking"),
    Row("2026-03-01T08:00+01:00", "sun", "exposure", "2"),
])  # fmt: skip
def test_the_sheet_saved_as_it_opened_says_what_stood_there(app: App, row: Row) -> None:
    _add(app, row)
    (before,) = standing(app)
    page = seen(app, f"/entries/{before.id}/correct")
    said = dict(re.findall(r'<input (?:type="(?:date|time)" )?name="(\w+)"[^>]*? value="([^"]*)"', page))
    for name in re.findall(r'<select name="(\w+)"', page):
        chosen = re.search(rf'<select name="{name}">.*?value="([^"]*)" selected', page, re.DOTALL)
        assert chosen
        said[name] = chosen[1]
    post(app, f"/entries/{before.id}/correct", **said, note="now with words")
    (now,) = standing(app)
    same = now._replace(
        id=before.id, recorded_s=before.recorded_s, supersedes="", note="", line=before.line, value=0.0
    ) == before._replace(value=0.0)
    assert same
    assert str(now.value) == str(before.value)
    assert now.note == "now with words"


def test_a_correction_that_can_not_be_is_shown_on_the_same_sheet(app: App) -> None:
    post(app, "/log/score", value="6")
    score = standing(app)[0]
    page = post(app, f"/entries/{score.id}/correct", 400, value="66", name="pain")
    assert "outside 0 to 10" in page
    assert 'value="66"' in page
    assert standing(app) == [score]


def test_the_same_correction_sent_twice_is_one(app: App) -> None:
    post(app, "/log/score", value="6")
    score = standing(app)[0]
    form = form_id(seen(app, f"/entries/{score.id}/correct"))
    for _ in range(2):
        post(app, f"/entries/{score.id}/correct", value="5", name="pain", id=form)
    assert len(history(app)) == 2


def test_of_two_tabs_the_later_correction_stands_and_all_are_in_the_history(app: App) -> None:
    post(app, "/log/score", value="6")
    score = standing(app)[0]
    post(app, f"/entries/{score.id}/correct", value="5", name="pain")
    post(app, f"/entries/{score.id}/correct", value="4", name="pain")
    assert [each.value for each in standing(app)] == [4.0]
    page = seen(app, f"/entries/{score.id}")
    assert all(f"Pain: {n}" in page for n in (4, 5, 6))


def test_undo_of_a_correction_lets_stand_what_stood_before(app: App) -> None:
    post(app, "/log/score", value="6")
    score = standing(app)[0]
    post(app, f"/entries/{score.id}/correct", value="5", name="pain")
    correction = standing(app)[0]
    for _ in range(2):
        post(app, f"/entries/{correction.id}/back", undo="1")
    assert [(each.value, each.time_s) for each in standing(app)] == [(6.0, score.time_s)]
    assert len(history(app)) == 3


def test_what_was_taken_back_can_stand_again(app: App) -> None:
    post(app, "/log/score", value="6")
    score = standing(app)[0]
    post(app, f"/entries/{score.id}/back")
    page = seen(app, f"/entries/{score.id}")
    assert "Taken back" in page
    assert "Pain: 6" in page
    again = re.search(r'action="(/entries/[^"]+/back)"', page[page.index("no longer counts") :])
    assert again
    post(app, again[1], undo="1")
    assert [each.value for each in standing(app)] == [6.0]


@pytest.mark.parametrize("entry_id", ["nothing", "a'; DROP TABLE", "..%2f..", "é"])
def test_an_entry_that_is_not_here_is_a_plain_page(app: App, entry_id: str) -> None:
    for address in (f"/entries/{entry_id}", f"/entries/{entry_id}/correct"):
        answer = app.client.get(address)
        assert answer.status_code == 400
        assert "this entry is not here" in answer.content.decode()
    assert app.client.post(f"/entries/{entry_id}/back").status_code == 400


def test_an_entry_of_another_record_is_not_here(app: App) -> None:
    from speciosa.store.entries import add_row
    from speciosa.store.models import Record

    other = Record.objects.create(key="other", begun_s=0)
    entry = add_row(other, Row("2026-03-01T08:00+01:00", "rating", "pain", "7"), load_knowledge())
    for address in (f"/entries/{entry.id}", f"/entries/{entry.id}/correct", f"/entries?before={entry.id}"):
        answer = app.client.get(address)
        assert answer.status_code == 400
        assert "Pain" not in answer.content.decode()
    post(app, f"/entries/{entry.id}/back", 400)
    assert "Pain: 7" not in seen(app, "/entries")


def test_the_list_shows_each_standing_entry_once_over_its_pages(app: App) -> None:
    rows = [Row(f"2026-0{m}-{d:02d}T08:00+01:00", "rating", "pain", str(d % 10), id=f"p{m}-{d}")
            for m in (1, 2, 3) for d in range(1, 29)]  # fmt: skip
    rows += [Row("2026-02-10T08:00+01:00", "dose", "kratom", "3", "g", id=f"tie{n}") for n in range(70)]
    _add(app, *rows)
    post(app, "/entries/p2-10/back")
    post(app, "/entries/p3-1/correct", value="1", name="pain")
    shown: list[str] = []
    address = "/entries"
    while address:
        page = seen(app, address)
        shown += re.findall(r'<li><a href="/entries/([^"]+)"', page)
        older = re.search(r'href="(/entries\?before=[^"]+)"', page)
        address = older[1] if older else ""
    assert sorted(shown) == sorted(each.id for each in standing(app))
    assert len(set(shown)) == len(shown)


def test_the_list_can_show_one_kind_and_begin_at_a_day(app: App) -> None:
    _add(
        app,
        Row("2026-01-05T08:00+01:00", "rating", "pain", "4"),
        Row("2026-02-05T08:00+01:00", "dose", "kratom", "3", "g"),
        Row("2026-03-05T08:00+01:00", "rating", "pain", "5"),
    )
    assert "Dose: 3 g" not in seen(app, "/entries?kind=rating")
    assert "Pain: 5" not in seen(app, "/entries?kind=dose")
    page = post(app, "/entries", 200, day="2026-02-05")
    assert "Dose: 3 g" in page
    assert "Pain: 5" not in page
    assert "this is no day" in post(app, "/entries", 400, day="soon")


def test_of_two_rival_corrections_only_the_later_one_is_listed(app: App) -> None:
    first = Row("2026-01-05T08:00+01:00", "rating", "pain", "4", id="one")
    _add(app, first)
    _add(app, first._replace(id="two", value="5", supersedes="one", recorded="2026-01-05T09:00+01:00"))
    _add(app, first._replace(id="three", value="6", supersedes="one", recorded="2026-01-05T10:00+01:00"))
    page = seen(app, "/entries")
    assert "Pain: 6" in page
    assert "Pain: 5" not in page
    assert "Pain: 4" not in page


def test_a_note_is_shown_as_text_and_never_as_markup(app: App) -> None:
    post(app, "/log/dose", **_LEAF, tapped="3 g", note="<b>bold</b>")
    answer = app.client.get(f"/entries/{standing(app)[0].id}").content.decode()
    assert "<b>bold</b>" not in answer
    assert "&lt;b&gt;bold" in answer


def test_where_a_form_wants_to_go_lies_within_the_app(app: App) -> None:
    post(app, "/log/score", value="6")
    answer = app.client.post(f"/entries/{standing(app)[0].id}/back", {"to": "//elsewhere.example"})
    assert answer.headers["Location"] == "/"


def test_who_corrects_what_another_window_corrected_meanwhile_sees_both_and_chooses(app: App) -> None:
    post(app, "/log/score", value="6")
    score = standing(app)[0]
    address = f"/entries/{score.id}/correct"
    said = {"name": "pain", "version": score.id, "id": form_id(seen(app, address)), "note": "mine"}
    post(app, address, value="5", name="pain", version=score.id)
    page = post(app, address, 409, value="4", **said)
    assert re.search(r"It says now:<br><strong>Pain: 5;.*Yours would say:<br><strong>Pain: 4;", page, re.DOTALL)
    assert "“mine”" in page
    assert [each.value for each in standing(app)] == [5.0], "nothing was written"
    version = re.search(r'name="version" value="([^"]+)"', page)
    assert version
    for _ in range(2):  # the choice sent twice is one
        post(app, address, value="4", **{**said, "version": version[1]})
    assert [each.value for each in standing(app)] == [4.0]
    assert len(history(app)) == 3
