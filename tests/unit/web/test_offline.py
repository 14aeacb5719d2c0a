"""The shell that a phone keeps holds nothing of the record; the queue's own decisions, run by node."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from importlib import resources
from typing import TYPE_CHECKING, Any

import pytest
from tests.store_fixture import NOW_S
from tests.unit.web.phone_fixture import joined, page, stranger

from speciosa.knowledge import load_knowledge
from speciosa.record.row import Row
from speciosa.store import answers, details, entries
from speciosa.web import offline as offline_page
from speciosa.web import opened

if TYPE_CHECKING:
    from tests.unit.web.conftest import App

STATIC = resources.files("speciosa.web") / "static"
CANARY = "marrowfat"


def fill(app: App) -> None:
    """A word in every place that a page carries around."""
    row = Row("2026-05-28T08:00:00+02:00", "dose", CANARY, "3.5", "g", note=CANARY)
    entries.add_row(app.record, row, load_knowledge())
    answers.keep_answers(app.record, {"urgent": CANARY.encode()}, language="en", upto=1)


def test_what_the_phone_keeps_of_the_shell_holds_nothing_of_the_record(app: App) -> None:
    fill(app)
    phone = joined()
    assert CANARY in page(phone.get("/phone"))  # the urgent strip stands on every page
    worker = page(phone.get("/service-worker.js"))
    listed = re.search(r"const SHELL = \[(.*?)\]", worker, re.DOTALL)
    assert listed
    shell = re.findall(r'"([^"]+)"', listed[1])
    assert "/offline" in shell
    for address in shell:
        answer = phone.get(address)
        assert answer.status_code == 200
        assert CANARY not in page(answer)


def test_the_shell_shows_while_the_store_is_locked_and_to_a_phone_that_has_not_joined(app: App) -> None:
    phone = joined()
    opened.close()
    for each in (phone, stranger()):
        assert "How is your pain now?" in page(each.get("/offline"))
        assert each.get("/service-worker.js").status_code == 200


def test_looking_at_the_offline_page_uses_up_no_message_of_the_next_one(app: App) -> None:
    phone = joined()
    phone.get("/phone")
    session = phone.session
    session["flash"] = {"says": "Kept.", "undo": "", "seconds": 10}
    session.save()
    phone.get("/offline")
    assert "Kept." in page(phone.get("/phone"))


def test_on_the_computer_itself_the_offline_page_is_not_needed(app: App) -> None:
    assert app.client.get("/offline").headers["Location"] == "/"


def test_the_shell_has_another_version_when_any_of_its_files_changes(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    def version() -> str:
        found = re.search(r'"shell-(\w{16})"', page(joined().get("/service-worker.js")))
        assert found
        return found[1]

    before = version()
    assert version() == before
    monkeypatch.setattr(offline_page, "_SHELL", offline_page._SHELL[1:])
    assert version() != before


def test_the_installed_app_carries_the_name_that_the_person_chose(app: App) -> None:
    details.save_setting(app.record, "app_name", "Garden")
    said = json.loads(joined().get("/manifest.webmanifest").content)
    assert (said["name"], said["short_name"], said["scope"], said["start_url"]) == ("Garden", "Garden", "/", "/")
    for icon in said["icons"]:
        size = int(icon["sizes"].partition("x")[0])
        head = (STATIC / icon["src"].rpartition("/")[2]).read_bytes()[:24]
        assert head[:4] == b"\x89PNG"
        assert (int.from_bytes(head[16:20]), int.from_bytes(head[20:24])) == (size, size)
    assert stranger().get("/manifest.webmanifest").status_code == 403


def test_pages_over_tls_carry_the_manifest_and_the_queue_and_plain_ones_do_not(app: App) -> None:
    assert "/static/queue.js" in page(joined().get("/phone"))
    assert "manifest" in page(joined().get("/phone"))
    assert "queue.js" not in page(app.client.get("/phone"))


def test_the_last_dose_goes_only_to_a_phone_that_may_look(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(offline_page, "now_s", lambda: NOW_S)
    phone = joined()
    assert phone.get("/phone/last-dose").json() == {}
    fill(app)
    assert phone.get("/phone/last-dose").json() == {"name": CANARY, "value": "3.5", "unit": "g"}
    assert CANARY not in page(stranger().get("/phone/last-dose"))
    opened.close()
    assert CANARY not in page(phone.get("/phone/last-dose"))


def test_scripts_keep_to_themselves() -> None:
    for name in ("queue.js", "phone.js", "offline.js", "service_worker.js"):
        text = (STATIC / name).read_text(encoding="utf-8")
        assert "http://" not in text
        assert "https://" not in text
        assert not re.search(r"innerHTML|insertAdjacent|document\.write|\beval\b|localStorage|extractable: true", text)


def queue(name: str, *given: Any) -> Any:
    node = shutil.which("node")
    if node is None:
        pytest.skip("needs node: it runs the phone's own queue.js")
    code = "require(process.argv[1]); console.log(JSON.stringify(speciosaQueue[process.argv[2]](...JSON.parse(process.argv[3]))))"
    done = subprocess.run(
        [node, "-e", code, str(STATIC / "queue.js"), name, json.dumps(given)],
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def item(own_id: str, *, tried: bool = False, refused: str = "") -> dict[str, Any]:
    return {"entry": {"id": own_id}, "tried": tried, "refused": refused}


def test_an_entry_leaves_the_queue_only_when_the_computer_answered_for_it() -> None:
    items = [item("a", tried=True), item("b", tried=True), item("c", tried=True), item("__proto__", tried=True)]
    answer = {"a": {"state": "kept"}, "b": {"state": "already"}, "c": {"state": "?"}, "other": {"state": "kept"}}
    assert queue("settled", items, answer) == {"put": [], "drop": ["a", "b"]}


def test_a_refused_entry_stays_with_its_reason_and_is_not_sent_again() -> None:
    (kept,) = queue("settled", [item("a", tried=True)], {"a": {"state": "refused", "why": "no time"}})["put"]
    assert kept["refused"] == "no time"
    assert queue("sending", [kept], 5)["entries"] == []


def test_an_entry_is_noted_as_tried_before_it_is_sent() -> None:
    assert queue("sending", [item("a"), item("b", tried=True)], 5)["put"] == [item("a", tried=True)]


def test_taking_back_forgets_what_can_not_have_arrived_and_else_sends_it_after() -> None:
    retraction = {"id": "r", "supersedes": "a"}
    assert queue("undone", [item("a")], "a", retraction) == {"put": [], "drop": ["a"]}
    assert queue("undone", [item("a", tried=True)], "a", retraction)["put"][0]["entry"] == retraction
    assert queue("undone", [], "a", retraction)["put"][0]["entry"] == retraction
