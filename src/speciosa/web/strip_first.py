"""The strip with what is for now, made in the same step as an erasure or a restore: no page is shown without it."""

from __future__ import annotations

from contextlib import suppress

from speciosa.store import answers, details, entries
from speciosa.values.errors import EntryError
from speciosa.web.clock import now_s


def strip_first(asked_language: str) -> None:
    """Make the strip of the open record anew and keep it. What was erased or restored took every kept answer along.

    Parameters
    ----------
    asked_language : of the page that began it; the record's own setting comes first.
    """
    from speciosa.web.answering import answer_urgent  # noqa: PLC0415  a second of imports that few pages need

    record = entries.own_record()
    language = str(details.setting(record, "language")) or asked_language
    with suppress(EntryError, answers.ErasedMeanwhileError):  # the step itself is done; the worker comes after it
        answer_urgent(record, language, now_s())
