"""`speciosa skin card`: a PDF that is whole or not there, and its geometry."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from speciosa.cli.app import run


def test_the_card_is_written_and_what_to_do_next_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "new" / "card.pdf"
    assert run(["skin", "card", "--out", str(out)]) == 0
    assert out.read_bytes().startswith(b"%PDF-")
    assert out.read_bytes().rstrip().endswith(b"%%EOF")
    said = capsys.readouterr().out
    assert str(out) in said
    assert "100 %" in said
    assert "50 mm" in said
    assert "--id" in said


def test_json_stands_alone_and_the_card_is_written_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "card.pdf"
    assert run(["skin", "card", "--out", str(out), "--id", "7", "--paper", "letter", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert out.exists()
    assert said["schema"] == 1
    assert said["read"]["rows"] == 0
    assert said["card_id"] == 7
    assert said["page_mm"] == [215.9, 279.4]
    assert len(said["window_mm"]) == 4
    assert [each["id"] for each in said["markers"]] == [28, 29, 30, 31]
    assert {"name", "polygon_mm", "srgb"} <= set(said["patches"][0])
    assert all(0 <= x <= 215.9 and 0 <= y <= 279.4 for each in said["patches"] for x, y in each["polygon_mm"])


def test_the_same_call_gives_the_same_bytes_and_another_number_does_not(tmp_path: Path) -> None:
    for name, number in (("one.pdf", "1"), ("again.pdf", "1"), ("two.pdf", "2")):
        assert run(["skin", "card", "--out", str(tmp_path / name), "--id", number]) == 0
    one, again, two = ((tmp_path / name).read_bytes() for name in ("one.pdf", "again.pdf", "two.pdf"))
    assert one == again
    assert one != two


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["--out", "c.pdf", "--id", "250"], "--id"), (["--out", "c.pdf", "--id", "-1"], "--id"),
        (["--out", "c.pdf", "--id", "seven"], "--id"), (["--out", "c.pdf", "--paper", "a5"], "--paper"),
        (["--out", "."], "--out"), (["--out", "card.png"], "--out"), ([], "--out"),
        (["--out", "c.pdf", "--language", "xx"], "language"),
    ],
)  # fmt: skip
def test_a_wrong_call_gets_one_sentence_and_leaves_nothing(
    arguments: list[str],
    named: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["skin", "card", *arguments]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert named in said.err
    assert list(tmp_path.iterdir()) == []


def test_an_earlier_card_stands_when_the_new_one_cannot_be_drawn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "card.pdf"
    out.write_bytes(b"an earlier card")

    def broken(*_: object, **__: object) -> bytes:
        raise KeyboardInterrupt

    monkeypatch.setattr("speciosa.report.skin_card.skin_card_pdf", broken)
    assert run(["skin", "card", "--out", str(out)]) == 130
    assert out.read_bytes() == b"an earlier card"
    assert [each.name for each in tmp_path.iterdir()] == ["card.pdf"]
