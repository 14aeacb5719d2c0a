"""Whose record this is about. An own store holds one; a study's database many, and every request names its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings

from speciosa.store.models import Record

_acting: ContextVar[Record | None] = ContextVar("acting", default=None)


class NobodysRecordError(RuntimeError):
    """Where many records lie beside each other, one was asked for without saying whose: our own fault."""


@contextmanager
def acting_for(record: Record) -> Iterator[None]:
    """All that happens inside the block, in this thread, is about this record."""
    token = _acting.set(record)
    try:
        yield
    finally:
        _acting.reset(token)


def acting() -> Record | None:
    """The record that was named, or None."""
    return _acting.get()


def holds_many() -> bool:
    """Whether this database holds many people's records."""
    return bool(getattr(settings, "MANY_RECORDS", False))


def own_record() -> Record:
    """The record that was named; else that of an own store, which holds one.

    Raises
    ------
    NobodysRecordError : none was named, and there are many.
    """
    record = _acting.get()
    if record is not None:
        return record
    if holds_many():
        raise NobodysRecordError
    return Record.objects.order_by("pk")[0]
