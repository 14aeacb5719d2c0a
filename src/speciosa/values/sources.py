"""Where a statement comes from: one bibliography entry, and how it was read."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class HowRead(StrEnum):
    """How far somebody read the source of a row. The page shows the weaker ones as such."""

    TABLE = "table"
    TEXT = "text"
    ABSTRACT = "abstract"
    REGISTRY = "registry"
    SECONDARY = "secondary"
    DERIVED = "derived"
    OWN_CHOICE = "own_choice"
    NEEDS_CLINICAL_REVIEW = "needs_clinical_review"


@dataclass(frozen=True, slots=True)
class Source:
    """One entry of the bibliography.

    Parameters
    ----------
    key : citation key, e.g. ``krebs2009``.
    title, authors, published, year : as far as they were seen; empty where they were not.
    doi, pmid, url : at least one identifier, except for our own choices.
    """

    key: str
    title: str
    authors: str
    published: str
    year: int | None
    doi: str
    pmid: str
    url: str

    @property
    def link(self) -> str:
        """Where a reader finds it: DOI first, then PubMed, then the page."""
        if self.doi:
            return f"https://doi.org/{self.doi}"
        return f"https://pubmed.ncbi.nlm.nih.gov/{self.pmid}/" if self.pmid else self.url

    @property
    def cited(self) -> str:
        """One line as a reference list prints it."""
        year = str(self.year) if self.year else ""
        words = ". ".join(part for part in (self.authors, self.title, self.published, year) if part)
        where = f"doi:{self.doi}" if self.doi else f"PMID {self.pmid}" if self.pmid else self.url
        return f"{words}. {where}".strip(". ") if words else where

    def to_json(self) -> dict[str, str]:
        """As every document names its sources."""
        return {"key": self.key, "cited": self.cited, "link": self.link}
