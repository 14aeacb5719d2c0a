"""Whom the resources of a FHIR file are about: by their references, whether or not the file holds those people."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from speciosa.record.readers.json_record import Fields

_PERSON = "Patient"
_KEYS = ("subject", "patient")


def people(resources: Iterable[tuple[Fields, str]]) -> frozenset[str]:
    """The people, each by one name; as many as there surely are.

    A reference counts by what it points at: an address and a short form of it are one person. Where there are only
    numbers in place of references, two of one system are two people.

    Parameters
    ----------
    resources : with the address of each, empty where it has none.

    Examples
    --------
    >>> def about(name: str) -> tuple[Fields, str]:
    ...     return Fields({"resourceType": "Observation", "subject": {"reference": name}}, "this entry"), ""
    >>> sorted(people([about("Patient/a"), about("https://x.example/Patient/a/_history/2"), about("Patient/b")]))
    ['Patient/b', 'https://x.example/Patient/a']
    """
    every = list(resources)
    known = _known(every)
    references, numbers = set[str](), dict[str, set[str]]()
    for said, _ in every:
        for pointer in _pointers(said):
            if name := _pointed(pointer, said, known):
                references.add(name)
            elif isinstance(number := pointer.get("identifier"), dict) and isinstance(number.get("value"), str):
                numbers.setdefault(str(number.get("system")), set()).add(number["value"])
    whole = {each for each in references if "://" in each}
    references -= {each for each in references - whole if any(one.endswith(f"/{each}") for one in whole)}
    return max((frozenset(each) for each in (references, *numbers.values())), key=len)


def _known(resources: list[tuple[Fields, str]]) -> dict[str, str]:
    """Of each resource of the file its names to one of them; what is no person's to nothing."""
    known: dict[str, str] = {}
    for said, url in resources:
        kind, own = said.get("resourceType"), said.get("id")
        short = f"{kind}/{own}" if isinstance(own, str) and isinstance(kind, str) else ""
        known |= dict.fromkeys((each for each in (url, short) if each), (url or short) if kind == _PERSON else "")
    return known


def _pointers(said: Fields) -> Iterator[dict[str, Any]]:
    for key in _KEYS:
        pointer = said.get(key)
        if isinstance(pointer, dict):
            yield pointer


def _pointed(pointer: dict[str, Any], said: Fields, known: dict[str, str]) -> str:
    """A name of the person that a reference points at; empty where it points at nobody."""
    reference = pointer.get("reference")
    if not isinstance(reference, str):
        return ""
    reference = reference.strip().partition("/_history/")[0]
    if reference.startswith("#"):
        return _inside(said, reference[1:])
    if reference in known:
        return known[reference]
    is_person = f"/{reference}".rpartition("/")[0].endswith(f"/{_PERSON}") or reference.startswith(
        ("urn:", f"{_PERSON}?")
    )
    return reference if is_person else ""


def _inside(said: Fields, own: str) -> str:
    """A person who is kept inside a resource has no address, so what is said of them is their name."""
    held = said.get("contained")
    for each in held if isinstance(held, list) else ():
        if isinstance(each, dict) and each.get("id") == own and each.get("resourceType") == _PERSON:
            return json.dumps({key: value for key, value in each.items() if key != "id"}, sort_keys=True)
    return ""
