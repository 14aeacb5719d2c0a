"""Arms swapped in the database: whatever masked roles can see of the study stays the same, byte for byte."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pytest
from tests.study_server.addresses import every_address, filled
from tests.study_server.allocation_world import (
    DURING_S,
    NOW_S,
    Allocating,
    browser,
    cheap_hashing,
    clock_at,
    opened,
    ready,
)  # fmt: skip
from tests.study_server.conftest import World

from speciosa.study.server.roles import Right, Role, may

if TYPE_CHECKING:
    from django.test import Client

    from speciosa.study.server.models import Allocated
    from speciosa.trial import Allocation

STAFF = ("clinician", "investigator", "auditor", "administrator")
PEOPLE = ("P0001", "P0002")
SWAPPED = {"usual": "-25%", "-25%": "usual"}
_SAVEPOINT = re.compile(r'SAVEPOINT "\w+"')
NOT_THEIR_OWN = ("/accounts/", "/static/", "/study/static/")
"""Nothing of a study stands there."""


@pytest.fixture
def allocating(world: World) -> Iterator[Allocating]:
    with cheap_hashing(), clock_at(NOW_S):
        made = ready(world)
        for number in PEOPLE:
            made.allocate(number)
    with cheap_hashing(), clock_at(DURING_S):
        yield made


@dataclass(frozen=True, slots=True)
class Seen:
    """What one answer shows: everything that whoever asked can look at, and the questions to the database."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    queries: tuple[str, ...]


@pytest.fixture
def plain_forms(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forms whose hidden token is the same each time: it comes from chance, and would hide every other difference."""
    from django.middleware import csrf

    monkeypatch.setattr(csrf, "_get_new_csrf_string", lambda: "a" * csrf.CSRF_SECRET_LENGTH)


@pytest.mark.usefixtures("plain_forms")
def test_what_masked_roles_see_does_not_depend_on_the_arms(
    allocating: Allocating, monkeypatch: pytest.MonkeyPatch
) -> None:
    _same_ids(monkeypatch)
    browsers = {who: browser(allocating.world, who) for who in (*STAFF, "P0001", "")}
    before = seen_by(browsers)
    assert len([each for each in before.values() if each.status == 200]) > 50
    for number in PEOPLE:
        swap(allocating, number)
    after = seen_by(browsers)
    if wrong := differing(before, after):
        pytest.fail("\n".join(wrong))


@pytest.mark.usefixtures("plain_forms")
def test_the_walk_sees_a_page_that_tells_an_arm(allocating: Allocating, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that shows, times or sorts by the arm is found: else the test above could not fail."""
    from speciosa.study.server.allocation import proofs

    client = {"auditor": browser(allocating.world, "auditor")}
    real = proofs.of_participants
    where = [("auditor", "/study/leaf/promises/")]

    def by_arm(seat: Any) -> Any:
        rows = {each.participant.number: each for each in proofs._allocated(seat)}
        return sorted(real(seat), key=lambda each: opened(rows[each.number], allocating.codes["packer"], "packer").arms)

    arms = [
        opened(allocating.world.people[each].allocated, allocating.codes["packer"], "packer").arms for each in PEOPLE
    ]
    monkeypatch.setattr(proofs, "of_participants", by_arm)
    before = seen_by(client, where)
    for number in PEOPLE:
        swap(allocating, number)
    assert (before != seen_by(client, where)) == (arms[0] != arms[1])


def test_every_address_names_a_right_and_can_be_filled_in_or_is_known_not_to_be() -> None:
    rows = every_address()
    assert len(rows) > 20
    assert [each.route for each in rows if each.right is None] == []


def seen_by(browsers: dict[str, Client], where: list[tuple[str, str]] | None = None) -> dict[tuple[str, str], Seen]:
    """Every address that each of them may see, as they see it; what a page wrote down is taken back."""
    from django.db import connection, transaction

    found = {}
    with transaction.atomic():
        for who, path in where or _where(browsers):
            client, queries = browsers[who], list[str]()
            client.raise_request_exception = False
            with connection.execute_wrapper(_noting(queries)):
                answer = client.get(path)
                body = answer.getvalue()
            assert answer.status_code < 500, f"{path} as {who or 'nobody'}"
            headers = tuple(sorted(answer.headers.items()))
            found[who, path] = Seen(answer.status_code, headers, body, tuple(queries))
        transaction.set_rollback(True)
    return found


def _where(browsers: dict[str, Client]) -> list[tuple[str, str]]:
    """Who may see which address, by the one table of rights; nobody signed in may see what anybody may."""
    return [
        (who, path)
        for who in browsers
        for each in every_address()
        if each.right is not None and may(_role(who), each.right) and (who or each.right is Right.ANYBODY)
        if (path := filled(each)) is not None and not path.startswith(NOT_THEIR_OWN)
    ]


def _role(who: str) -> Role:
    return Role(who) if who in STAFF else Role.PARTICIPANT


def _noting(queries: list[str]) -> Callable[..., Any]:
    def noted(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        queries.append(_SAVEPOINT.sub("SAVEPOINT", sql))  # their names count up
        return execute(sql, params, many, context)

    return noted


def differing(before: dict[tuple[str, str], Seen], after: dict[tuple[str, str], Seen]) -> list[str]:
    """What is not the same, and where it begins to differ."""
    wrong = [f"{who} {path}: there once only" for who, path in before.keys() ^ after.keys()]
    for key in before.keys() & after.keys():
        one, other = before[key], after[key]
        if one != other:
            at = next((at for at, pair in enumerate(zip(one.body, other.body, strict=False)) if len(set(pair)) > 1), -1)
            near = one.body[max(0, at - 60) : at + 60]
            wrong.append(f"{key}: {one.status} {other.status} {one.headers == other.headers} {near!r}")
            wrong += [f"  {a} | {b}" for a, b in zip(one.queries, other.queries, strict=False) if a != b][:1]
    return sorted(wrong)


def swap(allocating: Allocating, number: str) -> None:
    """The mirrored schedule behind the same seal: same name, codes, seed, opening code; the promise is left alone."""
    from speciosa.study.server.models import Allocated
    from speciosa.trial.concealment import seal, secrets_for

    made: Allocated = Allocated.objects.get(participant__number=number, participant__study=allocating.world.leaf)
    found: Allocation = opened(made, allocating.codes["packer"], "packer")
    mirrored = replace(found, arms=tuple(SWAPPED[each] for each in found.arms))
    schedule = mirrored.schedule()
    hidden = secrets_for(found.seed, schedule)
    body = seal(found.trial, schedule, hidden).decode()
    assert len(body) == len(made.body)
    assert body != made.body
    Allocated.objects.filter(pk=made.pk).update(body=body)
    assert opened(Allocated.objects.get(pk=made.pk), allocating.codes["packer"], "packer").arms == mirrored.arms


def _same_ids(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ids of forms come from chance, too."""
    import secrets

    from speciosa.store import entries

    monkeypatch.setattr(entries, "fresh_id", lambda: "an-id")
    monkeypatch.setattr(secrets, "token_hex", lambda size=32: "ab" * size)
