"""How often codes and passwords may be tried: counted by address and by number, in numbers that name nobody."""

from __future__ import annotations

import pytest
from django.test import override_settings
from tests.study_server.conftest import World
from tests.study_server.participant_walk import PASSWORD, browser, invited, join, with_text


@pytest.fixture
def open_study(world: World) -> World:
    """The study `leaf` with a text and an invitation."""
    with_text(world.leaf)
    invited(world.leaf)
    return world


def test_behind_a_proxy_each_phone_has_its_own_count(open_study: World) -> None:
    join(browser(), open_study.leaf)
    with override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=1):
        for at in range(11):
            browser(HTTP_X_FORWARDED_FOR=f"1.2.3.{at}").post("/enter/", {"number": f"Q{at}", "password": "x"})
        one = browser(HTTP_X_FORWARDED_FOR="9.9.9.9")
        assert one.post("/enter/", {"number": "P0009", "password": PASSWORD}).status_code == 302
        for at in range(10):
            one.post("/enter/", {"number": f"R{at}", "password": "x"})
        assert "too often" in one.post("/enter/", {"number": "P0009", "password": PASSWORD}).content.decode()
    assert browser().post("/enter/", {"number": "P0009", "password": PASSWORD}).status_code == 302


def test_what_was_right_is_no_try_and_wipes_out_no_wrong_one_of_that_place(open_study: World) -> None:
    join(browser(), open_study.leaf)
    for at in range(9):
        browser().post("/enter/", {"number": f"Q{at}", "password": "x"})
        assert browser().post("/enter/", {"number": "P0009", "password": PASSWORD}).status_code == 302
    browser().post("/enter/", {"number": "Q9", "password": "x"})
    assert "too often" in browser().post("/enter/", {"number": "P0009", "password": PASSWORD}).content.decode()


def test_counts_of_tries_are_numbers_that_name_nobody_and_end(open_study: World) -> None:
    from speciosa.study.server.models import Tries
    from speciosa.study.server.participants.clearing_out import clear_out

    browser(REMOTE_ADDR="10.9.8.7").post("/enter/", {"number": "P0001", "password": "x"})
    rows = list(Tries.objects.values_list("kind", "key_digest", "count"))
    assert [(kind, count) for kind, _, count in rows] == [("enter", 1), ("enter", 1)]
    assert not any(each in digest for _, digest, _ in rows for each in ("10.9.8.7", "P0001"))
    clear_out()
    assert Tries.objects.count() == 2
    Tries.objects.update(since_s=1)
    clear_out()
    assert Tries.objects.count() == 0
