"""Kept answers: what was made from an entry is not kept once that entry is erased."""

from __future__ import annotations

import pytest
from tests.store_fixture import PASSPHRASE
from tests.unit.store.filled import fill

from speciosa.knowledge import Knowledge
from speciosa.store.answers import ErasedMeanwhileError, keep_answers, kept_answer, newest_erasure
from speciosa.store.erasing import erase_entries
from speciosa.store.models import Record


def test_an_answer_made_from_what_was_erased_meanwhile_is_not_kept(store: Record, knowledge: Knowledge) -> None:
    fill(store, knowledge, days=2)
    assert newest_erasure(store) == 0
    before = newest_erasure(store)
    erase_entries(store, ["p1-08:00"], passphrase=PASSPHRASE)
    with pytest.raises(ErasedMeanwhileError):
        keep_answers(store, {"effect": b"old"}, language="en", upto=1, erased=before)
    assert kept_answer(store, "effect", language="en") is None
    between = newest_erasure(store)
    assert between > before
    keep_answers(store, {"effect": b"new"}, language="en", upto=1, erased=between)
    erase_entries(store, ["p0-08:00"], passphrase=PASSPHRASE)
    with pytest.raises(ErasedMeanwhileError):
        keep_answers(store, {"effect": b"old"}, language="en", upto=1, erased=between)


def test_a_newer_answer_takes_the_place_of_the_one_before(store: Record) -> None:
    for body in (b"first", b"second"):
        keep_answers(store, {"effect": body}, language="en", upto=1, erased=0)
    found = kept_answer(store, "effect", language="en")
    assert found is not None
    assert found.body == b"second"
