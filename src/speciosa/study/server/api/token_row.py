"""A token with all that hangs on it, in one query that is written out once: it is asked at every call."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple, cast

from django.contrib.auth.models import User
from django.db import connection
from django.db.models import Model

from speciosa.store.models import Record
from speciosa.study.server.models import Participant, Study, Token


class _Part(NamedTuple):
    """Columns of one table. `path`: how a token leads there. `names`: in the order of its fields."""

    path: str
    kind: type[Model]
    names: tuple[str, ...]


def _part(path: str, kind: type[Model], *names: str) -> _Part:
    fields = [each.attname for each in kind._meta.concrete_fields]  # noqa: SLF001  Django's own documented name
    return _Part(path, kind, tuple(each for each in fields if each in {"id", *names}))


_PARTS = (
    _part("", Token, "study_id", "person_id", "participant_id", "scopes", "expires_s", "revoked_s", "seen_s"),
    _part("study__", Study, "slug", "state", "masked"),
    _part("person__", User, "username", "is_active"),
    _part("participant__", Participant, "study_id", "site_id", "number", "person_id", "record_id", "state"),
    _part("participant__record__", Record, "key", "begun_s"),
)
_COLUMNS = [f"{each.path}{name}" for each in _PARTS for name in each.names]


def token_with(digest: str) -> Token | None:
    """A token with its study, its owner, and its participant and record where it has one; None where there is none."""
    with connection.cursor() as cursor:
        cursor.execute(_statement(), [digest])
        row = cursor.fetchone()
    if row is None:
        return None
    rest, made = list(row), list[Any]()
    for each in _PARTS:
        values, rest = rest[: len(each.names)], rest[len(each.names) :]
        made.append(each.kind.from_db(connection.alias, each.names, values))
    token, study, person, participant, record = made
    token.study, token.person = study, person
    if token.participant_id is None:
        token.participant = None
    else:
        token.participant, participant.study, participant.record = participant, study, record
    return cast("Token", token)


@cache
def _statement() -> str:
    """The query as Django writes it for this process's database, with one place."""
    words, places = Token.objects.filter(digest="").values_list(*_COLUMNS).query.sql_with_params()
    assert len(places) == 1
    return str(words)
