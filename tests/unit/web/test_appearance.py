from __future__ import annotations

import pytest
from tests.unit.web.conftest import App

from speciosa.store import details

ALL = ("language", "theme", "idle_min", "app_name", "calendar_name")


def settings(app: App) -> dict[str, object]:
    return {name: details.setting(app.record, name) for name in ALL}


def test_everything_that_can_be_set_or_done_is_on_one_page(app: App) -> None:
    page = app.client.get("/settings").content.decode()
    for address in ("/me", "/products", "/reminders", "/safekeeping", "/take-along", "/import", "/phone", "/erase"):
        assert f'href="{address}"' in page
    assert 'action="/lock"' in page


def test_what_was_set_is_set_and_nothing_else_changes(app: App) -> None:
    before = settings(app)
    app.client.post("/settings", {"theme": "dark", "language": "", "idle_min": "5"})
    assert settings(app) == before | {"theme": "dark", "idle_min": 5}
    assert 'data-theme="dark"' in app.client.get("/settings").content.decode()


def test_the_app_goes_by_the_name_that_a_person_chose(app: App) -> None:
    app.client.post("/settings", {"app_name": "  Garden   notes ", "calendar_name": "Garden"})
    assert (settings(app)["app_name"], settings(app)["calendar_name"]) == ("Garden notes", "Garden")
    page = app.client.get("/settings").content.decode()
    title = page[page.index("<title>") : page.index("</title>")]
    assert "Garden notes" in title
    assert "speciosa" not in title


def test_an_empty_name_is_the_usual_one(app: App) -> None:
    app.client.post("/settings", {"app_name": "Garden"})
    app.client.post("/settings", {"app_name": ""})
    assert settings(app)["app_name"] == "speciosa"


@pytest.mark.parametrize("wrong", [{"theme": "pink"}, {"language": "xx"}, {"idle_min": "-5"}, {"app_name": "a" * 41}])
def test_a_setting_that_there_is_not_is_refused(app: App, wrong: dict[str, str]) -> None:
    before = settings(app)
    assert app.client.post("/settings", {"calendar_name": "Garden"} | wrong).status_code == 400
    assert settings(app) == before


def test_no_hiding_place_is_claimed(app: App) -> None:
    page = app.client.get("/settings").content.decode()
    assert "Somebody may force you to unlock" in page
    assert "we claim no hiding place" in page
