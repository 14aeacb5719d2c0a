"""Receptor numbers are exploratory: no estimate of an effect is made from them."""

from __future__ import annotations

import ast

import pytest
from tests.conftest import ROOT

ROOM = ROOT / "src" / "speciosa"
OF_RECEPTORS = {"receptors", "receptor_table", "receptor_engagement", "Engagement"}


@pytest.mark.parametrize("room", ["effect", "simulate", "trial"])
def test_no_estimate_of_an_effect_uses_receptors(room: str) -> None:
    used = [
        f"{path.name}: {ast.unparse(node)}"
        for path in sorted((ROOM / room).rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if (
            isinstance(node, ast.Import | ast.ImportFrom)
            and OF_RECEPTORS & set(ast.unparse(node).replace(",", " ").replace(".", " ").split())
        )
        or (isinstance(node, ast.Attribute) and node.attr in OF_RECEPTORS)
    ]
    assert used == []
