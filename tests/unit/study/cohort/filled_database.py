"""Fills an empty PostgreSQL with records, in a process of its own: ``python filled_database.py store|study``.

The database is the one that ``SPECIOSA_POSTGRESQL`` names.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from speciosa.knowledge import load_knowledge
from speciosa.store.opening import newest_tables, start_django
from speciosa.study.cohort.simulated import SimulatedPeople

if TYPE_CHECKING:
    from speciosa.store.models import Record

PEOPLE = SimulatedPeople(3, seed=1, days=14)
KEYS = tuple(letter * 32 for letter in "abc")


def fill(kind: str) -> None:
    """Three records; with ``study`` the study's server has its tables there, and two of them take part."""
    start_django("speciosa.study.server.settings" if kind == "study" else "speciosa.store.settings")
    newest_tables()
    from django.core.management import call_command

    if kind == "study":
        call_command("migrate", verbosity=0, interactive=False)
    from django.db import transaction

    from speciosa.store.adding import write_events
    from speciosa.store.details import save_person
    from speciosa.store.models import Record

    records = []
    for id_, key in zip(PEOPLE.listed().ids, KEYS, strict=True):
        diary = PEOPLE.opened(id_, load_knowledge(), now_s=0).diary
        record = Record.objects.create(key=key, begun_s=0)
        with transaction.atomic():
            write_events(record, list(diary.history), origin="diary")
            save_person(record, diary.person)
        records.append(record)
    if kind == "study":
        _enrol(records[:2])


def _enrol(records: list[Record]) -> None:
    from django.contrib.auth import get_user_model

    from speciosa.study.server.models.people import Participant
    from speciosa.study.server.models.studies import Site, Study

    study = Study.objects.create(slug="leaf", title="Leaf", made_s=0)
    site = Site.objects.create(study=study, slug="here", name="Here")
    for number, record in enumerate(records, start=1):
        person = get_user_model().objects.create(username=f"p{number}")
        Participant.objects.create(
            study=study, site=site, number=f"L-{number:03}", person=person, record=record, joined_s=0
        )  # fmt: skip


if __name__ == "__main__":
    fill(sys.argv[1])
