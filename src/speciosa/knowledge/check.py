"""The rules that the tables keep among themselves. Each broken one is a sentence with its place."""

from __future__ import annotations

from speciosa.knowledge.contents import Contents


def problems_in(contents: Contents) -> list[str]:
    return []
