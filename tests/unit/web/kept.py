"""Answers put into a store by hand, as the worker would: what a page shows needs no worker."""

from __future__ import annotations

from typing import Any

from speciosa.record.row import Row


def write(app: Any, *rows: Row) -> None:
    """Entries written down without a page."""
    from speciosa.knowledge import load_knowledge
    from speciosa.store import entries

    entries.add_all(app.record, list(rows), load_knowledge())


def score(value: str = "5", when: str = "2026-05-01T08:00+02:00") -> Row:
    return Row(when, "rating", "pain", value)


def keep(app: Any, *, is_newest: bool = True, blind: str = "[]", **bodies: str) -> None:
    """Keep these sections, made from the record as it is, or as it was before."""
    from speciosa.store import answers, entries
    from speciosa.web import basis, clock

    found = {name: html.encode() for name, html in bodies.items()} | {"blind": blind.encode()}
    if is_newest:
        found[basis.NAME] = basis.basis_now(app.record, clock.now_s()).written()
    answers.keep_answers(app.record, found, language="en", upto=entries.newest_key(app.record))


def text(answer: Any) -> str:
    return str(answer.content.decode())
