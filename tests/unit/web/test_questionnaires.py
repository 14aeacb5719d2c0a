from __future__ import annotations

import pytest
from tests.unit.web.conftest import App

from speciosa.knowledge import load_knowledge
from speciosa.record import Kind
from speciosa.report import wording
from speciosa.store.diary import diary_of
from speciosa.web import questionnaires
from speciosa.web.questionnaires import Question, Questionnaire, offered

ALL = offered(load_knowledge(), wording("en"))


def scored(app: App) -> dict[str, float]:
    columns = diary_of(app.record).entries
    found = [columns.event(at) for at in range(len(columns))]
    assert all(each.kind is Kind.SCALE for each in found)
    return {each.name: each.value for each in found}


def test_the_questionnaires_are_those_whose_words_may_be_shown() -> None:
    instruments = load_knowledge().instruments
    assert {"peg", "phq2", "gad2", "phq4"} <= {each.key for each in ALL}
    for each in ALL:
        assert instruments[each.key].embed != "no"
        assert len(each.questions) == instruments[each.key].items


@pytest.mark.parametrize("asked", ALL, ids=lambda each: each.key)
def test_a_page_has_every_question_and_the_notice_that_its_rights_ask_for(app: App, asked: Questionnaire) -> None:
    page = app.client.get(f"/log/scale/{asked.key}").content.decode()
    for each in asked.questions:
        assert page.count(f'name="{each.name}"') == len(each.answers)
    if load_knowledge().instruments[asked.key].embed == "with_notice":
        assert "Copyright © Pfizer" in page


@pytest.mark.parametrize("asked", ALL, ids=lambda each: each.key)
def test_the_highest_answers_give_the_highest_score_of_the_table(app: App, asked: Questionnaire) -> None:
    answer = app.client.post(f"/log/scale/{asked.key}", {each.name: each.answers[-1][0] for each in asked.questions})
    assert answer.status_code == 302
    instrument = load_knowledge().instruments[asked.key]
    found = scored(app)
    assert found.pop(asked.key) == instrument.high
    assert set(found.values()) <= {instrument.item_high}
    assert set(found) == ({each.name for each in asked.questions} if len(asked.questions) > 1 else set())


def test_the_peg_score_is_the_mean_of_its_answers(app: App) -> None:
    app.client.post("/log/scale/peg", {"peg.1": "5", "peg.2": "6", "peg.3": "5"})
    assert scored(app) == pytest.approx({"peg": 16 / 3, "peg.1": 5, "peg.2": 6, "peg.3": 5})


def test_an_open_question_means_no_score_and_the_others_are_kept(app: App) -> None:
    app.client.post("/log/scale/phq2", {"phq2.1": "3"})
    assert scored(app) == {"phq2.1": 3.0}
    assert "there is no score" in app.client.get("/").content.decode()


def test_nothing_answered_is_nothing_written(app: App) -> None:
    assert app.client.post("/log/scale/peg", {}).status_code == 400
    assert not scored(app)


@pytest.mark.parametrize("answer", ["4", "-1", "many"])
def test_an_answer_that_is_none_of_those_asked_is_refused(app: App, answer: str) -> None:
    assert app.client.post("/log/scale/phq2", {"phq2.1": answer, "phq2.2": "0"}).status_code == 400
    assert not scored(app)


@pytest.mark.parametrize("key", ["phq9", "cows", "bpi", "pain_nrs", "none"])
def test_a_questionnaire_without_words_here_has_no_page(app: App, key: str) -> None:
    assert app.client.get(f"/log/scale/{key}").status_code == 404


@pytest.mark.parametrize(("answer", "calls"), [("0", False), ("1", True)])
def test_the_question_about_self_harm_is_answered_with_somebody_to_call(
    app: App, monkeypatch: pytest.MonkeyPatch, answer: str, calls: bool
) -> None:
    both = tuple(Question(name, "?", (("0", "no"), ("1", "yes"))) for name in ("phq9.8", "phq9.9"))
    asked = Questionnaire("phq9", "PHQ-9", "", both, "", "sum")
    monkeypatch.setattr(questionnaires, "offered", lambda *_: [asked])
    app.client.post("/log/scale/phq9", {"phq9.9": answer})
    page = app.client.get("/").content.decode()
    assert ("flash-crisis" in page) is calls
    assert ("flash-crisis" in app.client.get("/").content.decode()) is False


def test_a_question_begins_with_what_is_its_own() -> None:
    (phq4,) = (each for each in ALL if each.key == "phq4")
    assert phq4.intro.startswith("Over the last 2 weeks")
    assert phq4.questions[0].asks == "Feeling nervous, anxious or on edge."
