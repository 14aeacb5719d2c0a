"""An expression of the code as the texts that it can be: ``f"only {len(days)} days"`` is ``only {days} days``."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from itertools import product
from typing import TypeGuard

_MOST_WAYS = 16
_BRACE, _LATER = re.compile(r"[{}]"), re.compile(r"\{\w+\}")


def is_literal(node: ast.AST) -> bool:
    """Whether a node is a text, with values in it or not."""
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


def pairs(one: ast.expr, many: ast.expr) -> Iterator[tuple[str, str]]:
    """Singular and plural of a call of ``count``, both ways of a choice."""
    if isinstance(one, ast.IfExp) and isinstance(many, ast.IfExp):
        yield from pairs(one.body, many.body)
        yield from pairs(one.orelse, many.orelse)
    else:
        yield from zip(ways_of(one), ways_of(many), strict=False)


def own_literals(node: ast.AST) -> set[int]:
    """The texts that an expression is made of; what a call within it says is a text of its own."""
    found: set[int] = {id(node)} if is_literal(node) else set()
    for each in ast.iter_child_nodes(node):
        if not isinstance(each, ast.Call):
            found |= own_literals(each)
    return found


def plurals_in(tree: ast.Module) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Singular and plural wherever both are written: in ``count``, in names handed to it, side by side in a table."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Tuple | ast.List):
            for one, many in zip(node.elts, node.elts[1:], strict=False):
                if all(any("{n}" in way for way in ways_of(each)) for each in (one, many)):
                    yield one, many
        elif isinstance(node, ast.FunctionDef):
            for name, plural in _counted_names(node):
                yield from zip(_values_of(node, name), _values_of(node, plural), strict=False)
        elif _is_count(node) and not any(isinstance(each, ast.Name | ast.Starred) for each in node.args[:2]):
            yield node.args[0], node.args[1]


def _is_count(node: ast.AST) -> TypeGuard[ast.Call]:
    if not isinstance(node, ast.Call) or len(node.args) < 3:
        return False
    return isinstance(node.func, ast.Name | ast.Attribute) and ast.unparse(node.func).split(".")[-1] == "count"


def _counted_names(function: ast.FunctionDef) -> list[tuple[str, str]]:
    found = []
    for node in ast.walk(function):
        if _is_count(node):
            one, many = node.args[:2]
            if isinstance(one, ast.Name) and isinstance(many, ast.Name):
                found.append((one.id, many.id))
    return list(dict.fromkeys(found))


def _values_of(function: ast.FunctionDef, name: str) -> list[ast.expr]:
    """What a name is bound to, in the order of the lines."""
    found: list[ast.expr] = []
    for node in ast.walk(function):
        if not isinstance(node, ast.Assign):
            continue
        target, value = node.targets[0], node.value
        if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
            both = zip(target.elts, value.elts, strict=False)
            found += [each for at, each in both if isinstance(at, ast.Name) and at.id == name]
        elif isinstance(target, ast.Name) and target.id == name:
            found.append(value)
    return sorted(found, key=lambda each: each.lineno)


def begun_in(tree: ast.Module) -> dict[int, ast.expr]:
    """Of a place that holds a constant text, or the beginning of its own sentence (it ends with a space): that text."""
    found: dict[int, ast.expr] = {}
    whole = {
        each.targets[0].id: each.value
        for each in tree.body
        if isinstance(each, ast.Assign) and isinstance(each.targets[0], ast.Name) and is_literal(each.value)
    }
    for node in ast.walk(tree):  # a sentence of the module, put into others
        if isinstance(node, ast.FormattedValue) and isinstance(node.value, ast.Name) and node.value.id in whole:
            found[id(node.value)] = whole[node.value.id]
    for function in (each for each in ast.walk(tree) if isinstance(each, ast.FunctionDef)):
        bound: dict[str, list[ast.expr]] = {}
        for node in ast.walk(function):
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and is_literal(node.value):
                bound.setdefault(node.targets[0].id, []).append(node.value)
        for node in ast.walk(function):
            if isinstance(node, ast.FormattedValue) and isinstance(node.value, ast.Name) and node.value.id in bound:
                before = [each for each in bound[node.value.id] if each.lineno < node.lineno]
                value = max(before, key=lambda each: each.lineno, default=None)
                if value is not None and all(each.endswith(" ") for each in ways_of(value)):
                    found[id(node.value)] = value
    return found


def ways_of(node: ast.expr, begun: dict[int, ast.expr] | None = None) -> list[str]:
    """Every text that the expression can be, with ``{places}``; none where it is no text.

    `begun`: what stands for a place, by the place's identity.
    """
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = ways_of(node.left, begun), ways_of(node.right, begun)
        if not left and not right:
            return []
        return _joined([left or [_Place(node.left)], right or [_Place(node.right)]])
    if isinstance(node, ast.JoinedStr):
        parts: list[list[str | _Place]] = []
        for part in node.values:
            if isinstance(part, ast.Constant):
                # what a later `format` fills is a place, too
                parts.append(
                    [
                        _BRACE.sub(r"\g<0>\g<0>", str(part.value))
                        if not _LATER.search(str(part.value))
                        else str(part.value)
                    ]
                )
            elif isinstance(part, ast.FormattedValue):
                parts.append(_begun_or_chosen(part.value, begun) or [_Place(part.value)])
        return _joined(parts)
    return []


class _Place:
    """A value in a sentence."""

    def __init__(self, node: ast.expr) -> None:
        self.name = _place_name(node)


def _begun_or_chosen(node: ast.expr, begun: dict[int, ast.expr] | None) -> list[str | _Place]:
    """The beginning of the sentence that stands for the place, or both ways of a choice."""
    value = (begun or {}).get(id(node))
    return [*ways_of(value)] if value is not None else _chosen(node)


def _chosen(node: ast.expr) -> list[str | _Place]:
    """Both ways of a choice between texts."""
    if not isinstance(node, ast.IfExp):
        return []
    both: list[str | _Place] = []
    for each in (node.body, node.orelse):
        if isinstance(each, ast.Constant) and isinstance(each.value, str):
            both.append(each.value)
        elif isinstance(each, ast.IfExp):
            both += _chosen(each) or [_Place(each)]
        else:
            both.append(_Place(each))
    return both


def _joined(parts: Iterable[Iterable[str | _Place]]) -> list[str]:
    said = []
    for way in list(product(*parts))[:_MOST_WAYS]:
        seen: dict[str, int] = {}
        text = ""
        for part in way:
            if isinstance(part, _Place):
                seen[part.name] = seen.get(part.name, 0) + 1
                text += f"{{{part.name}{'' if seen[part.name] == 1 else f'_{seen[part.name]}'}}}"
            else:
                text += part
        said.append(text)
    return list(dict.fromkeys(said))


def _place_name(node: ast.AST) -> str:
    """The last plain name of an expression: ``len(days)`` is ``days``."""
    if isinstance(node, ast.Name):
        return node.id.strip("_").lower() or "value"
    if isinstance(node, ast.Attribute):
        return node.attr.strip("_").lower() or "value"
    if isinstance(node, ast.Call):
        inner = next((name for each in reversed(node.args) if (name := _place_name(each)) != "value"), "")
        return inner or _place_name(node.func)
    if isinstance(node, ast.Subscript):
        return _place_name(node.value)
    if isinstance(node, ast.BinOp):
        left = _place_name(node.left)
        return left if left != "value" else _place_name(node.right)
    if isinstance(node, ast.IfExp):
        return _place_name(node.body)
    if isinstance(node, ast.ListComp | ast.GeneratorExp):
        return _place_name(node.generators[0].iter)
    return "value"
