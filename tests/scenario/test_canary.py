"""Improbable values in every field never reach standard error, a traceback, or a place that leaves the machine."""

import random
import string
from pathlib import Path

import pytest

from speciosa.cli.app import run

random.seed(20)
CANARIES = {
    field: f"Zq{''.join(random.choices(string.ascii_lowercase, k=10))}"
    for field in ("name", "text", "note", "id", "place")
}
ODD_NUMBER = "7493.5127"


def rows(form: str) -> str:
    c = CANARIES
    good = f"2026-03-01T03:17:41+01:00,medicine,{c['name']},{ODD_NUMBER},{c['place']},{c['id']},,{c['note']}\n"
    bad = {
        "refused rows": f"{c['text']},rating,{c['name']},{c['text']},{c['place']},{c['id']},{c['id']},{c['note']}\n",
        "a wrong kind": f"2026-03-01T03:17:41+01:00,{c['text']},{c['name']},{ODD_NUMBER},,{c['id']},,{c['note']}\n",
        "a wrong value": f"2026-03-01T03:17:41+01:00,rating,{c['name']},{c['text']},,,,{c['note']}\n",
        "a wrong correction": f"2026-03-01T03:17:41+01:00,rating,pain,5,,,{c['id']}x,{c['note']}\n",
        "a damaged cell": f"2026-03-01T03:17:41+01:00,rating,{c['name']}\x00,5,,,,{c['note']}\n",
    }[form]
    return f"time,kind,name,value,unit,id,supersedes,note\n{good}{bad}"


@pytest.mark.parametrize(
    "form", ["refused rows", "a wrong kind", "a wrong value", "a wrong correction", "a damaged cell"]
)
def test_what_a_person_wrote_never_reaches_standard_error(
    form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "diary.csv").write_text(rows(form))
    run(["check", str(tmp_path), "--strict"])
    run(["check", str(tmp_path)])
    run(["report", str(tmp_path), "--out", str(tmp_path / "out"), "--now", "2026-03-02T00:00Z"])
    run(["import", str(tmp_path / "diary.csv"), "--out", str(tmp_path / "new"), "--time-zone", "Europe/Berlin"])
    said = capsys.readouterr().err
    leaked = [field for field, canary in {**CANARIES, "value": ODD_NUMBER}.items() if canary in said]
    assert leaked == []


def test_the_reasons_for_refusing_hold_nothing_of_the_row(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "diary.csv").write_text(rows("refused rows"))
    run(["check", str(tmp_path)])
    refused = [line for line in capsys.readouterr().out.splitlines() if line.startswith("  line ")]
    assert refused
    assert not [line for line in refused for canary in CANARIES.values() if canary in line]


def test_a_note_leaves_the_machine_in_no_page(tmp_path: Path) -> None:
    (tmp_path / "diary.csv").write_text(rows("a wrong value"))
    run(["report", str(tmp_path), "--out", str(tmp_path / "out"), "--now", "2026-03-02T00:00Z"])
    for name in ("report.html", "report.json"):
        assert CANARIES["note"] not in (tmp_path / "out" / name).read_text()


def test_a_fault_inside_names_a_place_and_no_value(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "diary.csv").write_text(rows("a wrong value"))

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError(CANARIES["text"])

    for place in (
        "speciosa.story.screen",
        "speciosa.story.compose",
        "speciosa.record.diary_file.plausibility_questions",
    ):
        monkeypatch.setattr(place, broken)
        assert run(["report", str(tmp_path), "--out", str(tmp_path / "out")]) == 3
        assert CANARIES["text"] not in capsys.readouterr().err
        assert not (tmp_path / "out").exists()
        monkeypatch.undo()
