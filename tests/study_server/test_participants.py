"""The list of participants, one of them, what they wrote, what is found in it, and withdrawing for them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from tests.study_server import allocation_world as aw
from tests.study_server.conftest import World
from tests.study_server.test_consent import added, agreed

from speciosa.record.row import Row
from speciosa.values.errors import EntryError

_code: list[str] = []
"""The code of the statistician's key in the world of now."""


@pytest.fixture
def allocated(world: World) -> Iterator[World]:
    """Both participants of ``leaf`` have four weeks of entries; P0001 has a sealed schedule."""
    with aw.cheap_hashing(), aw.clock_at(aw.NOW_S):
        made = aw.ready(world)
        made.allocate("P0001")
        _code[:] = [made.codes["statistician"]]
        world.people["P0001"].refresh_from_db()
        yield world


def write(world: World, number: str, *rows: Row) -> None:
    from speciosa.knowledge import load_knowledge
    from speciosa.store.entries import add_all

    add_all(world.people[number].record, rows, load_knowledge())


def seen(answer: Any) -> bytes:
    """All of a page but the mark that each form has anew."""
    assert answer.status_code == 200
    content: bytes = answer.content
    return re.sub(rb'name="csrfmiddlewaretoken" value="\w+"', b"", content)


def test_the_list_tells_days_capsules_and_consent(allocated: World) -> None:
    with aw.clock_at(aw.DURING_S):
        write(allocated, "P0001", Row("2026-03-08T08:00+01:00", "dose", "trial capsule", "5", "capsule"))
        page = allocated.client("clinician").get("/study/leaf/participants/").content.decode()
    assert "2 people" in page
    assert "allocated" in page
    assert "version 1" in page
    assert '<td class="number">29</td>' in page  # 28 days of the record, and one of the trial
    assert "<code>" in page


def test_roles_that_may_not_see_entries_see_no_capsules(allocated: World) -> None:
    for role in ("packer", "auditor", "administrator"):
        with aw.clock_at(aw.DURING_S):
            page = allocated.client(role).get("/study/leaf/participants/").content.decode()
            one = allocated.client(role).get("/study/leaf/participants/P0001/").content.decode()
            record = allocated.client(role).get("/study/leaf/participants/P0001/entries/")
        assert "Capsules now" not in page
        assert "Capsules taken" not in one
        assert record.status_code == 404


def test_the_page_of_one_shows_the_trial_without_any_arm(allocated: World) -> None:
    with aw.clock_at(aw.DURING_S):
        page = allocated.client("investigator").get("/study/leaf/participants/P0001/").content.decode()
    assert "Capsules now" in page
    assert "2 of 8" in page
    assert "-25%" not in page
    assert "usual" not in page


def test_the_arms_swapped_change_no_byte_of_what_masked_roles_see(allocated: World) -> None:
    from speciosa.study.server.models import Allocated

    addresses = [f"/study/leaf/participants/{tail}" for tail in ("", "P0001/", "P0001/entries/", "P0001/findings/")]
    with aw.clock_at(aw.DURING_S):
        client = allocated.client("clinician")
        before = [seen(client.get(each)) for each in addresses]
        Allocated.objects.update(body="another schedule", paper="{}")
        assert [seen(client.get(each)) for each in addresses] == before


def test_entries_are_shown_in_words_a_page_at_a_time_without_notes(allocated: World) -> None:
    write(allocated, "P0001", Row("2026-02-28T20:00+01:00", "rating", "mood", "4", note="a secret of mine"))
    client = allocated.client("clinician")
    first = client.get("/study/leaf/participants/P0001/entries/").content.decode()
    assert "113 entries, page 1 of 3" in first
    assert "Mood: 4" in first
    assert "a secret of mine" not in first
    assert "Dose: 2.5 g" in client.get("/study/leaf/participants/P0001/entries/?page=2").content.decode()
    doses = client.get("/study/leaf/participants/P0001/entries/?kind=dose").content.decode()
    assert "56 entries" in doses
    assert "Mood: 4" not in doses


def test_a_corrected_entry_is_shown_once_as_it_stands(allocated: World) -> None:
    from speciosa.knowledge import load_knowledge
    from speciosa.store.entries import correct

    who = allocated.people["P0001"]
    correct(who.record, "P0001-27-13-pain", Row("2026-02-28T14:00+01:00", "rating", "pain", "9"), load_knowledge())
    page = allocated.client("clinician").get("/study/leaf/participants/P0001/entries/?kind=rating").content.decode()
    assert "56 entries" in page
    assert "Pain: 9" in page
    assert "(corrected)" in page


def test_the_safety_screen_s_findings_are_shown_to_who_may_see_them(allocated: World) -> None:
    write(allocated, "P0001", Row("2026-02-28T20:00+01:00", "symptom", "jaundice", "5"))
    page = allocated.client("clinician").get("/study/leaf/participants/P0001/findings/").content.decode()
    assert 'class="finding now"' in page
    for role in ("statistician", "packer", "auditor", "administrator"):
        assert allocated.client(role).get("/study/leaf/participants/P0001/findings/").status_code == 404


def test_the_order_of_the_list_is_one_of_four_and_tells_nothing_else(world: World) -> None:
    client = world.client("auditor")
    by_site = client.get("/study/leaf/participants/?by=site").content.decode()
    assert by_site.index("P0001") < by_site.index("P0002")
    assert client.get("/study/leaf/participants/?by=code&page=99").status_code == 200
    assert client.get("/study/leaf/participants/?page=-1").status_code == 200


def test_somebody_under_18_is_flagged(world: World) -> None:
    from speciosa.record import Person
    from speciosa.store.details import save_person

    save_person(world.people["P0001"].record, Person(birth_year=2012))
    assert "Under 18" in world.client("clinician").get("/study/leaf/participants/").content.decode()
    assert "Under 18" in world.client("clinician").get("/study/leaf/participants/P0001/").content.decode()


def test_withdrawing_for_somebody_does_what_was_promised_and_is_shown(allocated: World) -> None:
    from speciosa.study.server.models import Consent, Link

    here = "/study/leaf/participants/P0001/"
    with aw.clock_at(aw.DURING_S):
        client = allocated.client("clinician")
        assert client.post(f"{here}withdraw/", {"reason": "short"}).status_code == 400
        sent = client.post(f"{here}withdraw/", {"reason": "They called and said that they stop", "entries": "erased"})
        assert sent.status_code == 302  # the text promises that entries are kept, whatever was sent
        page = client.get(here).content.decode()
        assert "Withdrew on 2026-03-20" in page
        assert "What they wrote until then stays" in page
        assert "ended early" in page
        assert "withdrew" in client.get("/study/leaf/participants/").content.decode()
        assert client.get(f"{here}withdraw/").status_code == 302
    who = allocated.people["P0001"]
    who.refresh_from_db()
    assert (who.state, who.erased) == ("withdrawn", False)
    assert not Consent.objects.filter(participant=who, withdrawn_s=None).exists()
    link = Link.objects.get(action="withdrawn")
    assert link.reason == "They called and said that they stop"
    assert link.chain.name == "participant leaf P0001"
    on_that_day = Link.objects.filter(chain=link.chain, at_s=aw.DURING_S)
    assert set(on_that_day.values_list("action", "role")) == {("entries", "clinician"), ("withdrawn", "clinician")}


def test_where_erasing_was_promised_nothing_that_they_wrote_is_left(allocated: World) -> None:
    from speciosa.store.models import Detail, Entry
    from speciosa.study.server import withdrawal
    from speciosa.study.server.models import Allocated

    who = allocated.people["P0001"]
    agreed(who, added(allocated.leaf, after="erased", reason="The board asked for it")[0])
    with pytest.raises(EntryError, match="erased"):
        withdrawal.withdraw(who, erase=False, reason="they said so", actor="account 1", role="clinician")
    withdrawal.withdraw(who, erase=True, reason="they said so", actor="account 1", role="clinician")
    assert (who.state, who.erased) == ("withdrawn", True)
    assert not Entry.objects.filter(record=who.record).exists()
    assert not Detail.objects.filter(record=who.record).exists()
    assert Allocated.objects.get(participant=who).body == ""
    assert Entry.objects.filter(record=allocated.people["P0002"].record).count() > 100
    page = allocated.client("clinician").get("/study/leaf/participants/P0001/").content.decode()
    assert "Their entries were erased." in page
    with pytest.raises(EntryError, match="already"):
        withdrawal.withdraw(who, erase=True, reason="", actor="participant P0001", role="participant")


def test_where_people_choose_the_page_asks_what_they_chose(world: World) -> None:
    who = world.people["P0001"]
    agreed(who, added(world.leaf, after="asked")[0])
    client, address = world.client("investigator"), "/study/leaf/participants/P0001/withdraw/"
    assert "What did they choose?" in client.get(address).content.decode()
    assert client.post(address, {"reason": "They wrote a letter about it"}).status_code == 400
    sent = client.post(address, {"reason": "They wrote a letter about it", "entries": "kept"})
    assert sent.status_code == 302
    assert world.client("statistician").get(address).status_code == 404


def test_a_reveal_that_stopped_halfway_tells_nothing_yet(allocated: World) -> None:
    from speciosa.study.server.allocation import revealing
    from speciosa.study.server.models import Allocated, Study
    from speciosa.study.server.roles import Right
    from speciosa.study.server.seat import seat_for

    write(allocated, "P0001", Row("2026-03-09T08:00+01:00", "dose", "trial capsule", "5", "capsule"))
    addresses = [f"/study/leaf/participants/{tail}" for tail in ("", "P0001/", "P0001/entries/", "P0001/findings/")]
    Study.objects.filter(pk=allocated.leaf.pk).update(state="closed")
    with aw.clock_at(aw.AFTER_S):
        before = [seen(allocated.client("clinician").get(each)) for each in addresses]
        seat = seat_for(allocated.accounts["statistician"], allocated.leaf, Right.REVEAL)
        assert seat is not None
        revealing.reveal(seat, _code[0], now_s=aw.AFTER_S)
        assert Allocated.objects.get().revealed_s is not None
        Study.objects.filter(pk=allocated.leaf.pk).update(state="closed")
        assert [seen(allocated.client("clinician").get(each)) for each in addresses] == before
