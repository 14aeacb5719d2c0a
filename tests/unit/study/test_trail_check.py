from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from speciosa.study.trail_check import check_export, read_heads
from speciosa.study.trail_file import write_export
from speciosa.study.trail_step import BEGINNING, NAMES, Head, Step, digest_of, misfit_of
from speciosa.values.errors import EntryError


def chain(name: str, count: int, *, reason: str = "why") -> list[Step]:
    """A chain that fits."""
    made: list[Step] = []
    for number in range(1, count + 1):
        previous = made[-1].digest if made else BEGINNING
        said = (name, number, 1_772_348_700 + number, "account 3", "clinician", "did", "it", "1", '"zwei ü"', reason)
        made.append(Step(*said, previous, digest_of(previous, *said)))
    return made


def saved(path: Path, *chains: list[Step]) -> Path:
    with path.open("wb") as file:
        write_export(file, [(each[0].chain, each) for each in chains], about="study leaf", made_s=0)
    return path


def with_part(path: Path, part: str, body: str) -> Path:
    """The same export with one part of it replaced."""
    with zipfile.ZipFile(path) as opened:
        parts = {each: opened.read(each) for each in opened.namelist()}
    with zipfile.ZipFile(path, "w") as made:
        for name, old in parts.items():
            made.writestr(name, body if name == part else old)
    return path


def lines(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as opened:
        return opened.read("trail.jsonl").decode().splitlines()


def test_what_was_exported_fits_and_the_same_steps_make_the_same_bytes(tmp_path: Path) -> None:
    steps = chain("study leaf", 5, reason="=1+1,\r\n“quoted”\u2028"), chain("participant leaf P0001", 2)
    file = saved(tmp_path / "a.zip", *steps)
    found = check_export(file, file)
    assert (found.chains, found.steps, found.misfits) == (2, 7, ())
    assert file.read_bytes() == saved(tmp_path / "b.zip", *steps).read_bytes()


def test_the_lines_alone_can_be_checked_too(tmp_path: Path) -> None:
    file = saved(tmp_path / "a.zip", chain("study leaf", 3))
    alone = tmp_path / "trail.jsonl"
    alone.write_text("\n".join(lines(file)), encoding="utf-8")
    assert check_export(alone).misfits == ()
    alone.write_text("\n".join(lines(file)[:2]), encoding="utf-8")
    assert check_export(alone).misfits == ()
    assert [each.number for each in check_export(alone, file).misfits] == [3]


@pytest.mark.parametrize("name", NAMES)
def test_a_change_of_any_value_is_found(tmp_path: Path, name: str) -> None:
    file = saved(tmp_path / "a.zip", chain("study leaf", 4))
    rows = lines(file)
    step = json.loads(rows[1])
    step[name] = step[name] + 1 if isinstance(step[name], int) else step[name] + "x"
    rows[1] = json.dumps(step)
    with_part(file, "trail.jsonl", "\n".join(rows))
    assert "study leaf" in {each.chain for each in check_export(file).misfits}


def test_a_step_that_is_dropped_swapped_or_cut_off_is_found(tmp_path: Path) -> None:
    rows = lines(saved(tmp_path / "whole.zip", chain("study leaf", 4)))
    for at, changed in enumerate((
        rows[:1] + rows[2:], [rows[1], rows[0], *rows[2:]], rows[:-1], [*rows, rows[-1]],
    )):  # fmt: skip
        file = saved(tmp_path / f"{at}.zip", chain("study leaf", 4))
        with_part(file, "trail.jsonl", "\n".join(changed))
        assert len(check_export(file).misfits) == 1


def test_a_whole_chain_that_is_gone_is_found_by_the_ends_of_then_and_now(tmp_path: Path) -> None:
    both = chain("study leaf", 4), chain("participant leaf P0001", 2)
    earlier = saved(tmp_path / "earlier.zip", *both)
    file = saved(tmp_path / "a.zip", *both)
    with_part(file, "trail.jsonl", "\n".join(lines(file)[:4]))
    assert [each.chain for each in check_export(file).misfits] == ["participant leaf P0001"]
    later = saved(tmp_path / "later.zip", both[0])
    assert check_export(later).misfits == ()
    assert [each.chain for each in check_export(later, earlier).misfits] == ["participant leaf P0001"]


def test_a_csv_that_says_something_else_is_found(tmp_path: Path) -> None:
    file = saved(tmp_path / "a.zip", chain("study leaf", 2))
    with zipfile.ZipFile(file) as opened:
        table = opened.read("trail.csv").decode()
    with_part(file, "trail.csv", table.replace("clinician", "packer", 1))
    assert [each.chain for each in check_export(file).misfits] == ["trail.csv"]


@pytest.mark.parametrize(
    "body", ["", "{}", '{"chains": [["a", 1, "b"]], "digest": "c"}', '{"chains": 3, "digest": ""}']
)
def test_a_list_of_ends_that_is_none_or_was_changed_is_refused(tmp_path: Path, body: str) -> None:
    file = tmp_path / "heads.json"
    file.write_text(body)
    with pytest.raises(EntryError):
        read_heads(file)


@pytest.mark.parametrize("body", ["{", "[]", '{"chain": "a"}', "3"])
def test_a_line_that_is_no_step_is_named(tmp_path: Path, body: str) -> None:
    file = tmp_path / "trail.jsonl"
    file.write_text(f"\n{body}\n")
    with pytest.raises(EntryError, match="line 2"):
        check_export(file)


def test_what_is_no_export_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"PK no")
    with pytest.raises(EntryError, match="no export"):
        check_export(tmp_path / "a.zip")
    with pytest.raises(EntryError, match="not there"):
        check_export(tmp_path / "b.zip")
    with zipfile.ZipFile(tmp_path / "c.zip", "w") as made:
        made.writestr("other", "")
    with pytest.raises(EntryError, match="no export"):
        check_export(tmp_path / "c.zip")


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_one_change_of_a_chain_is_found_at_or_before_where_it_was_made(data: st.DataObject) -> None:
    steps = chain("study leaf", 6)
    end = Head("study leaf", 6, steps[-1].digest)
    at = data.draw(st.integers(0, 5))
    kind = data.draw(st.sampled_from(("drop", "twice", "swap", "text")))
    changed = list(steps)
    if kind == "drop":
        del changed[at]
    elif kind == "twice":
        changed.insert(at, changed[at])
    elif kind == "swap":
        other = data.draw(st.integers(0, 5).filter(lambda each: each != at))
        changed[at], changed[other] = changed[other], changed[at]
    else:
        changed[at] = replace(changed[at], reason=data.draw(st.text().filter(lambda each: each != "why")))
    found = misfit_of("study leaf", changed, end)
    assert found is not None
    assert 1 <= found.number <= (at + 2 if kind == "twice" else at + 1)
    assert misfit_of("study leaf", steps, end) is None


def test_the_sheet_to_sign_holds_the_hash_and_every_end(tmp_path: Path) -> None:
    steps = chain("study leaf", 2)
    file = io.BytesIO()
    digest = write_export(file, [("study leaf", steps)], about="study leaf", made_s=0)
    with zipfile.ZipFile(file) as opened:
        sheet = opened.read("heads.txt").decode()
    assert digest in sheet
    assert steps[-1].digest in sheet
    assert "Signature:" in sheet
