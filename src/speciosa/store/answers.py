"""Answers that a worker made, kept so that a page shows them at once: after a restart, too."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max

from speciosa.store.adding import serialise
from speciosa.store.models import Answer, Erasure, Record
from speciosa.store.opening import arrived_s
from speciosa.values.errors import EntryError


class ErasedMeanwhileError(EntryError):
    """Something was erased since an answer was begun: it may have been made from that."""


@dataclass(frozen=True, slots=True)
class Kept:
    """`body`: UTF-8 text, mostly HTML. `upto`: key of the newest entry that it knows. `made_s`: when it was made."""

    body: bytes
    upto: int
    made_s: int


def newest_erasure(record: Record) -> int:
    """Key of the newest erasure; 0 where nothing was ever erased. Ask it before the entries are read."""
    return int(Erasure.objects.filter(record=record).aggregate(newest=Max("pk"))["newest"] or 0)


def keep_answers(
    record: Record, bodies: dict[str, bytes], *, language: str, upto: int, erased: int | None = None
) -> None:
    """Keep answers under their names, in place of earlier ones.

    Parameters
    ----------
    upto : key of the newest entry that they know.
    erased : `newest_erasure` when the entries were read that they were made from; None where they were made of none.

    Raises
    ------
    ErasedMeanwhileError : something was erased since then; nothing was kept.
    """
    made_s = arrived_s()
    with transaction.atomic():
        serialise(record)  # an erasure waits, or is over
        if erased is not None and newest_erasure(record) != erased:
            raise ErasedMeanwhileError("something was erased meanwhile", todo="work it out anew")
        Answer.objects.bulk_create(
            [Answer(record=record, name=name, language=language, body=body, upto=upto, made_s=made_s)
             for name, body in bodies.items()],
            update_conflicts=True, unique_fields=["record", "name", "language"],
            update_fields=["body", "upto", "made_s"],
        )  # fmt: skip


def kept_answer(record: Record, name: str, *, language: str) -> Kept | None:
    """The answer of that name, if one was made in that language."""
    found = Answer.objects.filter(record=record, name=name, language=language).first()
    return None if found is None else Kept(bytes(found.body), found.upto, found.made_s)


def kept_answers(record: Record, names: Collection[str], *, language: str) -> dict[str, Kept]:
    """Those of these names that were made in that language."""
    rows = Answer.objects.filter(record=record, name__in=names, language=language)
    return {each.name: Kept(bytes(each.body), each.upto, each.made_s) for each in rows}
