"""A study's server without a server: one database a process, each test in a transaction that is rolled back.

These tests run in a process of their own, with the server's settings: see the conftest at the top.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.store_fixture import BEGUN_S, IN_POSTGRESQL, PASSPHRASE, cheap_hashing

from speciosa.store.opening import create_store

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from django.test import Client

    from speciosa.store.models import Record
    from speciosa.study.server.models import Participant, Site, Study

ROLES = ("packer", "clinician", "investigator", "statistician", "auditor", "administrator")


@pytest.fixture(scope="session")
def tables(tmp_path_factory: pytest.TempPathFactory) -> None:
    """The newest tables, in an encrypted file or in PostgreSQL."""
    from speciosa.study.server.tables import newest_tables

    if not IN_POSTGRESQL:
        with cheap_hashing():
            create_store(tmp_path_factory.mktemp("server") / "store", PASSPHRASE, now_s=BEGUN_S)
    newest_tables()


@pytest.fixture
def database(tables: None) -> Iterator[None]:
    """Whatever a test writes is gone after it."""
    from django.core.cache import cache
    from django.db import transaction

    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    cache.clear()


@dataclass(frozen=True, slots=True, weakref_slot=True, eq=False)
class World:
    """Two studies. ``leaf`` has two sites, each role once for all sites, and a participant at each site.

    ``tablets`` is another study with everybody of its own. `accounts`: by ``role`` or ``role@tablets``;
    `people`: ``P0001`` (north), ``P0002`` (south), ``P0001@tablets``.
    """

    leaf: Study
    tablets: Study
    north: Site
    south: Site
    accounts: dict[str, User]
    people: dict[str, Participant]

    def client(self, who: str = "") -> Client:
        """A browser in which somebody has signed in: a role, or a participant's number; empty: nobody."""
        from django.test import Client

        client = Client(HTTP_HOST="127.0.0.1")
        account = self.accounts.get(who) or (self.people[who].person if who else None)
        if account is not None:
            client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
            session = client.session
            session["second_factor_shown"] = True
            session.save()
        return client


@pytest.fixture
def world(database: None) -> World:
    """See `World`."""
    from speciosa.study.server.models import Member, Participant, Site, Study

    studies, sites, accounts, people = {}, {}, {}, {}
    for slug in ("leaf", "tablets"):
        study = Study.objects.create(slug=slug, title=f"Study of {slug}", made_s=BEGUN_S, state="open")
        studies[slug] = study
        for site in ("north", "south"):
            sites[slug, site] = Site.objects.create(study=study, slug=site, name=site.title())
        end = "" if slug == "leaf" else f"@{slug}"
        for role in ROLES:
            accounts[f"{role}{end}"] = member = _account(f"{role}@{slug}.example", second_factor=True)
            Member.objects.create(person=member, study=study, role=role, since_s=BEGUN_S)
        for at, site in enumerate(("north", "south"), start=1):
            number = f"P{at:04d}"
            people[f"{number}{end}"] = Participant.objects.create(
                study=study, site=sites[slug, site], number=number, person=_account(f"{number}@{slug}"),
                record=_record(f"{slug}{number}"), joined_s=BEGUN_S,
            )  # fmt: skip
    return World(studies["leaf"], studies["tablets"], sites["leaf", "north"], sites["leaf", "south"], accounts, people)


def _account(name: str, *, second_factor: bool = False) -> User:
    from allauth.mfa.models import Authenticator
    from django.contrib.auth.models import User

    made = User.objects.create(username=name, email=name if "." in name else "")
    if second_factor:
        Authenticator.objects.create(user=made, type=Authenticator.Type.TOTP, data={"secret": "x"})
    return made


def _record(key: str) -> Record:
    from speciosa.store.models import Record

    return Record.objects.create(key=key, begun_s=BEGUN_S)


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A folder of this test's own."""
    return tmp_path
