"""Opening one person's running period, and the reveal at the end."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

import pytest
from tests.study_server.allocation_world import (
    AFTER_S,
    DURING_S,
    NOW_S,
    Allocating,
    browser,
    cheap_hashing,
    clock_at,
    opened,
    ready,
)  # fmt: skip
from tests.study_server.conftest import World

from speciosa.values.errors import EntryError

WHY = "They are in hospital and drowsy."
WHERE = "/study/leaf/participants/P0001/unblind/"
AMOUNT = {"usual": "the usual amount", "-25%": "a quarter less"}


@pytest.fixture
def allocating(world: World) -> Iterator[Allocating]:
    with cheap_hashing(), clock_at(NOW_S):
        made = ready(world)
        made.allocate("P0001")
        made.allocate("P0002")
    with cheap_hashing(), clock_at(DURING_S):
        yield made


def test_one_period_of_one_person_is_written_down_then_shown_and_counts_in_the_diary(allocating: Allocating) -> None:
    from speciosa.knowledge import load_knowledge
    from speciosa.store.diary import diary_of
    from speciosa.study.server.models import Link, Unblinding
    from speciosa.trial import Trial, TrialStatus

    who = allocating.world.people["P0001"]
    arms = opened(who.allocated, allocating.codes["emergency"], "emergency").arms
    client = browser(allocating.world, "clinician")
    answer = client.post(WHERE, {"reason": WHY, "code": allocating.codes["emergency"]})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert f": {AMOUNT[arms[1]]}." in page  # the second period runs
    assert f": {AMOUNT[arms[0]]}." not in page or arms[0] == arms[1]
    assert AMOUNT[arms[1]] not in client.get(WHERE).content.decode()  # once
    row = Unblinding.objects.get()
    assert (row.participant_id, row.period, row.reason, row.role, row.opened) == (who.pk, 2, WHY, "clinician", True)
    link = Link.objects.get(action="unblinding")
    assert (link.subject, link.new, link.reason) == ("participant P0001, period 2", '{"opened":true}', WHY)
    (trial,) = Trial.all_in(diary_of(who.record))
    status = TrialStatus.of(trial, diary_of(who.record).as_of(DURING_S), load_knowledge(), now_s=DURING_S)
    assert status.emergency_reveals == 1
    seen = browser(allocating.world, "investigator").get("/study/leaf/unblindings/").content.decode()
    assert "1 opened" in seen
    assert WHY in seen
    assert not [each for each in AMOUNT.values() if each in seen]


def test_a_wrong_code_opens_nothing_and_stands_there_all_the_same(allocating: Allocating) -> None:
    from speciosa.store.recovery_code import make_recovery_code
    from speciosa.study.server.models import Link, Unblinding

    client = browser(allocating.world, "clinician")
    for code in (make_recovery_code(), "what is it", allocating.codes["packer"]):
        answer = client.post(WHERE, {"reason": WHY, "code": code})
        assert answer.status_code == 403
        assert "opens nothing" in answer.content.decode()
    assert list(Unblinding.objects.values_list("opened", flat=True)) == [False] * 3
    assert Link.objects.filter(action="unblinding", new='{"opened":false}').count() == 3
    seen = browser(allocating.world, "investigator").get("/study/leaf/unblindings/").content.decode()
    assert "0 opened, 3 more asked for" in seen


@pytest.mark.parametrize("said", [{"reason": ""}, {"reason": "sick"}, {"code": ""}])
def test_without_a_reason_or_a_code_nothing_is_asked_for(allocating: Allocating, said: dict[str, str]) -> None:
    from speciosa.study.server.models import Unblinding

    form = {"reason": WHY, "code": allocating.codes["emergency"]} | said
    assert browser(allocating.world, "clinician").post(WHERE, form).status_code == 403
    assert not Unblinding.objects.exists()


@pytest.mark.parametrize("now_s", [NOW_S, AFTER_S])
def test_where_no_period_runs_nothing_is_opened(allocating: Allocating, now_s: int) -> None:
    with clock_at(now_s):
        answer = browser(allocating.world, "clinician").post(
            WHERE, {"reason": WHY, "code": allocating.codes["emergency"]}
        )
    assert "no period runs now" in answer.content.decode()
    assert not [each for each in AMOUNT.values() if each in answer.content.decode()]


def test_a_clinician_of_another_site_finds_no_such_page(allocating: Allocating) -> None:
    from speciosa.study.server.models import Member

    Member.objects.filter(study=allocating.world.leaf, role="clinician").update(site=allocating.world.south)
    assert browser(allocating.world, "clinician").get(WHERE).status_code == 404


def test_nothing_is_revealed_before_the_study_is_closed(allocating: Allocating) -> None:
    answer = reveal(allocating)
    assert answer.status_code == 403
    assert "revealed when the study is closed" in answer.content.decode()
    assert browser(allocating.world, "statistician").get("/study/leaf/reveal/proofs.json").status_code == 404


def test_the_reveal_writes_arms_into_the_diaries_and_anybody_can_check_each_promise(allocating: Allocating) -> None:
    from speciosa.store.diary import diary_of
    from speciosa.trial import Trial

    with clock_at(AFTER_S):
        allocating.close()
        assert reveal(allocating).status_code == 302
        allocating.world.leaf.refresh_from_db()
        assert allocating.world.leaf.state == "revealed"
        for number in ("P0001", "P0002"):
            who = allocating.world.people[number]
            (trial,) = Trial.all_in(diary_of(who.record))
            arms = opened(who.allocated, allocating.codes["statistician"]).arms
            assert tuple(each.name for each in trial.periods) == arms
            assert trial.revealed_s == AFTER_S
        page = browser(allocating.world, "auditor").get("/study/leaf/promises/").content.decode()
        assert page.count("<td>yes</td>") == 2 + 2 * 2  # two lists, two schedules: kept, and begun as the list says
        said = browser(allocating.world, "statistician").get("/study/leaf/reveal/proofs.json").json()
    for each in said["lists"] + said["participants"]:
        nonce = bytes.fromhex(each["nonce"])
        assert hashlib.sha256(nonce + each["said"].encode()).hexdigest() == each["commitment"]
    assert len(said["participants"]) == 2


def reveal(allocating: Allocating, code: str = "") -> Any:
    client = browser(allocating.world, "statistician")
    return client.post("/study/leaf/reveal/", {"code": code or allocating.codes["statistician"]})


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        ("body", "the file was changed"), ("commitment", "the envelope was changed"), ("erased", "were erased"),
        ("diary", "the diary holds nothing of this schedule"), ("swapped", "it is another participant"),
    ],
)  # fmt: skip
def test_what_does_not_open_is_named_and_keeps_nobody_else_s_arms_back(
    allocating: Allocating, spoil: str, why: str
) -> None:
    from speciosa.store.diary import diary_of
    from speciosa.trial import Trial

    _spoil(allocating, spoil)
    with clock_at(AFTER_S):
        allocating.close()
        reveal(allocating)
        page = browser(allocating.world, "auditor").get("/study/leaf/promises/").content.decode()
        assert why in page
        allocating.world.leaf.refresh_from_db()
        assert allocating.world.leaf.state == "revealed"
        (trial,) = Trial.all_in(diary_of(allocating.world.people["P0002"].record))
        assert trial.revealed_s == (None if spoil == "swapped" else AFTER_S)


def _spoil(allocating: Allocating, spoil: str) -> None:
    from speciosa.store.models import Record
    from speciosa.study.server.allocation.erasing import forget_schedule
    from speciosa.study.server.models import Allocated, Participant

    mine, theirs = (allocating.world.people[each].allocated for each in ("P0001", "P0002"))
    row = Allocated.objects.filter(pk=mine.pk)
    if spoil == "body":
        row.update(body=mine.body.replace('"text": "', '"text": "00'))
    elif spoil == "commitment":
        row.update(commitment="0" * 64)
    elif spoil == "erased":
        forget_schedule(allocating.world.people["P0001"])
    elif spoil == "diary":
        empty = Record.objects.create(key="another", begun_s=NOW_S)
        Participant.objects.filter(pk=mine.participant_id).update(record=empty)
    else:  # two schedules exchanged, promises and all
        row.update(body=theirs.body, commitment=theirs.commitment, trial=theirs.trial)
        Allocated.objects.filter(pk=theirs.pk).update(
            body=mine.body, commitment=mine.commitment, trial=mine.trial
        )  # fmt: skip


def test_another_code_reveals_nothing(allocating: Allocating) -> None:
    from speciosa.study.server.models import Allocated

    with clock_at(AFTER_S):
        allocating.close()
        assert reveal(allocating, allocating.codes["emergency"]).status_code == 403
        assert Allocated.objects.filter(revealed_s=None).count() == 2


def test_a_reveal_that_stopped_in_the_middle_goes_on_from_there(
    allocating: Allocating, monkeypatch: pytest.MonkeyPatch
) -> None:
    from speciosa.study.server.models import Allocated

    clock = iter(range(0, 10_000, 100))  # every look at the clock is later than a request may take
    monkeypatch.setattr("speciosa.study.server.allocation.revealing.time.monotonic", lambda: next(clock))
    with clock_at(AFTER_S):
        allocating.close()
        answer = reveal(allocating)
        assert "1 looked at, 1 of 2 left" in answer.content.decode()
        assert Allocated.objects.filter(revealed_s=None).count() == 1
        allocating.world.leaf.refresh_from_db()
        assert allocating.world.leaf.state == "closed"
        assert reveal(allocating).status_code == 302
        allocating.world.leaf.refresh_from_db()
        assert allocating.world.leaf.state == "revealed"


def test_schedules_of_a_retired_key_wait_for_its_own_code(allocating: Allocating) -> None:
    from speciosa.study.server.models import Allocated

    first = allocating.codes["statistician"]
    second = allocating.key("statistician", "statistician", reason="somebody saw the printed code")
    with clock_at(AFTER_S):
        allocating.close()
        assert reveal(allocating, second).status_code == 403  # nothing is sealed to it
        assert Allocated.objects.filter(revealed_s=None).count() == 2
        assert reveal(allocating, first).status_code == 302
    assert json.loads(Allocated.objects.all()[0].opened)["nonce"]


def test_a_study_whose_reveal_has_begun_does_not_open_again(
    allocating: Allocating, monkeypatch: pytest.MonkeyPatch
) -> None:
    from speciosa.study.server import study_life
    from speciosa.study.server.roles import Right

    clock = iter(range(0, 10_000, 100))
    monkeypatch.setattr("speciosa.study.server.allocation.revealing.time.monotonic", lambda: next(clock))
    monkeypatch.setattr(study_life, "missing_to_open", lambda _: [])
    administrator = allocating.seat("administrator", Right.EDIT_STUDY)
    with clock_at(AFTER_S):
        study_life.move(administrator, "closed", "the last visit is over")
        study_life.move(administrator, "open", "one more visit was forgotten")
        study_life.move(administrator, "closed", "the last visit is over")
        assert "1 of 2 left" in reveal(allocating).content.decode()
        with pytest.raises(EntryError, match="are being revealed"):
            study_life.move(administrator, "open", "we go on for a while")


def test_a_study_that_opens_again_between_two_steps_stops_the_reveal(
    allocating: Allocating, monkeypatch: pytest.MonkeyPatch
) -> None:
    from speciosa.study.server.allocation import revealing
    from speciosa.study.server.models import Allocated, Study

    real = revealing._private_of

    def slow(*args: Any) -> Any:
        found = real(*args)
        Study.objects.filter(pk=allocating.world.leaf.pk).update(state="open")
        return found

    monkeypatch.setattr(revealing, "_private_of", slow)
    with clock_at(AFTER_S):
        allocating.close()
        assert reveal(allocating).status_code == 403
    assert not Allocated.objects.exclude(revealed_s=None).exists()


def test_whoever_has_all_periods_behind_them_completed_when_the_study_closes(allocating: Allocating) -> None:
    from speciosa.study.pooled.flow import flow_of_json
    from speciosa.study.server import study_life
    from speciosa.study.server.models import Link, Participant
    from speciosa.study.server.roles import Right
    from speciosa.study.server.withdrawal import withdraw

    def taken() -> Any:
        answer = browser(allocating.world, "statistician").post("/study/leaf/exports/flow/")
        assert answer["Content-Disposition"] == 'attachment; filename="leaf-flow.json"'
        return flow_of_json(answer.content.decode())

    first = taken()
    assert first.steps == {"registered": 2, "consented": 2, "allocated": 2, "began": 2, "completed": 0}
    assert first.withdrew == {}
    withdraw(allocating.world.people["P0002"], erase=False, reason="moved", actor="server", role="clinician")
    with clock_at(AFTER_S):
        study_life.move(allocating.seat("administrator", Right.EDIT_STUDY), "closed", "the last visit is over")
        last = taken()
    assert last.steps == {"registered": 2, "consented": 2, "allocated": 2, "began": 2, "completed": 1}
    assert last.withdrew == {"after they were allocated": 1}
    people = Participant.objects.filter(study=allocating.world.leaf)
    assert dict(people.values_list("number", "state")) == {"P0001": "completed", "P0002": "withdrawn"}
    assert Link.objects.get(action="completed").subject == "participant P0001"
