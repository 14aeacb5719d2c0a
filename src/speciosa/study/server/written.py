"""What a participant writes down stands in the trail: which entries, and a digest of each, never what they say.

The digest is keyed with the server's own secret. After an entry was erased, nobody who has the trail and the database
can find out by trying values what it said.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings

from speciosa.record import Event
from speciosa.record.event import content_id
from speciosa.store import adding, details
from speciosa.store.models import Record
from speciosa.study.server import taken_in, trail
from speciosa.study.server.models import Participant
from speciosa.study.server.trail.chain import Doing

ENTRIES, ERASED, DETAIL = "entries", "entries erased", "detail"
_BYTES = 16
_writer: ContextVar[tuple[str, str] | None] = ContextVar("writer", default=None)


def follow() -> None:
    """From now on all that is written to a participant's record passes `taken_in`, and adds to their chain at once."""
    if _tell in adding.when_written:
        return
    adding.may_be_written.append(taken_in.refusals)
    adding.when_written.append(_tell)
    details.when_said += [taken_in.refuse_detail, _tell_detail]


@contextmanager
def writing_as(actor: str, role: str) -> Iterator[None]:
    """What is written inside the block is written by somebody else than the participant: by a program, say."""
    token = _writer.set((actor, role))
    try:
        yield
    finally:
        _writer.reset(token)


def digest_of(record: Record, event: Event) -> str:
    """A digest of all that an entry says: 32 hexadecimal digits; the same entry has another one in another record."""
    return digest_of_words(record, event.id, content_id(event))


def digest_of_words(record: Record, *words: str) -> str:
    """A digest of what somebody said: 32 hexadecimal digits; the same has another one in another record."""
    key = hashlib.sha256(b"speciosa entries\0" + settings.SECRET_KEY.encode()).digest()
    return hmac.digest(key, "\0".join((record.key, *words)).encode(), "sha256")[:_BYTES].hex()


def tell_erased(participant: Participant, ids: Iterable[str], *, reason: str = "") -> None:
    """Say that entries were erased: their earlier links stay, and nothing in them tells what stood there."""
    doing = Doing(ERASED, f"participant {participant.number}", new=sorted(ids), reason=reason)
    actor, role = _by(participant)
    trail.add(trail.participant_chain(participant), doing, actor=actor, role=role)


def _tell(record: Record, events: Sequence[Event]) -> None:
    participant: Participant | None = getattr(record, "participant", None)
    if participant is None:
        return
    digests = {each.id: digest_of(record, each) for each in events}
    doing = Doing(ENTRIES, f"participant {participant.number}", new=digests)
    actor, role = _by(participant)
    trail.add(trail.participant_chain(participant), doing, actor=actor, role=role)


def _tell_detail(record: Record, name: str, body: str) -> None:
    """What they say of themselves, their products, a setting: its name and a digest."""
    participant: Participant | None = getattr(record, "participant", None)
    if participant is None:  # whoever joins: that they did is told
        return
    new = {name: digest_of_words(record, name, body)}
    doing = Doing(DETAIL, f"participant {participant.number}", new=new)
    actor, role = _by(participant)
    trail.add(trail.participant_chain(participant), doing, actor=actor, role=role)


def _by(participant: Participant) -> tuple[str, str]:
    return _writer.get() or (f"participant {participant.number}", "participant")
