from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.record.readers.strange_json import ANYTHING

from speciosa.record.readers.accounting import StableIds, noted
from speciosa.record.readers.json_record import Fields, decode_json, outer_keys
from speciosa.values.errors import EntryError


def keys_of(folder: Path, data: bytes) -> frozenset[str]:
    file = folder / "file.json"
    file.write_bytes(data)
    return outer_keys(file, data[:4096])


@pytest.mark.parametrize(
    "data",
    [
        b'{"a": {"inner": 1}, "b": ["c"]}',
        b'[{"a": 1, "b": {"inner": 2}}]',
        b'\xef\xbb\xbf {"a": "say \\"x\\": {", "b": 1',
        '{"a": 1, "b": 2}'.encode("utf-16"),
        b'{"a": [' + b"1, " * 5000 + b'1], "b": 2}',
    ],
)
def test_only_the_keys_of_the_outermost_objects_name_a_file(tmp_path: Path, data: bytes) -> None:
    assert keys_of(tmp_path, data) == {"a", "b"}


@pytest.mark.parametrize("data", [b"", b"a;b", b"PK\x03\x04{", b"{", b"[1, 2]"])
def test_what_is_no_json_has_no_keys(tmp_path: Path, data: bytes) -> None:
    assert keys_of(tmp_path, data) == frozenset()


def test_a_string_that_does_not_end_is_looked_through_once(tmp_path: Path) -> None:
    begun = time.perf_counter()
    keys_of(tmp_path, b'{"a": "' + b'\\"' * 400_000)
    assert time.perf_counter() - begun < 5


@given(value=st.dictionaries(st.sampled_from("abc"), ANYTHING))
def test_a_value_comes_out_as_the_type_that_was_asked_for_or_not_at_all(value: dict[str, object]) -> None:
    said = Fields(decode_json(json.dumps(value).encode(), "file"))
    for key in "abc":
        for ask, kinds in (
            (said.text, str),
            (said.word, str),
            (said.number, float | None),
            (said.flag, bool),
            (said.items, list),
            (said.inner, Fields | None),
        ):
            try:
                assert isinstance(ask(key), kinds)
            except EntryError as problem:
                assert key in problem.reason  # noqa: PT017  (it may also go well)


def test_a_number_of_thousands_of_digits_spoils_its_own_record_only() -> None:
    said = Fields(decode_json(b'{"a": ' + b"9" * 5000 + b', "b": 1, "c": 1e999, "d": NaN}', "file"))
    assert said.number("b") == 1
    for key in "acd":
        with pytest.raises(EntryError, match="not a number"):
            said.number(key)


def test_a_byte_that_is_no_utf_8_spoils_its_own_record_only() -> None:
    assert noted(Fields(decode_json(b'{"a": "caf\xe9"}', "file")).text("a")) == "caf\ufffd"


def test_a_key_may_stand_twice_with_one_meaning() -> None:
    assert Fields(decode_json(b'{"a": 1, "a": 1}', "file")).number("a") == 1


def test_ids_are_the_same_for_what_says_the_same() -> None:
    ids = StableIds()
    assert [ids.of("k", said) for said in ("x", "y", "x", "y")] == ["k", "k-2", "k", "k-2"]


def test_a_note_that_does_not_end_is_shortened_and_says_so() -> None:
    assert noted("word " * 10_000).endswith("(shortened)")
