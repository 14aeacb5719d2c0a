from __future__ import annotations

import re

import pytest
from tests.conftest import ROOT

from speciosa.skin import decoder as door
from speciosa.skin.refusals import KEPT, QUESTIONS, REFUSALS, asked, refusal

FORBIDDEN = re.compile(r"\b(user|patient|compliance|failed|safe|optimal|error|invalid|please)\b|!", re.IGNORECASE)


@pytest.mark.parametrize("code", REFUSALS)
def test_every_refusal_says_why_that_the_photo_is_kept_and_how_to_take_it_again(code: str) -> None:
    said = refusal(code, patch="the white")
    assert said.code == code
    if code != "missing":  # nothing to keep
        assert said.why.endswith(f". {KEPT}")
        assert said.why.count(". ") == 1
    assert said.retake.endswith(".")
    assert "{" not in said.why + said.retake
    assert not FORBIDDEN.search(said.why + said.retake)


@pytest.mark.parametrize("code", QUESTIONS)
def test_every_question_is_asked_in_calm_words(code: str) -> None:
    question = asked(code)
    assert question.code == code
    assert "?" in question.asks
    assert not FORBIDDEN.search(question.asks)


def test_the_codes_of_the_contract_are_there() -> None:
    assert {"no_card", "unknown_card", "blurred", "clipped", "uneven_light", "unreadable"} <= set(REFUSALS)


def test_every_code_that_the_room_uses_has_words() -> None:
    sources = "".join(each.read_text(encoding="utf-8") for each in (ROOT / "src/speciosa/skin").glob("*.py"))
    assert set(re.findall(r'\brefusal\("(\w+)"', sources)) <= set(REFUSALS)
    assert set(re.findall(r'\basked\("(\w+)"', sources)) <= set(QUESTIONS)
    assert set(REFUSALS) >= door._MAY_REFUSE
    assert set(QUESTIONS) >= door._MAY_ASK


def test_a_patch_that_is_lost_is_named() -> None:
    assert "the darkest grey is too bright" in refusal("clipped", patch="the darkest grey").why


def test_a_code_that_nobody_wrote_words_for_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError):
        refusal("bad_photo")
    with pytest.raises(KeyError):
        refusal("clipped")
