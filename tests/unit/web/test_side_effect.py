"""A draft of a side-effect report: the person's words come back as they wrote them, and nothing is sent."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
from typing import Any

import pytest
from django.test import Client
from tests.store_fixture import NOW_S, PASSPHRASE
from tests.unit.store.filled import fill
from tests.unit.web.chores import wait
from tests.unit.web.conftest import App

from speciosa.knowledge import Knowledge
from speciosa.record import Person
from speciosa.record.row import Row
from speciosa.report.adverse_event import draft_json
from speciosa.store import entries, report_drafts
from speciosa.store.details import save_person, save_setting
from speciosa.store.erasing import erase_entries
from speciosa.store.models import Detail
from speciosa.values.errors import EntryError
from speciosa.web import side_effect
from speciosa.web.side_effect_file import make
from speciosa.web.side_effect_gathering import gathered_of

STORY = "It began at night. \n\n  «Übel» 🌿🤢 غثيان شديد\n"
NAUSEA = "/side-effect-report/about/n1"


@pytest.fixture
def hurt(app: App, knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch) -> App:
    """An app with some days of doses and nausea on two of them; what takes long is done in this process."""
    fill(app.record, knowledge, days=4)
    for at, day in enumerate(("02", "03")):
        row = Row(f"2026-01-{day}T10:00+01:00", "symptom", "nausea", "6", "nrs", id=f"n{at}", note="a secret")
        entries.add_row(app.record, row, knowledge)
    here(monkeypatch)
    return app


def here(monkeypatch: pytest.MonkeyPatch) -> None:
    def run(task: Any, *said: Any, step: Any, folder: Any) -> Any:
        return make(*said, step) if task is make else gathered_of(entries.own_record(), said[1], step)

    monkeypatch.setattr(side_effect, "run_apart", run)


def gathered(app: App, entry: str = "") -> Any:
    """The list, or the draft about an entry, after the wait for it."""
    app.client.post("/side-effect-report/begin", {"entry": entry})
    return wait(app.client)


def looked_at(app: App, form: str, **said: object) -> bytes:
    """What would leave."""
    answer = app.client.post(NAUSEA, {**said, "form": form, "do": "look"})
    assert answer.headers["Location"] == "/chore"
    assert wait(app.client).status_code == 200
    return bytes(app.client.get("/take-along/ready/0").content)


def test_what_happened_is_listed_with_its_last_day_and_leads_to_a_draft(hurt: App) -> None:
    page = gathered(hurt).content.decode()
    assert f'href="{NAUSEA}"' in page
    assert "last written down on" in page
    draft = hurt.client.get(NAUSEA).content.decode()
    assert 'name="a.story"' in draft
    assert "Nothing is sent." in draft
    assert "A doctor or a pharmacist can help you to fill it in." in draft
    assert 'href="/entries/n0"' in draft  # where the record's own answers come from


def test_the_doctor_page_leads_to_it_also_while_a_blind_trial_hides_the_rest(hurt: App) -> None:
    from tests.unit.web.kept import keep

    keep(hurt, blind="[[0, 99999999999]]", headline="<p>164 days</p>")
    assert 'href="/side-effect-report"' in hurt.client.get("/doctor").content.decode()


def test_what_was_answered_stands_in_the_json_letter_by_letter_and_once_more_gives_the_same_bytes(hurt: App) -> None:
    gathered(hurt)
    said = {"a.story": STORY.replace("\n", "\r\n"), "a.serious": ["", "none of these", "hospital stay"]}
    body = looked_at(hurt, "json", **said)
    fields = {each["key"]: each for each in json.loads(body)["fields"]}
    assert fields["story"]["answer"] == STORY
    assert fields["serious"]["answer"] == "hospital stay"
    assert json.loads(body)["e2b_r3"]
    assert b"a secret" not in body
    assert looked_at(hurt, "json") == body
    assert b"a secret" in looked_at(hurt, "json", notes="1")


def test_the_pdf_is_shown_as_the_very_bytes_and_bears_a_neutral_name(hurt: App) -> None:
    gathered(hurt)
    body = looked_at(hurt, "pdf", **{"a.story": STORY, "name": "Notes/../x"})
    assert body.startswith(b"%PDF")
    answer = hurt.client.post("/take-along/download")
    assert answer.content == body
    assert 'filename="Notes .. x.pdf"' in answer.headers["Content-Disposition"]


def test_leaving_it_goes_back_to_the_draft_and_the_answers_are_still_there(hurt: App) -> None:
    gathered(hurt)
    looked_at(hurt, "json", **{"a.story": STORY})
    assert f'href="{NAUSEA}"' in hurt.client.get("/take-along/ready").content.decode()
    assert "It began at night." in hurt.client.get(NAUSEA).content.decode()
    assert hurt.client.post("/take-along/forget").headers["Location"] == NAUSEA
    assert hurt.client.post("/take-along/download").status_code == 400


def test_answers_survive_a_restart_and_another_entry_of_the_same_thing(hurt: App, knowledge: Knowledge) -> None:
    from speciosa.store import lock, opening
    from speciosa.web import chore

    gathered(hurt)
    hurt.client.post(NAUSEA, {"a.story": STORY, "a.maker@my leaf#": "who knows"})
    chore.forget()
    lock.lock()
    opening.open_store(hurt.path, PASSPHRASE)
    client = Client(HTTP_HOST="127.0.0.1:8137")
    client.post("/unlock", {"passphrase": PASSPHRASE})
    again = App(client, entries.own_record(), hurt.path)
    entries.add_row(again.record, Row("2026-01-04T10:00+01:00", "symptom", "nausea", "2", "nrs", id="n2"), knowledge)
    page = gathered(again, "n2").content.decode()
    assert "«Übel» 🌿🤢 غثيان شديد" in page
    (kept,) = report_drafts.kept_drafts(again.record)
    assert kept.answers == {"story": STORY, "maker@my leaf#": "who knows"}


def test_before_anything_was_gathered_an_answer_is_kept_all_the_same(hurt: App) -> None:
    answer = hurt.client.post(NAUSEA, {"a.story": STORY})
    assert answer.headers["Location"] == "/chore"
    assert "It began at night." in wait(hurt.client).content.decode()


def test_what_crosses_to_the_other_process_is_read_there_before_django_has_started() -> None:
    script = (
        "import sys, speciosa.web.side_effect_gathering, speciosa.web.side_effect_file, speciosa.web.leaving_job\n"
        "sys.exit('django.db.models' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def test_what_was_gathered_is_the_same_after_it_crossed_from_the_other_process(hurt: App) -> None:
    found = gathered_of(hurt.record, ("en", NOW_S, ()), lambda *_: None)
    crossed = pickle.loads(pickle.dumps(found))
    assert crossed.happened == found.happened
    assert draft_json(crossed.draft("n1", {"story": STORY})) == draft_json(found.draft("n1", {"story": STORY}))


def test_what_could_not_be_gathered_is_said_once_and_can_be_tried_again(
    hurt: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_said: object, **_more: object) -> None:
        raise EntryError("this needs more memory than there is", todo="close something")

    with monkeypatch.context() as patched:
        patched.setattr(side_effect, "run_apart", fails)
        assert "needs more memory" in gathered(hurt).content.decode()
    assert "Look what there is to report" in hurt.client.get("/side-effect-report").content.decode()
    assert NAUSEA in gathered(hurt).content.decode()


def test_a_script_keeps_an_answer_without_a_page(hurt: App) -> None:
    answer = hurt.client.post(NAUSEA, {"a.story": STORY}, headers={"X-Keep": "1"})
    assert (answer.status_code, answer.content) == (204, b"")
    assert report_drafts.kept_drafts(hurt.record)[0].answers == {"story": STORY}


def test_an_empty_answer_takes_one_back_and_nothing_of_what_stood_there_is_kept(hurt: App) -> None:
    gathered(hurt)
    hurt.client.post(NAUSEA, {"a.story": "something", "a.outcome": "gone"})
    hurt.client.post(NAUSEA, {"a.story": "", "a.outcome": "getting better"})
    assert [each.answers for each in report_drafts.kept_drafts(hurt.record)] == [{"outcome": "getting better"}]
    assert not Detail.objects.filter(body__contains="something").exists()


def test_a_draft_that_is_thrown_away_is_gone_and_the_entries_stay(hurt: App) -> None:
    gathered(hurt)
    hurt.client.post(NAUSEA, {"a.story": STORY})
    page = hurt.client.post("/side-effect-report/throw-away", {"entry": "n0"}, follow=True).content.decode()
    assert "The draft is gone." in page
    assert "you have begun a draft" not in page
    assert report_drafts.kept_drafts(hurt.record) == []
    assert entries.find(hurt.record, "n1").name == "nausea"


def test_a_draft_goes_with_the_entry_that_it_was_begun_from_and_no_other(hurt: App) -> None:
    report_drafts.keep_draft(hurt.record, "n1", {"story": "mine"})
    report_drafts.keep_draft(hurt.record, "p0-08:00", {"story": "another"})
    erase_entries(hurt.record, ["n1"], passphrase=PASSPHRASE)
    assert [each.entry_id for each in report_drafts.kept_drafts(entries.own_record())] == ["p0-08:00"]


def test_after_everything_was_erased_no_draft_is_left(hurt: App) -> None:
    gathered(hurt)
    hurt.client.post(NAUSEA, {"a.story": STORY})
    hurt.client.post("/erase/everything", {"word": "erase", "passphrase": PASSPHRASE})
    wait(hurt.client)
    assert not hurt.path.exists()


def test_a_backup_has_the_draft_in_it(hurt: App) -> None:
    from speciosa.store import lock
    from speciosa.store.backup import make_backup
    from speciosa.store.backup_file import unpacked
    from speciosa.store.cipher.connection import connect
    from speciosa.store.store_folder import DATABASE

    report_drafts.keep_draft(hurt.record, "n1", {"story": "mine"})
    backup = make_backup(hurt.path, now_s=1_780_000_000).path
    with unpacked(backup, backup.parent) as (folder, _):
        opened = connect(folder / DATABASE, lock.current().key)
        assert ("draft n1",) in opened.execute("SELECT name FROM store_detail").fetchall()
        opened.close()


def test_with_nothing_to_report_a_plain_sentence_says_where_to_write_a_symptom_down(
    app: App, knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(app.record, knowledge, days=1)
    here(monkeypatch)
    page = gathered(app).content.decode()
    assert "There is nothing to report in your record" in page
    assert 'href="/log/symptom"' in page


@pytest.mark.parametrize("forged", ["nothing", "p0-08:00", "%3Cb%3E", "a/b"])
def test_a_forged_entry_is_a_plain_sentence_and_keeps_nothing(hurt: App, forged: str) -> None:
    gathered(hurt)
    for answer in (
        hurt.client.get(f"/side-effect-report/about/{forged}"),
        hurt.client.post(f"/side-effect-report/about/{forged}", {"a.story": STORY}),
    ):
        assert answer.status_code == 400
        assert "o side effect of your record stands at this address" in answer.content.decode()
    assert report_drafts.kept_drafts(hurt.record) == []


def test_a_question_that_there_is_not_keeps_nothing(hurt: App) -> None:
    assert hurt.client.post(NAUSEA, {"a.nonsense": "x"}).status_code == 400
    assert hurt.client.post(NAUSEA, {"a.story": "x" * 40_001}).status_code == 400
    assert report_drafts.kept_drafts(hurt.record) == []


def test_without_the_forms_own_token_nothing_is_kept_and_nothing_begins(hurt: App) -> None:
    client = Client(HTTP_HOST="127.0.0.1:8137", enforce_csrf_checks=True)
    client.cookies = hurt.client.cookies
    for address in (NAUSEA, "/side-effect-report/begin", "/side-effect-report/throw-away"):
        assert client.post(address, {"a.story": STORY, "csrfmiddlewaretoken": "x" * 64}).status_code == 403
    assert report_drafts.kept_drafts(hurt.record) == []
    assert hurt.client.get("/side-effect-report/begin").status_code == 405


def test_a_german_page_keeps_the_choice_and_says_it_in_german(hurt: App) -> None:
    gathered(hurt)
    hurt.client.post(NAUSEA, {"a.outcome": "still there", "a.story": STORY})
    save_setting(hurt.record, "language", "de")
    page = gathered(hurt, "n1").content.decode()
    assert 'value="still there" checked' in page
    field = next(each for each in json.loads(looked_at(hurt, "json"))["fields"] if each["key"] == "outcome")
    assert field["answer"] == field["options"][2]


def test_an_answer_that_speaks_of_danger_shows_whom_to_call(hurt: App) -> None:
    save_person(hurt.record, Person(time_zone="Europe/Vienna", country="at", birth_year=1980))
    gathered(hurt)
    assert "Don&#39;t wait" not in hurt.client.get(NAUSEA).content.decode()
    answer = hurt.client.post(NAUSEA, {"a.serious": ["", "life-threatening"]}, headers={"X-Keep": "1"})
    assert answer.status_code == 205  # the script shows the page anew
    page = hurt.client.get(NAUSEA).content.decode()
    assert '<a class="call" href="tel:112">112</a> now. Don&#39;t wait' in page


def test_under_18_a_draft_holds_what_was_written_down_and_nothing_worked_out(hurt: App) -> None:
    save_person(hurt.record, Person(time_zone="Europe/Berlin", birth_year=2012))
    gathered(hurt)
    page = hurt.client.get(NAUSEA).content.decode()
    assert "nothing worked out from it" in page
    document = json.loads(looked_at(hurt, "json"))
    assert document["causality"] is None


def test_in_a_blind_trial_a_capsule_stays_a_capsule_and_no_times_are_compared(
    app: App, knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    here(monkeypatch)
    save_person(app.record, Person(time_zone="Europe/Berlin", birth_year=1980))
    entries.add_rows(app.record, [
        Row("2026-01-01T00:00+01:00", "assignment", "K7", "1", "masked", id="k"),
        *(Row(f"2026-01-0{day}T08:00+01:00", "dose", "trial capsule", "2", "capsule", id=f"c{day}") for day in (1, 2)),
        Row("2026-01-02T10:00+01:00", "symptom", "nausea", "6", "nrs", id="n1"),
    ], knowledge)  # fmt: skip
    gathered(app)
    page = app.client.get(NAUSEA).content.decode()
    assert "a capsule of a blind trial; what is in it is not known yet" in page
    assert 'href="/trial/emergency"' in page
    document = json.loads(looked_at(app, "json"))
    assert document["causality"] is None
    assert document["products"][0]["sealed"] is True


def test_an_answer_about_a_batch_stays_with_its_batch_when_an_older_one_turns_up(
    hurt: App, knowledge: Knowledge
) -> None:
    gathered(hurt)
    hurt.client.post(NAUSEA, {"a.maker@my leaf#": "the shop"})
    row = Row("2025-12-20T08:00+01:00", "dose", "kratom leaf powder", "2", "g", id="o1")
    entries.add_row(hurt.record, row, knowledge)
    gathered(hurt)
    makers = {
        each["key"]: each["answer"]
        for each in json.loads(looked_at(hurt, "json"))["fields"]
        if each["key"].startswith("maker")
    }
    assert makers["maker.2"] == "the shop"
    assert not makers.get("maker")
