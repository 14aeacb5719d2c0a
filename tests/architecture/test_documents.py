"""The documents say what is there, and every link leads somewhere."""

import re

import pytest
from tests.conftest import ROOT

from speciosa.cli.commands import COMMANDS
from speciosa.record import Kind
from speciosa.record.row import COLUMNS

PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#]+)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(page: object) -> None:
    broken = [link for link in LINK.findall(page.read_text(encoding="utf-8")) if not (page.parent / link).exists()]  # type: ignore[attr-defined]
    assert broken == []


def test_every_command_is_described() -> None:
    text = (ROOT / "docs" / "reference" / "commands.md").read_text()
    assert [
        each.name for each in COMMANDS if f"`{each.name}`" not in text and f"speciosa {each.name}" not in text
    ] == []


def test_every_kind_and_column_is_described() -> None:
    text = (ROOT / "docs" / "reference" / "diary.md").read_text()
    assert [word for word in (*Kind, *COLUMNS) if f"`{word}`" not in text] == []
