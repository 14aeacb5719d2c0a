"""What the tests of participants' pages share: a text to agree to, an invitation, and somebody who joins with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.store_fixture import BEGUN_S

from speciosa.store.opening import arrived_s

if TYPE_CHECKING:
    from django.test import Client

    from speciosa.study.server.models import Participant, Study

PASSWORD = "four quiet words here"
CODE = "ACDE-FGHJ-KMNP"
LATE_S = 4_000_000_000


def with_text(study: Study, *, version: int = 1, after: str = "asked", parts: str = "") -> Any:
    """A consent text of a study, in English and German; participants who are here already agreed to version 1."""
    from speciosa.study.server.consent_texts import digest_of
    from speciosa.study.server.models import Consent, ConsentText, Participant

    made = {}
    for language, title in (("en", f"What you agree to, {version}"), ("de", f"Worin Sie einwilligen, {version}")):
        text = ConsentText(
            study=study, version=version, language=language, title=title, body="First.\n\nSecond.",
            parts=parts or '[{"key": "photos", "says": "Photos of my skin"}]', entries_after=after, made_s=BEGUN_S,
        )  # fmt: skip
        text.digest = digest_of(text)
        text.save()
        made[language] = text
    if version == 1:
        for each in Participant.objects.filter(study=study):
            Consent.objects.create(participant=each, text=made["en"], agreed_s=BEGUN_S)
    return made


def invited(study: Study, *, code: str = CODE, number: str = "P0009", expires_s: int = LATE_S) -> Any:
    """An invitation with this code."""
    from speciosa.study.server.invitations import digest_of
    from speciosa.study.server.models import Invitation

    return Invitation.objects.create(
        study=study, site=study.sites.get(slug="north"), number=number, code_digest=digest_of(code), made_s=BEGUN_S,
        expires_s=expires_s,
    )  # fmt: skip


def browser(**headers: Any) -> Client:
    """Nobody's."""
    from django.test import Client

    return Client(HTTP_HOST="127.0.0.1", **headers)


def join(client: Client, study: Study, *, year: str = "1980", parts: tuple[str, ...] = ("photos",)) -> Any:
    """Walk through all steps: the answer to the last one."""
    from speciosa.study.server.consent_texts import current

    client.post("/join/", {"code": CODE})
    client.post("/join/you/", {"birth_year": year})
    text = current(study, "en")
    assert text is not None
    client.post("/join/text/", {"agreed": str(text.pk), "part": parts})
    return client.post("/join/password/", {"password": PASSWORD, "again": PASSWORD})


def wrote(participant: Participant, value: str = "5", *, note: str = "", entry: str = "", days: float = 0.1) -> str:
    """A score of pain some days ago; its id."""
    from speciosa.knowledge import load_knowledge
    from speciosa.record.row import Row
    from speciosa.store import entries
    from speciosa.values.timeline import DAY_S, format_moment

    when = format_moment(arrived_s() - int(days * DAY_S), 0)
    row = Row(when, "rating", "pain", value, "nrs", note=note, id=entry)
    return entries.add_row(participant.record, row, load_knowledge()).id
