"""A diary kept in a spreadsheet."""

import zipfile
from pathlib import Path

import pytest
from tests.conftest import NOW_S

from speciosa.knowledge import Knowledge
from speciosa.record import Kind, read_diary
from speciosa.values.errors import EntryError

TYPES = """<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>
<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>
</Types>"""
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
ROOT = f"""<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="r1" Type="{RELATION}/{{}}" Target="{{}}"/></Relationships>"""
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def workbook(path: Path, rows: list[list[str]], extra: str = "") -> Path:
    cells = "".join(
        f'<row r="{at}">'
        + "".join(
            f'<c r="{chr(65 + column)}{at}" t="inlineStr"><is><t>{text}</t></is></c>' for column, text in enumerate(row)
        )
        + "</row>"
        for at, row in enumerate(rows, start=1)
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("_rels/.rels", ROOT.format("officeDocument", "xl/workbook.xml"))
        archive.writestr("xl/_rels/workbook.xml.rels", ROOT.format("worksheet", "worksheets/sheet1.xml"))
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{MAIN}" xmlns:r="{RELATION}"><sheets><sheet name="diary" sheetId="1" r:id="r1"/></sheets></workbook>',
        )
        archive.writestr(
            "xl/worksheets/sheet1.xml", f'<worksheet xmlns="{MAIN}"><sheetData>{cells}{extra}</sheetData></worksheet>'
        )
    return path


HEADER = ["time", "kind", "name", "value", "unit"]


def test_a_sheet_is_read_like_a_csv(tmp_path: Path, knowledge: Knowledge) -> None:
    rows = [HEADER, ["2026-03-01T08:00+01:00", "dose", "kratom", "2.5", "g"], ["2026-03-01", "rating", "pain", "6", ""]]
    diary = read_diary(workbook(tmp_path / "diary.xlsx", rows), knowledge, now_s=NOW_S)
    assert diary.entries.of_kind(Kind.DOSE).value.tolist() == [2.5]
    assert [each.line for each in diary.reading.refused] == [3], "a bare date needs a zone here, too"


def test_a_cell_far_away_does_not_fill_the_memory(tmp_path: Path, knowledge: Knowledge) -> None:
    far = '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t></t></is></c></row>'
    with pytest.raises(EntryError, match="so far from the others"):
        read_diary(workbook(tmp_path / "diary.xlsx", [HEADER], far), knowledge, now_s=NOW_S)


def test_what_is_no_spreadsheet_is_refused_in_words(tmp_path: Path, knowledge: Knowledge) -> None:
    for content in (b"", b"PK\x03\x04broken", b"not a spreadsheet at all"):
        (tmp_path / "diary.xlsx").write_bytes(content)
        with pytest.raises(EntryError, match="can't be read"):
            read_diary(tmp_path, knowledge, now_s=NOW_S)


def test_an_archive_that_unpacks_to_far_more_is_refused(tmp_path: Path, knowledge: Knowledge) -> None:
    with zipfile.ZipFile(tmp_path / "diary.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", bytes(30_000_000))
    with pytest.raises(EntryError, match="unpacks to far more"):
        read_diary(tmp_path, knowledge, now_s=NOW_S)
