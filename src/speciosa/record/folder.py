"""Which files a diary's folder holds."""

from __future__ import annotations

from pathlib import Path

from speciosa.values.errors import EntryError

DIARY_FILE = "diary.csv"
SPREADSHEET_FILE = "diary.xlsx"
PERSON_FILE = "person.toml"
PRODUCTS_FILE = "products.csv"


def find_diary(path: Path) -> Path:
    """The diary's file, from its folder's name or its own.

    Raises
    ------
    EntryError : there is none.
    """
    if path.is_dir():
        for name in (DIARY_FILE, SPREADSHEET_FILE):
            if (path / name).is_file():
                return path / name
        raise EntryError(
            f"this folder holds no {DIARY_FILE}", where=path.name, todo="make one with: speciosa new FOLDER"
        )
    if not path.exists():
        raise EntryError(
            "there is no such file or folder",
            where=path.name,
            todo="check the name, or make one with: speciosa new FOLDER",
        )
    return path
