"""A trial from its first day to the reveal, on the person's pages."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any

import pytest
from tests.unit.web.pages import history, post, seen, standing
from tests.unit.web.trial_walk import (
    AFTER,
    DURING,
    HELPER,
    PERIOD_ENDS,
    QUESTIONS,
    Clock,
    arms,
    fill,
    later,
    plan,
    sealed,
    to_helper,
    unlock,
)  # fmt: skip

if TYPE_CHECKING:
    from tests.unit.web.conftest import App

NOT_BEFORE_THE_REVEAL = ("/trial", "/", "/entries", "/help", "/watch", "/course", "/blood", "/doctor", "/trial/evening",
                         "/trial/reveal", "/trial/emergency", "/packing", "/trial/papers/sheet",
                         "/trial/papers/protocol", "/doctor/page", "/take-along", "/settings", "/skin")  # fmt: skip
_EACH_TIME = re.compile(r'(name="(?:csrfmiddlewaretoken|id)" value=")[^"]*')


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


@pytest.fixture
def planned(app: App, clock: Clock) -> Clock:
    plan(app)
    return clock


def test_capsules_after_what_slows_the_breath_are_answered_as_a_dose_is(app: App, planned: Clock) -> None:
    planned.at(DURING)
    unlock(app)
    post(app, "/log/medicine", name_other="lorazepam")
    post(app, "/trial/capsules", n="5")
    assert "can slow your breathing." in seen(app)


def test_before_the_first_day_it_says_when_it_begins_and_leaves_today_alone(app: App, planned: Clock) -> None:
    assert "It begins on 8 March 2026." in seen(app, "/trial")
    assert "I took" in seen(app)
    assert "/trial/capsules" not in seen(app)


def test_while_it_runs_today_offers_the_next_dose_of_capsules_by_one_tap(app: App, planned: Clock) -> None:
    later(app, planned, DURING)
    page = seen(app)
    code = next(each.name for each in standing(app) if each.kind == "assignment")
    assert f"5 capsules from {code}" in page
    assert "I took" not in page
    post(app, "/trial/capsules", n="5")
    assert "Your pain now, before it?" in seen(app)
    taken = next(each for each in standing(app) if each.name == "trial capsule")
    assert (taken.value, taken.unit, taken.kind.value) == (5, "capsule", "dose")
    post(app, f"/log/dose/{taken.id}/pain", value="4")
    assert "Today 5 of 10 capsules are written down" in seen(app, "/trial")
    post(app, "/trial/capsules", n="5")
    seen(app)
    assert "Today's capsules are written down." in seen(app)


@pytest.mark.parametrize("wrong", ["", "0", "61", "-5", "5.5", "²", "1e1"])
def test_no_number_of_capsules_is_refused(app: App, planned: Clock, wrong: str) -> None:
    later(app, planned, DURING)
    assert "no number of capsules" in post(app, "/trial/capsules", 400, n=wrong)
    assert not [each for each in standing(app) if each.name == "trial capsule"]


def test_the_evening_asks_three_questions_and_bad_ends_the_trial_without_a_word_of_blame(
    app: App, planned: Clock
) -> None:
    later(app, planned, DURING)
    assert "Three evening questions" in seen(app)
    assert "nothing was chosen yet" in post(app, "/trial/evening", 400)
    post(app, "/trial/evening", **dict.fromkeys(QUESTIONS, "0"))
    assert "Three evening questions" not in seen(app)
    assert [each.value for each in standing(app) if each.name in QUESTIONS] == [0, 0, 0]
    post(app, "/trial/evening", withdrawal_body="2")
    page = seen(app, "/trial")
    assert "That ends the trial; nobody has to sit this out." in page
    assert "Don't stop suddenly" in page


def test_a_guess_is_asked_on_a_period_s_last_evening_and_a_late_one_counts_for_its_period(
    app: App, planned: Clock
) -> None:
    from speciosa.web.trial_record import stands

    later(app, planned, PERIOD_ENDS)
    assert "what do you think was in it?" in seen(app, "/trial/evening")
    post(app, "/trial/evening", **{"guess-1": "less"})
    later(app, planned, "2026-04-02T09:00+02:00")
    assert "Period 2, container" in seen(app, "/trial/evening")
    post(app, "/trial/evening", **{"guess-2": "dont_know"})
    found = stands(app.record, int(planned.now_s))
    assert found is not None
    assert found.status.guesses == {1: "less", 2: "dont_know"}
    assert found.status.guesses_due == ()
    assert "something else" not in post(app, "/trial/evening", 400, **{"guess-8": "less"})


def test_stopping_is_a_tap_and_yes_and_says_what_to_know(app: App, planned: Clock) -> None:
    later(app, planned, DURING)
    page = seen(app, "/trial")
    assert "Yes, stop" in page
    assert "the old amount can be too much at once" in page
    post(app, "/trial/stop")
    assert "You stopped the trial. That is always right." in seen(app, "/trial")
    post(app, "/trial/stop")
    assert [each.name for each in standing(app)].count("trial_stopped") == 1


def test_the_reveal_checks_the_promise_and_puts_grams_where_capsules_stood(app: App, planned: Clock) -> None:
    later(app, planned, DURING)
    post(app, "/trial/capsules", n="5")
    later(app, planned, AFTER)
    drawn = arms(app)
    assert "The last day is over" in seen(app, "/trial")
    assert "this code is another one" in post(app, "/trial/reveal", 403, code="two cold hands")
    post(app, "/trial/reveal", code=HELPER)
    page = seen(app, "/trial")
    assert "The seal was whole" in page
    said = {"usual": "usual", "-25%": "less"}
    cells = re.findall(r"</span></td><td>(usual|less)</td>", page)
    assert cells == [said[each] for each in drawn]
    (taken,) = [each for each in standing(app) if each.kind == "dose" and each.time_s > planned.now_s - 90 * 86_400
                and each.unit == "g" and each.id.endswith("-arm")]  # fmt: skip
    assert taken.value == pytest.approx(2.5 if drawn[0] == "usual" else 1.875)
    assert [each.value for each in history(app) if each.name == "trial capsule"] == [5]
    assert sealed(app).opened_s == int(planned.now_s)
    before = len(history(app))
    post(app, "/trial/reveal", code=HELPER)
    assert len(history(app)) == before


def test_an_early_look_says_first_what_it_means(app: App, planned: Clock) -> None:
    later(app, planned, DURING)
    assert "The last day is still to come." in seen(app, "/trial/reveal")
    post(app, "/trial/reveal", code=HELPER)
    assert "The seal is open" in seen(app, "/trial")


def test_a_reveal_that_is_killed_in_the_middle_changes_nothing(
    app: App, planned: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    from speciosa.store.models import Sealed

    later(app, planned, AFTER)
    before = [each.id for each in history(app)]

    def killed(*_args: object, **_named: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        kept = sealed(app)
        patch.setattr("speciosa.store.sealed_trials.sealed_of", lambda *_: kept)
        patch.setattr(Sealed.objects, "filter", killed)
        with pytest.raises(KeyboardInterrupt):
            app.client.post("/trial/reveal", {"code": HELPER})
    assert [each.id for each in history(app)] == before
    post(app, "/trial/reveal", code=HELPER)
    assert "The seal is open" in seen(app, "/trial")


def test_an_emergency_shows_one_period_counts_it_first_and_keeps_the_rest_sealed(app: App, planned: Clock) -> None:
    later(app, planned, DURING)
    assert "at most 0.5 g each and at most 5 g a day" in seen(app, "/trial/emergency")
    post(app, "/trial/emergency", 403, code="two cold hands")
    assert not [each for each in standing(app) if each.name == "emergency_reveal"]
    told = post(app, "/trial/emergency", 200, code=HELPER)
    amount = "the usual amount" if arms(app)[0] == "usual" else "a quarter less"
    assert f"Now: {amount}. A capsule holds" in told
    assert [each.text.split("; ")[1] for each in standing(app) if each.name == "emergency_reveal"] == ["period=1"]
    assert amount not in seen(app, "/trial/emergency")
    assert "-25%" not in " ".join(each.name for each in standing(app))


def test_rows_that_were_changed_are_told_and_today_goes_on(app: App, planned: Clock) -> None:
    from speciosa.store.models import Entry, Erasure

    later(app, planned, DURING)
    row = Entry.objects.get(entry_id__endswith="-p3")
    Erasure.objects.create(record=app.record, entry_id=row.entry_id, erased_s=0)
    row.delete()
    assert "was changed or is gone" in html.unescape(app.client.get("/trial").content.decode())
    assert "How is your pain now?" in seen(app)


def test_a_seal_of_another_trial_does_not_open_this_one(app: App, planned: Clock) -> None:
    from speciosa.store.models import Sealed

    first = sealed(app)
    post(app, "/trial/stop")
    later(app, planned, "2026-03-02T09:00+01:00")
    plan(app)
    Sealed.objects.exclude(pk=first.pk).update(body=first.body, helper=first.helper)
    later(app, planned, DURING)
    assert "belongs to another trial" in post(app, "/trial/reveal", 403, code=HELPER)


def test_a_trial_that_was_planned_elsewhere_is_revealed_with_the_helper_s_file(app: App, planned: Clock) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    from speciosa.store import sealed_trials

    kept = sealed(app)
    code = sealed_trials.opening_code_of(kept, HELPER)
    kept.delete()
    later(app, planned, AFTER)
    assert "sealed.json" in seen(app, "/trial/reveal")
    assert "the sealed schedule is missing" in post(app, "/trial/reveal", 403, code=code)
    changed = SimpleUploadedFile("sealed.json", kept.body.replace("AES", "aes").encode() + b" ")
    said: Any = {"code": code, "sealed": changed}
    assert app.client.post("/trial/reveal", said).status_code == 403
    said = {"code": code.lower(), "sealed": SimpleUploadedFile("sealed.json", kept.body.encode())}
    assert app.client.post("/trial/reveal", said).status_code == 302
    assert "The seal is open" in seen(app, "/trial")


def test_after_an_early_end_the_periods_that_never_began_say_so(app: App, planned: Clock) -> None:
    later(app, planned, DURING)
    post(app, "/trial/stop")
    post(app, "/trial/reveal", code=HELPER)
    assert seen(app, "/trial").count("<td>not begun</td>") == 7


def test_today_asks_nothing_big_of_the_store(app: App, planned: Clock) -> None:
    """Rows that lie before the plan are not read."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from speciosa.web.trial_record import stands

    with CaptureQueriesContext(connection) as asked:
        stands(app.record, int(planned.now_s))
    rows = next(each for each in asked.captured_queries if 'time_s" >=' in each["sql"])
    assert len(asked) < 12
    assert "1772352000" in rows["sql"]


def test_a_clock_that_was_set_back_loses_no_trial_and_lets_no_second_in(app: App, planned: Clock) -> None:
    later(app, planned, "2026-02-27T09:00+01:00")
    assert "It begins on 8 March 2026." in seen(app, "/trial")
    assert "planned or under way already" in html.unescape(app.client.get("/trial/plan").content.decode())


def test_the_small_reading_is_that_of_the_whole_diary(app: App, planned: Clock) -> None:
    from speciosa.knowledge import load_knowledge
    from speciosa.store.diary import diary_of
    from speciosa.trial import Trial, TrialStatus
    from speciosa.web.trial_record import stands

    later(app, planned, DURING)
    post(app, "/trial/capsules", n="5")
    post(app, "/trial/evening", **dict.fromkeys(QUESTIONS, "1"))
    now = int(planned.now_s) + 3600
    found, whole = stands(app.record, now), diary_of(app.record)
    assert found is not None
    (trial,) = Trial.all_in(whole)
    slow = TrialStatus.of(trial, whole.as_of(now), load_knowledge(), now_s=now)
    assert (found.trial, found.status.to_json()) == (trial, slow.to_json())
    assert slow.to_json()["capsules"]["taken"] == 5  # type: ignore[index]


def test_swapped_arms_leave_every_byte_that_the_person_can_see(
    app: App, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two trials of one seed with opposite orders: only the seal differs, until it is opened."""
    from speciosa.trial import concealment

    # the hash alone may differ, and tells nothing without its nonce: both trials get one
    monkeypatch.setattr(concealment, "commitment", lambda _schedule, _nonce: "0" * 64)
    first, drawn = _walk(app, clock, monkeypatch, swap=False)
    _forget_the_trial(app)
    second, other = _walk(app, clock, monkeypatch, swap=True)
    assert [{"usual": "-25%", "-25%": "usual"}[each] for each in drawn] == list(other)
    for address, page in first.items():
        assert page == second[address], address
    post(app, "/trial/reveal", code=HELPER)
    assert _bytes_of(app, "/trial") != first["/trial"]


def _walk(
    app: App, clock: Clock, monkeypatch: pytest.MonkeyPatch, *, swap: bool
) -> tuple[dict[str, str], tuple[str, ...]]:
    """The same days under one order or the opposite one: each page, and the order."""
    from speciosa.trial import allocate
    from speciosa.web import answering, packing

    def drawn(design: Any, _seed: bytes) -> Any:
        found = allocate(design, b"17")
        other = tuple("usual" if each == "-25%" else "-25%" for each in found.arms)
        return type(found)(found.trial, found.design, found.codes, other if swap else found.arms, found.seed)

    monkeypatch.setattr(packing, "allocate", drawn)
    later(app, clock, "2026-03-01T09:00+01:00")
    to_helper(app)
    post(app, "/packing/new", code=HELPER, again=HELPER)
    post(app, "/packing/done")
    later(app, clock, DURING)
    post(app, "/trial/capsules", n="5", id="f" * 12)
    post(app, "/trial/evening", id="e" * 12, **dict.fromkeys(QUESTIONS, "0"))
    seen(app)
    answering.answer_record(app.record, "en", int(clock.now_s), lambda *_step: None)
    return {address: _bytes_of(app, address) for address in NOT_BEFORE_THE_REVEAL}, arms(app)


def _bytes_of(app: App, address: str) -> str:
    answer = app.client.get(address)
    assert answer.status_code in {200, 302, 404}, address
    return _EACH_TIME.sub(r"\1", answer.content.decode())


def _forget_the_trial(app: App) -> None:
    """As if it had never been planned."""
    from speciosa.store.models import Entry, Erasure, Sealed

    rows = Entry.objects.filter(record=app.record, time_s__gte=1_772_352_000)
    for row in rows:
        Erasure.objects.create(record=app.record, entry_id=row.entry_id, erased_s=0)
    rows.delete()
    Erasure.objects.all().delete()
    Sealed.objects.all().delete()


def test_after_a_sign_of_the_breath_the_page_says_take_no_more_and_plans_nothing(app: App, planned: Clock) -> None:
    later(app, planned, DURING)
    post(app, "/log/symptom", name_other="slow_breathing")
    page = seen(app, "/trial")
    assert "You wrote down a sign that comes first: trouble breathing" in page
    assert "Take no more until somebody has seen you." in page
    assert "your own usual amount" not in page
    assert "Plan another trial" not in page
    emergency = seen(app, "/trial/emergency")
    assert 'class="alarms' not in emergency
    assert (
        emergency.index('class="dial-one emergency"') < emergency.index("What to do") < emergency.index("kratom leaf")
    )
