"""Texts out of Python code: what it says, and the sentences that it forms with values in them."""

from __future__ import annotations

import ast
import re

from speciosa.report.languages.forms import begun_in, own_literals, pairs, plurals_in, ways_of
from speciosa.report.languages.reaching import called, carried_in, silent_in
from speciosa.report.languages.text import Text, each_count, is_prose, is_word


def texts_of_code(source: str, code: str, *, every: bool = True) -> list[Text]:
    r"""What a module may say to a person, in the order of its lines.

    Parameters
    ----------
    source : the file's name, for the translator.
    every : take every sentence; False takes only what is handed to ``say`` and ``count``.

    Examples
    --------
    >>> code = "def f(days):\n    return f\"only {len(days)} {'day' if days else 'days'} so far\""
    >>> [each.one for each in texts_of_code("a.py", code)]
    ['only {days} day so far', 'only {days} days so far']
    """
    return _Reader(source, ast.parse(code), every=every).texts()


_SENTENCES_BESIDE = re.compile(r"^\{\w+\}\s+(?=[A-Z“])|(?<=[.?!])\s*\{\w+\}$")
"""Places that hold sentences of their own, before or after this one: a page finds them sentence by sentence."""


class _Reader:
    """Walks one module."""

    def __init__(self, source: str, tree: ast.Module, *, every: bool) -> None:
        self.source, self.tree, self.every = source, tree, every
        self.silent = silent_in(tree)
        self.carried = carried_in(tree)
        self.begun = begun_in(tree)
        self.counts = source.startswith("record/")

    def texts(self) -> list[Text]:
        found: list[tuple[int, int, Text]] = []
        counted, inside = self._counted()
        found += counted
        inside |= {id(each) for each in self.begun.values() if all(way.endswith(" ") for way in ways_of(each))}
        for node in ast.walk(self.tree):
            if id(node) in self.silent or id(node) in inside or not isinstance(node, ast.expr):
                continue
            if called(node) == "NotAssessed" and (code := _code_label(node)):
                found.append((node.lineno, node.col_offset, Text(self.source, code)))
            if ways := ways_of(node, self.begun):
                inside |= own_literals(node)
                ways = [each for way in ways for each in (each_count(way) if self.counts else (way,))]
                wanted = [text for way in ways if (text := self._wanted(node, way))]
                found += [(node.lineno, node.col_offset, Text(self.source, each)) for each in wanted]
        return list(dict.fromkeys(each for _, _, each in sorted(found, key=lambda each: each[:2])))

    def _counted(self) -> tuple[list[tuple[int, int, Text]], set[int]]:
        """Singulars with their plurals, and the nodes that they stand in."""
        found, inside = [], set[int]()
        for one, many in plurals_in(self.tree):
            inside |= {id(each) for node in (one, many) for each in ast.walk(node)}
            found += [(one.lineno, one.col_offset, Text(self.source, *pair)) for pair in pairs(one, many)]
        return found, inside

    def _wanted(self, node: ast.expr, text: str) -> str:
        if id(node) in self.carried.said:
            return text if text.strip() else ""
        text = _SENTENCES_BESIDE.sub("", text.strip()).strip()
        if id(node) in self.carried.put and (is_word(text) or is_prose(text)):
            return text
        return text if self.every and is_prose(text) else ""


def _code_label(node: ast.AST) -> str:
    """The code of a gap as the page shows it."""
    code = node.args[0] if isinstance(node, ast.Call) and node.args else None
    if isinstance(code, ast.Constant) and isinstance(code.value, str):
        return code.value.replace("_", " ").capitalize()
    return ""
