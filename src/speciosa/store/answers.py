"""Answers that a worker made, kept so that a page shows them at once: after a restart, too."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from speciosa.store.models import Answer, Record
from speciosa.store.opening import arrived_s


@dataclass(frozen=True, slots=True)
class Kept:
    """`body`: UTF-8 text, mostly HTML. `upto`: key of the newest entry that it knows. `made_s`: when it was made."""

    body: bytes
    upto: int
    made_s: int


def keep_answers(record: Record, bodies: dict[str, bytes], *, language: str, upto: int) -> None:
    """Keep answers under their names, in place of earlier ones."""
    made_s = arrived_s()
    Answer.objects.bulk_create(
        [Answer(record=record, name=name, language=language, body=body, upto=upto, made_s=made_s)
         for name, body in bodies.items()],
        update_conflicts=True, unique_fields=["record", "name", "language"], update_fields=["body", "upto", "made_s"],
    )  # fmt: skip


def kept_answer(record: Record, name: str, *, language: str) -> Kept | None:
    """The answer of that name, if one was made in that language."""
    found = Answer.objects.filter(record=record, name=name, language=language).first()
    return None if found is None else Kept(bytes(found.body), found.upto, found.made_s)


def kept_answers(record: Record, names: Collection[str], *, language: str) -> dict[str, Kept]:
    """Those of these names that were made in that language."""
    rows = Answer.objects.filter(record=record, name__in=names, language=language)
    return {each.name: Kept(bytes(each.body), each.upto, each.made_s) for each in rows}


def forget_answers(record: Record) -> None:
    """Throw all of them away: after an erasure nothing that was made from the entry may stay."""
    Answer.objects.filter(record=record).delete()
