"""The reference pages and the command that writes them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from speciosa.knowledge.__main__ import main
from speciosa.knowledge.check import read_folder
from speciosa.knowledge.pages import pages

Copy = Any
REPOSITORY = Path(__file__).parents[3]


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    return tmp_path / "docs"


def run(tables: Copy, docs: Path, *more: str) -> int:
    return main([str(docs), "--data", str(tables.folder), *more])


def test_the_committed_pages_are_fresh() -> None:
    assert main([str(REPOSITORY / "docs/reference/knowledge"), "--check"]) == 0


def test_every_table_has_a_page_and_so_have_the_sources(tables: Copy, docs: Path) -> None:
    assert run(tables, docs) == 0
    wanted = {path.stem for path in tables.folder.iterdir() if not path.stem.endswith("_sets")} - {
        "bibliography",
        "spectra",
    }
    # of the bibliography; a model's sets stand on the page of its model; the spectra are numbers without words
    wanted |= {"references", "needs_clinical_review"}
    assert {path.stem for path in docs.iterdir()} == wanted


def test_the_same_tables_give_the_same_bytes(tables: Copy) -> None:
    contents, _ = read_folder(tables.folder)
    assert pages(contents) == pages(read_folder(tables.folder)[0])


def test_fresh_pages_pass(tables: Copy, docs: Path) -> None:
    run(tables, docs)
    assert run(tables, docs, "--check") == 0


def test_a_page_older_than_its_table_fails(tables: Copy, docs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(tables, docs)
    tables.change("choices", "coverage_gap_d", value="4")
    assert run(tables, docs, "--check") == 1
    assert "choices.md: is stale" in capsys.readouterr().err


def test_a_page_of_no_table_fails(tables: Copy, docs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(tables, docs)
    (docs / "red_flags.md").write_text("by hand", encoding="utf-8")
    assert run(tables, docs, "--check") == 1
    assert "red_flags.md: is stale" in capsys.readouterr().err


def test_checking_writes_nothing(tables: Copy, docs: Path) -> None:
    assert run(tables, docs, "--check") == 1
    assert not docs.exists()


def test_broken_tables_are_named_and_no_page_is_written(
    tables: Copy, docs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tables.change("choices", "coverage_gap_d", why="")
    tables.change("adverse", "product_lead", unit="lots")
    assert run(tables, docs) == 1
    said = capsys.readouterr().err
    assert "choices.csv [coverage_gap_d]: has no why" in said
    assert "unit 'lots' is not in the list" in said
    assert not docs.exists()


def test_a_number_is_shown_with_its_range_unit_source_and_reading(tables: Copy) -> None:
    contents, _ = read_folder(tables.folder)
    (line,) = [line for line in pages(contents)["content.md"].splitlines() if "`use_mitragynine_mean`" in line]
    assert "| 31.3 (2 to 205.9) mg |" in line
    assert "[sharma2025](references.md#sharma2025)" in line
    assert "| abstract |" in line


def test_an_open_range_says_which_end_it_has(tables: Copy) -> None:
    contents, _ = read_folder(tables.folder)
    (line,) = [line for line in pages(contents)["adverse.md"].splitlines() if "`malaysia_severe_dependence`" in line]
    assert "| at least 50 % |" in line


def test_no_cell_breaks_its_table(tables: Copy) -> None:
    tables.change("choices", "coverage_gap_d", why="a | b < c")
    contents, _ = read_folder(tables.folder)
    text = pages(contents)["choices.md"]
    assert "a \\| b &lt; c" in text
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert {line.replace("\\|", "").count("|") for line in rows} == {6}


def test_a_source_says_where_it_is_used(tables: Copy) -> None:
    contents, _ = read_folder(tables.folder)
    text = pages(contents)["references.md"]
    entry = text[text.index("## krebs2009") :].split("\n## ")[0]
    assert "Krebs EE" in entry
    assert "<https://doi.org/10.1007/s11606-009-0981-1>" in entry
    assert "[instruments](instruments.md)" in entry.partition("Used in ")[2]
