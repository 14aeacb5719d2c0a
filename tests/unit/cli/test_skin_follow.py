"""`skin follow`: what stands in the terminal, and one document for scripts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import HEADER
from tests.unit.report.made_skin import NOW_S, REFUSED, SIGN, Kind, course, covered, skin, stopped

import speciosa.skin
from speciosa.cli.skin_follow import follow
from speciosa.skin.series import Fading
from speciosa.values.gaps import NotAssessed

NOW = "2026-03-12T09:00+01:00"


@pytest.fixture
def diary(tmp_path: Path) -> Path:
    rows = (HEADER, "2026-03-08T09:00+01:00,photo,forearm_dorsal_left,photos/a.jpg")
    (tmp_path / "diary.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "a.jpg").write_bytes(b"a photo")
    return tmp_path


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the room was asked; its answer is under ``answer``."""
    seen: dict[str, Any] = {"answer": skin()}

    def answer(known: object, photos: Any, knowledge: object, *, now_s: int, seed: int, progress: object) -> object:
        assert callable(progress)
        seen.update(now_s=now_s, seed=seed, photo=photos["photos/a.jpg"], entries=known, knowledge=knowledge)
        return seen["answer"]

    monkeypatch.setattr(speciosa.skin, "follow_skin", answer)
    return seen


def test_the_room_gets_the_photos_the_instant_and_the_seed(diary: Path, asked: dict[str, Any]) -> None:
    follow(diary, now=NOW, seed=5)
    assert (asked["now_s"], asked["seed"], asked["photo"]) == (NOW_S, 5, b"a photo")


def test_the_terminal_says_a_sign_first_and_then_each_site(
    diary: Path, asked: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    asked["answer"] = skin(
        course(Kind.DERMAL), covered(), signs=(SIGN,), refused=REFUSED, dechallenge=stopped(Fading.TOO_EARLY)
    )
    follow(diary, now=NOW)
    said = " ".join(capsys.readouterr().out.split())
    order = [
        "counts as a yes: Are your gums", "Left forearm, outer side", "Darker and greyer than your usual spread for 4 weeks",
        "This can have several causes.", "Next photo: Sunday, ", "Left upper arm, inner side", "No colour change in this",
        "Too early to tell:", "Your old dose can be too much now.", "2 photos: There is no card in this photo. Lay the card",
        "Not assessed:",
    ]  # fmt: skip
    places = [said.index(each) for each in order]
    assert places == sorted(places)


def test_json_is_one_document_with_what_was_read(
    diary: Path, asked: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    follow(diary, json=True, now=NOW)
    found = json.loads(capsys.readouterr().out)
    assert list(found)[:2] == ["schema", "read"]
    assert [each["kind"] for each in found["sites"]] == ["none", "none"]
    asked["answer"] = NotAssessed("skin", "There are no photos.")
    follow(diary, json=True, now=NOW)
    assert json.loads(capsys.readouterr().out)["not_assessed"] == [{"code": "skin", "why": "There are no photos."}]


def test_what_was_not_assessed_is_said_with_its_reason(
    diary: Path, asked: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    asked["answer"] = NotAssessed("skin", "There are no photos.")
    follow(diary, now=NOW)
    assert "Not assessed:\n  - There are no photos." in capsys.readouterr().out
