"""What is said, and what is never said."""

import ast
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.unit.report.conftest import FULL_ROWS, ReportOf, scores, seen

import speciosa.report
from speciosa.report import report_html
from speciosa.report.middle import middle_of, step_of
from speciosa.report.palette import DARK, LIGHT
from speciosa.report.printed import half_of, share, stepped, with_unit
from speciosa.report.wording import wording

EN = wording("en")
ROOM = Path(speciosa.report.__file__).parent
TEXT_PAIRS = (
    ("ink", "paper"), ("soft", "paper"), ("accent", "paper"), ("now", "paper"),
    ("ink", "sheet"), ("soft", "sheet"), ("accent", "sheet"), ("now", "sheet"), ("mark", "paper"),
)  # fmt: skip
"""Words on a ground: at least 4.5 to 1."""
GRAPHIC_PAIRS = (("data", "paper"), ("dose", "paper"), ("data", "band"))
"""Marks on a ground: at least 3 to 1 (a middle score also inside its band)."""
FORBIDDEN = re.compile(
    r"\b(safe|safely|safety|optimal|recommended dose|natural|users?|patients?|compliance|failed|abuse|addicts?|addicted"
    r"|because of|caused? by|due to|proves?|well done|great|streak)\b|!",
    re.IGNORECASE,
)


def strings_of_code() -> list[str]:
    """Every string constant that can reach a person: all but docstrings."""
    found = []
    for path in sorted(ROOM.glob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        docs = {
            id(node.body[0].value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
            and node.body
            and isinstance(node.body[0], ast.Expr)
        }
        found += [
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in docs
            and " " in node.value
        ]
    return found


def said_in_templates() -> list[str]:
    texts = (path.read_text(encoding="utf-8") for path in sorted((ROOM / "templates").iterdir()))
    return [
        said
        for text in texts
        for said in re.findall(r'"((?:[^"\\]|\\.)*)"', " ".join(re.findall(r"\{\{(.*?)\}\}", text, re.DOTALL)))
    ]


def test_no_forbidden_word_is_in_code_or_templates() -> None:
    said = [*strings_of_code(), *said_in_templates()]
    assert len(said) > 200
    # of a trial alone; where it is said is held by test_effect_words.py
    said = [each.replace("Because of it", "").replace("Because of stopping", "") for each in said]
    assert [each for each in said if FORBIDDEN.search(each) and not each.startswith("|safe")] == []


def test_no_forbidden_word_is_on_any_page_outside_the_sources(report_of: ReportOf) -> None:
    for rows in ([], scores("2026-03-01", [4]), FULL_ROWS):
        page = report_html(report_of(*rows))
        words = seen(page.partition('<ol class="sources">')[0])
        assert FORBIDDEN.search(words.replace("<!doctype html>", "")) is None


def test_templates_hold_no_word_outside_the_wording() -> None:
    for path in (ROOM / "templates").glob("*.j2"):
        text = re.sub(
            # lines of a diary stand between <code>: they are no words of a language
            r"<code>.*?</code>|\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<[^>]*>",
            " ",
            path.read_text(encoding="utf-8"),
            flags=re.DOTALL,
        )
        assert re.findall(r"[A-Za-z]{3,}", text) == [], path.name


def test_nothing_is_marked_safe_in_a_template_but_our_own_drawings_and_style() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in (ROOM / "templates").iterdir())
    assert "|safe" not in text.replace(" ", "")
    assert set(re.findall(r"picture\(([^)]*)\)", text)) == {"style", "p.narrow", "p.wide", "pictures.calendar.narrow"}


def test_what_is_seen_is_said_without_cause_or_trend(report_of: ReportOf) -> None:
    words = seen(report_html(report_of(*FULL_ROWS)))
    assert "Its first 30 days: about" in words
    assert "A record alone can't say why." in words
    assert not re.search(
        r"\b(improv\w+|increas\w+|decreas\w+|rising|falling|trend|effect of|helped)\b",
        words.partition("For professionals What the record answers")[0],
    )


def test_a_word_that_the_tables_lack_is_said_to_be_a_guess(report_of: ReportOf) -> None:
    words = seen(report_html(report_of(*scores("2026-03-01", [4, 5], name="gloom"))))
    assert "This word is not in our tables. We take lower as better here" in words
    assert "lower is taken as better for them: Aches and Gloom." in seen(report_html(report_of(*FULL_ROWS)))


def test_stopping_suddenly_is_warned_of_wherever_there_is_kratom(report_of: ReportOf) -> None:
    words = seen(report_html(report_of("2026-03-01T08:00+01:00,dose,kratom,2,g")))
    assert "don't stop suddenly" in words
    assert "After a break or a cut, your old dose can be too much." in words


def test_days_without_a_word_about_doses_are_not_called_none(report_of: ReportOf) -> None:
    words = seen(report_html(report_of("2026-03-01T08:00+01:00,dose,kratom,2,g", *scores("2026-03-03", [4]))))
    assert "1 day with a dose, 1 day with entries but no word about doses and 1 day without any entry." in words
    assert "No doses are written down. That is not the same as none taken." in seen(
        report_html(report_of(*scores("2026-03-03", [4])))
    )


def test_another_language_needs_a_catalogue_and_no_code() -> None:
    from speciosa.report.wording import Wording

    class Backwards:
        def gettext(self, text: str) -> str:
            return {
                "1,234.5": "1.234,5",
                "about {value}": "etwa {value}",
                "March": "M\u00e4rz",
                "{day} {month} {year}": "{day}. {month} {year}",
            }.get(text, text)

        def ngettext(self, one: str, many: str, n: int) -> str:
            return {"{n} doses": "{n} Dosen"}.get(many, many)

    german: Any = Wording("de", Backwards())  # type: ignore[arg-type]
    assert german.count("{n} dose", "{n} doses", 1200) == "1.200 Dosen"
    assert german.number(2.5, 1) == "2,5"
    assert german.date(20513) == "1. M\u00e4rz 2026"
    assert german.say("about {value}", value="{x}") == "etwa {x}"


@pytest.mark.parametrize(
    ("values", "typical", "half"),
    [
        ([3, 4, 5, 6], "4.5", "4 to 5.5"),
        ([2.0, 2.0, 2.0, 2.0], "2", "2"),
        ([5.7, 5.2, 3.1, 4.4], "4.8", "4.1 to 5.3"),
        ([250, 300, 410, 400], "350", "290 to 400"),
        ([3, 4], "3.5", ""),
    ],
)
def test_digits_follow_the_data(values: list[float], typical: str, half: str) -> None:
    numbers = np.array(values, dtype=float)
    middle, step = middle_of(numbers), step_of(numbers)
    assert middle
    assert (stepped(EN, middle.median, step), half_of(EN, middle, step)) == (typical, half)


def test_units_agree_with_their_number() -> None:
    assert [with_unit(EN, n, 0.5, "capsule") for n in (1, 2.5)] == ["1 capsule", "2.5 capsules"]
    assert with_unit(EN, 4, 0.5, "score_0_4") == "4"


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [
        (0, 90, "0 of 90"),
        (90, 90, "90 of 90"),
        (1, 90, "1 of 90 (fewer than 1 in 10)"),
        (89, 90, "89 of 90 (more than 9 in 10)"),
        (1, 3, "1 of 3"),
        (1, 20, "1 of 20 (fewer than 1 in 10)"),
        (19, 20, "19 of 20 (more than 9 in 10)"),
        (2, 20, "2 of 20 (about 1 in 10)"),
    ],
)
def test_a_share_claims_no_more_than_its_count(part: int, whole: int, said: str) -> None:
    assert share(EN, part, whole) == said


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_words_and_marks_stand_out_in_both_themes(theme: dict[str, str]) -> None:
    assert {
        pair: round(contrast(theme[pair[0]], theme[pair[1]]), 2)
        for pair in TEXT_PAIRS
        if contrast(theme[pair[0]], theme[pair[1]]) < 4.5
    } == {}
    assert {
        pair: round(contrast(theme[pair[0]], theme[pair[1]]), 2)
        for pair in GRAPHIC_PAIRS
        if contrast(theme[pair[0]], theme[pair[1]]) < 3
    } == {}


def test_both_themes_have_every_role_and_no_two_roles_share_a_colour() -> None:
    assert LIGHT.keys() == DARK.keys()
    assert len(set(LIGHT.values())) == len(LIGHT)


def test_the_colour_of_now_is_used_for_nothing_else() -> None:
    rules = re.findall(r"([^{}]+)\{[^{}]*var\(--now\)[^{}]*\}", (ROOM / "style.css").read_text(encoding="utf-8"))
    assert [each.strip() for each in rules] == [".finding.now", ".finding.now .urgency"]
    drawn = " ".join(path.read_text(encoding="utf-8") for path in ROOM.glob("chart_*.py"))
    assert '"now"' not in drawn


def test_the_style_has_no_colour_outside_the_palette() -> None:
    style = (ROOM / "style.css").read_text(encoding="utf-8")
    assert set(re.findall(r"#[0-9a-fA-F]{3,6}\b", style)) <= {"#fff"}  # white paper
    used = set(re.findall(r"var\(--([a-z]+)\)", style))
    assert used <= LIGHT.keys()
