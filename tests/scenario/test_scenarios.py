"""Diary folders named after a situation, and what their report has to say.

`expected.json` holds the parts of `report.json` that the situation is about: mappings are compared
key by key as far as they are given, lists entry by entry, what was not assessed by its code.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from speciosa.knowledge import Knowledge
from speciosa.record import read_diary
from speciosa.report import report_html, report_json
from speciosa.story import tell
from speciosa.values.timeline import parse_moment

SITUATIONS = sorted(each.parent for each in Path(__file__).parent.glob("*/expected.json"))


@pytest.mark.parametrize("folder", SITUATIONS, ids=lambda folder: folder.name)
def test_a_situation_is_told_as_expected(folder: Path, knowledge: Knowledge) -> None:
    expected = json.loads((folder / "expected.json").read_text())
    now_s = parse_moment(expected.pop("now"), None).time_s
    diary = read_diary(folder, knowledge, now_s=now_s)
    report = tell(diary, knowledge, photos={}, now_s=now_s, seed=0, language="en")
    compare(expected, json.loads(report_json(report)), "report")
    assert "<main" in report_html(report)


def compare(expected: Any, found: Any, where: str) -> None:
    if isinstance(expected, dict):
        for key, each in expected.items():
            assert key in found, f"{where} has no {key}"
            compare(each, found[key], f"{where}.{key}")
    elif where == "report.not_assessed":
        whys = {each["code"]: each["why"] for each in found}
        for each in expected:
            assert whys[each["code"]] == each.get("why", whys[each["code"]])
    elif isinstance(expected, list):
        assert len(expected) == len(found), where
        for at, each in enumerate(expected):
            compare(each, found[at], f"{where}[{at}]")
    else:
        assert found == expected, where
