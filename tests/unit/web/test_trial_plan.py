"""Planning a trial: offered or not, its chances, and the handing over."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from tests.unit.web.pages import post, seen, standing
from tests.unit.web.trial_walk import CHOSEN, DURING, HELPER, Clock, fill, plan, say_no, sealed, to_helper, unlock

if TYPE_CHECKING:
    from tests.unit.web.conftest import App


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch, app: App) -> Clock:
    """The first of March 2026, with four weeks of a diary."""
    from speciosa.web import trial_code, working

    monkeypatch.setattr(working, "ask_power", lambda _request: None)
    made = Clock.of(monkeypatch)
    unlock(app)
    trial_code.attempts.was(right=True)
    fill(app)
    return made


def test_without_a_trial_the_page_says_what_it_is_for_and_asks_what_the_record_does_not_say(
    app: App, clock: Clock
) -> None:
    page = seen(app, "/trial")
    assert "Does less do as well for you?" in page
    assert "Are you breast-feeding?" in page
    assert "Did you ever have a seizure (a fit)?" in page
    assert "Not now" not in page


def test_an_answer_against_it_is_told_with_whom_to_talk_to_and_is_not_kept(app: App, clock: Clock) -> None:
    post(app, "/trial/offer", **say_no(app, **{"q-seizures": "yes"}))
    page = seen(app, "/trial/offer")
    assert "Not now" in page
    assert "Talk to: your doctor." in page
    assert app.client.get("/trial/plan").status_code == 302
    post(app, "/trial/plan", go="1", **CHOSEN)
    post(app, "/trial/hand-over")
    assert not [each for each in standing(app) if each.kind == "assignment"]
    unlock(app)
    from speciosa.store.models import Detail

    assert not Detail.objects.filter(body__contains="seizures").exists()


def test_the_year_of_birth_is_asked_where_it_is_unknown_and_kept(app: App, clock: Clock) -> None:
    from dataclasses import replace

    from speciosa.store import details

    details.save_person(app.record, replace(details.person_of(app.record), birth_year=None))
    assert "In which year were you born?" in seen(app, "/trial")
    assert "this is no year" in post(app, "/trial/offer", 400, birth_year="19x0")
    post(app, "/trial/offer", **say_no(app, birth_year="1980"))
    assert details.person_of(app.record).birth_year == 1980
    assert "In which year" not in seen(app, "/trial")


def test_silence_is_not_no_and_a_question_left_open_is_asked_again(app: App, clock: Clock) -> None:
    assert "a question is still open" in post(app, "/trial/offer", 400)
    assert "a question is still open" in post(app, "/trial/offer", 400, **{"q-seizures": "no"})
    assert app.client.get("/trial/plan").headers["Location"] == "/trial/offer"
    post(app, "/trial/offer", **say_no(app))
    assert app.client.get("/trial/plan").status_code == 200


def test_who_would_rather_not_say_talks_to_a_clinician_first(app: App, clock: Clock) -> None:
    post(app, "/trial/offer", **say_no(app, **{"q-seizures": "unsaid"}))
    assert "Talk it over with a clinician first." in seen(app, "/trial/offer")
    assert app.client.get("/trial/plan").headers["Location"] == "/trial/offer"


def test_under_eighteen_there_is_no_trial_on_any_of_its_pages(app: App, clock: Clock) -> None:
    from dataclasses import replace

    from speciosa.store import details

    details.save_person(app.record, replace(details.person_of(app.record), birth_year=2010))
    page = seen(app, "/trial")
    assert "you are under 18" in page
    assert "capsules" not in page
    post(app, "/trial/plan", 400, go="1", **CHOSEN)
    assert app.client.get("/trial/plan").status_code == 400


def test_feeling_ill_without_it_asks_for_a_clinician_and_a_tick_goes_on(app: App, clock: Clock) -> None:
    from speciosa.knowledge import load_knowledge
    from speciosa.record.row import Row
    from speciosa.store import entries

    entries.add_row(
        app.record, Row("2026-02-20T21:00+01:00", "symptom", "withdrawal_body", "1", "score_0_2"), load_knowledge()
    )
    assert "A clinician knows of this trial and agreed" in seen(app, "/trial")
    assert app.client.post("/trial/offer", say_no(app)).headers["Location"] == "/trial/offer"
    assert app.client.post("/trial/offer", say_no(app, agreed="1")).headers["Location"] == "/trial/plan"


def test_the_chances_stand_beside_the_length_as_so_many_of_ten(app: App, clock: Clock) -> None:
    from speciosa.store import answers

    body = {"outcome": "pain", "chances": [[25, 0.5, 10, 4, 0.73, 0.7], [25, 0.5, 10, 12, 0.99, 0.98]], "why": ""}
    post(app, "/trial/offer", **say_no(app))
    assert "In a moment it says here how likely" in seen(app, "/trial/plan")
    answers.keep_answers(app.record, {"power": json.dumps(body).encode()}, language="en", upto=0)
    page = seen(app, "/trial/plan")
    assert "80 days: 4 pairs of 10 days" in page
    assert "a clear answer comes in about 7 of 10 such trials" in page
    assert page.count('<i class="full">') == 7
    longer = post(app, "/trial/plan", 200, look="1", **{**CHOSEN, "blocks": "12"})
    assert "240 days: 12 pairs of 10 days" in longer
    assert "more than 9 of 10" in longer


def test_the_worker_keeps_a_chance_for_every_length_and_margin(
    app: App, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    from speciosa.store import answers
    from speciosa.web import answering, trial_chances
    from speciosa.web.job import Job

    monkeypatch.setattr(trial_chances, "PERIODS_D", (10,))
    answering._answer_power(Job(1, app.path, b"", "de", int(clock.now_s), power=True), lambda *_step: None)
    kept = answers.kept_answer(app.record, "power", language="en")
    assert kept is not None
    power = trial_chances.read_power(kept.body)
    assert power.outcome == "pain"
    assert [(each.margin, each.blocks) for each in power.chances] == [(m, n) for m in (0.5, 1.0) for n in range(2, 13)]
    first, last = power.of(25, 0.5, 10, 2), power.of(25, 0.5, 10, 12)
    assert first is not None
    assert last is not None
    assert 0 < first.good < last.good <= 1
    assert (first.days, power.of(50, 0.5, 10, 2)) == (40, None)


def test_what_can_t_be_worked_out_says_why(app: App, clock: Clock) -> None:
    from speciosa.knowledge import load_knowledge
    from speciosa.record import Columns, Diary
    from speciosa.web import trial_chances

    body = trial_chances.work_out(Diary(Columns.of([])), ((25, ("usual", "-25%")),), now_s=int(clock.now_s))
    power = trial_chances.read_power(body)
    assert (power.chances, "no kratom" in power.why) == ((), True)
    assert list(trial_chances.pairs(load_knowledge())) == list(range(2, 13))


@pytest.mark.parametrize("wrong", [{"blocks": "1"}, {"blocks": "x"}, {"period_d": "30"}, {"margin": "nan"}, {"margin": "9"},
                                   {"less": "99"}, {"starts": "2026-03-01"}, {"starts": "soon"}])  # fmt: skip
def test_what_the_page_does_not_offer_is_refused_in_a_sentence(app: App, clock: Clock, wrong: dict[str, str]) -> None:
    post(app, "/trial/offer", **say_no(app))
    page = post(app, "/trial/plan", 400, go="1", **{**CHOSEN, **wrong})
    assert 'class="problem"' in page
    assert "our own mistake" not in page


def test_half_less_is_not_offered_before_a_quarter_went_well(app: App, clock: Clock) -> None:
    post(app, "/trial/offer", **say_no(app))
    assert "half less" not in seen(app, "/trial/plan")
    assert "a quarter less" in post(app, "/trial/plan", 400, go="1", agreed="1", **{**CHOSEN, "less": "50"})


def test_nothing_is_drawn_before_the_helper_typed_their_code_twice(app: App, clock: Clock) -> None:
    to_helper(app)
    assert "For the helper" in seen(app, "/packing/new")
    assert "the two codes differ" in post(app, "/packing/new", 400, code=HELPER, again="two cold hands")
    assert "too short" in post(app, "/packing/new", 400, code="short", again="short")
    from speciosa.store.models import Sealed

    assert not Sealed.objects.exists()
    assert not [each for each in standing(app) if each.id.startswith("trial-")]


def test_the_plan_puts_a_promise_and_codes_into_the_record_and_no_arm(app: App, clock: Clock) -> None:
    plan(app)
    rows = [each for each in standing(app) if each.id.startswith("trial-")]
    assert [each.kind.value for each in rows] == ["event", *["assignment"] * 9]
    assert [each.unit for each in rows[1:]] == [*["masked"] * 8, "open"]
    assert sealed(app).commitment in rows[0].text
    assert "-25%" not in " ".join(each.name for each in rows)
    from speciosa.store.models import Entry

    assert set(Entry.objects.filter(entry_id__startswith="trial-").values_list("origin", flat=True)) == {"trial"}


def test_two_tabs_plan_one_trial(app: App, clock: Clock) -> None:
    plan(app)
    assert "planned or under way already" in post(app, "/trial/plan", 400, go="1", **CHOSEN)
    from speciosa.store.models import Sealed

    assert Sealed.objects.count() == 1


def test_of_two_tabs_of_the_helper_the_second_is_told(app: App, clock: Clock) -> None:
    from speciosa.store.models import Sealed

    to_helper(app)
    held = dict(app.client.session.items())
    post(app, "/packing/new", code=HELPER, again=HELPER)
    session = app.client.session
    session.update(held)  # as the other tab knew it
    session.save()
    assert "planned or under way already" in post(app, "/packing/new", 400, code=HELPER, again=HELPER)
    assert Sealed.objects.count() == 1


def asked_by(session: dict[str, Any]) -> Any:
    """A request, as far as a design needs one."""
    return SimpleNamespace(session=session)


def test_the_store_itself_lets_no_second_trial_in(app: App, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two that were checked at the same instant: the second waits for the first, and is looked at again."""
    from speciosa.store.models import Sealed
    from speciosa.web import packing, trial_plan

    real, checked = trial_plan.designed, list[Any]()
    monkeypatch.setattr(packing, "designed", lambda *asked: checked[0] if checked else real(*asked))
    to_helper(app)
    held = dict(app.client.session.items())
    checked.append(real(asked_by(held), app.record, int(clock.now_s)))
    post(app, "/packing/new", code=HELPER, again=HELPER)
    session = app.client.session
    session.update(held)
    session.save()
    assert "planned or under way already" in post(app, "/packing/new", 400, code=HELPER, again=HELPER)
    assert Sealed.objects.count() == 1


def test_without_a_choice_there_is_nothing_to_hand_over(app: App, clock: Clock) -> None:
    assert app.client.get("/trial/hand-over").headers["Location"] == "/trial/plan"
    assert "nothing was chosen yet" in post(app, "/trial/to-helper", 400)


def test_who_chose_may_go_back_and_change_something(app: App, clock: Clock) -> None:
    post(app, "/trial/offer", **say_no(app))
    post(app, "/trial/plan", go="1", **{**CHOSEN, "blocks": "6"})
    page = seen(app, "/trial/plan")
    assert '<option value="6" selected>' in page
    post(app, "/trial/plan", go="1", **{**CHOSEN, "blocks": "5"})
    assert "5" in seen(app, "/trial/hand-over")
    assert '<option value="5" selected>' in seen(app, "/trial/plan")


@pytest.mark.parametrize("kept", [{}, {"less": 25}, {"fraction": 0.75}, "x", 7, ["less"], {**CHOSEN, "starts": 5},
                                  {**CHOSEN, "less": None}, {**CHOSEN, "blocks": [4]}])  # fmt: skip
def test_a_draft_of_another_form_is_let_go(app: App, clock: Clock, kept: Any) -> None:
    from speciosa.web.trial_plan import DRAFT

    post(app, "/trial/offer", **say_no(app))
    session = app.client.session
    session[DRAFT] = kept
    session.save()
    assert app.client.get("/trial/plan").status_code == 200
    assert app.client.get("/trial/hand-over").headers["Location"] == "/trial/plan"
    assert "nothing was chosen yet" in post(app, "/trial/to-helper", 400)


def test_a_phone_is_not_handed_to_the_helper(app: App, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    from speciosa.web import packing, trial_plan

    post(app, "/trial/offer", **say_no(app))
    post(app, "/trial/plan", go="1", **CHOSEN)
    for module in (packing, trial_plan):
        monkeypatch.setattr(module, "devices", SimpleNamespace(came_by_phone=lambda _request: True))
    assert "opens on the computer" in seen(app, "/trial/hand-over")
    assert "on the computer alone" in post(app, "/trial/to-helper", 400)
    assert "not on a phone" in seen(app, "/packing")


def test_a_process_killed_between_seal_and_promise_leaves_neither(
    app: App, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    from speciosa.store.models import Sealed

    to_helper(app)

    def killed(**_fields: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Sealed.objects, "create", killed)
        with pytest.raises(KeyboardInterrupt):
            app.client.post("/packing/new", {"code": HELPER, "again": HELPER})
    assert not [each for each in standing(app) if each.id.startswith("trial-")]
    assert not Sealed.objects.exists()


def test_a_first_day_that_has_come_meanwhile_is_refused(app: App, clock: Clock) -> None:
    to_helper(app)
    clock.at(DURING)
    assert "begins tomorrow at the earliest" in post(app, "/packing/new", 400, code=HELPER, again=HELPER)


def test_not_now_names_what_slows_the_breath_and_calls_somebody_for_the_worst_thoughts(app: App, clock: Clock) -> None:
    post(app, "/trial/offer", **say_no(app, **{"q-opioids_or_sedatives": "yes"}))
    page = seen(app, "/trial/offer")
    assert "Together with opioids, sleeping pills" in page
    assert "You don't have to go through this alone." not in page
    post(app, "/trial/offer", **say_no(app, **{"q-suicidal_thoughts": "yes"}))
    page = seen(app, "/trial/offer")
    assert "You don't have to go through this alone." in page
    assert 'class="dial-one' in page


def test_beside_a_sign_that_takes_no_more_no_page_says_not_to_stop(app: App, clock: Clock) -> None:
    from speciosa.store import answers

    care = (
        "<p>If you take kratom most days, don&#39;t stop suddenly. Talk to somebody first: a doctor or a "
        "pharmacist.</p>"
    )
    kept = {"effect": care.encode(), "made": care.encode()}
    answers.keep_answers(app.record, kept, language="en", upto=1)
    assert "stop suddenly" in seen(app, "/help")
    post(app, "/log/symptom", name_other="dark urine")
    for page in ("/help", "/doctor"):
        assert "stop suddenly" not in seen(app, page)
        assert "Until a clinician has seen you, don't take more kratom." in seen(app, page)
    against = seen(app, "/trial/offer")
    assert "stop suddenly" not in against
    assert "Don't take more now." in against
