"""Two small files around a packet: one says on day 0 that somebody takes part, the other that they take it back.

    {"schema": 1, "kind": "study registration" or "study withdrawal", "study": "leaf", "id": "32 hexadecimal digits"}

No result, no date, no name. Who registered and never sends is counted by it: silence would otherwise hide in a pool.
"""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from speciosa.effect.pooling.packet import PACKET_ID
from speciosa.study.federated.participant import study_name
from speciosa.values.errors import EntryError
from speciosa.values.json_form import SCHEMA, dump

REGISTRATION, WITHDRAWAL = "study registration", "study withdrawal"
LONGEST = 1_000
"""Bytes: such a file is far shorter."""


class Enrolment(NamedTuple):
    """`kind`: of the two above. `study`: its name. `id`: of the participant in it."""

    kind: str
    study: str
    id: str

    def to_text(self) -> str:
        """The file."""
        return dump({"schema": SCHEMA, "kind": self.kind, "study": self.study, "id": self.id})


def enrolment_of(text: str) -> Enrolment:
    """The registration or withdrawal of a file.

    Raises
    ------
    EntryError : it is none, or says more than it may.

    Examples
    --------
    >>> one = Enrolment(REGISTRATION, "leaf", "0" * 32)
    >>> enrolment_of(one.to_text()) == one
    True
    """
    try:
        said: Any = json.loads(text[: LONGEST + 1])
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict) or set(said) != {"schema", "kind", "study", "id"} or len(text) > LONGEST:
        raise _wrong("this is no registration and no withdrawal")
    if said["schema"] != SCHEMA or isinstance(said["schema"], bool):
        raise _wrong("this is of another version")
    kind, study, own = said["kind"], said["study"], said["id"]
    if kind not in {REGISTRATION, WITHDRAWAL} or not isinstance(study, str) or not isinstance(own, str):
        raise _wrong("this is no registration and no withdrawal")
    if not PACKET_ID.fullmatch(own) or study_name(study) != study:
        raise _wrong("its id or its study is not written as speciosa writes it")
    return Enrolment(kind, study, own)


def _wrong(what: str) -> EntryError:
    return EntryError(what, todo="it is left out; ask for the file as speciosa wrote it")
