"""What a study published before: two pools that differ by a few people tell those few.

    {"schema": 1, "kind": "study releases", "study": "leaf",
     "releases": [{"of": "effect", "outcome": "pain", "people": {id: 16 hexadecimal digits of the number given}}]}

It names ids, so it stays with whoever pools and is never given out.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from speciosa.values.errors import EntryError
from speciosa.values.json_form import SCHEMA, dump

_KIND = "study releases"


class Release(NamedTuple):
    """One publication: which number, of which outcome, and the fingerprint of what each person (by id) gave to it."""

    of: str
    outcome: str
    people: dict[str, str]

    def apart(self, other: Release) -> int:
        """How many people are in one of the two only, or gave another number.

        Examples
        --------
        >>> Release("effect", "pain", {"a": "1", "b": "1"}).apart(Release("effect", "pain", {"a": "2", "b": "1"}))
        1
        """
        return sum(self.people.get(one) != other.people.get(one) for one in {*self.people, *other.people})


def refuse_if_too_close(now: Release, earlier: Sequence[Release], least: int) -> None:
    """End a release that, held against an earlier one, would tell of fewer than `least` people.

    Raises
    ------
    EntryError : it would.
    """
    for each in earlier:
        apart = now.apart(each) if (each.of, each.outcome) == (now.of, now.outcome) else 0
        if 0 < apart < least:
            raise EntryError(
                "this was not published: between it and an earlier release of the same study fewer than "
                f"{least} people differ",
                why="who holds the two against each other would learn what those few said",
                todo=f"publish it once at least {least} people came or went",
            )


def ledger_text(study: str, releases: Sequence[Release]) -> str:
    """The file of a study's releases."""
    return dump(
        {"schema": SCHEMA, "kind": _KIND, "study": study, "releases": [each._asdict() for each in releases]}
    )  # fmt: skip


def releases_of(text: str, study: str) -> tuple[Release, ...]:
    """The releases of such a file.

    Raises
    ------
    EntryError : it is damaged or of another study: without it nobody can know what was published.

    Examples
    --------
    >>> one = Release("effect", "pain", {"0" * 32: "1" * 16})
    >>> releases_of(ledger_text("leaf", [one]), "leaf") == (one,)
    True
    """
    try:
        said: Any = json.loads(text)
        same = (said["schema"], said["kind"], said["study"]) == (SCHEMA, _KIND, study)
        found = tuple(
            Release(str(each["of"]), str(each["outcome"]), {str(k): str(v) for k, v in each["people"].items()})
            for each in said["releases"]
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        same, found = False, ()
    if not same:
        raise EntryError(
            "the list of what was published can't be read, or is another study's", where="--ledger",
            todo="name the right one; without it nothing is published",
        )  # fmt: skip
    return found
