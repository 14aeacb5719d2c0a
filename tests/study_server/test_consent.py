"""Consent texts in versions and languages, and whom a new one asks anew."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from tests.study_server import paperwork
from tests.study_server.conftest import World

from speciosa.values.errors import EntryError

if TYPE_CHECKING:
    from speciosa.study.server.models import Consent, ConsentText, Participant, Study

BODY = "What it means.\nYou can stop at any time."


def added(study: Study, *languages: str, body: str = BODY, after: str = "asked", reason: str = "") -> list[ConsentText]:
    from speciosa.study.server.consent_texts import Part
    from speciosa.study.server.consent_versions import Wording, add_version

    parts = (Part("photos", "You may look at my photos."), Part("pool", "My packet may be sent to the pool."))
    wordings = {each: Wording(f"Taking part ({each})", body, parts) for each in languages or ("en",)}
    return add_version(paperwork.seat_of(study), wordings, entries_after=after, reason=reason)


def agreed(participant: Participant, text: ConsentText) -> Consent:
    from speciosa.study.server.models import Consent

    return Consent.objects.create(participant=participant, text=text, parts='{"photos":true}', agreed_s=5)


def test_a_study_without_a_text_asks_nobody(world: World) -> None:
    from speciosa.study.server import consent_texts

    assert consent_texts.current(world.leaf, "en") is None
    assert consent_texts.needs_consent(world.people["P0001"]) is None


def test_everybody_is_asked_in_their_language_until_they_agreed_to_the_newest(world: World) -> None:
    from speciosa.store.details import save_setting
    from speciosa.study.server import consent_texts

    who = world.people["P0001"]
    english, german = added(world.leaf, "en", "de")
    assert consent_texts.needs_consent(who) == english
    save_setting(who.record, "language", "de")
    assert consent_texts.needs_consent(who) == german
    agreed(who, german)
    assert consent_texts.needs_consent(who) is None
    newer = added(world.leaf, "en", "de", body="Other words.", reason="The board asked for other words")
    assert consent_texts.needs_consent(who) == newer[1]
    assert consent_texts.agreed_version(who) == 1
    assert consent_texts.needs_consent(world.people["P0001@tablets"]) is None


def test_a_language_that_the_text_lacks_falls_back_to_english_then_to_its_first(world: World) -> None:
    from speciosa.study.server import consent_texts

    english, _ = added(world.leaf, "en", "de")
    french, _ = added(world.tablets, "fr", "pl")
    assert consent_texts.current(world.leaf, "it") == english
    assert consent_texts.current(world.tablets, "it") == french
    assert consent_texts.current(world.leaf, "de-AT").language == "de"  # type: ignore[union-attr]


def test_nobody_who_withdrew_is_asked_again(world: World) -> None:
    from speciosa.study.server import consent_texts

    added(world.leaf)
    who = world.people["P0001"]
    who.state = "withdrawn"
    assert consent_texts.needs_consent(who) is None


def test_a_new_version_drops_no_language_and_needs_a_reason_and_a_change(world: World) -> None:
    added(world.leaf, "en", "de")
    with pytest.raises(EntryError, match="de"):
        added(world.leaf, "en", body="Other words.", reason="The board asked for other words")
    with pytest.raises(EntryError, match="reason"):
        added(world.leaf, "en", "de", body="Other words.")
    with pytest.raises(EntryError, match="nothing was changed"):
        added(world.leaf, "en", "de", reason="The board asked for other words")
    with pytest.raises(EntryError, match="entries"):
        added(world.leaf, "en", "de", after="sold", reason="The board asked for other words")


def test_the_digest_holds_all_that_a_text_says(world: World) -> None:
    from speciosa.study.server.consent_texts import digest_of

    text = added(world.leaf)[0]
    assert digest_of(text) == text.digest
    for name, value in {"title": "x", "body": "x", "parts": "[]", "entries_after": "kept", "version": 9}.items():
        before = getattr(text, name)
        setattr(text, name, value)
        assert digest_of(text) != text.digest
        setattr(text, name, before)


def test_one_more_language_asks_nobody_anew_and_has_the_same_parts(world: World) -> None:
    from speciosa.study.server import consent_texts
    from speciosa.study.server.consent_texts import Part
    from speciosa.study.server.consent_versions import Wording, add_language

    english = added(world.leaf)[0]
    who = world.people["P0001"]
    agreed(who, english)
    seat = paperwork.seat_of(world.leaf)
    with pytest.raises(EntryError, match="parts"):
        add_language(seat, "de", Wording("Teilnahme", "Was es heißt.", ()), reason="translated by Dr A")
    with pytest.raises(EntryError, match="in that language"):
        add_language(seat, "en", Wording("x", "y", ()), reason="translated by Dr A")
    parts = (Part("photos", "Fotos dürfen angesehen werden."), Part("pool", "Ein Paket darf gesendet werden."))
    german = add_language(seat, "de", Wording("Teilnahme", "Was es heißt.", parts), reason="translated by Dr A")
    assert (german.version, german.entries_after) == (1, "asked")
    assert consent_texts.needs_consent(who) is None


def test_the_trail_holds_the_hashes_and_the_reason_of_each_version(world: World) -> None:
    from speciosa.study.server.models import Link

    added(world.leaf)
    second = added(world.leaf, body="Other words.", reason="The board asked for other words")[0]
    link = Link.objects.filter(action="consent version added").latest("pk")
    assert json.loads(link.new) == {"en": second.digest}
    assert set(json.loads(link.old)) == {"en"}
    assert link.reason == "The board asked for other words"


def test_an_administrator_writes_a_version_and_everybody_of_the_staff_reads_it(world: World) -> None:
    client = world.client("administrator")
    first = {"title_en": "Taking part", "body_en": BODY, "parts_en": "photos: You may look.", "entries_after": "kept"}
    assert client.post("/study/leaf/consent/add/", first).status_code == 302
    sent = client.post("/study/leaf/consent/add/", first | {"body_en": "What it means.\nNew line."})
    assert sent.status_code == 400
    assert "New line." in sent.content.decode()
    again = first | {"body_en": "What it means.\nNew line.", "reason": "The board asked for it"}
    assert client.post("/study/leaf/consent/add/", again).status_code == 302
    page = world.client("packer").get("/study/leaf/consent/2/").content.decode()
    assert "New line." in page
    assert "What changed since version 1" in page
    assert '<p class="gone">' in page
    assert world.client("packer").get("/study/leaf/consent/1/").status_code == 200
    assert world.client("packer").get("/study/leaf/consent/3/").status_code == 404
    assert world.client("packer").get("/study/leaf/consent/add/").status_code == 404
    assert "2 participants will be asked" in world.client("packer").get("/study/leaf/consent/").content.decode()


def test_a_part_without_a_key_is_refused(world: World) -> None:
    said = {"title_en": "T", "body_en": "B", "parts_en": "You may look at my photos.", "entries_after": "kept"}
    page = world.client("administrator").post("/study/leaf/consent/add/", said)
    assert page.status_code == 400
    assert "key" in page.content.decode()


def test_a_language_is_added_on_its_page(world: World) -> None:
    added(world.leaf)
    client = world.client("administrator")
    assert "photos: You may look" in client.get("/study/leaf/consent/translate/").content.decode()
    said = {"language": "de", "title_new": "Teilnahme", "body_new": "Was es heißt.", "parts_new":
            "photos: Fotos.\npool: Paket.", "reason": "translated by Dr A"}  # fmt: skip
    assert client.post("/study/leaf/consent/translate/", said | {"language": "German"}).status_code == 400
    assert client.post("/study/leaf/consent/translate/", said).status_code == 302
    assert "Was es heißt." in client.get("/study/leaf/consent/1/").content.decode()
