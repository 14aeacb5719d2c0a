"""Every rule of the tables against records: one that sets it off, and one that just doesn't (`rules.txt`)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.unit.safety.rule_lines import RULES_FILE, RuleLine, record_of, rule_lines
from tests.unit.safety.write_page import PAGE, asked_for, page

from speciosa.knowledge import Act, Knowledge
from speciosa.safety import Finding, Findings

LINES = rule_lines(RULES_FILE.read_text(encoding="utf-8"))
PLAIN = [each for each in LINES if not each.see]
HERE = Path(__file__).parent
Screened = Callable[..., Findings]


def found_in(notation: str, findings_of: Screened) -> dict[str, Finding]:
    record = record_of(notation)
    found = findings_of(*record.rows, person=record.person, products=record.products)
    return {each.code: each for each in found.findings}


@pytest.mark.parametrize("line", PLAIN, ids=lambda each: f"{each.key}: {each.fires}")
def test_the_rule_is_set_off(line: RuleLine, findings_of: Screened, knowledge: Knowledge) -> None:
    found = found_in(line.fires, findings_of)
    assert line.key in found
    assert found[line.key].act == Act(line.act or asked_for(knowledge)[line.key].act)


@pytest.mark.parametrize("line", PLAIN, ids=lambda each: f"{each.key}: {each.misses}")
def test_what_is_just_short_of_it_does_not(line: RuleLine, findings_of: Screened) -> None:
    assert line.key not in found_in(line.misses, findings_of)


def test_every_rule_of_the_tables_has_a_line(knowledge: Knowledge) -> None:
    assert sorted(set(asked_for(knowledge)) - {each.key for each in LINES}) == []


def test_every_line_is_of_a_rule(knowledge: Knowledge) -> None:
    assert sorted({each.key for each in LINES} - set(asked_for(knowledge))) == []


@pytest.mark.parametrize("line", [each for each in LINES if each.see], ids=lambda each: each.key)
def test_a_module_that_a_line_names_tests_that_rule(line: RuleLine) -> None:
    assert line.key in (HERE / line.see).read_text(encoding="utf-8")


def test_the_page_of_the_examples_is_fresh(knowledge: Knowledge) -> None:
    stale = f"{PAGE.name} is stale: run python -m tests.unit.safety.write_page"
    assert PAGE.read_text(encoding="utf-8") == page(knowledge, LINES), stale


def test_every_row_of_an_example_is_read(findings_of: Screened, diary_of: Callable[..., object]) -> None:
    for line in PLAIN:
        for notation in (line.fires, line.misses):
            record = record_of(notation)
            diary = diary_of(*record.rows, person=record.person, products=record.products)
            assert diary.reading.refused == (), notation  # type: ignore[attr-defined]


def test_a_notation_that_nobody_can_read_is_no_record() -> None:
    for wrong in ("symptom", "d-3", "d-3 symptom itch 3 mg"):
        with pytest.raises(ValueError, match=r"not a|has no unit"):
            record_of(wrong)
    assert len(record_of("d-27..d0/2 08:00,20:00 dose kratom 2 g (withdrawal)").rows) == 2 * 14 + 1
