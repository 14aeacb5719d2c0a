"""A seal keeps its promise: nothing is told before, and nothing can be changed after."""

from __future__ import annotations

import json
import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.scale import examples
from tests.unit.trial.made import design

from speciosa.trial import Allocation, allocate, concealment
from speciosa.trial.concealment import commitment, matches, open_sealed, seal, secrets_for
from speciosa.values.errors import EntryError

SCHEDULE = allocate(design(), b"1").schedule()
HIDDEN = secrets_for(b"1", SCHEDULE)
FILE = seal("ACD347", SCHEDULE, HIDDEN)


@pytest.fixture(autouse=True)
def quick_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """The key's cost is paid once in these tests, not at every changed byte."""
    known: dict[tuple[str, bytes], bytes] = {}
    slow = concealment._key

    def key(code: str, salt: bytes) -> bytes:
        plain = code.upper().translate(concealment._MISREAD)
        if (plain, salt) not in known:
            known[plain, salt] = slow(code, salt) if len(known) < 4 else os.urandom(32)
        return known[plain, salt]

    monkeypatch.setattr(concealment, "_key", key)


def test_what_was_sealed_comes_back_byte_for_byte() -> None:
    opened = open_sealed(FILE, HIDDEN.opening_code)
    assert opened.schedule == SCHEDULE
    assert matches(opened.commitment, opened.schedule, opened.nonce)
    assert Allocation.of_schedule(opened.schedule) == allocate(design(), b"1")


def test_any_changed_byte_is_found() -> None:
    for at in range(len(FILE)):
        for other in {FILE[at] ^ 1, FILE[at] ^ 32, FILE[at] ^ 128}:
            with pytest.raises(EntryError):
                open_sealed(FILE[:at] + bytes([other]) + FILE[at + 1 :], HIDDEN.opening_code)


@settings(max_examples=examples(80))
@given(at=st.integers(0, len(FILE)), cut=st.integers(0, 40), put=st.binary(max_size=40))
def test_any_other_file_is_refused_with_a_sentence(at: int, cut: int, put: bytes) -> None:
    other = FILE[:at] + put + FILE[at + cut :]
    if other == FILE:
        return
    with pytest.raises(EntryError):
        open_sealed(other, HIDDEN.opening_code)


@pytest.mark.parametrize("file", [b"", b"{}", b"[]", b"null", b'{"trial": 1}', b"[" * 100_000, b"\xff\xfe"])
def test_what_is_no_seal_is_refused(file: bytes) -> None:
    with pytest.raises(EntryError, match="no sealed schedule"):
        open_sealed(file, "x")


def test_a_costlier_key_than_ours_is_not_even_tried() -> None:
    said = json.loads(FILE)
    with pytest.raises(EntryError, match="no sealed schedule"):
        open_sealed((json.dumps({**said, "n": 2**40}, indent=1) + "\n").encode(), HIDDEN.opening_code)


def test_another_code_opens_nothing_and_a_clumsy_one_does() -> None:
    code = HIDDEN.opening_code
    assert open_sealed(FILE, f" {code.lower().replace('-', ' ')}\n").schedule == SCHEDULE
    assert open_sealed(FILE, code.replace("0", "O").replace("1", "l")).schedule == SCHEDULE
    with pytest.raises(EntryError, match="opening code"):
        open_sealed(FILE, code[:-1] + ("2" if code[-1] != "2" else "3"))


def test_the_file_tells_neither_arm_nor_seed_nor_code() -> None:
    text = FILE.decode()
    for secret in ("usual", "-25%", HIDDEN.opening_code, HIDDEN.nonce.hex(), "periods"):
        assert secret not in text


def test_every_secret_is_another_for_another_seed_or_schedule() -> None:
    other = secrets_for(b"1", SCHEDULE + b" ")
    assert (other.nonce, other.salt, other.iv) != (HIDDEN.nonce, HIDDEN.salt, HIDDEN.iv)
    assert not {other.salt, other.iv} & {HIDDEN.salt, HIDDEN.iv}
    assert secrets_for(b"2", SCHEDULE).opening_code != HIDDEN.opening_code


def test_a_hash_without_its_nonce_can_t_be_tried_out() -> None:
    assert commitment(SCHEDULE, HIDDEN.nonce) != commitment(SCHEDULE, bytes(32))
    with pytest.raises(ValueError, match="32 bytes"):
        commitment(SCHEDULE, b"short")
