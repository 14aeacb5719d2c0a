"""CSV exports by column name."""

from __future__ import annotations

from pathlib import Path

import pytest

from speciosa.record.readers.csv_table import Record, names_in, read_table
from speciosa.values.errors import EntryError
from speciosa.values.reading import Refused


def _written(folder: Path, text: str) -> Path:
    path = folder / "export.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_lines_are_physical_even_below_a_note_of_several_lines(tmp_path: Path) -> None:
    _, records = read_table(_written(tmp_path, 'a,b\n"x\ny",1\n\nz,2\n'), ("a",), title="x")
    assert [each.line for each in records] == [2, 5]


def test_a_header_on_a_later_line_is_found(tmp_path: Path) -> None:
    names, records = read_table(
        _written(tmp_path, "A title,,\nA,B,\n1,2,3\n"), ("a",), title="x", header_line=2, ragged=True
    )
    assert names == ("a", "b")
    assert [each.line for each in records] == [3]


def test_cells_that_do_not_fit_are_refused_unless_the_table_is_ragged(tmp_path: Path) -> None:
    path = _written(tmp_path, "a,b\n1\n1,2,3\n1,2\n")
    _, strict = read_table(path, ("a",), title="x")
    assert [isinstance(each, Refused) for each in strict] == [True, True, False]
    _, ragged = read_table(path, ("a",), title="x", ragged=True)
    assert [each.extra for each in ragged if isinstance(each, Record)] == [(), ("3",), ()]


def test_a_name_that_stands_twice_means_the_first_unless_it_is_needed(tmp_path: Path) -> None:
    path = _written(tmp_path, "a,b,b\n1,2,3\n")
    _, records = read_table(path, ("a",), title="x")
    assert [each.cells for each in records if isinstance(each, Record)] == [{"a": "1", "b": "2"}]
    with pytest.raises(EntryError, match="twice"):
        read_table(path, ("b",), title="x")


@pytest.mark.parametrize("head", [b"", b"\xff\xfe", b"\xff\xfea", b"\x00\x01", b'"'])
def test_a_head_without_a_header_has_no_needed_names(head: bytes) -> None:
    assert "date" not in names_in(head)
