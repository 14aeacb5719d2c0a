"""`skin follow` as scripts call it: exit status, the contract's fields, and one plain sentence for a wrong call."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.unit.skin.photos_made import OncePerPicture, file_of, usual_photo

import speciosa.skin.sessions as room
from speciosa.cli.app import run

ARM, INNER = "forearm_dorsal_left", "arm_inner_left"
NOW = "2026-05-20T08:00+00:00"
START = datetime(2026, 2, 2, 8, 5, tzinfo=UTC)
SITE_FIELDS = {
    "site", "sessions", "baseline_sessions", "significant", "persistent", "since", "kind", "delta_e_00",
    "ita_deg_change", "extent_cm2",
}  # fmt: skip
KINDS = {"none", "sun_like", "dermal", "diffuse", "lighter", "unclear"}


@pytest.fixture(autouse=True)
def _each_picture_is_measured_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "PhotoReader", OncePerPicture)


def weekly(folder: Path, site: str, weeks: int) -> list[str]:
    """Rows of so many weeks; their photos lie in the folder."""
    rows = []
    for week in range(weeks):
        at, name = START + timedelta(days=7 * week), f"photos/{site}-{week}.jpg"
        rows.append(f"{at.isoformat()},photo,{site},{name}")
        (folder / name).write_bytes(file_of(usual_photo(), 100 * len(site) + week))
    return rows


def written(folder: Path, rows: list[str]) -> None:
    (folder / "diary.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")


@pytest.fixture
def diary(tmp_path: Path) -> Path:
    """Six weeks of one place and two of another, a stop, a missing photo, and a row that nobody understands."""
    (tmp_path / "photos").mkdir()
    rows = ["time,kind,name,value", *weekly(tmp_path, ARM, 6), *weekly(tmp_path, INNER, 2)]
    rows += [f"2026-03-20T08:00+00:00,photo,{ARM},photos/gone.jpg", "2026-03-10T08:00+00:00,event,stopped,kratom",
             "2026-03-21T08:00+00:00,photo,left thumb,photos/x.jpg"]  # fmt: skip
    written(tmp_path, rows)
    return tmp_path


def document(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    assert run(["skin", "follow", *arguments, "--json"]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_json_has_the_contract_s_fields(diary: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = document(capsys, str(diary), "--now", NOW)
    assert found["schema"] == 1
    assert {"rows", "kept", "refused", "merged", "questions"} <= set(found["read"])
    assert (found["read"]["rows"], found["read"]["kept"]) == (11, 10)
    assert set(found["read"]["refused"][0]) == {"line", "why"}
    assert [each["site"] for each in found["sites"]] == [ARM, INNER]
    for site in found["sites"]:
        assert set(site) >= SITE_FIELDS
        assert site["kind"] in KINDS
        assert type(site["significant"]) is type(site["persistent"]) is bool
        for name in ("delta_e_00", "ita_deg_change", "extent_cm2"):
            if site[name] is not None:
                assert set(site[name]) == {"mean", "interval_95"}
                low, high = site[name]["interval_95"]
                assert low <= site[name]["mean"] <= high
    assert [(each["file"], each["reason"]) for each in found["refused"]] == [("photos/gone.jpg", "missing")]


def test_every_number_that_is_null_has_its_reason(diary: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = document(capsys, str(diary), "--now", NOW)
    said = {(each.get("site"), each["code"]) for each in found["not_assessed"]}
    for site in found["sites"]:
        for name in ("delta_e_00", "ita_deg_change", "extent_cm2"):
            assert (site[name] is None) == ((site["site"], name) in said)
    assert all(each["why"].endswith((".", "?")) for each in found["not_assessed"])


def test_what_followed_a_stop_has_the_contract_s_fields(diary: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = ["time,kind,name,value", "2026-03-25T08:00+00:00,event,stopped,kratom", *weekly(diary, ARM, 12)]
    written(diary, rows)
    after = document(capsys, str(diary), "--now", NOW)["dechallenge"]
    assert after["stopped"].startswith("2026-03-25T")
    assert after["answer"] == "too_early"
    for name in ("delta_e_00_per_year_before", "delta_e_00_per_year_after"):
        assert after[name] is None or set(after[name]) == {"mean", "interval_95"}
    written(diary, [*rows, "2026-03-28T08:00+00:00,event,started,kratom"])
    assert document(capsys, str(diary), "--now", NOW)["dechallenge"] is None


def test_photos_after_the_instant_of_asking_are_not_known(diary: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = document(capsys, str(diary), "--now", "2026-02-20T08:00+00:00")
    assert [each["sessions"] for each in found["sites"]] == [3, 2]


def test_the_same_call_prints_the_same_bytes(diary: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one, again, other = (document(capsys, str(diary), "--now", NOW, "--seed", seed) for seed in ("1", "1", "2"))
    assert one == again
    assert set(other) == set(one)


def test_the_terminal_says_what_was_read_and_each_place(diary: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["skin", "follow", str(diary), "--now", NOW]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "Left forearm, outer side" in said
    assert "Left upper arm, inner side" in said
    assert "left thumb" not in said  # no word of a diary's in a message about a row that was refused


def test_a_header_alone_is_no_fault(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "diary.csv").write_text("time,kind,name,value\n", encoding="utf-8")
    found = document(capsys, str(tmp_path), "--now", NOW)
    assert found["sites"] == []
    assert found["dechallenge"] is None
    assert found["not_assessed"]


def test_a_photo_outside_of_the_folder_is_never_opened(
    diary: Path, tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    secret = tmp_path_factory.mktemp("elsewhere") / "secret.jpg"
    secret.write_bytes(file_of(usual_photo(), 99))
    (diary / "photos" / "link.jpg").symlink_to(secret)
    with (diary / "diary.csv").open("a", encoding="utf-8") as file:
        file.write(f"2026-04-20T08:00+00:00,photo,{ARM},photos/link.jpg\n")
        file.write(f"2026-04-21T08:00+00:00,photo,{ARM},../{secret.parent.name}/secret.jpg\n")
    found = document(capsys, str(diary), "--now", NOW)
    assert found["sites"][0]["sessions"] == 6
    assert {(each["file"], each["reason"]) for each in found["refused"]} == {
        ("photos/gone.jpg", "missing"), ("photos/link.jpg", "missing"),
    }  # fmt: skip
    assert len(found["read"]["refused"]) == 2


@pytest.mark.parametrize(("arguments", "named"), [
    (["gone"], "gone"), (["."], ""), ([".", "--now", "yesterday"], "--now"), ([".", "--seed", "-1"], "seed"),
    ([".", "--seed", "many"], "seed"), ([".", "--language", "xx"], "language"), ([], "diary"), ([".", "--sed", "1"], "--sed"),
])  # fmt: skip
def test_a_wrong_call_is_one_plain_sentence(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    named: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["skin", "follow", *arguments]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert named in said.err.lower()
    assert "Traceback" not in said.err


def test_card_values_that_do_not_fit_are_not_used_and_that_is_said(
    diary: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(OncePerPicture, "seen", {})
    (diary / "card_values.csv").write_text("patch,L,a,b\nred,50,zero,0\n", encoding="utf-8")
    assert run(["skin", "follow", str(diary), "--now", NOW]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "Your measurement of the card was not used, and a usual print was assumed" in said
    assert "line 2" in said
