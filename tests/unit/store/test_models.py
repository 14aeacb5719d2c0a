"""What the tables themselves hold fast, whoever writes into them."""

from __future__ import annotations

import pytest

from speciosa.knowledge import Knowledge
from speciosa.record.row import Row
from speciosa.store import entries
from speciosa.store.models import Entry, Erasure, Photo, Record

PAIN = Row("2026-03-01T08:05+01:00", "rating", "pain", "6", id="one")


def test_the_database_itself_refuses_to_change_an_entry(store: Record, knowledge: Knowledge) -> None:
    from django.db import DatabaseError

    said = entries.add_row(store, PAIN, knowledge)
    with pytest.raises(DatabaseError, match="an entry never changes"):
        Entry.objects.filter(entry_id="one").update(note="other")
    assert entries.find(store, "one") == said


def test_the_database_itself_refuses_to_delete_an_entry_that_no_erasure_names(
    store: Record, knowledge: Knowledge
) -> None:
    from django.db import DatabaseError

    entries.add_row(store, PAIN, knowledge)
    other = Record.objects.create(key="other", begun_s=0)
    Erasure.objects.create(record=other, entry_id="one", erased_s=0)  # another person's, of the same id
    with pytest.raises(DatabaseError, match="by an erasure alone"):
        Entry.objects.all().delete()
    Erasure.objects.create(record=store, entry_id="one", erased_s=0)
    assert Entry.objects.all().delete()[0] == 1


def test_an_id_is_given_once_in_a_record_and_again_in_another(store: Record, knowledge: Knowledge) -> None:
    from django.db import IntegrityError

    entries.add_row(store, PAIN, knowledge)
    twin = Entry.objects.get()
    twin.pk = None
    with pytest.raises(IntegrityError):
        twin.save()
    twin.record = Record.objects.create(key="other", begun_s=0)
    twin.save()
    assert Entry.objects.filter(entry_id="one").count() == 2


def test_a_record_with_entries_cannot_be_deleted(store: Record, knowledge: Knowledge) -> None:
    from django.db.models import ProtectedError

    entries.add_row(store, PAIN, knowledge)
    with pytest.raises(ProtectedError):
        store.delete()


def test_a_photo_has_a_name_of_its_own(store: Record) -> None:
    from django.db import IntegrityError

    Photo.objects.create(record=store, name="photos/a.jpg", body=b"x", small=b"x", entered_s=0)
    with pytest.raises(IntegrityError):
        Photo.objects.create(record=store, name="photos/a.jpg", body=b"y", small=b"y", entered_s=0)
