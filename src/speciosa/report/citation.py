"""How a text names a source: first author and year."""

from __future__ import annotations

from speciosa.values.sources import Source

_MOST = 48


def short_citation(source: Source) -> str:
    """First author and year as a text names a source; without an author the journal, without that its number.

    Examples
    --------
    >>> short_citation(Source("a_key", "", "", "", None, "10.1000/1", "", ""))
    'doi:10.1000/1'
    """
    surname = source.authors.split(",")[0].split(" and ")[0].strip().partition(" ")[0]
    name = surname or next((each[:_MOST] for each in (source.published, source.title) if each[:1].isalpha()), "")
    return f"{name} {source.year or ''}".strip() if name else source.cited or source.key
