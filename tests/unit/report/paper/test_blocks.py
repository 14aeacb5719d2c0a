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


def test_a_sign_that_no_font_has_takes_the_room_of_its_code_point() -> None:
    assert len(cut("ไ" * 90, 90)) == 11
    assert cut("é" * 90, 90) == "é" * 90


def test_a_text_is_not_cut_within_a_german_date() -> None:
    assert brief("Du hast vom 9. März 2025 bis 26. März 2025 weniger genommen. Danach mehr.", 65).endswith("genommen.")
    assert (
        brief("Du hast vom 9. März 2025 bis 26. März 2025 weniger genommen.", 34)
        == "Du hast vom 9. März 2025 bis 26.\u2026"
    )


def test_a_table_says_how_many_rows_it_leaves_out() -> None:
    made = table(wording("en"), Table("c", ("a",), tuple((str(at),) for at in range(9)), more=2), most=4)
    assert made is not None
    assert [each[0] for each in made["rows"]] == ["0", "1", "2", "3"]
    assert made["more"] == "and 7 more rows, in report.json"


def test_a_long_word_breaks_between_its_signs_and_never_within_a_code_point() -> None:
    templates = Path(report.__file__).parent / "templates"
    code: Any = b'#import "paper_blocks.typ": parted\n#metadata(parted("[U+0E22][U+1F33F]ab\\u{e4}a\\u{301}")) <found>'
    found = json.loads(typst.query(code, "<found>", field="value", one=True, root=str(templates)))
    assert found.split("\u200b") == ["[U+0E22]", "[U+1F33F]", "a", "b", "\u00e4", "a\u0301"]
