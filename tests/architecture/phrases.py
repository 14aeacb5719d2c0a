"""Every phrase of the product, sentence by sentence: from its code, its tables, its templates and its documents."""

from __future__ import annotations

import ast
import csv
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tests.conftest import ROOT

SOURCE = ROOT / "src" / "speciosa"
DATA = SOURCE / "knowledge" / "data"
ABOUT_STUDIES = {"note", "population", "licence", "population_note", "basis", "size", "mechanism", "direction", "stat"}
"""Columns that report what was found in whom, in the words of the field."""
VOCABULARY = {"aliases", "words", "zones"}
"""Columns of what people write, to be understood; it is never said back."""
LITERATURE = {
    "adverse", "content", "pk_parameters", "pk_findings", "receptors", "skin_cases", "codes", "instruments", "choices",
    "simulation", "skin_optics", "spectra_columns", "skin_locus", "who_umc", "causality",
}  # fmt: skip
"""Tables for clinicians and statisticians."""
FOR_PEOPLE = ("README.md", "docs/README.md", "docs/tutorial", "docs/how-to", "docs/explanation")
GENERATED = ("docs/reference/knowledge",)
"""Written from the tables, whose cells are read here anyway; the rest of their words are strings of the code."""
_WORD = re.compile(r"[A-Z][a-z]+[.!?]?")
_ENDS = re.compile(r"(?<=[.?!])[\"')*]*\s+(?=[\"'(*{A-Z\[])")


class Phrase(NamedTuple):
    """One sentence. `place`: file, and line, or table, row and column. `for_people`: a person may read it."""

    place: str
    words: str
    for_people: bool


def phrases() -> tuple[Phrase, ...]:
    """All of them, each once a place."""
    return tuple(dict.fromkeys([*_of_code(), *_of_tables(), *_of_templates(), *_of_documents()]))


def sentences(text: str) -> list[str]:
    """
    >>> sentences("No finding is not \\"safe\\".  See   why. (And 3.5 g is a number.)")
    ['No finding is not "safe".', 'See why.', '(And 3.5 g is a number.)']
    """
    return [each.strip() for each in _ENDS.split(" ".join(text.split())) if each.strip()]


def literals(tree: ast.Module, *, with_docs: bool) -> Iterator[tuple[int, str]]:
    """Line and text of every string with a space, or of one word that begins a sentence.

    An f-string is one text, with ``{}`` where a value stands; a list of words that is split is no phrase.
    """
    docs = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    docs |= {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)} if not with_docs else set()
    inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    inside |= {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr == "split"}
    inside |= {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "_words"
        for part in node.args
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            said = "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inside:
            if id(node) in docs and not with_docs:
                continue
            said = node.value
        else:
            continue
        if " " in said.strip() or _WORD.fullmatch(said):
            yield node.lineno, said


def _of_code() -> Iterator[Phrase]:
    for path in sorted(SOURCE.rglob("*.py")):
        name = path.relative_to(SOURCE).as_posix()
        tree = ast.parse(path.read_text(encoding="utf-8"))
        # the docstring of a command is what --help prints
        for line, text in literals(tree, with_docs=name.startswith("cli/")):
            for each in sentences(text):
                yield Phrase(f"{name}:{line}", each, for_people=True)


def _of_tables() -> Iterator[Phrase]:
    for path in sorted(DATA.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                key = next(iter(row.values()))
                for column, cell in row.items():
                    if column in VOCABULARY or not isinstance(cell, str):
                        continue
                    for_people = path.stem not in LITERATURE and column not in ABOUT_STUDIES
                    for each in sentences(cell):
                        if " " in each:
                            yield Phrase(f"{path.name}[{key}].{column}", each, for_people)
    for path in sorted(DATA.glob("*_model.toml")):
        for text in _texts(tomllib.loads(path.read_text(encoding="utf-8"))):
            for each in sentences(text):
                yield Phrase(path.name, each, for_people=False)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _texts(each)


def _of_templates() -> Iterator[Phrase]:
    for path in sorted((*SOURCE.rglob("*.j2"), *SOURCE.rglob("*.typ"))):
        text = re.sub(r"\{#.*?#\}|<!doctype html>", " ", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        inside = " ".join(re.findall(r"\{[{%](.*?)[%}]\}", text, re.DOTALL))
        quoted = re.findall(r'"((?:[^"\\]|\\.)* (?:[^"\\]|\\.)*)"', inside if path.suffix == ".j2" else text)
        outside = re.sub(r"\{[{%].*?[%}]\}|<[^>]*>", "\n", text, flags=re.DOTALL) if path.suffix == ".j2" else ""
        shown = [line for line in outside.splitlines() if line.strip()]
        shown += re.findall(r"\[([^\[\]#]*[a-z] [a-z][^\[\]#]*)\]", text) if path.suffix == ".typ" else []
        for said in (*quoted, *shown):
            for each in sentences(said):
                yield Phrase(path.name, each, for_people=True)


def _of_documents() -> Iterator[Phrase]:
    for path in sorted((*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"))):
        name = path.relative_to(ROOT).as_posix()
        if name.startswith(GENERATED):
            continue
        for each in _spoken(path):
            yield Phrase(name, each, name.startswith(FOR_PEOPLE))


def _spoken(path: Path) -> Iterator[str]:
    """Paragraphs, list items and table cells without code, links' targets and pictures."""
    text = re.sub(r"```.*?```|<!--.*?-->", "\n\n", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    for block in re.split(r"\n\s*\n|\n(?=\s*(?:[-*+|#>]|\d+\.)\s?)", text):
        for cell in block.split(" | "):
            yield from sentences(cell.strip("|#>- \n"))
