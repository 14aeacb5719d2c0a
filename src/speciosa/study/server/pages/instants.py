"""Instants as pages of the staff say them: UTC, since a study has places in several zones."""

from __future__ import annotations

from datetime import UTC, datetime


def day(at_s: int | None) -> str:
    """A day in UTC; a dash where there is none.

    Examples
    --------
    >>> day(0), day(None)
    ('1970-01-01', '–')
    """
    return "–" if at_s is None else datetime.fromtimestamp(at_s, UTC).strftime("%Y-%m-%d")


def moment(at_s: int | None) -> str:
    """A day and a minute in UTC; a dash where there is none.

    Examples
    --------
    >>> moment(90)
    '1970-01-01 00:01 UTC'
    """
    return "–" if at_s is None else datetime.fromtimestamp(at_s, UTC).strftime("%Y-%m-%d %H:%M UTC")
