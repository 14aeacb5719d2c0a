"""The key file: two ways to one key, damage told from a wrong passphrase, nothing readable in it."""

from __future__ import annotations

import json
import stat
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.scale import FULL

from speciosa.knowledge import load_knowledge
from speciosa.store.key_file import (
    DamagedKeyFileError,
    KeyFile,
    WrongWordsError,
    make_key_file,
    read_key_file,
    write_key_file,
)
from speciosa.store.key_slot import Cost
from speciosa.store.recovery_code import ALPHABET, check_letter, make_recovery_code, plain_code
from speciosa.values.errors import EntryError

CHEAP = Cost(memory_mib=1, passes=1, lanes=1)
WORDS = "two cups of tea"
NEW_KEY = bytes(range(32))


@pytest.fixture(scope="module")
def made() -> tuple[KeyFile, bytes, str]:
    return make_key_file(WORDS, cost=CHEAP)


def test_passphrase_and_recovery_code_open_the_same_random_key(made: tuple[KeyFile, bytes, str]) -> None:
    key_file, data_key, code = made
    assert len(data_key) == 32
    assert key_file.open_with_passphrase(WORDS) == data_key
    assert key_file.open_with_recovery_code(code) == data_key
    assert make_key_file(WORDS, cost=CHEAP)[1] != data_key


def test_a_guess_costs_what_the_table_of_choices_says() -> None:
    choice = load_knowledge().choice
    slot = make_key_file(WORDS)[0].passphrase
    assert (slot.cost.memory_mib, slot.cost.passes, slot.cost.lanes) == (64, 3, 4)
    assert slot.cost.memory_mib == choice("store_argon2_memory_mib")


@pytest.mark.parametrize("wrong", ["", "two cups of te", "Two cups of tea", "two cups of tea ", "x" * 10_000])
def test_another_passphrase_opens_nothing_and_says_so(made: tuple[KeyFile, bytes, str], wrong: str) -> None:
    with pytest.raises(WrongWordsError, match="this passphrase does not open this store") as told:
        made[0].open_with_passphrase(wrong)
    assert not wrong or wrong not in str(told.value)


def test_another_stores_recovery_code_opens_nothing(made: tuple[KeyFile, bytes, str]) -> None:
    with pytest.raises(WrongWordsError, match="recovery code"):
        made[0].open_with_recovery_code(make_recovery_code())


def test_a_short_passphrase_is_refused_and_eight_characters_will_do() -> None:
    with pytest.raises(EntryError, match="8 characters or more"):
        make_key_file("seven77", cost=CHEAP)
    assert make_key_file("eight888", cost=CHEAP)[0].open_with_passphrase("eight888")


def test_the_same_letters_typed_on_another_keyboard_are_the_same_passphrase() -> None:
    key_file, data_key, _ = make_key_file("caf\u00e9 au lait", cost=CHEAP)
    assert key_file.open_with_passphrase("cafe\u0301 au lait") == data_key
    assert make_key_file("broken \ud800 half", cost=CHEAP)[0].open_with_passphrase("broken \ud800 half")


def test_a_new_passphrase_keeps_key_and_recovery_code(made: tuple[KeyFile, bytes, str]) -> None:
    key_file, data_key, code = made
    changed = key_file.with_passphrase(data_key, "three cups of tea", cost=CHEAP)
    assert changed.open_with_passphrase("three cups of tea") == data_key
    assert changed.open_with_recovery_code(code) == data_key
    with pytest.raises(WrongWordsError):
        changed.open_with_passphrase(WORDS)


def test_a_new_data_key_keeps_passphrase_and_recovery_code(made: tuple[KeyFile, bytes, str]) -> None:
    key_file, _, code = made
    changed = key_file.with_data_key(NEW_KEY, WORDS, cost=CHEAP)
    assert changed.open_with_passphrase(WORDS) == changed.open_with_recovery_code(code) == NEW_KEY
    again = changed.with_data_key(NEW_KEY[::-1], WORDS, cost=CHEAP)
    assert again.open_with_recovery_code(code) == NEW_KEY[::-1]


def test_a_new_data_key_behind_a_mistyped_passphrase_is_refused(made: tuple[KeyFile, bytes, str]) -> None:
    with pytest.raises(WrongWordsError):
        made[0].with_data_key(NEW_KEY, "two cups of teaa", cost=CHEAP)


def test_a_new_recovery_code_makes_the_old_paper_worthless(made: tuple[KeyFile, bytes, str]) -> None:
    key_file, data_key, old = made
    changed, code = key_file.with_new_recovery_code(data_key, cost=CHEAP)
    assert changed.open_with_recovery_code(code) == changed.open_with_passphrase(WORDS) == data_key
    with pytest.raises(WrongWordsError):
        changed.open_with_recovery_code(old)
    assert changed.with_data_key(NEW_KEY, WORDS, cost=CHEAP).open_with_recovery_code(code) == NEW_KEY


def test_another_stores_data_key_cannot_be_put_behind_this_passphrase(made: tuple[KeyFile, bytes, str]) -> None:
    with pytest.raises(EntryError, match="another store"):
        made[0].with_passphrase(NEW_KEY, "three cups of tea", cost=CHEAP)
    with pytest.raises(EntryError, match="another store"):
        made[0].with_new_recovery_code(NEW_KEY, cost=CHEAP)


def test_it_is_read_as_it_was_written_by_its_owner_alone(made: tuple[KeyFile, bytes, str], tmp_path: Path) -> None:
    place = tmp_path / "key.json"
    place.write_text("an older one", encoding="utf-8")
    place.chmod(0o644)
    write_key_file(place, made[0])
    assert read_key_file(place) == made[0]
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert [each.name for each in tmp_path.iterdir()] == ["key.json"]


def test_neither_key_nor_words_stand_in_the_file(made: tuple[KeyFile, bytes, str], tmp_path: Path) -> None:
    key_file, data_key, code = made
    write_key_file(tmp_path / "key.json", key_file)
    raw = (tmp_path / "key.json").read_text(encoding="ascii")
    for secret in (data_key.hex(), WORDS, code, plain_code(code)):
        assert secret not in raw


def test_a_flipped_bit_anywhere_is_told_as_damage(made: tuple[KeyFile, bytes, str], tmp_path: Path) -> None:
    place = tmp_path / "key.json"
    write_key_file(place, made[0])
    whole = place.read_bytes()
    for at in range(len(whole)):
        for bit in range(8) if FULL else [at % 8]:
            place.write_bytes(whole[:at] + bytes([whole[at] ^ 1 << bit]) + whole[at + 1 :])
            with pytest.raises(DamagedKeyFileError, match="the key file is damaged"):
                read_key_file(place)


@pytest.mark.parametrize("share", [0, 1, 7, 50, 99])
def test_a_torn_file_is_told_as_damage(made: tuple[KeyFile, bytes, str], tmp_path: Path, share: int) -> None:
    place = tmp_path / "key.json"
    write_key_file(place, made[0])
    whole = place.read_bytes()
    place.write_bytes(whole[: len(whole) * share // 100])
    with pytest.raises(DamagedKeyFileError):
        read_key_file(place)


@pytest.mark.parametrize("text", ["{}", "[]", "3", "null", '"x"', "[" * 100_000, '{"version": 1}', "\u00e9"])
def test_a_foreign_file_is_no_key_file(tmp_path: Path, text: str) -> None:
    (tmp_path / "key.json").write_text(text, encoding="utf-8")
    with pytest.raises(DamagedKeyFileError):
        read_key_file(tmp_path / "key.json")


def rewritten(place: Path, **changes: object) -> None:
    """What somebody does who changes the file on purpose and mends the checksum."""
    content = {**json.loads(place.read_text(encoding="ascii")), **changes}
    del content["checksum"]
    checksum = sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
    place.write_text(json.dumps({**content, "checksum": checksum}, indent=1) + "\n", encoding="ascii")


def test_a_newer_versions_file_is_no_damage(made: tuple[KeyFile, bytes, str], tmp_path: Path) -> None:
    write_key_file(tmp_path / "key.json", made[0])
    rewritten(tmp_path / "key.json", version=2)
    with pytest.raises(EntryError, match="a newer version made this key file"):
        read_key_file(tmp_path / "key.json")


@pytest.mark.parametrize("memory_mib", [10**9, 0, -1, True, 1.5, "64"])
def test_a_foreign_cost_is_refused_before_it_is_paid(
    made: tuple[KeyFile, bytes, str], tmp_path: Path, memory_mib: object
) -> None:
    place = tmp_path / "key.json"
    write_key_file(place, made[0])
    slot = json.loads(place.read_text(encoding="ascii"))["passphrase"]
    slot["argon2id"]["memory_mib"] = memory_mib
    rewritten(place, passphrase=slot)
    with pytest.raises(DamagedKeyFileError):
        read_key_file(place)


def test_a_setting_changed_on_purpose_breaks_the_seal(made: tuple[KeyFile, bytes, str], tmp_path: Path) -> None:
    place = tmp_path / "key.json"
    write_key_file(place, made[0])
    slots = json.loads(place.read_text(encoding="ascii"))
    slots["passphrase"]["argon2id"]["passes"] = 2
    rewritten(place, passphrase=slots["passphrase"])
    with pytest.raises(WrongWordsError):
        read_key_file(place).open_with_passphrase(WORDS)
    rewritten(place, passphrase=slots["recovery"])  # the other slot in its place
    with pytest.raises(WrongWordsError):
        read_key_file(place).open_with_passphrase(plain_code(made[2]))


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(EntryError, match="it is not there"):
        read_key_file(tmp_path / "key.json")


@given(st.text(ALPHABET, min_size=27, max_size=27), st.data())
def test_one_wrong_letter_and_two_swapped_ones_are_noticed(letters: str, data: st.DataObject) -> None:
    code = letters + check_letter(letters)
    assert plain_code(code) == code
    first, second = sorted(data.draw(st.lists(st.integers(0, 27), min_size=2, max_size=2, unique=True)))
    other = data.draw(st.sampled_from(ALPHABET).filter(lambda letter: letter != code[first]))
    wrong = [code[:first] + other + code[first + 1 :]]
    if code[first] != code[second]:
        wrong += [code[:first] + code[second] + code[first + 1 : second] + code[first] + code[second + 1 :]]
    for each in wrong:
        with pytest.raises(EntryError, match="wrong"):
            plain_code(each)


@given(st.text(ALPHABET, min_size=27, max_size=27))
def test_a_code_may_be_typed_as_people_type(letters: str) -> None:
    code = letters + check_letter(letters)
    typed = code.lower().replace("0", "o").replace("1", "l")
    assert plain_code(f"  {typed[:4]} {typed[4:9]}-\u2013{typed[9:]}\n") == code


@pytest.mark.parametrize("text", ["", "1234", "U" * 28, "\u00df" * 28, "\u0131" * 28, "0" * 29])
def test_what_is_no_code_is_said_so_and_not_tried(made: tuple[KeyFile, bytes, str], text: str) -> None:
    with pytest.raises(EntryError, match="letter") as told:
        made[0].open_with_recovery_code(text)
    assert not isinstance(told.value, WrongWordsError)
