"""An entry as a program sends it, as a row of the diary; and what nobody writes by program."""

from __future__ import annotations

import hashlib
import hmac

from django.conf import settings

from speciosa.record import Kind
from speciosa.record.row import Row
from speciosa.study.server.api.forms import RowIn
from speciosa.study.server.models import Token
from speciosa.values.errors import EntryError

_BYTES = 10


def row_of(said: RowIn, made_id: str = "") -> Row:
    """The row; one without an id gets the one that was made for its place.

    Examples
    --------
    >>> one = RowIn(time="2026-03-01T08:05+01:00", kind="rating", name="pain", value=6)
    >>> row_of(one, "a1").value, row_of(one, "a1").id
    ('6', 'a1')
    """
    value = said.value if isinstance(said.value, str) else repr(said.value)
    return Row(
        said.time, said.kind, said.name, value, said.unit, said.reason, said.food, said.precision, said.recorded,
        said.id or made_id, said.supersedes, said.note,
    )  # fmt: skip


def ids_of(token: Token, key: str, count: int) -> list[str]:
    """Ids for the entries of a call that named a key: the same for the same call of the same token.

    They outlive their entries in the trail, so they are made of nothing that an entry says, and keyed with the
    server's own secret.
    """
    assert token.participant is not None
    secret = hashlib.sha256(b"speciosa ids of calls\0" + settings.SECRET_KEY.encode()).digest()
    call = f"{token.participant.record.key}\0{token.pk}\0{key}"
    return ["a" + hmac.digest(secret, f"{call}\0{at}".encode(), "sha256")[:_BYTES].hex() for at in range(count)]


def refuse_what_can_not_be_kept(row: Row) -> None:
    """What a trial fixes is refused where every entry is (`participants.taken_in`); this is of programs alone.

    Raises
    ------
    EntryError : nothing says which entry it is when it comes again; or a photo comes without its picture.
    """
    if not row.id:
        raise EntryError("this entry has no id", todo="give it one, or name the call with a header Idempotency-Key")
    if row.kind.strip().casefold() == Kind.PHOTO:
        raise EntryError("a photo comes with its picture", todo="add it in the app")
