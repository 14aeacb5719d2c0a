"""What a study hands out before and after the reveal: the entries as they stand, under numbers, without any note.

What stands in the records is capsule codes until the reveal; nothing here reads a sealed schedule. Names of files and
their order come from the participants' numbers alone.
"""

from __future__ import annotations

import csv
import io
import uuid
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from speciosa.effect import estimate_effect
from speciosa.knowledge import Knowledge, load_knowledge
from speciosa.record import Diary, Person
from speciosa.report import compose, fhir, open_files
from speciosa.safety import screen
from speciosa.store.details import person_of
from speciosa.study.server.consent_texts import agreed_version
from speciosa.study.server.masked import diary_as_seen
from speciosa.study.server.models import Participant
from speciosa.values.gaps import NotAssessed
from speciosa.values.timeline import format_moment

_PARTS = ("doses", "medicines", "scores")
_COLUMNS = ("number", "site", "state", "joined", "withdrawn", "consent_version", "entries", "in", "why_not")
_SPACE = uuid.UUID("8f0c7f1e-52b6-4d0c-9a8e-6b0a0f5d9f11")


def left_out(participant: Participant, now_s: int) -> str:
    """Why somebody's entries are not handed out; empty where they are."""
    if participant.erased:
        return "withdrew, and had their entries erased"
    if person_of(participant.record).may_be_under(load_knowledge().choice("trial_age_least"), now_s):
        return "under 18, or may be"
    return ""


def handed_out(diary: Diary) -> Diary:
    """A diary without notes, and without what says who somebody is or whom they would call."""
    person = diary.person
    kept = Person(
        time_zone=person.time_zone, birth_year=person.birth_year, sex=person.sex, weight_kg=person.weight_kg,
        phototype=person.phototype, conditions=person.conditions, medicines=person.medicines,
        pregnant=person.pregnant, breast_feeding=person.breast_feeding, medicine_names=person.medicine_names,
        primary_outcome=person.primary_outcome, simulated=person.simulated,
    )  # fmt: skip
    return replace(diary, person=kept)


def tables_zip(participants: Sequence[Participant], *, now_s: int) -> Iterator[bytes]:
    """A ZIP, piece by piece: a folder a participant, the data dictionary, and who is in it. One record at a time.

    Parameters
    ----------
    participants : in any order. now_s: the instant of asking, UTC seconds.
    """
    return _zipped(_tables(sorted(participants, key=lambda each: each.number), now_s))


def bundles_zip(participants: Sequence[Participant], *, now_s: int) -> Iterator[bytes]:
    """A ZIP, piece by piece: one FHIR bundle a participant, and who is in it."""
    return _zipped(_bundles(sorted(participants, key=lambda each: each.number), now_s))


def bundle(participant: Participant, *, now_s: int) -> bytes:
    """Somebody's entries as a FHIR R4 bundle: what was written down, and nothing that was worked out."""
    knowledge, diary = load_knowledge(), handed_out(diary_as_seen(participant))
    known, later = diary.as_of(now_s), NotAssessed("masked", "Nothing is worked out in what a study hands out.")
    outcome = known.leading_outcome
    effect = estimate_effect(known, later, knowledge, outcome=outcome, now_s=now_s, seed=0, withheld=later)
    found = screen(known, later, effect, later, knowledge, now_s=now_s)
    told = compose(known, later, effect, later, found, knowledge, now_s=now_s, seed=0, language="en", whole=diary)
    whose = str(uuid.uuid5(_SPACE, participant.record.key))
    return fhir.bundle_json(fhir.fhir_bundle(told, diary, knowledge, parts=_PARTS, record=whose))


def _tables(participants: Sequence[Participant], now_s: int) -> Iterator[tuple[str, bytes]]:
    knowledge, rows = load_knowledge(), []
    yield "data-dictionary.csv", open_files.dictionary_csv(knowledge)
    yield "data-dictionary.md", open_files.dictionary_markdown(knowledge)
    for each in participants:
        why = left_out(each, now_s)
        count = 0
        if not why:
            folder = _folder(each, knowledge, now_s)
            count = folder.entries
            yield from ((f"{each.number}/{name}", body) for name, body in folder.files.items()
                        if name not in open_files.DICTIONARY_FILES)  # fmt: skip
        rows.append(_row(each, why, count))
    yield "participants.csv", _csv(rows)


def _folder(participant: Participant, knowledge: Knowledge, now_s: int) -> open_files.DiaryFolder:
    diary = handed_out(diary_as_seen(participant))
    return open_files.diary_folder(diary.as_of(now_s), knowledge, notes=False)


def _bundles(participants: Sequence[Participant], now_s: int) -> Iterator[tuple[str, bytes]]:
    rows = []
    for each in participants:
        why = left_out(each, now_s)
        if not why:
            yield f"{each.number}.json", bundle(each, now_s=now_s)
        rows.append(_row(each, why, ""))
    yield "participants.csv", _csv(rows)


def _row(participant: Participant, why: str, entries: object) -> tuple[object, ...]:
    withdrawn = participant.withdrawn_s
    return (
        participant.number, participant.site.slug, participant.state, format_moment(participant.joined_s, 0),
        "" if withdrawn is None else format_moment(withdrawn, 0), agreed_version(participant) or "", entries,
        "no" if why else "yes", why,
    )  # fmt: skip


def _csv(rows: Iterable[tuple[object, ...]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_COLUMNS)
    writer.writerows(rows)
    return text.getvalue().encode()


class _Pipe(io.RawIOBase):
    """What a ZIP is written to: it can't be wound back, and is emptied after each piece."""

    def __init__(self) -> None:
        self._held = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, piece: bytes) -> int:  # type: ignore[override]
        self._held += piece
        return len(piece)

    def taken(self) -> bytes:
        piece, self._held = bytes(self._held), bytearray()
        return piece


def _zipped(files: Iterable[tuple[str, bytes]]) -> Iterator[bytes]:
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w") as archive:
        for name, body in files:
            member = zipfile.ZipInfo(name)  # its date is the format's first day
            member.compress_type, member.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            archive.writestr(member, body)
            yield pipe.taken()
    yield pipe.taken()
