"""What stands beside the entries: the person, the products, settings. The latest word of a name stands."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import asdict, fields, replace
from typing import Any

from django.db import transaction

from speciosa.record import Person, Product
from speciosa.store.adding import serialise
from speciosa.store.chains import ask
from speciosa.store.models import Detail, Record
from speciosa.store.opening import arrived_s

_LATEST = "SELECT body FROM store_detail WHERE record_id = %s AND name = %s ORDER BY id DESC LIMIT 1"
PERSON, PRODUCTS = "person", "products"
DEFAULTS: dict[str, Any] = {
    "language": "",  # as the browser asks
    "theme": "",  # as the device is set
    "app_name": "speciosa",
    "calendar_name": "speciosa",
    "idle_min": 15,
    "reminders": [],  # local clock times, "08:00"
    "sites": [],  # body sites that are photographed
    "calendar_secret": "",
    "due_skipped": {},  # what was due, and the local day on which it was put off
    "backup_folders": [],  # other folders that backups were made into
    "backups_unreached": None,  # where an erasure is still to be made, and the keys to it
    "erasure_key": "",  # the key that the store is being written anew with, hex
}
"""Settings and what they are until the person says otherwise."""
when_said: list[Callable[[Record, str, str], object]] = []
"""Each is called with a record, the name of what is said and its words, in the transaction that writes them and while
the record is held. Where it may not be said now, it raises `EntryError`."""


def person_of(record: Record) -> Person:
    """Who keeps the record, as far as they said."""
    said = _latest(record, PERSON) or {}
    return Person(**{key: _frozen(value) for key, value in _known(said, Person).items()})


def save_person(record: Record, person: Person) -> None:
    """Keep what the person said of themselves."""
    _say(record, PERSON, asdict(person))


def products_of(record: Record) -> tuple[Product, ...]:
    """What they take, and what is known of its strength."""
    return tuple(Product(**_known(each, Product)) for each in _latest(record, PRODUCTS) or [])


def save_products(record: Record, products: Sequence[Product]) -> None:
    """Keep the products, all of them."""
    _say(record, PRODUCTS, [asdict(each) for each in products])


def join_person(record: Record, person: Person) -> None:
    """Keep what another record says of the person, where they said nothing here yet."""
    here, nobody = person_of(record), Person()
    news = {
        each.name: getattr(person, each.name)
        for each in fields(Person)
        if getattr(here, each.name) == getattr(nobody, each.name)
    }
    if (joined := replace(here, **news)) != here:
        save_person(record, joined)


def join_products(record: Record, products: Sequence[Product]) -> None:
    """Keep the products of another record that are not here yet."""
    here = products_of(record)
    known = {(each.product, each.batch) for each in here}
    if news := [each for each in products if (each.product, each.batch) not in known]:
        save_products(record, [*here, *news])


def setting(record: Record, name: str) -> Any:
    """A setting; `DEFAULTS` holds those that there are.

    Raises
    ------
    KeyError : there is no such setting.
    """
    default = DEFAULTS[name]
    said = _latest(record, f"setting {name}")
    return deepcopy(default) if said is None else said


def save_setting(record: Record, name: str, value: Any) -> None:
    """Keep a setting.

    Raises
    ------
    KeyError : there is no such setting.
    """
    DEFAULTS[name]
    _say(record, f"setting {name}", value)


def forget_setting(record: Record, name: str) -> None:
    """Delete a setting and all that it ever was: for a key, which is kept no longer than it is needed."""
    Detail.objects.filter(record=record, name=f"setting {name}").delete()


def _latest(record: Record, name: str) -> Any:
    rows = ask(_LATEST, [record.pk, name])  # asked at every save: Django would write it out anew each time
    return json.loads(rows[0][0]) if rows else None


def _say(record: Record, name: str, value: Any) -> None:
    body = json.dumps(value)
    with transaction.atomic():
        if when_said:
            serialise(record)
        for each in when_said:
            each(record, name, body)
        Detail.objects.create(record=record, name=name, body=body, entered_s=arrived_s())


def _known(said: dict[str, Any], form: type[Person | Product]) -> dict[str, Any]:
    """Without what only a newer version knows."""
    known = {each.name for each in fields(form)}
    return {key: value for key, value in said.items() if key in known}


def _frozen(value: Any) -> Any:
    return tuple(_frozen(each) for each in value) if isinstance(value, list) else value
