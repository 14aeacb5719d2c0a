from __future__ import annotations

from tests.study_server.conftest import World


def test_it_says_that_it_is_well(world: World) -> None:
    answer = world.client().get("/health")
    assert answer.status_code == 200
    assert answer.json()["ok"] is True


def test_an_address_that_names_no_right_is_not_there(world: World) -> None:
    assert world.client("administrator").get("/study/leaf/nowhere/").status_code == 404
