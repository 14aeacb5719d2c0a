"""Somebody begins to take part: account, record, participant, consent and trail, all in one step or none of it."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction

from speciosa.record import Person
from speciosa.store.details import save_person
from speciosa.store.models import Record
from speciosa.study.server import trail
from speciosa.study.server.models import Consent, ConsentText, Invitation, Participant, Study
from speciosa.study.server.trail.chain import Doing
from speciosa.values.errors import EntryError


@dataclass(frozen=True, slots=True)
class Agreed:
    """What somebody agreed to. `parts`: keys of what they ticked beside the text itself."""

    text: ConsentText
    parts: tuple[str, ...]
    birth_year: int


def take_part(invitation: int, agreed: Agreed, password: str, *, now_s: int) -> Participant:
    """Write it all down.

    Parameters
    ----------
    invitation : its key. password : was checked. now_s : UTC seconds.

    Raises
    ------
    EntryError : the code was used meanwhile, the study is not open, or its text has changed; nothing was written.
    """
    with transaction.atomic():
        found = Invitation.objects.select_for_update().select_related("study", "site").get(pk=invitation)
        study = Study.objects.get(pk=found.study_id)
        if found.used_s is not None or found.expires_s <= now_s or study.state != "open":
            raise EntryError("this code no longer opens anything", todo="ask the people who gave you the code")
        newest = ConsentText.objects.filter(study=study).order_by("-version")[0].version
        if (agreed.text.study_id, agreed.text.version) != (study.pk, newest):
            raise EntryError("the text has changed meanwhile", todo="go back and read the new one")
        person = User(username=f"{study.slug}-{found.number}")
        person.set_password(password)
        person.save(force_insert=True)
        record = Record.objects.create(key=secrets.token_hex(16), begun_s=now_s)
        save_person(record, Person(birth_year=agreed.birth_year))
        participant = Participant.objects.create(
            study=study, site=found.site, number=found.number, person=person, record=record, joined_s=now_s
        )
        found.used_s = now_s
        found.save(update_fields=["used_s"])
        agree(participant, agreed.text, agreed.parts, now_s=now_s, action="joined")
    return participant


def agree(
    participant: Participant, text: ConsentText, parts: tuple[str, ...], *, now_s: int, action: str = "agreed"
) -> Consent:
    """Keep an agreement; an earlier one stays, and stands no longer."""
    with transaction.atomic():
        made = Consent.objects.create(
            participant=participant, text=text, parts=json.dumps(dict.fromkeys(parts, True)), agreed_s=now_s
        )
        said = {"version": text.version, "language": text.language, "digest": text.digest, "parts": sorted(parts)}
        subject, actor = f"participant {participant.number}", f"participant {participant.number}"
        for chain in (trail.study_chain(participant.study), trail.participant_chain(participant)):
            trail.add(chain, Doing(action, subject, new=said), actor=actor, role="participant")
    return made
