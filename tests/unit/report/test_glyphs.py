"""Whatever a person writes can be printed: a character that no font has stands as its code point, and is listed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.report.conftest import FULL_ROWS, ReportOf

from speciosa.report import glyphs
from speciosa.report.doctor_paper import doctor_paper, doctor_paper_pdf
from speciosa.report.typesetting import typeset, without_glyph

_ODD = "leaf \U0001f33f ไทย 中"


def paper(text: str) -> dict[str, object]:
    """The least that the doctor's paper can say, with one text in each kind of block."""
    blocks = [
        {"kind": "par", "text": text, "tone": "soft"}, {"kind": "heading", "text": f"A {text}"},
        {"kind": "items", "items": [{"mark": text, "lead": text, "text": text, "act": text}]},
        {"kind": "bullets", "items": [text]}, {"kind": "numbered", "items": [text]},
        {"kind": "facts", "rows": [[text, text]]}, {"kind": "elsewhere", "text": text, "to": ""},
        {"kind": "table", "caption": text, "head": [text, "b"], "rows": [[text, "1"]], "more": text, "fractions": [],
         "narrow": False},
    ]  # fmt: skip
    section = {"title": f"A {text}", "key": "", "blocks": blocks}
    return {
        "language": "en", "paper": "a4", "date": [2026, 3, 12, 8, 0, 0], "title": "For my doctor", "span": text,
        "simulated": "", "lead": text, "left_out_lead": "Left out by choice:", "left_out": [text],
        "left_out_after": text, "never": text, "unprinted_title": "Gone", "unprinted_lead": "So it stands.",
        "first": [[[[section]]]], "behind": [section], "behind_title": "Behind", "page_word": "page", "foot": text,
        "made": text, "page": "Page",
    }  # fmt: skip


@settings(max_examples=25)
@given(text=st.text(max_size=12))
def test_no_text_at_all_keeps_a_paper_from_being_made(text: str) -> None:
    assert typeset("doctor_paper.typ", paper(text))[:5] == b"%PDF-"


@pytest.mark.parametrize(
    "text",
    [
        "\U0001f469\u200d\U0001f467",
        "1\ufe0f\u20e3",
        "e\u0e31\u0301",
        "\ud83c",
        "a\0b",
        "\r\t",
        "क्षि",
        "\U0001f1e9\U0001f1ea",
    ],
)
def test_what_is_joined_of_several_characters_is_printed_too(text: str) -> None:
    assert typeset("doctor_paper.typ", paper(text))[:5] == b"%PDF-"


@settings(max_examples=15)
@given(text=st.text(st.characters(min_codepoint=0x20, max_codepoint=0x30000), max_size=40))
def test_looking_at_all_characters_at_once_finds_what_looking_at_each_finds(text: str) -> None:
    assert without_glyph([text]) == frozenset().union(*(without_glyph([each]) for each in text))


def test_what_the_fonts_have_stays_as_it_is() -> None:
    assert without_glyph(["Kräuter, Привет, α → ≥ 5 µg, ½ “x”, عربي"]) == frozenset()
    assert without_glyph([_ODD]) == frozenset(_ODD) - frozenset("leaf ")


def test_a_name_that_would_turn_the_line_around_shows_how() -> None:
    assert glyphs.spelled("a\u202eb", without_glyph("a\u202eb")) == "a[U+202E]b"


def test_a_product_with_an_odd_name_stands_on_the_paper_and_is_listed(report_of: ReportOf) -> None:
    report = report_of(*FULL_ROWS, f"2026-03-11T08:00+01:00,dose,kratom {_ODD},2,g")
    told = doctor_paper(report)
    gone = without_glyph(told)
    assert "\U0001f33f" in gone
    assert "[U+1F33F]" in str(glyphs.spelled(told, gone))
    assert glyphs.with_name("\U0001f33f") == "[U+1F33F] HERB"
    pdf = doctor_paper_pdf(report)
    assert pdf[:5] == b"%PDF-"
    assert pdf != doctor_paper_pdf(report_of(*FULL_ROWS, "2026-03-11T08:00+01:00,dose,kratom leaf,2,g"))


def test_a_paper_without_odd_characters_has_no_list_of_them() -> None:
    from speciosa.report.typesetting import _told

    assert _told({"a": "b"}, without_glyph("b")) == {"a": "b", "unprinted": []}
    assert _told({"a": "\U0001f33f"}, ["\U0001f33f"]) == {"a": "[U+1F33F]", "unprinted": ["[U+1F33F] HERB"]}
