"""The tables as reference pages: one page a table or model, one for reviewers, and one with all sources.

The pages are written from the tables and never by hand; the same tables give the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from speciosa.knowledge.contents import Contents
from speciosa.knowledge.model_page import model_page
from speciosa.knowledge.page_cells import escaped
from speciosa.knowledge.page_columns import PAGES, Page
from speciosa.knowledge.report_page_columns import REPORT_PAGES
from speciosa.knowledge.review_page import review_page
from speciosa.knowledge.safety_page_columns import SAFETY_PAGES
from speciosa.knowledge.skin_page_columns import SKIN_PAGES
from speciosa.knowledge.spectral_page_columns import SPECTRAL_PAGES
from speciosa.values.sources import Source

_MADE = "<!-- Written by `make knowledge` from the tables in src/speciosa/knowledge/data. Do not edit. -->"

_HOW_READ = """How a source was read stands beside each row:

- table, text: a table or the body text of the paper was read, once
- abstract: only its abstract was read
- registry: a registry record was read
- secondary: another page says so; the paper itself was not seen
- derived: our own arithmetic or simulation on the named source
- own choice: a threshold of ours
- needs clinical review: no source was found yet; shown because leaving it out would be worse

A title or a name that nobody saw on a page is left empty."""


def pages(contents: Contents) -> dict[str, str]:
    """Markdown text by file name: every table, every model, what awaits review, and ``references.md``.

    Parameters
    ----------
    contents : tables that passed their checks.
    """
    every = {**PAGES, **SAFETY_PAGES, **SKIN_PAGES, **SPECTRAL_PAGES, **REPORT_PAGES}
    texts = {f"{table}.md": _table_page(page, contents.rows[table]) for table, page in every.items()}
    texts |= {f"{key}_model.md": f"{_MADE}\n\n{model_page(model)}" for key, model in contents.models.items()}
    texts["needs_clinical_review.md"] = f"{_MADE}\n\n{review_page(contents)}"
    texts["references.md"] = _references(contents)
    return texts


def write_pages(contents: Contents, docs_dir: Path) -> None:
    """Write every page below a folder, which is made if need be."""
    docs_dir.mkdir(parents=True, exist_ok=True)
    for name, text in pages(contents).items():
        (docs_dir / name).write_text(text, encoding="utf-8", newline="\n")


def stale_pages(contents: Contents, docs_dir: Path) -> list[str]:
    """Names of pages that are missing, differ from the tables, or belong to no table; sorted."""
    wanted = pages(contents)
    found = {path.name: path.read_text(encoding="utf-8") for path in docs_dir.glob("*.md")}
    return sorted(name for name in wanted.keys() | found.keys() if wanted.get(name) != found.get(name))


def _table_page(page: Page, rows: Sequence[Any]) -> str:
    heads = [head for head, _ in page.columns]
    lines = ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    lines += ["| " + " | ".join(escaped(cell(row)) for _, cell in page.columns) + " |" for row in rows]
    return f"{_MADE}\n\n# {page.title}\n\n{page.about}\n\n" + "\n".join(lines) + "\n"


def _references(contents: Contents) -> str:
    cited: dict[str, set[str]] = {key: set() for key in contents.sources}
    for table, rows in contents.rows.items():
        for row in rows:
            for key in getattr(row, "source", ()):
                cited[key].add(table)
    for model in contents.models.values():
        for key in model.cited:
            cited[key].add(f"{model.key}_model")
    entries = [_reference(contents.sources[key], cited[key]) for key in sorted(contents.sources)]
    return f"{_MADE}\n\n# References\n\n{_HOW_READ}\n\n" + "\n\n".join(entries) + "\n"


def _reference(source: Source, tables: set[str]) -> str:
    used = ", ".join(f"[{table}]({table}.md)" for table in sorted(tables))
    return f"## {source.key}\n\n{source.cited}\n\n<{source.link}>\n\nUsed in {used}."
