"""Long words are cut and long texts end at a sentence, whatever a person writes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import typst
from hypothesis import given
from hypothesis import strategies as st

from speciosa import report
from speciosa.report.paper.blocks import brief, cut, table
from speciosa.report.tables import Table
from speciosa.report.wording import wording


@given(text=st.text(max_size=300), longest=st.integers(2, 200))
def test_what_is_cut_is_its_beginning_and_never_longer(text: str, longest: int) -> None:
    for short in (cut(text, longest), brief(text, longest)):
        assert len(short) <= max(longest, 2)
        assert text.startswith(short.removesuffix("\u2026").rstrip(" ")) or short == text
    assert brief(text, longest) in {text, ""} or brief(text, longest)[-1] in ".?"


def test_signs_that_no_font_has_are_never_cut_midway() -> None:
    assert cut("ไ" * 90, 90) == "\u2026"
    assert cut("tea " + "ไ" * 90, 90) == "tea\u2026"
    assert cut("ไ" * 11, 90) == "ไ" * 11
    assert cut("ไ" * 12, 90) == "\u2026"
    assert cut("é" * 90, 90) == "é" * 90


def test_a_text_is_not_cut_within_a_german_date() -> None:
    assert brief("Du hast vom 9. März 2025 bis 26. März 2025 weniger genommen. Danach mehr.", 65).endswith("genommen.")
    assert brief("Du hast vom 9. März 2025 bis 26. März 2025 weniger genommen.", 34) == ""


def test_a_table_says_how_many_rows_it_leaves_out() -> None:
    made = table(wording("en"), Table("c", ("a",), tuple((str(at),) for at in range(9)), more=2), most=4)
    assert made is not None
    assert [each[0] for each in made["rows"]] == ["0", "1", "2", "3"]
    assert made["more"] == "and 7 more rows, in report.json"


def test_a_long_word_breaks_between_its_signs_and_never_within_a_code_point() -> None:
    assert parts_of("[U+0E22][U+1F33F]ab\\u{e4}a\\u{301}") == [
        "[U+0E22]", "[U+1F33F]", "a", "b", "\u00e4", "a\u0301",
    ]  # fmt: skip


def test_an_address_breaks_after_its_marks_alone_and_nothing_is_put_between() -> None:
    assert parts_of("doi:10.1016/j.drugalcdep.2014.03.017") == [
        "doi:10.", "1016/", "j.", "drugalcdep.", "2014.", "03.", "017",
    ]  # fmt: skip
    assert parts_of("https://a.example/b") == ["https://", "a.", "example/", "b"]
    blocks = (Path(report.__file__).parent / "templates" / "paper_blocks.typ").read_text()
    assert "zws" not in blocks


def parts_of(word: str) -> list[str]:
    """The pieces between which a long word may break."""
    templates = Path(report.__file__).parent / "templates"
    code: Any = f'#import "paper_blocks.typ": parts-of\n#metadata(parts-of("{word}")) <found>'.encode()
    found: list[str] = json.loads(typst.query(code, "<found>", field="value", one=True, root=str(templates)))
    return found
