"""Which entries belong together: an entry, what it corrects, and what corrects it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from django.db import connection

Ask = Callable[[str, Sequence[Any]], list[tuple[Any, ...]]]
"""Runs one statement with ``%s`` for each parameter: its rows, if it has any."""
_EARLIER = "SELECT supersedes FROM store_entry WHERE record_id = %s AND entry_id IN"
_LATER = "SELECT entry_id FROM store_entry WHERE record_id = %s AND supersedes <> '' AND supersedes IN"
_MOST = 900  # parameters of one statement, within every database's limit


def ask(statement: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """An `Ask` of the open store."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall()) if cursor.description else []


def ask_file(opened: Any) -> Ask:
    """An `Ask` of a database file that was opened without Django.

    Parameters
    ----------
    opened : a connection of `cipher.connection.connect`.
    """
    return lambda statement, parameters: list(opened.execute(statement.replace("%s", "?"), list(parameters)))


def chain_of(record: int, ids: Iterable[str], ask: Ask = ask) -> set[str]:
    """These entries and every other version of them: what they correct and what corrects them, to the last.

    Parameters
    ----------
    record : key of the record.
    ids : entries of the record; one that is not here is part of the answer all the same.
    """
    found: set[str] = set()
    news = set(ids) - {""}
    while news:
        found |= news
        earlier = rows_with(ask, _EARLIER, record, news)
        later = rows_with(ask, _LATER, record, news)
        news = {each for (each,) in (*earlier, *later)} - found - {""}
    return found


def rows_with(ask: Ask, statement: str, record: int, ids: Iterable[str]) -> Iterator[tuple[Any, ...]]:
    """What a statement that ends in ``IN`` finds for these ids, a part at a time."""
    for part in parts_of(ids):
        yield from ask(f"{statement} ({', '.join(['%s'] * len(part))})", [record, *part])


def parts_of(ids: Iterable[str]) -> Iterator[list[str]]:
    """Ids in parts that one statement can take.

    Examples
    --------
    >>> [len(part) for part in parts_of(map(str, range(1000)))]
    [900, 100]
    """
    whole = sorted(ids)
    for at in range(0, len(whole), _MOST):
        yield whole[at : at + _MOST]
