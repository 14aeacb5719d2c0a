"""Something to back up: some days of entries, a product, a person, a photo."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from speciosa.knowledge import Knowledge
from speciosa.record import Event, Person, Product
from speciosa.record.row import Row
from speciosa.store.models import Record


def fill(record: Record, knowledge: Knowledge, *, days: int) -> None:
    """Four entries a day from 2026-01-01 on, and a photo with its entry."""
    from speciosa.store.details import save_person, save_products
    from speciosa.store.entries import add_rows
    from speciosa.store.models import Photo

    save_person(record, Person(time_zone="Europe/Berlin", birth_year=1980))
    save_products(record, [Product("my leaf", mitragynine_mg_per_g=14.5, basis="assay")])
    added = add_rows(record, _rows(days), knowledge)
    assert all(each.is_new for each in added), [each.why for each in added if each.why]
    Photo.objects.create(record=record, name="photos/0.jpg", body=bytes(range(256)) * 20, small=b"s", entered_s=0)


def say(record: Record, knowledge: Knowledge, entry_id: str, value: str = "5") -> Event:
    """One more entry."""
    from speciosa.store.entries import add_row

    return add_row(record, Row("2026-03-01T08:00+01:00", "rating", "pain", value, id=entry_id), knowledge)


def _rows(days: int) -> Iterator[Row]:
    for at in range(days):
        day = (date(2026, 1, 1) + timedelta(at)).isoformat()
        for hour in ("08:00", "20:00"):
            yield Row(f"{day}T{hour}+01:00", "dose", "my leaf", "2.5", "g", id=f"d{at}-{hour}")
            yield Row(f"{day}T{hour}+01:00", "rating", "pain", str(at % 10), id=f"p{at}-{hour}")
    yield Row("2026-01-02T12:00+01:00", "photo", "forearm_dorsal_left", "photos/0.jpg", id="f0")
