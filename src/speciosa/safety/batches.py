"""Batches that were recalled or found contaminated, as far as the person wrote it down."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from speciosa.record import Columns, Kind
from speciosa.safety.case import Case
from speciosa.safety.sighting import Sighting
from speciosa.values.gaps import NotAssessed
from speciosa.values.timeline import DAY_S

BAD = frozenset(
    {
        "recalled", "recall", "batch recalled", "product recalled", "contaminated", "batch contaminated", "bad batch",
        "rückruf", "zurückgerufen", "verunreinigt",
    }
)  # fmt: skip
"""Names of an `event` that says so; its text names the product, the batch (``#7``) or both (``leaf#7``)."""


def batch_recalled(case: Case) -> Sighting | None:
    """A batch in use was marked as recalled, contaminated or bad.

    Valid when: the person wrote it down. No list of recalls is read here.
    """
    bad, recent = _marked(case), _recent(case)
    for at in range(len(bad) - 1, -1, -1):
        ids = _of_batch(case, recent, bad.text[at])
        if ids:
            doses = f"{len(ids)} doses" if len(ids) > 1 else "one dose"
            says = f"You wrote that it was {_word(bad.name[at])}, and {doses} of the last weeks may have been of it."
            return Sighting(int(bad.time_s[at]), (bad.id[at], *ids), says)
    return None


def gaps(case: Case) -> Iterator[NotAssessed]:
    """What was written about batches and could not be matched, and what is not read at all."""
    if not len(case.kratom):
        return
    why = "no list of recalls is read; only what you write down as recalled or contaminated counts"
    yield NotAssessed("recalls", f"Recalls of your product were not looked up, because {why}.")
    bad, recent = _marked(case), _recent(case)
    if any(not _of_batch(case, recent, text) for text in bad.text.tolist()):
        why = "its name is not among the products that you took in the last weeks"
        yield NotAssessed(
            "batch", f"A product that you marked as recalled or contaminated was not matched, because {why}."
        )


def _marked(case: Case) -> Columns:
    events = case.diary.entries.of_kind(Kind.EVENT)
    return events.take(np.array([_plain(each.replace("_", " ")) in BAD for each in events.name.tolist()], dtype=bool))


def _recent(case: Case) -> Columns:
    doses = case.kratom
    return doses.take(doses.time_s > case.end_s - case.knowledge.choice("safety_batch_recent_d") * DAY_S)


def _of_batch(case: Case, doses: Columns, text: str) -> tuple[str, ...]:
    """Ids of the doses that were, or may have been, of what a text names; of all where it names nothing."""
    product, sign, batch = (_plain(each) for each in text.partition("#"))
    changes = case.diary.entries.of_kind(Kind.EVENT, "product_changed")
    began = [
        (time_s, *_named(each)) for time_s, each in zip(changes.time_s.tolist(), changes.text.tolist(), strict=True)
    ]
    found = []
    for at, (name, time_s) in enumerate(zip(doses.name.tolist(), doses.time_s.tolist(), strict=True)):
        mine, _, mark = (_plain(each) for each in name.partition("#"))
        if not mark:
            mark = next((b for when, p, b in reversed(began) if when <= time_s and p in ("", mine)), "")
        if sign:
            hit = product in ("", mine) and mark in ("", batch) and bool(product or mark)
        else:
            hit = product in ("", mine) or product == mark
        if hit:
            found.append(doses.id[at])
    return tuple(found)


def _named(text: str) -> tuple[str, str]:
    """Product and batch of a change; a text without a sign names a batch, as everywhere."""
    product, sign, batch = text.rpartition("#")
    return (_plain(product), _plain(batch)) if sign else ("", _plain(text))


def _word(name: str) -> str:
    said = _plain(name.replace("_", " "))
    return "a bad batch" if said == "bad batch" else "contaminated" if said in (
        "contaminated", "batch contaminated", "verunreinigt"
    ) else "recalled"  # fmt: skip


def _plain(text: str) -> str:
    return " ".join(text.split()).lower()
