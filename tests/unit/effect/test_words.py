"""Everything that the room says: plain sentences, and none of the words that are never said."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from tests.unit.effect.records import asked, blocks, dose, record

import speciosa.effect
from speciosa.effect import Grade
from speciosa.effect.contrasts import SAYS
from speciosa.knowledge import Knowledge
from speciosa.record import Event, Kind

ROOM = Path(speciosa.effect.__file__).parent
NEVER = re.compile(
    r"\b(safe|safely|safety|optimal|recommended|natural|users?|patients?|compliance|failed|abuse|addicts?|prove[sdn]?"
    r"|significan\w+)\b|!",
    re.IGNORECASE,
)
CAUSAL = re.compile(r"\b(because of|caused? by|due to|reduces|improves)\b", re.IGNORECASE)


def strings_of_code() -> dict[str, list[str]]:
    """Every text constant of the room with a space in it that is no docstring."""
    found: dict[str, list[str]] = {}
    for path in sorted(ROOM.glob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        docs = {
            id(node.value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        }
        texts = [
            node.value for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs
        ]  # fmt: skip
        found[path.name] = [each for each in texts if " " in each.strip()]
    return found


def test_no_text_of_the_room_holds_a_word_that_is_never_said() -> None:
    wrong = [(name, each) for name, texts in strings_of_code().items() for each in texts if NEVER.search(each)]
    assert wrong == []


RECORDS: dict[str, list[Event]] = {
    "nothing": [],
    "no scores": [dose(1, 8), dose(2, 8)],
    "no doses": [each for each in record() if each.kind is Kind.RATING],
    "one dose": [*[each for each in record() if each.kind is Kind.RATING], dose(3, 8)],
    "one day": record(1),
    "five days": record(5),
    "constant": [each._replace(value=5.0) if each.kind is Kind.RATING else each for each in record(14)],
    "no score before": record(before_min=20),
    "sealed": [*record(), *blocks(49, 7, ("K1", "K2"), "masked")],
    "not followed": [*record(), *blocks(49, 7, ("none", "usual"))],
    "one level": [*record(), *blocks(49, 7, ("usual",))],
    "daily": record(taken_on=lambda _: True),
    "plain": record(),
}


@pytest.mark.parametrize("name", RECORDS)
def test_reasons_are_sentences(knowledge: Knowledge, name: str) -> None:
    found = asked(RECORDS[name], knowledge)
    said = [*found.reasons, *(each.why for each in found.not_assessed)]
    for each in said:
        assert re.match(r"^[A-Z0-9]", each), each
        assert each.endswith("."), each
        assert not NEVER.search(each), each
        assert "  " not in each
        assert not re.search(r"\b1 (scores|doses|days)\b|\bnan\b|None", each), each
    if found.evidence_grade in (Grade.ASSOCIATION_ONLY, Grade.OBSERVATIONAL):
        assert not [each for each in said if CAUSAL.search(each)]
    assert len(set(found.reasons)) == len(found.reasons)


def test_the_sentences_of_the_contrasts_are_those_of_the_contract() -> None:
    assert SAYS["one_step_less"] == "usual minus a quarter less: does less do as well?"
    assert SAYS["settled"] == "usual pattern with today's tolerance minus settled without"
    assert SAYS["acute_now"].endswith("part may be relief from the last dose wearing off")
