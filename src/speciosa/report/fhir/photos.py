"""Photos, where the person ticked them: Media."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from typing import Any

from speciosa.record import Event, Kind
from speciosa.report.fhir.codings import concept, local
from speciosa.report.fhir.datatypes import when
from speciosa.report.fhir.subject import Subject

_KINDS = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG": "image/png", b"II*\x00": "image/tiff", b"MM\x00*": "image/tiff"}


def photo_entries(subject: Subject, photos: Mapping[str, bytes]) -> list[Event]:
    """The photo entries whose picture was given."""
    return [each for each in subject.diary.entries.of_kind(Kind.PHOTO) if photos.get(each.text)]


def media(subject: Subject, event: Event, picture: bytes) -> dict[str, Any]:
    """One photo with its place on the body. Its file's name stays here; its bytes leave as they were given."""
    row = subject.knowledge.body_sites.get(event.name)
    label = subject.words.say(row.label) if row else event.name
    made = subject.of_entry("Media", event)
    return made | {
        "status": "completed",
        "type": concept(subject.words.say("Photo")),
        "subject": subject.person,
        "createdDateTime": when(event),
        "operator": subject.person,
        "bodySite": concept(label, local(event.name, label) if row else None),
        "content": {"contentType": _kind(picture), "data": b64encode(picture).decode(), "title": label},
        **subject.note(event),
    }


def _kind(picture: bytes) -> str:
    if picture[:4] == b"RIFF" and picture[8:12] == b"WEBP":
        return "image/webp"
    if picture[4:8] == b"ftyp":
        return "image/heic"
    return next((kind for start, kind in _KINDS.items() if picture.startswith(start)), "application/octet-stream")
