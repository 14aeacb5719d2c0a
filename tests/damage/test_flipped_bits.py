"""One bit of the encrypted file flipped anywhere: it is found, and no query ever answers wrongly."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from sqlcipher3 import dbapi2 as database  # type: ignore[import-untyped]  # the wheel carries no types

from speciosa.store.cipher.connection import UnreadableError, connect, damage
from tests.damage.written import KEY, add, begun, numbers
from tests.scale import FULL

TIMES = 500 if FULL else 60
ROWS = 300


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    place = tmp_path_factory.mktemp("whole") / "store.db"
    opened = begun(place)
    with opened:
        opened.execute("BEGIN")
        for number in range(ROWS):
            add(opened, number)
    opened.execute("DELETE FROM entry WHERE n % 25 = 24 AND n > 150")  # free pages are sealed, too
    opened.close()
    return place.read_bytes()


def found_by_check(place: Path) -> bool:
    try:
        opened = connect(place, KEY)
    except UnreadableError:
        return True
    try:
        return damage(opened) != []
    finally:
        opened.close()


def answer(place: Path) -> list[int] | None:
    """The rows, or nothing where the file is refused."""
    try:
        opened = connect(place, KEY)
    except UnreadableError:
        return None
    try:
        return numbers(opened)
    except database.DatabaseError:
        return None
    finally:
        opened.close()


def test_a_whole_file_has_no_damage(whole: bytes, tmp_path: Path) -> None:
    place = tmp_path / "store.db"
    place.write_bytes(whole)
    assert not found_by_check(place)
    assert answer(place) == [number for number in range(ROWS) if number <= 150 or number % 25 != 24]


def test_every_flipped_bit_is_found_and_never_answered_with(whole: bytes, tmp_path: Path) -> None:
    place, rng = tmp_path / "store.db", np.random.default_rng(20260303)
    place.write_bytes(whole)
    right = answer(place)
    for at in rng.integers(0, 8 * len(whole), TIMES).tolist():
        flipped = bytearray(whole)
        flipped[at // 8] ^= 1 << at % 8
        place.write_bytes(flipped)
        assert found_by_check(place), f"bit {at} was not found"
        place.write_bytes(flipped)
        assert answer(place) in (None, right), f"bit {at} changed an answer"


def test_a_page_in_anothers_place_is_found(whole: bytes, tmp_path: Path) -> None:
    """A page's seal covers its number: no page can stand in for another."""
    place, rng = tmp_path / "store.db", np.random.default_rng(20260304)
    pages = len(whole) // 4096
    for first, second in rng.choice(np.arange(1, pages), (20, 2)).tolist():
        if first == second:
            continue
        swapped = bytearray(whole)
        swapped[first * 4096 : first * 4096 + 4096] = whole[second * 4096 : second * 4096 + 4096]
        place.write_bytes(swapped)
        assert found_by_check(place), f"page {first + 1} was replaced by {second + 1}"
