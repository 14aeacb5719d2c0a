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
from speciosa.store import adding
from speciosa.store.models import Record
from speciosa.study.server import trail
from speciosa.study.server.models import Participant
from speciosa.study.server.trail.chain import Doing

ENTRIES, ERASED = "entries", "entries erased"
_BYTES = 16
_writer: ContextVar[tuple[str, str] | None] = ContextVar("writer", default=None)


def follow() -> None:
    """From now on every entry that is written to a participant's record adds to their chain, in the same step."""
    if _tell not in adding.when_written:
        adding.when_written.append(_tell)


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
    key = hashlib.sha256(b"speciosa entries\0" + settings.SECRET_KEY.encode()).digest()
    said = f"{record.key}\0{event.id}\0{content_id(event)}".encode()
    return hmac.digest(key, said, "sha256")[:_BYTES].hex()


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


def _by(participant: Participant) -> tuple[str, str]:
    return _writer.get() or (f"participant {participant.number}", "participant")
