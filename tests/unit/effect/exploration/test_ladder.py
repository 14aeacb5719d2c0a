"""The ladder: which way is taken, why, and that nothing is silent."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from tests.unit.effect.exploration.targets import ONE_HUMP, USUAL, two_humps

from speciosa.effect.exploration import Explored, explore, holds, ladder


@pytest.mark.parametrize("name", ONE_HUMP)
def test_one_hump_is_done_in_one_step(name: str) -> None:
    known = ONE_HUMP[name]
    found = explore(known.target, known.dim, np.random.default_rng(2), smooth=known.dim - 1)
    assert found.method == "importance"
    assert len(found.tried) == 1
    assert found.tried[0].endswith(": enough")
    assert holds(found)


def test_two_narrow_humps_take_the_second_step_and_are_both_found() -> None:
    known = two_humps(6, 0.08)
    found = explore(known.target, known.dim, np.random.default_rng(2))
    assert found.method == "smc"
    assert "not enough" in found.tried[0]
    assert found.tried[1].endswith(": enough")
    assert float(found.weight @ (found.z[:, 0] > 0)) == pytest.approx(0.5, abs=0.06)
    assert found.log_evidence == pytest.approx(known.log_evidence, abs=0.08)
    assert holds(found)


def failing(method: str) -> Explored:
    return Explored(np.zeros((8, 2)), np.full(8, -np.log(8)), 0.9, 500.0, method, 100, (f"{method}: k-hat 0.90",), 0.0)  # type: ignore[arg-type]


def test_all_three_steps_are_taken_in_turn_and_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ladder, "importance", lambda *_, **__: failing("importance"))
    monkeypatch.setattr(ladder, "tempered", lambda *_, **__: failing("smc"))
    monkeypatch.setattr(ladder, "_CHAIN_DRAWS", 400)
    known = two_humps(2, 0.1)
    found = explore(known.target, 2, np.random.default_rng(3), draws=256)
    assert found.method == "nuts"
    assert found.k_hat == np.inf
    assert not holds(found)
    assert [line.split(":")[0] for line in found.tried] == ["importance", "smc", "nuts"]
    assert found.tried[1].endswith("not enough: k-hat above 0.7")
    assert found.tried[2].endswith("not enough: the chains do not agree")
    assert found.evaluations > 200


def test_the_ladder_hands_on_which_coordinates_go_in_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    heard = {}

    def listening(*_: object, **named: object) -> Explored:
        heard.update(named)
        return dataclasses.replace(failing("nuts"), k_hat=0.0)

    monkeypatch.setattr(ladder, "importance", lambda *_, **__: failing("importance"))
    monkeypatch.setattr(ladder, "tempered", lambda *_, **__: failing("smc"))
    monkeypatch.setattr(ladder, "nuts", listening)
    found = explore(USUAL.target, 6, np.random.default_rng(3), smooth=5)
    assert heard["smooth"] == 5
    assert (found.evaluations, holds(found)) == (300, True)


@pytest.mark.parametrize(("k_hat", "ess", "enough"), [(0.7, 200.0, True), (0.71, 5000.0, False), (0.1, 199.0, False)])
def test_what_holds_is_the_published_limit_and_our_own(k_hat: float, ess: float, enough: bool) -> None:
    assert holds(dataclasses.replace(failing("smc"), k_hat=k_hat, ess=ess)) is enough


def test_a_likelihood_that_is_zero_everywhere_ends_without_a_number() -> None:
    found = explore(lambda z: np.full(len(z), -np.inf), 3, np.random.default_rng(1))
    assert not holds(found)
    assert found.tried[-1].endswith("the likelihood is zero at every point")


def test_the_same_state_gives_the_same_bytes_on_every_step() -> None:
    def once() -> Explored:
        known = two_humps(5, 0.08)
        return explore(known.target, known.dim, np.random.default_rng(11))

    first, second = once(), once()
    assert first.method == "smc"
    assert first.z.tobytes() == second.z.tobytes()
    assert first.tried == second.tried
