"""The one bibliography: a TOML table per source, its key as the table's name."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from typing import Any

from speciosa.values.sources import Source

_TEXT_FIELDS = ("title", "authors", "published", "doi", "pmid", "url")
_KEY = re.compile(r"[a-z][a-z0-9_]*")
_DOI = re.compile(r"10\.\d{4,9}/\S+")
_URL = re.compile(r"https?://\S+")


def read_bibliography(text: str) -> tuple[dict[str, Source], list[str]]:
    r"""Sources by key, and what is wrong with the file.

    Parameters
    ----------
    text : the TOML text.

    Returns
    -------
    sources, problems : in file order; sentences like ``bibliography.toml [smith2024]: ...``.

    Examples
    --------
    >>> sources, problems = read_bibliography('[krebs2009]\ndoi = "10.1007/s11606-009-0981-1"')
    >>> sources["krebs2009"].link, problems
    ('https://doi.org/10.1007/s11606-009-0981-1', [])
    """
    try:
        entries = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return {}, [f"bibliography.toml: cannot be read: {error}"]
    sources: dict[str, Source] = {}
    problems: list[str] = []
    for key, entry in entries.items():
        wrong = _wrong_with(key, entry)
        problems += [f"bibliography.toml [{key}]: {each}" for each in wrong]
        if not wrong:
            sources[key] = _source(key, entry)
    return sources, problems


def _source(key: str, entry: Mapping[str, Any]) -> Source:
    texts = {name: entry.get(name, "") for name in _TEXT_FIELDS}
    return Source(key=key, year=entry.get("year"), **texts)


def _wrong_with(key: str, entry: object) -> list[str]:
    if not isinstance(entry, dict):
        return ["is not a table"]
    wrong = [f"unknown field {name}" for name in entry if name not in (*_TEXT_FIELDS, "year")]
    wrong += [f"{name} is not text" for name in _TEXT_FIELDS if not isinstance(entry.get(name, ""), str)]
    if wrong:
        return wrong
    if not _KEY.fullmatch(key):
        wrong.append("key is not lower-case letters, digits and _")
    if "year" in entry and type(entry["year"]) is not int:
        wrong.append("year is not a whole number")
    if not any(entry.get(name) for name in ("doi", "pmid", "url")):
        wrong.append("has no DOI, PMID or official address")
    if entry.get("doi") and not _DOI.fullmatch(entry["doi"]):
        wrong.append("doi does not look like 10.1234/abc")
    if entry.get("pmid") and not entry["pmid"].isdigit():
        wrong.append("pmid is not a number")
    if entry.get("url") and not _URL.fullmatch(entry["url"]):
        wrong.append("url does not start with https://")
    return wrong
